"""Which figure of which place a number in a text speaks of."""

import pytest

from taizhang.county.figures.claims import claims
from taizhang.county.figures.text import numbers
from taizhang.lines.disputes import figures as line
from tests.figures.rows import YULIN, ZUOCHENG

FIGURES = [
    line.FOUND,
    line.HANDLED,
    line.SUCCEEDED,
    line.RESOLVED,
    line.GUIDED,
    line.PETITIONS_RESOLVED,
    line.HANDLED_RATE,
    line.SUCCESS_RATE,
    line.RESOLVED_RATE,
]
PLACES = {"胙城乡": ZUOCHENG, "榆林乡": YULIN}


def first(text):
    found = claims(text, numbers(text), FIGURES, PLACES)
    return [(c.candidates[0].figure.key.split(".")[1], c.candidates[0].place) if c.candidates else None for c in found]


def test_townships_take_turns_in_one_sentence():
    text = "胙城乡排查调处109起矛盾，调处率100%，成功率100%，化解疑难信访1起；榆林乡排查94起，成功化解矛盾纠纷80起，引导走法律程序14起。"

    assert first(text) == [
        ("found", ZUOCHENG),
        ("handled_rate", ZUOCHENG),
        ("success_rate", ZUOCHENG),
        ("petitions_resolved", ZUOCHENG),
        ("found", YULIN),
        ("resolved", YULIN),
        ("guided_to_law", YULIN),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全县排查435起", [("found", None)]),
        ("胙城乡排查109起。全县化解421起", [("found", ZUOCHENG), ("resolved", None)]),
        ("胙城乡排查109起；全县共排查435起", [("found", ZUOCHENG), ("found", None)]),
        ("排查、化解矛盾80起", [("resolved", None)]),
        ("80起矛盾得到化解", [("resolved", None)]),
        ("化解率96.8%", [("resolved_rate", None)]),
        ("出动警力240余人", [None]),
        ("排查车辆48辆", [None]),
    ],
)
def test_word_unit_and_place_decide(text, found):
    assert first(text) == found


def test_a_word_belongs_to_the_number_it_precedes():
    assert first("排查109起、校车48辆、化解80起") == [("found", None), None, ("resolved", None)]
