"""A clerk decides on a child once, whoever else looks at it; what needs action is given once."""

import threading

import pytest
from django.db import connection

from taizhang.county.matters.models import Matter
from taizhang.lines.children.roll import acting, deciding, jobs
from taizhang.lines.children.roll.codes import Decision, Result
from taizhang.lines.children.roll.models import Candidate, SchoolResult
from taizhang.lines.children.roll.refusal import Overtaken, Refused
from taizhang.lines.children.tests import roll
from taizhang.lines.children.tests.roll import number, pupil
from tests.county import on


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on(roll.DAY):
        yield


def staffed(county):
    for username in ("bureau", "bureau2"):
        county.post(username, "civil-affairs", "clerk")
    return county


@pytest.fixture
def office(county):
    return staffed(county)


@pytest.fixture
def waiting(office):
    """A child whose number stands twice in the register under another name."""
    roll.child(office, "王小雨")
    return roll.result(roll.check(office, pupil("孙浩然"), pupil("赵敏")))


def decide(result, decision, by, *, candidate=None, reason="", edition=None):
    pk = candidate.pk if candidate else None
    given = {"candidate": pk, "reason": reason, "edition": edition or result.edition}
    return deciding.decide(result.pk, decision, by=by, **given)


def test_the_chosen_pupil_decides_the_result(office, waiting):
    chosen = waiting.candidates.get(place=2)
    stored, new = decide(waiting, Decision.SAME, office.bureau, candidate=chosen)
    assert (stored.result, new, stored.decided_by) == (Result.AID_GRANTED, True, office.bureau)
    assert stored.pupil == chosen.pupil
    assert stored.candidates.filter(verdict="not_same").count() == 1


def test_the_last_pupil_refused_leaves_the_child_not_found(office, waiting):
    first, second = waiting.candidates.order_by("place")
    stored, _ = decide(waiting, Decision.NOT_SAME, office.bureau, candidate=first)
    assert (stored.result, stored.decision) == (Result.UNDECIDED, "")
    stored, _ = decide(stored, Decision.NOT_SAME, office.bureau, candidate=second)
    assert (stored.result, stored.decision) == (Result.NOT_FOUND, Decision.NOT_SAME)


def test_not_found_at_once_needs_a_reason(office, waiting):
    with pytest.raises(Refused, match="须写明理由"):
        decide(waiting, Decision.NOT_FOUND, office.bureau, reason="无")
    stored, _ = decide(waiting, Decision.NOT_FOUND, office.bureau, reason="电话核实在外省就读")
    assert (stored.result, stored.reason) == (Result.NOT_FOUND, "电话核实在外省就读")


def test_the_school_may_be_asked_and_its_answer_decides(office, waiting):
    stored, _ = decide(waiting, Decision.ASK, office.bureau)
    assert (stored.result, acting.needs_action(stored)) == (Result.UNDECIDED, True)
    given, _ = acting.give(stored.pk, office.zuocheng.pk, by=office.bureau)
    stored, _ = decide(given, Decision.SAME, office.bureau, candidate=given.candidates.first())
    assert stored.result == Result.AID_GRANTED


def test_a_pupil_of_another_child_cannot_be_chosen(office, waiting):
    roll.child(office, "李明", number(998))
    other = roll.check(office, pupil("陈静", number(998)), term="2023-1").results.get(child__code="ET20220115-0002")
    with pytest.raises(Refused, match="不属于这名儿童"):
        decide(waiting, Decision.SAME, office.bureau, candidate=other.candidates.get())
    with pytest.raises(Refused, match="选定一人"):
        decide(waiting, Decision.NOT_SAME, office.bureau)


def test_one_pupil_is_not_two_children_unless_it_is_explained(office):
    elder = roll.child(office, "王子轩", number(997))
    roll.child(office, "王佳怡", number(996, roll.BORN.replace(year=2014)))
    run = roll.check(office, pupil("王子轩", number(996, roll.BORN.replace(year=2014))))
    first, second = run.results.order_by("child__code")
    decide(first, Decision.SAME, office.bureau, candidate=first.candidates.get())
    with pytest.raises(Refused, match=f"已判定为 {elder.code}"):
        decide(second, Decision.SAME, office.bureau, candidate=second.candidates.get())
    stored, _ = decide(second, Decision.SAME, office.bureau, candidate=second.candidates.get(), reason="名册另有一行")
    assert stored.result == Result.AID_GRANTED


def test_a_double_click_decides_once(office, waiting):
    chosen = waiting.candidates.get(place=1)
    decide(waiting, Decision.SAME, office.bureau, candidate=chosen)
    stored, new = decide(waiting, Decision.SAME, office.bureau, candidate=chosen, edition=1)
    assert (new, stored.edition) == (False, 2)
    assert SchoolResult.versions.objects.filter(id=waiting.pk).count() == 2


def test_the_second_of_two_clerks_is_told_what_the_first_decided(office, waiting):
    decide(waiting, Decision.SAME, office.bureau, candidate=waiting.candidates.get(place=1))
    with pytest.raises(Overtaken, match="经办bureau 已于 09-15 12:00 判定为“是同一人”"):
        decide(waiting, Decision.NOT_FOUND, office.bureau2, reason="外省就读", edition=1)
    assert SchoolResult.objects.get().result == Result.AID_GRANTED


