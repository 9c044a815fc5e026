"""What a month's run proposes: the edge cases of the trade, each in a few months of one made-up child."""

from dataclasses import replace
from datetime import date

import pytest

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money.entitlement import Span, Suspension, annulled, changed, owed, starting, stopped
from taizhang.lines.children.money.ledger import Claim, Payment
from taizhang.lines.children.money.months import at
from taizhang.lines.children.money.planning import Run, recoveries
from taizhang.lines.children.money.policies import Policies
from taizhang.lines.children.money.rates import NoRate, Rate, RateTable
from taizhang.lines.children.tests.money import OPENED, POLICY, child, paid, plan, rates, taken_over, terms

POLICIES = Policies((POLICY,))


def told(lines):
    return [(line.month, line.cents, line.kind, line.cause) for line in lines]


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2005, 3, 1), at(2023, 3)),
        (date(2005, 3, 31), at(2023, 3)),
        (date(2004, 2, 29), at(2022, 3)),
        (date(2005, 2, 28), at(2023, 2)),
    ],
)
def test_the_month_of_the_eighteenth_birthday_is_the_last_paid(born, last):
    whose = child(Span("DEFACTO", at(2021, 1)), born=born)
    under = terms()._replace(opened=at(2021, 1))
    assert max(owed(whose, under, at(2024, 12))) == last


def test_a_policy_may_let_a_leap_birthday_fall_in_february():
    under = terms(None, replace(POLICY, leap_birthday_in_march=False))._replace(opened=at(2021, 1))
    assert max(owed(child(Span("DEFACTO", at(2021, 1)), born=date(2004, 2, 29)), under, at(2024, 12))) == at(2022, 2)


def test_study_carries_on_after_eighteen_until_the_proof_ends():
    whose = child(born=date(2005, 3, 10), proofs=[(at(2023, 3), at(2024, 6))])
    assert plan(whose, at(2024, 6), paid(OPENED, at(2024, 5)))[0].kind == "REGULAR"
    assert plan(whose, at(2024, 7), paid(OPENED, at(2024, 6))) == []


def test_a_gap_between_two_proofs_of_study_is_not_paid():
    whose = child(born=date(2005, 3, 10), proofs=[(at(2023, 4), at(2023, 6)), (at(2023, 9), at(2024, 1))])
    assert [m for m in owed(whose, terms(), at(2023, 10)) if m > at(2023, 3)] == [
        *range(at(2023, 4), at(2023, 7)), at(2023, 9), at(2023, 10),
    ]  # fmt: skip


def test_confirmed_on_the_last_of_august_is_first_paid_for_september():
    whose = child(starting("DEFACTO", date(2023, 8, 31), POLICIES))
    assert plan(whose, at(2023, 8)) == []
    assert told(plan(whose, at(2023, 9))) == [(at(2023, 9), 105000, "REGULAR", "REGULAR")]


def test_an_earlier_first_month_needs_its_reason_and_is_paid_back():
    with pytest.raises(Invalid, match="必须写明理由"):
        starting("DEFACTO", date(2023, 8, 31), POLICIES, override=at(2023, 7))
    whose = child(starting("DEFACTO", date(2023, 8, 31), POLICIES, override=at(2023, 8), reason="市级批复"))
    assert told(plan(whose, at(2023, 9))) == [
        (at(2023, 8), 105000, "BACKPAY", "LATE_START"), (at(2023, 9), 105000, "REGULAR", "REGULAR"),
    ]  # fmt: skip


def test_a_release_in_june_heard_of_in_september_is_recovered_for_three_months():
    whose = child(stopped(Span("DEFACTO", OPENED), date(2023, 6, 15), "父母刑满", POLICIES))
    lines = plan(whose, at(2023, 9), paid(OPENED, at(2023, 9)))
    assert {(line.kind, line.cause) for line in lines} == {("OVERPAY", "AFTER_STOP")}
    (recovery,) = recoveries(lines)
    assert recovery.cents == 315000 and recovery.months == tuple(range(at(2023, 7), at(2023, 10)))
    assert "2023年7—9月多发3,150元" in recovery.sentence and "父母刑满" in recovery.sentence


def test_the_second_parents_death_changes_the_category_without_gap_or_overlap():
    spans = changed((Span("DEFACTO", OPENED),), date(2023, 5, 10), "ORPHAN_INST", POLICIES)
    whose = child(*spans)
    months = owed(whose, terms(), at(2023, 8))
    assert list(months) == list(range(OPENED, at(2023, 8) + 1))
    assert (months[at(2023, 5)], months[at(2023, 6)]) == (105000, 145000)
    assert Run(at(2023, 6), terms()).movement(whose).kind == "CATEGORY"


