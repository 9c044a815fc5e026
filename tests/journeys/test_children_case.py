"""A child's case through the hands of a township and the bureau: asked for papers, confirmed, on next month's list."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from taizhang.county.standards import citizen_id
from tests.journeys.conftest import PHONE, Visit, fits

pytestmark = pytest.mark.journey

CODE = re.compile(r"ET\d{8}-\d{4}")
APPLICATION = {
    "applicant": "张桂兰", "phone": "13800000001", "name": "王小雨", "village": "西街村",
    "id_no": citizen_id.synthetic("410726", date(2014, 2, 2), 999), "account": "6217000000000000004",
    "father-name": "王建国", "father-state-since": "2022-01-10", "father-state-until": "2027-01-09",
    "mother-name": "孙玉梅", "mother-state-since": "2021-03-05",
}  # fmt: skip
CHOICES = {
    "relation": "祖父母", "category": "事实无人抚养儿童", "school": "小学", "holder": "儿童本人",
    "father-state-state": "服刑在押", "mother-state-state": "死亡",
}  # fmt: skip
PAPERS = ("申请表", "儿童户口页", "监护人身份证明", "银行账户复印件", "数据核对授权书")
EVIDENCE = ("刑事判决书", "死亡证明")


def apply(page: Page) -> str:
    """A draft with all but one paper; its address."""
    page.goto("/children/cases/new")
    for name, value in APPLICATION.items():
        page.fill(f"[name='{name}']", value)
    for name, label in CHOICES.items():
        page.select_option(f"[name='{name}']", label=label)
    for name in PAPERS:
        page.check(f"input[value='{name}']")
    page.get_by_role("button", name="存为草稿").click()
    page.wait_for_url(re.compile(r"/children/cases/\d+/$"))
    return page.url


def receive(page: Page, *names: str) -> None:
    for name in names:
        page.check(f"#papers input[value='{name}']")
    page.get_by_role("button", name="登记已收材料").click()


def press(page: Page, label: str, note: str = "") -> None:
    """A button under 下一步; where it asks for words, they are written first."""
    here = page.locator("#next")
    if note:
        box = here.locator("details", has=page.get_by_role("button", name=label, exact=True, include_hidden=True))
        if box.get_attribute("open") is None:
            box.locator("> summary").click()
        box.locator("textarea").fill(note)
    here.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("main")).to_contain_text(f"已办理“{label}”")


def test_from_the_application_to_the_list_of_the_next_month(visit: Visit):
    clerk = visit("shenxiaojun", size=PHONE)
    address = apply(clerk)
    expect(clerk.locator("#lacks")).to_contain_text("儿童照片（申请材料）")
    expect(clerk.locator("#lacks")).to_contain_text("父亲：服刑在押的刑事判决书或羁押通知书")
    press(clerk, "受理")
    press(clerk, "通知补正", "请补交儿童照片、父亲的刑事判决书和母亲的死亡证明")
    expect(clerk.locator("#limits")).to_contain_text("暂停")
    assert fits(clerk)
    receive(clerk, "儿童照片", *EVIDENCE)
    press(clerk, "补正完毕")
    press(clerk, "开始查验")
    press(clerk, "查验通过", "经公安比对，父亲在押、母亲已注销户口，与申请相符")
    expect(clerk.locator("#next")).to_contain_text("由县民政局经办办理")

    bureau, head = visit("mali"), visit("sunzhiyuan")
    bureau.goto(address)
    press(bureau, "县级接收")
    head.goto(address)
    expect(head.locator("#verdict")).to_contain_text("符合：事实无人抚养儿童")
    press(head, "确认")
    assert "王小雨" not in head.content()

    head.get_by_role("link", name="儿童档案").click()
    code = CODE.search(head.inner_text("h1"))
    assert code is not None
    expect(head.locator("main")).to_contain_text("事实无人抚养儿童")
    assert fits(head)
    bureau.goto("/payroll/plan/?month=2023-10&tab=enter")
    expect(bureau.locator("main")).to_contain_text(code[0])
