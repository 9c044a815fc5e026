"""The PDF page: paper, margins, grid, colours, page numbers, fonts, and what it refuses."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
import typst
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from taizhang.county.documents.rendering import Unprintable, fonts, fonts_used, pdf, render, words
from tests.documents.rendering_sheets import BARE, FOUNDING, pdf_text, plain, sheet, squeezed

MM = 72 / 25.4
SENTENCE = "校车逐辆验车、驾驶员逐人审验，问题当场登记限时整改；"
LONG = sheet(*(plain(SENTENCE * 12) for _ in range(7)))


def opened(issue) -> PdfReader:
    return PdfReader(BytesIO(render(issue, "pdf")))


def placed(page: PageObject) -> list[tuple[str, float, float, float]]:
    """(text, left, baseline, size) of every piece of text, in points from the bottom left corner."""
    found: list[tuple[str, float, float, float]] = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append((text.strip(), cm[4], cm[5], size)))
    return [piece for piece in found if piece[0]]


def coloured(page: PageObject, reader: PdfReader) -> list[tuple[float, tuple[float, ...]]]:
    """(size, fill colour) of every piece of text."""
    colour, size, found = (), 0.0, []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"scn":
            colour = tuple(float(part) for part in operands)
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator in (b"Tj", b"TJ"):
            found.append((size, colour))
    return found


def test_the_page_is_a4():
    for page in opened(LONG).pages:
        assert [round(float(side) / MM, 1) for side in page.mediabox[2:]] == [210, 297]


def test_the_text_keeps_the_official_margins():
    for page in opened(LONG).pages:
        body = [piece for piece in placed(page) if piece[3] == 16]
        assert min(left for _, left, _, _ in body) == pytest.approx(28 * MM, abs=1)
        assert max(baseline for _, _, baseline, _ in body) < (297 - 37) * MM
        assert min(baseline for _, _, baseline, _ in body) > 35 * MM


def test_a_full_page_holds_22_lines_of_28_characters():
    page = opened(LONG).pages[1]
    baselines = sorted({round(baseline, 1) for _, _, baseline, size in placed(page) if size == 16})

    assert len(baselines) == 22
    assert baselines[1] - baselines[0] == pytest.approx(28.95, abs=0.11)
    assert max(len(line) for line in page.extract_text().splitlines()) in (28, 29)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_an_independent_reader_finds_the_same_words(tmp_path):
    file = tmp_path / "issue.pdf"
    file.write_bytes(render(FOUNDING, "pdf"))

    read = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True).stdout.decode()

    assert squeezed(read.replace("— 1 —", "")) == squeezed("".join(words(FOUNDING)))


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_no_word_passes_the_right_margin(tmp_path):
    file = tmp_path / "issue.pdf"
    file.write_bytes(render(LONG, "pdf"))

    read = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True).stdout.decode()

    edges = [float(part.split('"')[0]) for part in read.split('xMax="')[1:]]
    assert edges
    assert max(edges) < (210 - 26) * MM + 1


def test_the_masthead_alone_is_red_large_and_on_page_one():
    reader = opened(LONG)
    first, *rest = ([piece for piece in coloured(page, reader) if len(piece[1]) == 3] for page in reader.pages)

    assert [(size > 50, colour[0] > 0.8, colour[1] == 0) for size, colour in first] == [(True, True, True)]
    assert not any(rest)


def test_a_long_masthead_stays_on_one_line():
    name = "延津县优化营商环境与重点项目建设工作专报"

    first, second, *_ = opened(replace(BARE, name=name)).pages[0].extract_text().splitlines()

    assert (squeezed(first), second) == (name, "第 1 期")


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    for number, page in enumerate(opened(LONG).pages, 1):
        (_, left, baseline, size) = next(piece for piece in placed(page) if piece[0] == f"— {number} —")
        assert size == 14
        assert (left > 105 * MM) == bool(number % 2)
        assert baseline == pytest.approx((35 - 7) * MM - 5, abs=1.5)


def test_a_long_issue_runs_to_five_pages_with_every_word():
    reader = opened(LONG)

    assert len(reader.pages) == 5
    assert squeezed(pdf_text(render(LONG, "pdf"))) == squeezed("".join(words(LONG)))


@pytest.mark.parametrize("length", range(0, 24 * 28, 28))
def test_the_tail_never_stands_on_a_page_of_its_own(length):
    last = opened(sheet(plain("巡" * length + "末字。"))).pages[-1].extract_text()

    assert "末字。（公安局）" in squeezed(last)
    assert "签发：王五" in last


def test_the_tail_closes_the_last_page_at_its_foot():
    (signer,) = (piece for piece in placed(opened(FOUNDING).pages[-1]) if "签发" in piece[0])

    assert signer[2] < 50 * MM


def test_every_font_is_embedded():
    for page in opened(LONG).pages:
        for font in page["/Resources"]["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_the_file_is_an_archive_form_with_title_author_and_the_date_of_issue():
    reader = opened(FOUNDING)

    assert b"<pdfaid:part>2" in render(FOUNDING, "pdf")
    assert (reader.metadata.title, reader.metadata.author) == ("延津政务快报 第 39 期", "延津县人民政府办公室")
    assert reader.metadata.creation_date.astimezone(pdf.BEIJING).date().isoformat() == "2023-09-01"


def test_a_character_without_glyph_is_named_with_its_place():
    with pytest.raises(Unprintable, match=r"没有这些字：“ሴ”（U\+1234，第 5 段“胙城乡ሴ村排查…”）"):
        render(sheet(notes=("胙城乡ሴ村排查",)), "pdf")


def test_without_a_chinese_font_the_refusal_says_what_to_install():
    with pytest.raises(Unprintable, match=r"没有找到可以排印刊名的中文字体.*fonts-noto-cjk"):
        pdf.Press(typst.Fonts(include_system_fonts=False))


def test_the_fallback_is_on_record():
    record = {use.role: use for use in fonts_used()}

    assert set(record) == {"刊名", "栏目", "正文", "页码"}
    for use in record.values():
        assert use.substituted == (use.used not in {name for face in fonts.FACES.values() for name in face.official})


def test_official_faces_come_first_and_free_ones_fill_their_gaps():
    installed = {"FangSong_GB2312", "Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Sans"}

    assert fonts.chain("body", installed) == ["FangSong_GB2312", "Noto Serif CJK SC", "Noto Sans CJK SC"]
    assert fonts.choices(installed)[2] == fonts.FontUse("正文", "仿宋_GB2312", "FangSong_GB2312", substituted=False)


def test_many_threads_share_one_press():
    issues = [sheet(plain(f"第{number}所学校。")) for number in range(12)]

    with ThreadPoolExecutor(4) as pool:
        printed = list(pool.map(lambda issue: squeezed(pdf_text(render(issue, "pdf"))), issues))

    assert printed == [squeezed("".join(words(issue))) for issue in issues]


def test_an_issue_without_body_or_tail_is_one_page():
    assert len(opened(BARE).pages) == 1
