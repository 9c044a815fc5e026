"""What the run's forms give back: refused, sent by a link, or asked for again after signing in anew."""

from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.lines.children.models import Child, PaymentBatch
from taizhang.lines.children.payroll import drafting, results
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
    """One child paid for August and to be paid for September."""
    small.staff(county)
    small.paid(county, small.child(county), date(2023, 8, 1))
    return county


@pytest.fixture
def batch(bureau):
    return drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)


def text(response):
    return unescape(response.content.decode())


def act(client, batch, name, **given):
    return client.post(reverse("payroll_act", args=[batch.pk, name]), given, follow=True)


def fold(html, summary):
    """The opening tag of the fold with this heading."""
    return html[: html.index(f"<summary>{summary}")].rsplit("<details", 1)[1]


@pytest.mark.parametrize("name", ["check", "approve", "back", "again", "drop", "send", "result"])
def test_the_address_of_an_act_asked_by_a_link_leads_to_its_batch(bureau, batch, signed_in, name):
    url = reverse("payroll_act", args=[batch.pk, name])

    response = signed_in(bureau.maker).get(f"{url}?status=RETURNED")

    assert response["Location"] == f"{reverse('payroll_batch', args=[batch.pk])}?status=RETURNED"
    assert PaymentBatch.objects.get().state == "DRAFT"


@pytest.mark.parametrize("name", ["payroll_draft", "payroll_raise"])
def test_the_address_of_a_plans_act_asked_by_a_link_leads_to_the_plan(bureau, signed_in, name):
    response = signed_in(bureau.maker).get(reverse(name) + "?month=2023-09")

    assert response["Location"] == reverse("payroll_plan") + "?month=2023-09"
    assert not PaymentBatch.objects.exists()


def test_an_opinion_of_a_refused_check_stays_an_opinion(bureau, batch, signed_in):
    row = Child.objects.get()
    row.stopped_on, row.stop_reason = date(2023, 8, 20), "ADOPTED"
    small.kept(bureau, row)

    html = text(act(signed_in(bureau.checker), batch, "check", reason="同意发放"))

    assert "不能放行，未通过复核" in html
    assert "open" not in fold(html, "退回制单人")
    assert 'id="back" name="reason" maxlength="200" autocomplete="off" value=""' in html


@pytest.mark.parametrize(("name", "summary"), [("back", "退回制单人"), ("drop", "撤销这个批次")])
def test_a_reason_that_is_missing_is_asked_for_where_it_belongs(bureau, batch, signed_in, name, summary):
    who = {"back": bureau.checker, "drop": bureau.maker}[name]

    html = text(act(signed_in(who), batch, name, reason=""))

    assert "open" in fold(html, summary)


def test_an_empty_file_is_called_empty_by_its_name(bureau, signed_in):
    batch = small.sent(bureau)

    response = act(signed_in(bureau.maker), batch, "result", file=SimpleUploadedFile("九月回单.txt", b""))

    assert "“九月回单.txt”是空的文件" in text(response)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"x" * 99, "1|2|3".encode("utf-16"), bytes(range(256))])
def test_a_file_that_is_no_text_is_told_so(bureau, signed_in, content):
    batch = small.sent(bureau)

    response = act(signed_in(bureau.maker), batch, "result", file=SimpleUploadedFile("回单.xlsx", content))

    assert "“回单.xlsx”不是文本文件" in text(response)


def test_the_file_that_went_to_the_bank_is_no_answer_of_it(bureau, signed_in):
    batch, client = small.sent(bureau), signed_in(bureau.maker)
    sent = client.post(reverse("payroll_file", args=[batch.pk])).content

    response = act(client, batch, "result", file=SimpleUploadedFile("FP.txt", sent))

    assert "是送银行的指令文件" in text(response)


def test_a_month_that_cannot_be_read_can_be_chosen_anew(bureau, signed_in):
    response = signed_in(bureau.maker).get(reverse("payroll_plan"), {"month": "九月"})

    assert response.status_code == 422
    assert 'name="month" value="九月"' in text(response)


def test_a_month_to_come_is_only_reckoned(bureau, signed_in):
    client = signed_in(bureau.maker)

    now, later = (text(client.get(reverse("payroll_plan"), {"month": month})) for month in ("2023-09", "2023-10"))

    assert "生成批次</button>" in now
    assert "生成批次</button>" not in later
    assert "现在最多生成到2023年9月的批次" in later


def test_a_bank_is_called_by_its_name_and_not_by_its_key(bureau, signed_in):
    batch = small.sent(bureau)

    html = text(signed_in(bureau.maker).get(reverse("payroll_batch", args=[batch.pk])))

    assert "农商银行代发" in html
    assert "rcb" not in html


def test_what_the_bank_returned_is_still_a_step_until_it_is_paid_anew(bureau, signed_in):
    batch, client = small.sent(bureau), signed_in(bureau.maker)
    results.take(batch, "回单.txt", small.answer(batch, "02"), by=bureau.maker)
    page, step = reverse("payroll_batch", args=[batch.pk]), "民政局经办（退票重发）"

    assert step in text(client.get(reverse("payroll_list")))
    assert "银行退回的还有 1 笔没有重新发放" in text(client.get(page))
    client.post(reverse("payroll_follow", args=[batch.pk]))

    assert step not in text(client.get(reverse("payroll_list")))
    assert "这个批次已经了结" in text(client.get(page))
    assert "生成退票重发批次" not in text(client.get(page))


def test_a_step_pressed_twice_is_no_error(bureau, batch, signed_in):
    client = signed_in(bureau.checker)

    first, second = act(client, batch, "check"), act(client, batch, "check")

    assert "已复核，请财政局审批" in text(first)
    assert second.status_code == 200
    assert "没有重复办理" in text(second)