def test_the_death_of_one_parent_while_the_other_is_held_changes_nothing():
    assert Run(at(2023, 6), terms()).movement(child()) is None


@pytest.mark.parametrize(("ended", "then"), [(at(2023, 5), None), (at(2023, 9), at(2023, 9)), (None, None)])
def test_a_change_keeps_a_later_end_and_forgets_its_own(ended, then):
    old, new = changed((Span("DEFACTO", OPENED, ended),), date(2023, 5, 10), "ORPHAN_SCAT", POLICIES)
    assert (old.last, new.first, new.last) == (at(2023, 5), at(2023, 6), then)


def test_a_change_needs_a_category_to_change_from():
    with pytest.raises(Invalid, match="按新申请办理"):
        changed((Span("DEFACTO", OPENED, at(2023, 2)),), date(2023, 5, 10), "ORPHAN_SCAT", POLICIES)


def test_a_standard_raised_in_october_reaches_back_to_january_and_to_a_child_that_left_in_may():
    whose = child(Span("DEFACTO", OPENED, at(2023, 5), ended="依法被收养"))
    under = terms(rates(100000, then=(at(2023, 1), 117400)))
    lines = plan(whose, at(2023, 10), paid(OPENED, at(2023, 5), 100000), under=under)
    assert told(lines) == [(month, 17400, "RATE", "NEW_RATE") for month in range(OPENED, at(2023, 6))]
    assert "示范〔2023〕9号" in lines[0].sentence


def test_a_returned_payment_is_sent_again_and_only_once():
    payments = [*paid(OPENED, at(2023, 2)), Payment(at(2023, 3), 105000, "RETURNED", "DEFACTO", 105000, at(2023, 3))]
    lines = plan(child(), at(2023, 3), payments)
    assert told(lines) == [(at(2023, 3), 105000, "BACKPAY", "RETURNED")]
    taken_over(lines, payments, [], status="SENT")
    assert plan(child(), at(2023, 3), payments) == []


def test_one_of_a_sibling_set_is_adopted_and_the_others_go_on():
    adopted = child(stopped(Span("DEFACTO", OPENED), date(2023, 4, 2), "依法被收养", POLICIES))
    so_far = paid(OPENED, at(2023, 4))
    assert plan(adopted, at(2023, 5), so_far) == []
    assert plan(child(), at(2023, 5), so_far)[0].kind == "REGULAR"
    left = Run(at(2023, 5), terms()).movement(adopted)
    assert (left.kind, left.cause) == ("LEAVE", "AFTER_STOP") and "依法被收养" in left.sentence


def test_a_death_reported_late_is_recovered_although_the_bank_has_paid():
    whose = child(stopped(Span("DEFACTO", OPENED), date(2023, 2, 10), "死亡", POLICIES))
    assert told(plan(whose, at(2023, 3), paid(OPENED, at(2023, 3)))) == [(at(2023, 3), 105000, "OVERPAY", "AFTER_STOP")]


def test_forged_evidence_is_recovered_from_the_first_month():
    whose = child(annulled(Span("DEFACTO", OPENED), "材料不实"))
    (recovery,) = recoveries(plan(whose, at(2023, 4), paid(OPENED, at(2023, 4))))
    assert recovery.cents == 4 * 105000 and "材料不实" in recovery.sentence


def test_a_claim_raised_once_is_not_raised_again_and_is_given_up_when_the_stop_was_wrong():
    over, claims, payments = child(Span("DEFACTO", OPENED, at(2023, 2))), [], paid(OPENED, at(2023, 3))
    taken_over(plan(over, at(2023, 3), payments, claims), payments, claims)
    assert plan(over, at(2023, 3), payments, claims) == []
    assert told(plan(child(), at(2023, 3), payments, claims)) == [(at(2023, 3), 105000, "WITHDRAW", "WITHDRAWN")]


def test_what_was_repaid_of_a_wrong_claim_is_paid_back():
    claims = [Claim(at(2023, 3), 105000, repaid=40000)]
    assert told(plan(child(), at(2023, 3), paid(OPENED, at(2023, 3)), claims)) == [
        (at(2023, 3), 65000, "WITHDRAW", "WITHDRAWN"), (at(2023, 3), 40000, "BACKPAY", "RESTORED"),
    ]  # fmt: skip


