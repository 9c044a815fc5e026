"""The file to the bank and the one that comes back: nothing is cut, replaced or guessed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.bankfile import Instruction, faults, read, write
from taizhang.lines.children.money.layouts import Field, Layout, packed, unpacked

SEPARATED = Layout(
    "示范银行", "gbk", (
        Field("batch", 20), Field("seq", 6), Field("account", 32), Field("name", 60, "户名"), Field("amount", 15),
        Field("", text="CNY"), Field("usage", 60),
    ),
    separator="|", trailer=(Field("", text="T"), Field("count"), Field("sum")),
)  # fmt: skip
FIXED = Layout(
    "示范信用社", "gbk", (
        Field("seq", 6, right=True, fill="0"), Field("account", 32), Field("name", 20, "户名"),
        Field("amount", 12, right=True, fill="0", fen=True), Field("remark", 10),
    ),
    trailer=(
        Field("", 1, text="T"), Field("count", 6, right=True, fill="0"),
        Field("sum", 15, right=True, fill="0", fen=True),
    ),
)  # fmt: skip
RESULT = Layout(
    "示范银行回单", "gbk", (
        Field("seq"), Field("account"), Field("amount"), Field("result"), Field("bank_date"), Field("serial"),
    ),
    separator="|", trailer=(Field("", text="T"), Field("count"), Field("sum")),
)  # fmt: skip
ONE = Instruction(1, "6217000000000000019", "王小雨", 105000, "202308-1", usage="基本生活费202308")
SENT = {1: (105000, "6217000000000000019"), 2: (145050, "410726000000123")}
GOOD = (
    "1|6217000000000000019|1050.00|00|20230815|S1", "2|410726000000123|1,450.50|02||", "T|2|2500.50",
)  # fmt: skip


def answers(*lines, layout=RESULT, sent=SENT, encoding="gbk"):
    return list(read(layout, [line.encode(encoding) + b"\r\n" for line in lines], sent))


def test_a_separated_file_ends_with_count_and_sum():
    assert b"".join(write(SEPARATED, [ONE, ONE._replace(seq=2, amount=145050)])).decode("gbk").split("\r\n") == [
        "202308-1|1|6217000000000000019|王小雨|1050.00|CNY|基本生活费202308",
        "202308-1|2|6217000000000000019|王小雨|1450.50|CNY|基本生活费202308",
        "T|2|2500.50", "",
    ]  # fmt: skip


def test_a_fixed_line_counts_bytes_and_not_characters():
    line, trailer = write(FIXED, [ONE])
    assert len(line) == 6 + 32 + 20 + 12 + 10 + 2
    assert line[38:58] == "王小雨".encode("gbk") + b" " * 14
    assert line[58:70] == b"000000105000" and trailer == b"T000001000000000105000\r\n"
    utf8 = next(write(replace(FIXED, encoding="utf-8"), [ONE]))
    assert len(utf8) == len(line) and utf8[38:58] == "王小雨".encode() + b" " * 11


@pytest.mark.parametrize("letter", ["𬀩", "㑇"])
def test_a_character_that_gbk_lacks_is_reported_with_its_row(letter):
    rare = ONE._replace(seq=2, name=f"王{letter}")
    (fault,) = faults(SEPARATED, [ONE, rare])
    assert (fault.seq, fault.field) == (2, "户名")
    assert f"“{letter}”不在GBK字符集内" in fault.sentence and "GB18030" in fault.sentence
    with pytest.raises(Invalid, match="第2笔"):
        list(write(SEPARATED, [ONE, rare]))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_rare_characters_go_through_in_the_wider_encodings(encoding):
    line = next(write(replace(SEPARATED, encoding=encoding), [ONE._replace(name="王𬀩㑇")]))
    assert "王𬀩㑇" in line.decode(encoding)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": "王|雨"}, "含有分隔符"),
        ({"name": "王\n雨"}, "不可见字符"),
        ({"name": " 王雨"}, "首尾有空格"),
        ({"name": "王" * 31}, "62字节，超过银行规定的60字节"),
        ({"name": ""}, "没有户名"),
        ({"account": ""}, "没有账号"),
        ({"amount": 0}, "金额不大于零"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_row(changed, told):
    (fault,) = faults(SEPARATED, [ONE._replace(seq=7, **changed)])
    assert fault.seq == 7 and told in fault.sentence


def test_numbers_must_ascend():
    with pytest.raises(Invalid, match="不重复"):
        list(write(SEPARATED, [ONE, ONE]))


def test_a_bank_that_splits_bytes_is_not_sent_a_character_holding_the_separator():
    hidden = next(letter for letter in map(chr, range(0x4E00, 0x9FA5)) if b"|" in letter.encode("gbk"))
    named = ONE._replace(name=f"王{hidden}")
    assert list(faults(SEPARATED, [named])) == []
    (fault,) = faults(replace(SEPARATED, bytewise=True), [named])
    assert "按字节拆分会错位" in fault.sentence


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"encoding": "big5"}, "不支持编码"),
        ({"fields": ()}, "没有任何栏"),
        ({"separator": "1"}, "分隔符"),
        ({"separator": ""}, "字节数"),
        ({"line_end": ";"}, "行尾"),
        ({"fields": (Field("name", 5, fill="0"),)}, "读不回原值"),
        ({"fields": (Field("name", 5, fill="*"),)}, "填充字符"),
        ({"trailer": (Field("count"),)}, "固定标志"),
        ({"trailer": (Field("", text="9"),)}, "混淆"),
    ],
)
def test_a_layout_that_could_not_be_read_back_is_refused(wrong, told):
    with pytest.raises(Invalid, match=told):
        replace(SEPARATED, **wrong)


def test_a_field_that_no_record_has_is_refused():
    with pytest.raises(Invalid, match="没有“phone”这样的栏"):
        list(write(replace(SEPARATED, fields=(Field("phone"),)), [ONE]))


def test_titles_stand_above_the_lines():
    assert next(write(replace(SEPARATED, titles=True), [ONE])).decode("gbk").split("|")[3] == "户名"


def test_answers_are_read_with_amounts_as_banks_write_them():
    first, second = answers(*GOOD)
    assert (first.seq, first.amount, first.outcome.paid, first.bank_date) == (1, 105000, True, date(2023, 8, 15))
    assert (second.amount, second.outcome.words, second.bank_date) == (145050, "户名不符", None)


def test_a_byte_order_mark_and_blank_lines_do_no_harm():
    lines = ("\ufeff" + GOOD[0] + "|", "", "  ", *GOOD[1:], "")
    assert len(answers(*lines, layout=replace(RESULT, encoding="utf-8"), encoding="utf-8")) == 2


def test_a_masked_account_is_not_compared():
    assert len(answers("1|6217***0019|1050.00|00|20230815|S1", *GOOD[1:])) == 2


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("9|6217000000000000019|1050.00|00|20230815|S1",), "第1行：批次中没有序号9"),
        ((GOOD[0], GOOD[0]), "第2行：序号1重复出现"),
        (("1|6217000000000000019|1050.01|00|20230815|S1",), "金额为1,050.01元，送出的是1,050元"),
        (("1|6217000000000000018|1050.00|00|20230815|S1",), "账号与送出的不符"),
        (("1|6217000000000000019|1050.001|00|20230815|S1",), "最多两位小数"),
        (("1|6217000000000000019|1050.00|77|20230815|S1",), "不认识的结果代码“77”"),
        (("1|6217000000000000019|1050.00|00||S1",), "没有入账日期"),
        (("1|6217000000000000019|1050.00|00|20230231|S1",), "日期“20230231”无法识别"),
        (("x|6217000000000000019|1050.00|00|20230815|S1",), "不是数字"),
        (("1|1050.00",), "有2栏，应为6栏"),
        (GOOD[:2], "没有汇总行"),
        ((*GOOD[:2], "T|3|2500.50"), "第3行：汇总行写明3笔，文件中有2笔"),
        ((*GOOD[:2], "T|2|2500.00"), "明细合计2,500.50元"),
        ((*GOOD, GOOD[0]), "汇总行之后还有内容"),
    ],
)
def test_what_does_not_agree_is_refused_with_its_line(lines, told):
    with pytest.raises(Invalid) as refused:
        answers(*lines)
    assert told in str(refused.value)


def test_bytes_of_another_encoding_are_refused():
    with pytest.raises(Invalid, match="第1行：文件是 UTF-8 编码"):
        answers("\ufeff" + GOOD[0], encoding="utf-8")
    with pytest.raises(Invalid, match="不属于UTF-8编码"):
        answers("1|6217000000000000019|1050.00|00|20230815|王", layout=replace(RESULT, encoding="utf-8"))


def test_a_result_layout_without_what_is_compared_is_refused():
    with pytest.raises(Invalid, match="缺少金额栏"):
        list(read(Layout("x", "gbk", (Field("seq"), Field("result")), separator="|"), [], {}))


def test_a_fixed_line_of_another_length_is_refused_but_lost_blanks_are_not():
    line = next(write(FIXED, [ONE])).rstrip()
    assert unpacked(FIXED, FIXED.fields, line)[:2] == ["1", ONE.account]
    with pytest.raises(Invalid, match="应为80字节"):
        unpacked(FIXED, FIXED.fields, line[:60])


letters = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)
amounts = st.integers(1, 10**9)


@given(st.sampled_from(["gb18030", "utf-8", "gbk"]), letters, amounts, st.booleans())
def test_what_is_written_is_read_back_or_refused(encoding, name, amount, fixed):
    layout = replace(FIXED if fixed else SEPARATED, encoding=encoding)
    one = ONE._replace(name=name, amount=amount)
    assume(not list(faults(layout, [one])))
    line = next(write(layout, [one])).removesuffix(b"\r\n")
    values = dict(zip([field.name for field in layout.fields], unpacked(layout, layout.fields, line), strict=True))
    assert values["name"] == name and values["account"] == one.account
    assert values["amount"] == (str(amount) if fixed else f"{amount // 100}.{amount % 100:02d}")


@given(st.lists(st.tuples(amounts, st.sampled_from(["00", "02", "06"])), min_size=1, max_size=30), st.booleans())
def test_a_whole_batch_comes_back_to_the_cent(known, fixed):
    widths = (6, 20, 12, 2, 8)
    names = ("seq", "account", "amount", "result", "bank_date")
    fields = tuple(Field(name, width) for name, width in zip(names, widths, strict=True))
    layout = Layout("x", "gb18030", fields, separator="" if fixed else "||")
    sent = {n: (amount, f"62170000{n}") for n, (amount, _) in enumerate(known, 1)}
    lines = [
        packed(layout, fields, [str(n), sent[n][1], f"{amount // 100}.{amount % 100:02d}", code, "20230815"]) + b"\n"
        for n, (amount, code) in enumerate(known, 1)
    ]
    got = list(read(layout, lines, sent))
    assert [(answer.amount, answer.code) for answer in got] == known
