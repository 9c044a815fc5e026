"""A civil affairs bureau with finance beside it, rates and made-up children, for the tests of the monthly run."""

from datetime import date
from typing import Any

from taizhang.county.audit import changes
from taizhang.county.people.models import Organisation
from taizhang.county.standards import citizen_id
from taizhang.lines.children.models import Child, Guardian, PayCondition, Payment, PaymentBatch, Rate
from taizhang.lines.children.money.months import Month, at
from taizhang.lines.children.payroll import approving, drafting, sending
from tests.county import FOUNDED, on

SEPTEMBER: Month = at(2023, 9)
TODAY = date(2023, 9, 5)
NAMES = ("王小雨", "李晓明", "赵欣怡", "刘子轩", "陈静")
CARDS = ("6217000000000000004", "6217000000000000012", "6217000000000000020", "6217000000000000038",
         "6217000000000000046")  # fmt: skip


def staff(county: Any) -> Any:
    """经办 maker, 复核 checker, 财政 treasurer, 县领导 signer; rates of 1050 and 1450 yuan from 2023."""
    with on(FOUNDED), changes.change(by=changes.SYSTEM, reason="测试"):
        county.organisations["finance"] = Organisation.objects.create(
            slug="finance", name="延津县财政局", short="财政局", kind=Organisation.Kind.DEPARTMENT,
            place=county.places["410726"], order=99, valid_from=FOUNDED,
        )  # fmt: skip
    county.post("maker", "civil-affairs", "clerk")
    county.post("checker", "civil-affairs", "unit_head")
    county.post("treasurer", "finance", "unit_head")
    county.post("signer", "government-office", "signer")
    for number, (category, monthly) in enumerate((("DEFACTO", 1050), ("ORPHAN_SCAT", 1050), ("ORPHAN_INST", 1450))):
        kept(county, Rate(
            unit=county.organisations["civil-affairs"], place_id="410726", code=f"BZ{number}", category=category,
            monthly=monthly, valid_from=date(2023, 1, 1), document="示例〔2023〕1号",
        ))  # fmt: skip
    return county


def kept(county: Any, record: Any) -> Any:
    """Past the door, as an earlier time may have left it."""
    with changes.change(by=county.maker):
        record.save()
    return record


def child(county: Any, n: int = 0, **columns: Any) -> Child:
    """Confirmed in July 2023, so paid from August; with a guardian."""
    born = columns.pop("birth_date", date(2012, 8, 15 + n))
    usual = {
        "unit": county.organisations["civil-affairs"], "place_id": "410726206", "name": NAMES[n % 5],
        "birth_date": born, "id_no": citizen_id.synthetic("410726", born, 996), "category": "DEFACTO",
        "enrolled_on": date(2023, 7, 10), "code": f"ET20230710-{n + 1:04d}", "account": CARDS[n % 5],
    }  # fmt: skip
    row = kept(county, Child(**usual | columns))
    kept(county, Guardian(unit=row.unit, place_id=row.place_id, code=f"JH20230710-{row.pk:04d}", child=row,
                          name="张桂兰", relation="grandparent", since=date(2023, 7, 10)))  # fmt: skip
    return row


def paid(county: Any, row: Child, month: date, **columns: Any) -> Payment:
    """A payment of the time before the run."""
    usual = {
        "unit": row.unit, "place_id": row.place_id, "code": f"FF{month:%Y%m}-{row.pk:04d}", "child": row,
        "category": row.category, "month_covered": month, "amount": 1050, "status": "PAID",
        "bank_date": month.replace(day=18),
    }  # fmt: skip
    return kept(county, Payment(**usual | columns))


def condition(county: Any, row: Child, **columns: Any) -> PayCondition:
    usual = {"unit": row.unit, "place_id": row.place_id, "child": row, "reason": "示例证明1号",
             "code": f"QX20230801-{PayCondition.objects.count() + 1:04d}"}  # fmt: skip
    return kept(county, PayCondition(**usual | columns))


def approved(county: Any, batch: PaymentBatch) -> PaymentBatch:
    approving.check(batch, by=county.checker)
    approving.approve(batch, by=county.treasurer)
    return PaymentBatch.objects.get(pk=batch.pk)


def sent(county: Any, layout: str = "rcb") -> PaymentBatch:
    batch = approved(county, drafting.draft(SEPTEMBER, "REGULAR", by=county.maker))
    sending.send(batch, layout, by=county.maker)
    return PaymentBatch.objects.get(pk=batch.pk)


def answer(batch: PaymentBatch, *codes: str, day: str = "20230905", account: bool = True) -> bytes:
    """The bank's file for the first items, in the layout of the rural bank."""
    rows = list(drafting.items(batch))[: len(codes)]
    lines = [
        f"{item.seq}|{item.child.account if account else ''}|{item.amount}|{code}|{day}|S{item.seq:04d}"
        for item, code in zip(rows, codes, strict=True)
    ]
    total = sum(item.amount for item in rows)
    return ("\r\n".join([*lines, f"T|{len(rows)}|{total}"]) + "\r\n").encode("gbk")
