"""The states of a parent as a dated table: what each needs, how long it must last, and whether it ends by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.eligibility.reading import BadTable, Entry, entries, in_order, on

OWN_FILE = Path(__file__).with_name("states.toml")
# Why an allowance stops when the state of a parent ends; the codes of the register.
ENDINGS = ("GUARDIANSHIP_RESTORED", "PARENT_FOUND", "PARENT_RECOVERED", "PARENT_RELEASED")


class Group(StrEnum):
    """Two parents dead or missing make an orphan (国办发〔2010〕54号); every other pair is the 2019 document's."""

    DEAD = "dead"
    MISSING = "missing"
    LIVING = "living"


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades of disability that count; without `kinds`, whatever the kind."""

    kinds: frozenset[str]
    grades: frozenset[int]

    def include(self, kind: str, grade: int) -> bool:
        return grade in self.grades and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class State:
    """One row of states.toml, where each field is explained; `months` is zero where no duration is asked."""

    code: str
    name: str
    group: Group
    months: int
    counts: str
    evidence: tuple[tuple[str, ...], ...]
    grades: tuple[Grades, ...]
    term: bool
    ends: str
    valid_from: date
    valid_to: date | None
    document: str
    certain: bool

    def accepts(self, kind: str, grade: int) -> bool:
        """Whether that disability counts; a state without grades asks for none."""
        return not self.grades or any(one.include(kind, grade) for one in self.grades)


class States:
    """All rows by code, and the names of the papers they ask for."""

    __slots__ = ("_by_code", "papers")

    def __init__(self, rows: Iterable[State], papers: Mapping[str, str]) -> None:
        """Raises BadTable where two rows of one code hold on one day."""
        self.papers = dict(papers)
        found: dict[str, list[State]] = {}
        for row in rows:
            found.setdefault(row.code, []).append(row)
        self._by_code = {code: in_order(f"状态 {code} ", of_code) for code, of_code in found.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def rows(self, code: str) -> tuple[State, ...]:
        """In order of time; raises Invalid for a code that the table does not have."""
        try:
            return self._by_code[code]
        except KeyError:
            raise Invalid(f"父母状态“{code}”不在状态表中；现有{'、'.join(sorted(self._by_code))}，请改选") from None

    def at(self, code: str, day: date) -> State:
        """The row of that day; else the next one to come; else the last that held. Raises Invalid for the code."""
        rows = self.rows(code)
        return on(rows, day) or next((row for row in rows if row.valid_from > day), rows[-1])

    def group(self, group: Group) -> tuple[str, ...]:
        return tuple(code for code, rows in self._by_code.items() if rows[-1].group == group)


@cache
def load(path: Path = OWN_FILE) -> States:
    """Raises BadTable, whose sentence names the row; what was loaded once is kept for the life of the process."""
    found = entries(path, "paper", "state")
    papers = _papers(found["paper"])
    return States([_state(entry, papers) for entry in found["state"]], papers)


def _papers(rows: Iterable[Entry]) -> dict[str, str]:
    papers: dict[str, str] = {}
    for entry in rows:
        code = entry.code()
        if code in papers:
            raise BadTable(f"{entry.where}的 code 已经用过；请换一个")
        papers[code] = entry.text("name")
        entry.done()
    return papers


def _state(entry: Entry, papers: Mapping[str, str]) -> State:
    valid_from, valid_to, document, certain = entry.validity()
    state = State(
        code=entry.code(), name=entry.text("name"), group=Group(entry.choice("group", list(Group))),
        months=entry.number("months", 0, 0), counts=entry.choice("counts", ("receipt", "term"), ""),
        evidence=_evidence(entry, papers), grades=_grades(entry), term=entry.flag("term", False),
        ends=entry.choice("ends", ENDINGS), valid_from=valid_from, valid_to=valid_to, document=document,
        certain=certain,
    )  # fmt: skip
    entry.done()
    if bool(state.months) != bool(state.counts):
        raise BadTable(f"{entry.where}的 months 与 counts 应同时填写：既要说多少个月，也要说从哪天起算")
    if state.term != (state.counts == "term"):
        raise BadTable(f"{entry.where}的 term 为 true 时 counts 应为 term，反之亦然；请改正")
    return state


def _evidence(entry: Entry, papers: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    written = entry.any("evidence")
    if not isinstance(written, list) or not written or not all(isinstance(one, list) and one for one in written):
        raise BadTable(f"{entry.where}的 evidence 应为列表的列表，且不空；请写明须交哪些材料")
    unknown = sorted({str(code) for one in written for code in one if code not in papers})
    if unknown:
        raise BadTable(f"{entry.where}的 evidence 有材料表中没有的 {'、'.join(unknown)}；请先在 [[paper]] 中登记")
    return tuple(tuple(one) for one in written)


def _grades(entry: Entry) -> tuple[Grades, ...]:
    if "grades" not in entry.values:
        return ()
    written = entry.any("grades")
    if not isinstance(written, list) or not all(isinstance(one, dict) for one in written):
        raise BadTable(f"{entry.where}的 grades 应写成 [[state.grades]]；请改写")
    return tuple(_one_grades(Entry(f"{entry.where}的 grades", one)) for one in written)


def _one_grades(entry: Entry) -> Grades:
    grades = entry.any("grades")
    if not isinstance(grades, list) or not grades or not set(grades) <= {1, 2, 3, 4}:
        raise BadTable(f"{entry.where}应为 1 至 4 级的列表，如 [1, 2]；请改正")
    found = Grades(frozenset(entry.texts("kinds", [])), frozenset(grades))
    entry.done()
    return found
