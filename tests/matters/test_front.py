"""The first page: the most urgent first, what changed within reach, and few statements however much has happened."""

import pytest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.ledger.recent import news
from taizhang.county.matters import inbox, requests, services
from tests.county import on
from tests.matters.office import assigned, matter, submitted, working


def acts(person):
    return [(item.action, item.record and item.record.pk, item.rows) for item in news(person, limit=40)]


def test_the_nearest_deadline_stands_first_whatever_its_kind(office):
    with on("2023-08-25"):
        held = working(office)
    fresh = assigned(office)
    bare = matter(office)

    assert [one for _, one in inbox.front(office.clerk, clock.now(), limit=5)] == [fresh, held, bare]


def test_what_is_paused_presses_nobody(office):
    with on("2023-08-25"):
        paused = working(office)
        asked = requests.ask(paused, "pause", by=office.clerk, reason="等鉴定")
        requests.decide(asked, granted=True, by=office.supervisor)
    fresh = working(office)

    assert [one for _, one in inbox.front(office.clerk, clock.now(), limit=5)] == [fresh, paused]


@pytest.mark.parametrize("name", ["supervisor", "clerk", "head", "grid"])
def test_the_first_page_takes_few_statements(office, signed_in, django_assert_max_num_queries, name):
    for _ in range(6):
        submitted(office)
    client = signed_in(office.people[name])
    # The first page of a session also writes when it was last used.
    client.get(reverse("home"))
    with django_assert_max_num_queries(20):
        client.get(reverse("home"))


def test_the_news_tell_each_act_with_its_record_the_latest_first(office):
    made = matter(office)
    services.move(made, "assign", by=office.supervisor, unit=office.zuocheng)

    assert acts(office.clerk)[:2] == [("事项交办", made.pk, 1), ("事项登记", made.pk, 1)]


def test_news_out_of_reach_are_not_told(office):
    made = matter(office)

    assert made.pk not in [pk for _, pk, _ in acts(office.stranger)]
