"""What the bank returned: open until it is paid again or no longer owed, and counted in the year of the bank's day."""

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from taizhang.county.figures import balances, registry, values
from taizhang.county.figures.period import Period
from taizhang.lines.children.models import PaymentBatch
from taizhang.lines.children.payroll import drafting, results
from taizhang.lines.children.returns import settling
from taizhang.lines.children.returns.jobs import settle_returns
from taizhang.lines.children.returns.models import ReturnedPayment
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on

YEAR_2023, YEAR_2024 = (Period(date(y, 1, 1), date(y, 12, 31), "") for y in (2023, 2024))


@pytest.fixture
def bureau(county):
    with on(small.TODAY):
        yield small.staff(county)


@pytest.fixture
def returned(bureau):
    """August and September of one child paid, of another returned."""
    small.child(bureau)
    small.child(bureau, 1)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    small.answered(bureau, batch, "00", "00", "02", "02")
    return PaymentBatch.objects.get(pk=batch.pk)


def told(key, period=YEAR_2023):
    return values.value(registry.get(f"children.{key}"), period).amount


def reissued(bureau, batch, *codes, day):
    with on(f"{day[:4]}-{day[4:6]}-{day[6:]}"):
        made = drafting.draft(SEPTEMBER, "REISSUE", by=bureau.maker, follows=batch)
        small.answered(bureau, made, *codes, day=day)
        return made


def test_a_return_is_noted_with_the_banks_answer_and_stays_open(returned):
    assert [(one.amount, one.reason, one.closed_on) for one in ReturnedPayment.objects.order_by("pk")] == [
        (1050, "户名不符", None), (1050, "户名不符", None),
    ]  # fmt: skip
    assert (told("returned"), told("returned_yuan"), told("paid")) == (2, 2100, 2100)
    assert told("returned_open_yuan", Period.at(small.TODAY)) == 2100
    assert told("returned_open", Period.at(date(2023, 9, 4))) == 0


def test_what_is_paid_again_next_year_counts_in_that_year(bureau, returned):
    reissued(bureau, returned, "00", "00", day="20240110")

    assert (told("paid", YEAR_2023), told("paid", YEAR_2024)) == (2100, 2100)
    assert (told("returned_yuan", YEAR_2023), told("returned_yuan", YEAR_2024)) == (2100, 0)
    assert (told("reissued_yuan", YEAR_2023), told("reissued_yuan", YEAR_2024)) == (0, 2100)
    assert told("returned_open", Period.at(date(2023, 12, 31))) == 2
    assert told("returned_open", Period.at(date(2024, 1, 10))) == 0
    assert told("paid_by_coverage", Period.months(2023, 8, 9)) == 4200


def test_what_comes_back_again_is_a_return_of_its_own(bureau, returned):
    reissued(bureau, returned, "02", "00", day="20231010")

    assert [one.outcome for one in ReturnedPayment.objects.order_by("pk")] == ["AGAIN", "REISSUED", ""]
    assert (told("returned"), told("reissued"), told("returned_again")) == (3, 1, 1)
    assert balances.broken(date(2023, 12, 31)) == []


def test_what_is_only_held_back_stays_open(bureau, returned):
    row = ReturnedPayment.objects.first().child
    small.condition(bureau, row, kind="SUSPENDED", first_month=date(2023, 8, 1), reason="年审未办")

    settling.settle()

    assert ReturnedPayment.objects.filter(closed_on=None).count() == 2


def test_what_is_no_longer_owed_is_closed_by_night(bureau, returned):
    first, second = ReturnedPayment.objects.order_by("pk")
    second.child.stopped_on, second.child.stop_reason = date(2023, 7, 20), "PARENT_FOUND"
    small.kept(bureau, second.child)

    with on("2023-09-20"):
        settle_returns(timestamp=0)

    ended = ReturnedPayment.objects.get(pk=first.pk)
    assert (ended.outcome, ended.closed_on) == ("NOT_OWED", date(2023, 9, 20))
    assert told("returned_off_yuan") == 2100
    assert balances.broken(date(2023, 9, 20)) == []


