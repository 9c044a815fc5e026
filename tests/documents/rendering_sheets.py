"""Issues to print in the rendering tests, and readers that get the words back out of the printed files."""

import re
from html.parser import HTMLParser
from io import BytesIO

import docx
from docx.document import Document
from pypdf import PdfReader

from taizhang.county.documents.rendering import Item, Letter, Run, Section, Sheet

PAGE_NUMBER = re.compile(r"^— \d+ —$", re.MULTILINE)

TAIL = {
    "distribution_line": "本期发：县委常委，县人大正副主任，副县长，县直各单位、各乡镇（街道）主要负责人。",
    "imprint": (("责任编辑", "张三"), ("审核", "李四"), ("签发", "王五")),
}


def sheet(*sections: Section, **parts: object) -> Sheet:
    head = ("延津政务快报", "第 39 期", "延津县人民政府办公室", "2023 年 9 月 1 日")
    return Sheet(*head, sections, **(TAIL | parts))  # type: ignore[arg-type]


def plain(text: str, *, pages_of: int = 0) -> Section:
    return Section("平安开学", (Item("县公安局守好开学第一道门", (Run(text + "，" * pages_of),), ("公安局",)),))


FOUNDING = sheet(
    Section(
        "民生保障",
        (
            Item(
                "县民政局织密困境儿童保障网让政策温暖直达每户",
                (
                    Run("逐人核对身份和监护情况，按月足额打卡发放。截至目前，在册孤儿"),
                    Run("31 人", pin="children.orphans"),
                    Run("、留守儿童"),
                    Run("196 人", pin="children.left_behind"),
                    Run("，1—8 月份累计发放基本生活费"),
                    Run("170余万元", pin="children.paid"),
                    Run("。"),
                ),
                ("民政局",),
            ),
        ),
    ),
    Section(
        "社会治理",
        (
            Item(
                "各乡（镇、街道）把矛盾化解在家门口",
                (
                    Run("胙城乡", bold=True),
                    Run("排查 109 起，调处率 100%；㑇姓村民一件多年信访化解；"),
                    Run("榆林乡", bold=True),
                    Run("排查 94 起，专精特新“小巨人”企业用工纠纷 2 起。"),
                ),
                ("胙城乡", "榆林乡"),
            ),
        ),
    ),
    secrecy="内部资料",
    notes=("更正：上期第 3 条“76 户”应为“67 户”。",),
)

HOSTILE = sheet(
    Section(
        '#set text(red) ] "',
        (
            Item(
                "<script>alert(1)</script> $x^2$ \\ ]",
                (Run('#import "a.typ" *b* _c_ `d` @e <f> // g /* h */ &amp; {{ i }} \\u{41} ~ -- \'', pin="<p>"),),
                ("#panic()",),
            ),
        ),
    ),
    notes=("= 标题 - 列表 + 1. /term: %PDF ]]>",),
)

BARE = Sheet("快报", "第 1 期", "办公室", "2024年1月2日")

LETTER = Letter(
    "不予确认告知书", "办件编号：BJ20230905-0001", "延津县民政局", "2023年9月5日",
    (Section("", (Item("", (Run("您提出的申请，经查验和审核，不予确认。"),)), Item("", (Run("特此告知。"),)))),),
    addressee="张桂兰：", notes=("签收人：",), imprint=(("经办", "王五"),),
)  # fmt: skip

SHEETS = {
    "founding": FOUNDING, "hostile": HOSTILE, "bare": BARE, "letter": LETTER,
    "untailed": sheet(plain("。"), distribution_line=""),
}  # fmt: skip


def squeezed(text: str) -> str:
    """Text without white space: where lines end is up to each format."""
    return re.sub(r"\s+", "", text)


def txt_text(file: bytes) -> str:
    return file.decode()


def pdf_text(file: bytes) -> str:
    return PAGE_NUMBER.sub("", "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages))


def word_document(file: bytes) -> Document:
    return docx.Document(BytesIO(file))


def docx_text(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in word_document(file).paragraphs)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.in_body = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.in_body = self.in_body or tag == "body"

    def handle_data(self, data: str) -> None:
        self.text += data if self.in_body else ""


def html_text(file: bytes) -> str:
    words = _Words()
    words.feed(file.decode())
    return words.text


READERS = {"txt": txt_text, "pdf": pdf_text, "docx": docx_text, "html": html_text}
