"""Tells what a file is by its bytes, and takes out of photographs what the camera wrote about place and owner."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

TAKEN = "可上传 PDF、JPG、PNG、Word（.docx）和 Excel（.xlsx）文件。"


class Unsound(ValueError):
    """Bytes that are none of the kinds taken, or not what they begin as."""


@dataclass(frozen=True)
class Kind:
    suffix: str
    media_type: str


PDF = Kind(".pdf", "application/pdf")
JPG = Kind(".jpg", "image/jpeg")
PNG = Kind(".png", "image/png")
DOCX = Kind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

_PNG = b"\x89PNG\r\n\x1a\n"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PACKAGES = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ENTRIES_MAX = 5000


def kind(given: bytes, *, unpacked_max: int) -> Kind:
    """By content, whatever the file is called; `unpacked_max` limits Office packages, in bytes. Raises Unsound."""
    for start, found in ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPG), (_PNG, PNG)):
        if given.startswith(start):
            return found
    if given.startswith(b"PK\x03\x04"):
        return _package(given, unpacked_max)
    if given.startswith(_OLE):
        raise Unsound("这是旧版 Office 文件或加密的文件，请另存为 .docx 或 .xlsx（不设密码）后再上传。")
    raise Unsound(f"文件的内容不是可接收的类型（改扩展名没有用）。{TAKEN}")


def _package(given: bytes, unpacked_max: int) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unsound("文件不完整或已损坏，请重新保存后再上传。") from error
    if len(entries) > _ENTRIES_MAX or sum(entry.file_size for entry in entries) > unpacked_max:
        raise Unsound("文件解压后过大，为安全不予接收。")
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unsound("文件中含有宏，为安全不接收；请另存为不含宏的 .docx 或 .xlsx。")
    for part, found in _PACKAGES.items():
        if part in names:
            return found
    raise Unsound(f"这是压缩包，不是 Word 或 Excel 文件，请解压后逐个上传。{TAKEN}")


def stripped(given: bytes, found: Kind) -> bytes:
    """A photograph without Exif, XMP, IPTC and comments, but the way it is held. Raises Unsound for a broken one."""
    if found not in (JPG, PNG):
        return given
    try:
        return b"".join(_jpg(given) if found is JPG else _png(given))
    except (IndexError, struct.error) as error:
        raise Unsound("图片不完整或已损坏，请重新选择。") from error


# JPEG (ITU-T T.81 annex B): markers with lengths up to the scan, whose data goes to the end.
_SCAN, _END = 0xDA, 0xD9
_KEPT_APPLICATION = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, Adobe transform: without them colours change
_COMMENT = 0xFE


def _jpg(given: bytes) -> Iterator[bytes]:
    yield given[:2]
    turned, at = _orientation(given), 2
    if turned > 1:
        yield _exif_with(turned)
    while True:
        if given[at] != 0xFF:
            raise Unsound("图片不完整或已损坏，请重新选择。")
        marker = given[at + 1]
        if marker in (_SCAN, _END):
            yield given[at:]
            return
        (length,) = struct.unpack_from(">H", given, at + 2)
        if marker != _COMMENT and (not 0xE0 <= marker <= 0xEF or marker in _KEPT_APPLICATION):
            yield given[at : at + 2 + length]
        at += 2 + length


def _orientation(given: bytes) -> int:
    """Tag 0x0112 of the first directory of Exif, 1 where there is none."""
    start = given.find(b"Exif\0\0", 0, 65536) + 6
    order = {b"II": "<", b"MM": ">"}.get(given[start : start + 2])
    if start < 6 or order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", given, start + 4)
        (count,) = struct.unpack_from(f"{order}H", given, start + directory)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", given, start + directory + 2 + 12 * number)
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _exif_with(orientation: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return struct.pack(">BBH", 0xFF, 0xE1, 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


# PNG (ISO/IEC 15948): chunks of length, type, content, checksum.
_TELLING = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def _png(given: bytes) -> Iterator[bytes]:
    yield given[:8]
    at = 8
    while at < len(given):
        (length,) = struct.unpack_from(">I", given, at)
        chunk = given[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise Unsound("图片不完整或已损坏，请重新选择。")
        if chunk[4:8] not in _TELLING:
            yield chunk
        at += len(chunk)
        if chunk[4:8] == b"IEND":
            return
