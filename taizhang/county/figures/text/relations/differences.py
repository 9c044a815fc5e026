"""Differences: what is left of a whole, what was saved or is missing, and stocks carried from opening to closing."""

import re
from collections.abc import Iterator, Sequence

from taizhang.county.figures.text.relations.bounds import meet, minus, plus, total
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation, same_time
from taizhang.county.figures.text.relations.notes import listed, shown, written
from taizhang.county.figures.text.relations.slips import is_close, is_slip, of_rest
from taizhang.county.figures.text.relations.stems import one_thing
from taizhang.county.figures.text.relations.words import CHANGE

_NEAR = 8
_LEFT = re.compile(
    r"(?:还剩|剩余|剩下|余下|其余|其它|其他|尚余|欠(?:缴|付|发|拨|费|款|交)|还差|尚差|还缺|再(?:完成|实施|建设|整治|新建|投入)"
    r"|需要?(?:整改|复检|复查|补考|返工|重新|继续)"
    r"|空余|空置|空缺|富余|尚有|还有|仍有|结余|结转|节余|节约|结存|核减|审减|空编|空岗|缺编|缺席|缺勤|缺额|退回|不予|未予|积压|滞留|缺口|尚缺|尚未|未(?!成年|来|保)"
    r"|正在(?:办理|整改|化解|调处|处理|推进|处置))[^，。；]{0,10}$"
)
_SEATS = re.compile("岗位|名额|席位|空缺|编制|学位|床位|托位")
_PAST = re.compile("同期|[上去前往]年|上[个]?月|期初|年初的")
_TODAY = re.compile("今年|目前|现|本[年月季]|当前|截至")
_WANTED = re.compile("需求|需要|应[有配]|编制|核定")
_SHORT = re.compile("缺口|缺额|短缺|尚缺|还缺")
_EACH = re.compile("[人户亩村校]均|每[人户亩村校]")
_OPENING = re.compile(
    r"期初|月初|年初|上[月年]末|年底在册|上年底|去年底|上年结转|上年结余|原有|原库存|[上去]年底|此前在册|原在册"
)
_IN = re.compile(r"新增|出生|产生|入库|购入|收入|纳入|新入|增加|收购|调入|转入|迁入|购进|新入|接收|补充|受理|招收")
_OUT = re.compile(
    r"退出|处置|转移|出库|注销|清退|利用|核减|减少|支出|销号|死亡|调出|转出|清运|下拨|调拨|划拨|拨出|投放|分发|解除|期满|迁出|消化|出栏|流出|售出|销售|发出|领用|化解|消除|办结|毕业|离"
)
_CLOSING = re.compile(
    r"期末|月末|年末|现有|现在册|目前在册|结余|结存|(?:目前|当前|现有?|[期月年]末|尚)(?:实有|库存|在册|存栏|留存|结转|在院|在押|在校)|剩余|库存(?:降至|为)|尚存|余额"
)
# The two ends of money that is saved or left over differ in their words by nature.
_BUDGETED = re.compile(r"预算|送审|概算|控制价|计划|收入|到位|收到|筹集|需|拦标价|估算")
_SPENT = re.compile(r"中标|审定|支出|成交|实际|使用|完成|落实|拨付|合同")
_NET = re.compile(r"(?:净(?:增|减|增加|减少|增长)|自然(?:增|减|增加|增长|减少))[^，。；]{0,6}$")


def differences(here: Sentence) -> Iterator[Relation]:
    balanced = False
    for found in _balance(here.mentions):
        balanced = True
        yield found
    for index, mention in enumerate(here.mentions):
        if mention.is_rate or mention.unit == "个百分点":
            continue
        if _NET.search(mention.head):
            yield from _net(here.mentions, index)
        elif not balanced and _LEFT.search(mention.head) and "其中" not in mention.gap:
            yield from _left(here, index)


