"""What an applicant gets in writing: the same words on the page, in Word and in PDF; each look at a name on record."""

import io
from datetime import date
from html import unescape

import pytest
from docx import Document
from pypdf import PdfReader

from taizhang.county.audit.models import Reading
from taizhang.county.ledger import unmasking
from taizhang.lines.children.cases import changing, notices
from taizhang.lines.children.tests import cases
from taizhang.lines.children.tests.cases import application, go, shown, url
from tests.county import on


@pytest.fixture(autouse=True)
def _day():
    with on("2023-09-05"):
        yield


@pytest.fixture
def office(county):
    return cases.staff(county)


@pytest.fixture
def refused(office):
    case = cases.verified(office, application(office, mother={}))
    return go(case, office.checker, "REFUSE", note="母亲有抚养能力，应由母亲抚养")


def file(client, case, fmt, number=5):
    return client.post(url(case, "case_notice_file", number, fmt))


def paragraphs(response):
    return [one.text for one in Document(io.BytesIO(response.content)).paragraphs if one.text]


def test_a_refusal_in_word_has_addressee_reasons_remedies_organ_and_day(office, refused, signed_in):
    printed = paragraphs(file(signed_in(office.maker), refused, "docx"))

    assert printed[:4] == [
        "不予确认告知书", f"办件编号：{refused.code}", "张桂兰：",
        "您于2023年9月5日为儿童王小雨提出的基本生活保障申请，经查验和审核，不予确认。理由如下：",
    ]  # fmt: skip
    assert printed[4] == "母亲有抚养能力，应由母亲抚养。"
    assert "60日内申请行政复议（《中华人民共和国行政复议法》）" in printed[5]
    assert printed[-3:-1] == ["延津县民政局", "2023年9月5日"]
    assert printed[-1].startswith("签收人：")


def test_the_pdf_says_the_same_as_word_and_the_page(office, refused, signed_in):
    client = signed_in(office.maker)
    pdf = file(client, refused, "pdf")
    word = paragraphs(file(client, refused, "docx"))
    page = unescape(shown(client.post(url(refused, "case_notice", 5))))

    (sheet,) = PdfReader(io.BytesIO(pdf.content)).pages
    read = "".join(sheet.extract_text().split())
    assert [text for text in word if "".join(text.split()) not in read] == []
    assert [text for text in word if text not in page] == []
    assert "%E4%B8%8D%E4%BA%88" in pdf["Content-Disposition"]
    assert "no-store" in pdf["Cache-Control"]


def test_papers_that_are_asked_for_stand_line_by_line_in_the_name_of_the_township(office, signed_in):
    case = go(application(office, papers="申请表"), office.clerk, "SUBMIT")
    case = go(case, office.clerk, "ASK", note="一、儿童户口页；\n二、银行账户复印件")

    printed = paragraphs(file(signed_in(office.clerk), case, "docx", 2))

    assert printed[0] == "补正告知书"
    assert printed[4:6] == ["一、儿童户口页；", "二、银行账户复印件。"]
    assert "胙城乡" in printed[-3]


def test_a_confirmation_says_what_was_confirmed_though_the_category_changed_since(office):
    case = cases.confirmed(office)
    father = case.parents.get(role="father")
    with on("2023-11-20"):
        cases.known(office, father, **cases.dead(date(2023, 11, 2)))
        case = changing.change_category(case.pk, by=office.maker, seen=cases.seen(case))
        notice = notices.letter(case, case.steps.get(move="CONFIRM"))
    ((first, *_),) = (section.items for section in notice.sections)
    assert "确认为“事实无人抚养儿童”，自2023年10月起按月发放" in first.body[0].text
    assert case.category == "ORPHAN_SCAT"


def test_every_download_is_a_look_with_the_words_of_the_page(office, refused, signed_in):
    client = signed_in(office.maker)
    for fmt in ("docx", "pdf"):
        file(client, refused, fmt)
    client.post(url(refused, "case_notice", 5))

    looks = list(Reading.objects.values_list("record", "reason", "subject", "columns"))
    assert len(looks) == 3
    assert len(set(looks)) == 1
    assert looks[0][:3] == (refused.code, "打印不予确认告知书", refused.id_no_index)


@pytest.mark.parametrize("who", ["stranger", "villager", "leader"])
def test_whoever_has_no_part_in_it_gets_no_file(office, refused, signed_in, who):
    for fmt in ("docx", "pdf"):
        assert file(signed_in(office.people[who]), refused, fmt).status_code == 404
    assert not Reading.objects.exists()


def test_there_is_no_file_by_a_link_in_another_form_or_of_another_step(office, refused, signed_in):
    client = signed_in(office.maker)
    assert client.get(url(refused, "case_notice_file", 5, "pdf")).status_code == 405
    assert file(client, refused, "txt").status_code == 404
    assert file(client, refused, "pdf", 1).status_code == 404
    assert not Reading.objects.exists()


def test_more_looks_than_an_hours_work_needs_give_no_file(office, refused, signed_in):
    for _ in range(unmasking.HOURLY):
        notices.shown(refused, refused.steps.get(number=5), by=office.maker)

    response = file(signed_in(office.maker), refused, "pdf")

    assert "一小时内已查看" in shown(response)
    assert "王小雨" not in shown(response)
