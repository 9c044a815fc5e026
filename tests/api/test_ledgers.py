"""The JSON API: the same rows, rights and rules as the pages, masked, with a document that is true."""

import json
import re

import pytest
from django.test import Client

from taizhang.config.views import api
from taizhang.county.audit.models import Change
from taizhang.county.ledger import listing, registry
from tests.county import on
from tests.every_ledger import rows as written
from tests.sheets import books

every_ledger = pytest.mark.parametrize("ledger", registry.written(), ids=lambda ledger: ledger.slug)
# A citizen id, a mobile number, a bank account: whatever has this form must never leave in a list.
SECRETS = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9}|62\d{14,17})(?!\d)")


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def disputes():
    return books.get("disputes")


@pytest.fixture
def client_of(signed_in):
    return signed_in


def at(ledger, pk=None):
    return f"/api/v1/ledgers/{ledger.slug}" + (f"/{pk}" if pk else "")


def send(client, verb, address, content):
    return getattr(client, verb)(address, json.dumps(content), content_type="application/json")


@every_ledger
def test_a_list_gives_every_column_and_no_secret(county, client_of, ledger):
    with on(books.TODAY):
        records = [written.add(ledger, county, n) for n in range(3)]
    answer = client_of(county.clerk).get(at(ledger), {"count": 1})
    assert answer.status_code == 200
    assert answer.json()["count"] == ledger.model.objects.count() >= len(records)
    assert set(answer.json()["rows"][0]) == {"id", "edition", "voided", *ledger.by_name}
    text = answer.content.decode()
    assert not SECRETS.search(re.sub(r'"grid":"\d+"', "", text))
    for column in ledger.private_columns:
        assert not any(len(said) > 1 and said in text for said in map(column.text, map(column.value, records)))


@every_ledger
def test_the_answers_fit_the_published_schema(county, client_of, ledger):
    record = written.add(ledger, county)
    client = client_of(county.clerk)
    page, row = client.get(at(ledger)).json(), client.get(at(ledger, record.pk)).json()
    schemas = api.get_openapi_schema()["components"]["schemas"]
    name = "".join(word.capitalize() for word in ledger.slug.split("-"))
    for content, schema in ((page, schemas[f"{name}Page"]), (row, schemas[f"{name}Row"])):
        assert set(schema["required"]) <= set(content) == set(schema["properties"])
    assert row in page["rows"]


@every_ledger
def test_what_is_out_of_reach_is_not_there(county, client_of, ledger):
    record = written.add(ledger, county)
    client = client_of(county.stranger)
    assert client.get(at(ledger)).json()["rows"] == []
    assert client.get(at(ledger, record.pk)).status_code == 404
    assert send(client, "patch", at(ledger, record.pk), {"edition": 1}).status_code == 404


@every_ledger
def test_a_record_is_added_and_found(county, client_of, ledger):
    client = client_of(written.kept(ledger, county).clerk)
    answer = send(client, "post", at(ledger), books.examples(ledger)(7, county) | {"reason": "接口登记"})
    assert answer.status_code == 201, answer.json()
    assert client.get(at(ledger, answer.json()["id"])).json() == answer.json()
    assert Change.objects.latest("pk").reason == "接口登记"


@every_ledger
def test_a_ledger_one_may_not_see_is_not_there(county, client_of, ledger):
    administrator = county.post("administrator", "government-office", "administrator")
    assert client_of(administrator).get(at(ledger)).status_code == 404
    assert client_of(administrator).get("/api/v1/ledgers").json() == []


def test_the_list_has_the_conditions_of_the_page(county, client_of, disputes):
    for n in range(12):
        written.add(disputes, county, n)
    client = client_of(county.clerk)
    asked = {"found_on_from": "2023-03-01", "place": ["410726206"], "sort": "found_on"}
    rows = client.get(at(disputes), asked).json()["rows"]
    expected = listing.select(disputes, county.clerk, client.get("/l/disputes/", asked).wsgi_request.GET).rows
    assert [row["id"] for row in rows] == list(expected.values_list("pk", flat=True))
    assert 0 < len(rows) < 12


