"""Care that is due: from the list to the form of the visit, and off the list again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Visit, fits
from tests.journeys.test_ledger import fill

pytestmark = pytest.mark.journey

BUREAU, LEADER = "mali", "tianhaibo"


def late(page: Page) -> int:
    page.goto("/children/care/?kind=visit")
    told = re.search(r"其中超期 ([\d,]+) 件", page.locator(".sub").inner_text())
    assert told is not None
    return int(told[1].replace(",", ""))


@pytest.mark.parametrize(("size", "script"), [(None, True), (PHONE, False)], ids=["desk", "phone without script"])
def test_a_due_visit_is_recorded_and_no_longer_due(visit: Visit, size, script):
    page = visit(BUREAU, size=size, script=script)
    before = late(page)
    row = page.locator("table.list tbody tr").first
    code = row.locator("td.t a").inner_text()
    expect(row).to_contain_text("超期")
    row.get_by_role("link", name="登记走访").click()

    assert page.input_value("[name=child]") == code
    fill(page, visited_on="2023-09-02", mode="入户", visitor="儿童主任示例", risk="低", findings="在校就读，起居正常")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".errors")).to_contain_text("晚于今天")
    assert page.input_value("[name=findings]") == "在校就读，起居正常"
    fill(page, visited_on="2023-09-01")
    page.get_by_role("button", name="保存", exact=True).dblclick()
    page.wait_for_url(re.compile(r"/l/visits/\d+/$"))

    assert late(page) == before - 1
    assert page.get_by_role("link", name=code, exact=True).count() == 0
    assert fits(page)


def test_for_a_leader_there_is_no_list_of_children(visit: Visit):
    response = visit(LEADER).goto("/children/care/")
    assert response is not None
    assert response.status == 404
