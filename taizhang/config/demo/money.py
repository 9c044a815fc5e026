"""What was paid to whom in the demonstration year: monthly lists, a return that was reissued, one that still waits."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from taizhang.config.demo.places import NAMES
from taizhang.config.demo.register import CHANGED_CODE, CHANGED_ON, Child
from taizhang.lines.children.codes import Category

MONTHS = tuple(date(2023, month, 1) for month in range(1, 9))
# The day the bank books each month's list: a working day.
BANK_DAYS = {date(2023, month, 1): date(2023, month, day) for month, day in
             ((1, 18), (2, 17), (3, 17), (4, 18), (5, 18), (6, 16), (7, 18), (8, 18))}  # fmt: skip
# 1050 yuan is published for 2023. The institutional rate was 400 yuan above the scattered one in the 2019 document and
# is taken to have stayed so: inferred, marked in the ledger as not seen.
RATES = (
    ("BZ2023-01", Category.ORPHAN_SCAT, 1050, "延津政务快报2023年第39期所载标准，文号待补", "否"),
    ("BZ2023-02", Category.DEFACTO, 1050, "延津政务快报2023年第39期所载标准，文号待补", "否"),
    ("BZ2023-03", Category.ORPHAN_INST, 1450, "按2019年省标准机构与散居相差400元推算，文号待补", "否"),
)
AMOUNTS = {category: amount for _, category, amount, _, _ in RATES}
_RETURNED_MONTH, _WAITING_MONTH, _LEFT_OUT_MONTH = date(2023, 3, 1), date(2023, 8, 1), date(2023, 5, 1)
WHY = "户名不符"


def rate_rows() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "category": category.label,
            "monthly": amount,
            "valid_from": date(2023, 1, 1),
            "document": document,
            "certain": certain,
            "place": "延津县",
            "unit": "民政局",
        }
        for code, category, amount, document, certain in RATES
    ]


def lists(children: list[Child]) -> Iterator[tuple[date, list[dict[str, Any]]]]:
    """Each month with the rows of its list, after the bank's answer."""
    paid = [*(child for child in children if child.paid), _changed(children)]
    odd = _odd(paid)
    for month in MONTHS:
        active = [child for child in paid if _is_paid(child, month)]
        yield month, [*_regular(active, month, odd), *_late(month, odd)]


def _is_paid(child: Child, month: date) -> bool:
    """To the month of the event that ends it; a day in a month is not before its first."""
    return child.first_month <= month and (child.stopped_on is None or child.stopped_on >= month)


def _changed(children: list[Child]) -> Child:
    """The orphan that was a de facto unattended child until May; the row itself is entered by hand."""
    before = the_one_that_changes(children)
    return Child(before.township, Category.ORPHAN_SCAT, before.birth, CHANGED_ON, None, None,
                 before.particulars | {"code": CHANGED_CODE})  # fmt: skip


def the_one_that_changes(children: list[Child]) -> Child:
    return next(child for child in children if child.stopped_on == CHANGED_ON)


def _odd(paid: list[Child]) -> dict[str, Child]:
    """Four children whose pay did not go the usual way, all on the register throughout."""
    steady = [
        c
        for c in paid
        if c.category is Category.DEFACTO and c.stopped_on is None and c.first_month <= date(2022, 12, 1)
    ]
    return dict(zip(("returned", "waiting", "left_out", "december"), steady, strict=False))


def the_returned(children: list[Child]) -> Child:
    return _odd([child for child in children if child.paid])["returned"]


def _regular(active: list[Child], month: date, odd: dict[str, Child]) -> Iterator[dict[str, Any]]:
    number = 0
    for child in active:
        if child is odd["left_out"] and month == _LEFT_OUT_MONTH:
            continue
        number += 1
        returned = (child is odd["returned"] and month == _RETURNED_MONTH) or (
            child is odd["waiting"] and month == _WAITING_MONTH
        )
        yield _row(child, f"FF{month:%Y%m}-{number:04d}", month, BANK_DAYS[month], returned=returned)


def _late(month: date, odd: dict[str, Child]) -> Iterator[dict[str, Any]]:
    """What the month's list holds for earlier months: December's return, March's reissue, May's omission."""
    day = BANK_DAYS[month]
    if month == date(2023, 1, 1):
        yield _row(odd["december"], "FF202212-9001", date(2022, 12, 1), day)
    if month == date(2023, 4, 1):
        yield _row(odd["returned"], "FF202303-9001", _RETURNED_MONTH, day)
    if month == date(2023, 6, 1):
        yield _row(odd["left_out"], "FF202305-9001", _LEFT_OUT_MONTH, day, kind="补发")


def _row(
    child: Child, code: str, month: date, day: date, *, returned: bool = False, kind: str = "正常发放"
) -> dict[str, Any]:
    return {
        "code": code,
        "child": child.code,
        "category": child.category.label,
        "month_covered": month,
        "kind": kind,
        "amount": AMOUNTS[child.category],
        "status": "退票" if returned else "已发放",
        "bank_date": day,
        "return_reason": WHY if returned else "",
        "account_tail": child.particulars["account"][-4:],
        "place": NAMES[child.township],
        "unit": "民政局",
    }


def total(rows: list[dict[str, Any]]) -> int:
    """Yuan that the bank booked."""
    return sum(row["amount"] for row in rows if row["status"] == "已发放")