def test_what_the_comparison_settled_is_overridden_with_a_reason_and_can_be_restored(office):
    roll.child(office, "王小雨")
    settled = roll.result(roll.check(office, pupil("王小雨")))
    with pytest.raises(Refused, match="须写明理由"):
        decide(settled, Decision.NOT_SAME, office.bureau)
    stored, _ = decide(settled, Decision.NOT_SAME, office.bureau, reason="学校来电，并非本人")
    assert (stored.result, stored.pupil, stored.score) == (Result.NOT_FOUND, "", None)
    back = stored.candidates.get()
    stored, _ = decide(stored, Decision.SAME, office.bureau2, candidate=back, reason="再次核实确为本人")
    assert (stored.result, stored.score) == (Result.AID_GRANTED, 100)


def test_who_decided_and_why_stays_in_the_versions(office, waiting):
    stored, _ = decide(waiting, Decision.NOT_FOUND, office.bureau, reason="电话核实在外省就读")
    decide(stored, Decision.SAME, office.bureau2, candidate=stored.candidates.first(), reason="已转回本县")
    log = SchoolResult.versions.objects.filter(id=waiting.pk).order_by("version_id")
    assert list(log.values_list("decision", "reason"))[1:] == [
        ("not_found", "电话核实在外省就读"), ("same", "已转回本县"),
    ]  # fmt: skip


def test_pupils_are_erased_thirty_days_after_the_decision(office, waiting):
    decide(waiting, Decision.SAME, office.bureau, candidate=waiting.candidates.get(place=1))
    with on("2023-10-14"):
        jobs.tidy()
        assert Candidate.objects.count() == 2
    with on("2023-10-16"):
        jobs.tidy()
    assert Candidate.objects.count() == 0
    assert SchoolResult.objects.get().pupil


@pytest.mark.parametrize(
    ("row", "level", "due"),
    [
        (pupil("王小雨", status="辍学"), "dropout", "2023-09-22"), (pupil("赵敏", number(998)), "missing", "2023-09-26"),
        (pupil("王小雨", aid="否"), "aid", "2023-10-07"),
    ],
)  # fmt: skip
def test_what_needs_action_is_given_once_with_its_deadline(office, row, level, due):
    child = roll.child(office, "王小雨")
    found = roll.result(roll.check(office, row))
    stored, new = acting.give(found.pk, office.zuocheng.pk, by=office.bureau)
    again, newer = acting.give(found.pk, office.zuocheng.pk, by=office.bureau2)
    assert (new, newer, again.matter_id) == (True, False, stored.matter_id)
    matter = Matter.objects.get()
    assert (matter.flow, matter.level, matter.unit.slug, matter.stage) == ("schooling", level, "zuocheng", "assigned")
    assert (matter.about, matter.about_id, matter.due_at.date().isoformat()) == ("children", child.pk, due)
    assert matter.restricted
    assert "王小雨" not in matter.title + matter.detail


def test_it_is_given_to_the_own_township_or_the_education_bureau_only(office):
    roll.child(office, "王小雨")
    found = roll.result(roll.check(office, pupil("赵敏", number(998))))
    with pytest.raises(Refused, match="请选择承办单位"):
        acting.give(found.pk, office.yulin.pk, by=office.bureau)
    assert [unit.slug for unit in acting.units(found)] == ["zuocheng"]


def test_a_child_on_the_roll_is_given_to_nobody(office):
    roll.child(office, "王小雨")
    with pytest.raises(Refused, match="不需要交办"):
        acting.give(roll.result(roll.check(office, pupil("王小雨"))).pk, office.zuocheng.pk, by=office.bureau)


def test_while_an_earlier_matter_runs_no_second_is_opened_and_its_result_stands(office):
    roll.child(office, "王小雨")
    first = roll.result(roll.check(office, pupil("赵敏", number(998))))
    given, _ = acting.give(first.pk, office.zuocheng.pk, by=office.bureau)
    second = roll.check(office, pupil("陈静", number(999))).results.get()
    with pytest.raises(Refused, match="还没有办结"):
        acting.give(second.pk, office.zuocheng.pk, by=office.bureau)
    with pytest.raises(Refused, match="已由"):
        decide(given, Decision.ASK, office.bureau, reason="请学校再核一次")


def at_once(*acts):
    """What each of the acts answered, all begun in the same moment on connections of their own."""
    outcomes, start = [], threading.Barrier(len(acts))

    def run(act):
        with on(roll.DAY):
            start.wait()
            try:
                outcomes.append(str(act()[1]))
            except Overtaken:
                outcomes.append("overtaken")
        connection.close()

    clerks = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_decide_once_and_give_once(committed_county):
    office = staffed(committed_county)
    roll.child(office, "王小雨")
    waiting = roll.result(roll.check(office, pupil("孙浩然", status="辍学"), pupil("赵敏", status="辍学")))
    pairs = zip((office.bureau, office.bureau2), waiting.candidates.order_by("place"), strict=True)
    decisions = [lambda by=by, one=one: decide(waiting, Decision.SAME, by, candidate=one) for by, one in pairs]
    assert at_once(*decisions) == ["True", "overtaken"]
    assert SchoolResult.objects.get().edition == 2
    givers = (office.bureau, office.bureau2)
    acts = [lambda by=by: acting.give(waiting.pk, office.zuocheng.pk, by=by) for by in givers]
    assert at_once(*acts) == ["False", "True"]
    assert Matter.objects.count() == 1
