"""An issue from a clerk's first word to a leader's tap on a number, each step in that person's own browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, WIDE, Site, Visit, fits

pytestmark = pytest.mark.journey

BODY = (
    "网格员逐户走访，发现一起登记一起，乡综治中心统一交办、限时领办、跟踪督办、回访办结，确保件件有着落、事事有回音。"
)


def step(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    page.wait_for_load_state()


def waiting(page: Page, words: str) -> None:
    """Opens what the front page says waits for this person."""
    page.goto("/")
    page.get_by_role("link", name=re.compile(re.escape(words))).first.click()
    page.wait_for_load_state()


def test_an_issue_from_draft_to_the_leaders_phone(visit: Visit, site: Site):
    clerk = visit("shenxiaojun")
    clerk.goto("/bulletin/items/new")
    clerk.select_option("[name=section]", label="社会治理")
    clerk.fill("[name=headline]", "胙城乡建账到户把矛盾化解在村组")
    clerk.fill("[name=body]", f"{BODY}截至目前，胙城乡排查矛盾纠纷{{disputes.found | place=410726206}}。")
    step(clerk, "保存")
    step(clerk, "保存并报送")
    expect(clerk.locator("body")).to_contain_text("已报送")

    editor = visit("zhouwenjing")
    editor.goto("/bulletin/issues/new")
    step(editor, "新开一期")
    step(editor, "采用")
    for label in ("开始编辑", "送核数", "送单位核实"):
        step(editor, label)
    compose = editor.url

    head = visit("houjianshe")
    waiting(head, "核实")
    expect(head.locator("body")).to_contain_text("109")
    step(head, "同意，数字属实")
    expect(head.locator("body")).to_contain_text("已核实")

    editor.goto(compose)
    step(editor, "送审核")

    checker = visit("hanlixin")
    waiting(checker, "快报（数据截至")
    step(checker, "审核通过")

    signer = visit("zhengguodong")
    waiting(signer, "快报（数据截至")
    step(signer, "签发")

    leader = visit("tianhaibo", size=PHONE)
    waiting(leader, "第 40 期")
    leader.get_by_role("link", name="109起").click()
    expect(leader.locator("body")).to_contain_text("口径")
    expect(leader.locator("body")).to_contain_text(re.compile("共 109 条"))
    assert site.command("verify").returncode == 0


DRAFT = f"{BODY}截至目前，胙城乡排查矛盾纠纷109起；榆林乡排查矛盾纠纷109起，走访群众35户。"


def begin(page: Page) -> None:
    page.goto("/bulletin/items/new")
    page.select_option("[name=section]", label="社会治理")
    page.fill("[name=headline]", "胙城乡建账到户把矛盾化解在村组")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_each_number_is_marked_as_it_is_typed_and_one_click_pins_it(visit: Visit, size: dict[str, int]):
    clerk = visit("shenxiaojun", size=size)
    begin(clerk)

    clerk.fill("[name=body]", DRAFT)

    result = clerk.locator("#result")
    expect(result.locator(".printed .num.good")).to_have_text("109起✓")
    expect(result.locator(".printed .num.bad")).to_have_text("109起✗")
    expect(result.locator(".printed .num.none")).to_have_text("35户○")
    expect(result).to_contain_text("榆林乡排查矛盾纠纷，台账为 94起；胙城乡的数正好是 109起")
    assert fits(clerk)
    result.locator(".printed .num.bad").click()
    clerk.locator("li.finding:target").get_by_role("button", name="改为引用").click()
    expect(clerk.locator("[name=body]")).to_have_value(re.compile(r"榆林乡排查矛盾纠纷\{disputes\.found"))


def test_without_script_the_button_checks_and_pins(visit: Visit):
    clerk = visit("shenxiaojun", script=False)
    begin(clerk)
    clerk.fill("[name=body]", DRAFT)

    step(clerk, "检查")

    expect(clerk.locator("[name=body]")).to_have_value(DRAFT)
    clerk.locator("li.finding", has_text="与台账一致").get_by_role("button", name="改为引用").click()
    expect(clerk.locator("[name=body]")).to_have_value(re.compile(r"胙城乡排查矛盾纠纷\{disputes\.found"))
