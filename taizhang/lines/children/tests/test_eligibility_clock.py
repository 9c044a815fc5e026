"""Working days of a case: pauses that never cost the applicant's office a day, and moves that never end nowhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards.errors import CalendarNotPublished, Invalid
from taizhang.county.standards.working_days import add_working_days
from taizhang.lines.children.eligibility import clock, moves, parameters
from taizhang.lines.children.eligibility.clock import Clock, Light, Limit, Pause, clock_of, due_on, standing
from taizhang.lines.children.eligibility.moves import Step
from taizhang.lines.children.eligibility.reading import BadTable

RULES, CASES, LIMITS = parameters.load(), moves.load(), clock.load()
FIFTEEN = LIMITS.at("DEFACTO", "verify", date(2023, 9, 1))


def days(count: int) -> Limit:
    return Limit("DEFACTO", "verify", count, date(2020, 1, 1), None, "示范〔2020〕1号", True)


def test_the_starting_day_is_not_counted():
    assert due_on(Clock(date(2023, 9, 1), FIFTEEN), date(2023, 9, 1)) == date(2023, 9, 22)


def test_a_pause_on_the_friday_before_national_day_keeps_the_remaining_days():
    # 2025: off 1–8 October; Sunday 28 September and Saturday 11 October are worked.
    started = Clock(date(2025, 9, 19), FIFTEEN)
    assert due_on(started, date(2025, 9, 26)) == date(2025, 10, 16)
    paused = Clock(date(2025, 9, 19), FIFTEEN, (Pause(date(2025, 9, 26), date(2025, 10, 9)),))
    # Five days are used by the Friday; ten are left after the 9th: 10, 11 (make-up), 13–17, 20–22.
    assert standing(paused, date(2025, 9, 26), RULES) == (None, 10, Light.PAUSED)
    assert standing(paused, date(2025, 10, 8), RULES) == (None, 10, Light.PAUSED)
    assert due_on(paused, date(2025, 10, 9)) == date(2025, 10, 22)


def test_papers_that_come_on_a_make_up_saturday_start_the_clock_again_that_day():
    # 2023: off 29 September – 6 October; Saturday 7 and Sunday 8 October are worked.
    paused = Clock(date(2023, 9, 15), FIFTEEN, (Pause(date(2023, 9, 22), date(2023, 10, 7)),))
    assert due_on(paused, date(2023, 10, 7)) == date(2023, 10, 19)


def test_papers_that_come_within_the_break_gain_nothing_from_it():
    within = Clock(date(2023, 9, 15), FIFTEEN, (Pause(date(2023, 9, 28), date(2023, 10, 3)),))
    without = Clock(date(2023, 9, 15), FIFTEEN)
    assert due_on(within, date(2023, 10, 31)) == due_on(without, date(2023, 10, 31))


def test_a_past_day_is_told_as_it_was_then():
    paused = Clock(date(2023, 9, 1), days(5), (Pause(date(2023, 9, 5), date(2023, 9, 11)),), done=date(2023, 9, 14))
    found = {day: standing(paused, date(2023, 9, day), RULES) for day in (1, 4, 5, 10, 11, 13, 14, 20)}
    assert found[1] == (date(2023, 9, 8), 5, Light.GREEN)
    assert found[4] == (date(2023, 9, 8), 4, Light.GREEN)
    assert found[5] == found[10] == (None, 3, Light.PAUSED)
    assert found[11] == (date(2023, 9, 14), 3, Light.GREEN)
    assert found[13] == (date(2023, 9, 14), 1, Light.YELLOW)
    assert found[14] == found[20] == (date(2023, 9, 14), 0, Light.IN_TIME)


def test_what_is_over_is_red_and_a_late_pause_does_not_mend_it():
    late = Clock(date(2023, 9, 1), days(5), (Pause(date(2023, 9, 12), date(2023, 9, 20)),))
    assert standing(late, date(2023, 9, 8), RULES).light is Light.YELLOW
    for day in (11, 12, 15, 20):
        assert standing(late, date(2023, 9, day), RULES).light is Light.RED
    assert due_on(late, date(2023, 9, 25)) == date(2023, 9, 8)


def test_done_after_the_due_day_is_late():
    assert (
        standing(Clock(date(2023, 9, 1), days(5), (), date(2023, 9, 11)), date(2023, 9, 30), RULES).light is Light.LATE
    )


def test_a_pause_on_the_last_day_leaves_none_and_resumes_on_a_working_day():
    last = Clock(date(2023, 9, 1), days(5), (Pause(date(2023, 9, 8), date(2023, 9, 16)),))
    assert standing(last, date(2023, 9, 8), RULES) == (None, 0, Light.PAUSED)
    assert due_on(last, date(2023, 9, 16)) == date(2023, 9, 18)


def test_a_year_without_a_published_calendar_is_refused_by_name():
    with pytest.raises(CalendarNotPublished, match="2099年"):
        due_on(Clock(date(2099, 3, 1), FIFTEEN), date(2099, 3, 1))


def test_a_day_before_the_start_is_refused():
    with pytest.raises(Invalid, match="尚未开始"):
        standing(Clock(date(2023, 9, 1), FIFTEEN), date(2023, 8, 31), RULES)


@pytest.mark.parametrize(
    "pauses",
    [
        (Pause(date(2023, 8, 31)),),
        (Pause(date(2023, 9, 5), date(2023, 9, 4)),),
        (Pause(date(2023, 9, 5)), Pause(date(2023, 9, 7))),
        (Pause(date(2023, 9, 5), date(2023, 9, 8)), Pause(date(2023, 9, 7))),
    ],
)
def test_pauses_that_do_not_fit_are_refused(pauses):
    with pytest.raises(Invalid, match="补正"):
        Clock(date(2023, 9, 1), FIFTEEN, pauses)


starts = st.dates(date(2021, 1, 1), date(2025, 6, 1))
gaps = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 20)), max_size=4)


def pauses_of(start: date, gaps: list[tuple[int, int]]) -> tuple[Pause, ...]:
    found, day = [], start
    for before, length in gaps:
        since = day + timedelta(days=before)
        day = since + timedelta(days=length)
        found.append(Pause(since, day))
    return tuple(found)


@given(starts, st.integers(1, 20), gaps)
def test_pausing_never_shortens(start, count, gaps):
    far = start + timedelta(days=400)
    pauses = pauses_of(start, gaps)
    dues = [due_on(Clock(start, days(count), pauses[:n]), far) for n in range(len(pauses) + 1)]
    assert dues == sorted(dues)
    assert dues[0] == add_working_days(start, count)


@given(starts, st.integers(1, 20), gaps)
def test_the_days_outside_pauses_are_those_of_the_limit(start, count, gaps):
    """Slowly: a working day is used when no pause covers it; the day of asking is used, the day of resuming is not."""
    pauses, left, day = pauses_of(start, gaps), count, start
    while left:
        day = add_working_days(day, 1)
        left -= not any(since < day <= until for since, until in pauses)
    if not any(since <= day <= until for since, until in pauses):
        assert due_on(Clock(start, days(count), pauses), start + timedelta(days=400)) == day


@given(starts, st.integers(1, 20), gaps, st.integers(0, 60))
def test_what_happens_later_does_not_change_the_past(start, count, gaps, after):
    pauses, day = pauses_of(start, gaps), start + timedelta(days=after)
    known = tuple(Pause(s, u if u <= day else None) for s, u in pauses if s <= day)
    known = tuple(p for n, p in enumerate(known) if n == len(known) - 1 or p.until is not None)
    if sum(p.until is None for p in known) <= 1:
        told = standing(Clock(start, days(count), known), day, RULES)
        assert told == standing(Clock(start, days(count), pauses), day, RULES)


# The moves of a case.

USUAL = (
    Step(date(2023, 9, 1), "SUBMIT"), Step(date(2023, 9, 5), "ASK"), Step(date(2023, 9, 11), "RESUBMIT"),
    Step(date(2023, 9, 12), "VERIFY"), Step(date(2023, 9, 18), "PASS"), Step(date(2023, 9, 19), "RECEIVE"),
    Step(date(2023, 9, 25), "CONFIRM"), Step(date(2023, 10, 7), "START"),
)  # fmt: skip


def test_the_clocks_follow_from_the_moves():
    verify = clock_of("verify", "DEFACTO", USUAL, CASES, LIMITS)
    assert (verify.started, verify.done) == (date(2023, 9, 1), date(2023, 9, 18))
    assert verify.pauses == (Pause(date(2023, 9, 5), date(2023, 9, 11)),)
    confirm = clock_of("confirm", "DEFACTO", USUAL, CASES, LIMITS)
    assert (confirm.started, confirm.done, confirm.pauses) == (date(2023, 9, 18), date(2023, 9, 25), ())
    assert clock_of("confirm", "DEFACTO", USUAL[:3], CASES, LIMITS) is None


def test_papers_still_asked_for_leave_the_clock_paused():
    verify = clock_of("verify", "DEFACTO", USUAL[:2], CASES, LIMITS)
    assert standing(verify, date(2023, 12, 1), RULES) == (None, 13, Light.PAUSED)


def test_withdrawn_while_paused_the_clock_is_done():
    steps = (*USUAL[:2], Step(date(2023, 9, 7), "WITHDRAW"))
    verify = clock_of("verify", "DEFACTO", steps, CASES, LIMITS)
    assert (verify.done, verify.pauses) == (date(2023, 9, 7), (Pause(date(2023, 9, 5), date(2023, 9, 7)),))


def test_moves_out_of_order_are_refused():
    with pytest.raises(Invalid, match="早于前一步"):
        list(CASES.walked((USUAL[2]._replace(move="SUBMIT"), USUAL[1])))


def test_a_limit_that_nobody_set_is_refused():
    with pytest.raises(Invalid, match="没有“DEFACTO”乡镇（街道）查验的办理时限"):
        LIMITS.at("DEFACTO", "verify", date(2015, 1, 1))


def test_a_move_leads_on():
    assert CASES.after("SUBMITTED", "ASK") == "SUPPLEMENT_REQUESTED"
    assert CASES.after("REVIEW_DUE", "TERMINATE") == "TERMINATED"


@pytest.mark.parametrize("state", ["TERMINATED", "REFUSED"])
def test_a_final_state_is_final(state):
    assert CASES.allowed(state) == ()
    for move in CASES.moves:
        with pytest.raises(Invalid, match="请新建办件"):
            CASES.after(state, move)


def test_a_move_that_is_not_allowed_says_what_is():
    with pytest.raises(Invalid, match="“已受理”的办件不能“确认”；现在可以办理：通知补正、开始查验、申请人撤回"):
        CASES.after("SUBMITTED", "CONFIRM")
    with pytest.raises(Invalid, match="没有办件状态“PAID”"):
        CASES.after("PAID", "CONFIRM")


def test_no_state_posts_a_name_in_public():
    assert not any("公示" in one.name for one in (*CASES.states.values(), *CASES.moves.values()))


SMALL = """
[[state]]
code = "A"
name = "甲"
start = true
[[state]]
code = "B"
name = "乙"
final = true
[[move]]
code = "GO"
name = "走"
from = ["A"]
to = "B"
"""


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('[[state]]\ncode = "C"\nname = "丙"\nfinal = true', "状态“丙”无论怎样都到不了"),
        (
            '[[state]]\ncode = "C"\nname = "丙"\n[[move]]\ncode = "IN"\nname = "进"\nfrom = ["A"]\nto = "C"',
            "状态“丙”没有通向办结的路",
        ),
        (
            '[[state]]\ncode = "C"\nname = "丙"\n[[state]]\ncode = "D"\nname = "丁"\n'
            '[[move]]\ncode = "IN"\nname = "进"\nfrom = ["A", "D"]\nto = "C"\n'
            '[[move]]\ncode = "ON"\nname = "转"\nfrom = ["C"]\nto = "D"',
            "状态“丙”没有通向办结的路；请补一个操作；状态“丁”没有",
        ),
        ('[[move]]\ncode = "X"\nname = "去"\nfrom = ["A"]\nto = "Z"', "操作“去”提到没有的状态 Z"),
        ('[[move]]\ncode = "X"\nname = "回"\nfrom = ["B"]\nto = "A"', "“乙”是终态"),
        ('[[move]]\ncode = "GO"\nname = "走"\nfrom = ["A"]\nto = "B"', "GO 出现两次"),
        ('[[move]]\ncode = "X"\nname = "空"\nfrom = []\nto = "B"', "from 是空的"),
        ('[[state]]\ncode = "C"\nname = "丙"\nstart = true', "恰有一个起始状态"),
        ('[[state]]\ncode = "C"\nname = "丙"\npauses = true', "没有 clock"),
        ('[[state]]\ncode = "C"\nname = "丙"\nclock = "sleep"', "clock“sleep”不在"),
    ],
)
def test_a_table_of_moves_with_a_dead_end_does_not_load(tmp_path, more, sentence):
    table = tmp_path / "case.toml"
    table.write_text(SMALL + more, encoding="utf-8")
    with pytest.raises(BadTable, match=sentence):
        moves.load(table)


def test_a_sound_small_table_loads(tmp_path):
    table = tmp_path / "case.toml"
    table.write_text(SMALL, encoding="utf-8")
    assert moves.load(table).after("A", "GO") == "B"
