"""A number is held against what earlier issues of its year said: fallen, copied, leapt, or of another day."""

from datetime import date

import pytest

from taizhang.county.audit import changes
from taizhang.county.bulletin import compose, content, flow, importing, items, release
from taizhang.county.bulletin.continuity import LIKELY
from taizhang.county.bulletin.models import Issue
from taizhang.lines.disputes.models import Dispute
from tests.bulletin import press
from tests.county import on

OPENING = press.FILLER
PAST = """延津政务快报
第 {no} 期
延津县人民政府办公室　　{day}
【社会治理】
胙城乡做实基层调解 逐户走访，登记建账，把矛盾化解在早。{claim}（胙城乡）
责任编辑：周宁　审核：许立群　签发：高远
"""


def past(office, no, day, claim, name="延津政务快报"):
    text = PAST.format(no=no, day=f"{day.year}年{day.month}月{day.day}日", claim=claim).replace("延津政务快报", name)
    return importing.keep(importing.read(text.encode(), f"第{no}期.txt"), by=office.editor)


def findings(office, body, *, day="2023-09-01", cutoff=None, **texts):
    """What the checklist says of an issue with one item, on a day."""
    with on(day):
        one = items.draft(units=[office.zuocheng], section="governance", headline=press.HEADLINE, body=OPENING + body,
                          cutoff=cutoff or date.fromisoformat(day), by=office.clerk, **texts)  # fmt: skip
        items.submit(one, by=office.clerk)
        issue = compose.open_issue(by=office.editor, cutoff=cutoff or date.fromisoformat(day))
        compose.take(issue, one, by=office.editor)
        return release.checklist(issue, content.of_issue(issue))


def of(found, *codes):
    return [one for one in found if one.code in codes]


CODES = ("fell", "copied", "jump", "fewer", "as_of")


def test_a_typed_total_below_a_past_issue_stops_the_issue_and_names_it(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起。")
    (fell,) = of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。"), "fell")

    assert fell.blocking
    assert fell.sentence == "“5起”比2023年第5期的“7起”少，累计数不应变小。"


def test_a_pin_is_held_against_a_past_issue_as_well(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起。")

    assert of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。"), "fell")


def test_an_explained_fall_is_let_through(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起。")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。", explanation="两起属重复登记，已作废"), "fell")


def test_a_rounded_past_number_counts_by_what_may_stand_behind_it(office):
    for _ in range(12):
        press.dispute(office)
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷10余起。")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷17起。"), "fell")


def test_another_township_or_an_earlier_period_is_not_compared(office):
    past(office, 5, date(2023, 8, 4), "截至目前，榆林乡排查矛盾纠纷7起。")
    past(office, 6, date(2023, 8, 11), "1—8月份，胙城乡排查矛盾纠纷6起。")

    assert not of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡 | months=1-7}。"), "fell")


def test_january_begins_anew(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起，累计走访群众800人次。")
    press.dispute(office, found="2024-01-03", resolved=None)

    body = "截至目前，胙城乡排查矛盾纠纷1起，累计走访群众60人次。"
    assert not of(findings(office, body, day="2024-01-05"), *CODES)


def test_an_issue_of_january_that_closes_the_old_year_is_of_the_old_year(office):
    with on("2023-12-22"):
        past(office, 50, date(2023, 12, 22), "截至目前，胙城乡排查矛盾纠纷7起。")

    found = findings(
        office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。", day="2024-01-05", cutoff=date(2023, 12, 31)
    )
    assert of(found, "fell")


def test_another_paper_is_not_compared(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起。", name="牧野区政务信息")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。"), "fell")


def void_one():
    row = Dispute.objects.order_by("-pk").first()
    row.voided, row.void_reason = True, "重复登记"
    row.save()


def test_a_withdrawn_issue_does_not_count(office):
    issue = press.signed(office)
    with on("2023-09-04"):
        flow.move(issue, "withdraw", by=office.signer, opinion="数字有误，撤回重发")
        with changes.change(by=office.clerk, reason="作废"):
            void_one()

    assert Issue.objects.get(pk=issue.pk).state == "withdrawn"
    assert not of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。", day="2023-09-08"), "fell")