def _left(here: Sentence, index: int) -> Iterator[Relation]:
    """排查120处，整改110处，剩余10处: a whole, then what was taken from it."""
    rest = here.mentions[index]
    flow = [one for one in here.mentions[max(0, index - _NEAR) : index] if _is_alike(here, one, rest)]
    if len(flow) < 2 and rest.segment == 0 and here.before is not None:
        flow = [one for one in here.before.mentions[-_NEAR:] if _counts_alike(one, rest)] + flow
    flow = flow[-_NEAR:]
    if len(flow) == 2 and _is_wanted(flow[1], flow[0], rest):
        # 现有托位2860个，需求3500个，缺口640个: what is wanted is the whole, wherever it stands.
        flow = flow[::-1]
    ways = [(flow[at], flow[first:]) for at in range(len(flow)) for first in range(at + 1, len(flow))]
    for whole, parts in ways:
        for taken in (parts, parts[:1]):
            if meet(minus(whole.bounds, total(one.bounds for one in taken)), rest.bounds):
                yield _taken(whole, taken, rest, True)
                return
    if len(ways) != 1 or _is_one_of_several(here, index, *ways[0]):
        return
    whole, parts = ways[0]
    left = minus(whole.bounds, total(one.bounds for one in parts))
    clear = _is_clear(here, whole, parts, rest)
    row = _is_told_in_a_row(here, whole, parts, rest) and not _is_narrowed(here, whole, parts[0])
    plain = (clear or (row and parts[0].middle <= whole.middle)) and _is_plain(here, whole, parts[0], rest)
    slip = (clear or row) and is_slip(of_rest(whole, parts, rest), length=clear)
    if plain or slip or (clear and is_close(rest, left)):
        yield _taken(whole, parts, rest, False)


def _is_wanted(one: Mention, other: Mention, rest: Mention) -> bool:
    """What is short is the larger number less the smaller."""
    named = bool(_WANTED.search(one.head)) and not _WANTED.search(other.head)
    return named or (bool(_SHORT.search(rest.head)) and one.middle > other.middle and not _WANTED.search(other.head))


def _is_one_of_several(here: Sentence, index: int, whole: Mention, parts: Sequence[Mention]) -> bool:
    """已化解39件，正在化解7件，终结退出2件 of 48."""
    rests = [one for one in here.mentions[index : index + 3] if one.unit == whole.unit]
    left = minus(whole.bounds, total(one.bounds for one in parts))
    return any(meet(left, total(one.bounds for one in rests[:many])) for many in range(2, len(rests) + 1))


def _counts_alike(one: Mention, rest: Mention) -> bool:
    """27个岗位 are what is left of so many 名."""
    return one.unit == rest.unit or (one.unit == "人" and rest.unit == "个" and bool(_SEATS.search(rest.words)))


def _is_of_today(here: Sentence, one: Mention, rest: Mention) -> bool:
    """Whether the text comes back from 去年 to this year before the rest."""
    return bool(_TODAY.search(here.text, one.span.end, rest.span.start)) or not rest.clause - one.clause <= 2


def _is_alike(here: Sentence, one: Mention, rest: Mention) -> bool:
    return (
        _counts_alike(one, rest)
        and one.segment == rest.segment
        and one.depth <= rest.depth
        and not CHANGE.search(one.head)
        and not (_PAST.search(one.head) and _is_of_today(here, one, rest))
        and not _EACH.search(one.head)
    )


def _is_clear(here: Sentence, whole: Mention, parts: Sequence[Mention], rest: Mention) -> bool:
    """Later stages may leave their own rest, so that only one whole and one part about one thing are judged."""
    if (
        len(parts) != 1
        or _is_narrowed(here, whole, parts[0])
        or not (same_time(whole, rest) and same_time(whole, parts[0]))
    ):
        return False
    if _BUDGETED.search(whole.head) and _SPENT.search(parts[0].head):
        return True
    return one_thing(whole, rest) and one_thing(whole, parts[0])


