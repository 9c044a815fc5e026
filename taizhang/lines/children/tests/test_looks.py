"""The log of looks: who saw which child on which page, once a quarter of an hour, and what an auditor is pointed to."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from taizhang.county.audit import clock, sightings
from taizhang.county.audit.models import Reading, Sighting
from taizhang.county.ledger import registry, services
from taizhang.county.people import unusual
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import Child
from tests.county import on
from tests.every_ledger import rows


@pytest.fixture(autouse=True)
def _friday():
    with on("2023-09-01"):
        yield


@pytest.fixture
def office(county):
    county.post("keeper", "civil-affairs", "clerk")
    county.post("director", "civil-affairs", "unit_head")
    county.post("auditor", "government-office", "auditor")
    return county


@pytest.fixture
def child(office):
    return rows.add(CHILDREN, office)


def text(response):
    return unescape(response.content.decode())


def at(child, *rest):
    return "/".join([f"/l/children/{child.pk}", *rest]) + ("" if rest else "/")


def test_a_masked_look_is_noted_once_in_a_quarter_of_an_hour(office, child, signed_in):
    client = signed_in(office.clerk)
    for _ in range(3):
        client.get(at(child))
    with clock.at(clock.now() + timedelta(minutes=16)):
        client.get(at(child))

    looks = Sighting.objects.order_by("pk")
    assert [(look.actor, look.post, look.record, look.page) for look in looks] == [
        (office.clerk.name, "胙城乡 经办", child.code, "记录")
    ] * 2
    assert {look.subject for look in looks} == {child.id_no_index}


def test_forms_and_api_are_looks_as_well(office, child, signed_in):
    client = signed_in(office.clerk)
    client.get(at(child, "edit"))
    client.get(f"/api/v1/ledgers/children/{child.pk}")

    assert sorted(Sighting.objects.values_list("page", flat=True)) == ["接口", "记录"]


def test_a_list_is_one_look_with_its_number_of_rows(office, child, signed_in):
    rows.add(CHILDREN, office, 1)
    client = signed_in(office.clerk)
    for url in ("/l/children/", "/api/v1/ledgers/children", "/search?q=西街村", "/l/children/?q=nobody"):
        client.get(url)

    looks = Sighting.objects.filter(record_id=None).order_by("pk")
    assert [(look.page, look.rows, look.subject) for look in looks] == [
        ("列表", 2, ""), ("接口", 2, ""), ("查找", 2, "")
    ]  # fmt: skip


def test_a_look_at_what_belongs_to_the_child_is_a_look_at_the_child(office, signed_in):
    guardian = rows.add(registry.get("guardians"), office)
    signed_in(office.clerk).get(f"/l/guardians/{guardian.pk}/")

    assert Sighting.objects.get().subject == guardian.child.id_no_index
    assert Sighting.objects.get().ledger == "监护人"


def test_ledgers_of_others_are_not_noted(office, signed_in):
    disputes = registry.get("disputes")
    record = rows.add(disputes, office)
    signed_in(office.clerk).get(f"/l/disputes/{record.pk}/")
    signed_in(office.clerk).get("/l/disputes/")

    assert not Sighting.objects.exists()


def test_a_look_costs_one_insert(office, child, signed_in):
    client = signed_in(office.clerk)
    client.get(at(child))
    with CaptureQueriesContext(connection) as asked:
        client.get(at(child))

    assert [one["sql"][:6] for one in asked if "audit_sighting" in one["sql"]] == ["INSERT"]


def test_the_log_of_looks_is_neither_changed_nor_deleted(office, child, signed_in):
    signed_in(office.clerk).get(at(child))

    with pytest.raises(ProgrammingError), transaction.atomic():
        Sighting.objects.update(actor="别人")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Sighting.objects.all().delete()


def seen_by_two(office, child, signed_in):
    signed_in(office.clerk).get(at(child))
    signed_in(office.head).post(at(child, "unmask"), {"reason": "核对身份号码"})


def test_the_head_of_the_leading_unit_reads_who_looked_masked_and_in_clear(office, child, signed_in):
    seen_by_two(office, child, signed_in)
    director = signed_in(office.director)
    assert "查阅记录</a>" in text(director.get(at(child)))

    html = text(director.get(at(child, "sightings")))
    assert office.clerk.name in html
    assert "核对身份号码" in html
    assert html.count("（完整）") == 1
    only = text(director.get(at(child, "sightings") + f"?actor={office.head.name}&since=2023-09-01&until=2023-09-01"))
    assert office.head.name in only
    assert f"<td>{office.clerk.name}" not in only
    assert "没有符合条件的查阅" in text(director.get(at(child, "sightings") + "?until=2023-08-01"))


def test_both_rows_of_one_child_have_one_log(office, child, signed_in):
    second = Child.objects.get(pk=child.pk)
    second.pk, second.code, second.category, second.account = None, "", "LEFT_BEHIND", ""
    second.edition = 1
    second._state.adding = True
    services.save(second, by=office.clerk)
    signed_in(office.clerk).get(at(second))

    looks = sightings.of(child.id_no_index)
    assert [look.record for look in looks] == [second.code]


@pytest.mark.parametrize("who", ["clerk", "head", "keeper", "stranger", "auditor"])
def test_nobody_else_has_the_log_of_a_child(office, child, signed_in, who):
    client = signed_in(office.people[who])

    assert client.get(at(child, "sightings")).status_code == 404
    assert "查阅记录</a>" not in text(client.get(at(child)))


def test_a_guardian_gets_an_extract_which_is_itself_on_record(office, child, signed_in):
    seen_by_two(office, child, signed_in)
    director = signed_in(office.director)
    assert director.post(at(child, "sightings"), {"asked_by": "他"}).status_code == 422

    html = text(director.post(at(child, "sightings"), {"asked_by": "祖母王某申请"}))

    assert office.clerk.name in html
    assert "个人信息保护法第四十五条" in html
    assert child.name not in html
    assert child.id_no not in html
    assert Reading.objects.filter(subject=child.id_no_index, reason="出具查阅记录：祖母王某申请").exists()


def test_the_auditor_reads_all_looks_and_those_at_one_child(office, child, signed_in):
    other = rows.add(CHILDREN, office, 1)
    clerk = signed_in(office.clerk)
    clerk.get(at(child))
    clerk.get(at(other))
    auditor = signed_in(office.auditor)

    html = text(auditor.get("/audit/sightings"))
    assert child.code in html
    assert other.code in html
    only = text(auditor.get(f"/audit/sightings?subject={child.id_no_index}"))
    assert child.code in only
    assert other.code not in only
    assert signed_in(office.director).get("/audit/sightings").status_code == 403


def look(office, child, moment):
    with clock.at(moment):
        sightings.note(by=office.clerk, ledger="儿童", page="记录", record_id=child, subject=f"{child:064d}")


def test_many_children_odd_hours_and_days_off_are_pointed_out(office, settings, signed_in):
    settings.SIGHT_CHILDREN_A_DAY = 3
    noon = clock.now()
    for number in range(4):
        look(office, number, noon)
    look(office, 9, noon + timedelta(hours=10))
    look(office, 9, noon + timedelta(days=1))

    found = unusual.flags(clock.today() - timedelta(days=1), clock.today() + timedelta(days=2))

    assert sorted((flag.why, f"{flag.day}", flag.many) for flag in found) == [
        ("7 点以前或 20 点以后查看", "2023-09-01", 1),
        ("一天内查看超过 3 名儿童", "2023-09-01", 5),
        ("休息日查看", "2023-09-02", 1),
    ]
    html = text(signed_in(office.auditor).get("/audit/sightings"))
    assert "一天内查看超过 3 名儿童" in html


def test_ordinary_work_is_not_pointed_out(office, signed_in):
    for number in range(4):
        look(office, number, clock.now())

    assert unusual.flags(clock.today(), clock.today()) == []
