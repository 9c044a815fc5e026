"""My tasks on a phone: what is mine to claim or do, how long is left, and one move sent once."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.documents import attachments
from taizhang.county.matters import phone, requests, services
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from tests.county import on
from tests.matters.office import assigned, matter, paper, submitted, working

QUEUE = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def at(office, signed_in):
    """`at(person)` opens and posts to the pages of that person's phone."""

    class Phone:
        def __init__(self, person):
            self.person, self.client = person, signed_in(person)

        def read(self, name, *args):
            return self.client.get(reverse(name, args=args)).content.decode()

        def act(self, held, move, **more):
            form = {"token": uuid4(), "person": self.person.pk, "edition": held.edition, "move": move} | more
            return self.client.post(reverse("phone_task", args=[held.pk]), form, **QUEUE)

    return Phone


def test_the_list_holds_what_waits_for_me_and_nothing_else(office, at):
    mine, open_to_us = working(office, handler=office.grid), assigned(office)
    working(office, handler=office.clerk)
    matter(office)
    submitted(office, handler=office.grid)
    assigned(office, unit="yulin")

    found = {task.matter.pk: task.act for task in phone.tasks(office.grid, clock.now())}
    assert found == {mine.pk: "办理中", open_to_us.pk: "待领办"}


def test_the_most_urgent_comes_first_with_its_days_in_words(office, at):
    later = working(office, handler=office.grid)
    sooner = assigned(office)
    with on("2023-09-05"):
        page = at(office.grid).read("phone_mine")

    assert page.index(f"mine/{sooner.pk}") < page.index(f"mine/{later.pk}")
    assert "▲ 超期 1 个工作日" in page
    assert "● 剩 8 个工作日" in page


def test_the_list_takes_the_same_statements_however_long_it_is(office, at, django_assert_max_num_queries):
    for _ in range(4):
        assigned(office)
    office.grid.__dict__.pop("posts_now", None)

    with django_assert_max_num_queries(2):
        assert len(phone.tasks(office.grid, clock.now())) == 4


def test_what_only_some_may_read_has_no_title_in_the_list_and_is_not_kept(office, at):
    held = assigned(office, restricted=True)
    phone_of_grid = at(office.grid)

    assert "限阅事项" in phone_of_grid.read("phone_mine")
    assert "护栏" not in phone_of_grid.read("phone_mine")
    response = phone_of_grid.client.get(reverse("phone_task", args=[held.pk]))
    assert "护栏" in response.content.decode()
    assert "X-Offline-For" not in response


def test_a_task_says_what_where_and_until_when(office, at):
    held = assigned(office, detail="东侧三米", longitude="114.2", latitude="35.15")
    page = at(office.grid).read("phone_task", held.pk)

    assert 'href="geo:35.150000,114.200000"' in page
    assert "2023-09-04" in page and "2023-09-15" in page and "东侧三米" in page
    assert page.index(">领办</button>") < page.index(">退回</button>")


def test_photos_are_shown_to_whoever_reaches_the_matter(office, at):
    held = submitted(office, handler=office.grid)
    (kept,) = attachments.of(MATTERS, held)
    address = reverse("attachment", args=["matters", kept.pk])

    assert f'<img src="{address}"' in at(office.grid).read("phone_task", held.pk)
    assert at(office.grid).client.get(address).status_code == 200
    assert at(office.stranger).client.get(address).status_code == 404


def test_a_task_out_of_reach_is_not_there(office, at):
    held = assigned(office)

    response = at(office.stranger).client.get(reverse("phone_task", args=[held.pk]))
    assert response.status_code == 404


