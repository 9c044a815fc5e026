"""Several rows at once: each done or refused by itself, with the reason, and once however often it is sent."""

import pytest
from django.urls import reverse

from taizhang.county.matters import services
from taizhang.county.matters.models import Matter
from tests.matters.office import assigned, matter, working

TOKEN = "0a4cf0f8-6c5f-4a43-8f0c-8e8b4d3f0002"


def send(signed_in, person, box, act, rows, **given):
    given = {"box": box, "act": act, "pk": [one.pk for one in rows], "token": TOKEN} | given
    answer = signed_in(person).post(reverse("matter_batch"), given)
    return answer, answer.content.decode()


def states(*rows):
    return [Matter.objects.get(pk=one.pk).state for one in rows]


def test_each_row_is_claimed_and_the_one_that_was_taken_says_by_whom(office, signed_in):
    free, taken = assigned(office), assigned(office)
    services.move(taken, "claim", by=office.clerk2)
    answer, text = send(signed_in, office.clerk, "claim", "claim", [free, taken])
    assert answer.status_code == 200
    assert "办成 1 件，没有办成 1 件" in text
    assert f"{office.clerk2.name}" in text
    assert states(free, taken) == ["working", "working"]


def test_several_are_assigned_to_one_unit_with_one_note(office, signed_in):
    rows = [matter(office), matter(office)]
    _, text = send(signed_in, office.supervisor, "assign", "assign", rows, unit=office.zuocheng.pk, note="一周内办结")
    assert "办成 2 件" in text
    assert states(*rows) == ["assigned", "assigned"]
    assert {one.note for one in Matter.objects.filter(pk__in=[one.pk for one in rows])} == {"一周内办结"}


def test_without_a_unit_nothing_is_done_and_the_note_comes_back(office, signed_in):
    row = matter(office)
    _, text = send(signed_in, office.supervisor, "assign", "assign", [row], note="一周内办结")
    assert "请选择承办单位" in text
    assert "一周内办结" in text
    assert f'name="pk" value="{row.pk}"' in text
    assert states(row) == ["registered"]


def test_a_unit_gives_only_to_itself(office, signed_in):
    row = matter(office)
    _, text = send(signed_in, office.clerk, "assign", "assign", [row], unit=office.yulin.pk)
    assert "没有办成 1 件" in text
    assert states(row) == ["registered"]


def test_late_ones_are_pressed_with_a_note(office, signed_in):
    row = working(office)
    send(signed_in, office.supervisor, "sent", "urge", [row], note="请今日报进展")
    seen = Matter.objects.get(pk=row.pk)
    assert (seen.move, seen.note, seen.state) == ("urge", "请今日报进展", "working")


def test_sent_twice_each_row_moves_once(office, signed_in):
    row = working(office)
    for _ in range(2):
        _, text = send(signed_in, office.supervisor, "sent", "urge", [row], note="请今日报进展")
        assert "办成 1 件" in text
    assert Matter.versions.objects.filter(id=row.pk, move="urge").count() == 1


def test_rows_out_of_reach_are_as_if_they_were_not_there(office, signed_in):
    foreign = services.move(
        matter(office, by=office.stranger, place_id="410726207"), "assign", by=office.supervisor, unit=office.yulin
    )
    _, text = send(signed_in, office.clerk, "claim", "claim", [foreign])
    assert foreign.title not in text
    assert "没有勾选任何事项" in text


@pytest.mark.parametrize(("box", "act"), [("arbitrate", "claim"), ("nothing", "claim"), ("claim", "close")])
def test_a_box_or_act_one_does_not_have_is_not_there(office, signed_in, box, act):
    assert send(signed_in, office.clerk, box, act, [])[0].status_code == 404


def test_a_text_nobody_can_keep_is_refused_of_each_row(office, signed_in):
    held = working(office)
    answer, text = send(signed_in, office.supervisor, "late", "urge", [held], note="抓紧\0办")
    assert answer.status_code == 200
    assert "请写明催办要求" in text
