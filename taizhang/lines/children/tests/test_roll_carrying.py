"""A corrected register of the same term keeps what was decided; a closed matter says what a result has come to."""

import pytest
from django.urls import reverse

from taizhang.county.matters import services
from taizhang.lines.children.roll import acting, deciding, listing
from taizhang.lines.children.roll.codes import Decision, Result
from taizhang.lines.children.roll.models import SchoolResult
from taizhang.lines.children.tests import roll
from taizhang.lines.children.tests.roll import number, pupil
from tests.county import on
from tests.matters import office as loop


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on(roll.DAY):
        yield


@pytest.fixture
def office(county):
    county.post("bureau", "civil-affairs", "clerk")
    county.post("supervisor", "government-office", "supervisor")
    roll.child(county, "王小雨")
    return county


def decide(result, decision, by, *, candidate=None, reason="电话核实确认"):
    pk = candidate.pk if candidate else None
    return deciding.decide(result.pk, decision, by=by, edition=result.edition, candidate=pk, reason=reason)[0]


def decided(office, *rows, decision=Decision.SAME):
    """The first candidate of a first register decided."""
    first = roll.result(roll.check(office, *rows))
    return decide(first, decision, office.bureau, candidate=first.candidates.order_by("place").first())


def corrected(office, *rows, **more):
    return roll.result(roll.check(office, *rows, **more))


def test_the_same_pupil_stays_the_child_with_what_the_corrected_register_says(office):
    old = decided(office, pupil("孙浩然"), pupil("赵敏"))

    new = corrected(office, pupil("孙浩然", aid="否"), pupil("赵敏"))

    assert (old.result, new.result, new.decision) == (Result.AID_GRANTED, Result.AID_MISSING, Decision.SAME)
    assert (new.carried_from, new.decided_by, new.reason) == (old, office.bureau, "电话核实确认")
    assert new.candidates.filter(verdict="not_same").count() == 1
    assert new.run.counts["carried"] == 1


def test_another_term_is_looked_at_anew(office):
    decided(office, pupil("孙浩然"), pupil("赵敏"))

    new = corrected(office, pupil("孙浩然"), pupil("赵敏", aid="否"), term="2024-1")

    assert (new.result, new.decision, new.carried_from) == (Result.UNDECIDED, "", None)


def test_a_pupil_who_is_no_longer_there_leaves_the_child_to_be_decided(office):
    decided(office, pupil("孙浩然"), pupil("赵敏"))

    assert corrected(office, pupil("赵敏"), pupil("陈静")).decision == ""


def test_refused_pupils_stay_refused_and_a_new_one_is_looked_at(office):
    first = roll.result(roll.check(office, pupil("孙浩然"), pupil("赵敏")))
    decide(first, Decision.NOT_FOUND, office.bureau)

    same = corrected(office, pupil("孙浩然"), pupil("赵敏", aid="否"))
    with on("2023-09-16"):
        more = corrected(office, pupil("孙浩然"), pupil("陈静"))

    assert (same.result, same.decision) == (Result.NOT_FOUND, Decision.NOT_FOUND)
    assert (more.result, more.decision) == (Result.UNDECIDED, "")
    assert [one.verdict for one in more.candidates.order_by("place")].count("not_same") == 1


def test_whom_the_register_matched_wrongly_is_not_matched_again(office):
    first = roll.result(roll.check(office, pupil("王小雨")))
    decide(first, Decision.NOT_SAME, office.bureau)

    new = corrected(office, pupil("王小雨", aid="否"))

    assert (new.result, new.decision, new.pupil) == (Result.NOT_FOUND, Decision.NOT_SAME, "")
    assert [one.verdict for one in new.candidates.all()] == ["not_same"]


def test_a_carried_decision_may_be_reopened(office, signed_in):
    old = decided(office, pupil("孙浩然"), pupil("赵敏"))
    new = corrected(office, pupil("孙浩然", aid="否"), pupil("赵敏"))
    assert "沿用" in signed_in(office.bureau).get(reverse("roll_result", args=[new.pk])).content.decode()

    again = decide(new, Decision.SAME, office.bureau, candidate=new.candidates.get(verdict="not_same"))

    assert (again.carried_from, again.decision) == (None, Decision.SAME)
    assert again.pupil != old.pupil
    assert SchoolResult.objects.get(pk=old.pk).pupil == old.pupil


def closed(office, outcome, row):
    given, _ = acting.give(roll.result(roll.check(office, row)).pk, office.zuocheng.pk, by=office.bureau)
    matter = services.move(given.matter, "claim", by=office.clerk)
    matter = services.move(matter, "submit", by=office.clerk, note="已上门", outcome=outcome, papers=(loop.paper(),))
    services.move(matter, "close", by=office.supervisor)
    return SchoolResult.objects.get(pk=given.pk)


@pytest.mark.parametrize(
    ("row", "outcome", "label", "tone"),
    [
        (pupil("王小雨", status="辍学"), "returned", "已劝返复学", "g"), (pupil("王小雨", aid="否"), "aided", "已落实资助", "g"),
        (pupil("赵敏", number(998)), "unresolved", "暂无法落实", "a"),
    ],
)  # fmt: skip
def test_a_closed_matter_says_what_the_result_has_come_to(office, signed_in, row, outcome, label, tone):
    found = closed(office, outcome, row)
    recorded = found.get_result_display()

    standing = listing.standing(found)

    assert (standing.label, standing.tone, standing.found) == (label, tone, recorded)
    client = signed_in(office.bureau)
    for page in (reverse("roll_run", args=[found.run_id]), reverse("roll_result", args=[found.pk]),
                 reverse("ledger_detail", args=["children", found.child_id])):  # fmt: skip
        assert label in client.get(page).content.decode()


def test_while_the_matter_runs_the_result_is_what_the_register_said(office):
    found = roll.result(roll.check(office, pupil("王小雨", status="辍学")))
    given, _ = acting.give(found.pk, office.zuocheng.pk, by=office.bureau)

    assert listing.standing(given) == listing.Standing("辍学", "r")
