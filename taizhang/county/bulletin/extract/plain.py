"""Decodes a text file: UTF-8 or GB 18030, whichever gives Chinese."""

import codecs
import re

from taizhang.county.bulletin.extract.unfit import Unfit

_SAVE_AS = "请用记事本打开，另存时把编码选为 UTF-8，再导入。"
_READABLE = re.compile(r"[\s\x20-\x7e\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2000-\u206f\u2460-\u27bf·×÷±°℃㎡²³Ⅰ-Ⅻ]")
# GB 18030 gives some character for almost any bytes; text of another encoding comes out as rare characters.
_SHARE_MIN = 0.9
# UTF-16 without a mark is told by its zero bytes, which no text in the other encodings has.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(given: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if given.startswith(mark)), "")
    if not marked and b"\0" in given:
        raise Unfit("不是文字文件（含有二进制内容），请核对是不是选错了文件。")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = given.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
            continue
        if _is_chinese(text):
            return text
        raise Unfit(f"按 {encoding.upper()} 解码后不是通顺的中文，编码可能是别的（如 Big5）；{_SAVE_AS}")
    raise Unfit(f"既不是 UTF-8 也不是 GB18030 编码（第 {at + 1} 个字节处读不下去）；{_SAVE_AS}")


def _is_chinese(text: str) -> bool:
    sample = text[:20_000]
    return len(_READABLE.findall(sample)) >= _SHARE_MIN * len(sample)
