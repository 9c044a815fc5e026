"""Habits of writing numbers: rounding words, ranges, percents, dates, digits, and units spelt two ways."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

from taizhang.county.bulletin.style.habit import Change, Habit, Place, changed, drop, habit, swap

_MEASURE = "(?:人次|人|名|户|家|起|件|处|个|所|辆|次|项|吨|亩|位|台|套|条|场|份|只|头|座|间|元(?!化)|公里|平方|立方)"
_DIGITS = "零一二三四五六七八九"
_ONES = _DIGITS[1:]
_ADJACENT = "|".join(f"{one}、{next_one}" for one, next_one in pairwise(_ONES))
_CHINESE = "[一二三四五六七八九十百千两]"
_NUMBER = rf"(?:\d[\d.]*|{_CHINESE}+) ?[万亿]?"
# 近 before a span of time means 最近, not 接近.
_TIME = "(?:年|个月|月|天|日|周|小时|分钟)"
_NEAR = r"(?:大约|(?<![公合条契制节预签邀特])约|将近|接近|(?<![附靠邻贴亲最临远])近|超过|(?<!赶)超(?![标额])|逾|不少于)"
_UNIT = rf"(?:{_MEASURE}|个百分点|[%％]|美元|元|{_TIME}|岁|公斤|斤|度|米)?"
_TWICE, _ONCE = "两个概数词叠用。", "只留一个：“约100人”或“100人左右”。"
_RANGED = "(?:月|年|日|天|%|％|万|亿|元|人|户|岁|个|家|所|名|次|小时|公里|亩|吨)"


def _rounded(match: re.Match[str]) -> Iterator[Change]:
    """76余 may be 70余 or 76; of a number below ten only the number itself is left."""
    number = match["number"]
    if len(number) > 1:
        yield changed(match[0], match.start(), f"{number[:-1]}0{match['word']}")
    yield changed(match[0], match.start(), number)


def _both_ends(match: re.Match[str]) -> str:
    between = match["to"] if match["to"] in "至到～" else "—"
    return f"{match['low']}%{between}{match['high']}%"


def _full(match: re.Match[str]) -> str:
    return match[0].translate(str.maketrans("０１２３４５６７８９．％", "0123456789.%", "，"))


def _percent(match: re.Match[str]) -> str:
    return f"{_arabic(match['number'])}%"


def _arabic(written: str) -> int:
    """二十三 → 23, 十 → 10; for numbers below a hundred."""
    tens, ten, ones = written.replace("两", "二").partition("十")
    if not ten:
        return _DIGITS.index(tens)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


FIGURES: tuple[Habit, ...] = (
    habit(
        rf"(?<![\d.])(?P<number>\d*[1-9]) ?(?P<word>[余多])(?= ?{_MEASURE})",
        "“余”“多”前面不是整十整百的数。", "写确数就去掉“余”，写概数就改成整数，如“70余户”。", _rounded,
    ),
    habit(
        rf"(?P<before>{_NEAR})(?:[占为有达]|达到)?{_NUMBER} ?(?:{_UNIT}(?P<above>以上|上下)"
        rf"|{_UNIT}[^，。；：、（）\d]{{0,4}}?(?P<about>左右))"
        rf"|(?P<first>{_NEAR})(?:[占为有达]|达到)?{_NUMBER} ?(?P<second>[余多])(?! ?{_TIME})(?=[\u4e00-\u9fff ])",
        _TWICE, _ONCE, drop("before", "above", "about", "first", "second"),
    ),
    habit(rf"\d ?[余多] ?[万亿]?{_UNIT}(?P<after>左右|上下|以上)", _TWICE, _ONCE, drop("after")),
    habit(
        rf"(?<![公合条契制节预签邀特])(?P<first>大约|大概|约|将近|接近)(?P<second>将近|接近|近|约)(?=[占为有达]?(?:\d|{_CHINESE}))",
        _TWICE, _ONCE, drop("second", "first"),
    ),
    habit(
        r"(?<![\d.%％A-Za-z—\-])(?P<low>\d+(?:\.\d+)?) ?(?P<to>[—\-~至到～–－]) ?(?P<high>\d+(?:\.\d+)?) ?(?P<sign>[%％])",
        "百分数的范围前一个数没有写%。", "两头都写，如“30%—40%”。", swap(_both_ends),
    ),
    habit(
        rf"(?<![A-Za-z\d.\-—/])\d+(?:\.\d+)?(?:%|月|年)? ?(?P<to>[-~–－]) ?"
        rf"(?=\d+(?:\.\d+)? ?{_RANGED})(?!\d+(?:\.\d+)?[^\d\s]{{0,2}}[-/])",
        "范围没有用一字线。", "写成“1—8月”“30%—40%”。", lambda m: iter([changed(m["to"], m.start("to"), "—")]),
    ),
    habit(r"[０-９]+(?:，[０-９]{3}(?![０-９]))*(?:．[０-９]+)?％?|％", "用了全角数字或百分号。", "数字和%用半角。", swap(_full)),
    habit(r"(?<![\d,.])\d,\d{3}(?![\d,])", "四位数不用千分撇。", "写成“1200”。", swap(lambda m: m[0].replace(",", ""))),
    habit(r"(?<=\d月)(?P<day>\d{1,2}) ?号(?!线|楼|院|文)", "日期写了“号”。", "公文写“日”。", swap(r"\g<day>日")),
    habit(r"(?<=年)0(?=[1-9]月)|(?<=月)0(?=[1-9]日)", "日期编了虚位。", "写成“9月1日”。", swap("")),
    habit(
        rf"(?<![第、\d{_DIGITS}十])(?:{_ADJACENT})(?=[十百千万]?(?:{_MEASURE}|年|天|个月|小时|分钟))",
        "相邻的两个数连用表示概数，中间不用顿号。", "写成“七八个”。", swap(lambda m: m[0].replace("、", "")),
    ),
    habit(rf"(?<![\d.])(?P<tens>[1-9]0+)几(?= ?{_MEASURE})", "数字后面用了“几”。", "写成“10余家”。", swap(r"\g<tens>余")),
    habit(
        rf"百分之(?P<number>[{_ONES}]?十[{_ONES}]?|[{_ONES}])(?![{_ONES}十百点])", "百分数用了汉字。",
        "统计数用阿拉伯数字，如“5%”。", swap(_percent),
    ),
)  # fmt: skip

_SMALL = re.compile(rf"(?<![{_DIGITS}十百千第两\d])(?:[二两三四五六七八九十]|[{_ONES}]?十[{_ONES}]?)(?={_MEASURE})")
_SAME = (
    ("平方米", "平米", "㎡", "m²", "m2"),
    ("平方公里", "平方千米", "km²", "km2", "k㎡"),
    ("立方米", "m³", "m3", "立方"),
    ("公里", "千米", "km", "KM", "㎞"),
    ("公斤", "千克", "kg", "KG", "㎏"),
    ("人次", "人（次）"),
    ("家次", "家（次）"),
)
_SPELLINGS = {spelling: group[0] for group in _SAME for spelling in group}
_COUNTED = re.compile(
    rf"(?<=[\d万亿余多百千十])( ?)({'|'.join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True)))})(?![A-Za-z²³\d/])"
)
_FULL_NAME = "请统一为中文全称。"


def spellings(text: str) -> dict[str, set[str]]:
    """For each unit that has several spellings, those that stand in a text."""
    found: dict[str, set[str]] = {}
    for match in _COUNTED.finditer(text):
        found.setdefault(_SPELLINGS[match[2]], set()).add(match[2])
    return found


def spelt(text: str, known: Mapping[str, set[str]]) -> Iterator[Place]:
    """The places where a unit that is spelt several ways in `known` is not in its full name."""
    for match in _COUNTED.finditer(text):
        name = _SPELLINGS[match[2]]
        if len(known.get(name, ())) > 1 and match[2] != name:
            yield Place(match.start(2), match.end(2), (changed(match[2], match.start(2), name),))


def between_items(known: Mapping[str, set[str]]) -> Habit:
    """The places of one item that leave the spelling of a unit in other items of the issue."""
    return Habit("同一个单位在本期有两种写法。", _FULL_NAME, lambda text: spelt(text, known))


def _land(text: str) -> Iterator[Place]:
    sizes = {match[1]: match for match in re.finditer(r"[\d万余多] ?(亩|公顷)", text)}
    if len(sizes) > 1:
        yield Place(*sizes["公顷"].span())


def _lists(text: str) -> Iterator[tuple[int, str]]:
    """The stretches between other marks that count something up with 、."""
    for match in re.finditer(r"[^，。；：！？]+", text):
        if "、" in match[0]:
            yield match.start(), match[0]


def _scales(text: str) -> Iterator[Place]:
    for at, some in _lists(text):
        sizes = {match[1]: match for match in re.finditer(r"\d ?[余多]?([万亿])元", some)}
        if len(sizes) > 1:
            yield Place(at + min(m.start() for m in sizes.values()), at + max(m.end() for m in sizes.values()))


def _numerals(text: str) -> Iterator[Place]:
    """3个中心、五个站点: one list counts in digits and in characters."""
    for at, some in _lists(text):
        parts = list(re.finditer("[^、]+", some))
        digits = [re.search(rf"\d ?[余多]? ?{_MEASURE}", part[0]) for part in parts]
        for part, counted in zip(parts, digits, strict=True):
            match = _SMALL.search(part[0])
            if any(digits) and not counted and match:
                start = at + part.start() + match.start()
                yield Place(start, start + len(match[0]), (changed(match[0], start, str(_arabic(match[0]))),))


CONSISTENT: tuple[Habit, ...] = (
    Habit("同一个单位有两种写法。", _FULL_NAME, lambda text: spelt(text, spellings(text))),
    Habit("面积的单位有亩也有公顷。", "请统一，或注明换算（1公顷为15亩）。", _land),
    Habit("并列的金额有万元也有亿元。", "并列时用同一个单位。", _scales),
    Habit("并列的数有汉字也有数字。", "统一用阿拉伯数字。", _numerals),
)


def every() -> Iterator[Habit]:
    return chain(FIGURES, CONSISTENT)
