"""Opening matters from a desk: by themselves, about a record, and as a decision of a meeting with its tasks."""

import pytest
from django.urls import reverse

from taizhang.county.ledger import beside
from taizhang.county.matters.models import Matter
from tests.bulletin import press
from tests.matters.office import ZUOCHENG, paper, working

TOKEN = "0a4cf0f8-6c5f-4a43-8f0c-8e8b4d3f0003"
DECISION = {
    "meeting": "县政府第18次常务会议", "held_on": "2023-08-31", "title": "整治农村道路隐患", "level": "complex",
    "detail": "", "rows": "3", "token": TOKEN,
}  # fmt: skip


def new(signed_in, person, **given):
    given = {"title": "李村灌溉渠淤堵", "place": ZUOCHENG, "level": "general", "token": TOKEN} | given
    return signed_in(person).post(reverse("matter_new"), given)


def test_a_unit_registers_its_own_task(office, signed_in):
    assert new(signed_in, office.clerk).status_code == 302
    made = Matter.objects.get()
    assert (made.state, made.source, made.unit) == ("registered", "own", office.zuocheng)


def test_a_supervisor_assigns_in_the_same_act(office, signed_in):
    new(signed_in, office.supervisor, unit=office.zuocheng.pk, note="秋灌前疏通", papers=paper())
    made = Matter.objects.get()
    assert (made.state, made.unit, made.note) == ("assigned", office.zuocheng, "秋灌前疏通")


def test_a_refused_form_keeps_what_was_typed_and_opens_nothing(office, signed_in):
    answer = new(signed_in, office.clerk, title="", detail="渠道淤堵两处")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请用一句话写明事项" in text
    assert "渠道淤堵两处" in text
    assert not Matter.objects.exists()


def test_a_form_sent_twice_opens_one_matter(office, signed_in):
    first, second = (new(signed_in, office.clerk) for _ in range(2))
    assert first.url == second.url
    assert Matter.objects.count() == 1


def test_another_township_is_not_offered(office, signed_in):
    text = signed_in(office.clerk).get(reverse("matter_new")).content.decode()
    assert "胙城乡" in text
    assert "榆林乡" not in text
    assert new(signed_in, office.clerk, place="410726207").status_code == 422


def test_a_leader_does_not_register(office, signed_in):
    assert signed_in(office.leader).get(reverse("matter_new")).status_code == 403


def test_a_record_is_assigned_from_its_own_page(office, signed_in):
    dispute = press.dispute(office, found="2023-08-30", resolved=None)
    client = signed_in(office.clerk)
    page = client.get(reverse("ledger_detail", args=["disputes", dispute.pk])).content.decode()
    address = f"{reverse('matter_new')}?ledger=disputes&record={dispute.pk}"
    assert address.replace("&", "&amp;") in page
    assert dispute.code in client.get(address).content.decode()
    client.post(address, {"title": "邻里纠纷", "place": ZUOCHENG, "level": "general", "unit": office.zuocheng.pk})
    made = Matter.objects.get()
    assert (made.about, made.about_id, made.state) == ("disputes", dispute.pk, "assigned")
    assert made.code in client.get(reverse("ledger_detail", args=["disputes", dispute.pk])).content.decode()
    assert dispute.code in client.get(reverse("matter", args=[made.pk])).content.decode()


def test_a_record_is_not_given_to_nobody(office, signed_in):
    dispute = press.dispute(office, found="2023-08-30", resolved=None)
    address = f"{reverse('matter_new')}?ledger=disputes&record={dispute.pk}"
    answer = signed_in(office.clerk).post(address, {"title": "邻里纠纷", "place": ZUOCHENG, "level": "general"})

    assert "请选择承办单位" in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_record_out_of_reach_is_not_there(office, signed_in):
    dispute = press.dispute(office, found="2023-08-30", resolved=None)
    address = f"{reverse('matter_new')}?ledger=disputes&record={dispute.pk}"
    assert signed_in(office.stranger).get(address).status_code == 404


def test_a_record_whose_ledger_has_no_flow_has_no_panel(office, signed_in, rf):
    from taizhang.county.ledger import registry
    from taizhang.county.matters.beside import panel

    request = rf.get("/")
    request.user = office.clerk
    assert panel(request, registry.get("matters"), working(office)) is None
    assert beside.panels(request, registry.get("matters"), None, among=()) == []


def decide(signed_in, person, **given):
    return signed_in(person).post(reverse("matter_decision"), DECISION | given)


def test_a_decision_is_one_matter_with_a_task_for_each_unit(office, signed_in):
    parts = {
        "part1-title": "排查桥梁护栏", "part1-unit": office.zuocheng.pk, "part1-level": "general",
        "part2-title": "核拨资金", "part2-unit": office.organisations["civil-affairs"].pk, "part2-level": "simple",
    }  # fmt: skip
    assert decide(signed_in, office.supervisor, unit=office.yulin.pk, **parts).status_code == 302
    parent = Matter.objects.get(parent=None)
    assert (parent.source, parent.unit, parent.state) == ("decision", office.yulin, "assigned")
    assert parent.origin == "县政府第18次常务会议（2023-08-31）"
    assert {(one.title, one.unit.short, one.level) for one in parent.children.all()} == {
        ("排查桥梁护栏", "胙城乡", "general"),
        ("核拨资金", "民政局", "simple"),
    }
    page = signed_in(office.supervisor).get(reverse("matter", args=[parent.pk])).content.decode()
    assert "分解任务" in page
    assert "排查桥梁护栏" in page


def test_one_more_row_keeps_everything_and_saves_nothing(office, signed_in):
    answer = decide(signed_in, office.supervisor, more="1", **{"part1-title": "排查桥梁护栏", "part1-unit": ""})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "排查桥梁护栏" in text
    assert "县政府第18次常务会议" in text
    assert "part4-title" in text
    assert "需要改正" not in text
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "请至少填写一项任务"),
        ({"part1-title": "排查"}, "请选择任务 1 的责任单位"),
        ({"held_on": "八月"}, "会议日期应写成"),
    ],
)
def test_what_lacks_is_said_and_nothing_is_opened(office, signed_in, given, sentence):
    answer = decide(signed_in, office.supervisor, unit=office.yulin.pk, **given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Matter.objects.exists()


def test_decisions_are_entered_by_the_county_office(office, signed_in):
    assert decide(signed_in, office.clerk).status_code == 403
