"""The pages of supervision: who sees them, one button for each document, the printed form and the receipt."""

from io import BytesIO

import docx
import pypdf
import pytest

from taizhang.county.audit import clock
from taizhang.county.documents.rendering import pdf
from taizhang.county.matters import acts, presses, pressing
from taizhang.county.matters.models import Press
from tests.county import on
from tests.matters.office import assigned, submitted, working


@pytest.fixture
def late(office):
    return working(office, restricted=False)


@pytest.fixture
def note(office, late):
    with on("2023-09-18"):
        (press,) = pressing.issue([late.pk], by=office.supervisor, at=clock.now())
    return press


@pytest.mark.parametrize("path", ["pressing", "pressing/waiting"])
def test_the_list_is_there_for_supervisors_only(office, signed_in, path):
    assert signed_in(office.clerk).get(f"/matters/{path}").status_code == 404
    assert signed_in(office.leader).get(f"/matters/{path}").status_code == 404
    assert signed_in(office.supervisor).get(f"/matters/{path}").status_code == 200


def test_one_button_issues_the_document_that_is_due(office, signed_in, late):
    with on("2023-09-18"):
        client = signed_in(office.supervisor)
        page = client.get("/matters/pressing").content.decode()
        assert "发督办单" in page and "办理期限 2023-09-15 已过 1 个工作日" in page
        answer = client.post("/matters/pressing/issue", {"pk": late.pk}, follow=True).content.decode()
    assert "已发督办单 督办〔2023〕1号，送胙城乡。" in answer
    assert Press.objects.get().issued_by == office.supervisor


def test_pressed_again_by_a_second_click_says_so_and_issues_nothing(office, signed_in, note, late):
    with on("2023-09-18"):
        answer = signed_in(office.supervisor).post("/matters/pressing/issue", {"pk": late.pk}, follow=True)
    assert "没有要发的" in answer.content.decode()
    assert Press.objects.count() == 1


def test_all_that_is_due_goes_out_at_once(office, signed_in, late):
    assigned(office), submitted(office)
    with on("2023-09-18"):
        answer = signed_in(office.supervisor).post("/matters/pressing/issue", follow=True).content.decode()
    assert "已发 3 份督办文书" in answer


def test_a_reminder_of_silence_is_issued_from_the_list(office, signed_in):
    held = working(office, level="complex")
    with on("2023-09-11"):
        client = signed_in(office.supervisor)
        assert 'name="silent"' in client.get("/matters/pressing").content.decode()
        client.post("/matters/pressing/issue", {"silent": held.pk})
        assert 'name="silent"' not in client.get("/matters/pressing").content.decode()
    assert Press.objects.get().clock == "silent"


@pytest.mark.parametrize("given", [{"pk": "1 or 1"}, {"silent": "99999"}])
def test_what_is_no_matter_is_not_there(office, signed_in, given):
    assert signed_in(office.supervisor).post("/matters/pressing/issue", given).status_code == 404


def test_the_list_of_one_unit(office, signed_in, late):
    with on("2023-09-18"):
        client = signed_in(office.supervisor)
        mine = client.get("/matters/pressing", {"unit": office.zuocheng.pk}).content.decode()
        other = client.get("/matters/pressing", {"unit": office.yulin.pk}).content.decode()
    assert (late.title in mine, late.title in other) == (True, False)


def test_the_unit_signs_the_receipt_on_the_page(office, signed_in, note):
    with on("2023-09-18", 15):
        client = signed_in(office.head)
        assert "签收" in client.get(f"/matters/press/{note.pk}").content.decode()
        refused = client.post(f"/matters/press/{note.pk}", {"reply": " "})
        assert (refused.status_code, "须写明原因" in refused.content.decode()) == (422, True)
        signed = client.post(f"/matters/press/{note.pk}", {"reply": "9 月 20 日办结"}, follow=True).content.decode()
    assert "签收人：审核甲　签收时间：2023-09-18 15:00　回执：9 月 20 日办结" in signed


def test_who_may_not_sign_sees_no_form_and_is_refused_with_what_was_typed(office, signed_in, note):
    with on("2023-09-18", 15):
        client = signed_in(office.grid)
        assert "<textarea" not in client.get(f"/matters/press/{note.pk}").content.decode()
        assert "应由胙城乡签收" in client.post(f"/matters/press/{note.pk}", {"reply": "好"}).content.decode()


def test_another_township_does_not_know_of_the_document(office, signed_in, note):
    client = signed_in(office.stranger)
    found = [client.get(f"/matters/press/{note.pk}{tail}").status_code for tail in ("", ".pdf", ".docx")]
    assert found == [404, 404, 404]
    assert client.post(f"/matters/press/{note.pk}", {"reply": "好"}).status_code == 404


def test_what_is_not_signed_for_stands_on_the_supervisors_page(office, signed_in, note):
    client = signed_in(office.supervisor)
    assert note.number in client.get("/matters/pressing/waiting").content.decode()
    with on("2023-09-18", 15):
        pressing.receive(note, by=office.head, reply="尽快")
    assert note.number not in client.get("/matters/pressing/waiting").content.decode()


def lines(printed):
    return [line for page in pypdf.PdfReader(BytesIO(printed)).pages for line in page.extract_text().splitlines()]


def test_blanks_and_issuer_keep_to_their_lines_in_print(office, note):
    note.issued_by = None
    printed = lines(pdf.render(presses.sheet(note)))
    assert [line for line in printed if "签收时间" in line and line.strip().endswith("时")]
    assert [line for line in printed if "签发：" in line and line.strip().endswith("（系统按督办规则）")]


def test_pdf_and_word_say_the_same(office, signed_in, note):
    client = signed_in(office.head)
    sheet = client.get(f"/matters/press/{note.pk}.pdf")
    word = client.get(f"/matters/press/{note.pk}.docx")
    printed = "".join(lines(sheet.content))
    written = "".join(paragraph.text for paragraph in docx.Document(BytesIO(word.content)).paragraphs)
    for words in ("督办单", "督办〔2023〕1号", "办理期限2023-09-15已过1个工作日", "签收人"):
        assert words in printed.replace(" ", "") and words in written.replace(" ", "")
    assert signed_in(office.head).get(f"/matters/press/{note.pk}.exe").status_code == 404


def test_the_pages_are_light_and_ask_little_of_the_database(office, signed_in, late, django_assert_max_num_queries):
    for turn in range(12):
        working(office, title=f"第 {turn} 件")
    with on("2023-09-18"):
        client = signed_in(office.supervisor)
        client.get("/matters/pressing")
        with django_assert_max_num_queries(16):
            page = client.get("/matters/pressing")
    assert len(page.content) < 30_000


def test_what_is_waited_for_comes_before_a_receipt_once_it_is_out_of_the_handlers_hands(office, signed_in):
    held = submitted(office)
    with on("2023-09-18"):
        (press,) = pressing.issue([held.pk], by=office.supervisor, at=clock.now())
        named = [act.name for act in acts.of(held, office.supervisor, presses=[press])]
        page = signed_in(office.supervisor).get(f"/matters/{held.pk}").content.decode()
    assert named.index("close") < named.index(f"receive{press.pk}")
    assert "轮到您：核验办结" in page
