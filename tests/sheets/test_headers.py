"""Which column of the ledger each title of a sheet means: its own label, another word for it, or a longer title."""

import pytest

from taizhang.county.ledger.sheets import headers
from tests.sheets import books


def found(*titles, slug="disputes", above=()):
    header = headers.find(books.get(slug), "明细", [*above, list(titles), ["x"] * len(titles)])
    assert header is not None
    return header


def names(header):
    return {position: column.name for position, column in header.columns.items()}


def test_other_words_for_a_column_are_known_and_told():
    header = found("序号", "发现日期", "乡镇", "纠纷类型", "双方当事人", "编号")

    assert names(header) == {1: "found_on", 2: "place", 3: "kind", 4: "parties", 5: "code"}
    assert header.guessed == (
        ("发现日期", "排查日期"), ("乡镇", "所属乡镇"), ("纠纷类型", "类型"), ("双方当事人", "当事人"),
    )  # fmt: skip
    assert header.unknown == ()


def test_a_title_that_says_no_more_than_a_label_is_taken_for_it():
    header = found("编号", "矛盾纠纷排查日期", "涉及人数（人）", "等级")

    assert names(header) == {0: "code", 1: "found_on", 2: "people", 3: "level"}
    assert "工作表“明细”第 1 行" in header.where


def test_a_title_that_says_more_and_two_titles_for_one_column_are_left_alone():
    header = found("编号", "等级", "上次排查日期", "涉及人数（甲方）", "涉及人数（乙方）")

    assert names(header) == {0: "code", 1: "level"}
    assert header.unknown == ("上次排查日期", "涉及人数(甲方)", "涉及人数(乙方)")


def test_the_exact_label_wins_over_another_word_for_it():
    header = found("编号", "排查日期", "发现日期")

    assert "栏目“排查日期”出现了 2 次" in header.faults[0]


def test_the_header_is_found_below_a_title_and_merged_cells():
    title = ["延津县矛盾纠纷台账", "", "", ""]
    header = found("编号", "排查日期", "类型", "当事人", above=[title, ["填报单位：胙城乡", "", "", ""]])

    assert header.row == 2


@pytest.mark.parametrize("rows", [[], [[""]], [["说明"], ["本表由乡镇填报"]]])
def test_a_sheet_of_something_else_has_no_header(rows):
    assert headers.find(books.get("disputes"), "说明", rows) is None
