"""What is due for a child, from which day, and what settles it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.lines.children.eligibility import parameters
from taizhang.lines.children.eligibility.facts import Child, Parent, Proof
from taizhang.lines.children.eligibility.reviews import Enrolment, due
from taizhang.lines.children.tests.test_eligibility_engine import held, parent

RULES = parameters.load()
DEAD = parent("DEAD")
CHILD = Child(date(2014, 5, 20))


def enrolled(father: Parent = DEAD, child: Child = CHILD, category: str = "DEFACTO", **more: object) -> Enrolment:
    return Enrolment(child, father, DEAD, category, **{"confirmed_on": date(2023, 3, 6), **more})


def codes(one: Enrolment, day: date) -> list[tuple[date, str]]:
    return [(found.on, found.code) for found in due(one, day, RULES)]


def test_a_term_raises_a_review_before_it_ends():
    one = enrolled(parent("IMPRISONED", until=date(2023, 10, 1)))
    assert codes(one, date(2023, 8, 31)) == []
    assert codes(one, date(2023, 9, 1)) == [(date(2023, 9, 1), "TERM_ENDS")]
    assert "父亲服刑在押将于2023年10月1日届满" in due(one, date(2023, 9, 1), RULES)[0].sentence
    assert "已于2023年10月1日届满" in due(one, date(2023, 11, 1), RULES)[0].sentence


@pytest.mark.parametrize(
    "settled",
    [
        enrolled(parent("IMPRISONED", until=date(2023, 10, 1), ended=date(2023, 9, 28))),
        enrolled(parent("IMPRISONED", until=date(2024, 10, 1))),
        enrolled(parent("IMPRISONED", until=date(2023, 10, 1)), reviewed_on=date(2023, 10, 1)),
    ],
    ids=["ended", "extended", "reviewed"],
)
def test_what_settles_the_review_of_a_term(settled):
    assert codes(settled, date(2023, 11, 1)) == []


def test_a_card_that_expires_is_reviewed_too():
    one = enrolled(parent("SEVERE_DISABILITY", until=date(2023, 10, 1)))
    assert codes(one, date(2023, 9, 1)) == [(date(2023, 9, 1), "TERM_ENDS")]


def test_once_a_year_everything_is_reviewed():
    assert codes(enrolled(), date(2024, 3, 5)) == []
    assert codes(enrolled(), date(2024, 3, 6)) == [(date(2024, 3, 6), "ANNUAL_REVIEW")]
    assert codes(enrolled(reviewed_on=date(2024, 3, 1)), date(2024, 3, 6)) == []


def test_a_left_behind_child_leaves_on_its_sixteenth_birthday():
    one = enrolled(child=Child(date(2007, 9, 1)), category="LEFT_BEHIND")
    assert codes(one, date(2023, 8, 31)) == []
    assert codes(one, date(2023, 9, 1)) == [(date(2023, 9, 1), "AGE_16")]


def test_eighteen_is_announced_sixty_days_ahead_and_due_on_the_day():
    one = enrolled(child=Child(date(2005, 10, 31)))
    assert codes(one, date(2023, 8, 31)) == []
    assert codes(one, date(2023, 9, 1)) == [(date(2023, 9, 1), "AGE_18_SOON")]
    assert codes(one, date(2023, 10, 31)) == [(date(2023, 10, 31), "AGE_18")]


STUDENT = Child(date(2005, 3, 18), (Proof(date(2023, 2, 20), date(2023, 7, 5), "SENIOR"),))


def test_each_term_asks_for_its_proof():
    one = enrolled(child=STUDENT, reviewed_on=date(2023, 6, 1))
    assert codes(one, date(2023, 7, 5)) == []
    assert codes(one, date(2023, 8, 20)) == []
    assert codes(one, date(2023, 9, 1)) == [(date(2023, 9, 1), "STUDY_PROOF")]
    assert codes(one, date(2023, 9, 6)) == [(date(2023, 7, 5), "GRADUATED")]
    proofs = (*STUDENT.proofs, Proof(date(2023, 9, 1), date(2024, 1, 25), "SENIOR"))
    assert codes(replace(one, child=replace(STUDENT, proofs=proofs)), date(2023, 9, 6)) == []


def test_two_years_after_the_receipt_the_court_may_declare_a_parent_missing():
    lost = held("LOST_CONTACT", receipt=date(2021, 6, 1))
    one = enrolled(Parent((lost,)), reviewed_on=date(2023, 5, 1))
    assert codes(one, date(2023, 5, 31)) == []
    assert codes(one, date(2023, 6, 1)) == [(date(2023, 6, 1), "MISSING_POSSIBLE")]
    again = Parent((replace(lost, ended=date(2023, 6, 1)),))
    assert codes(enrolled(again, reviewed_on=date(2023, 5, 1)), date(2023, 6, 1)) == []
    declared = Parent((lost, held("MISSING", since=date(2023, 5, 20))))
    assert codes(enrolled(declared, reviewed_on=date(2023, 5, 1)), date(2023, 6, 1)) == []


def test_every_sentence_of_a_number_names_its_document():
    one = enrolled(parent("IMPRISONED", until=date(2024, 3, 20)), Child(date(2006, 4, 1)))
    found = due(one, date(2024, 3, 10), RULES)
    assert [item.code for item in found] == ["AGE_18_SOON", "TERM_ENDS", "ANNUAL_REVIEW"]
    assert all("参数" in item.sentence or "号" in item.sentence for item in found)


@given(
    st.dates(date(2003, 1, 1), date(2015, 1, 1)), st.dates(date(2022, 1, 1), date(2026, 1, 1)),
    st.dates(date(2023, 3, 6), date(2026, 1, 1)), st.sampled_from(["DEFACTO", "LEFT_BEHIND"]),
)  # fmt: skip
def test_what_is_due_has_begun_and_stands_in_order(born, until, day, category):
    found = due(enrolled(parent("IMPRISONED", until=until), Child(born), category), day, RULES)
    assert found == sorted(found)
    assert all(one.on <= day for one in found)
