"""Gets the text out of a file of a bulletin: txt, docx, or pdf with a text layer; anything else is refused with advice."""

from django.conf import settings

from taizhang.county.bulletin.extract import pdf, plain, word
from taizhang.county.bulletin.refusal import Refused

TAKEN = "可导入 .txt、.docx 和有文字的 .pdf 文件。"
# A bulletin has a few thousand characters; a book would keep the reader busy and is none.
TEXT_MAX = 400_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def read(given: bytes, name: str) -> str:
    """The text of a file, by its content and not by its name. Raises Refused."""
    _weigh(given, name)
    if given.startswith(b"%PDF-"):
        text = pdf.read(given, name)
    elif given.startswith(b"PK\x03\x04"):
        text = word.read(given, name)
    else:
        _known_otherwise(given, name)
        text = plain.read(given, name)
    if not text.strip():
        raise Refused(f"“{name}”里没有文字，请核对是不是选错了文件。")
    if len(text) > TEXT_MAX:
        raise Refused(f"“{name}”有 {len(text)} 个字，不像是一期快报；请一期一个文件，分开导入。")
    return text


def _weigh(given: bytes, name: str) -> None:
    if not given:
        raise Refused(f"“{name}”是空的，请重新选择。")
    if len(given) > settings.UPLOAD_MAX_BYTES:
        raise Refused(too_large(len(given), name))


def too_large(size: int, name: str) -> str:
    most = settings.UPLOAD_MAX_BYTES // 1_000_000
    return f"“{name}”有 {size / 1_000_000:.1f} MB，超过 {most} MB 的上限；请压缩其中的图片，或另存为只含文字的文件。"


def _known_otherwise(given: bytes, name: str) -> None:
    if given.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in given:
            raise Refused(f"“{name}”加了密码，无法读取；请用 Word 或 WPS 打开，取消密码后另存。")
        raise Refused(f"“{name}”是旧版 Word 或 WPS 文档，不能读取；请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
    if given.startswith(_PICTURES):
        raise Refused(f"“{name}”是图片，没有可读的文字；请先用文字识别软件转成文字，核对后再导入。{TAKEN}")


__all__ = ["TAKEN", "TEXT_MAX", "read", "too_large"]
