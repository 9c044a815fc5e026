"""Months of each category out of dated facts: no gap, no overlap, the right last month and reason."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.lines.children.codes import StopReason
from taizhang.lines.children.eligibility import ages, parameters, states
from taizhang.lines.children.eligibility.changes import CHANGED, Exit, History, Stretch, spans
from taizhang.lines.children.eligibility.engine import Outcome, judge
from taizhang.lines.children.eligibility.facts import Child, Conference, Held, Parent, Proof, Stay
from taizhang.lines.children.money import months
from taizhang.lines.children.money.months import at
from taizhang.lines.children.tests.test_eligibility_engine import CODES, PAPERS, held, parent

RULES = parameters.load()
CHILD = Child(date(2014, 5, 20))
DEAD = parent("DEAD")
LATER = date(2024, 12, 31)


def prisoner(until: date, ended: date | None = None, *more: Held) -> Parent:
    return Parent((held("IMPRISONED", until=until, ended=ended), *more))


def found(
    father: Parent = DEAD, mother: Parent = DEAD, child: Child = CHILD, on: date = date(2023, 3, 6),
    exits: tuple[Exit, ...] = (), day: date = LATER,
) -> list[Stretch]:  # fmt: skip
    return spans(History(child, father, mother, (on,), exits), RULES, day)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2005, 9, 1), at(2023, 9)),
        (date(2005, 9, 30), at(2023, 9)),
        (date(2005, 10, 1), at(2023, 10)),
        (date(2006, 2, 28), at(2024, 2)),
    ],
)
def test_the_month_of_the_eighteenth_birthday_is_the_last(born, last):
    assert found(child=Child(born)) == [Stretch("ORPHAN_SCAT", at(2023, 4), last, "AGE_18")]


def test_a_leap_birthday_ends_in_march_of_a_common_year():
    child = Child(date(2004, 2, 29))
    assert found(child=child, on=date(2021, 3, 6), father=parent("DEAD", since=date(2020, 1, 1)),
                 mother=parent("DEAD", since=date(2020, 1, 1)))[0].last == at(2022, 3)  # fmt: skip


def test_a_leap_birthday_ends_in_february_where_the_parameter_says_so(tmp_path):
    table = tmp_path / "parameters.toml"
    text = parameters.OWN_FILE.read_text(encoding="utf-8")
    table.write_text(text.replace('_in_march"\nvalue = true', '_in_march"\nvalue = false'), encoding="utf-8")
    lost = parent("DEAD", since=date(2020, 1, 1))
    history = History(Child(date(2004, 2, 29)), lost, lost, (date(2021, 3, 6),))
    assert spans(history, parameters.load(table), LATER)[0].last == at(2022, 2)


SENIOR = tuple(
    Proof(first, last, "SENIOR")
    for first, last in [
        (date(2023, 2, 20), date(2023, 7, 5)),
        (date(2023, 9, 1), date(2024, 1, 25)),
        (date(2024, 2, 26), date(2024, 6, 30)),
    ]
)


def test_in_senior_high_at_eighteen_it_goes_on_through_graduation():
    child = Child(date(2005, 3, 18), SENIOR)
    assert found(child=child) == [Stretch("ORPHAN_SCAT", at(2023, 4), at(2024, 6), "GRADUATED")]


def test_a_birthday_in_the_holidays_needs_no_proof_for_them():
    child = Child(date(2005, 8, 10), SENIOR[1:])
    assert found(child=child) == [Stretch("ORPHAN_SCAT", at(2023, 4), at(2024, 6), "GRADUATED")]


def test_a_year_away_from_school_ends_it():
    child = Child(date(2005, 3, 18), (SENIOR[0], SENIOR[2]))
    assert found(child=child) == [Stretch("ORPHAN_SCAT", at(2023, 4), at(2023, 7), "GRADUATED")]


def test_a_proof_that_ends_in_childhood_shortens_nothing():
    child = Child(date(2005, 9, 18), (Proof(date(2023, 2, 20), date(2023, 7, 5), "SENIOR"),))
    assert found(child=child) == [Stretch("ORPHAN_SCAT", at(2023, 4), at(2023, 9), "AGE_18")]


def test_what_happens_the_day_after_graduation_comes_too_late():
    child = Child(date(2005, 3, 18), SENIOR)
    exits = (Exit(date(2024, 7, 1), "ADOPTED"),)
    assert found(child=child, exits=exits)[-1] == Stretch("ORPHAN_SCAT", at(2023, 4), at(2024, 6), "GRADUATED")


def test_confirmed_on_the_last_of_august_is_paid_from_september():
    assert found(on=date(2023, 8, 31)) == [Stretch("ORPHAN_SCAT", at(2023, 9))]


def test_released_in_june_and_reported_whenever_june_is_the_last_month():
    father = prisoner(date(2025, 1, 10), date(2023, 6, 15))
    stretch = Stretch("DEFACTO", at(2023, 4), at(2023, 6), "PARENT_RELEASED")
    assert found(father) == found(DEAD, father) == [stretch]
    assert found(father, day=date(2023, 6, 14)) == [stretch._replace(last=None, ended="")]


def test_a_term_that_ran_out_unreported_ends_as_well():
    assert found(prisoner(date(2023, 9, 1)))[0] == Stretch("DEFACTO", at(2023, 4), at(2023, 9), "PARENT_RELEASED")


def test_one_dies_while_the_other_is_in_prison_and_then_the_other_dies():
    lost = Parent((held("LOST_CONTACT", ended=date(2023, 5, 9)), held("DEAD", since=date(2023, 5, 9))))
    jailed = prisoner(date(2026, 1, 10), date(2023, 11, 20), held("DEAD", since=date(2023, 11, 20)))
    assert (
        found(lost, jailed)
        == found(jailed, lost)
        == [
            Stretch("DEFACTO", at(2023, 4), at(2023, 11), CHANGED),
            Stretch("ORPHAN_SCAT", at(2023, 12)),
        ]
    )


def test_a_missing_certificate_does_not_stop_what_runs():
    dead = held("DEAD", since=date(2023, 11, 20), papers=frozenset())
    assert found(prisoner(date(2026, 1, 10), date(2023, 11, 20), dead)) == [Stretch("DEFACTO", at(2023, 4))]


def test_a_lost_parent_declared_missing_makes_an_orphan():
    lost = Parent((held("LOST_CONTACT"), held("MISSING", since=date(2024, 2, 1))))
    assert found(lost) == [
        Stretch("DEFACTO", at(2023, 4), at(2024, 2), CHANGED),
        Stretch("ORPHAN_SCAT", at(2024, 3)),
    ]


def test_from_prison_into_rehab_on_the_same_day_goes_on():
    rehab = held("DRUG_REHAB", since=date(2023, 6, 15), until=date(2024, 6, 15))
    assert found(prisoner(date(2023, 6, 15), None, rehab)) == [
        Stretch("DEFACTO", at(2023, 4), at(2024, 6), "PARENT_RELEASED")
    ]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("LOST_CONTACT", "PARENT_FOUND"),
        ("MISSING", "PARENT_FOUND"),
        ("SEVERE_ILLNESS", "PARENT_RECOVERED"),
        ("GUARDIANSHIP_REVOKED", "GUARDIANSHIP_RESTORED"),
        ("DRUG_REHAB", "PARENT_RELEASED"),
    ],
)
def test_the_state_that_ended_is_the_reason(code, reason):
    assert found(parent(code, ended=date(2023, 8, 1)))[-1].ended == reason


def test_the_reasons_are_those_of_the_register():
    known = {*states.ENDINGS, "AGE_18", "GRADUATED", "CATEGORY_CHANGED", "FRAUD"}
    assert known <= set(StopReason.values)


def test_one_of_two_siblings_adopted_leaves_the_other():
    adopted = found(exits=(Exit(date(2023, 9, 4), "ADOPTED"),))
    assert adopted == [Stretch("ORPHAN_SCAT", at(2023, 4), at(2023, 9), "ADOPTED")]
    assert found(child=replace(CHILD, birth=date(2016, 1, 2))) == [Stretch("ORPHAN_SCAT", at(2023, 4))]


def test_forged_evidence_takes_back_every_month_of_the_case():
    jailed = prisoner(date(2026, 1, 10), date(2023, 11, 20), held("DEAD", since=date(2023, 11, 20)))
    exits = (Exit(date(2024, 5, 6), "FRAUD"), Exit(date(2024, 5, 6), "VOLUNTARY"))
    assert found(jailed, exits=exits) == [Stretch("DEFACTO", at(2023, 4), at(2023, 3), "FRAUD")]


def test_moving_into_an_institution_changes_the_category_the_month_after():
    child = replace(CHILD, stays=(Stay(date(2023, 5, 10), date(2023, 12, 31), "JG01"),))
    assert found(child=child) == [
        Stretch("ORPHAN_SCAT", at(2023, 4), at(2023, 5), CHANGED),
        Stretch("ORPHAN_INST", at(2023, 6), at(2023, 12), CHANGED),
        Stretch("ORPHAN_SCAT", at(2024, 1)),
    ]


def test_in_and_out_of_an_institution_within_a_month_changes_nothing():
    child = replace(CHILD, stays=(Stay(date(2023, 5, 10), date(2023, 5, 20), "JG01"),))
    assert found(child=child) == [Stretch("ORPHAN_SCAT", at(2023, 4))]


def test_a_change_before_the_first_month_changes_that():
    child = replace(CHILD, stays=(Stay(date(2023, 3, 20), None, "JG01"),))
    assert found(child=child) == [Stretch("ORPHAN_INST", at(2023, 4))]


def test_who_comes_again_is_confirmed_again():
    twice = prisoner(date(2023, 6, 15), None, held("IMPRISONED", since=date(2023, 9, 1), until=date(2025, 9, 1)))
    history = History(CHILD, twice, DEAD, (date(2023, 3, 6), date(2023, 10, 9)))
    assert spans(history, RULES, LATER) == [
        Stretch("DEFACTO", at(2023, 4), at(2023, 6), "PARENT_RELEASED"),
        Stretch("DEFACTO", at(2023, 11)),
    ]


def turning(tmp_path) -> parameters.Rules:
    """From 16 June 2023 on the month of the event is no longer paid, and that of the confirmation is."""
    text = parameters.OWN_FILE.read_text(encoding="utf-8")
    for name, old, new in (("starts_after", 1, 0), ("ends_after", 0, -1)):
        row = f'[[parameter]]\nname = "{name}"\nvalue = '
        later = 'valid_from = 2023-06-16\ndocument = "示范〔2023〕1号"\n\n'
        before = f"{row}{old}\nvalid_from = 2010-11-16\n"
        assert before in text
        text = text.replace(before, f"{row}{new}\n{later}{before}valid_to = 2023-06-15\n")
    table = tmp_path / "parameters.toml"
    table.write_text(text, encoding="utf-8")
    return parameters.load(table)


def test_no_month_is_counted_twice_where_the_rule_of_the_month_itself_turns(tmp_path):
    twice = prisoner(date(2023, 6, 10), None, held("IMPRISONED", since=date(2023, 6, 18), until=date(2025, 9, 1)))
    history = History(CHILD, twice, DEAD, (date(2023, 3, 6), date(2023, 6, 20)))
    assert spans(history, turning(tmp_path), LATER) == [
        Stretch("DEFACTO", at(2023, 4), at(2023, 6), "PARENT_RELEASED"),
        Stretch("DEFACTO", at(2023, 7)),
    ]


def test_an_end_before_the_first_month_holds_no_month_and_not_less(tmp_path):
    history = History(CHILD, prisoner(date(2023, 6, 20)), DEAD, (date(2023, 6, 10),))
    assert spans(history, turning(tmp_path), LATER) == [Stretch("DEFACTO", at(2023, 7), at(2023, 6), "PARENT_RELEASED")]


def test_two_ends_on_one_day_give_one_reason_whoever_is_the_father():
    released, found_again = prisoner(date(2023, 8, 1)), parent("LOST_CONTACT", ended=date(2023, 8, 1))
    assert found(released, found_again) == found(found_again, released)


def test_an_unknown_parent_counts_as_the_conference_says_and_not_before():
    met = Parent(known=False, conference=Conference("会商〔2023〕1号", date(2023, 2, 1), "living"))
    assert found(met) == [Stretch("DEFACTO", at(2023, 4))]
    assert found(replace(met, conference=None)) == []


def test_nothing_begins_unless_the_day_of_confirmation_is_right():
    assert found(Parent()) == []
    assert found(exits=(Exit(date(2023, 3, 6), "DEATH"),)) == []
    assert spans(History(CHILD, DEAD, DEAD, ()), RULES, LATER) == []


# Properties, over a slow reckoning that judges every day.

FIRST, THROUGH = date(2021, 3, 1), date(2023, 2, 28)
days = st.dates(date(2020, 9, 1), THROUGH)
whenever = st.none() | days
turns = st.tuples(st.sampled_from(CODES), st.integers(40, 400), st.sampled_from([0, 0, 0, 0, 15, 60]), st.booleans())


def chain(turns: list[tuple[str, int, int, bool]], goes_on: bool) -> Parent:
    """One state after another, mostly without a day between them; now and then the papers of one are lacking."""
    states, since = [], date(2021, 1, 1)
    for number, (code, length, gap, lacking) in enumerate(turns):
        until = since + timedelta(days=length)
        ended = None if goes_on and number == len(turns) - 1 else until
        papers = frozenset() if lacking and number else PAPERS
        term = since + timedelta(days=400)
        states.append(Held(code, since, term, ended, since - timedelta(days=200), 1, "", papers))
        since = until + timedelta(days=gap)
    return Parent(tuple(states))


conferences = st.builds(Conference, st.just("会商〔2023〕1号"), days, st.sampled_from(["living", "missing", ""]))
parents = st.one_of(
    st.builds(chain, st.lists(turns, min_size=1, max_size=4), st.booleans()),
    st.builds(chain, st.lists(turns, min_size=1, max_size=4), st.just(True)),
    st.builds(lambda met: Parent(known=False, conference=met), conferences),
)
exits = st.builds(Exit, days, st.sampled_from(["ADOPTED", "VOLUNTARY", "FRAUD"]))
stays = st.builds(Stay, days, whenever, st.just("JG01"))
proofs = st.builds(
    lambda first, length: Proof(first, first + timedelta(days=length), "SENIOR"), days, st.integers(30, 300)
)
born = st.sampled_from([date(2004, 2, 29), date(2004, 6, 1), date(2014, 1, 1), date(2015, 1, 1), date(2016, 1, 1)])
some_stays, some_proofs = st.lists(stays, max_size=2).map(tuple), st.lists(proofs, max_size=3).map(tuple)
confirmations = st.lists(st.dates(FIRST, THROUGH), max_size=3).map(lambda found: (FIRST, *sorted(found)))
histories = st.builds(
    History, st.builds(Child, born, some_proofs, some_stays), parents, parents, confirmations,
    st.lists(exits, max_size=1).map(tuple),
)  # fmt: skip


def slowly(history: History) -> dict[int, str]:
    """Month → category: what held when the month began, judged day by day."""
    category, paid, before = "", {}, {}
    day = min(history.confirmations)
    while day <= THROUGH:
        was = category
        category = of_day(history, day, category)
        if was and any(one == Exit(day, "FRAUD") for one in history.exits):
            paid = dict(before)
        if category and not was:
            before = dict(paid)
        day += timedelta(days=1)
        if category and day.day == 1:
            paid[months.of(day)] = category
    return paid


def of_day(history: History, day: date, category: str) -> str:
    """The category after a day that began in another, or in none."""
    facts = (history.child, history.father, history.mother)
    study = ages.spell(history.child, day, RULES)
    if any(one.on == day for one in history.exits) or (study and (study.last, study.reason) == (day, "GRADUATED")):
        return ""
    verdict = judge(*facts, day, RULES, enrolling=False)
    if category and verdict.outcome is not Outcome.REFUSED:
        return verdict.category or category
    return judge(*facts, day, RULES).category if day in history.confirmations else ""


@settings(max_examples=60, deadline=None)
@given(histories)
def test_the_months_are_those_of_a_slow_reckoning(history):
    through = months.of(THROUGH) + 1
    fast = {
        month: one.category
        for one in spans(history, RULES, THROUGH)
        for month in months.span(one.first, through if one.last is None else one.last)
    }
    assert fast == slowly(history)


@settings(deadline=None)
@given(histories)
def test_stretches_never_overlap_and_a_change_leaves_no_gap(history):
    stretches = spans(history, RULES, THROUGH)
    for before, after in pairwise(stretches):
        assert before.last is not None
        assert before.last < after.first
        if before.ended == CHANGED:
            assert after.first == before.last + 1
            assert after.category != before.category
    assert all(one.ended or one.last is None for one in stretches)


@settings(deadline=None)
@given(histories)
def test_the_months_do_not_ask_which_parent_is_the_father(history):
    other = replace(history, father=history.mother, mother=history.father)
    assert spans(history, RULES, THROUGH) == spans(other, RULES, THROUGH)
