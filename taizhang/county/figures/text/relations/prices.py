"""Reads prices: what is paid, built or given for each person, household, acre, day or piece."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from taizhang.county.figures.text.relations.model import Mention
from taizhang.county.figures.text.relations.words import CHANGE

_PER = re.compile(
    r"每(?:一)?(?P<per>[^每，。；0-9]{1,4}?)(?:(?:每|/)?(?P<time>年|月|天|日|季度?))?"
    r"(?:每(?P<again>人|户|亩))?(?:的?(?:补贴|补助|奖补|奖励|发放|标准|配备|安排|救助|资助|给予|按|为|是"
    r"|约|投入|投资|造价|费用|成本|工资|补偿|不低于|配套|需|平均|护理|生活|基本|养老|临时){0,4})$"
)
# After a unit that is paid for, whatever verb follows: 每村安装路灯25盏, 每户发放价值300元.
_PER_KNOWN = re.compile(
    r"(?:每(?P<early>年|月|天|日|季度?))?每(?:一|个|名|位)?(?P<per>[人户亩村家所座头套台辆处校支期批场班组队栋间条车箱袋次只羽尾株棵吨斤]|公斤|社区|学校|企业|家庭)"
    r"(?:[每/]?学?(?P<time>年|月|天|日|季度?))?"
    r"[^每，。；0-9]{0,10}$"
)
_EACH = re.compile(r"(?P<per>村|乡镇|学校|社区|单位|企业|家庭|户|人)各[^各，。；0-9]{0,10}$")
_RAISED = re.compile(r"(?:提高|调整|增加|上调|提标|提升|上涨|下调|降低|降|调)(?:到|至|为)")
# 每月共发放, 每年支出: what all of them are paid in that time.
_OF_A_TIME = re.compile("(?:年(?![级度])|月(?!嫂)|天|日(?!间))[共需总合支发]")
_BOUND = re.compile("最低|最高|不低于|不超过|上限|下限|起步")
_PRICE = re.compile(r"(?:单价|均价|收购价)(?:每[\u4e00-\u9fff]{1,2})?(?:约|为|是|达)?$")
_BY_DAY = re.compile(
    "(?:每[天日晚夜]|(?:^|[\u4e00-\u9fff])(?<![当今昨首节假同期近次])日(?=处[理置]|产|供|消耗|收运|接待))(?![^每，。；]{0,8}能力)[^每，。；0-9]{0,8}$"
)
# Nobody is paid so much a month: what all of them are paid.
_A_MONTH_TO_ALL = 20000
_ALTOGETHER = re.compile("[共需总]|合计")
EACH_ONE = re.compile("每[^，。；]{0,4}$")
# What one person is paid a month or a day, without 每.
_WAGE = re.compile(
    r"(?:(?<![每共发半全])|人均|每人)(?P<time>[月日年])均?(?:工资|薪酬|报酬|(?:生活|岗位)?补贴|补助金?|津贴)(?:标准)?(?:约|为|是|达)?$"
)
_PER_TAIL = re.compile(r"^(?:/|／|每)(?P<per>[\u4e00-\u9fff]{1,2})(?:(?:[·/／每.])?(?P<time>年|月|天|日))?")
_PER_UNIT = re.compile(r"^(?P<unit>[^/／]+)[/／](?P<per>[\u4e00-\u9fff]{1,2}?)(?:[·/／每.]?(?P<time>年|月|天|日|次))?$")
_MEAN_OF_EACH = re.compile("每[\u4e00-\u9fff]{1,2}[年月]均")
_TIMES = {"年": "年", "月": "月", "天": "天", "日": "天", "季": "季度", "季度": "季度"}
_FOLDED = {
    "名": "人",
    "日": "天",
    "家庭": "户",
    "农户": "户",
    "孩子": "人",
    "儿童": "人",
    "学生": "人",
    "老人": "人",
    "公斤": "千克",
    "生": "人",
}


@dataclass(frozen=True, slots=True)
class Price:
    """1050 元 for each 人 and 月; `unit` is what is paid, `time` "" for once."""

    mention: Mention
    unit: str
    per: str
    time: str


def prices(mentions: Sequence[Mention]) -> list[Price]:
    """由每月123元提高到143元: what was paid of each until when is not told, so such a price says nothing."""
    changed = {one.where for one, after in pairwise(mentions) if _RAISED.match(after.gap)}
    # The one person of 每招用1人1500元 is no price.
    merely = {one.where for one, after in pairwise(mentions) if one.middle == 1 and not after.gap}
    found = [
        price
        for before, one in zip([None, *mentions], mentions, strict=False)
        if (price := price_in(one) or _price_of(one, before)) is not None and one.where not in merely
    ]
    return [] if any(price.mention.where in changed for price in found) else found


def _price_of(mention: Mention, before: Mention | None) -> Price | None:
    """35套，单价1500元; 每招用1人1500元: the number before says what the price is for."""
    if before is None or mention.is_rate or mention.clause - before.clause > 1 or mention.unit == before.unit:
        return None
    one = before.middle == 1 and EACH_ONE.search(before.head) and mention.clause == before.clause
    return Price(mention, mention.unit, _fold(before.unit), "") if one or _PRICE.search(mention.head) else None


def price_in(mention: Mention) -> Price | None:
    """The first way of telling a price that the words around the number have; None where they have none."""
    wage = _WAGE.search(mention.head)
    if wage is not None and not mention.is_rate:
        return Price(mention, mention.unit, "人", _TIMES[wage["time"]])
    changes = CHANGE.search(mention.head) and not mention.head.endswith(("到", "至", "为"))
    if mention.is_rate or changes or _is_mean(mention) or _BOUND.search(mention.head):
        return None
    ways = (_in_unit, _to_each, _of_known, _before_number, _by_time, _behind_number)
    return next((price for way in ways if (price := way(mention)) is not None), None)


def _is_mean(mention: Mention) -> bool:
    """每座年均收益6万元 is a price like any other, 户均 is none."""
    return "均" in mention.head and not _MEAN_OF_EACH.search(mention.head)


def _in_unit(mention: Mention) -> Price | None:
    found = _PER_UNIT.match(mention.span.unit)
    return found and Price(mention, found["unit"], _fold(found["per"]), _time(found["time"]))


def _to_each(mention: Mention) -> Price | None:
    each = _EACH.search(mention.head[-12:])
    return each and Price(mention, mention.unit, _fold(each["per"]), "")


def _of_known(mention: Mention) -> Price | None:
    known = _PER_KNOWN.search(mention.head[-16:])
    return known and Price(mention, mention.unit, _fold(known["per"]), _time(known["early"] or known["time"]))


def _before_number(mention: Mention) -> Price | None:
    before = _PER.search(mention.head[-14:])
    if before is None or _OF_A_TIME.match(before["per"]):
        return None
    if before["again"] and before["per"] in _TIMES:
        return Price(mention, mention.unit, _fold(before["again"]), _TIMES[before["per"]])
    return (
        None if before["per"] in _TIMES else Price(mention, mention.unit, _fold(before["per"]), _time(before["time"]))
    )


def _by_time(mention: Mention) -> Price | None:
    """每天消毒45场次，连续20天: days are counted like anything else, where no money is paid a head."""
    if mention.unit != "元":
        plain = _BY_DAY.search(mention.head) and not mention.span.word
        return Price(mention, mention.unit, "天", "") if plain else None
    before = _PER.search(mention.head[-14:])
    monthly = before is not None and before["per"] == "月" and not _ALTOGETHER.search(mention.head)
    monthly = monthly and mention.middle < _A_MONTH_TO_ALL
    return Price(mention, mention.unit, "人", "月") if monthly else None


def _behind_number(mention: Mention) -> Price | None:
    after = _PER_TAIL.match(mention.tail)
    return after and Price(mention, mention.unit, _fold(after["per"]), _time(after["time"]))


def _time(written_: str | None) -> str:
    return _TIMES.get(written_ or "", "")


def _fold(per: str) -> str:
    per = per.lstrip("个名一").rstrip("的") or per
    return _FOLDED.get(per, per)
