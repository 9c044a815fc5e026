"""Tells the words and names that begin with a Chinese numeral and count nothing: 三会一课, 六防六促, 三里屯, 三等奖."""

import re

from taizhang.county.figures.text.lexicon import WORDS
from taizhang.county.figures.text.script import CHINESE, ONES
from taizhang.county.figures.text.span import Kind

# Behind these characters a lone Chinese numeral is part of a word: 统一, 进一步, 周三, 初三, 之一.
LEFT = {
    "一": "跑统进唯专同单逐万之划归第每某任何哪另这那周初其不合为如始有看走想试谈问说听查管抓用比近",
    "十": "二双国",
    "千": "百成大秋",
    "百": "老成三中小",
    "万": "千百以",
    "三": "再第周初老张李王",
    "零": "清归从",
    "两": "斤半银",
}
_NAMES = sorted(WORDS - {"十分", "千万"}, key=len, reverse=True)
# By their first two characters: the list is long, and is asked at every Chinese numeral.
_BY_START: dict[str, tuple[str, ...]] = {}
for _name in _NAMES:
    _BY_START[_name[:2]] = (*_BY_START.get(_name[:2], ()), _name)

_C = r"[\u4e00-\u9fff]"
_O = f"[{ONES}]"
# 六防六促, 三会一课, 四梁八柱, 一户一策; two or more such beats in a row, and no more than a name has: 三户三户三户 would
# be tried to its end from each of its places.
_NO_BEAT = rf"[{CHINESE}月年日成至到和与比]|分之|点[{CHINESE}]|等[奖功]|[元块亩米斤][{CHINESE}]"
_COUNTED = "[个名人户家起件项所座处条台辆套批次场份支元幅首张只头匹株棵间栋艘架篇部本位]"
_BEATS = (
    rf"{_O}(?!{_NO_BEAT}){_C}(?:{_O}(?!{_NO_BEAT}){_C}){{1,12}}(?<![个名人户家起件项所座处条台辆套批次场份支元])"
    rf"|{_O}(?!{_NO_BEAT}|{_COUNTED})(?P<beat>{_C}{{2}})(?:{_O}(?!{_NO_BEAT}|{_COUNTED})(?!(?P=beat))"
    rf"{_C}{{2}}){{1,8}}(?![{CHINESE}])"
)
_GRADED = (
    rf"[{CHINESE}]{{1,4}}(?:届|中全会|等奖|等功|等品|星级|年级|级(?!别以)|号(?!人)|标段|楼|(?<!开.)班(?!次|车)|世纪)"
)
_NAMED = (
    rf"[{CHINESE}]{{1,4}}(?:大(?!类|项|米|豆|箱|包|袋|车|桶|块|片|堆|捆|间)|产业|强(?!制|化|调|力|度|行|降)|佳|氧化"
    "|里(?:[营铺堡镇乡村屯河店桥沟坪湾岭塘岗台井墩坡山湖庄甸]|画廊|长廊)"
    "|(?:人|经|农|污|水|地名)普(?!通|及|遍|法)|(?:分|人)(?:法|制)(?!定|律|治|度|约|作|造)|步走|年一[轮届换选聘签审检])|[一二三四五六七八九]旬"
    "|两头(?=[在跑热忙难堵受落都通看轻重翘挂])|四处(?![，。、；）均已都未有])"
)
# 三分建、七分管: ten parts in all.
_PARTS_OF_TEN = rf"{_O}分{_C}{{1,4}}[、，]?{_O}分{_C}{{1,4}}(?=[，。；：！”]|\Z)"
_CIRCLE = rf"[{CHINESE}]{{1,3}}(?:分钟|小时|公里|里){_C}{{0,6}}圈"
# 三期工程 is the third; 两期培训班 are two.
_PERIODED = rf"(?!两)[{CHINESE}]{{1,3}}期(?![，。；）培讲课学轮]|间)"
_ANY = re.compile(rf"{_BEATS}|(?P<grade>{_GRADED})|{_NAMED}|(?P<period>{_PERIODED})|{_CIRCLE}|{_PARTS_OF_TEN}")
_RUN = re.compile(f"[{CHINESE}]{{1,21}}")
_POSITIONAL = re.compile("[一二三四五六七八九〇○零]{2,20}")


def name_at(text: str, at: int) -> tuple[int, Kind] | None:
    """The end of a word, a name or a grade that begins here and counts nothing; None where none does."""
    for name in _BY_START.get(text[at : at + 2], ()):
        if text.startswith(name, at):
            return at + len(name), Kind.OTHER
    found = _ANY.match(text, at)
    return (found.end(), Kind.ORDINAL if found["grade"] or found["period"] else Kind.OTHER) if found else None


def begins_word(text: str, at: int) -> bool:
    return text[at : at + 2] in _BY_START


def inside_word(text: str, at: int) -> bool:
    """True for 统一, 进一步, 周三, 百姓的百: the character before makes a word with this numeral."""
    # 每斤两元 is no 斤两.
    return at > 0 and text[at - 1] in LEFT.get(text[at], "") and not text.startswith(("两元", "两块", "两毛"), at)


def code_at(text: str, at: int) -> int | None:
    """一一○, 二〇二三: digits one by one, not a number; the end of the run."""
    found = _POSITIONAL.match(text, at)
    if found is None:
        return None
    run = found[0]
    if _RUN.match(text, at)[0] != run:  # type: ignore[index]
        return None
    return found.end() if len(run) >= 3 or run[0] == run[-1] or "〇" in run or "○" in run else None
