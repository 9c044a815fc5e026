"""What care is due on a day, without a database: each risk, no visit, in time, late, by age, without agreement."""

from datetime import date

import pytest

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.care import parameters
from taizhang.lines.children.care.due import Kind, Listed, Visit, due
from taizhang.lines.children.care.parameters import Interval, Parameters
from taizhang.lines.children.codes import Category, Risk
from taizhang.lines.children.eligibility import parameters as eligibility
from taizhang.lines.children.eligibility.facts import Proof
from taizhang.lines.children.eligibility.reading import BadTable

BORN, ENROLLED = date(2014, 5, 20), date(2023, 1, 15)


def listed(category="DEFACTO", risk="low", **facts):
    return Listed(**{"category": category, "risk": risk, "birth": BORN, "enrolled_on": ENROLLED} | facts)


def at(day, one):
    return due(one, date.fromisoformat(day), parameters.load(), eligibility.load())


def only(day, one, kind=Kind.VISIT):
    (found,) = (reminder for reminder in at(day, one) if reminder.kind == kind)
    return found


@pytest.mark.parametrize(
    ("category", "risk", "due_on"),
    [
        ("DEFACTO", "low", "2023-06-10"),
        ("DEFACTO", "medium", "2023-06-10"),
        ("DEFACTO", "high", "2023-04-10"),
        ("ORPHAN_SCAT", "low", "2023-06-10"),
        ("LEFT_BEHIND", "low", "2023-09-10"),
        ("LEFT_BEHIND", "high", "2023-04-10"),
        ("HARDSHIP_OTHER", "medium", "2023-09-10"),
    ],
)  # fmt: skip
def test_a_visit_is_due_by_category_and_risk_after_the_last_one(category, risk, due_on):
    one = listed(category, risk, visit=Visit(date(2023, 3, 10), risk))
    assert only("2023-12-31", one).due_on == date.fromisoformat(due_on)


def test_without_a_visit_the_enrolment_counts():
    found = only("2023-05-01", listed())
    assert found.due_on == date(2023, 4, 15)
    assert "确认后没有走访" in found.sentence


@pytest.mark.parametrize(("day", "late"), [("2023-04-08", -7), ("2023-04-15", 0), ("2023-04-16", 1)])
def test_it_is_told_a_week_before_is_in_time_on_the_day_and_late_after(day, late):
    assert only(day, listed()).late(date.fromisoformat(day)) == late


def test_before_that_week_nothing_is_due():
    assert at("2023-04-07", listed()) == []


def test_the_end_of_a_long_month_becomes_the_end_of_a_short_one():
    one = listed(risk="high", visit=Visit(date(2023, 1, 31), "high"))
    assert only("2023-03-01", one).due_on == date(2023, 2, 28)


@pytest.mark.parametrize(("register", "seen"), [("high", "low"), ("low", "high")])
def test_the_greater_risk_counts_whoever_said_it(register, seen):
    one = listed(risk=register, visit=Visit(date(2023, 3, 10), seen))
    found = only("2023-04-10", one)
    assert found.due_on == date(2023, 4, 10)
    assert ("高于台账" in found.sentence) == (seen == "high")


def test_a_left_behind_child_without_agreement_lacks_one_since_it_was_enrolled():
    found = only("2023-02-01", listed("LEFT_BEHIND"), Kind.ENTRUST)
    assert found.due_on == ENROLLED
    assert "没有登记委托照护人" in found.sentence


def test_an_agreement_holds_through_its_last_day_and_is_missing_from_the_next():
    one = listed("LEFT_BEHIND", entrusted=((date(2022, 9, 1), date(2023, 3, 31)),))
    assert at("2023-03-31", one) == []
    assert only("2023-04-03", one, Kind.ENTRUST).due_on == date(2023, 4, 1)


def test_of_two_agreements_the_one_that_holds_is_enough():
    one = listed("LEFT_BEHIND", entrusted=((date(2022, 9, 1), date(2023, 1, 31)), (date(2023, 1, 20), None)))
    assert at("2023-03-31", one) == []


