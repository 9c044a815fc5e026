"""The empty Word issue: page, grid, styles and page numbers, before anything is said on it."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import CONTENT_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from taizhang.county.documents.rendering import page
from taizhang.county.documents.rendering.fonts import FACES

SECRECY, NAME, ISSUE, RULE = "快报密级", "快报刊名", "快报期号", "快报署名"
TITLE, ADDRESSEE, SIGNED, DATED = "文书标题", "文书主送", "文书署名", "文书日期"
SECTION, BODY, TAIL_RULE, DISTRIBUTION, IMPRINT = "快报栏目", "快报正文", "快报版记线", "快报分送", "快报编审"

# Word's own names of the faces, the first of each row in the table of faces.
_FONTS = {key: face.official[0] for key, face in FACES.items()}
_ALTERNATIVES = {"仿宋_GB2312": "仿宋", "方正小标宋简体": "华文中宋", "黑体": "SimHei", "宋体": "SimSun"}
_TWIPS = 20
_LINE = page.LINE_PITCH_POINTS
# What may follow in w:pPr and w:rPr (ECMA-376 part 1, 17.3): Word calls a file "damaged" whose properties stand out of
# order.
_AFTER_BORDER = ("w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
_AFTER_SNAP = _AFTER_BORDER[2:]
_AFTER_RUN_SPACING = ("w:sz", "w:szCs", "w:lang")
_SAMPLE_PARTS = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")
_KEPT_STYLES = frozenset({"Header", "HeaderChar", "Footer", "FooterChar"})
_BORDERS = ("top", "left", "bottom", "right", "between", "bar")


def blank() -> bytes:
    document = docx.Document()
    _forget_template(document)
    _font_table(document)
    _page(document)
    _styles(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def border(paragraph: Paragraph | ParagraphStyle, side: str, points: float, colour: str = "auto") -> None:
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = _element("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDER)
    drawn = _element(f"w:{side}", val="single", sz=round(points * 8), space=4, color=colour)
    for known in borders.findall(qn(f"w:{side}")):
        borders.remove(known)
    borders.append(drawn)
    borders[:] = sorted(borders, key=lambda line: _BORDERS.index(line.tag.rpartition("}")[2]))


def letter_spacing(styled: Run | ParagraphStyle, points: float) -> None:
    properties = styled._element.get_or_add_rPr()
    properties.insert_element_before(_element("w:spacing", val=round(points * _TWIPS)), *_AFTER_RUN_SPACING)


def _element(tag: str, **attributes: object) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _forget_template(document: Document) -> None:
    """python-docx starts from a sample file: its preview picture, theme fonts and 150 styles are not ours.

    They also cost most of the time: each paragraph looks its style up among all of them, and each file packs them.
    """
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_SAMPLE_PARTS)]:
            del relations[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) is None and style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)
    for fonts in styles.iter(qn("w:rFonts")):
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _font_table(document: Document) -> None:
    """Names the face to take where an official one is missing: Windows has 仿宋, but not 仿宋_GB2312."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _ALTERNATIVES.items()
    )
    (table,) = (part for part in document.part.package.iter_parts() if part.content_type == CONTENT_TYPE.WML_FONT_TABLE)
    table._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.WIDTH), Mm(page.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    # The footer hangs from the bottom edge; its line is as high as the 14 pt number, the dash at half of that.
    section.footer_distance = Mm(page.BOTTOM - page.PAGE_NUMBER_DROP - page.FOUR / page.POINTS_PER_MM / 2)
    section.header_distance = Mm(15)
    _grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _grid(section: Section) -> None:
    """w:charSpace is in 1/4096 pt and tells how far the pitch departs from the size of the normal style."""
    properties = section._sectPr
    for known in properties.findall(qn("w:docGrid")):
        properties.remove(known)
    spacing = int((page.CHARACTER_PITCH_POINTS - page.THREE) * 4096) - 1
    pitch = round(_LINE * _TWIPS)
    properties.append(_element("w:docGrid", type="linesAndChars", linePitch=pitch, charSpace=spacing))


def _number(footer: _Footer, alignment: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    layout = paragraph.paragraph_format
    layout.alignment = alignment
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(page.FOUR)
    layout.left_indent = layout.right_indent = Pt(page.FOUR)
    paragraph.add_run("— ")
    field = _element("w:fldSimple", instr="PAGE")
    field.append(Run(paragraph.add_run("1")._element, paragraph)._element)
    paragraph._element.append(field)
    paragraph.add_run(" —")
    for run in paragraph._element.iter(qn("w:r")):
        _face(Run(run, paragraph), "number", page.FOUR)


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _face(normal, "body", page.THREE)
    _lines(normal, _LINE)
    # Word condenses 16 pt glyphs to a 15.79 pt cell, LibreOffice gives them two cells: both set 28 to the line when the
    # spacing stands in the style and the text does not snap to the grid.
    letter_spacing(normal, int((page.CHARACTER_PITCH_POINTS - page.THREE) * _TWIPS - 1) / _TWIPS)
    normal._element.get_or_add_pPr().insert_element_before(_element("w:snapToGrid", val=0), *_AFTER_SNAP)
    _secrecy_name_issue(document)
    _rule(document)
    _body(document)
    _letter(document)
    _tail(document)


def _secrecy_name_issue(document: Document) -> None:
    _style(document, SECRECY, "heading")
    name = _style(document, NAME, "name", size=page.name_size("政务快报刊名")[0])
    _lines(name, page.NAME_LINES * _LINE)
    name.font.color.rgb = RGBColor.from_string(page.RED)
    issue = _style(document, ISSUE, "body")
    issue.paragraph_format.space_before = issue.paragraph_format.space_after = Pt(page.ISSUE_GAP_LINES * _LINE)
    for style in (name, issue):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _rule(document: Document) -> None:
    rule = _style(document, RULE, "body")
    rule.paragraph_format.tab_stops.add_tab_stop(Mm(page.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    rule.paragraph_format.space_after = Pt(page.AFTER_RULE_LINES * _LINE)
    border(rule, "bottom", page.RULE_POINTS, page.RED)


def _body(document: Document) -> None:
    section = _style(document, SECTION, "heading")
    section.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    section.paragraph_format.keep_with_next = True
    body = _style(document, BODY, "body")
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = Pt(2 * page.CHARACTER_PITCH_POINTS)
    body._element.get_or_add_pPr().ind.set(qn("w:firstLineChars"), "200")


def _letter(document: Document) -> None:
    title = _style(document, TITLE, "name", size=page.TWO)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(document, ADDRESSEE, "body").paragraph_format.space_before = Pt(_LINE)
    organ, day = (_style(document, name, "body").paragraph_format for name in (SIGNED, DATED))
    organ.space_before = day.space_after = Pt(_LINE)
    for layout in (organ, day):
        layout.alignment, layout.right_indent = WD_ALIGN_PARAGRAPH.CENTER, _characters(page.SIGNED_RIGHT_CHARACTERS)


def signed_indent(*lines: str) -> Length:
    """From the left margin to the column in which organ and day are centred."""
    return _characters(max(0.0, page.CHARACTERS - page.SIGNED_RIGHT_CHARACTERS - page.signed_width(*lines)))


def _characters(number: float) -> Length:
    return Pt(number * page.CHARACTER_PITCH_POINTS)


def _tail(document: Document) -> None:
    # A border is as wide as its paragraph, and the rows are indented: the lines stand in paragraphs of their own.
    rule = _style(document, TAIL_RULE, "body", size=page.FOUR)
    _lines(rule, 2)
    rule.paragraph_format.keep_with_next = True
    for name, label in ((DISTRIBUTION, 4), (IMPRINT, 0)):
        style = _style(document, name, "body", size=page.FOUR)
        _lines(style, page.TAIL_PITCH_POINTS)
        layout = style.paragraph_format
        layout.left_indent, layout.first_line_indent = Pt((1 + label) * page.FOUR), Pt(-label * page.FOUR)
        layout.right_indent = Pt(page.FOUR)
        layout.keep_together = layout.keep_with_next = True
        letter_spacing(style, 0)
    column = (page.TEXT_WIDTH_POINTS - 2 * page.FOUR) / page.IMPRINT_COLUMNS
    for place in range(1, page.IMPRINT_COLUMNS):
        style.paragraph_format.tab_stops.add_tab_stop(Pt(page.FOUR + column * place), WD_TAB_ALIGNMENT.LEFT)


def _style(document: Document, name: str, face: str, *, size: float = page.THREE) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _face(style, face, size)
    return style


def _face(styled: ParagraphStyle | Run, face: str, size: float) -> None:
    """The body takes its digits from Times New Roman; quotation marks and dashes, which Word counts as "high ANSI",
    stay with the Chinese face."""
    styled.font.name, styled.font.size = _FONTS[face], Pt(size)
    fonts = styled._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _FONTS[face])
    if face == "body":
        fonts.set(qn("w:ascii"), "Times New Roman")


def _lines(style: ParagraphStyle, points: float) -> None:
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    layout.space_before = layout.space_after = Pt(0)
