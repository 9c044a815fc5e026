"""Bank accounts and telephone numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.bank import AccountKind, check_account, check_cnaps, luhn_check_digit
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.phones import PhoneKind, check_phone, kind_of

CARDS = st.text("0123456789", min_size=15, max_size=18)


@pytest.mark.parametrize("number", ["6217000000000000004", "6228480000000000000"])
def test_a_card_with_a_right_check_digit_is_accepted_with_spaces(number):
    spaced = f"{number[:4]} {number[4:8]}　{number[8:]}"

    assert check_account(spaced, AccountKind.CARD) == number


@pytest.mark.parametrize(
    ("number", "kind", "reason"),
    [
        ("", "card", "为空"),
        ("6.217E+18", "card", "表格软件"),
        ("62170000000000000O4", "card", "只能是数字"),
        ("6217000000000000005", "card", "校验不通过"),
        ("621700000000000", "card", "现为15位"),
        ("12345678901", "passbook", "现为11位"),
        ("1" * 33, "company", "现为33位"),
    ],
)
def test_an_account_that_cannot_be_paid_is_refused_with_the_reason(number, kind, reason):
    with pytest.raises(Invalid, match=reason):
        check_account(number, kind)


def test_a_passbook_needs_no_check_digit():
    assert check_account("6217000000000000005", AccountKind.PASSBOOK) == "6217000000000000005"


def test_a_bank_number_has_twelve_digits():
    assert check_cnaps("102 498 100001") == "102498100001"
    with pytest.raises(Invalid, match="12位"):
        check_cnaps("10249810000")


@given(CARDS, st.data())
def test_a_card_is_accepted_and_one_wrong_digit_is_found(payload, draws):
    card = payload + luhn_check_digit(payload)
    position, shift = draws.draw(st.integers(0, len(card) - 1)), draws.draw(st.integers(1, 9))
    wrong = card[:position] + str((int(card[position]) + shift) % 10) + card[position + 1 :]

    assert check_account(card, "card") == card
    with pytest.raises(Invalid):
        check_account(wrong, "card")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("138 0000 5678", "13800005678"),
        ("+86 13800005678", "13800005678"),
        ("13800005678.0", "13800005678"),
        ("03737654321", "0373-7654321"),
        ("0373－7654321", "0373-7654321"),
        ("(0373)7654321", "0373-7654321"),
        ("0373-7654321转12", "0373-7654321-12"),
        ("010-87654321", "010-87654321"),
    ],
)
def test_a_phone_number_gets_one_written_form(typed, written):
    assert check_phone(typed) == written


@pytest.mark.parametrize(
    ("typed", "kind", "reason"),
    [
        ("", None, "为空"),
        ("7654321", None, "带区号"),
        ("1380000567", None, "现为10位"),
        ("12800005678", None, "11位手机号"),
        ("0373-7654321", PhoneKind.MOBILE, "11位手机号"),
        ("13800005678", PhoneKind.FIXED, "区号"),
        ("联系村委会", None, "11位手机号"),
    ],
)
def test_a_phone_number_that_cannot_be_called_is_refused_with_the_form_expected(typed, kind, reason):
    with pytest.raises(Invalid, match=reason):
        check_phone(typed, kind=kind)


def test_the_kind_of_a_phone_number_is_told():
    assert (kind_of("13800005678"), kind_of("0373-7654321")) == (PhoneKind.MOBILE, PhoneKind.FIXED)
