"""Products: a price per head, acre or household, times the number of them, times the months, against what was paid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby, pairwise

from taizhang.county.figures.text.relations.bounds import exactly, meet, over, scaled, times, total
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import listed, residual, shown, written
from taizhang.county.figures.text.relations.slips import is_close, is_slip
from taizhang.county.figures.text.relations.spells import Spell, spells
from taizhang.county.figures.text.relations.stems import noun
from taizhang.county.figures.text.relations.words import CHANGE
from taizhang.county.standards.amounts import Interval

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
_EACH = re.compile(r"(?P<per>村|乡镇|学校|社区|单位|企业|家庭|户|人)各[^各，。；0-9]{0,6}$")
_PARTLY = re.compile("首批|首期|其中|先期|预拨|预发|第一[批期]|已|人均|户均")
_RAISED = re.compile(r"(?:提高|调整|增加|上调|提标|提升|上涨|下调|降低|降|调)(?:到|至|为)")
_BOUND = re.compile("最低|最高|不低于|不超过|上限|下限|起步")
_PRICE = re.compile(r"(?:单价|均价|收购价)(?:每[\u4e00-\u9fff]{1,2})?(?:约|为|是|达)?$")
_RATE_OF_INTEREST = re.compile("利率(?:为|是)?$")
_YEARLY = re.compile("(?:年|年度|每年|全年)[^，。；]{0,6}利息[^，。；]{0,4}$")
_BY_DAY = re.compile("每[天日][^每，。；0-9]{0,8}$")
_EVERY = re.compile("每(?P<time>[月年])(?![人户亩])")
_ALTOGETHER = re.compile("[共需总]|合计")
_EACH_ONE = re.compile("每[^，。；]{0,4}$")
# What one person is paid a month or a day, without 每.
_WAGE = re.compile(
    r"(?:(?<![每共发半全])|人均|每人)(?P<time>[月日年])均?(?:工资|薪酬|报酬|(?:生活|岗位)?补贴|补助金?|津贴)(?:标准)?(?:约|为|是|达)?$"
)
_PER_TAIL = re.compile(r"^(?:/|／|每)(?P<per>[\u4e00-\u9fff]{1,2})(?:(?:[·/／每.])?(?P<time>年|月|天|日))?")
_PER_UNIT = re.compile(r"^(?P<unit>[^/／]+)[/／](?P<per>[\u4e00-\u9fff]{1,2}?)(?:[·/／每.]?(?P<time>年|月|天|日|次))?$")
_PAID = re.compile(
    r"发放|兑付|兑现|补贴|补助|支付|拨付|合计|共|总|投入|落实|支出|资助|奖补|金额|需|销售|收入|产值|价值|费用|资金|配备|救助|发|累计|利润|收益|获利|增收|毛利"
)
_TOTAL_PAID = re.compile(
    "共|合计|总|累计|需|全部|发放|兑[付现]|收入|支[付出]|补[贴助]资金|产值|利润|收益|投入|补助|投资"
)
# 380元 a head and 640元 paid are no product of one another.
_MOST_APART = 12
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
_MOST_COUNTS = 6
_CLAUSES = re.compile("[，。；：]")
# 纳入政策保障孤儿31人 counts orphans.
_BENEFIT = re.compile("^.*(?:保障|纳入|享受)")


@dataclass(frozen=True, slots=True)
class Price:
    """1050 元 for each 人 and 月; `unit` is what is paid, `time` "" for once."""

    mention: Mention
    unit: str
    per: str
    time: str


def products(sentences: Sequence[Sentence]) -> Iterator[Relation]:
    """Of one paragraph: the price is often named a sentence before heads, months and money."""
    known: list[Price] = []
    words = ""
    for here in sentences:
        yield from _interest(here)
        fresh = _prices(here.mentions)
        if fresh:
            known, words = fresh, _beneficiaries(here)
        if known:
            yield from _paid(here, known, words)


def _interest(here: Sentence) -> Iterator[Relation]:
    """发行债券1.8亿元，票面利率3.12%，应付利息561.6万元: of one year."""
    for before, rate_, after in zip(here.mentions, here.mentions[1:], here.mentions[2:], strict=False):
        told = rate_.span.unit == "%" and _RATE_OF_INTEREST.search(rate_.head) and _YEARLY.search(after.head)
        if not told or before.unit != "元" or after.unit != "元":
            continue
        worth = scaled(times(before.bounds, rate_.bounds), Decimal("0.01"))
        holds = meet(worth, after.bounds)
        if holds or is_slip([(after, worth)]) or is_close(after, worth):
            value = before.middle * rate_.middle / 100
            note = f"{written(before)}×{written(rate_)}={shown(value, after)}，文中为{written(after)}"
            yield relation("product", [before, rate_, after], holds, note if holds else f"{note}，请核对")


def _prices(mentions: Sequence[Mention]) -> list[Price]:
    """由每月123元提高到143元: what was paid of each until when is not told, so such a price says nothing."""
    changed = {one.where for one, after in pairwise(mentions) if _RAISED.match(after.gap)}
    # The one person of 每招用1人1500元 is no price.
    merely = {one.where for one, after in pairwise(mentions) if one.middle == 1 and not after.gap}
    found = [
        price
        for before, one in zip([None, *mentions], mentions, strict=False)
        if (price := _price(one) or _price_of(one, before)) is not None and one.where not in merely
    ]
    return [] if any(price.mention.where in changed for price in found) else found


def _price_of(mention: Mention, before: Mention | None) -> Price | None:
    """35套，单价1500元; 每招用1人1500元: the number before says what the price is for."""
    if before is None or mention.is_rate or mention.clause - before.clause > 1 or mention.unit == before.unit:
        return None
    one = before.middle == 1 and _EACH_ONE.search(before.head) and mention.clause == before.clause
    return Price(mention, mention.unit, _fold(before.unit), "") if one or _PRICE.search(mention.head) else None


def _price(mention: Mention) -> Price | None:
    if (wage := _WAGE.search(mention.head)) is not None and not mention.is_rate:
        return Price(mention, mention.unit, "人", _TIMES[wage["time"]])
    changes = CHANGE.search(mention.head) and not mention.head.endswith(("到", "至", "为"))
    if mention.is_rate or changes or "均" in mention.head or _BOUND.search(mention.head):
        return None
    found = _PER_UNIT.match(mention.span.unit)
    if found is not None:
        return Price(mention, found["unit"], _fold(found["per"]), _TIMES.get(found["time"] or "", ""))
    if each := _EACH.search(mention.head[-12:]):
        return Price(mention, mention.unit, _fold(each["per"]), "")
    known = _PER_KNOWN.search(mention.head[-16:])
    if known is not None:
        return Price(mention, mention.unit, _fold(known["per"]), _TIMES.get(known["early"] or known["time"] or "", ""))
    before, after = _PER.search(mention.head[-14:]), _PER_TAIL.match(mention.tail)
    if before is not None and before["per"] in ("月", "年", "天", "日", "季度") and before["again"]:
        return Price(mention, mention.unit, _fold(before["again"]), _TIMES[before["per"]])
    if before is not None and before["per"] not in _TIMES:
        return Price(mention, mention.unit, _fold(before["per"]), _TIMES.get(before["time"] or "", ""))
    if _BY_DAY.search(mention.head) and mention.unit != "元" and not mention.span.word:
        # 每天消毒45场次，连续20天: days are counted like anything else, where no money is paid a head.
        return Price(mention, mention.unit, "天", "")
    if before is not None and before["per"] == "月" and mention.unit == "元" and not _ALTOGETHER.search(mention.head):
        return Price(mention, mention.unit, "人", "月")
    if after is not None:
        return Price(mention, mention.unit, _fold(after["per"]), _TIMES.get(after["time"] or "", ""))
    return None


def _fold(per: str) -> str:
    per = per.lstrip("个名一").rstrip("的") or per
    return _FOLDED.get(per, per)


def _beneficiaries(here: Sentence) -> str:
    """The sentence in which the price stands names who is paid."""
    last = here.mentions[-1].span.end
    return "".join(here.text[max(0, here.mentions[0].span.start - 120) : last + 160].split())


def _paid(here: Sentence, prices: Sequence[Price], words: str) -> Iterator[Relation]:
    own = {price.mention.where for price in prices}
    price = prices[0]
    amounts = [
        one
        for one in here.mentions
        if one.unit == price.unit and one.where not in own and _PAID.search(one.head) and not _price(one)
    ]
    counts = [one for one in here.mentions if _counts(one, price.per) and one.where not in own]
    counts = [one for one in counts if one.middle != 1 or not _EACH_ONE.search(one.head)]
    amounts = [one for one in amounts if not _PARTLY.search(one.head)] or amounts
    if price.mention in here.mentions:
        amounts = [one for one in amounts if one.segment == price.mention.segment]
        counts = [one for one in counts if one.segment == price.mention.segment] or counts
    counts = [one for one in counts if amounts and one.where < amounts[-1].where] or counts
    if not amounts or not counts or len(counts) > _MOST_COUNTS:
        return
    periods = _named_again(amounts[0], price) or spells(here, price.time)
    if not periods:
        return
    if len(prices) == 1:
        yield from _one_price(price, counts, periods, amounts, words)
    else:
        yield from _several(prices, counts, periods, amounts)


def _named_again(amount: Mention, price: Price) -> list[Spell]:
    """每人每月50元，每月需发放90万元: what is paid in one month."""
    said = _EVERY.search(amount.head) if price.time else None
    return [Spell(Decimal(1), price.time)] if said and said["time"] == price.time else []


def _counts(mention: Mention, per: str) -> bool:
    """Whether it counts what the price is for: 31人 for 每人, 18个村 for 每村."""
    if CHANGE.search(mention.head) or "其中" in mention.gap:
        return False
    if per in (mention.unit, mention.span.unit) or (len(mention.unit) == 1 and per.startswith(mention.unit)):
        return True
    named = re.split("[每各]", mention.tail, maxsplit=1)[0][:8]
    if per == "人" and mention.unit == "个":
        return "岗位" in named or mention.head.endswith("岗位")
    return len(mention.unit) == 1 and (
        named.startswith(per) or named.endswith(per) or (len(per) > 1 and mention.head.endswith(per))
    )


def _one_price(
    price: Price, counts: list[Mention], periods: list[Spell], amounts: list[Mention], words: str
) -> Iterator[Relation]:
    named = [one for one in counts if _is_named(one, words)] or counts
    for amount in amounts[:2]:
        for chosen in _choices(counts):
            for spell in periods:
                if meet(_worth(price, chosen, spell), amount.bounds):
                    yield _product(price, chosen, spell, amount)
                    return
    spell, amount = periods[0], amounts[0]
    if _is_plain(price, counts, periods, amounts):
        yield _product(price, counts, spell, amount)
        return
    purpose = _purpose(amount, words)
    served = [one for one in counts if len(who := _BENEFIT.sub("", noun(one))) > 1 and who in purpose]
    nearest = [one for one in counts if one.where < price.mention.where and price.mention.clause - one.clause < 2][-1:]
    if meant := _meant(price, [named, nearest, *_in_one_clause(counts), served], spell, amount):
        last = max([price.mention, *meant], key=lambda one: one.where)
        beside = last.where < amount.where and amount.clause - last.clause in (0, 1)
        if len(amounts) == 1 or beside:
            yield _product(price, meant, spell, amount)


def _is_plain(price: Price, counts: Sequence[Mention], periods: Sequence[Spell], amounts: Sequence[Mention]) -> bool:
    """Price, count and payment in a row, one of each: whatever else they come to is wrong."""
    if len(counts) != 1 or len(amounts) != 1 or len({one.length for one in periods}) != 1:
        return False
    first, last = sorted((price.mention, counts[0]), key=lambda one: one.where)
    amount = amounts[0]
    return (
        first.segment == last.segment == amount.segment
        and last.where < amount.where
        and last.clause - first.clause <= 2
        and amount.clause - last.clause <= 1
        and bool(_TOTAL_PAID.search(amount.head))
        and amount.middle / _MOST_APART <= _value(price, counts, periods[0]) <= amount.middle * _MOST_APART
    )


def _in_one_clause(counts: Sequence[Mention]) -> list[list[Mention]]:
    return [list(listed_) for _, listed_ in groupby(counts, key=lambda one: one.clause)]


def _meant(price: Price, ways: list[list[Mention]], spell: Spell, amount: Mention) -> list[Mention]:
    """The counts that come close to the payment, or else those the words name where a slip explains the rest."""
    for counts in filter(None, ways):
        if is_close(amount, _worth(price, counts, spell)):
            return counts
    named, nearest = ways[:2]
    # Two counts in different clauses may be a whole and its part.
    for counts in (named, nearest):
        if counts and len({one.clause for one in counts}) == 1 and _is_credible(price, counts, spell, amount):
            return counts
    return []


def _is_credible(price: Price, counts: list[Mention], spell: Spell, amount: Mention) -> bool:
    worth = _worth(price, counts, spell)
    needed = [(amount, worth)]
    heads = total(_heads(price, one) for one in counts)
    needed.append((price.mention, over(amount.bounds, times(heads, exactly(spell.length)))))
    if len(counts) == 1:
        needed.append((counts[0], over(amount.bounds, times(price.mention.bounds, exactly(spell.length)))))
    return is_slip(needed)


def _is_named(count: Mention, words: str) -> bool:
    named = noun(count)
    return len(named) > 1 and named in words


def _purpose(amount: Mention, words: str) -> str:
    """The clauses that tell whom such money is for: of 基本生活费, those that speak of 基本生活."""
    stem = noun(amount)[-5:-1]
    return "".join(clause for clause in _CLAUSES.split(words) if stem in clause) if len(stem) > 3 else ""


def _choices(counts: Sequence[Mention]) -> Iterator[list[Mention]]:
    for size in range(len(counts), 0, -1):
        for chosen in combinations(counts, size):
            yield list(chosen)


def _worth(price: Price, counts: Sequence[Mention], spell: Spell) -> Interval:
    heads = total(_heads(price, one) for one in counts)
    return times(times(price.mention.bounds, heads), exactly(spell.length))


def _value(price: Price, counts: Sequence[Mention], spell: Spell) -> Decimal:
    heads = sum(one.middle / (one.factor if one.span.unit == price.per else 1) for one in counts)
    return price.mention.middle * heads * spell.length


def _heads(price: Price, count: Mention) -> Interval:
    """每公里 counts kilometres, whatever the base of lengths is."""
    return scaled(count.bounds, 1 / count.factor) if count.span.unit == price.per else count.bounds


def _product(price: Price, counts: list[Mention], spell: Spell, amount: Mention) -> Relation:
    worth = _worth(price, counts, spell)
    value = _value(price, counts, spell)
    holds = meet(worth, amount.bounds)
    heads = f"（{listed(counts)}）" if len(counts) > 1 else written(counts[0])
    months = f"×{spell.length}{'个月' if spell.unit == '月' else spell.unit}" if spell.unit else ""
    note = f"{written(price.mention)}×{heads}{months}={shown(value, amount)}，文中为{written(amount)}"
    if not holds:
        note += _explained(residual(worth, amount.bounds), amount)
    spans = [price.mention, *counts, *([spell.span] if spell.span is not None else []), amount]
    return relation("product", spans, holds, note)


def _explained(left: Decimal, amount: Mention) -> str:
    side = "多" if left >= 0 else "少"
    return f"，至少{side}{shown(abs(left), amount)}，可能因补发、一次性补贴、标准不同或人数变动，请核对或说明"


def _several(
    prices: Sequence[Price], counts: list[Mention], periods: list[Spell], amounts: list[Mention]
) -> Iterator[Relation]:
    """Prices and counts in the same order against one payment; unequal lists say nothing certain."""
    if len(prices) != len(counts) or len({(price.unit, price.time) for price in prices}) > 1 or len(amounts) != 1:
        return
    amount, pairs = amounts[0], list(zip(prices, counts, strict=True))
    worths = [(spell, total(_worth(price, [count], spell) for price, count in pairs)) for spell in periods]
    spell, worth = next((one for one in worths if meet(one[1], amount.bounds)), worths[0])
    holds = meet(worth, amount.bounds)
    if not holds and not (is_close(amount, worth) or is_slip([(amount, worth)])):
        return
    value = sum((_value(price, [count], spell) for price, count in pairs), Decimal(0))
    note = f"分项相乘合计{shown(value, amount)}，文中为{written(amount)}"
    if not holds:
        note += _explained(residual(worth, amount.bounds), amount)
    members = [*(price.mention for price in prices), *counts, *([spell.span] if spell.span else []), amount]
    yield relation("product", members, holds, note)
