"""Finds the stretches of time that a text speaks of, and reads them to real dates as far as the words fix any."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from taizhang.county.standards import numerals
from taizhang.county.standards.errors import Invalid


class PeriodKind(StrEnum):
    """What the words say of time.

    DAY one day (9月1日, 8月底); DAYS several (8月上旬); MONTH, MONTHS (8月份, 1—8月份, 上半年, 前三季度); YEAR, YEARS;
    TO_DATE from a beginning that is said until now (今年以来); AS_OF up to a day, its beginning not said (截至目前);
    NOW the present state (目前); RELATIVE counted from now (本月, 上周, 近三年); SAME_PERIOD the period in force, a year
    earlier (上年同期); CAMPAIGN (此次行动, 专项行动开展以来) and TERM (秋季学期) have dates that no text fixes.
    """

    DAY = "day"
    DAYS = "days"
    MONTH = "month"
    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"
    TO_DATE = "to_date"
    AS_OF = "as_of"
    NOW = "now"
    RELATIVE = "relative"
    SAME_PERIOD = "same_period"
    CAMPAIGN = "campaign"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Said:
    """A period as written, from `start` to `end` of the text, both its days counted; None where the words fix no day.

    `kind` is one of PeriodKind.
    """

    start: int
    end: int
    text: str
    kind: str
    first: date | None
    last: date | None


Dates = tuple[PeriodKind, date | None, date | None]
Words = dict[str, str]

# Every repetition is bounded, so that time grows with length only.
_S = r"[ \t\u3000\r\n]{0,2}"
_DASH = rf"{_S}(?:—{{1,2}}|–|-|－|~|～|至|到){_S}"
_DIGIT = "0-9０-９"
_YEAR = rf"(?:(?:19|20|１９|２０)[{_DIGIT}]{{2}}|[一二][〇○零一二三四五六七八九]{{3}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|１[０-２]|０?[１-９]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9]|[１２][０-９]|３[０１]|０?[１-９]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = rf"(?:[{_DIGIT}]{{1,3}}|[一二两三四五六七八九十]{{1,3}})"
_OF_YEAR = rf"(?:(?P<y>{_YEAR}){_S}年|(?P<rel>今年|本年|去年|上年|前年|明年)){_S}的?"
_PLAN = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_ACTION = "(?:行动|活动|整治|攻坚战?|会战|战役|检查|排查)"
_ORDER = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "两": 2}


@dataclass(frozen=True)
class _Rule:
    """`read` makes dates of the named words of the pattern; `beyond` must hold of what surrounds it."""

    pattern: str
    read: "Callable[[Words, _Now], Dates | None]"
    beyond: str = ""


@dataclass
class _Now:
    """What dates are counted from: the day of the reading, and the year that the sentence named last."""

    today: date
    year: int | None = None

    def of(self, words: Words) -> int:
        """The year that the words name; else the sentence's; else this one."""
        told = self.told(words)
        if told is not None:
            self.year = told
        return told or self.year or self.today.year

    def told(self, words: Words) -> int | None:
        if words.get("y"):
            return _number(words["y"])
        away = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}.get(words.get("rel") or "")
        return None if away is None else self.today.year + away

    def nearest(self, words: Words, month: int) -> int:
        """Without a year, a month that lies more than half a year ahead was last year's."""
        year = self.of(words)
        bare = self.told(words) is None and self.year is None
        return year - 1 if bare and month - self.today.month > 6 else year


def said(text: str, *, today: date) -> list[Said]:
    """Every period in the order of the text; `today` is what 目前 and 今年 mean. Never overlapping."""
    found: list[Said] = []
    now, sentence = _Now(today), 0
    for match in _ANY.finditer(text):
        if _SENTENCE.search(text, sentence, match.start()):
            now.year = None
        sentence = match.end()
        one = _read(text, match, now)
        if one is not None:
            found.append(one)
    return [_year_before(found, index, today) for index in range(len(found))]


def _read(text: str, match: re.Match[str], now: _Now) -> Said | None:
    rule, written = _RULES[int(str(match.lastgroup)[1:])]
    words = written.fullmatch(match[0])
    try:
        dates = rule.read(words.groupdict(), now) if words else None
    except (ValueError, Invalid):
        # 2月30日 looks like a date and is none.
        return None
    if dates is None:
        return None
    one = Said(match.start(), match.end(), match[0], *dates)
    return _until(text, _since(text, one, now.today))


