"""Doubling in words: 由2.4万亩发展到4.8万亩，实现翻番 has no figure for the change, but says what it is."""

import re
from collections.abc import Iterator
from decimal import Decimal

from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import rate, written

_WORDS = re.compile(
    r"^[^。；0-9]{0,10}翻(?:了|上)?(?P<near>近|将近|接近)?(?P<times>[一1两二2三3])?(?:番(?P<more>[多有还])?|倍)"
)
_NEAR = 18
_TIMES = {"一": 1, "1": 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3}
# Nobody says 翻番 of less; what is said to be more than doubled is often much more.
_LEAST, _LEAST_OF_NEAR, _MOST = Decimal("0.95"), Decimal("0.8"), Decimal("1.2")


def doubled(here: Sentence, old: Mention, new: Mention) -> Iterator[Relation]:
    found = _WORDS.match(here.text[new.span.end : new.span.end + _NEAR])
    if found is None or not old.middle:
        return
    meant = Decimal(2) ** _TIMES.get(found["times"] or "一", 1)
    grown = new.middle / old.middle
    least = _LEAST_OF_NEAR if found["near"] else _LEAST
    holds = meant * least <= grown <= meant * _MOST
    note = f"由{written(old)}到{written(new)}是{rate(grown)}倍，文中为“翻番”（{meant}倍）"
    yield relation("growth", [old, new], holds, note if holds else f"{note}，请核对")
