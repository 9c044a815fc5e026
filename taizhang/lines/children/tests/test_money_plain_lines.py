"""The short ways for a million values give the answers of the long ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards import bank
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.layouts import Field, Layout, packed, packed_plain

VALUE = st.text(alphabet="王赵丨龘㐂a1|| \t\u3000\x85镕", max_size=6)


def layout(encoding, *, bytewise=False, separator="|"):
    fields = (Field("seq"), Field("name", 8), Field("account", 5))
    return Layout("示例", encoding, fields, separator=separator, bytewise=bytewise)


@given(values=st.tuples(VALUE, VALUE, VALUE), encoding=st.sampled_from(["gbk", "gb18030", "utf-8"]))
def test_a_line_looked_at_as_a_whole_is_the_line_looked_at_by_cells(values, encoding):
    for bytewise in (False, True):
        kind = layout(encoding, bytewise=bytewise)
        plain = packed_plain(kind, values)
        if plain is not None:
            assert plain == packed(kind, kind.fields, values)


def test_an_ordinary_line_is_plain():
    assert packed_plain(layout("gbk"), ("1", "王小雨", "12345")) == "1|王小雨|12345".encode("gbk")


@pytest.mark.parametrize("name", ["王|雨", "王小雨名字长", "王 雨", "龘龘\x85"])
def test_what_needs_a_look_is_not_plain(name):
    assert packed_plain(layout("gbk"), ("1", name, "12345")) is None


@given(number=st.text(alphabet="0123456789", max_size=34), kind=st.sampled_from(list(bank.AccountKind)))
def test_an_account_is_sound_when_the_check_takes_it(number, kind):
    try:
        taken = bank.check_account(number, kind) == number
    except Invalid:
        taken = False
    assert bank.is_sound(number, kind) == taken


@given(stem=st.text(alphabet="0123456789", min_size=15, max_size=18))
def test_a_card_with_its_check_digit_is_sound(stem):
    assert bank.is_sound(stem + bank.luhn_check_digit(stem), "card")
