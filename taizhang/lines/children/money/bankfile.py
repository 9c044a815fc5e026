"""Writes the file that tells the bank what to pay, and reads the one in which it answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money import cents as money
from taizhang.lines.children.money.layouts import (
    ENCODINGS,
    WORDS,
    Field,
    Layout,
    Unfit,
    cell,
    packed,
    packed_plain,
    unpacked,
)

_BOM = b"\xef\xbb\xbf"
_DAY = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})", re.ASCII)


class Instruction(NamedTuple):
    """One payment; `seq` ascends within the file, `amount` is in cents."""

    seq: int
    account: str
    name: str
    amount: int
    batch: str = ""
    cnaps: str = ""
    id_no: str = ""
    usage: str = ""
    region: str = ""
    project: str = ""
    remark: str = ""


class Fault(NamedTuple):
    """Why a row cannot be written; `field` is the column as the bank's description names it."""

    seq: int
    field: str
    sentence: str


class Outcome(NamedTuple):
    """What a result code means; only what is `paid` has been issued."""

    words: str
    paid: bool


class Answer(NamedTuple):
    """What the bank did with one instruction; `amount` in cents, `line` where it stands in the file."""

    seq: int
    amount: int
    code: str
    outcome: Outcome
    bank_date: date | None
    serial: str
    line: int


Sent = Mapping[int, tuple[int, str]]
RESULT_FIELDS = ("seq", "account", "amount", "result", "bank_date", "serial", "reason", "name")
TOTALS = ("batch", "count", "sum")
# What banks mostly answer with; a bank with other codes brings a table of its own.
OUTCOMES = {
    "00": Outcome("已入账", True),
    "01": Outcome("账户已销户", False),
    "02": Outcome("户名不符", False),
    "03": Outcome("账户已冻结", False),
    "04": Outcome("账号不存在", False),
    "05": Outcome("二、三类账户超限额", False),
    "06": Outcome("账户长期不动", False),
    "99": Outcome("其他原因", False),
}


def faults(layout: Layout, instructions: Iterable[Instruction]) -> Iterator[Fault]:
    """Everything that keeps the file from being written, row by row; ask before `write`."""
    file = _Writing(layout)
    for one in instructions:
        yield from file.faults(one)


def write(layout: Layout, instructions: Iterable[Instruction]) -> Iterator[bytes]:
    """The file line by line; raises Invalid at the first row that does not fit, so write it beside and rename."""
    file = _Writing(layout)
    if layout.titles:
        titles = [field.shown for field in layout.fields]
        yield packed(layout, [Field("", field.width) for field in layout.fields], titles) + file.end
    for one in instructions:
        yield file.line(one)
    if layout.trailer:
        yield file.trailer()


def read(
    layout: Layout, lines: Iterable[bytes], sent: Sent, outcomes: Mapping[str, Outcome] = OUTCOMES
) -> Iterator[Answer]:  # fmt: skip
    """The bank's answers to what was `sent`: seq → cents and account. A binary file is such an iterable of lines.

    Raises Invalid with the number of the line. Take the answers over in one transaction: the end of the file may
    still refuse it.
    """
    reading = _Reading(layout, sent, outcomes)
    for number, line in enumerate(lines, 1):
        try:
            answer = reading.line(number, line)
        except Invalid as fault:
            raise Invalid(f"回单文件第{number}行：{fault}") from None
        if answer is not None:
            yield answer
    reading.finish()


class _Writing:
    __slots__ = ("_at", "_batch", "_count", "_layout", "_seq", "_sum", "end")

    def __init__(self, layout: Layout) -> None:
        layout.refuse_unknown(Instruction._fields, TOTALS)
        self._layout, self.end = layout, layout.line_end.encode()
        self._at = [Instruction._fields.index(field.name) if field.name else -1 for field in layout.fields]
        self._count = self._sum = self._seq = 0
        self._batch = ""

    def line(self, one: Instruction) -> bytes:
        for fault in self._unsound(one):
            raise Invalid(fault.sentence)
        values = self._values(one)
        try:
            line = packed_plain(self._layout, values) or packed(self._layout, self._layout.fields, values)
        except Unfit as unfit:
            raise Invalid(f"第{one.seq}笔{unfit}") from None
        self._count += 1
        self._sum += one.amount
        self._batch = one.batch
        return line + self.end

    def faults(self, one: Instruction) -> Iterator[Fault]:
        yield from self._unsound(one)
        for field, value in zip(self._layout.fields, self._values(one), strict=True):
            try:
                cell(self._layout, field, value)
            except Unfit as unfit:
                yield Fault(one.seq, unfit.field, f"第{one.seq}笔{unfit}")

    def trailer(self) -> bytes:
        totals = {"batch": self._batch, "count": str(self._count)}
        values = [
            field.text or (_amount(field, self._sum) if field.name == "sum" else totals.get(field.name, ""))
            for field in self._layout.trailer
        ]
        return packed(self._layout, self._layout.trailer, values) + self.end

    def _values(self, one: Instruction) -> list[str]:
        return [
            field.text or ("" if at < 0 else _amount(field, one.amount) if at == _AMOUNT else str(one[at]))
            for field, at in zip(self._layout.fields, self._at, strict=True)
        ]

    def _unsound(self, one: Instruction) -> Iterator[Fault]:
        if one.seq <= self._seq:
            told = f"第{one.seq}笔排在第{self._seq}笔之后；请按序号从小到大、不重复地生成"
            yield Fault(one.seq, WORDS["seq"], told)
        self._seq = one.seq
        if one.amount <= 0:
            yield Fault(one.seq, WORDS["amount"], f"第{one.seq}笔金额不大于零；请在批次中删除或更正")
        for word, value in ((WORDS["account"], one.account), (WORDS["name"], one.name)):
            if not value:
                yield Fault(one.seq, word, f"第{one.seq}笔没有{word}；请在档案中补录后再生成")