def test_claiming_and_reporting_done_are_each_one_button(office, at):
    held, hand = assigned(office), at(office.grid)
    claimed = hand.act(held, "claim").json()
    held.refresh_from_db()
    done = hand.act(held, "submit", note="已装好", outcome="done", papers=paper()).json()

    held.refresh_from_db()
    assert claimed["said"] == f"已领办 {held.code}，请在 2023-09-15 前办结"
    assert done == {
        "said": f"已报结 {held.code}，等待核验",
        "read": f"/matters/mine/{held.pk}",
        "onward": "/matters/mine",
    }
    assert (held.stage, held.handler, held.outcome) == ("checking", office.grid, "done")


def test_a_move_sent_again_is_made_once(office, at):
    held, token = assigned(office), uuid4()
    first, second = (at(office.grid).act(held, "claim", token=token) for _ in range(2))

    assert first.json() == second.json()
    assert Matter.versions.objects.filter(id=held.pk, move="claim").count() == 1


def test_reporting_done_without_photo_keeps_what_was_typed(office, at):
    held = working(office, handler=office.grid)
    form = {"token": uuid4(), "person": office.grid.pk, "edition": held.edition, "move": "submit", "note": "已装好"}
    response = at(office.grid).client.post(reverse("phone_task", args=[held.pk]), form)
    page = response.content.decode()

    assert response.status_code == 422
    assert "报结须有凭证" in page and "请选择办理结果" in page
    assert ">已装好</textarea>" in page


def test_whoever_is_second_is_told_who_was_first(office, at):
    held = assigned(office)
    at(office.clerk).act(held, "claim")
    response = at(office.grid).act(held, "claim")

    assert response.status_code == 422
    assert "经办甲" in response.json()["sentences"][0]


def test_another_persons_move_is_not_made(office, at):
    held = assigned(office)
    response = at(office.grid).act(held, "claim", person=office.clerk.pk)

    held.refresh_from_db()
    assert (response.status_code, held.stage) == (409, "assigned")


def test_a_move_that_needs_a_unit_is_made_on_the_full_page(office, at):
    page = at(office.supervisor).read("phone_task", matter(office).pk)

    assert "其他办理" in page
    assert 'value="assign"' not in page


def test_what_was_asked_stays_in_sight_after_claiming(office, at):
    held = services.move(matter(office), "assign", by=office.supervisor, unit=office.zuocheng, note="本周内装好并拍照")
    services.move(held, "claim", by=office.grid)
    page = at(office.grid).read("phone_task", held.pk)

    assert "<dt>要求</dt><dd>本周内装好并拍照</dd>" in page
    assert "经过（3）" in page


def test_the_bar_leads_a_grid_worker_to_what_opens_without_a_network(office, at):
    grid, clerk = at(office.grid).read("phone_mine"), at(office.clerk).read("phone_mine")

    assert bar(grid) == ["/", "/matters/report", "/matters/mine", "/figures/"]
    assert bar(clerk)[:3] == ["/", "/matters/report", "/matters/inbox"]


def bar(page):
    return re.findall(r'<a href="([^"]+)"', page[page.index('<nav class="phonebar"') :])


def test_the_reporter_sees_what_became_of_the_report(office, signed_in):
    made = matter(office, by=office.grid, source="report", title="桥头护栏缺失")
    matter(office, by=office.clerk, source="report", title="别人上报的")
    page = signed_in(office.grid).get(reverse("phone_reported")).content.decode()

    assert "桥头护栏缺失" in page and "等待胙城乡交办" in page
    assert "别人上报的" not in page
    services.move(made, "assign", by=office.clerk, unit=office.zuocheng)
    assert "等待胙城乡领办" in signed_in(office.grid).get(reverse("phone_reported")).content.decode()


def test_a_paused_task_has_days_left_and_no_day(office, signed_in):
    held = working(office, handler=office.grid)
    asked = requests.ask(held, "pause", by=office.grid, reason="等鉴定")
    requests.decide(asked, granted=True, by=office.supervisor)
    page = signed_in(office.grid).get(reverse("phone_mine")).content.decode()

    assert "暂停，余" in page
    assert "前办理" not in page
