"""The board counts what is open by unit and light, now and at any past moment, and every number opens onto its rows."""

from datetime import date

import pytest
from django.urls import reverse

from taizhang.county.audit import changes, clock
from taizhang.county.matters import board, services
from taizhang.county.matters.board import Asked
from taizhang.county.matters.models import Matter
from taizhang.county.people.models import Organisation
from taizhang.county.standards.amounts import grouped
from tests.county import on
from tests.matters.office import assigned, closed, matter, paper, submitted, working


def counts(person, asked=None):
    return {line.label: line for line in board.lines(person, asked or Asked())}


@pytest.fixture
def busy(office):
    """胙城乡 has one late, one to claim late, one good, one closed; 榆林乡 one good."""
    with on("2023-08-01"):
        working(office)
        services.move(closed(office), "visit", by=office.supervisor2, score=5)
    with on("2023-08-29"):
        assigned(office)
        services.move(working(office), "progress", by=office.clerk, note="在办")
    assigned(office, unit="yulin")
    closed(office)
    return office


def test_lights_are_exclusive_and_sum_to_what_is_open(busy):
    line = counts(busy.supervisor)["胙城乡"]
    lights = ("red", "yellow", "green", "paused", "waiting")
    assert line.open == sum(line.counts[name] for name in lights) == 3
    assert (line.counts["red"], line.counts["unclaimed"]) == (2, 1)


def test_a_month_counts_what_was_closed_in_time_and_the_days_it_took(busy):
    line = counts(busy.supervisor)["胙城乡"]
    assert (line.closed, line.in_time, line.days) == (1, 1, 0)


def test_every_number_opens_onto_as_many_rows(busy):
    for by in ("unit", "place"):
        for line in board.lines(busy.supervisor, Asked(by)):
            for column, count in line.counts.items():
                assert board.behind(busy.supervisor, Asked(by), line.key, column).count() == count, (line, column)
            assert board.behind(busy.supervisor, Asked(by), line.key, "closed").count() == line.closed


def test_by_township_each_matter_is_counted_where_it_lies(busy):
    assert {label: line.open for label, line in counts(busy.supervisor, Asked("place")).items()} == {"胙城乡": 4}


def test_a_past_moment_shows_the_board_as_it_stood_then(office):
    with on("2023-08-21"):
        held = working(office)
        then = clock.now()
    with on("2023-08-25"):
        gone = clock.now()
        services.move(
            services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(seed=3),)),
            "close",
            by=office.supervisor,
        )
    assert counts(office.supervisor, Asked("unit", then))["胙城乡"].counts["green"] == 1
    assert counts(office.supervisor, Asked("unit", gone))["胙城乡"].open == 1
    assert not any(line.open for line in board.lines(office.supervisor, Asked()))
    assert [one.id for one in board.behind(office.supervisor, Asked("unit", then), "", "green")] == [held.pk]


def test_the_light_of_a_past_moment_is_that_of_then(office):
    with on("2023-08-01"):
        working(office)
    with on("2023-08-02"):
        early = clock.now()
    line = counts(office.supervisor, Asked("unit", early))["胙城乡"]
    assert (line.counts["green"], counts(office.supervisor)["胙城乡"].counts["red"]) == (1, 1)


def test_the_page_takes_a_day_and_says_that_it_is_the_past(office, signed_in):
    with on("2023-08-21"):
        working(office)
    client = signed_in(office.leader)
    text = client.get(reverse("matter_board"), {"at": "2023-08-25"}).content.decode()
    assert "按 2023-08-25 23:59 时系统中的记录计算" in text
    assert "胙城乡" in text
    assert "不是日期" in client.get(reverse("matter_board"), {"at": "昨天"}).content.decode()
    before = client.get(reverse("matter_board"), {"at": "2023-08-01"}).content.decode()
    assert "没有在办的事项" in before


def test_rows_of_a_past_moment_are_shown_as_they_stood(office, signed_in):
    with on("2023-08-21"):
        held = working(office)
    submitted(office)
    answer = signed_in(office.supervisor).get(reverse("matter_board_rows"), {"at": "2023-08-25", "show": "open"})
    text = answer.content.decode()
    assert text.count(held.title) == 1
    assert "1 件" in text


@pytest.mark.parametrize(("name", "status"), [("leader", 200), ("supervisor", 200), ("head", 200), ("clerk", 403)])
def test_the_board_is_for_who_supervises_leads_or_heads(office, signed_in, name, status):
    assert signed_in(office.people[name]).get(reverse("matter_board")).status_code == status


def test_a_head_counts_only_what_the_unit_may_know(office):
    assigned(office)
    matter(office, by=office.stranger, place_id="410726207")
    assert set(counts(office.head)) == {"胙城乡"}
    assert set(counts(office.supervisor)) == {"胙城乡", "榆林乡"}


def test_a_restricted_matter_is_in_no_number_of_who_may_not_know(office):
    services.move(matter(office, restricted=True), "assign", by=office.supervisor, unit=office.zuocheng)
    office.post("wide", "political-legal", "leader")
    assert board.lines(office.wide, Asked()) == []
    assert counts(office.leader)["胙城乡"].open == 1


def test_the_board_takes_three_statements(busy, django_assert_num_queries):
    person = busy.supervisor
    assert person.posts_now
    with django_assert_num_queries(3):
        board.lines(person, Asked())


def test_what_is_not_wholly_in_time_never_prints_as_a_hundred(office, signed_in):
    with on("2023-08-31"):
        late = [closed(office) for _ in range(3)]
    Matter.objects.filter(pk=late[0].pk).update(due_at=clock.end_of(late[0].registered_on.replace(day=30)))
    with on("2023-08-31"):
        text = signed_in(office.leader).get(reverse("matter_board")).content.decode()
    assert "66.6%" in text


def _copied(kept: Matter, number: int, unit: Organisation) -> Matter:
    found = Matter.objects.get(pk=kept.pk)
    found.pk, found.code, found.unit, found.edition = None, f"DB{number:08d}", unit, 1
    return found


@pytest.fixture
def two_hundred(busy):
    """Every unit has one of what 胙城乡 has, and one returned, paused, waiting and near its end."""
    with on("2023-08-24"):
        ending, paused, returned = working(busy), working(busy), working(busy)
    waiting = matter(busy)
    Matter.objects.filter(pk=paused.pk).update(paused_at=clock.now())
    Matter.objects.filter(pk=returned.pk).update(returns=1)
    Matter.objects.filter(pk=ending.pk).update(warn_at=clock.now())
    kept = [*Matter.objects.filter(unit=busy.zuocheng), waiting]
    with changes.change(by=changes.SYSTEM, reason="测试"):
        units = Organisation.objects.bulk_create(
            Organisation(
                slug=f"unit-{n}", name=f"第{n}工作委员会", short=f"第{n}工委", kind="department", place_id="410726",
                valid_from=date(2020, 1, 1),
            )
            for n in range(198)
        )  # fmt: skip
        numbered = enumerate((one, unit) for unit in units for one in kept)
        Matter.objects.bulk_create(_copied(one, n, unit) for n, (one, unit) in numbered)
    return busy


def test_a_page_for_two_hundred_units_is_light_and_its_total_is_of_all(two_hundred, signed_in):
    client = signed_in(two_hundred.leader)
    whole = board.total(board.lines(two_hundred.leader, Asked()))
    for page in (1, 8):
        content = client.get(reverse("matter_board"), {"page": page}).content
        assert len(content) < 30_000
        assert f">{grouped(whole.open)}</a>" in content.decode()
        assert "合计是全部 200 个单位的" in content.decode()
