"""The three questions of access, asked of organisations' own ledgers through a stand-in ledger declaration."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from taizhang.county.people import access, services
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import ROLES, Action
from tests.county import on


@dataclass(frozen=True)
class Kept:
    """A ledger as access sees it."""

    model: Any = Organisation
    label: str = "台账"
    lead: str = "political-legal"
    narrow: bool = False
    restricted: str = ""
    parties: str = ""
    sealed: bool = False
    writers: str = "reach"


def row(county, unit, place, **more):
    return SimpleNamespace(unit_id=county.organisations[unit].pk, place_id=place, **more)


def test_a_clerk_reaches_the_own_township_only(county):
    own, other = row(county, "zuocheng", "410726206"), row(county, "yulin", "410726207")

    assert access.can(county.clerk, Action.CHANGE, Kept(), own)
    assert not access.can(county.clerk, Action.CHANGE, Kept(), other)


def test_the_lead_reaches_every_row(county):
    lead = county.post("lead", "political-legal", "clerk")

    assert access.can(lead, Action.CHANGE, Kept(), row(county, "yulin", "410726207"))


def test_where_only_the_lead_writes_others_read_what_they_reach(county):
    ledger, own = Kept(writers="lead"), row(county, "zuocheng", "410726206")
    lead = county.post("lead", "political-legal", "clerk")

    assert access.can(county.clerk, Action.VIEW, ledger, own)
    assert not access.can(county.clerk, Action.CHANGE, ledger, own)
    assert not access.rows(county.clerk, Action.ADD, ledger).exists()
    assert access.can(lead, Action.CHANGE, ledger, own)


def test_where_each_unit_writes_its_own_neither_territory_nor_lead_does(county):
    ledger, other = Kept(writers="unit"), row(county, "civil-affairs", "410726206")
    lead, civil = county.post("lead", "political-legal", "clerk"), county.post("civil", "civil-affairs", "clerk")

    assert access.can(civil, Action.ADD, ledger, other)
    assert not access.can(county.clerk, Action.CHANGE, ledger, other)
    assert not access.can(lead, Action.CHANGE, ledger, other)
    assert access.can(lead, Action.VIEW, ledger, other)


def test_a_leader_reads_and_never_writes(county):
    other = row(county, "yulin", "410726207")

    assert access.can(county.leader, Action.VIEW, Kept(), other)
    assert not access.can(county.leader, Action.CHANGE, Kept(), other)


def test_minors_ledgers_stay_closed_to_leaders(county):
    assert not access.can(county.leader, Action.VIEW, Kept(narrow=True), row(county, "yulin", "410726207"))
    assert access.can(county.clerk, Action.VIEW, Kept(narrow=True), row(county, "civil-affairs", "410726206"))


def test_restricted_rows_are_for_their_unit_and_the_lead(county):
    ledger = Kept(restricted="restricted")
    hidden = row(county, "zuocheng", "410726206", restricted=True)

    assert access.can(county.clerk, Action.VIEW, ledger, hidden)
    assert not access.can(county.leader, Action.VIEW, ledger, hidden)


def test_a_post_ends_with_its_last_day(county):
    former = county.post("former", "zuocheng", "clerk", until=date(2023, 6, 30))

    with on("2023-07-01"):
        assert not access.can(former, Action.VIEW, Kept(), row(county, "zuocheng", "410726206"))


def test_nobody_without_a_post_may_do_anything(county):
    assert not access.can(SimpleNamespace(), Action.VIEW, Kept())


def test_refusals_name_the_post_that_is_missing(county):
    with pytest.raises(PermissionDenied, match="签发"):
        access.require(county.clerk, Action.SIGN)


def test_who_may_act_on_a_row(county):
    able = access.who(Action.CHANGE, Kept(), row(county, "zuocheng", "410726206"))

    assert [person.username for person in able] == ["clerk"]


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.slug)
def test_every_role_says_who_may_hold_it(role):
    assert len(role.holder) > 20
    assert role.label


def test_audit_and_administration_stay_apart(county):
    admin = county.post("admin", "government-office", "administrator")
    auditor = county.post("auditor", "government-office", "auditor")

    with pytest.raises(ValidationError, match="三员分立"):
        services.appoint(
            auditor, county.zuocheng, "administrator", since=date(2023, 9, 1), by=admin, reason="延政办〔2023〕1号"
        )


def test_an_administrator_gives_no_post_to_himself(county):
    admin = county.post("admin", "government-office", "administrator")

    with pytest.raises(ValidationError, match="不能给自己设岗"):
        services.appoint(admin, county.zuocheng, "clerk", since=date(2023, 9, 1), by=admin, reason="文件")


def test_a_clerk_may_not_appoint(county):
    with pytest.raises(PermissionDenied, match="管理员"):
        services.appoint(
            county.stranger, county.zuocheng, "clerk", since=date(2023, 9, 1), by=county.clerk, reason="无"
        )
