"""The loop on a desk: a clerk registers, a supervisor assigns and checks, a leader watches; nobody is left guessing."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Visit, fits

pytestmark = pytest.mark.journey

CLERK, WORKER, SUPERVISOR, LEADER, STRANGER = "shenxiaojun", "dongcuilan", "mengxiaodong", "tianhaibo", "fanli"


def register(page: Page, title: str) -> str:
    page.goto("/matters/inbox")
    page.get_by_role("link", name="登记事项").click()
    page.get_by_label("事项", exact=False).first.fill(title)
    page.get_by_label("所属乡镇").select_option(label="胙城乡")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/matters/\d+$"))
    return page.url


def assign(page: Page, url: str, unit: str = "胙城乡") -> None:
    page.goto(url)
    page.get_by_label("承办单位").select_option(label=unit)
    page.get_by_label("交办意见").first.fill("请按期办结")
    page.get_by_role("button", name="交办", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("已交办")


def photo(page: Page) -> dict[str, Any]:
    """What a camera would give: a real picture."""
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": page.screenshot(type="jpeg")}


def test_a_matter_goes_round_the_loop(visit: Visit):
    clerk, supervisor = visit(CLERK), visit(SUPERVISOR)
    title = "学校门前斑马线磨损"
    url = register(clerk, title)
    assign(supervisor, url)

    clerk.goto("/matters/inbox?box=claim")
    clerk.get_by_role("row", name=re.compile(title)).get_by_role("button", name="领办").click()
    expect(clerk.locator(".notice")).to_contain_text(f"已领办：{title}")

    clerk.goto(url)
    expect(clerk.locator("#next h2")).to_contain_text("轮到您：报结")
    clerk.get_by_label("办理情况").fill("已重新画线")
    clerk.get_by_role("button", name="报结").click()
    expect(clerk.locator(".errors")).to_contain_text("请选择办理结果")
    assert clerk.get_by_label("办理情况").input_value() == "已重新画线"
    clerk.get_by_label("已完成").check()
    clerk.get_by_label("照片和文书").first.set_input_files(photo(clerk))
    clerk.get_by_role("button", name="报结").click()
    expect(clerk.locator(".turn")).to_contain_text("等待县政府办核验办结")
    clerk.locator(".photos img").scroll_into_view_if_needed()
    clerk.wait_for_function("document.querySelector('.photos img').naturalWidth > 0")

    supervisor.goto("/matters/inbox?box=check")
    supervisor.get_by_role("row", name=re.compile(title)).get_by_role("link", name="核验").click()
    supervisor.get_by_role("button", name="核验办结").click()
    expect(supervisor.locator(".steps .done").last).to_contain_text("办结")
    assert fits(supervisor)


def test_the_second_of_two_is_told_who_was_first(visit: Visit):
    clerk, worker, supervisor = visit(CLERK), visit(WORKER), visit(SUPERVISOR)
    url = register(clerk, "村口积水")
    assign(supervisor, url)
    clerk.goto(url)
    worker.goto(url)
    worker.get_by_role("button", name="领办").click()
    expect(worker.locator("#next h2")).to_contain_text("报结")

    clerk.get_by_role("button", name="领办").click()

    expect(clerk.locator("[role=alert]")).to_contain_text("董翠兰")
    expect(clerk.locator("[role=alert]")).to_contain_text("领办")


def test_a_leader_taps_a_number_and_reads_the_matter_on_a_phone(visit: Visit):
    clerk, supervisor = visit(CLERK), visit(SUPERVISOR)
    title = "桥头护栏松动"
    url = register(clerk, title)
    assign(supervisor, url)
    leader = visit(LEADER, size=PHONE)
    leader.goto("/matters/board")
    assert fits(leader)
    row = leader.get_by_role("row", name=re.compile("胙城乡"))
    row.get_by_role("link").first.click()
    assert fits(leader)
    leader.get_by_role("link", name=title).click()
    expect(leader.locator(".turn")).to_contain_text("等待胙城乡领办")
    assert fits(leader)
    assert leader.get_by_role("button", name="领办").count() == 0


def test_an_extension_is_asked_and_granted(visit: Visit):
    clerk, supervisor = visit(CLERK), visit(SUPERVISOR)
    url = register(clerk, "灌溉渠淤堵")
    assign(supervisor, url)
    clerk.goto(url)
    clerk.get_by_role("button", name="领办").click()
    clerk.locator("summary", has_text="申请延期").click()
    clerk.get_by_label("延期天数").fill("5")
    clerk.get_by_label("延期理由").fill("挖机下周进场")
    clerk.get_by_role("button", name="申请延期").click()
    expect(clerk.locator("body")).to_contain_text("待审批")

    supervisor.goto("/matters/inbox?box=approve")
    supervisor.get_by_role("row", name=re.compile("灌溉渠淤堵")).get_by_role("link", name="审批").click()
    supervisor.get_by_label("同意", exact=True).check()
    supervisor.get_by_role("button", name="审批延期 5 天").click()

    expect(supervisor.locator("body")).to_contain_text("已延期 5 个工作日")


def test_several_rows_are_assigned_in_one_go_without_script(visit: Visit):
    clerk, supervisor = visit(CLERK), visit(SUPERVISOR)
    titles = ["村西路灯不亮", "村东垃圾未清"]
    for title in titles:
        register(clerk, title)
    supervisor.goto("/matters/inbox?box=assign")
    for title in titles:
        supervisor.get_by_label(f"选择{title}").check()
    supervisor.get_by_label("交办到").select_option(label="胙城乡")
    supervisor.get_by_role("button", name="交办选中的").click()
    expect(supervisor.locator("main h2").first).to_contain_text("办成 2 件，没有办成 0 件")


def test_another_township_does_not_know_of_it(visit: Visit):
    url = register(visit(CLERK), "只属胙城乡的事")
    response = visit(STRANGER).goto(url)
    assert response is not None
    assert response.status == 404


@pytest.mark.parametrize("username", [CLERK, SUPERVISOR])
def test_the_desk_fits_a_phone_and_stays_light(visit: Visit, username: str):
    page = visit(username, size=PHONE)
    for path in ("/", "/matters/inbox", "/matters/new"):
        response = page.goto(path)
        assert response is not None and response.status == 200, path
        assert len(response.body()) < 30_000, path
        assert fits(page), path
    touched = "[...document.querySelectorAll('main .btn')].filter(e => e.offsetParent && e.offsetHeight < 44).length"
    small = page.evaluate(touched)
    assert small == 0
