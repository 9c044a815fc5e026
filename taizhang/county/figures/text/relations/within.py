"""Part ≤ whole as plain prose tells it without 其中: 45家机构中，已有38家…, 项目38个，已开工29个, 在职412人，具有高级职称的63人."""

import re
from collections.abc import Iterator

from taizhang.county.figures.text.relations.bounds import surely_above
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation, same_time
from taizhang.county.figures.text.relations.notes import shown, written
from taizhang.county.figures.text.relations.words import (
    AMONG,
    CHANGE,
    COMPARED,
    COUNTED,
    INTENSIVE,
    PERIOD_WORDS,
    TIER,
    VERB,
)

_OF_THEM = re.compile(
    r"^[^，。；0-9]{0,16}(?<![其集适年命心])(?:中|里|里面|内)(?:，|(?=[已有均]))(?:[0-9]+周?岁)?[^，。；0-9]{0,12}$"
)
_SO_FAR = re.compile(
    r"^(?:截至目前|截至今日|今年以来|今年|本月|当年|目前|现|现在|至今|如今|仅|均|现有|其)*(?:已有|已经|已|有)?$"
)
_ALREADY = re.compile(r"^(?:截至目前|目前|现|现在|累计|至今|均|全部)*(?:已|成功|顺利)[\u4e00-\u9fff]{1,8}$")
_WHICH = re.compile(r"(?<!加上)(?:的|的有|者|的为|的达)$")
# 共有高新技术企业48家，当年新认定13家; 产生单位127家，重点监管单位26家.
_STOCK = re.compile("现有|共有|实有|拥有|建有|已有")
_NEWLY = re.compile("(?:今年|当年|本年|年内)(?:以来)?新(?:认定|建成?|评定?|获批|创建|入库|培育|引进)(?:的)?$")
_ALL_OF_THEM = re.compile("^(?!.*(?:重点|一般)).*(?:全[县市]|共|纳入|现有)")
_KEY = re.compile(
    "(?:其中)?(?:[国省市县]级?)?重点(?:监管|监控|管[理控]|防控|检查|整治|帮扶|扶持|培育)?[\u4e00-\u9fff]{2}$"
)
_USED = re.compile("用于")
_ACT = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{0,6}}?)(?:{VERB.pattern}|存在|取得|获|入[选围]|晋级|建成|投用|投入使用"
    r"|完工|开工|竣工|摘牌|具备|符合|达到|被?评[定为选]|被列为|享受|参与|参加|表示|尚|未)"
)
_MORE_THAN_WANTED = re.compile("超额|超计划|超任务|提前|超过|翻|另|新增|还有|此外|同时|再")
# What is counted once for each time is no part of what is counted otherwise.
_TIMES = frozenset({"人次", "家次", "次", "场次", "台次", "户次", "场", "期", "年", "个月", "天", "类", "批", "项次"})
_NEAR = 4


def within(here: Sentence) -> Iterator[Relation]:
    for index, part in enumerate(here.mentions):
        if not index or part.is_rate or part.unit in _TIMES or _is_apart(part):
            continue
        whole = whole_of(here, index)
        if whole is not None and same_time(whole, part):
            yield _part_of(part, whole)


def _is_apart(one: Mention) -> bool:
    return bool(
        CHANGE.search(one.head)
        or COMPARED.search(one.head)
        or PERIOD_WORDS.search(one.head)
        or INTENSIVE.search(one.head)
        or AMONG.search(one.gap)
        or _MORE_THAN_WANTED.search(one.gap + one.tail)
    )


def whole_of(here: Sentence, index: int) -> Mention | None:
    """The number that the words make the whole of this one, None where they do not."""
    part, before = here.mentions[index], here.mentions[index - 1]
    if before.unit == part.unit and _OF_THEM.match(part.gap) and before.segment == part.segment:
        return None if _is_apart(before) else before
    alike = [one for one in here.mentions[max(0, index - _NEAR) : index] if one.unit == part.unit]
    if len(alike) != 1 or alike[0].segment != part.segment or _is_apart(alike[0]) or part.depth != alike[0].depth:
        return None
    far = part.clause - alike[0].clause
    next_ = far == 1 and (_is_said_of_some(part) or _is_of_its_name(part, alike[0]))
    return alike[0] if next_ or (far == 2 and _ALREADY.match(part.lead)) else None


def _is_of_its_name(part: Mention, whole: Mention) -> bool:
    """Those that came new to a stock, and the key ones among things of one name."""
    if part.tail or whole.tail:
        return False
    newly = _STOCK.search(whole.head) and _NEWLY.match(part.lead)
    return bool(
        newly or (_KEY.match(part.lead) and whole.head[-2:] == part.lead[-2:] and _ALL_OF_THEM.search(whole.head))
    )


def _is_said_of_some(part: Mention) -> bool:
    if part.unit not in COUNTED:
        return bool(_USED.search(part.head) and _WHICH.search(part.head))
    bare = _SO_FAR.match(part.lead) and _ACT.match(part.tail)
    return bool(bare or _ALREADY.match(part.lead) or (_WHICH.search(part.lead) and not TIER.search(part.words)))


def _part_of(part: Mention, whole: Mention) -> Relation:
    holds = not surely_above(part.bounds, whole.bounds)
    note = f"{written(part)}{'不超过' if holds else '超过了'}{written(whole)}"
    if not holds:
        note += f"，多{shown(part.middle - whole.middle, whole)}，部分不应大于全部，请核对"
    return relation("part_of", [part, whole], holds, note)
