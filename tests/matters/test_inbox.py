"""The inbox shows to each person exactly what they may move, whoever they are and however far a matter has come."""

import pytest

from taizhang.county.audit import clock
from taizhang.county.matters import flow, inbox, requests, services
from taizhang.county.matters.flow import Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from tests.county import on
from tests.matters.office import assigned, closed, matter, paper, submitted, working

# Every box that says: this party has a move now. The others narrow one of these.
ACTS = [box for box in inbox.BOXES if box.slug not in ("mine", "approve", "returned", "late", "sent")]


@pytest.fixture
def everything(office):
    """Matters at every stage, in two townships and a bureau, restricted and assisting ones among them."""
    matter(office)
    matter(office, by=office.stranger, place_id="410726207", restricted=True)
    assigned(office)
    assigned(office, unit="yulin", restricted=True)
    assigned(office, unit="zuocheng", by=office.clerk)
    services.move(assigned(office), "refuse", by=office.clerk, note="不属本乡")
    once = services.move(assigned(office), "refuse", by=office.clerk, note="不属本乡")
    again = services.move(once, "assign", by=office.supervisor, unit=office.yulin)
    services.move(again, "refuse", by=office.stranger, note="也不属本乡")
    held = working(office)
    working(office, handler=office.grid)
    child = services.assist(held, unit=office.organisations["civil-affairs"], note="请协助", by=office.clerk)
    services.move(child, "claim", by=office.civil)
    services.move(child, "submit", by=office.civil, note="已办")
    submitted(office)
    submitted(office, by=office.clerk2)
    services.move(submitted(office), "send_back", by=office.supervisor, note="不清")
    closed(office)
    services.move(closed(office), "visit", by=office.supervisor2, score=5)
    services.move(matter(office), "on_the_spot", by=office.clerk, note="当场", outcome="done", papers=(paper(seed=99),))
    return office


def movable(person, box):
    """What services.open_to offers this person as that party, one matter after another."""
    seen = access.rows(person, Action.VIEW, MATTERS).select_related("unit", "assigner", "place")
    return {
        one.pk
        for one in seen
        if one.stage in box.stages and any(move.who is box.party for move in services.open_to(one, person))
    }


@pytest.mark.parametrize("box", ACTS, ids=lambda box: box.slug)
def test_a_box_holds_exactly_what_may_be_moved(everything, box):
    found = {
        name: {one.pk for one in inbox.rows(box, person, clock.now())} for name, person in everything.people.items()
    }
    assert found == {name: movable(person, box) for name, person in everything.people.items()}
    assert any(found.values())


def test_counts_say_how_many_rows_each_box_has(everything):
    at = clock.now()
    for person in everything.people.values():
        counts = inbox.counts(person, at)
        assert counts == {box.slug: inbox.rows(box, person, at).count() for box in inbox.boxes(person)}


def test_requests_wait_for_whoever_may_decide_them(office):
    asked = requests.ask(working(office), "extend", by=office.clerk, reason="等材料", days=3)
    able = {name for name, person in office.people.items() if requests.may_decide(asked, person)}
    assert able == {name for name, person in office.people.items() if inbox.requests(person).exists()}
    assert "supervisor" in able


def test_what_is_late_is_seen_by_the_unit_and_by_the_office(office):
    held = working(office)
    with on("2023-09-18"):
        at = clock.now()
        late = {name for name, person in office.people.items() if held in inbox.rows(inbox.BY_SLUG["late"], person, at)}
    assert late == {"clerk", "clerk2", "head", "grid", "supervisor", "supervisor2"}


def test_what_another_unit_has_in_hand_is_among_what_i_gave(office):
    held = assigned(office)
    sent = inbox.BY_SLUG["sent"]
    assert list(inbox.rows(sent, office.supervisor, clock.now())) == [held]
    assert not inbox.rows(sent, office.clerk, clock.now()).exists()


def test_the_first_page_names_the_most_urgent_first_with_its_box(office):
    with on("2023-09-05"):
        later = working(office)
    sooner = working(office)
    assert [(box.slug, one.pk) for box, one in inbox.front(office.clerk, clock.now(), limit=5)] == [
        ("mine", sooner.pk),
        ("mine", later.pk),
    ]


def test_counting_takes_one_statement_however_much_there_is(everything, django_assert_num_queries):
    person = everything.supervisor
    assert person.posts_now
    with django_assert_num_queries(1):
        inbox.counts(person, clock.now())


def test_a_party_without_a_move_in_a_state_is_not_asked(office):
    """A helping unit's work is confirmed, and nobody calls back."""
    assert [move for move in flow.get("assist").moves if move.who is Party.VISITOR] == []
    held = working(office)
    child = services.assist(held, unit=office.organisations["civil-affairs"], note="请协助", by=office.clerk)
    services.move(child, "claim", by=office.civil)
    services.move(child, "submit", by=office.civil, note="已办")
    services.move(child, "close", by=office.clerk)
    assert Matter.objects.get(pk=child.pk).stage == "closed"
    assert not inbox.rows(inbox.BY_SLUG["visit"], office.supervisor, clock.now()).exists()


def test_a_count_beyond_what_anybody_works_off_says_so():
    assert (inbox.words(12), inbox.words(inbox.MOST)) == ("12", "1,000+")
