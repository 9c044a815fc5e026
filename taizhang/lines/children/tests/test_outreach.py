"""The tour: what was announced and not held, where nobody has been, what a record may not say, and its figures."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from taizhang.county.audit import changes
from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.county.places.models import Place
from taizhang.lines.children.ledgers import STOPS
from taizhang.lines.children.models import Stop
from taizhang.lines.children.outreach import planned
from tests.county import FOUNDED, on

DAY = date(2023, 9, 15)


@pytest.fixture
def office(county):
    county.post("bureau", "civil-affairs", "clerk")
    with on(DAY):
        yield county


@pytest.fixture
def stop(office):
    def stop(held_on, where="西街村文化广场", place="410726206", **columns):
        usual = {"speakers": "社会事务股", "attendance": 80, "questions": 5, "code": f"XJ{Stop.objects.count():04d}"}
        with changes.change(by=office.bureau):
            return Stop.objects.create(
                **usual | columns, held_on=date.fromisoformat(held_on), where=where, place_id=place,
                unit=office.organisations["civil-affairs"],
            )  # fmt: skip

    return stop


def announced(person):
    return [(one.stop.next_where, one.late) for one in planned.planned(person, DAY)]


def told(key):
    return values.value(registry.get(f"children.{key}"), Period.year_to(DAY)).amount


def problems(**columns):
    usual = {"held_on": DAY, "where": "西街", "speakers": "股", "attendance": 80, "questions": 5}
    return dict(STOPS.problems(Stop(**usual | columns, place_id="410726206", unit_id=1, code="XJ20230915-0001"), DAY))


def test_a_stop_that_was_announced_and_not_held_is_late(office, stop):
    stop("2023-08-01", next_on=date(2023, 9, 1), next_where="东屯村")
    stop("2023-09-05", where="南街村")

    assert announced(office.bureau) == [("东屯村", 14)]


def test_a_stop_held_there_on_another_day_keeps_the_promise(office, stop):
    stop("2023-08-01", next_on=date(2023, 9, 1), next_where="东屯村")
    stop("2023-08-30", where="东屯村文化广场", next_on=date(2023, 9, 20), next_where="王庄村")

    assert announced(office.bureau) == [("王庄村", -5)]


def test_of_an_old_record_without_a_place_any_later_stop_keeps_it(office, stop):
    stop("2023-08-01", next_on=date(2023, 9, 1))
    assert announced(office.bureau) == [(None, 14)]

    stop("2023-09-02", where="别处")

    assert announced(office.bureau) == []


def test_townships_and_villages_without_a_stop_this_year_are_named(office, stop):
    with on(FOUNDED), changes.change(by=changes.SYSTEM, reason="测试"):
        for code, name in (("410726206201", "西街村"), ("410726206202", "东屯村")):
            Place.objects.create(
                code=code, name=name, level=Place.Level.VILLAGE, parent=office.places["410726206"], valid_from=FOUNDED
            )
    stop("2022-12-30", place="410726207")
    stop("2023-03-01", where="西街文化广场")

    assert [(str(one.township), one.held, one.villages) for one in planned.unvisited(office.bureau, DAY)] == [
        ("榆林乡", 0, ()), ("胙城乡", 1, ("东屯村",)),
    ]  # fmt: skip
    assert [str(one.township) for one in planned.unvisited(office.stranger, DAY)] == ["榆林乡"]


def test_what_cannot_be_is_refused(db):
    assert problems() == {}
    assert "请核对两栏是否填反" in problems(attendance=5, questions=80)["questions"]
    assert "不算一站" in problems(attendance=0, questions=0)["attendance"]
    assert "要么都填" in problems(next_on=date(2023, 10, 1))["next_where"]
    assert "早于" in problems(next_on=date(2023, 9, 1), next_where="东屯村")["next_on"]


def test_the_figures_separate_stops_people_questions_and_townships(stop):
    stop("2023-03-01", attendance=80, questions=5)
    stop("2023-04-01", attendance=70, questions=6)
    stop("2023-05-01", place="410726207", attendance=60, questions=7)
    stop("2022-05-01", attendance=500)

    figures = ("stops", "stop_attendance", "stop_questions", "stop_townships")
    assert [told(key) for key in figures] == [3, 210, 18, 2]


def test_the_page_lists_them_and_ends_at_ones_reach(office, stop, signed_in):
    stop("2023-08-01", next_on=date(2023, 9, 1), next_where="东屯村")

    html = unescape(signed_in(office.bureau).get(reverse("outreach_list")).content.decode())

    assert "东屯村" in html
    assert "超期 14 天" in html
    assert "没有办过一站的乡镇 1 个" in html
    assert "东屯村" not in unescape(signed_in(office.stranger).get(reverse("outreach_list")).content.decode())
