"""The pages of the monthly run without a browser: who sees what, every button twice, and masked names everywhere."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.county.audit.models import Reading
from taizhang.lines.children.models import Payment, PaymentBatch, Recovery
from taizhang.lines.children.payroll import drafting, results
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on

SECRETS = ("王小雨", "李晓明", "张桂兰", *small.CARDS[:2], "410726201208")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on(small.TODAY):
        yield


@pytest.fixture
def bureau(county):
    """One child paid for August, one that was left out, one that left in June and was paid on."""
    small.staff(county)
    small.paid(county, small.child(county), date(2023, 8, 1))
    small.child(county, 1)
    gone = small.child(county, 2, enrolled_on=date(2023, 5, 10), stopped_on=date(2023, 6, 15), stop_reason="ADOPTED")
    for month in (6, 7):
        small.paid(county, gone, date(2023, month, 1))
    return county


@pytest.fixture
def batch(bureau):
    return drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker)


def text(response):
    return unescape(response.content.decode())


def act(client, batch, name, **given):
    return client.post(reverse("payroll_act", args=[batch.pk, name]), given, follow=True)


def state(batch):
    return PaymentBatch.objects.get(pk=batch.pk).state


def draft(client, items="3", cents="315000"):
    given = {"month": "2023-09", "kind": "REGULAR", "items": items, "cents": cents}
    return client.post(reverse("payroll_draft"), given, follow=True)


# The plan


@pytest.mark.parametrize(
    ("tab", "words"),
    [
        ("regular", "发放2023年9月基本生活费"),
        ("backpay", "未列入当月发放"),
        ("recover", "末领月为2023年6月"),
        ("fault", "这一栏没有人"),
        ("enter", "这一栏没有人"),
    ],
)
def test_the_plan_shows_each_part_masked(bureau, signed_in, tab, words):
    html = text(signed_in(bureau.maker).get(reverse("payroll_plan"), {"month": "2023-09", "tab": tab}))

    assert words in html
    assert "3 笔" in html
    assert [secret for secret in SECRETS if secret in html] == []


def test_every_child_of_the_plan_opens_its_file(bureau, signed_in):
    client = signed_in(bureau.maker)
    html = text(client.get(reverse("payroll_plan"), {"month": "2023-09", "tab": "regular"}))

    links = re.findall(r'href="(/l/children/\d+/)"', html)
    assert len(links) == 2
    assert all(client.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize("who", ["clerk", "stranger", "leader", "treasurer", "signer"])
@pytest.mark.parametrize("name", ["payroll_plan", "payroll_explain"])
def test_the_countys_plan_is_not_there_for_others(bureau, signed_in, who, name):
    assert signed_in(bureau.people[who]).get(reverse(name)).status_code == 404


def test_anonymous_visitors_sign_in_first(batch, client):
    for url in (reverse("payroll_list"), reverse("payroll_plan"), reverse("payroll_batch", args=[batch.pk])):
        assert client.get(url).url.startswith(reverse("account_login"))


def test_a_month_that_cannot_be_read_says_so(bureau, signed_in):
    response = signed_in(bureau.maker).get(reverse("payroll_plan"), {"month": "九月"})

    assert response.status_code == 422
    assert "请写成 2023-09" in text(response)


def test_a_double_click_drafts_one_batch(bureau, signed_in):
    client = signed_in(bureau.maker)

    first, second = draft(client), draft(client)

    assert "已生成批次 FP202309-01" in text(first)
    assert second.status_code == 422
    assert "已有月度批次FP202309-01" in text(second)
    assert PaymentBatch.objects.count() == 1


def test_a_plan_that_moved_on_is_shown_again(bureau, signed_in):
    response = draft(signed_in(bureau.maker), items="2", cents="210000")

    assert response.status_code == 422
    assert "现在是3笔3,150元" in text(response)


def test_notices_are_raised_from_the_plan_once(bureau, signed_in):
    client = signed_in(bureau.maker)

    for words in ("新增追缴通知 1 件", "没有需要追缴的"):
        assert words in text(client.post(reverse("payroll_raise"), {"month": "2023-09"}, follow=True))
    assert Recovery.objects.count() == 1


# The batch


def test_the_whole_way_by_its_buttons_each_pressed_twice(bureau, batch, signed_in):
    for who, name, given in (
        ("checker", "check", {}), ("treasurer", "approve", {}), ("maker", "send", {"layout": "rcb"})
    ):  # fmt: skip
        client = signed_in(bureau.people[who])
        assert act(client, batch, name, **given).status_code == 200
        assert act(client, batch, name, **given).status_code in (200, 404, 422)
    assert (state(batch), PaymentBatch.objects.get().edition) == ("SENT", 4)

    client = signed_in(bureau.maker)
    file = small.answer(batch, "00", "02", "00", account=False)
    for words in ("入账 2 笔，退票 1 笔", "没有重复计入"):
        html = text(act(client, batch, "result", file=SimpleUploadedFile("回单.txt", file)))
        assert words in html
    for status, words in ((200, "已生成退票重发批次"), (422, "没有可以发放的明细")):
        response = client.post(reverse("payroll_follow", args=[batch.pk]), follow=True)
        assert response.status_code == status
        assert words in text(response)
    assert PaymentBatch.objects.count() == 2


def test_the_batch_shows_its_items_masked_and_every_sum_opens(bureau, batch, signed_in):
    client = signed_in(bureau.maker)
    url = reverse("payroll_batch", args=[batch.pk])

    html = text(client.get(url))

    assert [secret for secret in SECRETS if secret in html] == []
    assert "王**" in html
    for query in re.findall(r'href="(\?[^"#]*)#items"', html):
        assert client.get(url + query).status_code == 200
    chosen = text(client.get(url, {"cause": "LATE_START"}))
    assert len(re.findall(r"/l/payments/\d+/", chosen)) == 1
    assert len(re.findall(r"/l/payments/\d+/", html)) == 3


def test_finance_sees_sums_and_no_child(bureau, batch, signed_in):
    client = signed_in(bureau.treasurer)

    html = text(client.get(reverse("payroll_batch", args=[batch.pk])))

    assert "3 笔" in html
    assert "王**" not in html
    assert "ET2023" not in html
    assert batch.code in text(client.get(reverse("payroll_list")))


@pytest.mark.parametrize("who", ["clerk", "stranger"])
def test_a_township_has_no_batches(bureau, batch, signed_in, who):
    client = signed_in(bureau.people[who])

    for url in (reverse("payroll_list"), reverse("payroll_batch", args=[batch.pk])):
        assert client.get(url).status_code == 404
    for name in ("check", "approve", "send", "drop", "result"):
        assert act(client, batch, name).status_code == 404
    assert client.post(reverse("payroll_file", args=[batch.pk])).status_code == 404
    assert state(batch) == "DRAFT"


def test_the_next_button_is_there_for_whom_it_is(bureau, batch, signed_in):
    shown = {
        who: "复核通过" in text(signed_in(bureau.people[who]).get(reverse("payroll_batch", args=[batch.pk])))
        for who in ("maker", "checker", "treasurer", "leader")
    }

    assert shown == {"maker": False, "checker": True, "treasurer": False, "leader": False}


@pytest.mark.parametrize("who", ["maker", "treasurer", "leader", "signer"])
def test_the_wrong_person_passes_nothing(bureau, batch, signed_in, who):
    client = signed_in(bureau.people[who])

    for name in ("check", "approve"):
        assert act(client, batch, name).status_code in (404, 422)
    assert state(batch) == "DRAFT"


def test_a_refusal_keeps_what_was_typed_and_goes_back(bureau, batch, signed_in):
    client = signed_in(bureau.checker)

    refused = act(client, batch, "back", reason="账")
    back = act(client, batch, "back", reason="账户户名待核实")

    assert refused.status_code == 422
    assert 'value="账"' in text(refused)
    assert "已退回：账户户名待核实" in text(back)
    assert "重新提交复核" in text(signed_in(bureau.maker).get(reverse("payroll_batch", args=[batch.pk])))


def test_a_batch_is_dropped_once_with_its_reason(bureau, batch, signed_in):
    client = signed_in(bureau.maker)

    assert "请写明撤销理由" in text(act(client, batch, "drop", reason=" "))
    assert "已撤销，其中的月份重新列入计划" in text(act(client, batch, "drop", reason="名单有变"))
    assert act(client, batch, "drop", reason="名单有变").status_code == 422
    assert state(batch) == "DROPPED"


def test_the_file_is_fetched_by_the_maker_alone_and_on_record(bureau, signed_in):
    batch = small.sent(bureau)
    url = reverse("payroll_file", args=[batch.pk])

    first, second = (signed_in(bureau.maker).post(url) for _ in range(2))

    assert first.content == second.content
    assert "王小雨" in first.content.decode("gbk")
    assert first["Content-Disposition"] == 'attachment; filename="FP202309-01-rcb.txt"'
    assert "no-store" in first["Cache-Control"]
    assert Reading.objects.count() == 2
    assert signed_in(bureau.maker).get(url)["Location"] == reverse("payroll_batch", args=[batch.pk])
    assert Reading.objects.count() == 2
    for who in ("checker", "treasurer", "leader"):
        assert signed_in(bureau.people[who]).post(url).status_code == 404


def test_a_wrong_file_is_refused_with_its_line(bureau, signed_in):
    batch = small.sent(bureau)

    response = act(signed_in(bureau.maker), batch, "result", file=SimpleUploadedFile("回单.txt", b"1|x\r\n"))

    assert response.status_code == 422
    assert "回单文件第1行" in text(response)


def test_ledgers_of_the_run_are_listed_and_lead_to_their_pages(bureau, batch, signed_in):
    client = signed_in(bureau.maker)
    client.post(reverse("payroll_raise"), {"month": "2023-09"})

    for slug, record in (("batches", batch), ("recoveries", Recovery.objects.get())):
        assert client.get(reverse("ledger_list", args=[slug])).status_code == 200
        opened = client.get(reverse("ledger_detail", args=[slug, record.pk]), follow=True)
        assert record.code in text(opened)
    item = Payment.objects.filter(batch=batch).first()
    html = text(client.get(reverse("ledger_detail", args=["payments", item.pk])))
    assert batch.code in html
    assert [secret for secret in SECRETS if secret in html] == []


# Recoveries and the total


def test_a_repayment_pressed_twice_counts_once(bureau, signed_in):
    client = signed_in(bureau.maker)
    client.post(reverse("payroll_raise"), {"month": "2023-09"})
    recovery = Recovery.objects.get()
    url = reverse("payroll_recovery_act", args=[recovery.pk, "repay"])
    given = {"amount": "500", "paid_on": "2023-09-05", "voucher": "PZ001"}

    for words in ("退款已登记", "没有重复计入"):
        assert words in text(client.post(url, given, follow=True))
    assert Recovery.objects.get().repaid == 500
    wrong = client.post(url, given | {"amount": "5000", "voucher": "PZ002"})
    assert wrong.status_code == 422
    assert 'value="PZ002"' in text(wrong)


def test_a_recovery_is_the_bureaus_and_its_townships(bureau, signed_in):
    signed_in(bureau.maker).post(reverse("payroll_raise"), {"month": "2023-09"})
    url = reverse("payroll_recovery", args=[Recovery.objects.get().pk])

    assert signed_in(bureau.clerk).get(url).status_code == 200
    assert "登记退款" not in text(signed_in(bureau.clerk).get(url))
    for who in ("stranger", "leader", "treasurer"):
        assert signed_in(bureau.people[who]).get(url).status_code == 404


def test_the_total_is_explained_and_its_steps_open(bureau, signed_in):
    client = signed_in(bureau.maker)
    asked = {"from": "2023-01", "to": "2023-08"}

    html = text(client.get(reverse("payroll_explain"), asked))
    people = text(client.get(reverse("payroll_explain"), asked | {"step": "UNPAID"}))

    assert "没有差额" in html
    assert "累计为2名儿童发放基本生活费3150元" in html
    assert "李**" in people
    assert "王**" not in people
    wrong = client.get(reverse("payroll_explain"), asked | {"reported": "三千"})
    assert wrong.status_code == 422


def test_a_remainder_is_shown(bureau, signed_in):
    asked = {"from": "2023-01", "to": "2023-08", "reported": "3200"}

    assert "50 元尚未查明" in text(signed_in(bureau.maker).get(reverse("payroll_explain"), asked))


def test_the_menu_tells_how_many_batches_wait(bureau, batch, signed_in):
    waiting = {who: text(signed_in(bureau.people[who]).get("/")) for who in ("maker", "checker", "clerk")}

    assert re.search(r'href="/payroll/"[^>]*>生活费发放.{0,40}1', waiting["checker"], re.DOTALL)
    assert "/payroll/" not in waiting["clerk"]
    assert results.waiting(batch) == 0
