"""A leader's instruction goes out as a matter and comes back as a draft for a later issue."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.html import escape

from taizhang.county.bulletin import instructions
from taizhang.county.bulletin.models import Item
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.matters import services
from taizhang.county.matters.models import Matter
from tests.bulletin import press
from tests.county import on
from tests.matters.office import paper

WORDS = "请政法委牵头，一周内报结果。"


@pytest.fixture
def issue(county, settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    press.staff(county)
    county.post("supervisor", "government-office", "supervisor")
    county.post("supervisor2", "government-office", "supervisor")
    with on("2023-09-01"):
        yield press.signed(county)


@pytest.fixture
def item(issue):
    return issue.items.first()


def carried_out(county, item):
    matter = instructions.instruct(item, WORDS, by=county.leader)
    services.move(matter, "assign", by=county.supervisor, unit=county.zuocheng, note="按批示办理")
    services.move(matter, "claim", by=county.clerk)
    services.move(matter, "submit", by=county.clerk, note="已逐户回访", outcome="done", papers=(paper(),))
    return services.move(matter, "close", by=county.supervisor)


def test_an_instruction_waits_to_be_assigned_with_the_leaders_words(county, item):
    matter = instructions.instruct(item, WORDS, by=county.leader)
    assert (matter.source, matter.stage, matter.detail) == ("instruction", "registered", WORDS)
    assert "第1期" in matter.origin or "期《" in matter.origin


def test_only_a_leader_instructs_and_not_without_words(county, item):
    with pytest.raises(Refused, match="县领导"):
        instructions.instruct(item, WORDS, by=county.clerk)
    with pytest.raises(Refused, match="请写下批示"):
        instructions.instruct(item, " ", by=county.leader)


def test_the_result_is_offered_until_an_item_reports_it(county, item, signed_in):
    matter = carried_out(county, item)
    offered = [draft for _, draft in instructions.results(county.editor)]
    assert [draft.source_note for draft in offered] == [f"批示办理结果 {matter.code}"]
    assert offered[0].body.endswith("已逐户回访。")
    key = f"{county.zuocheng.slug}:{offered[0].unit_slug}:{offered[0].title}"
    signed_in(county.clerk).post(reverse("item_new"), {"draft": key})
    assert Item.objects.filter(source_note__contains=matter.code).count() == 1
    assert list(instructions.results(county.editor)) == []


def test_an_instruction_sent_twice_is_one(county, issue, item, signed_in):
    page = reverse("bulletin_instruct", args=[issue.year, issue.no, item.pk])
    leader, sent = signed_in(county.leader), {"words": WORDS, "token": str(uuid4())}
    assert [leader.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert Matter.objects.count() == 1


def test_the_page_keeps_what_was_typed_and_is_closed_to_others(county, issue, item, signed_in):
    page = reverse("bulletin_instruct", args=[issue.year, issue.no, item.pk])
    refused = signed_in(county.leader).post(page, {"words": "", "urgent": "on"})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()
    (printed,) = [one for section in issue.paper["sections"] for one in section["items"]
                  if one["headline"] == item.headline]  # fmt: skip
    assert escape("".join(run["text"] for run in printed["body"])) in refused.content.decode()
    assert signed_in(county.clerk).get(page).status_code == 403


def test_the_issue_shows_its_instructions_to_the_leader(county, issue, item, signed_in):
    instructions.instruct(item, WORDS, by=county.leader)
    read = signed_in(county.leader).get(reverse("bulletin_read", args=[issue.year, issue.no])).content.decode()
    assert "落实对《" in read
    assert "待交办" in read