def test_after_a_correction_the_corrected_number_is_what_counts(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷9起。")
    past(office, 6, date(2023, 8, 11), "截至目前，胙城乡排查矛盾纠纷5起。")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。"), "fell")


def test_a_typed_number_that_did_not_move_may_be_copied(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起。")
    (copied,) = of(findings(office, "截至目前，胙城乡排查矛盾纠纷7起。"), "copied")

    assert not copied.blocking
    assert "与2023年第5期的“7起”相同，数据截至日期已从 2023-08-04 到 2023-09-01" in copied.sentence


def test_a_typed_number_that_the_ledger_still_says_is_no_copy(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷5起。")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。"), "copied")


def test_a_pin_that_did_not_move_is_no_copy(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷5起。")

    assert not of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。"), "copied")


@pytest.mark.parametrize("claim", ["排查矛盾纠纷2起", "矛盾纠纷化解率100%"])
def test_what_is_few_or_whole_may_well_stay(office, claim):
    past(office, 5, date(2023, 8, 4), f"截至目前，胙城乡{claim}。")

    assert not of(findings(office, f"截至目前，胙城乡{claim}。"), "copied")


def test_what_a_past_issue_says_twice_and_differently_is_not_compared(office):
    past(office, 5, date(2023, 8, 4), "截至目前，胙城乡排查矛盾纠纷7起，排查矛盾纠纷9起。")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。"), "fell")


def test_the_same_day_again_is_no_copy(office):
    past(office, 5, date(2023, 9, 1), "截至目前，胙城乡排查矛盾纠纷5起。")

    assert not of(findings(office, "截至目前，胙城乡排查矛盾纠纷5起。"), "copied")


def history(office, *numbers):
    for week, number in enumerate(numbers):
        past(
            office,
            5 + week,
            date(2023, 7, 7 + 7 * week) if week < 4 else date(2023, 8, 4),
            f"截至目前，胙城乡排查矛盾纠纷{number}起。",
        )


def disputes(office, count):
    for _ in range(count - 5):
        press.dispute(office)


def test_a_leap_beyond_the_figures_own_history_is_told(office):
    history(office, 20, 22, 24, 26)
    disputes(office, 90)
    (jump,) = of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。", day="2023-08-04"), "jump")

    assert not jump.blocking
    assert jump.sentence == "“90起”比2023年第8期的“26起”多 64，按历次刊发的变化，7 天一般在 2 左右。"


@pytest.mark.parametrize("count", [28, 30, 34])
def test_an_ordinary_week_is_left_alone(office, count):
    history(office, 20, 22, 24, 26)
    disputes(office, count)

    assert not of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。", day="2023-08-04"), *CODES)


def test_three_issues_are_no_history(office):
    history(office, 20, 22, 24)
    disputes(office, 90)

    assert LIKELY.points == 4
    assert not of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。", day="2023-08-04"), "jump")


def test_a_pin_that_stands_still_where_it_always_moved_asks_for_the_ledger(office):
    history(office, 20, 22, 24, 26)
    disputes(office, 26)
    (copied,) = of(findings(office, "胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}。", day="2023-08-04"), "copied")

    assert "台账是不是还没有登记" in copied.remedy


def test_a_total_no_ledger_keeps_is_held_against_the_same_words_of_the_same_unit(office):
    past(office, 5, date(2023, 8, 4), "今年以来，累计走访群众800余人次。")
    (fewer,) = of(findings(office, "今年以来，累计走访群众600人次。", source_note="走访登记"), "fewer")

    assert not fewer.blocking
    assert fewer.sentence == "“600人次”比2023年第5期的“800余人次”少，文中写的都是累计的数。"


def test_a_signed_issue_is_held_against_in_the_same_way(office):
    press.signed(office, press.item(office, body=OPENING + "今年以来，累计走访群众800人次。", source_note="走访登记"))

    found = findings(office, "今年以来，累计走访群众600人次。", day="2023-09-08", source_note="走访登记")
    assert "比2023年第1期的“800人次”少" in of(found, "fewer")[0].sentence


@pytest.mark.parametrize(
    "body",
    [
        "本周走访群众60人次。",
        "今年以来，累计走访企业60家次。",
        "今年以来，累计慰问群众60人次。",
        "今年以来，累计走访群众900人次。",
    ],
)
def test_other_words_measures_or_larger_totals_are_left_alone(office, body):
    past(office, 5, date(2023, 8, 4), "今年以来，累计走访群众800余人次。")

    assert not of(findings(office, body, source_note="走访登记"), "fewer")


def test_a_day_of_its_own_beside_a_typed_number_is_told(office):
    (mixed,) = of(findings(office, "截至8月25日，胙城乡走访群众35户。", source_note="走访登记"), "as_of")

    assert mixed.sentence == "本期数据截至 2023-09-01，这里的数却是“截至8月25日”的。"
    assert not of(findings(office, "截至目前，胙城乡走访群众35户。", source_note="走访登记"), "as_of")
