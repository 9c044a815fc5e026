"""Reads which places a text names, and which of them each number is said of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.county.standards import numerals
from taizhang.county.standards.errors import Invalid

_OWN = ("全县", "我县", "本县", "县域")
_HERE = ("全乡", "全镇", "我乡", "我镇", "本乡", "本镇", "全街道", "辖区")
_ELSEWHERE = ("全市", "全省", "全国", "全球", "外县", "邻县", "兄弟县", "周边县", "我市", "我省")
# 居全市第2位, 高于全省平均 compare with another place and do not speak of it.
_COMPARED = "(?<![居在列占于比较过获受向到被为是])"
_STRANGER = re.compile(
    r"(?:^|(?<=[，。；！？：、\n]))(?P<name>(?![全我本各该县周外邻])[一-龥]{2,3}(?:县|市))"
    r"(?![委局场民直政监区级内域外乡镇])(?<!上市)(?<!超市)(?<!城市)(?<!集市)(?<!县市)(?<![全我本各该每]县)(?<![全我本各该每]市)"
)
# 四个乡镇共排查435起: not the county unless it has four, and nobody says which.
_SEVERAL = re.compile(
    r"(?:^|(?<=[，。；：、\n]))(?:上述|以上|这|其余|其他|其中|全县)?(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*个"
    r"(?:乡\s*[（(]?\s*镇(?:\s*[、和]?\s*街道)?\s*[）)]?|乡|镇|街道)(?!村|干部|政府)"
)
# A short name that goes on like this is another thing: 榆林路, 胙城村.
_LONGER = "(?![村路市县河桥庄]|小学|中学|学校|学区|社区)"
_ONLY_FULL = ("乡", "镇", "街道")
SENTENCE = re.compile("[。！？!?]")
_JOINED = re.compile(r"^[\s、和及与以]{1,3}$")


@dataclass(frozen=True)
class Named:
    """Places named side by side: their codes, None for the county. `elsewhere` lies outside it; `vague` has an 等.

    `unnamed` says only how many there are.
    """

    start: int
    end: int
    codes: tuple[str | None, ...]
    elsewhere: str = ""
    here: bool = False
    vague: bool = False
    unnamed: bool = False


@dataclass(frozen=True)
class Where:
    """Which place a number is said of: `said` False when no word says it; `why` says why no one place is meant."""

    code: str | None = None
    said: bool = False
    why: str = ""


def places_named(text: str, places: Mapping[str, str]) -> list[Named]:
    """In the order of the text, longest names first, so that a short name inside a longer one is no second place."""
    found = [_one(match, places) for match in _pattern(places).finditer(text)]
    found += [Named(m.start("name"), m.end("name"), (), m["name"]) for m in _STRANGER.finditer(text)]
    found += _several(text, len(set(places.values())))
    known = {text[one.start : one.end] for one in found if one.codes}
    strangers = [one for one in found if not one.elsewhere or text[one.start : one.end] not in known]
    return _grouped(text, sorted(strangers, key=lambda one: one.start))


def _several(text: str, every: int) -> Iterator[Named]:
    """Townships that are counted and not named: all of them are the county."""
    for match in _SEVERAL.finditer(text):
        try:
            count = int(match["count"]) if match["count"].isdigit() else numerals.parse(match["count"])
        except Invalid:
            continue
        yield Named(match.start(), match.end(), (None,) if count == every else (), unnamed=count != every)


def _pattern(places: Mapping[str, str]) -> re.Pattern[str]:
    every = sorted([*places, *_OWN, *_HERE], key=len, reverse=True)
    names = (re.escape(name) + ("" if name.endswith((*_ONLY_FULL, *_OWN, *_HERE)) else _LONGER) for name in every)
    return re.compile(f"{'|'.join(names)}|{_COMPARED}(?:{'|'.join(_ELSEWHERE)})(?!第|前列|平均|先进)")


def _one(match: re.Match[str], places: Mapping[str, str]) -> Named:
    name = match[0]
    elsewhere = name if name in _ELSEWHERE else ""
    codes = () if elsewhere or name in _HERE else (places.get(name),)
    return Named(match.start(), match.end(), codes, elsewhere, name in _HERE)


def _grouped(text: str, found: Sequence[Named]) -> list[Named]:
    """胙城乡、榆林乡 are one group; whatever overlaps what came before is left out."""
    groups: list[Named] = []
    for one in found:
        last = groups[-1] if groups else None
        if last and one.start < last.end:
            continue
        if (
            last
            and last.codes
            and one.codes
            and one.start - last.end <= 3
            and _JOINED.match(text[last.end : one.start])
        ):
            groups[-1] = Named(last.start, one.end, last.codes + one.codes)
        else:
            groups.append(one)
    return [replace(one, vague=one.unnamed or text[one.end : one.end + 1] == "等") for one in groups]


def where(group: Named, between: str, turn: int, usual: str | None) -> Where:
    """What a number says that follows a group of places in the same sentence, `between` standing between them.

    `turn` counts the numbers since, for 分别; `usual` is the place meant by 全乡.
    """
    if group.elsewhere:
        return Where(why=f"说的是{group.elsewhere}，本县台账中没有")
    if group.here:
        return Where(usual, said=usual is not None)
    if group.vague:
        return Where(why="说的是几个乡镇，没有逐一写明")
    if len(group.codes) == 1:
        return Where(group.codes[0], said=True)
    if "分别" in between and turn < len(group.codes):
        return Where(group.codes[turn], said=True)
    return Where(why="说的是几个乡镇合计，系统没有相加")


__all__ = ["SENTENCE", "Named", "Where", "places_named", "where"]
