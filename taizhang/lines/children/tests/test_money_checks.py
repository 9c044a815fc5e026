"""What blocks a batch, and what only deserves a look."""

from datetime import date

import pytest

from taizhang.county.standards.bank import luhn_check_digit
from taizhang.lines.children.money.checks import Account, Check, Declared, Dossier, Item
from taizhang.lines.children.money.entitlement import Span
from taizhang.lines.children.money.ledger import Claim
from taizhang.lines.children.money.months import at
from taizhang.lines.children.tests.money import OPENED, child, paid, terms

CARD = "62170000000000001"
CARD += luhn_check_digit(CARD)
MARCH = at(2023, 3)
INSTITUTIONAL = frozenset({"ORPHAN_INST"})


def item(month=MARCH, cents=105000, kind="REGULAR", category="DEFACTO", account=CARD):
    return Item(month, cents, kind, category, account)


def dossier(whose=None, payments=(), claims=(), person="P1", account=CARD, sort="card", holder="GUARDIAN"):
    return Dossier(whose or child(), payments, claims, person, {account: Account(holder, sort)})


def found(*rows, declared=None):
    total = Declared(sum(len(items) for _, items in rows), sum(one.cents for _, items in rows for one in items))
    return list(Check(terms(), INSTITUTIONAL).run(declared or total, rows))


def codes(*rows, **more):
    return [block.code for block in found(*rows, **more)]


def test_a_sound_batch_passes():
    assert codes((dossier(payments=paid(OPENED, at(2023, 2))), [item()])) == []


def test_a_month_already_on_its_way_blocks():
    assert codes((dossier(payments=paid(MARCH, MARCH, status="SENT")), [item()])) == ["PAID_TWICE"]


def test_the_same_month_twice_in_the_batch_blocks():
    assert codes((dossier(), [item(), item()])) == ["PAID_TWICE"]


def test_a_returned_month_may_be_paid_again():
    assert codes((dossier(payments=paid(MARCH, MARCH, status="RETURNED")), [item(kind="BACKPAY")])) == []


def test_a_correction_may_name_a_month_again_but_not_one_after_the_stop():
    again = item(cents=5000, kind="CORRECTION")
    assert codes((dossier(payments=paid(MARCH, MARCH, 100000)), [again])) == []
    assert codes((dossier(child(Span("DEFACTO", OPENED, at(2023, 2)))), [again])) == ["AFTER_STOP"]


def test_more_than_the_month_is_owed_blocks():
    assert codes((dossier(payments=paid(MARCH, MARCH, 100000)), [item(cents=6000, kind="BACKPAY")])) == ["TOO_MUCH"]


def test_over_age_without_proof_says_what_to_do():
    (block,) = found((dossier(child(born=date(2005, 2, 1))), [item()]))
    assert block.code == "OVER_AGE" and "上传当月就读证明" in block.sentence


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (dossier(account="6228480000000000000"), "ACCOUNT_STRANGER"),
        (dossier(holder="INSTITUTION"), "WRONG_PAYEE"),
    ],
)
def test_an_account_of_somebody_else_blocks(known, code):
    (block,) = found((known, [item()]))
    assert block.code == code and CARD not in block.sentence


def test_a_card_number_with_a_slip_blocks_and_is_not_repeated():
    wrong = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)
    (block,) = found((dossier(account=wrong), [item(account=wrong)]))
    assert block.code == "ACCOUNT_INVALID" and wrong not in block.sentence


def test_an_institutional_orphan_is_paid_to_the_institution():
    orphan, account = child(Span("ORPHAN_INST", OPENED)), "410726000000123"
    due = item(cents=145000, category="ORPHAN_INST", account=account)
    assert codes((dossier(orphan, account=account, sort="company", holder="INSTITUTION"), [due])) == []
    assert codes((dossier(orphan, account=account, sort="passbook", holder="CHILD"), [due])) == ["WRONG_PAYEE"]


def test_twins_with_one_account_are_flagged_and_not_blocked():
    twin = dossier(child()._replace(key="C2"), person="P2")
    (block,) = found((dossier(), [item()]), (twin, [item()]))
    assert (block.child, block.code, block.blocking) == ("C2", "SHARED_ACCOUNT", False)


def test_one_person_under_two_files_blocks():
    other = dossier(child()._replace(key="C2"), account="621700000000")
    assert "TWO_CATEGORIES" in codes((dossier(), [item()]), (other, [item()]))


def test_one_month_in_two_categories_blocks():
    assert "TWO_CATEGORIES" in codes((dossier(), [item(), item(category="ORPHAN_SCAT")]))


def test_a_batch_that_does_not_add_up_blocks():
    row = (dossier(), [item()])
    assert codes(row, declared=Declared(2, 210000)) == ["BATCH_COUNT", "BATCH_SUM"]
    (block,) = found(row, declared=Declared(1, 105001))
    assert "相差0.01元" in block.sentence


def test_contradicting_spans_block_the_child():
    twice = child(Span("DEFACTO", OPENED), Span("ORPHAN_SCAT", OPENED))
    assert codes((dossier(twice), [item()])) == ["CONTRADICTION"]


def test_what_is_not_above_zero_blocks():
    assert codes((dossier(), [item(cents=0)])) == ["NOT_POSITIVE"]


def test_a_month_from_before_the_ledger_blocks():
    assert codes((dossier(child(Span("DEFACTO", at(2022, 1)))), [item(at(2022, 5))])) == ["BEFORE_LEDGER"]


def test_a_correction_beyond_what_the_month_is_owed_blocks_like_any_item():
    assert codes((dossier(), [item(), item(cents=5000, kind="CORRECTION")])) == ["TOO_MUCH"]


def test_what_was_recovered_of_a_return_may_be_given_back_and_no_cent_more():
    ended = child(Span("DEFACTO", OPENED, at(2023, 2)))
    file = dossier(ended, paid(MARCH, MARCH, status="RETURNED"), [Claim(MARCH, 105000, repaid=105000)])
    assert codes((file, [item(cents=105000, kind="CORRECTION")])) == []
    assert codes((file, [item(cents=105001, kind="CORRECTION")])) == ["AFTER_STOP"]
    assert codes((file, [item(cents=105000, kind="BACKPAY")])) == ["AFTER_STOP"]