def test_nothing_happens_twice(bureau, returned):
    before = list(ReturnedPayment.objects.order_by("pk").values())

    assert settling.settle() == 0
    assert list(ReturnedPayment.objects.order_by("pk").values()) == before


def test_returns_entered_by_hand_are_noted_at_night_and_crossed_off_by_the_same_amount(bureau):
    row = small.child(bureau)
    month = date(2023, 8, 1)
    back = small.paid(bureau, row, month, status="RETURNED", return_reason="户名不符")
    small.paid(bureau, row, month, code="FF2", kind="BACKPAY", amount=500)
    small.paid(bureau, row, month, code="FF3", kind="BACKPAY", bank_date=date(2023, 9, 4))

    settling.settle()

    one = ReturnedPayment.objects.get()
    assert (one.payment, one.outcome, one.closed_on) == (back, "REISSUED", date(2023, 9, 4))


def test_one_payment_by_hand_makes_good_one_return(bureau):
    row, month = small.child(bureau), date(2023, 8, 1)
    for n in (1, 2):
        small.paid(
            bureau, row, month, code=f"TP{n}", kind="BACKPAY", amount=300, status="RETURNED", return_reason="冻结"
        )
    small.paid(bureau, row, month, code="FF3", kind="BACKPAY", amount=300, bank_date=date(2023, 9, 4))

    settling.settle()
    settling.settle()

    assert [one.outcome for one in ReturnedPayment.objects.order_by("pk")] == ["AGAIN", "REISSUED"]
    third = small.paid(
        bureau, row, month, code="TP4", kind="BACKPAY", amount=300, status="RETURNED", return_reason="冻结"
    )
    settling.settle()
    assert ReturnedPayment.objects.get(payment=third).outcome == ""


def test_facts_that_contradict_close_nothing_and_stop_nothing(bureau):
    row = small.child(bureau, stopped_on=date(2023, 9, 20), stop_reason="CATEGORY_CHANGED")
    small.child(bureau, category="ORPHAN_SCAT", enrolled_on=date(2023, 8, 20), code="ET20230820-0001", previous=row)
    small.paid(bureau, row, date(2023, 9, 1), status="RETURNED", return_reason="户名不符")

    settling.settle()

    assert ReturnedPayment.objects.get().closed_on is None


def test_a_return_that_was_a_slip_is_closed_as_such(bureau):
    back = small.paid(bureau, small.child(bureau), date(2023, 8, 1), status="RETURNED", return_reason="户名不符")
    settling.settle()
    back.status = "PAID"
    small.kept(bureau, back)

    settling.settle()

    assert ReturnedPayment.objects.get().outcome == "CORRECTED"
    assert balances.broken(small.TODAY) == []


def test_townships_sum_to_the_county(bureau, returned):
    there = small.child(bureau, 2, place_id="410726207")
    small.paid(bureau, there, date(2023, 8, 1), status="RETURNED", return_reason="户名不符")
    settling.settle()
    figures = [registry.get(f"children.{key}") for key in ("returned", "returned_yuan", "reissued_yuan")]

    board = values.board(figures, YEAR_2023, by="township")

    assert board["children.returned_yuan", "410726207"].amount == 1050
    for figure in figures:
        parts = [found.amount for (key, place), found in board.items() if key == figure.key and place]
        assert sum(parts) == board[figure.key, None].amount


def test_very_many_returns_are_left_to_the_worker_and_asked_for_once(bureau, monkeypatch):
    monkeypatch.setattr(results, "RETURNS_AT_ONCE", 0)
    small.child(bureau)
    batch = small.sent(bureau)

    for codes in (("02",), ("02", "02")):
        results.take(batch, "回单.txt", small.answer(batch, *codes), by=bureau.maker)

    assert ReturnedPayment.objects.count() == 0
    assert ProcrastinateJob.objects.filter(task_name=settle_returns.name).count() == 1
    settle_returns(timestamp=0)
    assert ReturnedPayment.objects.count() == 2
