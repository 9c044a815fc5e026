"""The ledger of child directors and supervisors: one in office at each place, and a telephone that is hidden."""

from datetime import date

import pytest

from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused
from taizhang.lines.children.care.codes import Role
from taizhang.lines.children.care.models import ChildWorker
from tests.county import on


@pytest.fixture(autouse=True)
def _day():
    with on("2023-09-15"):
        yield


@pytest.fixture
def office(county):
    county.post("bureau", "civil-affairs", "clerk")
    return county


def worker(county, **columns):
    unit, place = county.organisations["civil-affairs"], county.places["410726206"]
    start = {"role": Role.DIRECTOR, "name": "刘青", "village": "西街村", "since": date(2022, 1, 1)}
    return ChildWorker(unit=unit, place=place, **start | columns)


def save(county, **columns):
    one = worker(county, **columns)
    services.save(one, by=county.bureau)
    return one


def test_a_director_and_a_supervisor_are_entered(office):
    assert save(office).code.startswith("ZR20220101-")
    save(office, role=Role.SUPERVISOR, village="")
    save(office, village="东街村")


@pytest.mark.parametrize(("role", "village"), [(Role.DIRECTOR, ""), (Role.SUPERVISOR, "西街村")])
def test_the_place_fits_the_role(office, role, village):
    with pytest.raises(Refused, match="儿童主任必须填写村"):
        save(office, role=role, village=village)


def test_the_next_one_begins_when_the_former_has_ended(office):
    former = save(office)
    with pytest.raises(Refused, match="已有登记"):
        save(office, since=date(2023, 9, 1))
    former.until = date(2023, 8, 31)
    services.save(former, by=office.bureau)
    save(office, since=date(2023, 9, 1))


def test_the_telephone_is_hidden_in_the_list_and_on_the_page(office, signed_in):
    one = save(office, phone="13800001234")
    client = signed_in(office.bureau)
    for address in ("/l/child-workers/", f"/l/child-workers/{one.pk}/"):
        text = client.get(address).content.decode()
        assert "刘青" in text
        assert "13800001234" not in text