def test_other_children_need_no_agreement():
    assert all(one.kind != Kind.ENTRUST for one in at("2024-01-01", listed()))


def test_the_sixteenth_birthday_is_told_before_and_then_nothing_else_is_asked():
    one = listed("LEFT_BEHIND", birth=date(2007, 6, 1), entrusted=((ENROLLED, None),))
    assert [found.code for found in at("2023-05-20", one)] == ["AGE_16_SOON"]
    assert only("2023-05-20", one, Kind.REVIEW).due_on == date(2023, 6, 1)
    assert [found.code for found in at("2023-06-01", one)] == ["AGE_16"]
    assert [found.code for found in at("2024-06-01", one)] == ["AGE_16"]


def test_the_eighteenth_birthday_is_in_time_until_it_comes():
    one = listed(birth=date(2005, 6, 1), visit=Visit(date(2023, 5, 1), "low"))
    (found,) = at("2023-05-20", one)
    assert (found.code, found.due_on) == ("AGE_18_SOON", date(2023, 6, 1))
    assert [found.code for found in at("2023-06-02", one)] == ["AGE_18"]


def test_a_student_owes_the_proof_of_the_new_term():
    proof = Proof(date(2023, 3, 1), date(2023, 7, 31), "SENIOR")
    one = listed(birth=date(2005, 6, 1), visit=Visit(date(2023, 8, 20), "low"), proofs=(proof,))
    assert at("2023-08-25", one) == []
    assert [(found.code, found.due_on) for found in at("2023-09-05", one)] == [("STUDY_PROOF", date(2023, 9, 1))]


def test_what_is_due_first_stands_first():
    found = at("2023-12-01", listed("LEFT_BEHIND"))
    assert [one.kind for one in found] == [Kind.ENTRUST, Kind.VISIT]


def test_every_category_and_risk_has_an_interval_with_its_document():
    for category in Category:
        for risk in Risk:
            assert parameters.load().interval(category, risk, date(2026, 1, 1)).document
    assert [risk.value for risk in Risk] == list(parameters.RISKS)


def test_a_day_without_interval_is_not_guessed():
    with pytest.raises(Invalid, match="补录"):
        parameters.load().interval("DEFACTO", "low", date(2015, 1, 1))


def test_a_new_interval_holds_from_its_day():
    rest = [one for one in parameters.load().intervals(date(2023, 1, 1)) if one.category == "DEFACTO"]
    low = next(one for one in rest if one.risk == "low")
    old = Interval("DEFACTO", "low", 3, 0, date(2016, 2, 4), date(2023, 12, 31), low.document, False)
    new = Interval("DEFACTO", "low", 0, 45, date(2024, 1, 1), None, low.document, False)
    numbers = [parameters.load().number(name, date(2023, 1, 1)) for name in parameters.NUMBERS]
    table = Parameters([old, new, *(one for one in rest if one is not low)], numbers)
    assert table.interval("DEFACTO", "low", date(2023, 12, 31)).said == "每3个月"
    assert table.interval("DEFACTO", "low", date(2024, 1, 1)).after(date(2024, 1, 10)) == date(2024, 2, 24)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("months = 3", "months = 3\ndays = 5", "只填一个"),
        ('risks = ["high"]', 'risks = ["dire"]', "不认识的 dire"),
        ('risks = ["high"]', 'risks = ["low"]', "同时有效|缺少"),
        ('name = "entrusted_days"', 'name = "visit_ahead_days"', "缺少"),
        ("months = 1", "month = 1", "只填一个|不认识的项目"),
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_is_refused(tmp_path, before, after, sentence):
    written = parameters.OWN_FILE.read_text(encoding="utf-8")
    assert before in written
    path = tmp_path / "parameters.toml"
    path.write_text(written.replace(before, after), encoding="utf-8")
    with pytest.raises(BadTable, match=sentence):
        parameters.load(path)
