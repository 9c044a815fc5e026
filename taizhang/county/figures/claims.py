"""Says of each number in a text who, what, which verb and which time it is written of, and which figures it may be."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from taizhang.county.figures.definition import Definition
from taizhang.county.figures.named import SENTENCE, Named, Where, places_named, where
from taizhang.county.figures.phrases import Told, denies, likeness, longest, tidy, verbs_of
from taizhang.county.figures.text import Kind, Span
from taizhang.county.figures.text.periods import PeriodKind, Said

# A line break between two words of a clause is the paper's, not the writer's.
_STOP = re.compile(r"[，。；！？：,;!?（(]|(?<=[，。；！？：）)])\s*\n")
_ENDING = re.compile("[，。；：、！？,;!?（）()]")
_LIST = re.compile("、|和|以及|及")
_CASES = frozenset({"起", "件", "宗", "例"})
_MONEY = frozenset({"元", "万元", "亿元"})
_TARGET = re.compile(
    "力争|争取|预计|拟(?=[一-龥])|确保|计划(?!生育|的|[、”，。])|目标(?:任务|值)?(?=[为是：:\\d]|完成|\\s)|不低于|应达|任务数"
)
_CHANGE = re.compile(
    "(?:增长|下降|上升|减少|增加|提高|降低|提升|同比|环比|增幅|降幅)(?:了|约|近|超过|幅度|达|为|[一-龥]{0,4}[同环]比)*$"
)
_EACH = re.compile(
    "每[一-龥]{1,2}(?:每[一-龥]{1,2})?(?:补助|发放|奖励|补贴|标准|不低于|为|达到)?$|(?:人均|户均|平均|均价|标准[为是]?)$"
)
_MEAN = re.compile("[月年日周人户亩]均|平均每|每个?[月年周季](?!度)")
_FAR, _BACK, _LEAST = 200, 6, 0.3


@dataclass(frozen=True)
class Candidate:
    """A figure a number may be, the code of the place it is said of, None for the county, and how well words fit.

    `said` is the period in force, None when no word says one. `fit` runs from 0 to 1.
    """

    figure: Definition
    place: str | None
    said: Said | None = None
    fit: float = 1.0


@dataclass(frozen=True)
class Claim:
    """A number with what is said of it and what it may be, best first.

    `apart` says in Chinese why no ledger of this county can hold such a number, "" otherwise.
    """

    span: Span
    candidates: tuple[Candidate, ...]
    verb: str = ""
    what: str = ""
    said: Said | None = None
    where: Where = field(default_factory=Where)
    apart: str = ""


def claims(
    text: str,
    spans: Sequence[Span],
    figures: Iterable[Definition],
    places: Mapping[str, str],
    *,
    said: Sequence[Said] = (),
    usual: str | None = None,
    others: Sequence[tuple[int, int]] = (),
) -> list[Claim]:
    """`places` maps the names of the townships in force to their codes; short names may be among them.

    `usual` is the place that is meant where none is named; `others` are numbers that make no claim of their own.
    """
    reading = _Reading(text, spans, places, said, others)
    known = list(figures)
    return [reading.claim(span, known, usual) for span in spans if span.is_figure]


class _Reading:
    """A text with where its clauses, numbers, places and periods stand."""

    def __init__(
        self,
        text: str,
        spans: Sequence[Span],
        places: Mapping[str, str],
        said: Sequence[Said],
        others: Sequence[tuple[int, int]],
    ) -> None:
        self.text, self.said = text, said
        self.numbers = sorted({*((span.start, span.end) for span in spans if span.is_figure), *others})
        self.named = places_named(text, places)
        self.named_at, self.said_at = [one.start for one in self.named], [one.start for one in said]
        self.bare = _without(text, [*((n.start, n.end) for n in self.named), *((s.start, s.end) for s in said)])
        self.stops = [0, *(stop.end() for stop in _STOP.finditer(text))]
        self.sentences = [0, *(stop.end() for stop in SENTENCE.finditer(text))]

    def claim(self, span: Span, figures: Sequence[Definition], usual: str | None) -> Claim:
        place = self._where(span, usual)
        said = self._period(span)
        told = self._told(span)
        apart = place.why or self._apart(span)
        fits = [] if apart or _denied(told) else _ranked(told, span, figures)
        made = tuple(Candidate(figure, place.code, said, fit) for figure, fit in fits)
        return Claim(span, made, told.verbs[-1] if told.verbs else "", told.noun, said, place, apart)

    def _where(self, span: Span, usual: str | None) -> Where:
        last = bisect_left(self.named_at, span.start) - 1
        if last < 0 or self.named[last].end < _before(self.sentences, span.start):
            return Where(usual)
        group = self.named[last]
        between = self.text[group.end : min(span.start, group.end + _FAR)]
        return where(group, between, self._since(group.end, span), usual)

    def _since(self, at: int, span: Span) -> int:
        """How many numbers stand between a position and this one."""
        return bisect_left(self.numbers, (span.start, 0)) - bisect_left(self.numbers, (at, 0))

    def _period(self, span: Span) -> Said | None:
        """The last one of the sentence; a comparison holds for its own clause only; one in brackets behind wins."""
        index = bisect_left(self.said_at, span.start)
        behind = self.said[index] if index < len(self.said) else None
        if behind and self.text[span.end : min(behind.start, span.end + 3)].strip() in ("（", "("):
            return behind
        sentence, clause = _before(self.sentences, span.start), _before(self.stops, span.start)
        back = (one for one in reversed(self.said[max(0, index - _BACK) : index]) if one.start >= sentence)
        return next((one for one in back if one.kind != PeriodKind.SAME_PERIOD or one.start >= clause), None)

    def _clause(self, span: Span) -> int:
        return max(_before(self.stops, span.start), span.start - _FAR)

    def _told(self, span: Span) -> Told:
        """Reads the number's own part of the clause first, then the words around it for what that leaves open."""
        clause, index = self._clause(span), bisect_left(self.numbers, (span.start, 0))
        # A number in front takes the words before it; those between, joined by 、, share this one.
        left = max(clause, self.numbers[index - 1][1] if index else 0)
        parts = self._in_turn(clause, span) or self.bare[left : span.start].split("、")
        own, after = parts[-1], self._after(span, index)
        hint = self.bare[max(_before(self.stops, max(clause - 1, 0)), clause - 40) : left]
        verbs = verbs_of(own)
        noun, lead = tidy(own[verbs[-1][1] :] if verbs else own), tidy(own[: verbs[0][0]] if verbs else "")
        counted_before = bool(noun)
        if not noun:
            noun, verbs = _behind(after, verbs)
        names = tuple(verb for _, _, verb in verbs) or self._inherited(clause, left, parts, bool(noun))
        return Told(own, names, noun, lead, hint, after, counted_before and _shared(parts))

    def _in_turn(self, clause: int, span: Span) -> list[str]:
        """孤儿、留守儿童分别为31人、196人: the noun whose turn it is; nothing where no nouns are listed."""
        split = self.bare.rfind("分别", clause, span.start)
        listed = _LIST.split(self.bare[clause:split]) if split >= 0 else []
        turn = self._since(split, span)
        return [listed[turn]] if turn < len(listed) and len(listed) > 1 and all(map(tidy, listed)) else []

    def _after(self, span: Span, index: int) -> str:
        stop = _ENDING.search(self.text, span.end, span.end + 40)
        rest = self.numbers[index + 1][0] if index + 1 < len(self.numbers) else len(self.text)
        return self.bare[span.end : min(stop.start() if stop else span.end + 40, rest)]

    def _inherited(self, clause: int, left: int, parts: Sequence[str], has_noun: bool) -> tuple[str, ...]:
        """检查场所45家次、学校69所: the verb of the clause; without any noun, that of the clause before it."""
        before = self.bare[clause:left] + "、".join(parts[:-1])
        if not before and not has_noun:
            before = self.bare[max(_before(self.stops, max(clause - 1, 0)), clause - 60) : clause]
        return tuple(verb for _, _, verb in verbs_of(before))

    def _apart(self, span: Span) -> str:
        clause = self.text[self._clause(span) : span.start]
        if _TARGET.search(clause):
            return "写的是目标或计划，不是台账上的数"
        if _CHANGE.search(clause):
            return "写的是增减，不是台账上的数"
        if _EACH.search(clause.rstrip()) or _MEAN.search(clause):
            return "写的是标准或平均数，不是台账上的数"
        return ""