def test_a_claim_for_money_that_the_bank_returned_is_given_up():
    whose = child(Span("DEFACTO", OPENED, at(2023, 2)))
    payments = [*paid(OPENED, at(2023, 2)), Payment(at(2023, 3), 105000, "RETURNED")]
    assert told(plan(whose, at(2023, 3), payments, [Claim(at(2023, 3), 105000)])) == [
        (at(2023, 3), 105000, "WITHDRAW", "UNPAID")
    ]


def test_a_month_paid_twice_is_named_so():
    payments = [*paid(OPENED, at(2023, 3)), *paid(at(2023, 2), at(2023, 2))]
    assert told(plan(child(), at(2023, 3), payments)) == [(at(2023, 2), 105000, "OVERPAY", "TWICE")]


def test_held_months_are_paid_once_the_review_gives_them_back():
    held, back = Suspension(at(2023, 2), at(2023, 3)), Suspension(at(2023, 2), at(2023, 3), restored=True)
    payments = paid(OPENED, OPENED)
    assert plan(child(suspensions=[held]), at(2023, 3), payments) == []
    assert told(plan(child(suspensions=[back]), at(2023, 3), payments)) == [
        (at(2023, 2), 105000, "BACKPAY", "RESUMED"), (at(2023, 3), 105000, "REGULAR", "REGULAR"),
    ]  # fmt: skip


def test_a_month_forgotten_between_two_paid_ones_is_called_missed():
    payments = [*paid(OPENED, OPENED), *paid(at(2023, 3), at(2023, 3))]
    assert told(plan(child(), at(2023, 3), payments)) == [(at(2023, 2), 105000, "BACKPAY", "MISSED")]


def test_low_income_support_is_topped_up_and_its_change_told_from_a_new_rate():
    whose = child(Span("DEFACTO", OPENED, reduction=40000))
    assert plan(whose, OPENED)[0].cents == 65000
    payments = [Payment(OPENED, 60000, "PAID", "DEFACTO", 105000, OPENED)]
    assert told(plan(whose, OPENED, payments)) == [(OPENED, 5000, "RATE", "REDUCTION")]
    payments = [Payment(OPENED, 105000, "PAID", "DEFACTO", 105000, OPENED)]
    assert told(plan(whose, OPENED, payments)) == [(OPENED, 40000, "OVERPAY", "REDUCTION")]


def test_months_paid_ahead_are_judged_only_for_what_is_too_much():
    ahead = paid(OPENED, at(2023, 6))
    assert plan(child(), at(2023, 3), ahead) == []
    ended = child(Span("DEFACTO", OPENED, at(2023, 4)))
    assert [line.month for line in plan(ended, at(2023, 3), ahead)] == [at(2023, 5), at(2023, 6)]


def test_a_month_without_a_rate_stops_the_plan_and_is_named():
    with pytest.raises(NoRate, match=r"孤儿（机构养育）.*2019年12月"):
        plan(child(Span("ORPHAN_INST", at(2019, 12))), at(2023, 1), under=terms()._replace(opened=at(2019, 12)))


def test_contradicting_facts_of_one_child_do_not_stop_the_others():
    twice = child(Span("DEFACTO", OPENED), Span("ORPHAN_SCAT", at(2023, 2)))
    fault, line = Run(OPENED, terms()).plan([(twice, (), ()), (child(), (), ())])
    assert fault.kind == "FAULT" and "末领年月改为2023年1月" in fault.sentence
    assert "“事实无人抚养儿童”和“孤儿（社会散居）”" in fault.sentence
    assert line.kind == "REGULAR"


def test_movements_say_who_enters_and_why():
    new = child(Span("DEFACTO", at(2023, 5)))
    (moved,) = Run(at(2023, 5), terms()).movements([new, child()])
    assert moved.kind == "ENTER" and moved.sentence.startswith("2023年5月起发放：月标准1,050元")


@pytest.mark.parametrize("status", ["PENDING", "SENT", "PAID"])
def test_what_is_on_its_way_is_not_planned_again(status):
    assert plan(child(), OPENED, paid(OPENED, OPENED, status=status)) == []


def test_an_unknown_status_is_refused():
    with pytest.raises(Invalid, match="不认识的发放状态“LOST”"):
        plan(child(), OPENED, paid(OPENED, OPENED, status="LOST"))


