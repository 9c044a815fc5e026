"""The ranking comes out of the matters alone, opens onto them, and is the same again for any past moment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.figures.asked import Asked
from taizhang.county.figures.period import Period
from taizhang.county.ledger.rules import Threshold
from taizhang.county.matters import measures, ranking, reasons, services
from taizhang.county.matters.models import Matter
from tests.county import on
from tests.matters.office import assigned, closed, paper, submitted, working

YEAR = Period.year_to(date(2023, 12, 31))


def asked(known_at=None):
    return Asked(YEAR, None, known_at)


def places(known_at=None):
    return [(one.unit.slug, one.points, one.place) for one in ranking.scores(asked(known_at))[1]]


@pytest.fixture
def summer(office):
    """Three matters of 胙城乡 all in time and welcome; three of 榆林乡, of which one is late and one was sent back."""
    for _ in range(3):
        services.move(closed(office), "visit", by=office.supervisor2, score=5)
    for number in range(3):
        held = services.move(assigned(office, unit="yulin"), "claim", by=office.stranger)
        with on("2023-09-20" if number == 0 else "2023-09-05"):
            held = reported(office, held, number)
            if number == 1:
                held = services.move(held, "send_back", by=office.supervisor, note="材料不全，照片不清")
                held = reported(office, held, 60)
            services.move(held, "close", by=office.supervisor)
    return office


def reported(office, held, seed):
    return services.move(
        held, "submit", by=office.stranger, note="已办", outcome="done", papers=(paper(seed=100 * held.pk + seed),)
    )


def test_each_measure_is_worth_its_weight_times_its_rate(summer):
    table, found = ranking.scores(asked())
    yulin = next(one for one in found if one.unit.slug == "yulin")
    parts = {part.measure.key: (part.above, part.below) for part in yulin.parts}

    assert table.whole == 100
    assert parts["matters.on_time_rate"] == (2, 3)
    assert parts["matters.first_pass_rate"] == (2, 3)
    assert parts["matters.satisfaction"] == (0, 0)
    # Nothing was visited: 40 × ⅔ + 15 + 15 + 10 × ⅔ of eighty points.
    assert yulin.points == Decimal("79.2")


def test_the_better_unit_stands_first(summer):
    assert places() == [("zuocheng", Decimal("100.0"), 1), ("yulin", Decimal("79.2"), 2)]


def test_it_comes_out_the_same_for_a_past_moment_whatever_happened_since(summer):
    with on("2023-10-01"):
        before, moment = places(), clock.now()
    with on("2023-11-01"):
        services.move(Matter.objects.filter(unit=summer.zuocheng).first(), "reopen", by=summer.supervisor, note="反复")

        assert places() != before
        assert places(moment) == before


def test_equal_points_share_a_rank_and_too_few_matters_have_none(office):
    for unit, handler in (("zuocheng", "clerk"), ("yulin", "stranger"), ("civil-affairs", "civil")):
        for _ in range(1 if unit == "civil-affairs" else 3):
            person = getattr(office, handler)
            held = services.move(assigned(office, unit=unit), "claim", by=person)
            done = services.move(held, "submit", by=person, note="已办", outcome="done", papers=(paper(seed=held.pk),))
            services.move(done, "close", by=office.supervisor)

    assert [place for _, _, place in places()] == [1, 1, None]


def test_the_weights_are_those_of_the_periods_last_day():
    later = replace(measures.TABLES[0], valid_from=date(2024, 1, 1), least=Threshold(9, date(2024, 1, 1), "新办法"))
    tables = (*measures.TABLES, later)

    assert measures.on(date(2023, 12, 31), tables).least.value == 3
    assert measures.on(date(2024, 1, 1), tables).least.value == 9


def test_a_score_opens_onto_the_matters_it_was_made_of(summer):
    _, found = ranking.scores(asked())
    for score in found:
        for part in score.parts:
            opened = ranking.opened(score.unit, part.measure, asked(), person=summer.supervisor)
            assert len(opened.rows) + opened.hidden == part.below
            assert sum(earned for _, earned in opened.rows) == part.above


def test_matters_out_of_reach_are_counted_and_not_shown(summer):
    table, _ = ranking.scores(asked())
    opened = ranking.opened(summer.zuocheng, table.measures[0], asked(), person=summer.stranger)

    assert (opened.rows, opened.hidden) == ([], 3)


def test_reasons_of_returns_are_ranked_and_open_onto_the_moves(summer):
    with on("2023-09-06"):
        services.move(assigned(summer), "refuse", by=summer.clerk, note="不属本乡，在榆林乡一侧")
        services.move(submitted(summer), "send_back", by=summer.supervisor, note="没有签字凭证")
    found = reasons.ranked(asked(), person=summer.supervisor)

    assert [(one.label, one.count) for one in found] == [("材料、凭证不全", 2), ("属地有误", 1)]
    assert found[0].moves[0].note in ("材料不全，照片不清", "没有签字凭证")


def test_who_does_not_reach_a_return_is_told_only_how_many(summer):
    (reason,) = reasons.ranked(asked(), person=summer.civil)
    assert (reason.count, reason.moves) == (1, [])


def test_a_return_counts_once_however_often_its_matter_is_written(office):
    held = services.move(submitted(office), "send_back", by=office.supervisor, note="照片不清")
    services.move(held, "progress", by=office.clerk, note="重拍中")
    working(office)
    assert [one.count for one in reasons.ranked(asked(), person=office.supervisor)] == [1]


@pytest.mark.parametrize("who", ["supervisor", "leader", "clerk", "grid"])
def test_the_pages_open_for_whoever_holds_a_post(summer, signed_in, who):
    client = signed_in(getattr(summer, who))
    with on("2023-10-08"):
        page = client.get(reverse("matter_ranking")).content.decode()
        unit = client.get(reverse("matter_ranking_unit", args=["yulin"]) + "?measure=matters.first_pass_rate")

    assert "79.2" in page
    assert "县级督办规则参数" in page
    assert "一次核验通过率" in unit.content.decode()


def test_a_unit_without_matters_has_no_page(summer, signed_in):
    assert signed_in(summer.leader).get(reverse("matter_ranking_unit", args=["complaints"])).status_code == 404


def test_a_period_that_cannot_be_read_says_so(summer, signed_in):
    response = signed_in(summer.leader).get(reverse("matter_ranking") + "?from=九月")
    assert "写法不对" in response.content.decode()
