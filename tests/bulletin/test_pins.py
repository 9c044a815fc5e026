"""Pins are read with their options; what is wrong with one is told with its place and the nearest right word."""

from datetime import date

import pytest

from taizhang.county.bulletin import content, pins
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.pins import Pin
from taizhang.county.figures import registry
from taizhang.county.figures.period import Period
from tests.bulletin import press


def faults(text):
    return [fault.sentence for fault in pins.parse(text).faults]


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("{disputes.found}", Pin("disputes.found")),
        ("{disputes.found | place=胙城乡}", Pin("disputes.found", "胙城乡")),
        ("{disputes.found|months=1-8|style=over}", Pin("disputes.found", months=(1, 8), style="over")),
        ("{disputes.found ｜ months＝8}", Pin("disputes.found", months=(8, 8))),
        (
            "{disputes.found | from=2023-03-01,to=2023-05-31}",
            Pin("disputes.found", start=date(2023, 3, 1), end=date(2023, 5, 31)),
        ),
        ("{disputes.found | on=2023-08-31}", Pin("disputes.found", on=date(2023, 8, 31))),
    ],
)
def test_a_pin_reads_and_writes_the_same(text, pin):
    (piece,) = pins.parse(text).pieces

    assert piece.pin == pin
    assert pins.parse(pins.written(pin)).pins == [pin]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("排查{disputes.fund}起", "第 3 字处“{disputes.fund}”：没有“disputes.fund”这个指标，相近的有：disputes.found"),
        ("{disputes.found | month=1-8}", "不认识选项“month”，是不是 months？"),
        ("{disputes.found | months=8-1}", "“months=8-1”不是月份"),
        ("{disputes.found | on=8月}", "“8月”不是日期"),
        ("{disputes.found | style=big}", "“style=big”不对"),
        ("{disputes.found | from=2023-01-01}", "from 和 to 要同时写"),
        ("{disputes.found | months=1-8 | on=2023-08-31}", "期间只能用一种写法"),
        ("{disputes.found | place=}", "选项 place 没有写值"),
        ("{disputes.found | style=over | style=near}", "选项 style 写了两次"),
        ("{}", "没有写指标"),
        ("共{disputes.found", "花括号不成对"),
        ("{disputes.found | from=2023-05-01, to=2023-03-01}", "起止日期颠倒"),
    ],
)
def test_a_bad_pin_is_told_with_its_place(text, sentence):
    assert any(sentence in fault for fault in faults(text))


def test_text_around_a_bad_pin_stays_as_written():
    pieces = pins.parse("甲{坏}乙").pieces

    assert "".join(piece.text for piece in pieces) == "甲{坏}乙"


def test_the_period_of_a_pin_without_one_is_the_year_to_the_cut_off():
    found = Pin("disputes.found").period(registry.get("disputes.found"), press.CUTOFF)

    assert found == Period.year_to(press.CUTOFF)


def printed(body, **item):
    return content.of_item(Item(section="governance", headline="标题", body=body, cutoff=press.CUTOFF, **item))


def test_pins_print_as_numbers_with_their_units(office):
    line = printed("胙城乡排查{disputes.found | place=胙城乡}，化解率{disputes.resolved_rate | place=410726206}。").body

    assert line.text == "胙城乡排查5起，化解率100%。"
    assert [(n.text, n.start, n.end) for n in line.numbers] == [("5起", 5, 7), ("100%", 11, 15)]


def test_a_place_that_does_not_exist_is_told_with_the_nearest(office):
    (fault,) = printed("排查{disputes.found | place=胙成乡}").body.faults

    assert fault.start == 2
    assert "没有“胙成乡”这个地方，相近的有：胙城乡" in fault.sentence


def test_a_rate_without_a_base_says_what_to_do(office):
    (fault,) = printed("{disputes.resolved_rate | place=榆林乡}").body.faults

    assert "分母为零" in fault.sentence


def test_typed_numbers_are_found_and_know_their_place_in_the_source(office):
    body = "排查{disputes.found | place=胙城乡}，走访35户。"
    (number,) = printed(body).typed

    assert number.text == "35户"
    assert body[number.source_start : number.source_end] == "35户"


def test_a_whole_issue_costs_few_queries(office, django_assert_max_num_queries):
    bodies = ["{disputes.found | place=胙城乡}、{disputes.resolved}、{disputes.found | months=1-8}" for _ in range(8)]
    made = [Item(section="governance", headline="甲", body=body, cutoff=press.CUTOFF) for body in bodies]

    with django_assert_max_num_queries(8):
        content.read(made)
