"""The pages of people and posts, and the auditor's."""

import pytest
from django.urls import reverse

from taizhang.county.audit.models import Reading


@pytest.fixture
def admin(county):
    return county.post("admin", "government-office", "administrator")


def test_an_administrator_adds_a_person_and_sees_the_password_once(signed_in, admin):
    client = signed_in(admin)

    page = client.post(reverse("person_new"), {"username": "liuyi", "name": "刘一"}, follow=True).content.decode()

    assert "只显示这一次" in page
    assert "只显示这一次" not in client.get(reverse("people_list")).content.decode()


def test_a_post_needs_its_ground(signed_in, admin, county):
    url = reverse("person_detail", args=[county.clerk.pk])
    typed = {"organisation": "yulin", "role": "clerk", "since": "2023-09-01", "reason": ""}

    response = signed_in(admin).post(url, typed)

    assert response.status_code == 422
    assert "任职依据" in response.content.decode()


def test_leaving_a_post_keeps_it_on_the_page(signed_in, admin, county):
    post = county.clerk.posts.get()
    url = reverse("person_detail", args=[county.clerk.pk])

    page = signed_in(admin).post(url, {"leave": post.pk, "until": "2023-09-30", "reason": "调离"}, follow=True)

    assert "2023-09-30" in page.content.decode()


def test_a_clerk_is_told_whom_to_ask(signed_in, county):
    response = signed_in(county.clerk).get(reverse("people_list"))

    assert response.status_code == 403
    assert "管理员" in response.content.decode()


def test_an_auditor_reads_the_log_and_the_search_is_kept(signed_in, county):
    auditor = county.post("auditor", "government-office", "auditor")

    page = signed_in(auditor).get(reverse("audit_log"), {"actor": "系统"}).content.decode()

    assert "建县" in page
    assert Reading.objects.get().reason == "查询留痕"


def test_an_administrator_may_not_audit(signed_in, admin):
    assert signed_in(admin).get(reverse("audit_log")).status_code == 403
