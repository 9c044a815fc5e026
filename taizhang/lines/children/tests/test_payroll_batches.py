"""A batch on its way: what blocks it, who may pass it on, the file for the bank and the bank's answer."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from taizhang.county.audit import changes
from taizhang.county.audit.models import Reading
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import Child, PayAccount, Payment, PaymentBatch
from taizhang.lines.children.payroll import approving, checking, drafting, parameters, results, sending
from taizhang.lines.children.payroll.parameters import Band
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on

AUGUST = date(2023, 8, 1)


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
        small.paid(county, small.child(county, n), AUGUST)
    return county


@pytest.fixture
def batch(bureau):
    return drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)


def fresh(batch):
    return PaymentBatch.objects.get(pk=batch.pk)


# What blocks


def test_a_sound_batch_has_nothing_against_it(batch):
    assert list(checking.blocks(batch)) == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"stopped_on": date(2023, 8, 31), "stop_reason": "ADOPTED"}, "末领月为2023年8月"),
        ({"account": "6217000000000000046"}, "不属于儿童本人、监护人或养育机构"),
        ({"account": ""}, "不属于"),
    ],
)
def test_what_became_known_after_the_draft_blocks(bureau, batch, columns, words):
    with changes.change(by=bureau.maker):
        Child.objects.filter(pk=Child.objects.first().pk).update(
            **{name: value for name, value in columns.items() if name != "account"}
        )
        if "account" in columns:
            row = Child.objects.first()
            row.account = columns["account"]
            row.save()

    found = list(checking.blocks(batch))

    assert [one.blocking for one in found] == [True]
    assert words in found[0].sentence


def test_an_account_in_a_strangers_name_blocks(bureau):
    row = Child.objects.first()
    holder = PayAccount(unit=row.unit, place_id=row.place_id, child=row, holder="GUARDIAN", name="刘外人",
                        account=small.CARDS[4], sort="card", since=AUGUST, code="ZH20230801-0001")  # fmt: skip
    small.kept(bureau, holder)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    assert "不属于儿童本人、监护人" in next(checking.blocks(batch)).sentence
    holder.name = "张桂兰"
    small.kept(bureau, holder)
    assert list(checking.blocks(batch)) == []


def test_items_changed_past_the_run_no_longer_fit_the_batch(bureau, batch):
    with changes.change(by=bureau.maker):
        Payment.objects.filter(batch=batch, seq=1).update(amount=Decimal(2000))

    words = " ".join(found.sentence for found in checking.blocks(batch))
    assert "应发1,050元" in words
    assert "明细合计3,050元" in words
    assert "可能绕过系统改动过" in words


def test_a_child_without_an_account_blocks(bureau):
    row = Child.objects.first()
    row.account = ""
    small.kept(bureau, row)

    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    assert "没有收款账号" in next(checking.blocks(batch)).sentence


# Who passes it on


def test_maker_checker_and_finance_are_three(bureau, batch):
    approving.check(batch, by=bureau.checker)
    approving.approve(batch, by=bureau.treasurer)

    stored = fresh(batch)
    assert (stored.state, stored.maker, stored.checker, stored.finance) == (
        "APPROVED", bureau.maker, bureau.checker, bureau.treasurer
    )  # fmt: skip


def test_nobody_passes_on_what_is_their_own(bureau, batch):
    bureau.post("maker", "civil-affairs", "unit_head")
    bureau.post("checker", "finance", "unit_head")

    with pytest.raises(Invalid, match="您已办理本批次的制单"):
        approving.check(batch, by=bureau.maker)
    approving.check(batch, by=bureau.checker)
    with pytest.raises(Invalid, match="您已办理本批次的复核"):
        approving.approve(batch, by=bureau.checker)


@pytest.mark.parametrize("who", ["maker", "treasurer", "stranger", "leader"])
def test_only_the_bureaus_head_checks(bureau, batch, who):
    with pytest.raises(Invalid):
        approving.check(batch, by=bureau.people[who])

    assert fresh(batch).state == "DRAFT"


def test_the_database_holds_the_four_eyes_too(bureau, batch):
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic(), changes.change(by=bureau.maker):
        PaymentBatch.objects.filter(pk=batch.pk).update(
            state="CHECKED", checker=bureau.maker, checked_at=batch.made_at
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="approved_by_all"), transaction.atomic(), changes.change(by=bureau.maker):
        PaymentBatch.objects.filter(pk=batch.pk).update(
            state="APPROVED", checker=bureau.checker, checked_at=batch.made_at
        )  # fmt: skip


def test_a_second_click_changes_nothing(bureau, batch):
    assert approving.check(batch, by=bureau.checker)
    assert not approving.check(batch, by=bureau.checker)
    assert fresh(batch).edition == 2

    assert approving.approve(batch, by=bureau.treasurer)
    assert not approving.approve(batch, by=bureau.treasurer)
    assert (fresh(batch).edition, fresh(batch).state) == (3, "APPROVED")


def test_a_step_that_another_has_taken_is_told(bureau, batch):
    bureau.post("deputy", "civil-affairs", "unit_head")
    approving.check(batch, by=bureau.checker)

    with pytest.raises(Invalid, match="不能再复核"):
        approving.check(batch, by=bureau.people["deputy"])


def test_a_large_batch_needs_the_county(bureau, monkeypatch):
    declared = parameters.declared()
    high = Band(declared.opened, 200000, frozenset({"finance", "county"}), "示例〔2023〕3号")
    monkeypatch.setattr(parameters, "declared", lambda: declared.__class__(
        **{name: getattr(declared, name) for name in declared.__dataclass_fields__} | {"bands": (high,)}
    ))  # fmt: skip
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)
    approving.check(batch, by=bureau.checker)
    approving.approve(batch, by=bureau.treasurer)

    assert (fresh(batch).state, fresh(batch).band) == ("CHECKED", "示例〔2023〕3号")
    assert not approving.approve(batch, by=bureau.treasurer)
    with pytest.raises(Invalid, match="县政府签发岗位"):
        approving.approve(batch, by=bureau.checker)
    approving.approve(batch, by=bureau.signer)
    assert fresh(batch).state == "APPROVED"


def test_a_refusal_goes_back_with_its_reason_and_undoes_what_was_passed(bureau, batch):
    approving.check(batch, by=bureau.checker)
    approving.send_back(batch, by=bureau.treasurer, reason="总额与预算不符")

    stored = fresh(batch)
    assert (stored.state, stored.checker, stored.note) == ("DRAFT", None, "总额与预算不符")
    assert not approving.may_decide(stored, bureau.checker)
    approving.resubmit(batch, by=bureau.maker, note="已追加预算")
    assert approving.may_decide(fresh(batch), bureau.checker)


# The file


@pytest.mark.parametrize(("layout", "encoding"), [("rcb", "gbk"), ("postal", "gbk"), ("icbc", "gb18030")])
def test_the_file_holds_every_item_and_is_sealed_at_rest(bureau, layout, encoding):
    batch = small.sent(bureau, layout)

    content = sending.fetch(batch, by=bureau.maker).decode(encoding)

    assert all(word in content for word in ("王小雨", "李晓明", small.CARDS[0], small.CARDS[1]))
    with default_storage.open(batch.file, "rb") as sealed:
        assert small.CARDS[0].encode() not in sealed.read()
    assert set(Payment.objects.filter(batch=batch).values_list("status", flat=True)) == {"SENT"}
    assert Reading.objects.get().rows == 2


def test_sent_again_it_is_the_same_file(bureau):
    batch = small.sent(bureau)
    before = sending.fetch(batch, by=bureau.maker)

    sending.send(batch, "rcb", by=bureau.maker)

    assert sending.fetch(fresh(batch), by=bureau.maker) == before
    assert fresh(batch).edition == batch.edition
    with pytest.raises(Invalid, match="不能换版式再送"):
        sending.send(batch, "icbc", by=bureau.maker)


def test_a_crash_between_file_and_database_repeats_the_same_bytes(bureau, batch, monkeypatch):
    small.approved(bureau, batch)
    whole = drafting.mark
    monkeypatch.setattr(drafting, "mark", lambda *_, **__: (_ for _ in ()).throw(OSError("断电")))
    with pytest.raises(OSError), transaction.atomic():
        sending.send(batch, "rcb", by=bureau.maker)
    assert fresh(batch).state == "APPROVED"
    (left,) = default_storage.listdir("payroll/2023")[1]
    with pytest.raises(Invalid, match="还没有指令文件"):
        sending.fetch(fresh(batch), by=bureau.maker)

    monkeypatch.setattr(drafting, "mark", whole)
    sending.send(batch, "rcb", by=bureau.maker)

    assert fresh(batch).file.endswith(left)
    assert sending.fetch(fresh(batch), by=bureau.maker).count(b"\r\n") == 3
    assert default_storage.listdir("payroll/2023")[1] == [left]


def test_a_rare_character_is_reported_and_fits_another_layout(bureau):
    row = Child.objects.first()
    row.name = "王\U00020021"
    small.kept(bureau, row)
    batch = small.approved(bureau, drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker))

    assert "不在GBK字符集内" in sending.faults(batch, "rcb")[0].sentence
    with pytest.raises(Invalid, match="写不进银行文件"):
        sending.send(batch, "rcb", by=bureau.maker)
    sending.send(batch, "icbc", by=bureau.maker)
    assert fresh(batch).state == "SENT"


def test_whoever_left_after_the_approval_is_not_paid(bureau, batch):
    small.approved(bureau, batch)
    row = Child.objects.first()
    row.stopped_on, row.stop_reason = date(2023, 8, 30), "DEATH"
    small.kept(bureau, row)

    with pytest.raises(Invalid, match="批准之后情况有变"):
        sending.send(batch, "rcb", by=bureau.maker)


def test_a_file_that_was_tampered_with_is_not_handed_out(bureau):
    batch = small.sent(bureau)
    with changes.change(by=bureau.maker):
        PaymentBatch.objects.filter(pk=batch.pk).update(file_digest="0" * 64)

    with pytest.raises(Invalid, match="摘要不符"):
        sending.fetch(fresh(batch), by=bureau.maker)


# Two at once


def at_once(act):
    """What two connections that do the same at the same time get: an answer or a sentence."""
    outcomes = []

    def work():
        try:
            with on(small.TODAY):
                outcomes.append(act())
        except Invalid as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_drafts_at_once_make_one_batch(committed_county):
    bureau = small.staff(committed_county)
    small.child(bureau)

    outcomes = at_once(lambda: drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker).code)

    assert PaymentBatch.objects.count() == 1
    assert sum("已有月度批次" in outcome for outcome in outcomes) == 1


def test_one_file_sent_and_answered_by_two_at_once_counts_once(committed_county):
    bureau = small.staff(committed_county)
    small.child(bureau, enrolled_on=date(2023, 8, 10))
    batch = small.approved(bureau, drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker))

    assert at_once(lambda: sending.send(batch, "rcb", by=bureau.maker)) == [None, None]
    assert fresh(batch).edition == 4
    content = small.answer(batch, "00")
    taken = at_once(lambda: results.take(batch, "回单.txt", content, by=bureau.maker))
    assert sorted(one.new for one in taken) == [0, 1]
    assert fresh(batch).paid_amount == 1050


def test_checked_by_two_at_once_it_is_passed_once(committed_county):
    bureau = small.staff(committed_county)
    small.child(bureau)
    batch = drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)

    outcomes = at_once(lambda: approving.check(batch, by=bureau.checker))

    assert sorted(outcomes) == [False, True]
    assert fresh(batch).edition == 2
