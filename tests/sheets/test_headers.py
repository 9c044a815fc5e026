"""Which column of the ledger each title of a sheet means: its own label, another word for it, or a longer title."""

import pytest

from taizhang.county.ledger.columns import References
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


# Two rows, and content


def in_two(upper, lower, *, slug="disputes", above=()):
    return headers.find(books.get(slug), "明细", [*above, list(upper), list(lower), ["x"] * len(lower)])


def test_a_header_in_two_rows_is_read_with_what_stands_over_it():
    header = in_two(["编号", "排查", "", "当事人", "等级"], ["", "日期", "乡镇", "", ""])

    assert names(header) == {0: "code", 1: "found_on", 2: "place", 3: "parties", 4: "level"}
    assert (header.row, header.height) == (0, 2)


def test_a_row_of_data_below_is_no_second_row_of_the_header():
    header = in_two(["编号", "排查日期", "所属乡镇", "类型"], ["JF20230801-0001", "2023-08-01", "单位", ""])

    assert header.height == 1


def test_a_title_above_is_not_the_first_row_of_the_header():
    header = in_two(["延津县矛盾纠纷台账", "", "", ""], ["编号", "排查日期", "类型", "当事人"])

    assert (header.row, header.height) == (1, 1)


def test_content_tells_what_titles_do_not():
    rows = [["事项", "何日", "分类"], *[["张三与李四", f"2023.8.{n}", "邻里"] for n in range(1, 6)]]
    known = headers.find(books.get("disputes"), "明细", rows, refs=References())

    assert known is None or {column.name for column in known.columns.values()} >= {"kind"}
