"""How long the period is that a sentence names, counted in months, days, quarters or years."""

import re
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal

from taizhang.county.figures.text.relations.model import Mention, Sentence
from taizhang.county.figures.text.script import chinese
from taizhang.county.figures.text.span import Span

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})月?份?(?:—{1,2}|–|-|－|~|～|至|到)(\d{1,2})月")
_MONTH = re.compile(r"(?<!\d)\d{1,2}月(?!\d)")
_ONE_MONTH = re.compile(r"(?:(?:20\d\d|今|去)年)?(1[0-2]|[1-9])月份?")
_COMMON_YEAR = 2025
_LASTS = {"上半年": 6, "前三季度": 9, "全年": 12}
_FIRST_MONTHS = re.compile(r"[前头](\d{1,2}|[一二两三四五六七八九十]{1,2})个月")
_MONTH_LONG = {"上半年": 6, "下半年": 6, "全年": 12, "一年": 12, "半年": 6}
_LONG = re.compile("|".join(_MONTH_LONG))
_QUARTER = re.compile(r"[第前]?(?P<many>[一二两三四1234])季度")
_FIRST = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Spell:
    """`span` is the number or date that says it; words such as 全年 have none."""

    length: Decimal
    unit: str
    span: Span | Mention | None = None


def spells(here: Sentence, unit: str) -> list[Spell]:
    """Every length the sentence may mean; none when a price per month comes without months."""
    if unit == "":
        return [Spell(Decimal(1), "")]
    if unit == "年":
        return [*_counted(here, "年"), Spell(Decimal(1), "年")]
    if unit == "月":
        return [*_counted(here, "个月"), *_of_dates(here), *_of_words(here)]
    if unit == "季度":
        return [*_counted(here, "个季度"), *(Spell(one.length / 3, "季度", one.span) for one in _of_dates(here))]
    return _counted(here, "天")


def days(period: str) -> list[Spell]:
    """Of the months that the words name, of a common year and of a leap year."""
    words = "".join(period.split()).translate(_DIGITS)
    found, span = _ONE_MONTH.fullmatch(words), _MONTHS.search(words)
    if found:
        return [Spell(Decimal(monthrange(_COMMON_YEAR, int(found[1]))[1]), "天")]
    first, last = (int(span[1]), int(span[2])) if span else (1, _LASTS.get(words, 0))
    if not 1 <= first < last <= 12:
        return []
    many = sum(monthrange(_COMMON_YEAR, month)[1] for month in range(first, last + 1))
    return [Spell(Decimal(many + leap), "天") for leap in ((0, 1) if first < 3 else (0,))]


def _counted(here: Sentence, unit: str) -> list[Spell]:
    return [
        Spell(mention.middle, "月" if unit == "个月" else unit, mention)
        for mention in here.mentions
        if mention.span.unit == unit and not mention.span.word and mention.middle > 0
    ]


def _of_dates(here: Sentence) -> list[Spell]:
    found = []
    for date in here.dates:
        words = "".join(date.text.split()).translate(_DIGITS)
        first = _FIRST_MONTHS.fullmatch(words)
        many = _chinese(first[1]) if first else None
        if many:
            found.append(Spell(many, "月", date))
            continue
        months = _MONTHS.search(words)
        if months is not None and int(months[2]) >= int(months[1]):
            found.append(Spell(Decimal(int(months[2]) - int(months[1]) + 1), "月", date))
        elif months is None and _MONTH.search(words) and "日" not in words:
            found.append(Spell(Decimal(1), "月", date))
        elif quarter := _QUARTER.search(words):
            found.append(Spell(Decimal(_quarters(quarter)), "月", date))
    return found


def _chinese(many: str) -> Decimal | None:
    return Decimal(many) if many.isdecimal() else chinese(many)


def _of_words(here: Sentence) -> list[Spell]:
    words = here.mentions[0].gap + here.text[here.start : here.mentions[-1].span.end] if here.mentions else ""
    lengths = [Spell(Decimal(_MONTH_LONG[word]), "月") for word in _LONG.findall(words)]
    quarter = _QUARTER.search(words)
    return lengths + ([Spell(Decimal(_quarters(quarter)), "月")] if quarter is not None else [])


def _quarters(found: re.Match[str]) -> int:
    return 3 * _FIRST.get(found["many"], 1) if found[0].startswith("前") else 3
