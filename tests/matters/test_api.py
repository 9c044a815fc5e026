"""The closed loop over the API: the same door, the same refusals, once for one key."""

import json
from uuid import uuid4

import pytest

from taizhang.config.views import api
from taizhang.county.matters.models import Matter
from tests.matters.office import ZUOCHENG, assigned, submitted

BASE = "/api/v1/matters"


@pytest.fixture
def ask(office, signed_in):
    """`ask(person, address, **body)` posts as that person; a body of None asks only."""

    def send(person, address="", *, key=None, **body):
        headers = {"Idempotency-Key": str(key)} if key else {}
        client = signed_in(person)
        return client.post(BASE + address, json.dumps(body), content_type="application/json", headers=headers)

    return send


def test_a_matter_is_opened_and_assigned_in_one_act(office, ask):
    made = ask(office.supervisor, title="清理河道", place=ZUOCHENG, unit="zuocheng", note="一周内完成")
    assert made.status_code == 201, made.content
    assert (made.json()["state"], made.json()["unit"], made.json()["light"]) == ("交办", "胙城乡", "正常")
    assert {clock["name"] for clock in made.json()["clocks"]} == {"claim", "handle"}


def test_a_refused_assignment_leaves_no_matter(office, ask):
    assert ask(office.stranger, title="清理河道", place=ZUOCHENG, unit="zuocheng").status_code == 422
    assert not Matter.objects.exists()


def test_a_move_answers_with_what_may_be_done_next(office, ask):
    held = assigned(office)
    told = ask(office.clerk, f"/{held.code}/moves/claim").json()
    assert told["state"] == "办理"
    assert "submit" in [move["name"] for move in told["moves"]]


def test_what_lacks_is_named_by_field(office, ask):
    held = assigned(office)
    ask(office.clerk, f"/{held.code}/moves/claim")
    refused = ask(office.clerk, f"/{held.code}/moves/submit")
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"note", "outcome", "papers"}


def test_the_second_claim_is_told_who_was_first(office, ask):
    held = assigned(office)
    ask(office.clerk, f"/{held.code}/moves/claim")
    late = ask(office.clerk2, f"/{held.code}/moves/claim")
    assert late.status_code == 409
    assert "经办甲" in late.json()["detail"]
    assert late.json()["stored"]["state"] == "办理"


def test_a_request_sent_again_with_its_key_is_done_once(office, ask):
    key = uuid4()
    first, again = (ask(office.supervisor, key=key, title="清理河道", place=ZUOCHENG) for _ in range(2))
    assert first.json()["code"] == again.json()["code"]
    assert Matter.objects.count() == 1


def test_out_of_reach_is_not_there(office, ask, signed_in):
    held = submitted(office)
    assert ask(office.stranger, f"/{held.code}/moves/close").status_code == 404
    assert signed_in(office.stranger).get(f"{BASE}/{held.code}").status_code == 404


@pytest.mark.parametrize("wrong", [{"flow": "nothing"}, {"unit": "nobody"}, {"level": "huge"}, {"title": " "}])
def test_what_is_unknown_is_refused_by_its_name(office, ask, wrong):
    refused = ask(office.supervisor, **{"title": "清理河道", "place": ZUOCHENG} | wrong)
    assert refused.status_code == 422
    assert next(iter(wrong)) in refused.json()["errors"]


def test_the_document_tells_the_answer(office, ask):
    told = ask(office.supervisor, title="清理河道", place=ZUOCHENG).json()
    assert set(told) == set(api.get_openapi_schema()["components"]["schemas"]["Told"]["properties"])


def test_opening_moving_and_listing_ask_the_database_no_more_than_this(
    office, signed_in, django_assert_max_num_queries
):
    """Each statement is a journey to the database: they would creep back one by one."""
    client = signed_in(office.supervisor)
    form = {"title": "护栏缺失", "place": "410726206", "unit": "zuocheng"}
    with django_assert_max_num_queries(15):
        opened = client.post("/api/v1/matters", form, content_type="application/json")
    assert opened.status_code == 201, opened.content.decode()
    with django_assert_max_num_queries(12):
        moved = client.post(
            f"/api/v1/matters/{opened.json()['code']}/moves/recall", {"note": "收回"}, content_type="application/json"
        )
    assert moved.status_code == 200, moved.content.decode()
    with django_assert_max_num_queries(8):
        assert client.get("/api/v1/ledgers/matters?place=410726206").status_code == 200