def _since(text: str, one: Said, today: date) -> Said:
    """2023年5月以来, 9月1日至今: from its beginning to now."""
    after = _SINCE.match(text, one.end) if one.first else None
    if after is None or one.first is None or one.first > today:
        return one
    return replace(one, end=after.end(), text=text[one.start : after.end()], kind=PeriodKind.TO_DATE, last=today)


def _until(text: str, one: Said) -> Said:
    """截至8月底: up to its last day, whatever the beginning."""
    before = _UNTIL.search(text, max(0, one.start - 6), one.start)
    if before is None or one.last is None:
        return one
    return replace(one, start=before.start(), text=text[before.start() : one.end], kind=PeriodKind.AS_OF, first=None)


def _year_before(found: list[Said], index: int, today: date) -> Said:
    """同期 means the period in force before it, one year earlier; the year to now where none is."""
    one = found[index]
    if one.kind != PeriodKind.SAME_PERIOD:
        return one
    # Looking back further than a few periods would take quadratic time on a text of nothing but 同期.
    told = (back for back in reversed(found[max(0, index - 4) : index]) if back.last and back.kind != one.kind)
    before = next(told, None)
    last = (before.last if before else None) or today
    first = (before.first if before else None) or last.replace(month=1, day=1)
    return replace(one, first=_back(first), last=_back(last))


def _back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _number(written: str) -> int:
    digits = written.translate(_HALF_WIDTH)
    return int(digits) if digits.isdigit() and digits.isascii() else numerals.parse(digits)


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(words: Words, now: _Now) -> Dates:
    month = _number(words["m"])
    found = date(now.nearest(words, month), month, _number(words["d"]))
    return PeriodKind.DAY, found, found


def _days(words: Words, now: _Now) -> Dates | None:
    month = _number(words["m"])
    first = date(now.nearest(words, month), month, _number(words["d"]))
    later = _number(words["m2"]) if words["m2"] else month
    year = _number(words["y2"]) if words["y2"] else first.year + (later < month)
    last = date(year, later, _number(words["d2"]))
    return (PeriodKind.DAYS, first, last) if first <= last else None


def _part_of_month(words: Words, now: _Now) -> Dates:
    month = _number(words["m"])
    year, part = now.nearest(words, month), words["part"]
    last = _end_of(year, month)
    if part in ("底", "末"):
        return PeriodKind.DAY, last, last
    first, end = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, last.day)}[part]
    return PeriodKind.DAYS, date(year, month, first), date(year, month, end)


def _months(words: Words, now: _Now) -> Dates | None:
    first, last = _number(words["m"]), _number(words["m2"])
    year = now.nearest(words, last)
    until = _number(words["y2"]) if words.get("y2") else year
    if (year, first) > (until, last):
        return None
    return PeriodKind.MONTHS, date(year, first, 1), _end_of(until, last)


def _month(words: Words, now: _Now) -> Dates:
    month = _number(words["m"])
    year = now.nearest(words, month)
    return PeriodKind.MONTH, date(year, month, 1), _end_of(year, month)


def _half(words: Words, now: _Now) -> Dates:
    year = now.of(words)
    first, last = (1, 6) if words["half"] == "上" else (7, 12)
    return PeriodKind.MONTHS, date(year, first, 1), _end_of(year, last)


def _quarter(words: Words, now: _Now) -> Dates | None:
    first = _ORDER[words["q"].translate(_HALF_WIDTH)]
    last = _ORDER[words["q2"].translate(_HALF_WIDTH)] if words.get("q2") else first
    first = 1 if words.get("until") else first
    year = now.of(words)
    return (PeriodKind.MONTHS, date(year, 3 * first - 2, 1), _end_of(year, 3 * last)) if first <= last else None


def _first_months(words: Words, now: _Now) -> Dates | None:
    count = _number(words["n"].replace("两", "二"))
    year = now.of(words)
    return (PeriodKind.MONTHS, date(year, 1, 1), _end_of(year, count)) if 1 <= count <= 12 else None


def _year(words: Words, now: _Now) -> Dates:
    year = now.of(words)
    return PeriodKind.YEAR, date(year, 1, 1), date(year, 12, 31)


def _end_of_year(words: Words, now: _Now) -> Dates:
    last = date(now.of(words), 12, 31)
    return PeriodKind.DAY, last, last


