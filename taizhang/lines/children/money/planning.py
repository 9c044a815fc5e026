"""Plans a month's run: what each child is still to be paid, month by month with its cause, and what went out too much.

A plan compares what is owed with what is on its way and proposes the difference. It keeps no state, so that planning
again after the lines were taken over finds nothing new.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money import causes
from taizhang.lines.children.money.causes import Cause
from taizhang.lines.children.money.cents import yuan
from taizhang.lines.children.money.entitlement import OWED, Child, Key, Standing, Terms, owed, span_at, standing
from taizhang.lines.children.money.ledger import Claim, Payment, kept, outstanding, sent_back, under_way
from taizhang.lines.children.money.months import Month, listed, said
from taizhang.lines.children.money.rates import NoRate

REGULAR, BACKPAY, RATE = "REGULAR", "BACKPAY", "RATE"
OVERPAY, WITHDRAW, REFUND, FAULT = "OVERPAY", "WITHDRAW", "REFUND", "FAULT"
# Kinds that put money into a batch; REFUND gives back what was repaid of a claim beyond what had reached the child. The
# others go to the recoveries: OVERPAY raises a claim, WITHDRAW lowers it.
PAYING = frozenset({REGULAR, BACKPAY, RATE, REFUND})

Facts = tuple[Child, Sequence[Payment], Sequence[Claim]]


class Line(NamedTuple):
    """Cents of one child for one month, always above zero (a FAULT has none); `standard` is the rate it rests on."""

    child: Key
    month: Month
    cents: int
    kind: str
    cause: str
    sentence: str
    category: str
    standard: int


class Recovery(NamedTuple):
    """What is to be demanded back of one child for one cause, ready for a notice."""

    child: Key
    months: tuple[Month, ...]
    cents: int
    cause: str
    sentence: str


class Movement(NamedTuple):
    """A change against the month before: ENTER, LEAVE, CATEGORY or AMOUNT; cents before and after."""

    child: Key
    kind: str
    cause: str
    before: int
    after: int
    sentence: str


class _File(NamedTuple):
    child: Child
    payments: Sequence[Payment]
    claims: Sequence[Claim]


class Run:
    """The run of one month under given terms; `month` is the last month that it pays."""

    __slots__ = ("_regular", "month", "terms")

    def __init__(self, month: Month, terms: Terms) -> None:
        self.month, self.terms = month, terms
        self._regular = f"发放{said(month)}基本生活费"

    def plan(self, children: Iterable[Facts]) -> Iterator[Line]:
        """Streams the lines of all children; a child whose facts contradict gets a FAULT, a missing rate stops all."""
        for child, payments, claims in children:
            try:
                yield from self.lines(child, payments, claims)
            except Invalid as fault:
                # A rate that only a month paid ahead lacks is that child's matter, not the run's.
                if isinstance(fault, NoRate) and fault.month <= self.month:
                    raise
                yield Line(child[0], self.month, 0, FAULT, "CONTRADICTION", str(fault), "", 0)

    def lines(self, child: Child, payments: Sequence[Payment], claims: Sequence[Claim] = ()) -> list[Line]:
        """The child's lines in order of months; raises Invalid for facts that contradict, NoRate.

        Months after the run that are paid in advance are judged too, but only for what they hold too much.
        """
        held = kept(payments, claims, self.terms.opened)
        due = owed(child, self.terms, max(self.month, max(held, default=0)))
        differing = [month for month, cents in due.items() if held.get(month, 0) != cents]
        if differing == [self.month] and len(held) < len(due) and not _mentioned(payments, claims, self.month):
            return [self._usual(child, due[self.month])]
        differing += [month for month, cents in held.items() if cents and month not in due]
        file = _File(child, payments, claims)
        return [
            line
            for month in sorted(differing)
            for line in self._of(file, month, due.get(month, 0) - held.get(month, 0))
        ]

    def movement(self, child: Child) -> Movement | None:
        """What changed for the child against the month before, judged by what is owed; raises NoRate."""
        now, before = standing(child, self.month, self.terms), standing(child, self.month - 1, self.terms)
        kind = _moved(before, now)
        if not kind:
            return None
        told = {
            "ENTER": f"{said(self.month)}起发放：{now.sentence}；此前{before.sentence}",
            "LEAVE": f"{said(self.month)}起不再发放：{now.sentence}",
            "CATEGORY": f"类别由“{self._word(before)}”变更为“{self._word(now)}”：{now.sentence}",
            "AMOUNT": f"月发放额由{yuan(before.cents)}元变为{yuan(now.cents)}元：{now.sentence}",
        }
        cause = "RESUMED" if before.code == "SUSPENDED" and kind == "ENTER" else now.code
        return Movement(child.key, kind, cause, before.cents, now.cents, told[kind])

    def unproved(self, child: Child) -> str:
        """Why a child of age is not paid in the month, where a proof of study is all it lacks; else blank."""
        found = standing(child, self.month, self.terms)
        if found.code != "OVER_AGE":
            return ""
        proved = child._replace(proofs=(*child.proofs, (self.month, self.month)))
        return found.sentence if standing(proved, self.month, self.terms).code in OWED else ""

    def movements(self, children: Iterable[Child]) -> Iterator[Movement]:
        """Who enters, leaves, changes category or amount in the month of the run, and why."""
        for child in children:
            if self._could_move(child) and (found := self.movement(child)) is not None:
                yield found

    def _usual(self, child: Child, cents: int) -> Line:
        """The month of the run for a child of whom nothing else is to be said: nearly every line of a run."""
        one = span_at(child.spans, self.month)
        assert one is not None
        standard = self.terms.rates.series(one.category, self.month, self.month)[self.month]
        return Line(child.key, self.month, cents, REGULAR, "REGULAR", self._regular, one.category, standard)

    def _of(self, file: _File, month: Month, difference: int) -> Iterator[Line]:
        found = standing(file.child, month, self.terms)
        if difference < 0:
            why = causes.excess(month, -difference, file.payments, found, self.terms.rates)
            yield self._line(file, month, -difference, OVERPAY, why, found)
        elif month <= self.month:
            yield from self._owing(file, month, difference, found)

    def _owing(self, file: _File, month: Month, rest: int, found: Standing) -> Iterator[Line]:
        """A claim is given up before money moves, a return is sent anew before anything is called a difference."""
        given_up = min(rest, outstanding(file.claims, month))
        if given_up:
            yield self._line(file, month, given_up, WITHDRAW, causes.withdrawn(month, file.payments, found), found)
        rest -= given_up
        again = min(rest, sent_back(file.payments, month)) if found.code in OWED else 0
        if again:
            yield self._line(file, month, again, BACKPAY, causes.returned(month, again), found)
        if rest > again:
            kind, why = self._why(file, month, rest - again, found, part=again > 0)
            yield self._line(file, month, rest - again, kind, why, found)

    def _why(self, file: _File, month: Month, cents: int, found: Standing, *, part: bool) -> tuple[str, Cause]:
        if found.code not in OWED:
            return REFUND, causes.refunded(month, cents)
        if not part and not under_way(file.payments, month):
            if month == self.month:
                return REGULAR, Cause("REGULAR", self._regular)
            return BACKPAY, causes.missed(file.child, month, file.payments)
        if any(claim.month == month and claim.repaid for claim in file.claims):
            return BACKPAY, causes.repaid(month, found)
        return RATE, causes.short(month, file.payments, found, self.terms.rates)

    def _line(self, file: _File, month: Month, cents: int, kind: str, why: Cause, found: Standing) -> Line:
        # What is demanded back of a month that was never owed rests on no standard.
        standard = self.terms.rates.monthly(found.category, month) if found.code in OWED else 0
        category = found.category or _paid_as(file, month)
        return Line(file.child.key, month, cents, kind, why.code, why.sentence, category, standard)

    def _could_move(self, child: Child) -> bool:
        """Leaves aside, without a sentence being made, who stands in one long span with the same pay in both months."""
        both = owed(child, self.terms, self.month)
        cents = both.get(self.month)
        return len(child.spans) > 1 or cents is None or cents != both.get(self.month - 1)

    def _word(self, found: Standing) -> str:
        return self.terms.rates.word(found.category)


def recoveries(lines: Iterable[Line]) -> Iterator[Recovery]:
    """One recovery per child and cause from the OVERPAY lines of a plan, in the plan's order."""
    excess = (line for line in lines if line.kind == OVERPAY)
    for child, of_child in groupby(excess, key=lambda line: line.child):
        by_cause: dict[str, list[Line]] = {}
        for line in of_child:
            by_cause.setdefault(line.cause, []).append(line)
        for cause, mine in by_cause.items():
            months, cents = tuple(line.month for line in mine), sum(line.cents for line in mine)
            told = f"{listed(months)}多发{yuan(cents)}元，应予追缴。{mine[0].sentence}"
            yield Recovery(child, months, cents, cause, told)


def _paid_as(file: _File, month: Month) -> str:
    """The category of a month before all that a child is owed: as it was paid, else as the child begins."""
    paid = (Payment(*payment).category for payment in file.payments if payment[0] == month)
    return next(paid, "") or min(file.child.spans, key=lambda one: one.first).category


def _mentioned(payments: Sequence[Payment], claims: Sequence[Claim], month: Month) -> bool:
    """Whether the month has a history: then a line of it is more than the usual one."""
    return any(payment[0] == month for payment in payments) or any(claim.month == month for claim in claims)


def _moved(before: Standing, now: Standing) -> str:
    was, stands = before.code in OWED, now.code in OWED
    if was != stands:
        return "ENTER" if stands else "LEAVE"
    if stands and before.category != now.category:
        return "CATEGORY"
    return "AMOUNT" if before.cents != now.cents else ""