def _is_narrowed(here: Sentence, whole: Mention, part: Mention) -> bool:
    """项目96个，送审8.6亿元，办结88个，审定7.2亿元: what was judged is of fewer projects than what was sent."""
    between = [one for one in here.mentions if whole.where < one.where < part.where]
    others = [one.unit for one in here.mentions if one.where < part.where and one.unit != whole.unit]
    return any(one.unit != whole.unit and others.count(one.unit) > 1 for one in between)


def _is_told_in_a_row(here: Sentence, whole: Mention, parts: Sequence[Mention], rest: Mention) -> bool:
    """涉及246户，已签订协议231户，剩下25户: three clauses in a row of one unit need no common noun."""
    whole, done = sorted((whole, parts[0]), key=lambda one: one.where)
    own = [one for one in here.mentions if one.unit == whole.unit or _counts_alike(one, rest)]
    row = own[-1:] if whole not in own else own[own.index(whole) :]
    return (
        row[1:3] == [done, rest]
        and whole.clause < done.clause < rest.clause <= whole.clause + 3
        and (same_time(whole, done) or bool(_BUDGETED.search(whole.head)))
    )


def _is_plain(here: Sentence, whole: Mention, part: Mention, rest: Mention) -> bool:
    """Whole, part and rest in three clauses of one sentence, with no other number of their unit."""
    alike = [one for one in here.mentions if _counts_alike(one, rest)]
    if _LEFT.search(part.head):
        return False
    whole, part = sorted((whole, part), key=lambda one: one.where)
    return alike[:3] == [whole, part, rest] and whole.clause < part.clause < rest.clause <= whole.clause + 3


def _taken(whole: Mention, parts: Sequence[Mention], rest: Mention, holds: bool) -> Relation:
    value = whole.middle - sum(one.middle for one in parts)
    note = f"{written(whole)}-{listed(list(parts), '-')}={shown(value, whole)}，文中为{written(rest)}"
    if not holds:
        note += f"，相差{shown(abs(value - rest.middle), whole)}，请核对"
    return relation("difference", [whole, *parts, rest], holds, note)


def _net(mentions: Sequence[Mention], index: int) -> Iterator[Relation]:
    """新增45户、退出12户，净增33户."""
    stated = mentions[index]
    alike = [one for one in mentions[max(0, index - 4) : index] if one.unit == stated.unit]
    came, went = (
        next((one for one in reversed(alike) if cue.search(one.head) and "净" not in one.head), None)
        for cue in (_IN, _OUT)
    )
    if came is None or went is None or came is went:
        return
    whole, part = (went, came) if "减" in stated.head else (came, went)
    yield _taken(whole, [part], stated, meet(minus(whole.bounds, part.bounds), stated.bounds))


def _balance(mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Opening stock + what came − what went = closing stock, each named as such."""
    for index, opening in enumerate(mentions):
        if not _OPENING.search(opening.gap[-30:]) or opening.is_rate:
            continue
        alike = [one for one in mentions[index + 1 : index + 1 + _NEAR] if one.unit == opening.unit]
        at = next((at for at, one in enumerate(alike) if _CLOSING.search(one.head)), None)
        if at is None:
            continue
        flows = alike[:at]
        came = [one for one in flows if _IN.search(one.head) and not _OUT.search(one.head)]
        went = [one for one in flows if _OUT.search(one.head)]
        if flows and len(came) + len(went) == len(flows):
            yield _carried(opening, came, went, alike[at])


def _carried(opening: Mention, came: list[Mention], went: list[Mention], closing: Mention) -> Relation:
    computed = minus(plus(opening.bounds, total(one.bounds for one in came)), total(one.bounds for one in went))
    value = opening.middle + sum(one.middle for one in came) - sum(one.middle for one in went)
    holds = meet(computed, closing.bounds)
    sums = listed([opening, *came]) + "".join(f"-{written(one)}" for one in went)
    note = f"{sums}={shown(value, closing)}，文中为{written(closing)}"
    if not holds:
        note += f"，相差{shown(abs(value - closing.middle), closing)}，请核对"
    members = sorted([opening, *came, *went], key=lambda one: one.where)
    return relation("difference", [*members, closing], holds, note)
