"""Hundreds of short sentences in which one number counts and those beside it do not, sort by sort."""

import re
from pathlib import Path

import pytest

from taizhang.county.figures.text import numbers

_LINES = Path(__file__).with_name("told_apart.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [line for line in _LINES if line and not line.startswith("#")]
_MARK = re.compile(r"\{([^}]*)\}")


@pytest.mark.parametrize("marked", SENTENCES)
def test_what_counts_is_told_from_what_does_not(marked):
    text = _MARK.sub(r"\1", marked)

    # Each mark before a figure moved it by two characters.
    wanted = [(found.start() - 2 * place, found[1]) for place, found in enumerate(_MARK.finditer(marked))]
    assert [(span.start, span.text) for span in numbers(text)] == wanted


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("表彰12名优秀教师", "12", "人"), ("为2350名特困供养人员参保", "2350", "人"), ("建成13处方便群众的取水点", "13", "处"),
        ("完成6项目标任务", "6", "项"), ("审结12起诉讼案件", "12", "起"), ("打井12所在建学校", "12", "所"), ("带动消费6千多万元", "60000000", "元"),
        ("运费降三毛，", "0.3", "元"), ("评出四榜，", "4", "榜"), ("复耕四处。", "4", "处"), ("“百优”党员百名，", "100", "人"),
        ("疫苗三十二万头份，", "320000", "头份"), ("敲开五千扇门，", "5000", "扇"), ("公交加开六班。", "6", "班"), ("迟到罚10块红包", "10", "元"),
        ("配备彩超14台", "14", "台"), ("近八十人到场", "80", "人"),
    ],
)  # fmt: skip
def test_the_measure_word_is_read_whatever_stands_behind_it(text, value, unit):
    (span,) = numbers(text)

    assert (span.value, span.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["下次在302开会，", "；款20502调剂", "三本账压下来", "三轮保洁车上路", "倒数三名单位表态"]
)
def test_a_room_a_code_and_a_manner_are_no_figures(text):
    assert numbers(text) == []
