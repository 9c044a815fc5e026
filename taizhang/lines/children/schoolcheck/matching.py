"""Matches children to pupils: first by equal numbers, then by comparing what is left, one pupil to one child."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taizhang.lines.children.schoolcheck import evidence, names, numbers
from taizhang.lines.children.schoolcheck.blocks import Blocks, Line
from taizhang.lines.children.schoolcheck.names import NameLink
from taizhang.lines.children.schoolcheck.numbers import NumberLink
from taizhang.lines.children.schoolcheck.persons import USUAL, Pair, Person, Result, Stage, Thresholds, Undecided
from taizhang.lines.children.schoolcheck.scoring import ALIKE, score


class Edge(NamedTuple):
    """A child and a pupil that may be one person."""

    score: int
    child: Line
    pupil: Line
    number: NumberLink
    name: NameLink


def match(children: Iterable[Person], pupils: Iterable[Person], *, thresholds: Thresholds = USUAL) -> Result:
    """A child is to come once: where two lines of either list bear one number, a clerk has to decide."""
    children, pupils = list(children), list(pupils)
    register, roll = _lines(children), _lines(pupils)
    settled = _with_equal_numbers(register, roll)
    edges = _compared(register, roll, settled, thresholds)
    assignment = _Assignment(edges, thresholds.margin)
    settled += [edge for edge in edges if edge.score >= thresholds.settle and assignment.settles(edge)]
    return _Report(children, pupils, thresholds).of(settled, edges)


def _lines(persons: list[Person]) -> list[Line]:
    return [Line(at, numbers.clean(one.id_no), names.clean(one.name)) for at, one in enumerate(persons)]


def _with_equal_numbers(register: list[Line], roll: list[Line]) -> list[Edge]:
    """Where a number stands once in the register and once, with a name that goes with it, in the roll."""
    owners = _by_number(register)
    claims: dict[str, list[Line]] = defaultdict(list)
    for pupil in roll:
        if pupil.number in owners:
            claims[pupil.number].append(pupil)
    found = []
    for number, claimants in claims.items():
        child, *others = owners[number]
        links = [(link, pupil) for pupil in claimants if (link := names.relation(child.name, pupil.name)) in ALIKE]
        if not others and len(links) == 1:
            found.append(_edge(child, links[0][1], NumberLink.SAME, links[0][0]))
    return found


def _edge(child: Line, pupil: Line, number: NumberLink, name: NameLink) -> Edge:
    return Edge(score(number, name), child, pupil, number, name)


def _by_number(lines: list[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.number:
            found[line.number].append(line)
    return found


def _compared(register: list[Line], roll: list[Line], settled: list[Edge], thresholds: Thresholds) -> list[Edge]:
    """The pairs worth a look among the lines that equal numbers have left, the best first."""
    matched, gone = {edge.child.at for edge in settled}, {edge.pupil.at for edge in settled}
    blocks = Blocks(child for child in register if child.at not in matched)
    owned = {child.number for child in register}
    edges: list[Edge] = []
    for pupil in roll:
        if pupil.at not in gone:
            edges += _edges(pupil, blocks, owned, thresholds)
    return sorted(edges, key=lambda edge: (-edge.score, edge.child.at, edge.pupil.at))


def _edges(pupil: Line, blocks: Blocks, owned: set[str], thresholds: Thresholds) -> Iterator[Edge]:
    near = {child for child in blocks.near(pupil) if _plausible(child, pupil)}
    if not pupil.number or pupil.number in owned:
        # A missing number, or one that is another child's: only the name can lead to its child, if it is a rare one.
        named = blocks.named(pupil.name)
        near.update(named if len(named) <= thresholds.by_name else ())
    for child in near:
        edge = _edge(child, pupil, _number_link(child, pupil, owned), names.relation(child.name, pupil.name))
        if edge.score >= thresholds.decide:
            yield edge


def _plausible(child: Line, pupil: Line) -> bool:
    """Most lines of a block share a birthday and nothing else; they are told apart at little cost."""
    if child.name == pupil.name or len(child.number) != len(pupil.number):
        return True
    return numbers.distance(child.number, pupil.number) <= 2


def _number_link(child: Line, pupil: Line, owned: set[str]) -> NumberLink:
    link = numbers.compare(child.number, pupil.number).link
    return NumberLink.BORROWED if link is NumberLink.FAR and pupil.number in owned else link


class _Assignment:
    """One to one, the best first; nothing is settled that has a rival whose other side is still free.

    Pairs of equal score that touch each other are rivals of each other, so that the order of the lists is of no effect.
    """

    def __init__(self, edges: list[Edge], margin: int) -> None:
        self.margin, self.children, self.pupils = margin, set[int](), set[int]()
        self._of_child: dict[int, list[Edge]] = defaultdict(list)
        self._of_pupil: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            self._of_child[edge.child.at].append(edge)
            self._of_pupil[edge.pupil.at].append(edge)

    def settles(self, edge: Edge) -> bool:
        if edge.child.at in self.children or edge.pupil.at in self.pupils:
            return False
        if any(rival.score > edge.score - self.margin for rival in self._rivals(edge)):
            return False
        self.children.add(edge.child.at)
        self.pupils.add(edge.pupil.at)
        return True

    def _rivals(self, edge: Edge) -> Iterator[Edge]:
        for one in self._of_child[edge.child.at]:
            if one.pupil.at not in self.pupils and one.pupil.at != edge.pupil.at:
                yield one
        for one in self._of_pupil[edge.pupil.at]:
            if one.child.at not in self.children and one.child.at != edge.child.at:
                yield one


class _Report:
    """Turns lines back into the keys of the lists that came in."""

    def __init__(self, children: list[Person], pupils: list[Person], thresholds: Thresholds) -> None:
        self.children, self.pupils, self.thresholds = children, pupils, thresholds

    def of(self, settled: list[Edge], edges: list[Edge]) -> Result:
        pairs = {edge.child.at: self.pair(edge) for edge in settled}
        taken = {edge.pupil.at for edge in settled}
        candidates: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            if edge.child.at not in pairs and edge.pupil.at not in taken:
                candidates[edge.child.at].append(edge)
        places = range(len(self.children))
        return Result(
            pairs=[pairs[at] for at in places if at in pairs],
            to_decide=[self.undecided(at, candidates[at]) for at in places if at in candidates],
            unmatched=[self.children[at].key for at in places if at not in pairs and at not in candidates],
        )

    def undecided(self, at: int, edges: list[Edge]) -> Undecided:
        shown = edges[: self.thresholds.shown]
        return Undecided(self.children[at].key, tuple(map(self.pair, shown)))

    def pair(self, edge: Edge) -> Pair:
        child, pupil = self.children[edge.child.at].key, self.pupils[edge.pupil.at].key
        stage = Stage.EXACT if edge.number is NumberLink.SAME else Stage.COMPARED
        return Pair(child, pupil, stage, edge.score, evidence.sentences(*edge[1:]))