def _behind(after: str, verbs: list[tuple[int, int, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """109起矛盾得到化解: the noun after the number, and the verb after it where none stands in front."""
    later = verbs_of(after)
    noun = tidy(after[: later[0][0]] if later else after)
    return noun, verbs or later[:1]


def _shared(parts: Sequence[str]) -> bool:
    """孤儿、留守儿童共227人: several nouns before one number. 排查、化解矛盾80起 has one."""
    return any(tidy(part[verbs_of(part)[-1][1] :] if verbs_of(part) else part) for part in parts[:-1])


def _denied(told: Told) -> bool:
    """未化解23起 counts what the verb denies."""
    return denies(told.own) or (not told.verbs and denies(told.after))


def _ranked(told: Told, span: Span, figures: Iterable[Definition]) -> list[tuple[Definition, float]]:
    """The better fit first, then the longer words; a figure whose words are part of another's stands behind it."""
    units = [(figure, fit) for figure in figures if (fit := _unit_fit(span, figure))]
    words = {figure.key: longest(told, figure) for figure, _ in units}
    rows = []
    for figure, unit in units:
        fit = likeness(told, figure) * unit
        mine = words[figure.key]
        if any(mine and mine != other and mine in other for other in words.values()):
            fit *= 0.6
        if fit >= _LEAST:
            rows.append((-fit, -len(mine), figure.key, figure))
    return [(figure, -fit) for fit, _, _, figure in sorted(rows, key=lambda row: row[:3])]


def _unit_fit(span: Span, figure: Definition) -> float:
    """人, 人次 and 家次 are never the same; a number without a unit may be a count or money."""
    if span.unit == figure.unit or (span.unit == "元" and figure.unit in _MONEY):
        return 1.0
    if span.unit in _CASES and figure.unit in _CASES:
        return 0.95
    bare = span.unit == "" and span.kind is not Kind.PERCENT and figure.unit not in ("%", "‰")
    return 0.7 if bare else 0.0


def _before(ordered: Sequence[int], at: int) -> int:
    """The last of these positions that is not behind `at`."""
    return ordered[bisect_right(ordered, at) - 1]


def _without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with these stretches blanked, so that a place is never read as a noun; positions stay."""
    parts, at = [], 0
    for start, end in sorted(stretches):
        if start >= at:
            parts += [text[at:start], "□" * (end - start)]
            at = end
    return "".join([*parts, text[at:]])


__all__ = ["Candidate", "Claim", "Named", "claims"]
