"""The scorer of the figure reader: labels are read exactly, and every difference is counted once."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from bench.reader import arithmetic, labels, pairs, report
from bench.reader.score import Score, same_value, score

LINE = "在册[[31 人|31|人|exact|quantity]]，[[2023年|date]]补助[[170余万元|1700000|元|over|money]]，[[两|2||exact|?quantity]]处。"


@dataclass(frozen=True)
class Predicted:
    start: int
    end: int
    text: str
    value: str | None
    unit: str


@dataclass(frozen=True)
class Failing:
    type: str
    members: tuple[tuple[int, int], ...]
    holds: bool = False
    note: str = ""


def scored(*predicted: tuple[str, str, str]) -> Score:
    text, gold = labels.parse(LINE)
    found = [Predicted(text.index(s), text.index(s) + len(s), s, value, unit) for s, value, unit in predicted]
    return score([labels.Item("o1", "社会救助", text, tuple(gold))], lambda _: found)


def written(folder: Path, line: str) -> Path:
    path = folder / "some.txt"
    path.write_text(f"# 说明\n\n{line}\n", encoding="utf-8")
    return path


def test_marks_become_text_and_positions() -> None:
    text, spans = labels.parse(LINE)
    assert text == "在册31 人，2023年补助170余万元，两处。"
    assert [text[span.start : span.end] for span in spans] == ["31 人", "2023年", "170余万元", "两"]
    assert [(span.value, span.unit, span.kind, span.scored) for span in spans[1:]] == [
        (None, "", "date", True),
        ("1700000", "元", "money", True),
        ("2", "", "quantity", False),
    ]


def test_a_break_inside_a_number_is_one_character(tmp_path: Path) -> None:
    path = written(tmp_path, "o1\t民政\t共[[1\\n09起|109|起|exact|quantity]]。")
    (item,) = labels.read(path)
    assert item.text == "共1\n09起。"
    assert (item.spans[0].start, item.spans[0].end) == (1, 6)


@pytest.mark.parametrize(
    "text",
    [
        "[[31人|31|人|quantity]]",
        "[[31人|31|人|大约|quantity]]",
        "[[31人|三十一|人|exact|quantity]]",
        "[[3至5人|3|人|exact|range]]",
        "[[31人|31~32|人|exact|quantity]]",
        "[[31人|date",
        "[[31人|figure]]",
        "[[31人|quantity]]",
        "[[ 31人|date]]",
    ],
)
def test_a_bad_mark_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(labels.BadLabel, match=r"some\.txt:3: "):
        labels.read(written(tmp_path, f"o1\t民政\t在册{text}。"))


def test_a_line_without_its_fields_and_an_id_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(labels.BadLabel, match=r"some\.txt:3: 3 fields"):
        labels.read(written(tmp_path, "o1\t在册。"))
    with pytest.raises(labels.BadLabel, match=r"some\.txt:4: id o1"):
        labels.read(written(tmp_path, "o1\t民政\t在册。\no1\t民政\t在册。"))


def test_a_perfect_reader_scores_one() -> None:
    result = scored(("31 人", "31.0", "名"), ("170余万元", "1700000", "元"))
    assert (result.f1, result.taken, result.lookalikes, result.faults) == (1.0, 0, 1, [])


def test_span_value_and_unit_are_each_told_apart() -> None:
    for predicted, what in [
        (("31", "31", "人"), "span"),
        (("31 人", "13", "人"), "value"),
        (("31 人", "31", "户"), "unit"),
    ]:
        result = scored(predicted, ("170余万元", "1700000", "元"))
        assert [fault.what for fault in result.faults] == [what]
        assert (result.right, result.wanted, result.found) == (1, 2, 2)


def test_a_date_taken_for_a_figure_costs_precision_and_is_counted() -> None:
    result = scored(("31 人", "31", "人"), ("2023年", "2023", "年"), ("170余万元", "1700000", "元"))
    assert (result.taken, result.found, result.right) == (1, 3, 2)
    assert [fault.what for fault in result.faults] == ["date taken"]


def test_what_readers_may_differ_on_counts_for_nobody() -> None:
    result = scored(("31 人", "31", "人"), ("170余万元", "1700000", "元"), ("两处", "2", "处"))
    assert (result.found, result.f1) == (2, 1.0)


def test_values_compare_as_numbers() -> None:
    assert same_value("3.0~5", "3~5.00")
    assert same_value("33.33333333", "33.3333")
    assert not same_value("3~5", "3")
    assert not same_value("abc", "3")


def pair(folder: Path) -> pairs.Pair:
    line = "p1\t矛盾纠纷\tsum\t排查[[9→109]]起，化解5起，在办4起。"
    return pairs.altered(written(folder, line))[0]


def test_a_pair_is_one_text_with_one_number_changed(tmp_path: Path) -> None:
    read = pair(tmp_path)
    assert read.sound == "排查9起，化解5起，在办4起。"
    assert read.altered == "排查109起，化解5起，在办4起。"
    assert read.altered[slice(*read.changed)] == "109"


@pytest.mark.parametrize("text", ["排查9起", "排查[[9→9]]起", "[[9→8]]起，[[5→4]]起", "[[9→8→7]]起"])
def test_a_pair_without_one_change_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(labels.BadLabel, match=r"some\.txt:3: exactly one change"):
        pairs.altered(written(tmp_path, f"p1\t矛盾纠纷\tsum\t{text}"))


def test_a_failing_relation_over_the_changed_number_finds_it(tmp_path: Path) -> None:
    assert arithmetic.found(pair(tmp_path), [Failing("sum", ((2, 6), (9, 11), (14, 16)))], [])


def test_a_relation_that_failed_before_finds_nothing(tmp_path: Path) -> None:
    before, after = Failing("ratio", ((7, 9), (12, 14))), Failing("ratio", ((9, 11), (14, 16)))
    assert not arithmetic.found(pair(tmp_path), [after], [before])
    assert arithmetic.found(pair(tmp_path), [after], [])


def test_alarms_are_counted_by_text(tmp_path: Path) -> None:
    two = [Failing("sum", ((0, 1),)), Failing("ratio", ((0, 1),))]
    result = arithmetic.check([pair(tmp_path)], [("s1", "甲"), ("s2", "乙")], lambda text: two if text == "甲" else [])
    assert (result.found_share, result.texts, len(result.alarms)) == (0.0, 3, 2)
    assert result.false_alarms == pytest.approx(1 / 3)
    assert len(result.lines()) == 3


SET = Path(labels.__file__).parent / "set"


def test_the_set_reads_whole_and_is_as_large_as_promised() -> None:
    labelled = [path for path in SET.glob("*.txt") if not path.stem.startswith(("altered", "sound"))]
    items = [item for path in labelled for item in labels.read(path)]
    assert len(items) >= 300
    assert len({item.id for item in items}) == len(items)
    assert {"quantity", "money", "percent", "range"} < {span.kind for item in items for span in item.spans}


def test_the_pairs_cover_every_relation_and_change_one_number() -> None:
    read = pairs.altered(SET / "altered.txt")
    assert len(read) == 60
    assert {one.relation for one in read} == pairs.TYPES
    assert all(one.sound != one.altered and 80 <= len(one.sound) <= 250 for one in read)


def test_the_sound_texts_are_a_hundred_different_ones() -> None:
    assert len({one.text for one in pairs.sound(SET / "sound.txt")}) >= 100


def test_nine_of_ten_changed_numbers_are_found_and_sound_texts_are_left_alone() -> None:
    result = report.check()
    assert result.found_share >= 0.9
    assert result.false_alarms <= 0.02


def test_every_peer_is_pinned_by_hash_and_no_index_is_named() -> None:
    lock = (SET.parent / "requirements.lock").read_text(encoding="utf-8")
    lines = [line for line in lock.splitlines() if not line.startswith("#")]
    pins = [line for line in lines if "==" in line]
    assert len(pins) >= 8
    assert all(line in pins or line.strip().startswith("--hash=sha256:") for line in lines)
    assert all("--hash" in after for line, after in pairwise(lines) if line in pins)


def test_the_peers_modules_import_nothing_of_the_product() -> None:
    for path in (SET.parent / "peers").glob("*.py"):
        assert "taizhang" not in path.read_text(encoding="utf-8")
