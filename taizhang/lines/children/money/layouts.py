"""How a bank wants a line to look: fields, separator or widths in bytes, encoding; packs and unpacks one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.county.standards.errors import Invalid

ENCODINGS = {"gbk": "GBK", "gb18030": "GB18030", "utf-8": "UTF-8"}
# What a column is called where the layout gives it no title of its own.
WORDS = {
    "seq": "序号", "account": "账号", "name": "户名", "amount": "金额", "batch": "批次号", "cnaps": "联行号",
    "id_no": "身份号码", "usage": "用途", "region": "区划", "project": "项目代码", "remark": "备注", "result": "结果代码",
    "bank_date": "入账日期", "serial": "银行流水号", "reason": "原因", "count": "笔数", "sum": "合计",
}  # fmt: skip
# Fields whose value is a number, so that zeros before it mean nothing.
NUMBERS = frozenset({"seq", "amount", "count", "sum"})
_UNUSABLE = re.compile(r"[^\x09\x20-\x7e]|[0-9A-Za-z.\"']")
_NOT_PLAIN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Field:
    """`width` counts bytes: exactly so many in a fixed line, at most so many in a separated one (0 is no limit).

    `text` is what every line has there; a field with neither name nor text is filler. `fen` writes amounts as whole
    cents instead of yuan with two decimals.
    """

    name: str
    width: int = 0
    title: str = ""
    right: bool = False
    fill: str = " "
    text: str = ""
    fen: bool = False

    @property
    def shown(self) -> str:
        return self.title or WORDS.get(self.name, self.name) or "填充"


@dataclass(frozen=True, slots=True)
class Layout:
    """One bank's file. An empty `separator` means fixed widths; the first field of a `trailer` is its constant mark.

    `bytewise` is for a bank that splits lines by byte: in GBK the second byte of a character may be that of `|`.
    Raises Invalid on construction for a layout that could not be read back.
    """

    name: str
    encoding: str
    fields: tuple[Field, ...]
    separator: str = ""
    trailer: tuple[Field, ...] = ()
    titles: bool = False
    line_end: str = "\r\n"
    bytewise: bool = False

    def __post_init__(self) -> None:
        for wrong, told in self._faults():
            if wrong:
                raise Invalid(f"银行文件版式“{self.name}”：{told}")

    def refuse_unknown(self, known: Sequence[str], totals: Sequence[str]) -> None:
        """Raises Invalid for a field that no record of this sort of file has."""
        for fields, names in ((self.fields, known), (self.trailer, totals)):
            strange = [field.name for field in fields if field.name and field.name not in names]
            if strange:
                told = f"没有“{'、'.join(strange)}”这样的栏；可用：{'、'.join(names)}"
                raise Invalid(f"银行文件版式“{self.name}”：{told}")

    def _faults(self) -> list[tuple[bool, str]]:
        every = self.fields + self.trailer
        return [
            (self.encoding not in ENCODINGS, f"不支持编码 {self.encoding}；可用：{'、'.join(ENCODINGS.values())}"),
            (not self.fields, "没有任何栏；请按银行的接口说明逐栏填写"),
            (self.line_end not in ("\r\n", "\n"), "行尾只能是回车换行或换行"),
            (bool(_UNUSABLE.search(self.separator)), "分隔符须是半角符号，不能是数字、小数点、引号或换行"),
            (not self.separator and any(field.width <= 0 for field in every), "定长文件每一栏都要写明字节数"),
            (any(field.fill not in (" ", "0") for field in every), "填充字符只能是空格或 0"),
            (any(_ambiguous(field) for field in every), "只有右对齐的序号、金额、笔数可以用 0 填充，否则读不回原值"),
            (bool(self.trailer) and not self.trailer[0].text, "汇总行的第一栏须是固定标志，如 T"),
            (self._mark_misleads(), "汇总行的标志会与明细行的开头混淆；请改用字母，或给明细行另加固定标志"),
        ]

    def _mark_misleads(self) -> bool:
        if not self.trailer or not self.fields:
            return False
        mark, opening = self.trailer[0].text, self.fields[0]
        if opening.text:
            return opening.text.startswith(mark)
        # In a fixed line the mark is only a prefix: what may begin with any letter may begin with it.
        return mark[:1].isdigit() or (not self.separator and opening.name not in NUMBERS)


class Unfit(Invalid):
    """A value that the layout cannot carry as it is; `field` is the column as the bank's description names it."""

    def __init__(self, field: str, told: str) -> None:
        super().__init__(f"“{field}”{told}")
        self.field = field


def packed(layout: Layout, fields: Sequence[Field], values: Sequence[str]) -> bytes:
    """One line without its end; raises Unfit for the first value that does not fit. Nothing is cut or replaced."""
    cells = [cell(layout, field, value) for field, value in zip(fields, values, strict=True)]
    return layout.separator.encode(layout.encoding).join(cells)


