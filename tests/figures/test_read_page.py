"""The page where anyone pastes a text: every number marked where it stands, nothing kept, nothing lost."""

import io
import logging
import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter
from docx import Document
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from taizhang.county.figures import reading
from taizhang.county.figures.text import spans

TEXT = "截至8月底，全县化解纠纷421起，其中甲乡120起、乙乡150起、丙乡161起，发放170余万元。"
ADDRESS = "/read"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


class Marked(HTMLParser):
    """The text in .marked, and the texts of its marks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.marks, self._depth = "", [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        classes = (dict(attributes).get("class") or "").split()
        self._depth += "marked" in classes or self._depth > 0
        if self._depth > 1:
            self.marks.append("")

    def handle_endtag(self, tag):
        self._depth -= self._depth > 0

    def handle_data(self, text):
        if self._depth:
            self.text += text
        if self._depth > 1:
            self.marks[-1] += text


def page(answer):
    return answer.content.decode()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_anyone_reads_a_text_without_signing_in(client):
    answer = client.post(ADDRESS, {"text": TEXT})

    found = Marked(page(answer))
    assert answer.status_code == 200
    assert found.text == TEXT
    assert found.marks == [span.text for span in spans(TEXT)]
    assert "1,700,000" in page(answer) and "金额" in page(answer)


def test_what_does_not_add_up_is_said_in_a_sentence(client):
    said = page(client.post(ADDRESS, {"text": TEXT}))

    assert "不一致" in said
    assert "431" in said


def test_the_page_is_found_from_the_menu_and_from_sign_in(client, county, signed_in):
    address = f'href="{reverse("read_text")}"'
    assert address in page(client.get(reverse("account_login")))
    assert address not in page(client.get(ADDRESS))
    assert address in page(signed_in(county.clerk).get(ADDRESS))


def test_nothing_but_this_page_opens_without_sign_in(client):
    for name in ("home", "figure_board", "search"):
        assert client.get(reverse(name)).status_code == 302
    assert client.get(ADDRESS).status_code == 200


def test_the_result_alone_answers_the_script(client):
    answer = client.post(ADDRESS, {"text": TEXT}, headers={"hx-request": "true"})

    assert page(answer).startswith('<div id="result"')
    assert Marked(page(answer)).text == TEXT


def test_a_text_that_looks_like_markup_stays_text(client):
    text = "<script>alert(1)</script>&amp;12人"

    assert Marked(page(client.post(ADDRESS, {"text": text}))).text == text


def test_line_ends_of_the_form_are_taken_for_one_character(client):
    assert Marked(page(client.post(ADDRESS, {"text": "共\r\n12人"}))).text == "共\n12人"


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", TEXT.encode()), ("旧.txt", TEXT.encode("gb18030")), ("没有后缀", TEXT.encode())]
)
def test_a_text_file_is_read_and_stands_in_the_box(client, name, content):
    answer = client.post(ADDRESS, {"text": "", "file": upload(name, content)})

    assert Marked(page(answer)).text == TEXT
    assert f">\n{TEXT}</textarea>" in page(answer)


def test_a_word_file_is_read(client):
    document, kept = Document(), io.BytesIO()
    document.add_paragraph(TEXT)
    document.save(kept)

    answer = client.post(ADDRESS, {"file": upload("稿.docx", kept.getvalue())})

    assert Marked(page(answer)).text.strip() == TEXT


def test_what_was_typed_before_a_file_is_given_back(client):
    answer = client.post(ADDRESS, {"text": "先写的12人", "file": upload("a.txt", TEXT.encode())})

    assert "先写的12人</textarea>" in page(answer)


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("图.txt", b"\x89PNG\r\n\x1a\n\0", 422, "不是文本文件"),
        ("坏.docx", b"PK\x03\x04 broken", 422, "“坏.docx”不完整或已损坏"),
        ("坏.pdf", b"%PDF-1.4 broken", 422, "“坏.pdf”不完整或已损坏"),
        ("旧.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0", 422, "另存为 .docx"),
        ("大.txt", b"1" * 4_000_001, 413, "4 MB"),
        ("长.txt", "一".encode() * 20_001, 413, "20,001"),
    ],
)
def test_a_file_that_is_not_read_leaves_the_typed_text(client, name, content, status, said):
    answer = client.post(ADDRESS, {"text": TEXT, "file": upload(name, content)})

    assert answer.status_code == status
    assert said in page(answer)
    assert f"{TEXT}</textarea>" in page(answer)


def test_a_text_too_long_is_refused_and_given_back(client, settings):
    settings.READ_MAX_CHARS = 10

    answer = client.post(ADDRESS, {"text": TEXT})

    assert answer.status_code == 413
    assert "超过 10 字的上限" in page(answer)
    assert f"{TEXT}</textarea>" in page(answer)


def test_a_visitor_in_a_hurry_waits_and_a_person_who_signs_in_does_not(client, settings, county, signed_in):
    settings.READ_PER_MINUTE = 2
    answers = [client.post(ADDRESS, {"text": TEXT}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert signed_in(county.clerk).post(ADDRESS, {"text": TEXT}).status_code == 200


def test_the_script_shows_a_refusal_where_the_result_stands(client, settings):
    settings.READ_MAX_CHARS = 10

    answer = client.post(ADDRESS, {"text": TEXT}, headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert "超过 10 字的上限" in page(answer)


def test_nothing_of_the_text_is_logged_or_kept(client, caplog, django_assert_max_num_queries):
    with caplog.at_level(logging.DEBUG), django_assert_max_num_queries(12) as asked:
        client.post(ADDRESS, {"text": "绝无仅有的677人"})

    assert "677" not in caplog.text.replace(str(asked.captured_queries), "")
    assert not any("绝无仅有" in query["sql"] for query in asked.captured_queries)
    assert not client.session.keys()


def test_the_report_of_an_error_hides_the_text(client):
    request = client.post(ADDRESS, {"text": TEXT}).wsgi_request

    assert TEXT not in SafeExceptionReporterFilter().get_post_parameters(request).values()


def test_the_policy_of_scripts_and_styles_holds(client):
    answer = client.post(ADDRESS, {"text": TEXT})

    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)| style=| on\w+=", page(answer))


def test_a_page_full_of_numbers_stays_usable(client):
    answer = client.post(ADDRESS, {"text": "1人，" * 3000})

    assert len(Marked(page(answer)).marks) == 3000
    assert page(answer).count('<tr id="n') == 1000
    assert "只列出前面的部分" in page(answer)


def test_the_sample_shows_what_the_page_does(client):
    answer = client.get(ADDRESS, {"sample": ""})

    assert Marked(page(answer)).text == reading.SAMPLE
    assert "一致" in page(answer) and "不一致" not in page(answer)


written = st.text(
    st.sampled_from("0123456789０９一二三十百千万亿余约近至到—~.,%％年月日号第（）()元人户起 \n\r\t\0<&甲乡"),
    max_size=80,
)


@given(written | st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@pace(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_with_marks_where_they_stand(client, settings, text):
    settings.READ_PER_MINUTE = 10_000

    answer = client.post(ADDRESS, {"text": text})

    assert answer.status_code == 200
    stands = text.replace("\r\n", "\n")
    found = Marked(page(answer))
    if stands.strip():
        assert found.text == stands
        assert found.marks == [span.text for span in spans(stands)]