def _years(words: Words, now: _Now) -> Dates | None:
    first, last = _number(words["y"]), _number(words["y2"])
    return (PeriodKind.YEARS, date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _plan(words: Words, now: _Now) -> Dates:
    first = _PLAN[words["plan"]]
    if words["how"] == "以来":
        return PeriodKind.TO_DATE, date(first, 1, 1), now.today
    return PeriodKind.YEARS, date(first, 1, 1), date(first + 4, 12, 31)


def _this_year(words: Words, now: _Now) -> Dates:
    now.year = now.today.year
    return PeriodKind.TO_DATE, date(now.today.year, 1, 1), now.today


def _until_now(words: Words, now: _Now) -> Dates:
    return PeriodKind.AS_OF, None, now.today


def _present(words: Words, now: _Now) -> Dates:
    return PeriodKind.NOW, None, now.today


def _dateless(kind: PeriodKind) -> Callable[[Words, _Now], Dates]:
    return lambda words, now: (kind, None, None)


def _near(words: Words, now: _Now) -> Dates:
    """本月 and 本周 run to today; 上月 and 上周 are whole."""
    which, unit, today = words["which"], words["unit"], now.today
    if unit in ("周", "星期"):
        monday = today - timedelta(days=today.weekday())
        days = (monday, today) if which != "上" else (monday - timedelta(days=7), monday - timedelta(days=1))
    elif unit == "月":
        month = today.replace(day=1)
        before = month - timedelta(days=1)
        days = (month, today) if which != "上" else (before.replace(day=1), before)
    else:
        quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        before = quarter - timedelta(days=1)
        days = (quarter, today) if which != "上" else (date(before.year, before.month - 2, 1), before)
    return PeriodKind.RELATIVE, *days


def _one_day(words: Words, now: _Now) -> Dates:
    day = now.today - timedelta(days=1 if words["which"] in ("昨", "前") else 0)
    return PeriodKind.RELATIVE, day, day


def _last_n(words: Words, now: _Now) -> Dates | None:
    """近三年 ends today and begins on the day after the same day three years ago."""
    count, unit, today = _number(words["n"].replace("两", "二")), words["unit"], now.today
    if unit in ("天", "日", "周"):
        first = today - timedelta(days=count * (7 if unit == "周" else 1) - 1)
    else:
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "年" else 1)
        year, month = divmod(months, 12)
        first = date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1])) + timedelta(days=1)
    return (PeriodKind.RELATIVE, first, today) if first <= today else None


