"""Comparisons: by how much one number is said to be above or below another that the sentence names."""

import re
from collections.abc import Iterator, Sequence

from taizhang.county.figures.text.relations.bounds import meet, minus
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import shown, written
from taizhang.county.figures.text.relations.words import CHANGE

_NEAR = 5
_UP = r"高|多|快|长|重|大|强|贵|超|增加|增|上升|提高|提升|上涨"
_DOWN = r"低|少|慢|短|轻|小|弱|便宜|降低|减少|下降|减|降"
_BY = re.compile(rf"^(?:要|则|还|又|上调|分别)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:出|了|于其)?(?:约|近)?$")
# 比去年的556分高12分, 较全市平均22%低3个百分点, 低于评估价24万元.
_THAN = re.compile(r"(?:比|较|与)[^，。；]{1,16}$")
_NAMED = re.compile(
    rf"(?:比|较)(?P<other>[^，。；]{{2,12}}?)(?:分别)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[出了]?(?:约|近)?$"
    r"|(?:(?P<above>高[于出过]|超[出过]|多于)|(?P<below>低于|少于))(?P<that>[^，。；]{2,12})$"
)
_POINTS = "个百分点"
# 城乡收入相差13340元 of the two told before; 与目标相差 is of another.
_APART = re.compile(r"^[^，。；与和距离较比]{0,8}(?:相差|差距|差额)(?:仅|为|约|达)?$")


def comparisons(here: Sentence) -> Iterator[Relation]:
    for index, mention in enumerate(here.mentions):
        pair = _beside(here.mentions, index) or _by_name(here.mentions, index)
        if pair is not None:
            one, other, above = pair
            yield _compared(one, other, mention, above=above)
        elif two := _apart(here.mentions, index):
            yield _compared(*two, mention, above=two[0].middle >= two[1].middle)


def _beside(mentions: Sequence[Mention], index: int) -> tuple[Mention, Mention, bool] | None:
    """(one, other, above) where the other stands in the clause of the difference: 比去年的556分高12分."""
    said = _BY.match(mentions[index].gap)
    if said is None or index < 2:
        return None
    other = mentions[index - 1]
    if other.clause != mentions[index].clause or not _THAN.search(other.head):
        return None
    one = next((one for one in mentions[index - 2 :: -1][:_NEAR] if _alike(one, other, mentions[index])), None)
    return None if one is None or one.segment != other.segment else (one, other, bool(said["up"]))


def _by_name(mentions: Sequence[Mention], index: int) -> tuple[Mention, Mention, bool] | None:
    """The other was told before, under the name by which it is compared: 全市平均25.3%，…比全市平均低3.8个百分点."""
    difference = mentions[index]
    said = _NAMED.search(difference.head)
    if said is None:
        return None
    name = said["other"] or said["that"]
    before = [one for one in mentions[max(0, index - _NEAR) : index] if one.segment == difference.segment]
    others = [one for one in before if name.removesuffix("的") in one.head and _fits(one, difference)]
    if len(others) != 1:
        return None
    rest = [one for one in before if one is not others[0] and _alike(one, others[0], difference)]
    return (rest[0], others[0], bool(said["up"] or said["above"])) if len(rest) == 1 else None


def _apart(mentions: Sequence[Mention], index: int) -> tuple[Mention, Mention] | None:
    """The only two of their unit, each in a clause right before the number by which they differ."""
    difference = mentions[index]
    if not _APART.search(difference.head):
        return None
    told = [one for one in mentions[:index] if _fits(one, difference) and one.segment == difference.segment]
    if len(told) != 2 or told[0].unit != told[1].unit or difference.clause - told[1].clause > 1:
        return None
    return None if any(CHANGE.search(one.head) for one in told) else (told[0], told[1])


def _alike(one: Mention, other: Mention, difference: Mention) -> bool:
    return one.unit == other.unit and _fits(one, difference)


def _fits(one: Mention, difference: Mention) -> bool:
    return one.unit == difference.unit or (one.is_rate and difference.unit == _POINTS)


def _compared(one: Mention, other: Mention, difference: Mention, *, above: bool) -> Relation:
    more, less = (one, other) if above else (other, one)
    holds = meet(minus(more.bounds, less.bounds), difference.bounds)
    value = more.middle - less.middle
    note = f"{written(more)}-{written(less)}={shown(value, difference)}，文中为{written(difference)}"
    if not holds:
        note += f"，相差{shown(abs(value - difference.middle), difference)}，请核对"
    return relation("difference", [one, other, difference], holds, note)
