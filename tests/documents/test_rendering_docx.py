"""The Word file: page, grid, styles, page numbers and properties, and XML in the order that Word accepts."""

from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from taizhang.county.documents.rendering import page, render
from tests.documents.rendering_sheets import BARE, FOUNDING, LETTER, sheet, word_document

# ECMA-376 part 1, 17.3.1.26 and 17.3.2.28.
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
)
PARAGRAPH_ORDER, RUN_ORDER = _PARAGRAPH.split(), _RUN.split()


@pytest.fixture(scope="module")
def document():
    return word_document(render(FOUNDING, "docx"))


def styled(document, name):
    return [paragraph for paragraph in document.paragraphs if paragraph.style.name == name]


def test_the_page_is_a4_with_official_margins(document):
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)

    assert [round(side.mm) for side in (section.page_width, section.page_height, *sides)] == [210, 297, 37, 35, 28, 26]


def test_the_grid_is_22_lines_of_28_characters(document):
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    line, character = int(grid.get(qn("w:linePitch"))) / 20, 16 + int(grid.get(qn("w:charSpace"))) / 4096

    assert grid.get(qn("w:type")) == "linesAndChars"
    assert int(225 * page.POINTS_PER_MM / line) == 22
    assert int(156 * page.POINTS_PER_MM / character) == 28


def test_lines_and_letters_keep_the_grid_without_snapping_to_it(document):
    normal = document.styles["Normal"]
    spacing = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20

    assert normal.paragraph_format.line_spacing == Pt(28.95)
    assert int(156 * page.POINTS_PER_MM / (16 + spacing)) == 28
    assert normal.element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"


def test_the_masthead_is_red_centred_and_set_in_its_official_face(document):
    (name,) = styled(document, "快报刊名")

    assert name.text == "延津政务快报"
    assert str(name.style.font.color.rgb) == page.RED
    assert name.style.font.name == "方正小标宋简体"
    assert name.style.paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER


def test_a_letter_has_a_black_title_and_its_organ_centred_over_the_day():
    document = word_document(render(LETTER, "docx"))
    (title,), (to,), (organ,), (day,) = (
        styled(document, name) for name in ("文书标题", "文书主送", "文书署名", "文书日期")
    )

    assert title.style.font.color.rgb is None
    assert title.style.font.size == Pt(22)
    assert not to.paragraph_format.first_line_indent
    assert organ.paragraph_format.left_indent == day.paragraph_format.left_indent > Mm(70)
    assert organ.style.paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert organ.paragraph_format.keep_with_next
    assert day.paragraph_format.keep_with_next
    assert styled(document, "快报正文")[1].paragraph_format.keep_with_next
    assert not styled(document, "快报署名")


def test_issuer_and_date_share_one_line_above_the_red_rule(document):
    (line,) = styled(document, "快报署名")
    rule = line.style.element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))

    assert line.text == "延津县人民政府办公室\t2023 年 9 月 1 日"
    assert rule.get(qn("w:color")) == page.RED
    assert [round(stop.position.mm) for stop in line.style.paragraph_format.tab_stops] == [156]


def test_a_headline_runs_into_its_body(document):
    item = styled(document, "快报正文")[0]

    assert [run.text for run in item.runs if run.bold] == ["县民政局织密困境儿童保障网让政策温暖直达每户"]
    assert item.style.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_the_body_is_fangsong_of_16_points_with_western_digits(document):
    fonts = document.styles["Normal"].element.rPr.rFonts

    assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:hAnsi")) == "仿宋_GB2312"
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert document.styles["Normal"].font.size == Pt(16)


def test_section_titles_stay_with_their_first_item(document):
    first = styled(document, "快报栏目")[0]

    assert first.text == "【民生保障】"
    assert first.style.paragraph_format.keep_with_next
    assert first.style.font.name == "黑体"


def test_the_last_lines_of_the_body_stay_with_the_tail(document):
    *earlier, last = styled(document, "快报正文")
    tail = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith(("快报分", "快报编"))]

    assert last.paragraph_format.keep_with_next
    assert not any(paragraph.paragraph_format.keep_with_next for paragraph in earlier)
    assert all(paragraph.style.paragraph_format.keep_with_next for paragraph in tail)
    assert document.paragraphs[-1].paragraph_format.keep_with_next is False


def test_page_numbers_alternate_between_odd_and_even_pages(document):
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]

    assert document.settings.odd_and_even_pages_header_footer
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for footer in (odd, even):
        assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == ["PAGE"]
        assert "".join(text.text for text in footer._element.iter(qn("w:t"))) == "— 1 —"
        assert all(run.font.size == Pt(14) and run.font.name == "宋体" for run in footer.runs)


def test_the_dash_of_the_page_number_stands_7_mm_below_the_text(document):
    half_line = Pt(14) / 2

    assert Mm(35) - document.sections[0].footer_distance - half_line == pytest.approx(Mm(7), abs=Mm(0.1))


def test_the_file_names_its_title_author_and_date(document):
    properties = document.core_properties

    assert (properties.title, properties.author) == ("延津政务快报 第 39 期", "延津县人民政府办公室")
    assert properties.created.date().isoformat() == "2023-09-01"
    assert "python" not in properties.comments + properties.last_modified_by


def test_nothing_of_the_sample_document_is_left():
    with ZipFile(BytesIO(render(FOUNDING, "docx"))) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name or "customXml" in name]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_is_told_which_face_to_take_where_one_is_missing():
    with ZipFile(BytesIO(render(FOUNDING, "docx"))) as package:
        assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in package.read("word/fontTable.xml").decode()


@pytest.mark.parametrize("issue", [FOUNDING, BARE, sheet(imprint=tuple((f"岗位{n}", "某") for n in range(7)))])
def test_properties_stand_in_the_order_word_accepts(issue):
    document = word_document(render(issue, "docx"))
    parts = (document.element, document.styles.element, document.sections[0].footer._element)

    for part in parts:
        for tag, order in (("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER)):
            for properties in part.iter(qn(tag)):
                places = [order.index(child.tag.rpartition("}")[2]) for child in properties]
                assert all(one < next_one for one, next_one in pairwise(places)), properties.xml


def test_more_than_three_names_take_further_lines():
    document = word_document(render(sheet(imprint=tuple((f"岗位{n}", "某") for n in range(7))), "docx"))

    assert [row.text.count("\t") for row in styled(document, "快报编审")] == [2, 2, 0]
