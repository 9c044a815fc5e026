"""The figures over matters at their edges: what was in time, what held, how long it took, what a later day changes."""

from datetime import date
from decimal import Decimal

import pytest

from taizhang.county.audit import clock
from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.county.figures.signed import recheck, sign
from taizhang.county.matters import requests, services
from tests.county import on
from tests.matters.office import assigned, closed, matter, paper, submitted, working

SEPTEMBER, OCTOBER = Period.months(2023, 9, 9), Period.months(2023, 10, 10)


def found(name, period=SEPTEMBER, **asked):
    return values.value(registry.get(f"matters.{name}"), period, **asked)


def amount(name, period=SEPTEMBER, **asked):
    return found(name, period, **asked).amount


def rate(name, period=SEPTEMBER, **asked):
    value = found(name, period, **asked)
    return value.numerator, value.denominator


def closed_on(office, day, **given):
    """Reported done and checked on one day; assigned on 1 September with ten working days, until the 15th."""
    held = working(office, **given)
    with on(day):
        done = services.move(
            held, "submit", by=office.clerk, note="已办", outcome="done", papers=(paper(seed=held.pk),)
        )
        return services.move(done, "close", by=office.supervisor)


def test_closed_on_the_due_day_is_in_time_and_a_day_later_is_not(office):
    closed_on(office, "2023-09-15")
    closed_on(office, "2023-09-16")
    assert rate("on_time_rate") == (1, 2)


def test_what_is_still_open_lowers_the_rate_once_it_is_due(office):
    closed_on(office, "2023-09-12")
    working(office)
    assert rate("on_time_rate") == (1, 2)


def test_a_matter_counts_where_its_extended_deadline_lies(office):
    held = working(office, level="complex")
    with on("2023-09-20"):
        asked = requests.ask(held, "extend", by=office.clerk, reason="等鉴定", days=5)
        requests.decide(asked, granted=True, by=office.supervisor)
    assert amount("due", OCTOBER) == 1
    assert amount("due") == 0


def test_a_paused_or_cancelled_matter_is_not_due(office):
    held = working(office)
    with on("2023-09-05"):
        asked = requests.ask(held, "pause", by=office.clerk, reason="等鉴定")
        requests.decide(asked, granted=True, by=office.supervisor)
    services.move(assigned(office), "recall", by=office.supervisor, note="误交办")
    assert (amount("due"), amount("open", Period.at(date(2023, 9, 30)))) == (0, 1)


def test_an_assisting_unit_adds_no_matter(office):
    held = working(office)
    services.assist(held, unit=office.organisations["civil-affairs"], note="协助安置", by=office.clerk)
    names = ("registered", "assigned", "claim_due", "due")
    assert [amount(name) for name in names] == [1, 1, 1, 1]


def test_taking_up_on_the_last_day_is_in_time(office):
    for day in ("2023-09-04", "2023-09-05"):
        held = assigned(office)
        with on(day, 23):
            services.move(held, "claim", by=office.clerk)
    assert rate("claim_rate") == (1, 2)


def test_what_was_sent_back_before_it_was_taken_up_is_not_waited_for(office):
    services.move(assigned(office), "refuse", by=office.clerk, note="不属本乡")
    assert amount("claim_due") == 0


def test_four_points_satisfy_and_three_do_not(office):
    for score in (5, 4, 3):
        services.move(closed(office), "visit", by=office.supervisor2, score=score)
    assert rate("satisfaction") == (2, 3)


def test_without_a_call_back_there_is_no_satisfaction(office):
    closed(office)
    assert amount("satisfaction") is None


def test_a_later_relapse_lowers_the_rates_of_the_closing_period_but_not_of_what_was_signed(office):
    kept, back = closed_on(office, "2023-09-12"), closed_on(office, "2023-09-12")
    with on("2023-10-01"):
        figures = [registry.get(f"matters.{name}") for name in ("on_time_rate", "relapse_rate")]
        signed = [sign(figure, SEPTEMBER) for figure in figures]
    with on("2023-12-20"):
        services.move(back, "reopen", by=office.supervisor, note="护栏又松了")

    assert (rate("on_time_rate"), rate("relapse_rate"), rate("held_rate")) == ((1, 2), (1, 2), (1, 2))
    assert [(one.numerator, one.denominator) for one in signed] == [(2, 2), (0, 2)]
    assert [recheck(one) for one in signed] == [[], []]
    assert kept.pk != back.pk


def test_days_run_from_registration_to_closing(office):
    closed_on(office, "2023-09-01")
    closed_on(office, "2023-09-06")
    assert (amount("days"), amount("average_days")) == (5, Decimal("2.5"))
    assert str(values.shown(found("average_days"))) == "2.5日"


def test_nothing_closed_has_no_average(office):
    matter(office)
    assert amount("average_days") is None


def test_late_is_what_was_due_before_the_day_and_not_closed_by_its_end(office):
    late, in_time = working(office), closed_on(office, "2023-09-15")
    standing = [amount("overdue", Period.at(date(2023, 9, day))) for day in (15, 16)]
    assert standing == [0, 1]
    with on("2023-09-20"):
        done = services.move(late, "submit", by=office.clerk, note="已办", outcome="done", papers=(paper(seed=99),))
        services.move(done, "close", by=office.supervisor)
    assert amount("overdue", Period.at(date(2023, 9, 18))) == 1
    assert amount("overdue", Period.at(date(2023, 9, 20))) == 0
    assert in_time.closed_on == date(2023, 9, 15)


def test_work_that_was_sent_back_is_no_first_pass(office):
    held = services.move(submitted(office), "send_back", by=office.supervisor, note="照片不清")
    done = services.move(held, "submit", by=office.clerk, note="重拍", outcome="done", papers=(paper(seed=77),))
    services.move(done, "close", by=office.supervisor)
    closed(office)
    assert rate("first_pass_rate") == (1, 2)


@pytest.mark.parametrize("name", ["on_time_rate", "claim_rate", "satisfaction", "relapse_rate", "first_pass_rate"])
def test_no_rate_counts_above_what_it_is_a_part_of(office, name):
    for score in (1, 5):
        services.move(closed(office), "visit", by=office.supervisor2, score=score)
    ratio = registry.get(f"matters.{name}")
    above, below = (
        set(values.counted(part, SEPTEMBER).values_list("pk", flat=True)) for part in values.parts_of(ratio)
    )
    assert above <= below


def test_any_past_moment_counts_what_was_so_then(office):
    done = closed_on(office, "2023-09-12")
    before = clock.end_of(date(2023, 9, 11))
    with on("2023-09-20"):
        assert (amount("closed"), amount("closed", known_at=before)) == (1, 0)
    assert done.closed_on == date(2023, 9, 12)
