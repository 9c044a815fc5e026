"""What phones keep and send: which pages may be kept and for whom, what the worker is told, and how light it all is."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.matters.office import assigned

LIGHT = 30_000
FOLDER = Path(finders.find("matters/phone.js") or "").parent
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}


@pytest.mark.parametrize("name", ["matter_report", "phone_mine"])
def test_a_page_names_the_person_it_may_be_kept_for(office, signed_in, name):
    response = signed_in(office.grid).get(reverse(name))

    assert response["X-Offline-For"] == str(office.grid.pk)
    assert "<!--copy-->" in response.content.decode()


def test_a_page_with_a_message_on_it_is_of_the_moment_and_not_kept(office, signed_in):
    client, held = signed_in(office.grid), assigned(office)
    form = {"person": office.grid.pk, "edition": held.edition, "move": "claim"}
    onward = client.post(reverse("phone_task", args=[held.pk]), form).url

    assert "X-Offline-For" not in client.get(onward)
    assert "X-Offline-For" in client.get(onward)


def test_a_refusal_is_not_kept(office, signed_in):
    response = signed_in(office.grid).post(reverse("matter_report"), {"person": office.grid.pk})

    assert response.status_code == 422
    assert "X-Offline-For" not in response


def test_the_worker_serves_the_closed_loop_only_and_is_asked_for_anew(client):
    response = client.get(reverse("phone_worker"))

    assert response["Service-Worker-Allowed"] == "/matters/"
    assert response["Cache-Control"] == "no-cache"
    assert response["Content-Type"].startswith("text/javascript")
    assert "worker-src 'self'" in response["Content-Security-Policy"]


def test_the_worker_knows_addresses_that_exist(client):
    told = json.loads(re.match(r"self\.KNOWN = (.*);", client.get(reverse("phone_worker")).content.decode())[1])

    assert all(finders.find(url.removeprefix("/static/")) for url in told["shell"])
    assert {told[name] for name in ("report", "mine", "who", "offline")} == {
        "/matters/report", "/matters/mine", "/matters/who", "/matters/offline"
    }  # fmt: skip


def test_the_page_for_no_network_is_nobodys(client):
    response = client.get(reverse("phone_offline"))

    assert response.status_code == 200
    assert "没有网络" in response.content.decode()
    assert "csrf" not in response.content.decode()


def test_the_phone_learns_as_whom_it_would_send(office, signed_in, client):
    nobody = client.get(reverse("phone_who"))
    assert nobody.json() == {"person": None, "csrf": None}
    assert not nobody.cookies, "its cookie would end the sign-in page that is open beside it"
    assert signed_in(office.grid).get(reverse("phone_who")).json()["person"] == office.grid.pk


def test_the_token_it_is_given_is_the_one_the_server_takes(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.grid, backend="taizhang.county.people.backend.Backend")
    form = {"person": office.grid.pk, "what": "task:", "place": "410726206", "said": "护栏缺失"}
    token = client.get(reverse("phone_who")).json()["csrf"]

    assert client.post(reverse("matter_report"), form).status_code == 403
    sent = client.post(reverse("matter_report"), form, HTTP_X_CSRFTOKEN=token, HTTP_ACCEPT="application/json")
    assert sent.status_code == 200


def test_a_session_left_alone_answers_the_queue_with_the_way_to_sign_in(office, signed_in, settings):
    client = signed_in(office.grid)
    session = client.session
    session["seen"] = 1
    session.save()

    assert client.get(reverse("phone_who")).url.startswith("/account/login/")


def test_the_first_visit_is_light(office, signed_in, client):
    page = signed_in(office.grid).get(reverse("matter_report")).content
    needed = re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode())
    packed = sum(len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in needed)

    assert len(page) < LIGHT / 2
    assert len(page) + packed < LIGHT


def test_pages_carry_no_script_of_their_own_and_no_glue_for_desks(office, signed_in):
    page = signed_in(office.grid).get(reverse("matter_report")).content.decode()

    assert "<script>" not in page and " style=" not in page and "onclick" not in page
    assert "htmx" not in page


def test_scripts_are_plain_and_small():
    assert set(SCRIPTS) == {"phone.js", "queue.js", "worker.js"}
    for name, source in SCRIPTS.items():
        assert not re.search(r"eval\(|innerHTML|document\.write|new Function", source), name
        assert len(source.splitlines()) <= 400, name
        assert max(map(len, source.splitlines())) <= 130, name
