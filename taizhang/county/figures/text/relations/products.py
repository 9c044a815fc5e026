"""Products: a price per head, acre or household, times the number of them, times the months, against what was paid."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, groupby

from taizhang.county.figures.text.relations.bounds import exactly, meet, over, scaled, times, total
from taizhang.county.figures.text.relations.model import Mention, Relation, Sentence, relation
from taizhang.county.figures.text.relations.notes import listed, residual, shown, written
from taizhang.county.figures.text.relations.prices import EACH_ONE, Price, price_in, prices
from taizhang.county.figures.text.relations.slips import is_close, is_slip
from taizhang.county.figures.text.relations.spells import Spell, spells
from taizhang.county.figures.text.relations.stems import noun
from taizhang.county.figures.text.relations.words import CHANGE
from taizhang.county.standards.amounts import Interval

_PARTLY = re.compile("首批|首期|其中|先期|预拨|预发|第一[批期]|已|人均|户均")
# What one payer gives, or what comes on top, is not the whole payment.
_NOT_ALL = re.compile("首批|首期|其中|先期|预[拨发]|第一[批期]|配套|另|中央|[省市县乡镇]级")
_RATE_OF_INTEREST = re.compile("利率(?:为|是)?$")
_YEARLY = re.compile("(?:年|年度|每年|全年)[^，。；]{0,6}利息[^，。；]{0,4}$")
_EVERY = re.compile("(?:每|^(?=日))(?P<time>[月年天日])(?![人户亩期前内])")
_PAID = re.compile(
    r"发放|兑付|兑现|补贴|补助|支付|拨付|合计|共|总|投入|落实|支出|资助|奖补|金额|需|销售|收入|产值|价值|费用|资金|配备|救助|发|累计|利润|收益|获利|增收|毛利"
)
_TOTAL_PAID = re.compile(
    "共|合计|总|累计|需|全部|发放|兑[付现]|收入|支[付出]|补[贴助]资金|产值|利润|收益|投入|补助|投资"
)
# 380元 a head and 640元 paid are no product of one another.
_MOST_APART = 12
_MOST_COUNTS = 6
_CLAUSES = re.compile("[，。；：]")
# 纳入政策保障孤儿31人 counts orphans.
_BENEFIT = re.compile("^.*(?:保障|纳入|享受)")


def products(sentences: Sequence[Sentence]) -> Iterator[Relation]:
    """Of one paragraph: the price is often named a sentence before heads, months and money."""
    known: list[Price] = []
    words = ""
    for here in sentences:
        yield from _interest(here)
        fresh = prices(here.mentions)
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


def _beneficiaries(here: Sentence) -> str:
    """The sentence in which the price stands names who is paid."""
    last = here.mentions[-1].span.end
    return "".join(here.text[max(0, here.mentions[0].span.start - 120) : last + 160].split())


def _paid(here: Sentence, named: Sequence[Price], words: str) -> Iterator[Relation]:
    own = {price.mention.where for price in named}
    price = named[0]
    amounts = [
        one
        for one in here.mentions
        if one.unit == price.unit
        and one.where not in own
        and (_PAID.search(one.head) or _again(one, price))
        and not price_in(one)
    ]
    counts = [one for one in here.mentions if _counts(one, price.per) and one.where not in own]
    counts = [one for one in counts if one.middle != 1 or not EACH_ONE.search(one.head)]
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
    if len(named) == 1:
        yield from _one_price(price, counts, periods, amounts, words)
    else:
        yield from _several(named, counts, periods, amounts)


def _named_again(amount: Mention, price: Price) -> list[Spell]:
    """每人每月50元，每月需发放90万元: what is paid in one month."""
    return [Spell(Decimal(1), price.time)] if _again(amount, price) else []


def _again(amount: Mention, price: Price) -> bool:
    said = _EVERY.search(amount.head) if price.time else None
    return said is not None and said["time"].replace("日", "天") == price.time


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
        and not _NOT_ALL.search(amount.head)
        and (bool(_TOTAL_PAID.search(amount.head)) or _again(amount, price))
        and amount.middle / _MOST_APART <= _value(price, counts, periods[0]) <= amount.middle * _MOST_APART
    )


def _in_one_clause(counts: Sequence[Mention]) -> list[list[Mention]]:
    return [list(listed_) for _, listed_ in groupby(counts, key=lambda one: one.clause)]


def _meant(price: Price, ways: list[list[Mention]], spell: Spell, amount: Mention) -> list[Mention]:
    """The counts that come close to the payment, or else those the words name where a slip explains the rest."""
    if _again(amount, price) and _NOT_ALL.search(amount.head):
        return []
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
    named: Sequence[Price], counts: list[Mention], periods: list[Spell], amounts: list[Mention]
) -> Iterator[Relation]:
    """Prices and counts in the same order against one payment; unequal lists say nothing certain."""
    if len(named) != len(counts) or len({(price.unit, price.time) for price in named}) > 1 or len(amounts) != 1:
        return
    amount, pairs = amounts[0], list(zip(named, counts, strict=True))
    worths = [(spell, total(_worth(price, [count], spell) for price, count in pairs)) for spell in periods]
    spell, worth = next((one for one in worths if meet(one[1], amount.bounds)), worths[0])
    holds = meet(worth, amount.bounds)
    if not holds and not (is_close(amount, worth) or is_slip([(amount, worth)])):
        return
    value = sum((_value(price, [count], spell) for price, count in pairs), Decimal(0))
    note = f"分项相乘合计{shown(value, amount)}，文中为{written(amount)}"
    if not holds:
        note += _explained(residual(worth, amount.bounds), amount)
    members = [*(price.mention for price in named), *counts, *([spell.span] if spell.span else []), amount]
    yield relation("product", members, holds, note)
