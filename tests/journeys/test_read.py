"""A visitor has a text read: as it is typed, without script, on a desk and on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, WIDE, Site, Visit, fits

pytestmark = pytest.mark.journey
TEXT = "全县化解纠纷421起，其中甲乡120起、乙乡150起、丙乡161起，发放170余万元。"


def visitor(browser: Browser, site: Site, **how: object) -> Page:
    return browser.new_context(locale="zh-CN", base_url=site.address, **how).new_page()  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_numbers_are_marked_as_one_types(site: Site, browser: Browser, size: dict[str, int]):
    page = visitor(browser, site, viewport=size)
    page.goto("/read")

    page.fill("textarea", TEXT)

    expect(page.locator(".marked .mark")).to_have_count(5)
    expect(page.get_by_text("不一致", exact=True)).to_be_visible()
    assert fits(page)
    page.context.close()


def test_without_script_the_button_reads(site: Site, browser: Browser):
    page = visitor(browser, site, java_script_enabled=False)
    page.goto("/read")
    page.fill("textarea", TEXT)

    page.get_by_role("button", name="读数").click()

    expect(page.locator(".marked")).to_have_text(TEXT)
    page.locator(".marked .money").click()
    expect(page.locator("tr:target")).to_contain_text("1,700,000")
    page.context.close()


def test_a_clerk_comes_by_the_menu(visit: Visit):
    page = visit("shenxiaojun")

    page.get_by_role("link", name="文中数字").click()
    page.get_by_role("link", name="用一段示例试试").click()

    expect(page.locator(".marked")).to_be_visible()
    expect(page.get_by_text("不一致", exact=True)).to_have_count(0)