def packed_plain(layout: Layout, values: Sequence[str]) -> bytes | None:
    """The same line of the fields as `packed` makes, or None where a value has to be looked at by itself.

    Nearly every line is plain, and a file may have a million: it is looked at as a whole.
    """
    apart = layout.separator
    line = apart.join(values)
    if not apart or line.count(apart) != len(values) - 1 or _NOT_PLAIN.search(line):
        return None
    try:
        raw = line.encode(layout.encoding)
    except UnicodeEncodeError:
        return None
    cells = raw.split(apart.encode())
    # In GBK a byte of a character may look like the separator: then there are more cells than values.
    if len(cells) != len(values) or any(
        field.width and len(one) > field.width for field, one in zip(layout.fields, cells, strict=True)
    ):
        return None
    return raw


def cell(layout: Layout, field: Field, value: str) -> bytes:
    """One value as bytes, padded in a fixed line; raises Unfit."""
    if value:
        _refuse_form(layout, field, value)
    raw = _encoded(layout, field, value)
    if field.width and len(raw) > field.width:
        told = f"有{len(raw)}字节，超过银行规定的{field.width}字节（汉字按编码计）；请与银行商定简写后再生成"
        raise Unfit(field.shown, told)
    if layout.separator:
        return raw
    fill = field.fill.encode()
    return raw.rjust(field.width, fill) if field.right else raw.ljust(field.width, fill)


def unpacked(layout: Layout, fields: Sequence[Field], line: bytes) -> list[str]:
    """The values of a line without its end, padding removed; raises Invalid without the number of the line."""
    try:
        if layout.separator:
            values = _split(layout, fields, line.decode(layout.encoding))
        else:
            values = [_unpadded(field, raw.decode(layout.encoding)) for field, raw in _cut(fields, line)]
    except UnicodeDecodeError:
        told = f"有不属于{ENCODINGS[layout.encoding]}编码的字节；请核对文件编码，或栏宽是否按字节计"
        raise Invalid(told) from None
    for field, value in zip(fields, values, strict=True):
        if field.text and value != field.text:
            raise Invalid(f"“{field.shown}”应为“{field.text}”，现为“{value[:10]}”；请核对文件版式")
    return values


def _ambiguous(field: Field) -> bool:
    return field.fill == "0" and not (field.right and field.name in NUMBERS)


def _refuse_form(layout: Layout, field: Field, value: str) -> None:
    # Any character of a longer separator: at the end of a value it would run into the separator itself.
    if any(letter in value for letter in layout.separator):
        raise Unfit(field.shown, f"含有分隔符“{layout.separator}”；请从档案中去掉该字符后再生成")
    if _CONTROL.search(value):
        raise Unfit(field.shown, "含有换行、制表等不可见字符；请在档案中重新录入")
    if value[0].isspace() or value[-1].isspace():
        raise Unfit(field.shown, "首尾有空格；请在档案中去掉空格")


def _encoded(layout: Layout, field: Field, value: str) -> bytes:
    try:
        raw = value.encode(layout.encoding)
    except UnicodeEncodeError:
        raise Unfit(field.shown, _rare(layout, value)) from None
    if layout.bytewise and layout.separator and layout.separator.encode(layout.encoding) in raw:
        told = f"有字的编码与分隔符“{layout.separator}”相同，银行按字节拆分会错位；请与银行商定写法或换分隔符"
        raise Unfit(field.shown, told)
    return raw


def _rare(layout: Layout, value: str) -> str:
    rare = "、".join(dict.fromkeys(letter for letter in value if not _carries(layout.encoding, letter)))
    name = ENCODINGS[layout.encoding]
    if layout.encoding == "utf-8":
        return f"含有损坏的字符；请在档案中重新录入，{name}无法保存它"
    return f"中的“{rare}”不在{name}字符集内；请改用 GB18030 版式，或向银行确认开户时的写法后填入户名，不要用别的字代替"


def _carries(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _split(layout: Layout, fields: Sequence[Field], line: str) -> list[str]:
    values = line.split(layout.separator)
    # Many banks end a line with one more separator.
    if len(values) == len(fields) + 1 and not values[-1].strip():
        values.pop()
    if len(values) != len(fields):
        raise Invalid(f"有{len(values)}栏，应为{len(fields)}栏；请核对分隔符“{layout.separator}”和文件版式")
    return [value.strip() for value in values]


def _cut(fields: Sequence[Field], line: bytes) -> list[tuple[Field, bytes]]:
    whole = sum(field.width for field in fields)
    # Blanks at the end of a line are often lost on the way; anything else missing is not made up.
    spare = 0 if fields[-1].right else fields[-1].width
    if not whole - spare <= len(line) <= whole:
        raise Invalid(f"有{len(line)}字节，应为{whole}字节；请核对文件版式和传输方式（须按二进制传输）")
    cells, start = [], 0
    for field in fields:
        cells.append((field, line[start : start + field.width]))
        start += field.width
    return cells


def _unpadded(field: Field, value: str) -> str:
    value = value.strip(" ")
    return (value.lstrip("0") or "0") if field.fill == "0" and value else value
