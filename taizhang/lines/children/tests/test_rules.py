"""What a child, a rate and a payment must hold beyond their columns."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from taizhang.county.audit import changes
from taizhang.county.ledger.validation import check
from taizhang.county.standards import citizen_id
from taizhang.lines.children.ledgers import CHILDREN, PAYMENTS, RATES
from taizhang.lines.children.models import Child, Payment, Rate

TODAY = date(2023, 9, 1)
BORN = date(2012, 5, 6)


def child(**given):
    values = {
        "place_id": "410726206",
        "unit_id": 1,
        "name": "王小雨",
        "id_no": citizen_id.synthetic("410726", BORN, 998),
        "birth_date": BORN,
        "category": "DEFACTO",
        "enrolled_on": date(2022, 3, 1),
    }
    return Child(**values | given)


def errors(**given):
    return check(CHILDREN, child(**given), TODAY)


def test_a_plain_child_is_sound():
    assert errors() == {}


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"id_no": "410726201205069999"}, "id_no"),
        ({"birth_date": date(2012, 5, 7)}, "birth_date"),
        ({"category": "ORPHAN_INST"}, "institution"),
        ({"enrolled_on": date(2023, 9, 2)}, "enrolled_on"),
        ({"stopped_on": date(2023, 5, 1)}, "stop_reason"),
        ({"first_month": date(2022, 4, 2)}, "first_month"),
        ({"account": "6217000000000000005"}, "account"),
    ],
)
def test_contradictions_are_named_at_their_column(given, column):
    assert column in errors(**given)


def test_enrolment_ends_at_eighteen_except_for_those_who_study():
    born = date(2005, 3, 1)
    grown = {
        "birth_date": born,
        "id_no": citizen_id.synthetic("410726", born, 998),
        "enrolled_on": date(2023, 3, 1),
    }

    assert "enrolled_on" in errors(**grown)
    assert errors(**grown, school="senior") == {}


def test_left_behind_ends_at_sixteen():
    born = date(2007, 3, 1)
    given = {"birth_date": born, "id_no": citizen_id.synthetic("410726", born, 998), "category": "LEFT_BEHIND"}

    assert "enrolled_on" in errors(**given, enrolled_on=date(2023, 3, 1))
    assert errors(**given, enrolled_on=date(2023, 2, 28)) == {}


def test_a_rate_runs_by_whole_months():
    rate = Rate(
        place_id="410726", unit_id=1, code="BZ1", category="DEFACTO", monthly=1050, valid_from=date(2023, 1, 5),
        document="文件",
    )  # fmt: skip

    assert "valid_from" in check(RATES, rate, TODAY)


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"status": "PAID"}, "bank_date"),
        ({"status": "RETURNED", "bank_date": date(2023, 8, 18)}, "return_reason"),
        ({"category": "LEFT_BEHIND"}, "category"),
    ],
)
def test_a_payment_says_when_and_why(db, given, column):
    values = {
        "place_id": "410726206", "unit_id": 1, "code": "FF1", "child_id": 1, "category": "DEFACTO",
        "month_covered": date(2023, 8, 1), "amount": 1050,
    }  # fmt: skip

    assert column in check(PAYMENTS, Payment(**values | given), TODAY)


def stored(county, **given):
    given = {"unit": county.organisations["civil-affairs"], "unit_id": county.organisations["civil-affairs"].pk} | given
    row = child(**given)
    with changes.change(by=changes.SYSTEM, reason="测试"):
        row.save()
    return row


def test_names_ids_and_accounts_lie_encrypted_in_table_and_history(county):
    row = stored(county, code="ET1", account="6217000000000000004")

    with connection.cursor() as cursor:
        for table in ("children_child", "children_child_version"):
            cursor.execute(f"SELECT name, id_no, account FROM {table} WHERE id = %s", [row.pk])
            raw = " ".join(cursor.fetchone())
            assert not any(clear in raw for clear in ("王小雨", row.id_no, "6217000000000000004"))


def test_the_same_child_stands_once_in_a_category(county):
    stored(county, code="ET1")

    with pytest.raises(IntegrityError, match="child_once_in_category"):
        stored(county, code="ET2")
