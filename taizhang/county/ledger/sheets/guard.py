"""Decides whether an uploaded file may be opened as a workbook, before any reader of workbooks sees it."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再上传。"
# A full sheet of text shrinks 10 to 15 times; beyond this the unpacked file is no longer work of a person.
UNPACKED_TIMES = 15
# Only repeated nothing shrinks this much. Small parts are left alone: they cannot hurt.
RATIO_MAX = 150
RATIO_FROM_BYTES = 5_000_000
ENTRIES_MAX = 2000
_CHUNK = 1 << 20
_OVERLAP = 400

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKUP = re.compile(rb"^\W{0,8}<(?:html|!doctype|\?xml|table|head|meta|style)", re.IGNORECASE)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)")
_BROKEN_CELL = re.compile(rb'<c [^>]{0,80}?r="([A-Z]{1,3}\d+)"[^>]{0,80}?t="e"')
_NO_RESULT = re.compile(
    rb'r="([A-Z]{1,3}\d+)"[^>]{0,80}>(?:<f[^>]{0,200}/>|<f[^>]{0,200}>[^<]{0,300}</f>)(?:<v ?/>|<v></v>)?</c>'
)


class Kind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class Unsuitable(Exception):
    """A file that is not read; the message says in Chinese what it is and what to do."""


@dataclass(frozen=True)
class _Tests:
    """What is looked for in one part of a package while it is inflated."""

    sheet: str = ""

    def look(self, window: bytes) -> None:
        # Looked for in two steps: every tag of a sheet begins as a declaration does.
        if (b"<!" in window or b"<\0!" in window) and _DECLARED.search(window):
            raise Unsuitable(f"文件中含有不允许的 XML 实体定义，不是 Excel 正常保存的文件。{SAVE_AS}")
        if not self.sheet:
            return
        if b't="e"' in window and (found := _BROKEN_CELL.search(window)):
            raise Unsuitable(f"{self.sheet} 的 {found[1].decode()} 单元格是错误值（如 #N/A、#REF!），请改正后再上传。")
        if b"<f" in window and (found := _NO_RESULT.search(window)):
            cell = found[1].decode()
            raise Unsuitable(
                f"{self.sheet} 的 {cell} 单元格是公式，但没有计算结果。请用 Excel 打开并保存一次，再上传。"
            )


def check(path: Path, name: str) -> Kind:
    """The kind of workbook by its content, whatever it is called. Raises Unsuitable."""
    size = path.stat().st_size
    if size == 0:
        raise Unsuitable("文件是空的，请重新选择。")
    if size > settings.UPLOAD_MAX_BYTES:
        raise Unsuitable(too_large(size))
    with path.open("rb") as file:
        start = file.read(8)
        if start.startswith(b"PK"):
            return _package(file)
        if start == _OLE:
            return _compound(path.read_bytes())
    return _plain(path, name)


def is_plain(path: Path) -> bool:
    """Whether a file that was found sound is text rather than a package of parts or of streams."""
    with path.open("rb") as file:
        start = file.read(8)
    return not start.startswith(b"PK") and start != _OLE


def too_large(size: int) -> str:
    most = settings.UPLOAD_MAX_BYTES // 1_000_000
    return f"文件有 {size / 1_000_000:.1f} MB，超过 {most} MB 的上限。请删去多余的工作表和图片，或分成几个文件上传。"


def _package(file: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            kind = _kind_of(package, {entry.filename for entry in entries})
            _weigh(entries)
            _inflate_all(file, entries)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise Unsuitable(f"文件不完整或已损坏，无法打开。{SAVE_AS}") from error


def _kind_of(package: zipfile.ZipFile, names: set[str]) -> Kind:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unsuitable(f"文件中含有宏，为安全不接收。{SAVE_AS}")
    if any(entry.flag_bits & 1 for entry in package.infolist()):
        raise Unsuitable("文件加了密码，无法读取。请取消密码后再上传。")
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "content.xml" in names and package.read("mimetype")[:80].endswith(b"opendocument.spreadsheet"):
        return Kind.ODS
    if "xl/workbook.bin" in names:
        raise Unsuitable(f"不接收二进制工作簿（.xlsb）。{SAVE_AS}")
    what = "Word 文档" if "word/document.xml" in names else "压缩包或其他文档"
    raise Unsuitable(f"这是{what}，不是 Excel 表格。请选择 .xlsx 文件；表格在文档里的，请复制到 Excel 中另存。")


def _weigh(entries: list[zipfile.ZipInfo]) -> None:
    """By what the central directory says: refuses within the time of reading a few kilobytes."""
    if len(entries) > ENTRIES_MAX or len({entry.filename for entry in entries}) < len(entries):
        raise Unsuitable(f"文件内部结构异常（部件过多或重名）。{SAVE_AS}")
    limit = settings.UPLOAD_MAX_BYTES * UNPACKED_TIMES
    if sum(entry.file_size for entry in entries) > limit:
        raise _bomb()
    for entry in entries:
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > RATIO_MAX * max(entry.compress_size, 1):
            raise _bomb()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unsuitable(f"文件用了不常见的压缩方式。{SAVE_AS}")


def _bomb() -> Unsuitable:
    return Unsuitable(
        "文件解压后过大，为安全不予打开。常见原因是表格下方带格式的空行过多：请删除这些空行和无关的工作表，另存后再上传。"
    )


def _inflate_all(file: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    """Inflates every part as far as it goes: the directory may lie, and a reader would follow the stream."""
    for entry in entries:
        tests = _Tests(_sheet(entry.filename))
        window, inflated = b"", 0
        for chunk in _inflated(file, entry):
            inflated += len(chunk)
            if inflated > entry.file_size:
                raise _bomb()
            if entry.filename.endswith((".xml", ".rels")):
                tests.look(window := window[-_OVERLAP:] + chunk)
        if inflated != entry.file_size:
            raise zipfile.BadZipFile(entry.filename)


def _sheet(part: str) -> str:
    found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part)
    return f"第 {found[1]} 张工作表" if found else ""


def _inflated(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part in chunks, read by its own stream and not by its declared length."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(entry.filename)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = entry.compress_size
    stream = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(left, _CHUNK))
        if not packed:
            raise EOFError(entry.filename)
        left -= len(packed)
        if stream is None:
            yield packed
            continue
        while packed:
            yield stream.decompress(packed, _CHUNK)
            packed = stream.unconsumed_tail


def _compound(content: bytes) -> Kind:
    """Excel 97–2003, or an encrypted xlsx, or another Office file: told apart by the names of their streams."""
    named = {
        word for word in ("EncryptedPackage", "WordDocument", "_VBA_PROJECT", "Workbook", "Book") if _has(content, word)
    }
    if "EncryptedPackage" in named:
        raise Unsuitable("文件加了密码，无法读取。请在 Excel 中取消密码（文件—信息—保护工作簿）后再上传。")
    if "WordDocument" in named:
        raise Unsuitable("这是 Word 文档，不是 Excel 表格。请把表格复制到 Excel 中，另存为 .xlsx 后再上传。")
    if "_VBA_PROJECT" in named:
        raise Unsuitable(f"文件中含有宏，为安全不接收。{SAVE_AS}")
    if not named:
        raise Unsuitable(f"这不是 Excel 表格。{SAVE_AS}")
    return Kind.XLS


def _has(content: bytes, word: str) -> bool:
    return word.encode("utf-16-le") in content


def _plain(path: Path, name: str) -> Kind:
    with path.open("rb") as file:
        start = file.read(4096)
    # Many systems give a page of the web, or text with tabs, the name of a workbook.
    if _MARKUP.search(start):
        raise Unsuitable(f"“{name}”其实是网页或 XML，只是扩展名像 Excel（有的系统导出的就是这样）。{SAVE_AS}")
    text = start.startswith(UTF_16) or b"\0" not in start
    if text and name.lower().endswith((".csv", ".txt")):
        return Kind.CSV
    if text and name.lower().endswith((".xls", ".xlsx", ".et")) and start.count(b"\t") > 1 and b"\n" in start:
        return Kind.CSV
    raise Unsuitable(f"“{name}”不是 Excel 表格（可能是图片、PDF 或改了扩展名的文件）。请选择 .xlsx 文件。")
