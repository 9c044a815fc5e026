"""Gets the text out of a file of a bulletin: txt, docx, or pdf with a text layer; others are refused with advice."""

from django.conf import settings

from taizhang.county.bulletin.extract import pdf, plain, word
from taizhang.county.bulletin.extract.unfit import Unfit
from taizhang.county.bulletin.refusal import Refused

TAKEN = "可导入 .txt、.docx 和有文字的 .pdf 文件。"
# A bulletin has a few thousand characters; a book would keep the reader busy and is none.
TEXT_MAX = 400_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def read(given: bytes, name: str) -> str:
    """The text of a file of one issue, by its content and not by its name. Raises Refused."""
    if len(given) > settings.UPLOAD_MAX_BYTES:
        raise Refused(too_large(len(given), name))
    try:
        text = text_of(given)
    except Unfit as unfit:
        raise Refused(f"“{name}”{unfit}") from unfit
    if len(text) > TEXT_MAX:
        raise Refused(f"“{name}”有 {len(text)} 个字，不像是一期快报；请一期一个文件，分开导入。")
    return text


def text_of(given: bytes) -> str:
    """The text of any file that can be read, of whatever size; needs no settings. Raises Unfit."""
    if not given:
        raise Unfit("是空的，请重新选择。")
    if given.startswith(b"%PDF-"):
        text = pdf.read(given)
    elif given.startswith(b"PK\x03\x04"):
        text = word.read(given)
    else:
        _known_otherwise(given)
        text = plain.read(given)
    if not text.strip():
        raise Unfit("里没有文字，请核对是不是选错了文件。")
    return text


def too_large(size: int, name: str) -> str:
    most = settings.UPLOAD_MAX_BYTES // 1_000_000
    return f"“{name}”有 {size / 1_000_000:.1f} MB，超过 {most} MB 的上限；请压缩其中的图片，或另存为只含文字的文件。"


def _known_otherwise(given: bytes) -> None:
    if given.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in given:
            raise Unfit("加了密码，无法读取；请用 Word 或 WPS 打开，取消密码后另存。")
        raise Unfit("是旧版 Word 或 WPS 文档，不能读取；请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
    if given.startswith(_PICTURES):
        raise Unfit(f"是图片，没有可读的文字；请先用文字识别软件转成文字，核对后再导入。{TAKEN}")


__all__ = ["TAKEN", "TEXT_MAX", "Unfit", "read", "text_of", "too_large"]
