"""The pages of cases after the confirmation: facts that change, ends, files of older registers, reviews."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taizhang.county.audit import changes
from taizhang.lines.children.cases import moving, reviewing
from taizhang.lines.children.cases.models import ChildCase, ParentState
from taizhang.lines.children.models import Child
from taizhang.lines.children.tests import bureau, cases
from taizhang.lines.children.tests.cases import act, go, shown, url
from tests.county import on


@pytest.fixture(autouse=True)
def _day():
    with on("2023-09-05"):
        yield


@pytest.fixture
def office(county):
    return cases.staff(county)


def test_a_parents_release_is_entered_and_the_end_is_proposed_and_made(office, signed_in):
    with on("2023-04-10"):
        case = cases.confirmed(office, applied_on=date(2023, 3, 20))
    state = ParentState.objects.get(state="IMPRISONED")
    client = signed_in(office.clerk)
    given = {"edition": state.edition, "ended_on": "2023-06-15", "reason": "村里报告，6月15日释放"}
    client.post(url(case, "case_state", "father", state.pk), given)
    assert "2023年6月15日起不再符合条件（父母刑满或解除强制措施）" in shown(client.get(url(case)))
    assert "按此终止" not in shown(client.get(url(case)))
    act(signed_in(office.maker), case, "terminate", reason="PARENT_RELEASED", on="2023-06-15")
    assert Child.objects.get().stopped_on == date(2023, 6, 15)


def test_a_death_proposes_the_change_and_one_act_makes_it(office, signed_in):
    with on("2023-04-10"):
        case = cases.confirmed(office, applied_on=date(2023, 3, 20))
    state = ParentState.objects.get(state="IMPRISONED")
    client = signed_in(office.clerk)
    client.post(url(case, "case_state", "father", state.pk), {"edition": state.edition, "ended_on": "2023-07-20"})
    client.post(url(case, "case_state_new", "father"), {"state": "DEAD", "since": "2023-07-20"})
    dead = ParentState.objects.get(state="DEAD", parent__role="father")
    client.post(url(case, "case_papers"), {f"shown-{dead.pk}": "1", f"state-{dead.pk}": "死亡证明"})
    assert "起应为“孤儿（社会散居）”，自2023年8月起" in shown(client.get(url(case)))
    act(signed_in(office.maker), case, "change")
    assert list(Child.objects.order_by("pk").values_list("category", flat=True)) == ["DEFACTO", "ORPHAN_SCAT"]


def test_a_conference_of_an_unknown_parent_is_entered_whole(office, signed_in):
    case = cases.application(office, father={"unknown": True})
    client, father = signed_in(office.clerk), case.parents.get(role="father")
    half = {"edition": father.edition, "conference_on": "2023-09-04"}
    assert "须同时写明日期、纪要编号和结论" in shown(client.post(url(case, "case_parent", "father"), half))
    whole = half | {"conference_no": "会商〔2023〕3号", "conference_says": "living"}
    assert client.post(url(case, "case_parent", "father"), whole).status_code == 302
    assert "符合：事实无人抚养儿童" in shown(client.get(url(case)))


def test_a_circumstance_that_goes_on_is_not_entered_twice(office, signed_in):
    case = cases.application(office)
    again_typed = {"state": "IMPRISONED", "since": "2022-02-10", "until": "2026-01-10"}
    response = signed_in(office.clerk).post(url(case, "case_state_new", "father"), again_typed)
    assert response.status_code == 422
    assert "已经登记且没有结束" in shown(response)


# Reviews


def test_reviews_name_what_is_due_and_lead_to_it(office, signed_in):
    with on("2022-09-01"):
        case = cases.confirmed(office, applied_on=date(2022, 8, 20), father=cases.prisoner(date(2023, 9, 20)))
    html = shown(signed_in(office.clerk).get(reverse("review_list")))
    assert "父母期限届满：父亲服刑在押将于2023年9月20日届满" in html
    assert "年度复核：上次核查为2022年9月1日" in html
    assert f"{url(case)}#review" in html


def test_a_review_takes_the_child_off_the_list(office, signed_in):
    with on("2022-09-01"):
        case = cases.confirmed(office, applied_on=date(2022, 8, 20))
    client = signed_in(office.clerk)
    assert case.child.code in shown(client.get(reverse("review_list")))
    act(client, case, "reviewed", kind="ANNUAL_REVIEW", looked_on="2023-09-05", findings="入户核查，随祖母生活")
    assert case.child.code not in shown(client.get(reverse("review_list")))


def test_what_was_told_once_is_not_told_every_day(office, signed_in):
    born = date(2005, 10, 20)
    with on("2023-03-10"):
        case = cases.confirmed(office, id_no=cases.number(born=born), birth_date=born)
    client = signed_in(office.clerk)
    assert "将满十八周岁" in shown(client.get(reverse("review_list")))
    act(client, case, "reviewed", kind="AGE_18_SOON", looked_on="2023-09-05", findings="已告知监护人，在读的交就读证明")
    assert case.child.code not in shown(client.get(reverse("review_list")))
    with on("2023-10-21"):
        assert "已满十八周岁" in shown(client.get(reverse("review_list")))


def test_a_child_of_an_older_register_is_reviewed_after_its_file_is_opened(office, signed_in):
    child = bureau.child(office, enrolled_on=date(2022, 7, 10))
    client = signed_in(office.clerk)
    assert "另有 1 名在册儿童还没有办件档案" in shown(client.get(reverse("review_list")))
    response = client.post(reverse("review_open", args=[child.pk]))
    case = ChildCase.objects.get()
    assert response.url == url(case)
    assert client.get(url(case)).status_code == 200
    assert "补建档案" in shown(client.get(reverse("ledger_detail", args=["children", child.pk]))) or case.code
    assert act(client, case, "reviewed", kind="ANNUAL_REVIEW", looked_on="2023-09-05",
               findings="入户核查，随祖母生活").status_code == 302  # fmt: skip


def test_of_an_older_file_what_the_register_does_not_say_is_filled_in(office, signed_in):
    child = bureau.child(office, category="ORPHAN_INST", institution="县社会福利中心")
    case = reviewing.open_file(child.pk, by=office.clerk)
    client = signed_in(office.clerk)
    html = shown(client.get(url(case, "case_edit")))
    assert 'name="institution_code"' in html
    assert 'name="id_no"' not in html
    assert 'name="account"' not in html
    given = {"edition": case.edition, "institution_code": "124107264160057883", "village": "别处"}
    client.post(url(case, "case_edit"), given)
    assert (cases.again(case).institution_code, cases.again(case).village) == ("124107264160057883", child.village)


def test_the_file_follows_the_child_to_another_township(office, signed_in):
    case = cases.confirmed(office)
    row = Child.objects.get()
    row.place = office.places["410726207"]
    moving.save(row, by=office.maker)
    assert "档案还在胙城乡" in shown(signed_in(office.clerk).get(url(case)))
    act(signed_in(office.maker), case, "follow")
    assert signed_in(office.clerk).get(url(case)).status_code == 404
    assert signed_in(office.stranger).get(url(case)).status_code == 200
    assert set(ParentState.objects.values_list("place_id", flat=True)) == {"410726207"}


def test_somebody_reports_and_the_case_waits_for_its_review(office, signed_in):
    case = cases.confirmed(office)
    act(signed_in(office.clerk), case, "review", note="群众反映母亲已返家")
    assert cases.again(case).state == "REVIEW_DUE"
    assert case.code in shown(signed_in(office.maker).get(reverse("case_list")))


def test_files_of_everybody_within_reach_are_opened_at_once(office, signed_in):
    bureau.child(office)
    bureau.child(office, 1, category="LEFT_BEHIND", birth_date=date(2012, 8, 16))
    bureau.child(office, 2, place_id="410726207")
    client = signed_in(office.clerk)
    assert "已补建 2 件档案" in shown(client.post(reverse("review_open_all"), follow=True))
    assert set(ChildCase.objects.values_list("state", "place_id")) == {("ACTIVE", "410726206")}
    assert all(client.get(url(case)).status_code == 200 for case in ChildCase.objects.all())


def test_another_township_opens_no_file_and_sees_no_review(office, signed_in):
    child = bureau.child(office, enrolled_on=date(2022, 7, 10))
    client = signed_in(office.stranger)
    assert child.code not in shown(client.get(reverse("review_list")))
    assert client.post(reverse("review_open", args=[child.pk])).status_code == 404
    assert not ChildCase.objects.exists()


def test_the_register_leads_to_the_file(office, signed_in):
    case = cases.confirmed(office)
    html = shown(signed_in(office.clerk).get(reverse("ledger_detail", args=["children", case.child_id])))
    assert url(case) in html


@pytest.mark.parametrize(
    ("name", "asked"), [("review_list", ""), ("case_list", "?tab=open"), ("case_list", "?tab=active")]
)
def test_lists_cost_the_same_whatever_their_length(office, signed_in, name, asked):
    client = signed_in(office.maker)

    def cost():
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(reverse(name) + asked).status_code == 200
        return len(asked_for)

    _some(office, 2)
    few = cost()
    _some(office, 6)
    assert cost() <= few
    assert few <= 25


def _some(office, many):
    known = Child.objects.count()
    for n in range(known, known + many):
        child = bureau.child(office, n, enrolled_on=date(2022, 7, 10))
        case = reviewing.open_file(child.pk, by=office.maker)
        with changes.change(by=office.maker):
            cases.parent(office, case, "father", cases.prisoner(date(2023, 9, 20)))
            cases.parent(office, case, "mother", cases.dead())
            number = cases.number(996 + n % 4, date(2013, 1, 1 + n))
            applied = cases.application(office, id_no=number, birth_date=date(2013, 1, 1 + n))
        go(applied, office.clerk, "SUBMIT")
