"""Every pair of parents' states, whichever of them is the father; ages, institutions, papers, conferences."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import Category
from taizhang.lines.children.eligibility import engine, parameters, registers
from taizhang.lines.children.eligibility.engine import RANK, Outcome, judge, said
from taizhang.lines.children.eligibility.facts import Child, Conference, Held, Parent, Proof, Stay
from taizhang.lines.children.eligibility.states import Group

RULES = parameters.load()
CODES = list(RULES.states)
PAPERS = frozenset(RULES.states.papers)
DAY = date(2023, 9, 1)
BORN = date(2014, 5, 20)
CHILD = Child(BORN)
SINCE = date(2022, 1, 10)
ABLE = Parent()
UNKNOWN = Parent(known=False)
LOST = ("DEAD", "MISSING")


def held(code: str, **known: object) -> Held:
    """A state that counts on DAY with every paper, unless told otherwise."""
    row = RULES.states.at(code, DAY)
    fitting = {
        "since": SINCE,
        "until": date(2026, 1, 10) if row.term else None,
        "receipt": SINCE if row.counts == "receipt" else None,
        "grade": 1 if row.grades else None,
        "papers": PAPERS,
    }
    return Held(code, **{**fitting, **known})


def parent(*codes: str, **known: object) -> Parent:
    return Parent(tuple(held(code, **known) for code in codes))


def outcome(father: Parent, mother: Parent, day: date = DAY, child: Child = CHILD) -> Outcome:
    return judge(child, father, mother, day, RULES).outcome


def expected(one: str, other: str) -> Outcome:
    if "ABLE" in (one, other):
        return Outcome.REFUSED
    if "UNKNOWN" in (one, other):
        return Outcome.NEEDS_CASE_CONFERENCE
    return Outcome.ORPHAN if {one, other} <= set(LOST) else Outcome.ELIGIBLE_DEFACTO


def of(code: str) -> Parent:
    return {"ABLE": ABLE, "UNKNOWN": UNKNOWN}.get(code) or parent(code)


@pytest.mark.parametrize(("one", "other"), list(product([*CODES, "ABLE", "UNKNOWN"], repeat=2)))
def test_every_pairing_of_the_table(one, other):
    assert outcome(of(one), of(other)) == expected(one, other)


@pytest.mark.parametrize("code", CODES)
def test_each_state_without_its_papers_names_them(code):
    verdict = judge(CHILD, parent(code, papers=frozenset()), parent("DEAD"), DAY, RULES)
    assert verdict.outcome is Outcome.INCOMPLETE
    needs = RULES.states.at(code, DAY).evidence
    assert [set(one.split("或")) for one in verdict.father.missing] == [
        {RULES.states.papers[paper] for paper in need} for need in needs
    ]
    assert verdict.mother.missing == ()
    assert "父亲缺" in verdict.reasons[2]


@pytest.mark.parametrize("code", RULES.states.group(Group.LIVING))
def test_a_state_of_a_later_document_does_not_count_before_it(code):
    row = RULES.states.rows(code)[0]
    day = row.valid_from.replace(year=row.valid_from.year - 1)
    early = held(code, since=date(2000, 1, 1), receipt=date(2000, 1, 1), until=None)
    verdict = judge(
        Child(date(2012, 1, 1)), Parent((early,)), parent("DEAD", since=SINCE.replace(year=2011)), day, RULES
    )
    assert verdict.outcome is Outcome.REFUSED
    assert verdict.holds_from == row.valid_from
    assert row.document in verdict.father.sentence


def test_lost_contact_counts_six_months_from_the_receipt():
    lost = parent("LOST_CONTACT", since=date(2020, 1, 1), receipt=date(2023, 3, 10))
    verdict = judge(CHILD, lost, parent("DEAD"), date(2023, 9, 9), RULES)
    assert (verdict.outcome, verdict.holds_from) == (Outcome.REFUSED, date(2023, 9, 10))
    assert "接警回执2023年3月10日" in verdict.father.sentence
    assert "2023年9月10日起符合" in verdict.father.sentence
    assert "可再申请" in said(verdict)
    assert outcome(lost, parent("DEAD"), date(2023, 9, 10)) is Outcome.ELIGIBLE_DEFACTO


def test_lost_contact_without_a_receipt_is_asked_for_it():
    verdict = judge(CHILD, parent("LOST_CONTACT", receipt=None), parent("DEAD"), DAY, RULES)
    assert verdict.father.missing == ("接警回执日期",)


def test_a_lost_parent_later_declared_missing_keeps_both_dates():
    lost = parent("LOST_CONTACT").states + parent("MISSING", since=date(2023, 8, 1)).states
    verdict = judge(CHILD, Parent(lost), parent("DEAD"), DAY, RULES)
    assert verdict.outcome is Outcome.ORPHAN
    assert "2023年8月1日" in verdict.father.sentence
    assert "失联（自2022年1月10日）" in verdict.father.sentence
    before = judge(CHILD, Parent(lost), parent("DEAD"), date(2023, 7, 31), RULES)
    assert before.outcome is Outcome.ELIGIBLE_DEFACTO


@pytest.mark.parametrize("code", ["IMPRISONED", "DRUG_REHAB", "OTHER_RESTRAINT"])
@pytest.mark.parametrize(("until", "right"), [(date(2023, 7, 14), False), (date(2023, 7, 15), True)])
def test_a_term_must_be_six_months_as_a_whole(code, until, right):
    term = parent(code, since=date(2023, 1, 15), until=until)
    verdict = judge(CHILD, term, parent("DEAD"), date(2023, 2, 1), RULES)
    assert verdict.eligible is right
    assert ("不足6个月" in verdict.father.sentence) is not right


def test_custody_without_a_known_end_must_have_lasted():
    custody = parent("IMPRISONED", since=date(2023, 5, 1), until=None)
    verdict = judge(CHILD, custody, parent("DEAD"), DAY, RULES)
    assert (verdict.outcome, verdict.holds_from) == (Outcome.REFUSED, date(2023, 11, 1))
    assert outcome(custody, parent("DEAD"), date(2023, 11, 1)) is Outcome.ELIGIBLE_DEFACTO


def test_a_term_is_over_on_the_day_of_release():
    term = parent("IMPRISONED", until=date(2024, 1, 10), ended=date(2023, 6, 15))
    assert outcome(term, parent("DEAD"), date(2023, 6, 14)) is Outcome.ELIGIBLE_DEFACTO
    verdict = judge(CHILD, term, parent("DEAD"), date(2023, 6, 15), RULES)
    assert verdict.outcome is Outcome.REFUSED
    assert "已于2023年6月15日结束" in verdict.father.sentence


@pytest.mark.parametrize(
    ("kind", "grade", "right"),
    [("PHYSICAL", 2, True), ("PHYSICAL", 3, False), ("MENTAL", 3, True), ("INTELLECTUAL", 4, True)],
)
def test_which_disabilities_are_severe(kind, grade, right):
    disabled = parent("SEVERE_DISABILITY", kind=kind, grade=grade)
    assert judge(CHILD, disabled, parent("DEAD"), DAY, RULES).eligible is right


def test_a_disability_without_its_grade_is_asked_for_it():
    verdict = judge(CHILD, parent("SEVERE_DISABILITY", grade=None), parent("DEAD"), DAY, RULES)
    assert verdict.father.missing == ("残疾等级",)


def test_revoked_guardianship_with_an_able_other_parent_says_who_raises_the_child():
    verdict = judge(CHILD, parent("GUARDIANSHIP_REVOKED"), ABLE, DAY, RULES)
    assert verdict.outcome is Outcome.REFUSED
    assert "母亲仍有抚养能力，应由母亲抚养" in verdict.reasons[2]


def test_two_parents_not_yet_qualified_hold_from_the_later_day():
    first = parent("LOST_CONTACT", receipt=date(2023, 4, 1))
    second = parent("LOST_CONTACT", receipt=date(2023, 6, 5))
    assert judge(CHILD, first, second, DAY, RULES).holds_from == date(2023, 12, 5)


def test_who_is_not_yet_lost_is_not_told_to_raise_the_child():
    waiting = parent("LOST_CONTACT", receipt=date(2023, 6, 5))
    assert judge(CHILD, waiting, parent("DEAD"), DAY, RULES).reasons[2] == "父亲的情形在认定日不符合条件，不予认定"
    assert "应由父亲抚养" in judge(CHILD, ABLE, parent("DEAD"), DAY, RULES).reasons[2]


def test_no_day_is_promised_that_comes_after_the_eighteenth_birthday():
    waiting = parent("LOST_CONTACT", receipt=date(2023, 6, 5))
    assert judge(Child(date(2005, 12, 5)), waiting, parent("DEAD"), DAY, RULES).holds_from is None
    assert judge(Child(date(2005, 12, 6)), waiting, parent("DEAD"), DAY, RULES).holds_from == date(2023, 12, 5)


def test_no_day_is_promised_that_comes_after_the_other_parents_release():
    released = parent("IMPRISONED", until=date(2023, 10, 1))
    waiting = parent("LOST_CONTACT", receipt=date(2023, 6, 5))
    assert judge(CHILD, released, waiting, DAY, RULES).holds_from is None


@pytest.mark.parametrize(
    ("counts_as", "other", "result"),
    [
        ("living", "DEAD", Outcome.ELIGIBLE_DEFACTO),
        ("missing", "DEAD", Outcome.ORPHAN),
        ("missing", "IMPRISONED", Outcome.ELIGIBLE_DEFACTO),
        ("", "DEAD", Outcome.REFUSED),
    ],
)
def test_a_conference_speaks_for_an_unknown_parent(counts_as, other, result):
    met = Parent(known=False, conference=Conference("会商〔2023〕1号", date(2023, 8, 1), counts_as))
    assert outcome(met, parent(other)) is result
    assert outcome(met, parent(other), date(2023, 7, 31)) is Outcome.NEEDS_CASE_CONFERENCE


def test_a_conference_with_an_unknown_conclusion_is_refused():
    met = Parent(known=False, conference=Conference("会商〔2023〕1号", date(2023, 8, 1), "gone"))
    with pytest.raises(Invalid, match="会商结论"):
        outcome(met, parent("DEAD"))


def test_a_state_that_the_table_does_not_have_is_refused_by_name():
    with pytest.raises(Invalid, match="BUSY"):
        outcome(Parent((Held("BUSY", SINCE),)), parent("DEAD"))


@pytest.mark.parametrize(
    ("one", "stay", "category"),
    [
        ("DEAD", None, "ORPHAN_SCAT"),
        ("DEAD", Stay(SINCE, None, "JG01"), "ORPHAN_INST"),
        ("IMPRISONED", None, "DEFACTO"),
        ("IMPRISONED", Stay(SINCE, None, "JG01"), "DEFACTO_INST"),
        ("IMPRISONED", Stay(SINCE, DAY, "JG01"), "DEFACTO"),
    ],
)
def test_the_category_follows_the_institution(one, stay, category):
    child = Child(BORN, stays=(stay,) if stay else ())
    assert judge(child, parent(one), parent("DEAD"), DAY, RULES).category == category


def test_an_institution_without_a_code_is_asked_for_it():
    verdict = judge(Child(BORN, stays=(Stay(SINCE),)), parent("DEAD"), parent("DEAD"), DAY, RULES)
    assert (verdict.outcome, verdict.missing, verdict.category) == (Outcome.INCOMPLETE, ("养育机构编码",), "")


def test_the_categories_are_those_of_the_register():
    assert set(engine.NAMES) <= set(Category.values)
    assert {code: Category(code).label for code in engine.NAMES} == engine.NAMES


@pytest.mark.parametrize(
    ("born", "day", "right"),
    [
        (date(2005, 9, 1), date(2023, 8, 31), True),
        (date(2005, 9, 1), date(2023, 9, 1), False),
        (date(2004, 2, 29), date(2022, 2, 28), True),
        (date(2004, 2, 29), date(2022, 3, 1), False),
        (date(2023, 9, 2), date(2023, 9, 1), False),
    ],
)
def test_the_age_is_that_of_the_day_of_confirmation(born, day, right):
    assert judge(Child(born), parent("DEAD"), parent("DEAD"), day, RULES).eligible is right


def test_over_age_with_a_proof_of_study_goes_on_but_does_not_begin():
    child = Child(date(2005, 3, 2), (Proof(date(2023, 9, 1), date(2024, 1, 31), "SENIOR"),))
    facts = (child, parent("DEAD"), parent("DEAD"), date(2023, 10, 1), RULES)
    assert judge(*facts).outcome is Outcome.REFUSED
    assert "认定时须不满18周岁" in judge(*facts).reasons[2]
    assert judge(*facts, enrolling=False).eligible


def test_over_age_may_begin_where_the_parameter_says_so(tmp_path):
    text = parameters.OWN_FILE.read_text(encoding="utf-8")
    table = tmp_path / "parameters.toml"
    table.write_text(text.replace('"study_enrols"\nvalue = false', '"study_enrols"\nvalue = true'), encoding="utf-8")
    child = Child(date(2005, 3, 2), (Proof(date(2023, 9, 1), date(2024, 1, 31), "SENIOR"),))
    verdict = judge(child, parent("DEAD"), parent("DEAD"), date(2023, 10, 1), parameters.load(table))
    assert verdict.outcome is Outcome.ORPHAN


def test_postgraduates_are_not_supported_further():
    child = Child(date(2001, 3, 2), (Proof(date(2023, 9, 1), date(2024, 1, 31), "POSTGRADUATE"),))
    verdict = judge(child, parent("DEAD"), parent("DEAD"), date(2023, 10, 1), RULES, enrolling=False)
    assert "就读证明" in verdict.reasons[2]


def test_a_day_before_every_parameter_is_refused():
    with pytest.raises(Invalid, match="没有参数"):
        outcome(parent("DEAD"), parent("DEAD"), date(2009, 1, 1), Child(date(2005, 1, 1)))


# Registers that pay nothing.

AWAY = Parent(away=((date(2023, 2, 1), None),))


@pytest.mark.parametrize(
    ("one", "other", "right"),
    [
        (AWAY, AWAY, True),
        (AWAY, ABLE, False),
        (AWAY, Parent(unable=True), True),
        (AWAY, parent("SEVERE_DISABILITY", papers=frozenset()), True),
        (AWAY, UNKNOWN, True),
        (ABLE, Parent(unable=True), False),
        (AWAY, Parent(away=((date(2023, 1, 1), date(2023, 8, 31)),)), False),
    ],
)
def test_who_is_left_behind(one, other, right):
    for pair in ((one, other), (other, one)):
        found = [entry.category for entry in registers.registered(CHILD, *pair, DAY, RULES)]
        assert found == (["LEFT_BEHIND"] if right else [])


@pytest.mark.parametrize(
    "child", [Child(date(2007, 9, 1)), Child(BORN, rural=False), Child(date(2023, 9, 2))], ids=["16", "town", "unborn"]
)
def test_who_is_not_left_behind(child):
    assert registers.registered(child, AWAY, AWAY, DAY, RULES) == ()


def test_the_other_registers_carry_no_money_but_hiv():
    child = Child(BORN, migrant=True, hiv=True, hardships=("家庭贫困",))
    found = registers.registered(child, ABLE, ABLE, DAY, RULES)
    assert {(one.category, one.money) for one in found} == {
        ("HARDSHIP_OTHER", False), ("MIGRANT", False), ("HIV", True),
    }  # fmt: skip
    assert {one.category for one in found} <= set(Category.values)


# Properties.

days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
papers = st.just(PAPERS) | st.frozensets(st.sampled_from(sorted(PAPERS)))
early, late = st.dates(date(2017, 1, 1), date(2021, 12, 31)), st.dates(date(2022, 1, 1), date(2030, 12, 31))
optional = st.none() | days
# Half of them are likely to count, so that every outcome is met often.
likely = st.builds(Held, st.sampled_from(CODES), early, late, st.none() | late, early, st.integers(1, 3), papers=papers)
states = likely | st.builds(
    Held, st.sampled_from(CODES), days, optional, optional, optional, st.none() | st.integers(1, 4),
    st.sampled_from(["", "MENTAL"]), papers,
)  # fmt: skip
conferences = st.builds(Conference, st.just("会商〔2023〕1号"), days, st.sampled_from(["", *Group]))
parents = st.builds(
    Parent, st.lists(states, max_size=3).map(tuple), st.sampled_from([True, True, True, False]),
    st.none() | conferences,
)  # fmt: skip
stays = st.builds(Stay, days, optional, st.sampled_from(["", "JG01"]))
children = st.builds(
    Child, st.dates(date(2003, 1, 1), date(2020, 1, 1)), stays=st.lists(stays, max_size=1).map(tuple)
)  # fmt: skip


def swapped(sentence: str) -> str:
    return sentence.replace("父亲", "?").replace("母亲", "父亲").replace("?", "母亲")


@given(children, parents, parents, days)
def test_judging_does_not_ask_which_parent_is_the_father(child, one, other, day):
    here, there = judge(child, one, other, day, RULES), judge(child, other, one, day, RULES)
    assert (here.outcome, here.category, here.holds_from) == (there.outcome, there.category, there.holds_from)
    assert here.father.sentence == swapped(there.mother.sentence)
    assert here.father.missing == there.mother.missing


@given(children, parents, parents, days, st.randoms(use_true_random=False))
def test_the_order_of_the_states_does_not_matter(child, one, other, day, random):
    mixed = list(one.states)
    random.shuffle(mixed)
    again = judge(child, replace(one, states=tuple(mixed)), other, day, RULES)
    assert again == judge(child, one, other, day, RULES)


@given(children, parents, parents, days, papers)
def test_more_papers_never_make_it_worse(child, one, other, day, more):
    richer = replace(one, states=tuple(replace(state, papers=state.papers | more) for state in one.states))
    before, after = judge(child, one, other, day, RULES), judge(child, richer, other, day, RULES)
    assert RANK[after.outcome] >= RANK[before.outcome]


@given(children, parents, parents, days)
def test_the_promised_day_keeps_its_promise_once_papers_are_in(child, one, other, day):
    verdict = judge(child, one, other, day, RULES)
    if verdict.holds_from is None:
        return
    full = [replace(p, states=tuple(replace(s, papers=PAPERS) for s in p.states)) for p in (one, other)]
    then = judge(child, *full, verdict.holds_from, RULES)
    assert verdict.outcome is Outcome.REFUSED
    assert then.outcome is not Outcome.REFUSED


@given(children, parents, parents, days)
def test_every_verdict_says_something_of_each_parent(child, one, other, day):
    verdict = judge(child, one, other, day, RULES)
    assert verdict.reasons[0].startswith("父亲：")
    assert verdict.reasons[1].startswith("母亲：")
    assert bool(verdict.category) is verdict.eligible