_HALF_WIDTH = str.maketrans("０１２３４５６７８９○", "0123456789〇")
_SENTENCE = re.compile("[。！？!?]")
_SINCE = re.compile(rf"{_S}(?:份)?(?:起)?(?:以来|至今|迄今)")
_UNTIL = re.compile(rf"截[至止](?:到)?{_S}$|(?<=[，。；、])到{_S}$")
_DECLARED = (
    _Rule(
        rf"(?:{_OF_YEAR})?{_S}(?P<m>{_MONTH}){_S}月{_S}(?P<d>{_DAY}){_S}[日号]?{_DASH}"
        rf"(?:(?:(?P<y2>{_YEAR}){_S}年{_S})?(?P<m2>{_MONTH}){_S}月{_S})?(?P<d2>{_DAY}){_S}[日号]",
        _days,
    ),
    _Rule(rf"(?:{_OF_YEAR})?{_S}(?P<m>{_MONTH}){_S}月{_S}(?P<d>{_DAY}){_S}[日号](?!线|楼|院|文)", _day),
    _Rule(rf"(?P<y>{_YEAR})(?P<dot>[-./])(?P<m>{_MONTH})(?P=dot)(?P<d>{_DAY})", _day, rf"(?![{_DIGIT}])"),
    _Rule(
        rf"(?:{_OF_YEAR})?{_S}(?P<m>{_MONTH})(?:{_S}月份?)?{_DASH}(?:(?P<y2>{_YEAR}){_S}年{_S})?(?P<m2>{_MONTH}){_S}月份?",
        _months,
    ),
    _Rule(rf"(?:{_OF_YEAR})?{_S}(?P<m>{_MONTH}){_S}月份?(?P<part>上旬|中旬|下旬|底|末|初)", _part_of_month),
    _Rule(rf"(?:{_OF_YEAR})?{_S}(?P<m>{_MONTH}){_S}月份?", _month, "(?!一[次调排通评报督考研汇会])"),
    _Rule(rf"(?P<y>{_YEAR})(?:{_S}年)?{_DASH}(?P<y2>{_YEAR}){_S}年", _years),
    _Rule(rf"(?:{_OF_YEAR})?(?P<half>[上下])半年", _half),
    _Rule(rf"(?:{_OF_YEAR})?(?P<q>[一1１])(?:{_DASH})(?P<q2>[二三四234２３４]){_S}季度", _quarter),
    _Rule(rf"(?:{_OF_YEAR})?(?:第|(?P<until>前))?{_S}(?P<q>[一二两三四1-4１-４]){_S}个?季度", _quarter),
    _Rule(rf"(?:{_OF_YEAR})?前{_S}(?P<n>{_COUNT}){_S}个月", _first_months),
    _Rule("今年以来|今年来|年初以来|年初至今|今年至今|本年累计|今年累计", _this_year),
    _Rule("(?:比|较)?(?:去年|上年|上一年)?同期", _dateless(PeriodKind.SAME_PERIOD)),
    _Rule(rf"(?:{_OF_YEAR}年?|年)[底末]", _end_of_year),
    _Rule(rf"(?:{_YEAR}年)?(?:[新本上下春秋]季?学期|学年|开学以来|[寒暑]假期间)", _dateless(PeriodKind.TERM)),
    _Rule(rf"{_OF_YEAR}(?:度|全年)?", _year),
    _Rule("“?(?P<plan>十[二三四五]五)”?(?P<how>期间|时期|以来)", _plan),
    _Rule("截[至止]到?(?:目前|当前|现在|今日?)(?:为止)?|(?:到目前|迄今)为止|截[至止]到?发稿时", _until_now),
    _Rule("目前|当前|现阶段|眼下", _present),
    _Rule("(?P<which>[本这上当])个?(?P<unit>月|周|星期|季度)", _near, "(?![级报刊边围期])"),
    _Rule("(?P<which>[昨今当])[日天]", _one_day),
    _Rule(
        rf"(?:最?近|过去|[这]){_S}(?P<n>{_COUNT}){_S}(?:个?(?P<unit>年|月|周|天|日))(?:以来|来|内|间)?",
        _last_n,
        "(?!级|份额)",
    ),
    _Rule(rf"(?:此|本|该|这)次(?:[一-龥]{{0,4}}){_ACTION}(?:期间|以来|中)?", _dateless(PeriodKind.CAMPAIGN)),
    _Rule(
        rf"(?:“[^”\n]{{1,12}}”)?(?:专项|集中|百日|攻坚|清零|整治|[春夏秋冬]季?){{0,3}}{_ACTION}(?:开展|启动|部署|实施)?(?:期间|以来)",
        _dateless(PeriodKind.CAMPAIGN),
    ),
    _Rule("(?:工作|活动)?(?:开展|启动|部署|实施|成立|运行|建成|换届)以来", _dateless(PeriodKind.CAMPAIGN)),
)  # fmt: skip
_RULES = tuple((rule, re.compile(rule.pattern)) for rule in _DECLARED)


def _bare(pattern: str) -> str:
    """The pattern without its names, so that several may use the same; a back reference becomes what it repeats."""
    return re.sub(r"\(\?P=\w+\)", "[-./]", re.sub(r"\(\?P<\w+>", "(?:", pattern))


def _alternatives() -> Iterator[str]:
    for index, (rule, _) in enumerate(_RULES):
        yield f"(?P<r{index}>{_bare(rule.pattern)}){rule.beyond}"


# What a period may begin with, and for a number what must not stand before it: a quick no for most places of a text.
_NUMERALS = f"{_DIGIT}一二三四五六七八九十"
_FIRST = (
    f"(?:(?<![{_DIGIT}.．/〇○零一二三四五六七八九十百每第])(?=[{_NUMERALS}])|(?<!每)"
    "(?=[今本去上前明年比较同截到迄目当现眼这昨最近过此该第下“专集百攻清整春夏秋冬行活会战检排工开启部实成运建换新学寒暑]))"
)
_ANY = re.compile(f"{_FIRST}(?:{'|'.join(_alternatives())})")

__all__ = ["PeriodKind", "Said", "said"]
