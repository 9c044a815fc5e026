"""What the children's ledgers refuse, and what their tables cannot hold."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from taizhang.county.audit import changes
from taizhang.county.ledger import services
from taizhang.county.ledger.validation import Refused, check
from taizhang.county.standards import citizen_id
from taizhang.lines.children.ledgers import CHILDREN, GUARDIANS, PAYMENTS, RATES
from taizhang.lines.children.models import Child, Guardian, PayAccount, Payment, Rate
from tests.county import on

TODAY = date(2023, 8, 31)
MARCH = date(2023, 3, 1)


def child(county: Any, *, born: date = date(2012, 8, 15), serial: int = 996, **columns: Any) -> Child:
    """A de facto unattended child confirmed in 2022; not saved."""
    usual = {
        "unit": county.organisations["civil-affairs"], "place_id": "410726206", "name": "王小雨", "birth_date": born,
        "id_no": citizen_id.synthetic("410726", born, serial), "category": "DEFACTO", "enrolled_on": date(2022, 3, 1),
    }  # fmt: skip
    return Child(**usual | columns)


def kept(county: Any, record: Any) -> Any:
    """Past the door, as an earlier time may have left it."""
    with on(TODAY), changes.change(by=county.clerk):
        record.save()
    return record


def problems(county: Any, **columns: Any) -> dict[str, list[str]]:
    return check(CHILDREN, child(county, **columns), TODAY)


def test_a_sound_child_has_nothing_against_it(county):
    assert problems(county, account="6217000000000000004", first_month=date(2022, 4, 1)) == {}


@pytest.mark.parametrize(
    ("columns", "column", "words"),
    [
        ({"id_no": "410726201208159968"}, "id_no", "校验不通过"),
        ({"birth_date": date(2012, 8, 16)}, "birth_date", "应为 2012-08-15"),
        ({"category": "ORPHAN_INST"}, "institution", "必须填写养育机构"),
        ({"account": "6217000000000000005"}, "account", "校验不通过"),
        ({"first_month": date(2022, 4, 2)}, "first_month", "2022-04-01"),
        ({"enrolled_on": date(2023, 9, 1)}, "enrolled_on", "晚于今天"),
        ({"stopped_on": date(2022, 2, 1), "stop_reason": "ADOPTED"}, "stopped_on", "早于确认日期"),
        ({"stopped_on": date(2023, 2, 1)}, "stop_reason", "要么都填"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_column(county, columns, column, words):
    found = problems(county, **columns)

    assert any(words in sentence for sentence in found[column])


@pytest.mark.parametrize(
    ("category", "school", "born", "refused"),
    [
        ("DEFACTO", "finished", date(2005, 3, 2), False),
        ("DEFACTO", "finished", date(2005, 3, 1), True),
        ("DEFACTO", "senior", date(2005, 3, 1), False),
        ("LEFT_BEHIND", "primary", date(2007, 3, 2), False),
        ("LEFT_BEHIND", "senior", date(2007, 3, 1), True),
    ],
)
def test_age_at_confirmation_ends_on_the_birthday(county, category, school, born, refused):
    found = problems(county, born=born, category=category, school=school, enrolled_on=date(2023, 3, 1))

    assert ("enrolled_on" in found) is refused


def test_a_child_draws_one_allowance_at_a_time(county):
    first = kept(county, child(county))

    with pytest.raises(IntegrityError), transaction.atomic():
        kept(county, child(county, code="ET20230501-0001", category="ORPHAN_SCAT"))
    first.stopped_on, first.stop_reason = date(2023, 5, 1), "CATEGORY_CHANGED"
    kept(county, first)
    kept(county, child(county, code="ET20230501-0001", category="ORPHAN_SCAT"))
    assert Child.objects.filter(stopped_on=None).count() == 1


def test_a_child_may_be_left_behind_as_well(county):
    kept(county, child(county))
    kept(county, child(county, code="ET20220301-0002", category="LEFT_BEHIND"))

    assert Child.objects.count() == 2


def test_name_number_and_account_lie_encrypted_in_table_and_versions(county):
    kept(county, child(county, account="6217000000000000004"))

    with connection.cursor() as cursor:
        for table in ("children_child", "children_child_version"):
            cursor.execute(f"SELECT to_jsonb(row)::text FROM {table} row")
            text = cursor.fetchone()[0]
            assert not [clear for clear in ("王小雨", "410726201208159", "621700000") if clear in text]


def payment(county: Any, paid_to: Child, **columns: Any) -> Payment:
    usual = {
        "unit": county.organisations["civil-affairs"], "place_id": "410726206", "code": "FF202303-0001",
        "child": paid_to, "category": "DEFACTO", "month_covered": MARCH, "amount": Decimal(1050), "status": "PAID",
        "bank_date": date(2023, 3, 17),
    }  # fmt: skip
    return Payment(**usual | columns)


@pytest.fixture
def rate(county: Any) -> Rate:
    return kept(county, Rate(
        unit=county.organisations["civil-affairs"], place_id="410726", code="BZ1", category="DEFACTO", monthly=1050,
        valid_from=date(2023, 1, 1), document="示例〔2023〕1号",
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "column", "words"),
    [
        ({"bank_date": None}, "bank_date", "必须有银行日期"),
        ({"status": "RETURNED"}, "return_reason", "必须写明原因"),
        ({"category": "LEFT_BEHIND"}, "category", "不发放"),
        ({"month_covered": date(2023, 3, 2)}, "month_covered", "2023-03-01"),
        ({"amount": Decimal(1049)}, "amount", "月标准为 1050.00 元"),
        ({"bank_date": date(2023, 9, 1)}, "bank_date", "晚于今天"),
    ],
)
def test_a_payment_that_does_not_fit_is_refused(county, rate, columns, column, words):
    found = check(PAYMENTS, payment(county, kept(county, child(county)), **columns), TODAY)

    assert any(words in sentence for sentence in found[column])


def test_back_pay_may_be_part_of_a_rate(county, rate):
    paid_to = kept(county, child(county))

    assert check(PAYMENTS, payment(county, paid_to, kind="BACKPAY", amount=Decimal(150)), TODAY) == {}


@pytest.mark.parametrize(
    ("stopped", "refused"), [("2023-02-28", True), ("2023-03-01", False), ("2023-03-31", False), (None, False)]
)
def test_pay_ends_with_the_month_of_the_event(county, stopped, refused):
    reason = "AGE_18" if stopped else ""
    paid_to = kept(county, child(county, stopped_on=stopped, stop_reason=reason))

    assert ("month_covered" in check(PAYMENTS, payment(county, paid_to), TODAY)) is refused


def test_pay_begins_with_the_first_month(county):
    paid_to = kept(county, child(county, first_month=date(2023, 4, 1)))

    assert "自 2023-04 起领" in check(PAYMENTS, payment(county, paid_to), TODAY)["month_covered"][0]


def test_a_month_is_paid_once_and_again_only_after_a_return(county):
    paid_to = kept(county, child(county))
    returned = kept(county, payment(county, paid_to, status="RETURNED", return_reason="户名不符"))
    kept(county, payment(county, paid_to, code="FF202303-0002"))

    assert returned.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(county, payment(county, paid_to, code="FF202303-0003"))


def test_a_guardians_phone_and_a_rates_months_are_checked(county):
    guardian = Guardian(unit=county.zuocheng, place_id="410726206", child=kept(county, child(county)), name="李秀英",
                        relation="grandparent", phone="123", since=date(2022, 3, 1))  # fmt: skip
    rate = Rate(unit=county.zuocheng, place_id="410726206", code="BZ9", category="DEFACTO", monthly=1, document="示例",
                valid_from=date(2023, 2, 1), valid_to=date(2023, 1, 1))  # fmt: skip

    assert "phone" in check(GUARDIANS, guardian, TODAY)
    assert "valid_to" in check(RATES, rate, TODAY)


def test_a_child_that_is_registered_already_is_told_by_its_number(county):
    county.post("bureau", "civil-affairs", "clerk")
    kept(county, child(county, code="ET20220301-9001"))

    with on(TODAY), pytest.raises(Refused) as refused:
        services.save(child(county), by=county.bureau)

    assert list(refused.value.errors) == ["id_no"]
    assert "公民身份号码、类别已有登记" in refused.value.errors["id_no"][0]


def test_a_second_account_in_use_is_told_what_the_first_needs(county):
    county.post("bureau", "civil-affairs", "clerk")
    row = kept(county, child(county))

    def account(number, since):
        unit = county.organisations["civil-affairs"]
        return PayAccount(unit=unit, place_id="410726206", child=row, holder="GUARDIAN", name="李秀英", account=number,
                          since=since)  # fmt: skip

    with on(TODAY):
        first, second = account("6217000000000000004", row.enrolled_on), account("6217000000000000012", TODAY)
        services.save(first, by=county.bureau)
        with pytest.raises(Refused) as refused:
            services.save(second, by=county.bureau)
        first.until = TODAY
        services.save(first, by=county.bureau)
        services.save(second, by=county.bureau)

    told = "这名儿童已有在用的收款账户；请先在原账户上填写停用日期，再登记新账户"
    assert refused.value.errors == {"child": [told]}
    assert PayAccount.objects.count() == 2