_AMOUNT = Instruction._fields.index("amount")


class _Reading:
    __slots__ = ("_ended", "_layout", "_mark", "_outcomes", "_seen", "_sent", "_started", "_sum")

    def __init__(self, layout: Layout, sent: Sent, outcomes: Mapping[str, Outcome]) -> None:
        layout.refuse_unknown(RESULT_FIELDS, TOTALS)
        has = {field.name for field in layout.fields}
        missing = [WORDS[name] for name in ("seq", "amount", "result") if name not in has]
        if missing:
            raise Invalid(f"回单版式“{layout.name}”缺少{'、'.join(missing)}栏；没有它们不能与批次核对")
        self._layout, self._sent, self._outcomes = layout, sent, outcomes
        self._mark = layout.trailer[0].text.encode(layout.encoding) if layout.trailer else None
        self._seen: set[int] = set()
        self._sum = 0
        self._started = self._ended = False

    def line(self, number: int, line: bytes) -> Answer | None:
        if number == 1:
            line = self._without_mark_of_order(line)
        line = line.rstrip(b"\r\n")
        if not line.strip():
            return None
        if self._ended:
            raise Invalid("汇总行之后还有内容；请核对是否拼接了两个文件")
        if self._layout.titles and not self._started:
            self._started = True
            return None
        if self._mark is not None and self._is_trailer(line):
            self._close(line)
            return None
        return self._answer(number, line)

    def finish(self) -> None:
        if self._layout.trailer and not self._ended:
            raise Invalid("回单文件没有汇总行，可能没有传完；请重新下载")

    def _without_mark_of_order(self, line: bytes) -> bytes:
        if not line.startswith(_BOM):
            return line
        if self._layout.encoding != "utf-8":
            name = ENCODINGS[self._layout.encoding]
            raise Invalid(f"文件是 UTF-8 编码，版式写明的是 {name}；请核对版式或请银行另发")
        return line[len(_BOM) :]

    def _is_trailer(self, line: bytes) -> bool:
        assert self._mark is not None
        after = self._layout.separator.encode(self._layout.encoding)
        return line.startswith(self._mark + after)

    def _close(self, line: bytes) -> None:
        self._ended = True
        values = unpacked(self._layout, self._layout.trailer, line)
        for field, value in zip(self._layout.trailer, values, strict=True):
            if field.name == "count" and value != str(len(self._seen)):
                raise Invalid(f"汇总行写明{value}笔，文件中有{len(self._seen)}笔；请重新下载")
            if field.name == "sum" and _cents(field, value) != self._sum:
                raise Invalid(f"汇总行写明{value}，明细合计{money.yuan(self._sum)}元；请重新下载或与银行核对")

    def _answer(self, number: int, line: bytes) -> Answer:
        values = unpacked(self._layout, self._layout.fields, line)
        named = {field.name: value for field, value in zip(self._layout.fields, values, strict=True)}
        amount = next(_cents(field, named["amount"]) for field in self._layout.fields if field.name == "amount")
        seq = self._number(named["seq"])
        self._compare(seq, amount, named.get("account", ""))
        self._seen.add(seq)
        self._sum += amount
        code = named["result"]
        outcome = self._outcomes.get(code)
        if outcome is None:
            raise Invalid(f"不认识的结果代码“{code[:10]}”；请向银行索取代码表并补录")
        day = _day(named.get("bank_date", ""))
        if outcome.paid and day is None and "bank_date" in named:
            raise Invalid(f"第{seq}笔已入账但没有入账日期；请银行补全后再导入")
        return Answer(seq, amount, code, outcome, day, named.get("serial", ""), number)

    def _number(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,18}", text):
            raise Invalid(f"序号“{text[:20]}”不是数字；请核对文件版式")
        seq = int(text)
        if seq in self._seen:
            raise Invalid(f"序号{seq}重复出现；请与银行核对该笔究竟是否入账")
        return seq

    def _compare(self, seq: int, amount: int, account: str) -> None:
        known = self._sent.get(seq)
        if known is None:
            raise Invalid(f"批次中没有序号{seq}；请核对是否导入了别的批次的回单")
        if amount != known[0]:
            told = f"序号{seq}的金额为{money.yuan(amount)}元，送出的是{money.yuan(known[0])}元；请与银行核对"
            raise Invalid(told)
        # Some banks mask the account in their answer: then there is nothing to compare.
        if account and "*" not in account and account != known[1]:
            raise Invalid(f"序号{seq}的账号与送出的不符（尾号{account[-4:]}）；请与银行核对")


def _amount(field: Field, cents: int) -> str:
    return str(cents) if field.fen else money.plain(cents)


def _cents(field: Field, value: str) -> int:
    if not field.fen:
        return money.parse(value)
    if not re.fullmatch(r"[0-9]{1,18}", value):
        raise Invalid(f"金额“{value[:20]}”不是以分为单位的整数；请核对文件版式")
    return int(value)


def _day(text: str) -> date | None:
    if not text or not text.strip("0"):
        return None
    found = _DAY.fullmatch(text)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Invalid(f"日期“{text[:20]}”无法识别；应为 20230815 或 2023-08-15")
