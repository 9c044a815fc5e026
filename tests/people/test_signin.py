"""Signing in: the lock after wrong passwords, the idle time-out, no sign-up."""

from datetime import timedelta
from time import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.county import PASSWORD


@pytest.fixture(autouse=True)
def fresh_counters(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def sign_in(client, username, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_a_person_signs_in_by_name_and_password(client, county):
    response = sign_in(client, "clerk")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(county.clerk.pk)


def test_a_sign_in_page_that_grew_old_begins_anew_and_keeps_the_way_back(county):
    client = Client(enforce_csrf_checks=True)
    form = {"login": "clerk", "password": PASSWORD, "next": "/matters/report"}
    response = client.post(reverse("account_login"), form, follow=True)

    assert response.redirect_chain == [("/account/login/?next=%2Fmatters%2Freport", 302)]
    assert "刚才的登录页面已过期" in response.content.decode()
    assert '"/matters/report"' in response.content.decode()


def test_a_wrong_password_says_what_to_do(client, county):
    response = sign_in(client, "clerk", "wrong-password")

    assert "登录名或密码不正确" in response.content.decode()


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(client, county):
    for _ in range(5):
        sign_in(client, "clerk", "wrong-password")

    response = sign_in(client, "clerk")

    assert "_auth_user_id" not in client.session
    assert "15 分钟后再试" in response.content.decode()


def test_nobody_signs_up(client, county):
    client.post(reverse("account_signup"), {"username": "new", "password1": PASSWORD})

    assert not type(county.clerk).objects.filter(username="new").exists()


def test_a_session_left_alone_ends_and_says_where_to_go_on(signed_in, county, settings):
    client = signed_in(county.clerk)
    session = client.session
    session["seen"] = int(session.get("seen", 0)) or 1
    session.save()

    response = client.get("/people/roles", follow=True)

    assert f"超过 {settings.IDLE_MINUTES} 分钟" in response.content.decode()
    assert "next=%2Fpeople%2Froles" in response.redirect_chain[0][0]


def test_a_form_that_was_left_too_long_leads_back_to_its_page(signed_in, county, settings):
    client = signed_in(county.clerk)
    session = client.session
    session["seen"] = int(time()) - settings.IDLE_MINUTES * 60 - 60
    session.save()

    response = client.post(
        "/people/form", {}, follow=True, headers={"Referer": "http://testserver/people/roles?page=2"}
    )

    assert "刚才填写的没有提交" in response.content.decode()
    assert response.redirect_chain[0][0].endswith("next=%2Fpeople%2Froles%3Fpage%3D2")


def test_the_way_back_is_never_to_another_site(signed_in, county, settings):
    client = signed_in(county.clerk)
    session = client.session
    session["seen"] = int(time()) - settings.IDLE_MINUTES * 60 - 60
    session.save()

    response = client.post("/people/form", {}, headers={"Referer": "http://example.com/people/roles"})

    assert response["Location"].endswith("next=%2Fpeople%2Fform")


def test_a_session_in_use_goes_on(signed_in, county, settings):
    assert timedelta(minutes=settings.IDLE_MINUTES) > timedelta(minutes=10)

    assert signed_in(county.clerk).get("/people/roles").status_code == 200


def test_a_disabled_person_cannot_sign_in(client, county):
    county.clerk.is_active = False
    county.clerk.save()

    sign_in(client, "clerk")

    assert "_auth_user_id" not in client.session