def test_a_policy_may_end_the_allowance_at_eighteen_whatever_is_studied():
    under = terms(None, POLICY, replace(POLICY, first=at(2023, 5), study_extends=False))
    whose = child(born=date(2005, 3, 10), proofs=[(at(2023, 3), at(2024, 6))])
    assert list(owed(whose, under, at(2023, 12))) == list(range(OPENED, at(2023, 5)))


def test_a_category_that_a_policy_does_not_pay_is_owed_nothing():
    whose = child(Span("LEFT_BEHIND", OPENED))
    assert plan(whose, OPENED) == []
    assert told(plan(whose, OPENED, paid(OPENED, OPENED))) == [(OPENED, 105000, "OVERPAY", "NOT_PAID")]


def test_money_from_before_the_ledger_was_opened_is_left_alone():
    whose = child(Span("DEFACTO", at(2022, 6)))
    assert [line.month for line in plan(whose, OPENED, paid(at(2022, 6), at(2022, 12), 95000))] == [OPENED]


def test_a_return_made_good_is_not_the_cause_of_a_later_difference():
    payments = [
        Payment(OPENED, 100000, "RETURNED", "DEFACTO", 100000), Payment(OPENED, 100000, "PAID", "DEFACTO", 100000),
    ]  # fmt: skip
    assert told(plan(child(), OPENED, payments)) == [(OPENED, 5000, "RATE", "NEW_RATE")]


def test_a_return_and_a_new_standard_are_two_lines():
    payments = [Payment(OPENED, 100000, "RETURNED", "DEFACTO", 100000)]
    assert told(plan(child(), at(2023, 1), payments)) == [
        (OPENED, 100000, "BACKPAY", "RETURNED"), (OPENED, 5000, "RATE", "NEW_RATE"),
    ]  # fmt: skip


def test_a_child_that_repaid_what_never_reached_it_gets_it_back():
    whose = child(Span("DEFACTO", OPENED, OPENED))
    payments = [*paid(OPENED, OPENED), Payment(at(2023, 2), 105000, "RETURNED")]
    lines = plan(whose, at(2023, 2), payments, [Claim(at(2023, 2), 105000, repaid=105000)])
    assert told(lines) == [(at(2023, 2), 105000, "REFUND", "REFUND")]


@pytest.mark.parametrize("known", ["ORPHAN_SCAT", ""])
def test_a_refund_of_a_month_before_the_start_has_a_category_all_the_same(known):
    returned, month = Payment(OPENED, 105000, "RETURNED", known), OPENED + 1
    lines = plan(child(Span("DEFACTO", month)), month, [returned], [Claim(OPENED, 105000, repaid=105000)])
    assert next((line.kind, line.category) for line in lines) == ("REFUND", known or "DEFACTO")


def test_a_lowered_standard_and_a_wrong_category_are_named():
    assert told(plan(child(), OPENED, paid(OPENED, OPENED, 117400))) == [(OPENED, 12400, "OVERPAY", "RATE_LOWERED")]
    wrong = paid(OPENED, OPENED, 145000, category="ORPHAN_INST")
    (line,) = plan(child(), OPENED, wrong)
    assert (line.cents, line.cause) == (40000, "CATEGORY") and "已按“孤儿（机构养育）”发放" in line.sentence
    (line,) = plan(child(Span("ORPHAN_INST", OPENED)), OPENED, paid(OPENED, OPENED))
    assert (line.cents, line.kind, line.cause) == (40000, "RATE", "CATEGORY")


def test_a_resumed_child_enters_as_such():
    whose = child(suspensions=[Suspension(at(2023, 2), at(2023, 3), reason="未年审")])
    moved = Run(at(2023, 4), terms()).movement(whose)
    assert (moved.kind, moved.cause) == ("ENTER", "RESUMED") and "未年审" in moved.sentence


def test_a_new_standard_moves_the_amount_of_those_who_stay():
    under = terms(rates(then=(at(2023, 4), 117400)))
    moved = Run(at(2023, 4), under).movement(child())
    assert (moved.kind, moved.before, moved.after) == ("AMOUNT", 105000, 117400)


def test_a_rate_lacking_only_for_a_month_paid_ahead_is_the_childs_fault():
    table = RateTable([Rate("DEFACTO", OPENED, at(2023, 12), 105000, "示范〔2020〕2号")])
    ahead = [Payment(at(2032, 1), 105000, "PAID")]
    (fault,) = Run(OPENED, terms(table)).plan([(child(), ahead, ())])
    assert fault.kind == "FAULT" and "2024年1月没有发放标准" in fault.sentence
