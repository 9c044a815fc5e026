"""Whatever happens in whatever order, the cents paid and still owed are those of the months entitled."""

from collections import Counter
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.lines.children.money.entitlement import Child, Span, Suspension, Terms, owed, standing
from taizhang.lines.children.money.ledger import ON_THE_WAY, Claim, Payment
from taizhang.lines.children.money.planning import PAYING, Run
from taizhang.lines.children.money.policies import Policies
from taizhang.lines.children.money.rates import Rate, RateTable
from taizhang.lines.children.tests.money import OPENED, POLICY, WORDS

FIRST, MONTHS = OPENED, 20
CATEGORIES = ("DEFACTO", "ORPHAN_INST", "ORPHAN_SCAT")
months = st.integers(FIRST, FIRST + MONTHS)
cents = st.integers(90_000, 160_001)
rises = st.tuples(st.just("rise"), st.sampled_from(CATEGORIES), months, cents)
spans = st.tuples(
    st.just("spans"), st.lists(months, min_size=1, max_size=4, unique=True), st.sampled_from(CATEGORIES),
    st.sampled_from([0, 0, 30_050, 200_000]), st.booleans(),
)  # fmt: skip
holds = st.tuples(st.just("hold"), months, st.integers(0, 4), st.booleans())
proofs = st.tuples(st.just("proof"), months, st.integers(0, 6))
mistakes = st.tuples(st.just("mistake"), months, cents)
banks = st.tuples(st.just("bank"), st.randoms(use_true_random=False))
histories = st.lists(st.lists(st.one_of(rises, spans, holds, proofs, mistakes, banks), max_size=4), max_size=MONTHS)
births = st.dates(date(2004, 12, 1), date(2007, 1, 1))


class World:
    """One child with its money, and the slow reckoning that the plan is held against."""

    def __init__(self, birth):
        self.rates = {category: {m: 105000 for m in range(FIRST, FIRST + MONTHS + 1)} for category in CATEGORIES}
        self.spans, self.held, self.proofs = [Span("DEFACTO", FIRST)], [], []
        self.payments, self.claims, self.birth = [], [], birth

    def happens(self, event, *told):
        getattr(self, event)(*told)

    def rise(self, category, since, amount):
        self.rates[category].update({m: amount for m in self.rates[category] if m >= since})

    def spans_of(self, starts, category, reduction, open_ended):
        starts = sorted(starts)
        self.spans = [
            Span(CATEGORIES[(CATEGORIES.index(category) + n) % 3], start, end - 1, reduction)
            for n, (start, end) in enumerate(pairwise(starts))
        ]
        if open_ended or not self.spans:
            self.spans.append(Span(category, starts[-1], None, reduction))

    def hold(self, first, more, restored):
        self.held.append(Suspension(first, first + more, restored))

    def proof(self, first, more):
        self.proofs.append((first, first + more))

    def mistake(self, month, amount):
        self.payments.append(Payment(month, amount, "PAID", "DEFACTO", amount, month))

    def bank(self, random):
        """Anything may come back at any time, and claims are repaid in part."""
        for n, payment in enumerate(self.payments):
            if payment.status in ON_THE_WAY:
                self.payments[n] = payment._replace(
                    status=random.choice(["SENT", "PAID", "PAID", "RETURNED", "CANCELLED"])
                )
        for n, claim in enumerate(self.claims):
            if claim.cents > 0:
                self.claims[n] = claim._replace(repaid=random.randint(claim.repaid, claim.cents))

    @property
    def child(self):
        return Child("C1", self.birth, tuple(self.spans), tuple(self.proofs), tuple(self.held))

    @property
    def terms(self):
        table = [Rate(c, m, m, amount, f"示范{m}") for c, known in self.rates.items() for m, amount in known.items()]
        return Terms(RateTable(table, WORDS), Policies([POLICY]), OPENED)

    def entitled(self, month):
        """In the plainest words, month by month, by nothing that the plan uses."""
        of_month = [one for one in self.spans if one.first <= month <= (one.last if one.last is not None else month)]
        turns = self.birth.year * 12 + self.birth.month - 1 + 18 * 12
        studies = any(first <= month <= last for first, last in self.proofs)
        held = any(h.first <= month <= h.last and not h.restored for h in self.held)
        if not of_month or held or (month > turns and not studies):
            return 0
        return max(0, self.rates[of_month[0].category][month] - of_month[0].reduction)

    def kept(self):
        on_the_way = sum(payment.cents for payment in self.payments if payment.status in ON_THE_WAY)
        return on_the_way - sum(claim.cents for claim in self.claims)

    def take_over(self, lines):
        for line in lines:
            if line.kind in PAYING:
                self.payments.append(Payment(line.month, line.cents, "PENDING", line.category, line.standard, None))
            else:
                self.claims.append(claim_of(line))


