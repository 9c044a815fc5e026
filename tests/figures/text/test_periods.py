"""Periods are found where they are written and read to the days they mean on the day of reading."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.figures.text.periods import PeriodKind, said

TODAY = date(2023, 8, 31)


def only(text, today=TODAY):
    (found,) = said(text, today=today)
    assert text[found.start : found.end] == found.text
    return found.kind, found.first and found.first.isoformat(), found.last and found.last.isoformat()


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2023年9月1日", "day", "2023-09-01", "2023-09-01"),
        ("2023 年 9 月 1 日", "day", "2023-09-01", "2023-09-01"),
        ("9月1日", "day", "2023-09-01", "2023-09-01"),
        ("2023-08-31", "day", "2023-08-31", "2023-08-31"),
        ("二〇二三年九月一日", "day", "2023-09-01", "2023-09-01"),
        ("8月1日至31日", "days", "2023-08-01", "2023-08-31"),
        ("8月底", "day", "2023-08-31", "2023-08-31"),
        ("8月上旬", "days", "2023-08-01", "2023-08-10"),
        ("2024年2月下旬", "days", "2024-02-21", "2024-02-29"),
        ("二〇二三年九月", "month", "2023-09-01", "2023-09-30"),
        ("３月份", "month", "2023-03-01", "2023-03-31"),
        ("1—8 月份", "months", "2023-01-01", "2023-08-31"),
        ("3至5月", "months", "2023-03-01", "2023-05-31"),
        ("2022年9月至2023年8月", "months", "2022-09-01", "2023-08-31"),
        ("上半年", "months", "2023-01-01", "2023-06-30"),
        ("去年下半年", "months", "2022-07-01", "2022-12-31"),
        ("一季度", "months", "2023-01-01", "2023-03-31"),
        ("前三季度", "months", "2023-01-01", "2023-09-30"),
        ("第三季度", "months", "2023-07-01", "2023-09-30"),
        ("前八个月", "months", "2023-01-01", "2023-08-31"),
        ("2023年", "year", "2023-01-01", "2023-12-31"),
        ("去年", "year", "2022-01-01", "2022-12-31"),
        ("2021年至2023年", "years", "2021-01-01", "2023-12-31"),
        ("“十四五”期间", "years", "2021-01-01", "2025-12-31"),
        ("去年底", "day", "2022-12-31", "2022-12-31"),
        ("近三年", "relative", "2020-09-01", "2023-08-31"),
        ("近五年来", "relative", "2018-09-01", "2023-08-31"),
        ("本月", "relative", "2023-08-01", "2023-08-31"),
        ("上月", "relative", "2023-07-01", "2023-07-31"),
        ("本周", "relative", "2023-08-28", "2023-08-31"),
        ("上周", "relative", "2023-08-21", "2023-08-27"),
        ("昨日", "relative", "2023-08-30", "2023-08-30"),
        ("5月以来", "to_date", "2023-05-01", "2023-08-31"),
        ("去年同期", "same_period", "2022-01-01", "2022-08-31"),
        ("专项行动开展以来", "campaign", None, None),
        ("“清零”行动期间", "campaign", None, None),
        ("2023年秋季学期", "term", None, None),
    ],
)
def test_words_become_days(text, kind, first, last):
    assert only(text) == (kind, first, last)


def test_five_words_for_now_are_five_different_periods():
    words = ("截至目前", "1—8月份", "今年以来", "目前", "此次行动")

    assert [only(word)[0] for word in words] == ["as_of", "months", "to_date", "now", "campaign"]
    assert only("截至目前") == (PeriodKind.AS_OF, None, "2023-08-31")


@pytest.mark.parametrize("text", ["截至8月底", "截至8月", "截至2023年8月31日", "截止到8月31日"])
def test_up_to_a_day_has_no_beginning(text):
    assert only(text) == ("as_of", None, "2023-08-31")


@pytest.mark.parametrize(
    "text",
    [
        "第39期",
        "40多年",
        "3年",
        "1050元",
        "三个月",
        "2023家企业",
        "2月30日",
        "13月",
        "每月",
        "一月一调度",
        "工作进一步加强",
    ],
)
def test_what_names_no_period_is_left_alone(text):
    assert said(text, today=TODAY) == []


def test_a_month_without_a_year_belongs_to_the_year_of_its_sentence():
    found = said("2022年，1—8月份97起。1—8月份109起", today=TODAY)

    assert [one.first.year for one in found] == [2022, 2022, 2023]


def test_in_january_december_was_last_year():
    assert only("12月份", date(2024, 1, 5)) == ("month", "2023-12-01", "2023-12-31")
    assert only("10月底") == ("day", "2023-10-31", "2023-10-31")


def test_the_same_period_is_that_of_the_period_before_it():
    months, before = said("1—5月份排查109起，比去年同期减少12起", today=TODAY)

    assert (before.first, before.last) == (date(2022, 1, 1), date(2022, 5, 31))
    assert months.kind == "months"


def test_a_leap_day_has_a_day_before_it():
    assert only("同期", date(2024, 2, 29)) == ("same_period", "2023-01-01", "2023-02-28")


@given(st.text(alphabet="今年以来截至目前12月日—至同期“”上半底近三〇二十此次行动 \n", max_size=60))
def test_periods_never_overlap_and_keep_their_text(text):
    found = said(text, today=TODAY)

    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(one.first <= one.last for one in found if one.first and one.last)


@pytest.mark.parametrize("piece", ["1", "同期", "“", "截至", "1月—", "专项集中百日", " \n1 年", "今年", "二"])
def test_a_hostile_text_comes_to_an_end(piece):
    text = piece * (10**5 // len(piece))

    assert len(said(text, today=TODAY)) <= len(text)
