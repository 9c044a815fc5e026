"""The page of what care is due: who sees whom, what is hidden, how it narrows, what it costs."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from taizhang.county.audit import changes
from taizhang.lines.children.care.models import ChildWorker
from taizhang.lines.children.models import Guardian, PayCondition, Visit
from taizhang.lines.children.tests import roll
from taizhang.lines.children.tests.roll import number
from tests.county import on

YULIN = "410726207"


@pytest.fixture(autouse=True)
def _day():
    with on("2023-09-15"):
        yield


@pytest.fixture
def office(county):
    """In 胙城乡 one child of each sort, in 榆林乡 one whose visit is due in three days."""
    county.post("bureau", "civil-affairs", "clerk")
    late = roll.child(county, "王小雨", number(997), village="西街村", enrolled_on=date(2023, 1, 15))
    roll.child(county, "李明轩", number(998), village="东街村", category="LEFT_BEHIND", enrolled_on=date(2023, 9, 1))
    soon = roll.child(county, "赵欣怡", number(999), place=county.places[YULIN])
    visit(county, late, "2023-05-01")
    visit(county, soon, "2023-06-18")
    return county


def given(model, county, child, **columns):
    with changes.change(by=changes.SYSTEM, reason="测试"):
        return model.objects.create(
            child=child, unit=county.organisations["civil-affairs"], place=child.place,
            code=f"XX{model.objects.count() + 1:04d}", **columns,
        )  # fmt: skip


def visit(county, child, day, risk="low", **columns):
    return given(Visit, county, child, visited_on=day, mode="home", visitor="儿童主任", risk=risk, **columns)


def page(client, **query):
    response = client.get(reverse("care_list"), query)
    return response.status_code, response.content.decode()


def codes(client, **query):
    return re.findall(r">(ET20220115-\d+)<", page(client, **query)[1])


def test_the_bureau_sees_all_the_latest_first(office, signed_in):
    client = signed_in(office.bureau)
    assert codes(client) == ["ET20220115-0001", "ET20220115-0002", "ET20220115-0003"]
    text = page(client)[1]
    assert "超期 45 天" in text
    assert "超期 14 天" in text
    assert "还有 3 天" in text
    assert "共 3 件，其中超期 2 件" in text


def test_a_township_sees_its_own_children(office, signed_in):
    assert codes(signed_in(office.clerk)) == ["ET20220115-0001", "ET20220115-0002"]
    assert codes(signed_in(office.stranger)) == ["ET20220115-0003"]


@pytest.mark.parametrize("name", ["leader", "complaints"])
def test_to_whom_no_child_is_open_the_page_is_not_there(office, signed_in, name):
    office.post("complaints", "complaints", "clerk")
    assert page(signed_in(office.people[name]))[0] == 404


def test_nobody_is_asked_to_sign_in(office, client):
    assert page(client)[0] == 302


def test_names_are_masked_for_everybody(office, signed_in):
    text = page(signed_in(office.bureau))[1]
    assert "王**" in text
    assert not any(hidden in text for hidden in ("王小雨", "李明轩", "赵欣怡", number(997)))


def test_it_narrows_by_township_village_kind_and_lateness(office, signed_in):
    client = signed_in(office.bureau)
    assert codes(client, place=YULIN) == ["ET20220115-0003"]
    assert codes(client, place="410726206", village="东街村") == ["ET20220115-0002"]
    assert codes(client, kind="visit") == ["ET20220115-0001", "ET20220115-0003"]
    assert codes(client, kind="entrust") == ["ET20220115-0002"]
    assert codes(client, kind="review") == []
    assert codes(client, overdue="1") == ["ET20220115-0001", "ET20220115-0002"]


def test_what_the_address_says_wrongly_narrows_nothing(office, signed_in):
    client = signed_in(office.bureau)
    assert len(codes(client, kind="x", place="x", village="x", overdue="x", page="x")) == 3
    assert codes(client, place=YULIN, village="西街村") == ["ET20220115-0003"]


def test_a_line_opens_the_child_and_offers_the_visit(office, signed_in):
    child = Visit.objects.get(visited_on="2023-05-01").child
    text = page(signed_in(office.bureau), kind="visit")[1]
    assert reverse("ledger_detail", args=["children", child.pk]) in text
    assert text.count("登记走访</a>") == 2
    head = office.post("heads", "civil-affairs", "unit_head")
    assert "登记走访</a>" not in page(signed_in(head))[1]


def test_a_visit_takes_the_child_off_the_list_and_a_voided_one_does_not(office, signed_in):
    child = Visit.objects.get(visited_on="2023-05-01").child
    client = signed_in(office.bureau)
    visit(office, child, "2023-09-14", voided=True, void_reason="登错")
    assert codes(client, kind="visit")[0] == child.code
    visit(office, child, "2023-09-14")
    assert child.code not in codes(client, kind="visit")


def test_a_visit_counts_for_every_category_of_the_child(office, signed_in):
    client, child = signed_in(office.bureau), Visit.objects.get(visited_on="2023-05-01").child
    other = roll.child(office, "王小雨", number(997), category="LEFT_BEHIND", enrolled_on=date(2023, 1, 15))
    assert codes(client, kind="visit") == [child.code, "ET20220115-0003"]
    visit(office, other, "2023-09-14")
    assert codes(client, kind="visit") == ["ET20220115-0003"]


def test_an_agreement_that_holds_is_enough(office, signed_in):
    client, child = signed_in(office.bureau), roll.Child.objects.get(category="LEFT_BEHIND")
    columns = {"name": "刘青", "relation": "grandparent", "since": "2023-01-01"}
    given(Guardian, office, child, **columns, until="2023-09-14", entrusted=True)
    given(Guardian, office, child, **columns, entrusted=False)
    assert codes(client, kind="entrust") == [child.code]
    assert "委托照护已于2023年9月14日终止" in page(client)[1]
    given(Guardian, office, child, **columns, entrusted=True)
    assert codes(client, kind="entrust") == []


def test_a_student_with_a_proof_of_this_term_is_left_alone(office, signed_in):
    born = date(2005, 3, 1)
    student = roll.child(
        office, "孙浩然", number(997, born), school="senior", enrolled_on=date(2020, 1, 1), code="ET20200101-0001"
    )
    client = signed_in(office.bureau)
    assert "已满18周岁" in page(client, kind="review")[1]
    given(PayCondition, office, student, kind="STUDY", first_month="2023-03-01", last_month="2023-07-01", reason="证明")
    assert "新学期尚无证明" in page(client, kind="review")[1]
    given(PayCondition, office, student, kind="STUDY", first_month="2023-09-01", reason="证明")
    assert "没有符合条件的事项" in page(client, kind="review")[1]


def test_who_has_left_and_who_is_not_yet_there_ask_for_nothing(office, signed_in):
    old = {"enrolled_on": date(2022, 1, 15), "code": "ET20220115-0098"}
    roll.child(office, "陈静", number(996), stopped_on=date(2023, 9, 15), stop_reason="VOLUNTARY", **old)
    assert "ET20220115-0098" not in codes(signed_in(office.bureau))


def test_the_page_asks_as_much_of_the_database_however_many_children_there_are(
    office, signed_in, django_assert_max_num_queries
):
    client = signed_in(office.bureau)
    for count in range(40):
        roll.child(
            office,
            "王小雨",
            number(997, date(2012, 1, 1 + count // 2 % 28)),
            category=("DEFACTO", "LEFT_BEHIND")[count % 2],
        )
    client.get(reverse("care_list"))
    with django_assert_max_num_queries(16):
        status, text = page(client)
    assert status == 200
    assert "第 1–30 条" in text


def test_a_line_names_the_director_of_the_village_or_the_supervisor(office, signed_in):
    columns = {"unit": office.organisations["civil-affairs"], "place": office.places["410726206"]}
    former = {"role": "director", "village": "西街村", "since": date(2021, 1, 1), "until": date(2023, 8, 31)}
    with changes.change(by=changes.SYSTEM, reason="测试"):
        for code, one in {
            "A": {"name": "周前任", **former},
            "B": {"name": "吴主任", "role": "director", "village": "西街村", "since": date(2023, 9, 1)},
            "C": {"name": "郑督导", "role": "supervisor", "since": date(2023, 1, 1)},
        }.items():
            ChildWorker.objects.create(code=code, **columns, **one)
    text = page(signed_in(office.bureau))[1]
    assert "吴主任（儿童主任）" in text
    assert "郑督导（儿童督导员）" in text
    assert "周前任" not in text


def test_a_county_without_anything_due_says_so(county, signed_in):
    bureau = county.post("bureau", "civil-affairs", "clerk")
    assert "没有到期的事项" in page(signed_in(bureau))[1]


def test_the_menu_leads_to_it(office, signed_in):
    assert reverse("care_list") in signed_in(office.bureau).get("/").content.decode()
    assert reverse("care_list") not in signed_in(office.leader).get("/").content.decode()


def test_a_visit_is_entered_with_child_day_and_place_filled_in(office, signed_in):
    client = signed_in(office.clerk)
    address = unescape(re.search(r'href="(/l/visits/new\?[^"]+)"', page(client)[1]).group(1))

    form = client.get(address + "&findings=秘密&code=ZF1").content.decode()

    for value in ("ET20220115-0001", "2023-09-15"):
        assert f'value="{value}"' in form
    assert '<option value="410726206" selected>' in form
    assert '<option value="low" selected>' in form
    assert "秘密" not in form


def test_what_was_filled_in_may_be_changed_and_the_visit_is_saved(office, signed_in):
    client = signed_in(office.clerk)
    given = {"child": "ET20220115-0001", "visited_on": "2023-09-14", "mode": "home", "visitor": "王主任", "risk": "low",
             "findings": "在校", "place": "410726206", "unit": "civil-affairs"}  # fmt: skip

    client.post("/l/visits/new?child=ET20220115-0002&visited_on=2023-09-15", given)

    last = Visit.objects.order_by("pk").last()
    assert (last.child.code, str(last.visited_on)) == ("ET20220115-0001", "2023-09-14")