def live(world, events):
    for event, *told in events:
        world.happens("spans_of" if event == "spans" else event, *told)


@settings(max_examples=400, deadline=None)
@given(births, histories)
def test_paid_and_owed_less_overpaid_is_the_sum_of_the_months(birth, history):
    world = World(birth)
    for n, events in enumerate(history):
        live(world, events)
        ahead = [payment.month for payment in world.payments if payment.status in ON_THE_WAY]
        lines = Run(FIRST + n, world.terms).lines(world.child, world.payments, world.claims)
        move = sum(line.cents if line.kind != "OVERPAY" else -line.cents for line in lines)
        # Months paid ahead of the run by mistake are owed only when their time comes, but never held too much.
        later = {m for m in [*ahead, *(c.month for c in world.claims)] if m > FIRST + n}
        due = sum(world.entitled(m) for m in range(FIRST, FIRST + n + 1))
        after = world.kept() + move
        world.take_over(lines)
        beyond = {m: held_in(world, m) for m in later}
        assert all(held <= world.entitled(m) for m, held in beyond.items())
        assert after - sum(beyond.values()) == due


@settings(max_examples=300, deadline=None)
@given(births, histories)
def test_a_plan_that_was_taken_over_proposes_nothing_more(birth, history):
    world = World(birth)
    for n, events in enumerate(history):
        live(world, events)
        run = Run(FIRST + n, world.terms)
        world.take_over(run.lines(world.child, world.payments, world.claims))
        assert run.lines(world.child, world.payments, world.claims) == []


@settings(max_examples=300, deadline=None)
@given(births, histories)
def test_no_month_is_held_twice_and_regular_pay_goes_out_once(birth, history):
    world, regular = World(birth), Counter()
    for n, events in enumerate(history):
        live(world, events)
        lines = Run(FIRST + n, world.terms).lines(world.child, world.payments, world.claims)
        regular.update(line.month for line in lines if line.kind == "REGULAR")
        world.take_over(lines)
        assert all(line.cents > 0 and line.sentence for line in lines)
        assert all(held_in(world, m) == world.entitled(m) for m in range(FIRST, FIRST + n + 1))
    assert max(regular.values(), default=0) <= 1


@settings(max_examples=300, deadline=None)
@given(births, histories)
def test_the_reason_of_a_month_and_its_cents_agree(birth, history):
    world = World(birth)
    for events in history:
        live(world, events)
    months_owed = owed(world.child, world.terms, FIRST + MONTHS)
    for month in range(FIRST, FIRST + MONTHS + 1):
        assert standing(world.child, month, world.terms).cents == world.entitled(month) == months_owed.get(month, 0)


def claim_of(line):
    if line.kind == "OVERPAY":
        return Claim(line.month, line.cents)
    return Claim(line.month, -line.cents)


def held_in(world, month):
    on_the_way = sum(p.cents for p in world.payments if p.month == month and p.status in ON_THE_WAY)
    return on_the_way - sum(claim.cents for claim in world.claims if claim.month == month)
