"""The bank's answer: what it says is taken over whole or not at all, once, and what it returned is paid anew."""

from datetime import date

import pytest

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import Child, PayAccount, PaymentBatch
from taizhang.lines.children.payroll import checking, drafting, planning, results
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on(small.TODAY):
        yield


@pytest.fixture
def bureau(county):
    """Two children that were paid for August."""
    small.staff(county)
    for n in range(2):
        small.paid(county, small.child(county, n), date(2023, 8, 1))
    return county


def fresh(batch):
    return PaymentBatch.objects.get(pk=batch.pk)


def test_an_item_is_paid_when_the_bank_says_so_on_its_day(bureau):
    batch = small.sent(bureau)
    with on(date(2023, 9, 8)):
        taken = results.take(batch, "回单.txt", small.answer(batch, "00", "02", day="20230907"), by=bureau.maker)

    first, second = drafting.items(batch)
    assert taken == results.Taken(2, 1, 1)
    assert (first.status, first.bank_date, first.serial) == ("PAID", date(2023, 9, 7), "S0001")
    assert (second.status, second.return_reason) == ("RETURNED", "户名不符")
    assert (fresh(batch).state, fresh(batch).paid_amount, fresh(batch).returned_items) == ("SETTLED", 1050, 1)


def test_a_file_loaded_twice_counts_once(bureau):
    batch = small.sent(bureau)
    content = small.answer(batch, "00", "00")
    results.take(batch, "回单.txt", content, by=bureau.maker)

    assert results.take(batch, "另存.txt", content, by=bureau.maker) == results.Taken(0, 0, 0, again=True)
    assert results.take(batch, "回单2.txt", content + b"\r\n", by=bureau.maker) == results.Taken(0, 0, 0)
    assert fresh(batch).paid_amount == 2100


def test_answers_may_come_in_parts(bureau):
    batch = small.sent(bureau)
    results.take(batch, "一.txt", small.answer(batch, "00"), by=bureau.maker)

    assert (fresh(batch).state, results.waiting(batch)) == ("SENT", 1)
    results.take(batch, "二.txt", small.answer(batch, "00", "00"), by=bureau.maker)
    assert (fresh(batch).state, fresh(batch).paid_amount) == ("SETTLED", 2100)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("|00|", "|77|", 1), "不认识的结果代码"),
        (lambda text: text.replace("1050.00", "1050.01", 1), "送出的是1,050元"),
        (lambda text: text.replace("20230905", "20230910"), "不在送银行"),
        (lambda text: text.replace("\r\nT|", "\r\nX|"), "栏"),
        (lambda text: text.replace("2|6217", "9|6217"), "批次中没有序号9"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing(bureau, change, words):
    batch = small.sent(bureau)
    content = change(small.answer(batch, "00", "00").decode("gbk")).encode("gbk")

    with pytest.raises(Invalid, match=words):
        results.take(batch, "回单.txt", content, by=bureau.maker)

    assert set(drafting.items(batch).values_list("status", flat=True)) == {"SENT"}
    assert not batch.results.exists()


def test_an_answer_that_contradicts_an_earlier_one_is_refused(bureau):
    batch = small.sent(bureau)
    results.take(batch, "一.txt", small.answer(batch, "00"), by=bureau.maker)

    with pytest.raises(Invalid, match="与先前回单的结果或日期不一致"):
        results.take(batch, "二.txt", small.answer(batch, "01", "00"), by=bureau.maker)
    assert drafting.items(batch).filter(status="PAID").count() == 1


def test_a_child_that_left_meanwhile_does_not_keep_the_banks_answer_out(bureau):
    batch = small.sent(bureau)
    row = Child.objects.first()
    row.stopped_on, row.stop_reason = date(2023, 8, 30), "DEATH"
    small.kept(bureau, row)

    results.take(batch, "回单.txt", small.answer(batch, "00", "00"), by=bureau.maker)

    assert fresh(batch).paid_amount == 2100
    assert [row.cents for row in planning.plan(SEPTEMBER, tab="recover").shown] == [105000]


def test_returned_items_are_paid_anew_by_a_batch_that_follows(bureau):
    batch = small.sent(bureau)
    results.take(batch, "回单.txt", small.answer(batch, "00", "02"), by=bureau.maker)

    again = drafting.draft(SEPTEMBER, "REISSUE", by=bureau.maker, follows=batch)

    item = drafting.items(again).get()
    assert (again.items, again.follows, item.cause, item.amount) == (1, batch, "RETURNED", 1050)
    with pytest.raises(Invalid, match="没有可以发放的明细"):
        drafting.draft(SEPTEMBER, "REISSUE", by=bureau.maker, follows=batch)


def test_the_same_account_again_deserves_a_look(bureau):
    batch = small.sent(bureau)
    results.take(batch, "回单.txt", small.answer(batch, "00", "02"), by=bureau.maker)
    again = drafting.draft(SEPTEMBER, "REISSUE", by=bureau.maker, follows=batch)

    (found,) = checking.blocks(again)
    assert (found.blocking, found.code) == (False, "RETURNED_ACCOUNT")

    drafting.drop(again, by=bureau.maker, reason="更换账户")
    row = drafting.items(batch).get(status="RETURNED").child
    new = PayAccount(unit=row.unit, place_id=row.place_id, child=row, holder="CHILD", name=row.name,
                     account=small.CARDS[4], sort="card", since=date(2023, 9, 1), code="ZH20230901-0001")  # fmt: skip
    small.kept(bureau, new)
    another = drafting.draft(SEPTEMBER, "REISSUE", by=bureau.maker, follows=batch)
    assert list(checking.blocks(another)) == []
    assert small.CARDS[4] in drafting.items(another).get().snapshot
