"""Search first, then see: who has the children listed, what singles one out, and that nothing leads around it."""

from html import unescape
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from taizhang.county.audit import changes
from taizhang.county.audit.verification import faults
from taizhang.county.ledger import listing, registry
from taizhang.county.ledger.fields import blind
from taizhang.county.people.roles import ROLES, Action
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import Child
from tests.county import on
from tests.every_ledger import rows


@pytest.fixture(autouse=True)
def _september():
    with on("2023-09-01"):
        yield


@pytest.fixture
def office(county):
    county.post("keeper", "civil-affairs", "clerk")
    county.post("director", "civil-affairs", "unit_head")
    county.post("grid", "zuocheng", "grid_worker")
    return county


@pytest.fixture
def children(office):
    return [rows.add(CHILDREN, office, n) for n in range(3)]


def listed(person, **asked):
    query = QueryDict(mutable=True)
    query.update(asked)
    return list(listing.select(CHILDREN, person, query).rows)


def text(response):
    return unescape(response.content.decode())


@pytest.mark.parametrize("who", ["keeper", "clerk"])
def test_whose_daily_work_it_is_lists_them_masked(office, children, signed_in, who):
    html = text(signed_in(office.people[who]).get("/l/children/"))

    assert all(child.code in html for child in children)
    assert not any(child.name in html or child.id_no in html for child in children)


@pytest.mark.parametrize("who", ["director", "head", "grid"])
def test_others_get_numbers_and_what_to_type(office, children, signed_in, who):
    html = text(signed_in(office.people[who]).get("/l/children/?place=410726206"))

    assert not any(child.code in html for child in children)
    assert "有 3 人，涉及未成年人，不逐条列出" in html
    assert "输入完整的编号、公民身份号码，或姓名加所属乡镇" in html
    assert "胙城乡 3 人" in html
    assert "事实无人抚养儿童 3 人" in html


def test_a_code_a_number_or_a_name_with_its_township_singles_one_out(office, children):
    child, director = children[0], office.director

    assert listed(director, q=child.code.lower()) == [child]
    assert listed(director, q=child.id_no) == [child]
    assert listed(director, q=f"{child.name} 胙城乡") == [child]
    assert listed(director, q=child.name, place="410726206") == [child]


def test_what_is_not_whole_singles_nobody_out(office, children):
    child, director = children[0], office.director
    for typed in (child.code[:8], child.id_no[:14], child.name[:2] + " 胙城乡", child.name, "西街村", "胙城乡 410726"):
        assert listed(director, q=typed) == [], typed
    assert listed(director, q=child.name, place="410726207") == []


def test_a_township_needs_no_township_beside_the_name(office, children):
    assert listed(office.head, q=children[0].name) == [children[0]]
    assert listed(office.stranger, q=children[0].name) == []


def test_who_may_not_see_names_does_not_find_by_them(office, children):
    """A hit would tell that somebody of this name is on the register."""
    assert listed(office.grid, q=children[0].name) == []
    assert listed(office.grid, q=children[0].code) == [children[0]]


def test_a_name_that_too_many_bear_shows_none_of_them(office, settings):
    settings.SEARCH_FIRST_ROWS = 1
    same = [rows.add(CHILDREN, office, n) for n in (0, 6)]
    assert same[0].name == same[1].name

    assert listed(office.director, q=f"{same[0].name} 胙城乡") == []
    assert listed(office.director, q=same[0].id_no) == [same[0]]


def test_the_county_may_do_without_the_township(office, children, settings):
    settings.SEARCH_FIRST_WITH_PLACE = False

    assert listed(office.director, q=children[0].name) == [children[0]]


def test_from_the_child_one_comes_to_its_rows(office, signed_in):
    guardians = registry.get("guardians")
    guardian = rows.add(guardians, office)
    client = signed_in(office.director)

    assert guardian.code in text(client.get(f"/l/guardians/?child={guardian.child.code}"))
    assert guardian.code not in text(client.get("/l/guardians/?relation=grandparent"))


def test_what_belongs_to_one_child_is_shown_however_much_it_is(office, signed_in, settings):
    settings.SEARCH_FIRST_ROWS = 1
    guardians = registry.get("guardians")
    kept = [rows.add(guardians, office, n) for n in range(3)]

    html = text(signed_in(office.director).get(f"/l/guardians/?child={kept[0].child.code}"))

    assert all(one.code in html for one in kept)


def test_api_search_box_recent_list_and_export_lead_nowhere_else(office, children, signed_in):
    client = signed_in(office.director)
    pages = [
        client.get("/api/v1/ledgers/children"),
        client.get("/api/v1/ledgers/children?place=410726206&count=1"),
        client.get("/search?q=西街村"),
        client.get("/"),
        client.get("/l/children/export"),
        client.get("/l/children/export?file=csv"),
        client.get("/l/children/?sort=-birth_date&voided=1"),
    ]

    assert [page.status_code for page in pages] == [200] * len(pages)
    said = [b"".join(page.streaming_content).decode() if page.streaming else page.content.decode() for page in pages]
    assert not any(child.code in one for child in children for one in said)
    assert pages[0].json() == {"page": 1, "next": None, "count": None, "rows": [], "closed": 3}


def test_the_rows_behind_a_number_are_only_counted(office, children, signed_in):
    director, keeper = (text(signed_in(one).get("/figures/children.on_allowance/rows?on=2023-08-31")) for one in
                        (office.director, office.keeper))  # fmt: skip

    assert "共 3 条，均不逐条列出，须先查找再查看" in director
    assert not any(child.code in director for child in children)
    assert all(child.code in keeper for child in children)


def test_a_list_costs_as_many_questions_for_many_rows_as_for_few(office, children, signed_in):
    def asked(person):
        client = signed_in(person)
        client.get("/l/children/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/l/children/")
        return len(seen)

    few = [asked(one) for one in (office.clerk, office.director)]
    for n in range(6, 12):
        rows.add(CHILDREN, office, n)

    assert [asked(one) for one in (office.clerk, office.director)] == few
    assert few[1] <= few[0] + 4


def test_only_clerks_list_and_only_heads_release():
    assert {role.slug for role in ROLES.values() if Action.LIST in role.may} == {"clerk"}
    assert {role.slug for role in ROLES.values() if Action.RELEASE in role.may} == {"unit_head"}


@pytest.mark.parametrize("ledger", [one for one in registry.every() if one.narrow], ids=lambda one: one.slug)
def test_every_ledger_of_minors_is_searched_first_by_what_it_can_answer(ledger, office):
    assert ledger.search_first
    assert ledger.subject
    for way in ledger.search_first:
        assert set(way.split("+")) - {"place"} <= set(ledger.search), f"{ledger.slug}: {way}"
    assert list(listing.select(ledger, office.director, QueryDict("q=410726201101010011 胙城乡")).rows) == []
    assert list(ledger.model.objects.values_list(ledger.subject)) == []


def test_the_index_of_names_is_filled_for_rows_from_before(office, children):
    with changes.change(by=changes.SYSTEM, reason="测试"):
        Child.objects.update(name_index=None)
    migration = import_module("taizhang.lines.children.migrations.0009_name_index")

    migration.fill(apps, SimpleNamespace())

    assert {child.name_index for child in Child.objects.all()} == {blind(child.name) for child in children}
    assert [fault for fault in faults() if fault.table.startswith("children")] == []
