"""Which files are read, and with what sentence the others are refused: in bounded memory, whatever they claim."""

import struct
import tracemalloc
import zlib
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest

from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.reading import opened
from tests.sheets import books

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.fixture
def reading(tmp_path):
    """`reading(content, name)` reads a file of that content."""

    def run(content, name="台账.xlsx"):
        path = tmp_path / "book"
        path.write_bytes(content)
        with opened(path, name) as sheets:
            return [SimpleNamespace(name=sheet.name, rows=list(sheet.rows)) for sheet in sheets]

    return run


def plain(rows=(("编号", "等级"), ("a", "b"))):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return books.saved(book)


def altered(part, change):
    """The plain workbook with one part changed."""
    files = books.parts(plain())
    return books.package(files | {part: change(files.get(part, b""))})


def bomb(times, declared=None):
    """A package whose only sheet inflates to `times` 16 MB, whatever the directory declares."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = squeeze.compress(bytes(1 << 24)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    stream = block * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    size = declared if declared is not None else times << 24
    name = b"xl/workbook.xml"
    common = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, 0, len(stream), size, len(name), 0)
    head = b"PK\3\4" + common + name
    entry = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    start = len(head) + len(stream)
    return head + stream + entry + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry), start, 0)


def test_values_come_with_their_types_and_rows_with_their_numbers(reading):
    book = openpyxl.Workbook()
    book.active["B3"], book.active["C3"] = books.DAY, 12.5
    (sheet,) = reading(books.saved(book))
    assert sheet.rows[2] == ["", books.DAY, 12.5]


def test_formulas_come_as_the_values_they_had(reading):
    content = altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(
        b"</sheetData>", b'<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row></sheetData>'))  # fmt: skip
    assert reading(content)[0].rows[2][0] == 2


def test_hidden_sheets_are_passed_over(reading):
    book = openpyxl.load_workbook(BytesIO(plain()))
    book.create_sheet("旧表").append(["x"])
    book["旧表"].sheet_state = "hidden"
    assert [sheet.name for sheet in reading(books.saved(book))] == ["Sheet"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_is_read_in_either_encoding(reading, encoding):
    (sheet,) = reading('编号,事由\r\n1,"甲，\r\n乙"\r\n'.encode(encoding), "旧系统.csv")
    assert sheet.rows == [["编号", "事由"], ["1", "甲，\r\n乙"]]


@pytest.mark.parametrize("name", ["旧系统.xls", "旧系统.csv", "旧系统.txt"])
@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_text_with_tabs_is_read_whatever_it_is_called(reading, name, encoding):
    (sheet,) = reading("编号\t等级\t事由\r\n1\t一般\t甲\r\n".encode(encoding), name)
    assert sheet.rows == [["编号", "等级", "事由"], ["1", "一般", "甲"]]


@pytest.mark.parametrize("start", ["<html><table>", "\ufeff<!DOCTYPE html>", "\n <?xml version='1.0'?>", "<TABLE>"])
def test_a_page_of_the_web_that_is_called_a_workbook_says_what_it_is(reading, start):
    with pytest.raises(Unsuitable, match=r"其实是网页.*另存为"):
        reading(f"{start}<tr><td>编号</td></tr></table>".encode(), "导出.xls")


def test_the_delimiter_of_csv_is_found_below_a_title(reading):
    (sheet,) = reading("矛盾纠纷台账\n编号;等级\na;b\n".encode(), "台账.csv")
    assert sheet.rows[1:] == [["编号", "等级"], ["a", "b"]]


def test_ods_is_read(reading):
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="明细"><table:table-row><table:table-cell office:value-type="string"><text:p>编号'
        "</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    files = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()}
    files["META-INF/manifest.xml"] = b"<manifest/>"
    assert reading(books.package(files), "台账.ods")[0].rows == [["编号"]]


WRONG = {
    "empty file": (b"", "文件是空的"),
    "jpg": (bytes.fromhex("ffd8ffe000104a46") + bytes(100), "不是 Excel 表格（可能是图片"),
    "docx": (books.package({"word/document.xml": b"<w/>"}), "这是Word 文档"),
    "zip": (books.package({"a.txt": b"x"}), "压缩包或其他文档"),
    "xlsb": (books.package({"xl/workbook.bin": b"x"}), "二进制工作簿"),
    "encrypted": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "加了密码"),
    "doc": (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "这是 Word 文档"),
    "xls with macros": (OLE + "Workbook_VBA_PROJECT".encode("utf-16-le"), "含有宏"),
    "broken xls": (OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600), "不完整或已损坏"),
    "truncated": (plain()[:-900], "不完整或已损坏"),
    "nothing in it": (plain(()), "文件中没有内容"),
    "xml of something else": (altered("xl/workbook.xml", lambda xml: b"<html></html>"), "没有内容|已损坏"),
    "macros": (altered("xl/vbaProject.bin", lambda _: b"x"), "含有宏"),
    "entities": (
        altered("xl/worksheets/sheet1.xml", lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml), "实体定义",
    ),
    "wide entities": (
        altered("xl/sharedStrings.xml", lambda xml: '<!DOCTYPE x [<!ENTITY a "b">]>'.encode("utf-16")), "实体定义",
    ),
    "formula without result": (
        altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(
            b"</sheetData>", b'<row r="3"><c r="A3"><f>1+1</f><v></v></c></row></sheetData>')),
        "A3 单元格是公式，但没有计算结果",
    ),
    "error value": (
        altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(
            b"</sheetData>", b'<row r="3"><c r="B3" t="e"><v>#N/A</v></c></row></sheetData>')),
        "B3 单元格是错误值",
    ),
    "a cell at the end of the world": (
        altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"')),
        "超出上限|超出一次可导入的范围|16,384 列",
    ),
    "too many columns": (plain([["栏"] * 300]), "300 列，最多 200 列"),
    "a cell far below": (
        altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="A2"', b'r="A999999"')), "超出一次可导入的范围",
    ),
    "a bomb that says so": (bomb(128), "解压后过大"),
    "a bomb that lies": (bomb(128, declared=900), "解压后过大"),
    "a broken csv": ('编号,"事由\r\n'.encode() + b"\xff\xff", "编码|引号"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_file_that_cannot_be_imported_says_what_it_is_and_what_to_do(reading, content, sentence):
    with pytest.raises(Unsuitable, match=sentence):
        reading(content, "台账.csv" if content.startswith("编号".encode()) else "台账.xlsx")


def test_a_file_over_the_limit_says_its_size(reading, settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    with pytest.raises(Unsuitable, match=r"文件有 1\.2 MB，超过 1 MB"):
        reading(bytes(1_200_000))


@pytest.mark.parametrize("declared", [None, 900])
def test_two_gigabytes_are_refused_in_little_memory(reading, declared):
    content = bomb(128, declared)
    tracemalloc.start()
    with pytest.raises(Unsuitable):
        reading(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_million_empty_formatted_rows_do_no_harm(reading):
    empty = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(3, 300_000))
    content = altered("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))
    assert len(reading(content)[0].rows) == 2


def test_letters_outside_the_basic_plane_survive(reading):
    assert reading(plain([["编号", "姓名"], ["1", "㑇𬀩😀"]]))[0].rows[1][1] == "㑇𬀩😀"
