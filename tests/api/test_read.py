"""POST /api/v1/read: the object of the command, for programs that have no session, with its document."""

import json
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from taizhang.config.views import api
from taizhang.county.figures.text.told import told

ADDRESS = "/api/v1/read"
TEXT = "全县化解纠纷421起，其中甲乡120起、乙乡150起、丙乡161起，发放170余万元。"


def ask(client, content, **more):
    body = content if isinstance(content, bytes) else json.dumps(content)
    return client.post(ADDRESS, body, content_type="application/json", **more)


@pytest.fixture(autouse=True)
def unhurried(db, settings):
    cache.clear()
    settings.READ_PER_MINUTE = 10_000


@pytest.fixture
def client_of(county, signed_in):
    return signed_in(county.clerk)


def test_the_answer_is_what_the_command_prints(client_of):
    answer = ask(client_of, {"text": TEXT, "cutoff": "2023-08-31"})

    assert answer.status_code == 200
    assert answer.json() == json.loads(json.dumps(told(TEXT)))
    assert any(not one["holds"] for one in answer.json()["relations"])


def test_the_document_tells_the_answer(client_of):
    schemas = api.get_openapi_schema()["components"]["schemas"]
    answer = ask(client_of, {"text": TEXT}).json()

    assert set(answer) == set(schemas["TextTold"]["properties"])
    for name, rows in (("SpanTold", answer["spans"]), ("RelationTold", answer["relations"])):
        assert all(set(row) == set(schemas[name]["properties"]) for row in rows)
    told_of = api.get_openapi_schema()["paths"]["/api/v1/read"]["post"]
    assert {"200", "413", "422", "429"} <= {str(status) for status in told_of["responses"]}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ({}, "text", "必须填写"),
        ({"text": 5}, "text", "类型不符"),
        ({"text": None}, "text", "类型不符"),
        ({"text": "12人", "cutoff": "8月底"}, "cutoff", "类型不符"),
        ({"text": "12人", "words": 1}, "words", "没有这个栏目"),
    ],
)
def test_wrong_input_is_named(client_of, content, name, said):
    answer = ask(client_of, content)

    assert answer.status_code == 422
    assert said in answer.json()["errors"][name][0]


def test_a_text_too_long_is_refused_in_a_sentence(client_of, settings):
    settings.READ_MAX_CHARS = 10

    answer = ask(client_of, {"text": TEXT})

    assert answer.status_code == 413
    assert "超过 10 字的上限" in answer.json()["detail"]


def test_a_body_too_large_is_refused_in_a_sentence(client_of):
    answer = ask(client_of, {"text": "一" * 500_000})

    assert answer.status_code == 413
    assert "请求体过大" in answer.json()["detail"]


def test_a_program_without_a_session_is_answered(db):
    strict = Client(enforce_csrf_checks=True)

    assert ask(strict, {"text": TEXT}).json() == json.loads(json.dumps(told(TEXT)))


def test_nobody_asks_without_end(db, client, settings):
    settings.READ_PER_MINUTE = 2

    answers = [ask(client, {"text": "31人"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "读得太频繁了" in answers[-1].json()["detail"]


def test_what_is_no_json_is_refused(client_of):
    assert ask(client_of, b"{").status_code == 400
    assert ask(client_of, b'{"text": "\\ud83d"}').status_code == 400


@given(
    st.text(st.sampled_from("0123456789０一二十百千万亿余约至—.,%年月日第（元人 \n\r\0甲"), max_size=80)
    | st.text(max_size=40)
)
@pace(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_with_indices_into_it(client_of, text):
    answer = ask(client_of, {"text": text})

    assert answer.status_code == 200
    spans = answer.json()["spans"]
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    assert all(one["end"] <= other["start"] for one, other in pairwise(spans))
