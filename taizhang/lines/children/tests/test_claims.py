"""Claims on paper: the numbered notice and certificate with the name in clear, and the list of instalments due."""

import io
import json
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from docx import Document

from taizhang.county.audit.models import Reading
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.claims import due, papers
from taizhang.lines.children.claims.models import ClaimPaper
from taizhang.lines.children.models import Guardian, Recovery
from taizhang.lines.children.payroll import recovering
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on


@pytest.fixture
def bureau(county):
    with on(small.TODAY):
        yield small.staff(county)


@pytest.fixture
def claim(bureau):
    row = small.child(bureau, enrolled_on=date(2023, 5, 10), stopped_on=date(2023, 6, 15), stop_reason="ADOPTED")
    for month in (6, 7, 8):
        small.paid(bureau, row, date(2023, month, 1))
    recovering.raise_from_plan(SEPTEMBER, by=bureau.maker)
    return Recovery.objects.get()


def text(response):
    return unescape(response.content.decode())


def words(paper):
    return "\n".join(json.loads(paper.body))


def issue(client, claim, sort="NOTICE"):
    return client.post(reverse("claims_issue", args=[claim.pk, sort]), follow=True)


def test_the_notice_has_a_number_the_guardian_the_months_and_the_instalments(bureau, claim):
    recovering.pay_in_parts(claim, 3, date(2023, 10, 5), by=bureau.maker)

    notice = papers.issue(claim, "NOTICE", by=bureau.maker)

    assert notice.code == "民追〔2023〕1号"
    assert "张桂兰（王小雨的监护人，祖父母）：" in words(notice)
    assert "2023年7—8月多发2,100元" in words(notice)
    assert "第2期：2023年11月5日前，700元。" in words(notice)
    assert "待补" not in words(notice)


def test_a_second_click_takes_no_number_and_a_new_plan_of_instalments_a_new_one(bureau, claim):
    first = papers.issue(claim, "NOTICE", by=bureau.maker)
    assert papers.issue(claim, "NOTICE", by=bureau.maker) == first

    recovering.pay_in_parts(claim, 2, date(2023, 10, 5), by=bureau.maker)

    assert papers.issue(claim, "NOTICE", by=bureau.maker).code == "民追〔2023〕2号"
    assert "第1期" not in words(first)


def test_without_a_guardian_nothing_is_issued(bureau, claim):
    one = Guardian.objects.get()
    one.until = date(2023, 8, 1)
    small.kept(bureau, one)

    with pytest.raises(Invalid, match="没有登记在任的监护人"):
        papers.issue(claim, "NOTICE", by=bureau.maker)
    assert ClaimPaper.objects.count() == 0


def test_the_certificate_comes_when_the_claim_has_ended(bureau, claim):
    with pytest.raises(Invalid, match="不能出具追缴了结证明"):
        papers.issue(claim, "CERTIFICATE", by=bureau.maker)
    recovering.repay(claim, "2100", small.TODAY, "PZ001", by=bureau.maker)

    paper = papers.issue(claim, "CERTIFICATE", by=bureau.maker)

    assert paper.code == "民追结〔2023〕1号"
    assert "已于2023年9月5日了结" in words(paper)
    assert "款项已全部退清。" in words(paper)


def test_the_page_offers_the_notice_and_shows_no_name(bureau, claim, signed_in):
    client = signed_in(bureau.maker)

    html = text(issue(client, claim))

    assert "已出具追缴通知书 民追〔2023〕1号" in html
    assert "王小雨" not in html
    assert "张桂兰" not in html


def test_a_printed_notice_names_the_child_and_the_look_is_on_record(bureau, claim, signed_in):
    paper = papers.issue(claim, "NOTICE", by=bureau.maker)
    client = signed_in(bureau.maker)

    docx = client.post(reverse("claims_paper", args=[paper.pk, "docx"]))
    pdf = client.post(reverse("claims_paper", args=[paper.pk, "pdf"]))

    printed = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(docx.content)).paragraphs)
    assert "王小雨" in printed
    assert "民追〔2023〕1号" in printed
    assert pdf.content.startswith(b"%PDF-")
    assert Reading.objects.filter(ledger="追缴文书", record=paper.code).count() == 2


def test_others_neither_issue_nor_print(bureau, claim, signed_in):
    paper = papers.issue(claim, "NOTICE", by=bureau.maker)
    printing = reverse("claims_paper", args=[paper.pk, "pdf"])

    assert "由民政局经办出具" in text(issue(signed_in(bureau.checker), claim))
    for person in (bureau.checker, bureau.stranger, bureau.treasurer):
        assert signed_in(person).post(printing).status_code == 404
    assert signed_in(bureau.maker).get(printing).status_code == 405
    assert Reading.objects.filter(ledger="追缴文书").count() == 0


def test_instalments_are_listed_before_they_fall_due_and_red_when_late(bureau, claim):
    recovering.pay_in_parts(claim, 3, date(2023, 10, 5), by=bureau.maker)
    assert due.lines(bureau.maker, date(2023, 9, 27)) == []
    (soon,) = due.lines(bureau.maker, date(2023, 9, 28))
    (late,) = due.lines(bureau.maker, date(2023, 11, 6))

    assert (soon.lamp, soon.overdue) == (("还有 7 天", "b"), 0)
    assert (late.lamp, late.overdue_yuan) == (("逾期 32 天", "r"), "1,400")
    assert (due.overdue(bureau.maker, date(2023, 10, 5)), due.overdue(bureau.maker, date(2023, 10, 6))) == (0, 1)


def test_what_has_come_is_no_longer_due(bureau, claim):
    recovering.pay_in_parts(claim, 3, date(2023, 10, 5), by=bureau.maker)
    recovering.repay(claim, "700", small.TODAY, "PZ001", by=bureau.maker)

    assert due.lines(bureau.maker, date(2023, 10, 6)) == []
    (second,) = due.lines(bureau.maker, date(2023, 11, 6))
    assert second.due_on == date(2023, 11, 5)


def test_the_list_is_masked_and_ends_at_ones_own_reach(bureau, claim, signed_in):
    with on("2023-10-10"):
        html = text(signed_in(bureau.maker).get(reverse("claims_due")))
        assert claim.code in html
        assert "逾期 5 天" in html
        assert "王小雨" not in html
        assert "追缴分期（逾期 1）" in text(signed_in(bureau.maker).get(reverse("payroll_list")))
        assert claim.code not in text(signed_in(bureau.stranger).get(reverse("claims_due")))
