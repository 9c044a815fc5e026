"""Files of a bulletin give their words whatever wrote them; a file that cannot be read is refused with advice."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from pypdf import PdfReader, PdfWriter

from taizhang.county.bulletin import extract
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.bulletin.structure import structure
from taizhang.county.documents.rendering import Item, Run, Section, Sheet, render
from tests.bulletin.layouts import CHINESE, HEAD, LAYOUTS, SECTIONS, lay, one_paragraph

TEXT = LAYOUTS["brackets"]
PRINTED = Sheet(
    "柳河政务信息",
    "第 12 期",
    "柳河县人民政府办公室",
    "2024 年 3 月 8 日",
    tuple(Section(title, tuple(Item(h, (Run(b),), u) for h, b, u in items)) for title, items in SECTIONS),
    "本期发：县四大班子领导，各乡镇、县直各单位。",
    (("责任编辑", "周宁"), ("审核", "许立群"), ("签发", "高远")),
)


def said(given, name="第12期"):
    bulletin = structure(extract.read(given, name))
    assert bulletin.warnings == ()
    return tuple((s.title, tuple((i.headline, i.body, i.units) for i in s.items)) for s in bulletin.sections)


def file_of(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(text):
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files(encoding):
    assert said(TEXT.encode(encoding)) == SECTIONS


@pytest.mark.parametrize("fmt", ["txt", "docx", "pdf"])
def test_the_files_we_print(fmt):
    assert said(render(PRINTED, fmt)) == SECTIONS


def test_a_long_printed_issue_keeps_every_paragraph_together():
    body = (
        "，".join(["逐村检修机井和泵站", "落实值守人员", "培训农民 1800 人次", "推进专精特新“小巨人”企业"] * 9) + "。"
    )
    items = tuple(Item(f"县水利局抢抓农时做好第{CHINESE[n]}批机井检修", (Run(body),), ("水利局",)) for n in range(9))
    long = Sheet("柳河政务信息", "第 1 期", "柳河县政府办", "2024年3月8日", (Section("要闻", items),))
    bulletin = structure(extract.read(render(long, "pdf"), "长"))

    assert [(item.headline, item.body) for item in bulletin.items] == [(item.headline, body) for item in items]
    assert "— 3 —" in bulletin.furniture


def test_a_word_document_with_a_table_for_its_head():
    document = docx.Document()
    document.add_paragraph("柳河政务信息")
    document.add_paragraph("第 12 期")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "柳河县人民政府办公室", "2024年3月8日"
    for line in TEXT.splitlines()[4:]:
        document.add_paragraph(line)

    assert said(file_of(document)) == SECTIONS


def test_a_word_document_with_its_name_in_a_text_box():
    document = word("\n".join(TEXT.splitlines()[1:]))
    box = "<w:txbxContent><w:p><w:r><w:t>柳河政务信息</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document.paragraphs[0]._p.append(parse_xml(f"<w:r {nsdecls('w')} {mc}>{both}</w:r>"))

    assert extract.read(file_of(document), "框").count("柳河政务信息") == 1
    assert said(file_of(document)) == SECTIONS


def test_a_word_document_with_automatic_numbers():
    document = word(HEAD)
    number = document.styles["List Number"].element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    for title, items in SECTIONS:
        document.add_paragraph(f"【{title}】")
        for place, item in enumerate(items):
            paragraph = document.add_paragraph(one_paragraph()(place, item))
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number.numId.val
            properties.append(OxmlElement("w:ilvl"))
    for line in TEXT.splitlines()[-2:]:
        document.add_paragraph(line)
    bulletin = structure(extract.read(file_of(document), "自动编号"))

    assert [item.mark for item in bulletin.items] == ["1.", "2.", "3."]


def test_a_bold_headline_is_told_from_the_body():
    document = word(HEAD + "【要闻】")
    paragraph = document.add_paragraph()
    paragraph.add_run("县水利局备足灌溉用水").bold = True
    paragraph.add_run("逐村检修机井，落实值守人员，确保用水。（水利局）")
    (item,) = structure(extract.read(file_of(document), "粗体")).items

    assert (item.headline, item.units) == ("县水利局备足灌溉用水", ("水利局",))


def test_deleted_words_of_a_tracked_change_are_not_read():
    document = word(TEXT)
    document.paragraphs[0]._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去的字</w:delText></w:r></w:del>")
    )

    assert "删去的字" not in extract.read(file_of(document), "修订")


def package(**parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def written(writer):
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def locked():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(render(PRINTED, "pdf"))))
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


def scanned():
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return written(writer)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (lambda: b"", "是空的，请重新选择"),
        (lambda: b" \n ", "里没有文字"),
        (lambda: "繁體中文簡報，請核對後再行發佈。".encode("big5") * 40, "编码可能是别的|既不是 UTF-8 也不是 GB18030"),
        (lambda: b"abc\0\1\2", "不是文字文件"),
        (lambda: "要闻".encode() + b"\xff\xff", "第 7 个字节处读不下去|不是通顺的中文"),
        (lambda: b"\xff\xd8\xff\xe0" + b"1" * 50, "是图片，没有可读的文字"),
        (lambda: OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx 后再导入"),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "加了密码，无法读取"),
        (lambda: file_of(docx.Document())[:2000], "不完整或已损坏"),
        (lambda: package(word__document_xml="<w"), "是压缩包或别的文件"),
        (lambda: package(**{"word/document.xml": "<w"}), "不完整或已损坏"),
        (lambda: package(**{"xl/workbook.xml": "<w"}), "是Excel 表格，不是 Word 文档"),
        (lambda: package(**{"word/document.xml": " " * 31_000_000}), "解压后过大"),
        (locked, "加了密码，无法读取；请用原来的密码打开"),
        (scanned, "是扫描件，里面只有图像没有文字"),
        (lambda: render(PRINTED, "pdf")[:1500], "不完整或已损坏"),
        (lambda: ("要闻" * 250_000).encode(), "有 500000 个字，不像是一期快报"),
    ],
)
def test_files_that_are_refused_with_advice(given, sentence):
    with pytest.raises(Refused, match=sentence):
        extract.read(given(), "第12期")


def test_a_file_over_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000

    with pytest.raises(Refused, match=r"“第12期.txt”有 2.0 MB，超过 1 MB 的上限"):
        extract.read(b"1" * 2_000_000, "第12期.txt")


def test_entities_of_a_hostile_document_are_not_expanded():
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    bomb = f'<!DOCTYPE a [<!ENTITY b "炸弹">]><w:document xmlns:w="{space}"/>'
    given = BytesIO(file_of(word(TEXT)))
    with zipfile.ZipFile(given) as kept:
        parts = {name: kept.read(name) for name in kept.namelist()}
    parts["word/document.xml"] = bomb.encode()

    with pytest.raises(Refused):
        extract.read(package(**parts), "实体")


def test_numbers_restart_below_a_new_section():
    bulletin = structure(extract.read(lay(lambda n, t: f"{CHINESE[n]}、{t}", one_paragraph()).encode(), "编号.txt"))

    assert [section.mark for section in bulletin.sections] == ["一、", "二、"]