def test_pages_go_on_where_the_last_ended(county, client_of, disputes, monkeypatch):
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    for n in range(5):
        written.add(disputes, county, n)
    client = client_of(county.clerk)
    pages = [client.get(at(disputes), {"page": page}).json() for page in (1, 2, 3)]
    assert [page["next"] for page in pages] == [2, 3, None]
    seen = [row["id"] for page in pages for row in page["rows"]]
    assert sorted(seen) == sorted(disputes.model.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"colour": "red"}, "colour"),
        ({"found_on_from": "八月"}, "found_on_from"),
        ({"kind": "77"}, "kind"),
        ({"sort": "parties"}, "sort"),
        ({"page": "0"}, "page"),
        ({"page": "十"}, "page"),
        ({"page": "99999"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "9" * 40}, "page"),
    ],
)
def test_a_condition_that_is_not_understood_is_refused(county, client_of, disputes, asked, name):
    answer = client_of(county.clerk).get(at(disputes), asked)
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [name]


def test_a_list_costs_the_same_whatever_its_length(county, client_of, disputes, django_assert_max_num_queries):
    for n in range(8):
        written.add(disputes, county, n)
    client = client_of(county.clerk)
    with django_assert_max_num_queries(11):
        client.get(at(disputes))


def test_errors_come_by_column(county, client_of, disputes):
    client = client_of(county.clerk)
    row = books.examples(disputes)(1, county) | {"level": "不一般", "found_on": "八月"}
    answer = send(client, "post", at(disputes), row)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"level", "found_on"}
    assert send(client, "post", at(disputes), {}).json()["errors"]["parties"] == ["必须填写"]
    assert disputes.model.objects.count() == 0


def test_a_name_that_is_no_column_is_refused(county, client_of, disputes):
    answer = send(client_of(county.clerk), "post", at(disputes), {"colour": "red", "void_reason": "x"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"colour", "void_reason"}


def test_another_township_is_refused_as_in_the_form(county, client_of, disputes):
    row = books.examples(disputes)(1, county) | {"place": "榆林乡", "unit": "榆林乡", "grid": "410726207200001"}
    answer = send(client_of(county.clerk), "post", at(disputes), row)
    assert answer.status_code == 422
    assert "不在您的管辖范围" in answer.json()["errors"][""][0]


def test_a_change_on_an_old_edition_is_a_conflict_that_shows_the_stored_row(county, client_of, disputes):
    record = written.add(disputes, county)
    client, address = client_of(county.clerk), at(disputes, record.pk)
    first = send(client, "patch", address, {"edition": 1, "people": 5})
    assert (first.status_code, first.json()["people"], first.json()["edition"]) == (200, 5, 2)
    second = send(client, "patch", address, {"edition": 1, "people": 6})
    assert second.status_code == 409
    assert second.json()["stored"]["people"] == 5
    assert "张建国" not in second.content.decode()


def test_a_change_needs_the_edition_it_was_read_at(county, client_of, disputes):
    record = written.add(disputes, county)
    answer = send(client_of(county.clerk), "patch", at(disputes, record.pk), {"people": 5})
    assert answer.json()["errors"] == {"edition": ["必须填写"]}


def test_a_mask_is_not_written_over_what_it_hides(county, client_of, disputes):
    record = written.add(disputes, county)
    client, address = client_of(county.clerk), at(disputes, record.pk)
    masked = client.get(address).json()["parties"]
    answer = send(client, "patch", address, {"edition": 1, "parties": masked})
    assert answer.status_code == 422
    record.refresh_from_db()
    assert "*" not in record.parties


def test_nobody_gets_in_without_signing_in(client, county, disputes):
    assert client.get(at(disputes)).status_code == 401
    assert client.get(at(disputes)).json()["detail"] == "请先登录"
    assert client.get("/api/v1/docs").status_code == 302
    assert client.get("/api/v1/openapi.json").status_code == 302


def test_writes_need_the_csrf_token(county, disputes):
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.clerk, backend="taizhang.county.people.backend.Backend")
    answer = send(client, "post", at(disputes), books.examples(disputes)(1, county))
    assert answer.status_code == 403
    assert "X-CSRFToken" in answer.json()["detail"]
    assert disputes.model.objects.count() == 0


@pytest.mark.parametrize("content", [b"{", b"[]", b'"x"', b"[" * 100_000, b'{"people": "\\ud800"}', b'{"people": NaN}'])
def test_a_body_that_makes_no_sense_is_refused(county, client_of, disputes, content):
    answer = client_of(county.clerk).post(at(disputes), content, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


def test_the_documentation_needs_nothing_from_elsewhere(county, client_of):
    client = client_of(county.clerk)
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert "style" not in re.sub(r"stylesheet|\.css", "", text)
    assert "script-src" in page["Content-Security-Policy"] or "default-src 'self'" in page["Content-Security-Policy"]
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["paths"]["/api/v1/ledgers/disputes"]["get"]["parameters"]
