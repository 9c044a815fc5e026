"""A clerk's day in the ledger: register, be corrected, correct, meet a colleague's change, import, see it counted."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site, Visit

pytestmark = pytest.mark.journey


def fill(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def register(page: Page, parties: str, found_on: str = "2023-09-01") -> str:
    page.goto("/l/disputes/new")
    fill(page, found_on=found_on, kind="邻里", channel="群众来访", parties=parties)
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/l/disputes/\d+/$"))
    return page.url


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(visit: Visit):
    page = visit("shenxiaojun")
    page.goto("/l/disputes/new")
    fill(page, found_on="2024-09-01", kind="邻里", channel="群众来访", parties="张三、李四")
    page.get_by_role("button", name="保存", exact=True).click()

    expect(page.locator(".errors")).to_contain_text("晚于今天")
    assert page.input_value("[name=parties]") == "张三、李四"


def test_two_clerks_at_once_lose_nothing(visit: Visit):
    first, second = visit("shenxiaojun"), visit("heping")
    url = register(first, "王五、赵六")
    first.goto(f"{url}edit")
    second.goto(f"{url}edit")
    second.fill("[name=people]", "5")
    second.get_by_role("button", name="保存", exact=True).click()
    second.wait_for_url(url)

    first.fill("[name=summary]", "院墙滴水")
    first.get_by_role("button", name="保存", exact=True).click()

    expect(first.locator("body")).to_contain_text("两个人同时改了这条记录")
    expect(first.get_by_role("cell", name="院墙滴水")).to_be_visible()


def test_a_phone_registers_and_the_figure_counts_it(visit: Visit):
    worker = visit("dongcuilan", size=PHONE)
    register(worker, "孙七、周八")

    leader = visit("tianhaibo", size=PHONE)
    leader.goto("/figures/disputes.found/?place=410726206")

    expect(leader.locator(".big").first).not_to_contain_text(re.compile(r"^\s*109\s*起"))


def test_a_workbook_goes_out_and_comes_back_with_errors_named(visit: Visit, tmp_path: Path):
    page = visit("shenxiaojun")
    page.goto("/l/disputes/import")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载导入模板").click()
    path = tmp_path / "template.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    labels = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).value = None
    for label, value in {"所属乡镇": "胙城乡", "填报单位": "胙城乡", "排查日期": "昨天", "类型": "邻里"}.items():
        sheet.cell(2, labels[label]).value = value
    book.save(path)

    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="上传并预览").click()

    expect(page.locator("body")).to_contain_text("应为日期")
    expect(page.locator("body")).to_contain_text(re.compile("第 2 行"))
    assert page.get_by_role("button", name="确认导入").count() == 0


def test_another_townships_row_does_not_exist(visit: Visit):
    url = register(visit("shenxiaojun"), "吴九、郑十")

    response = visit("fanli").goto(url)

    assert response is not None
    assert response.status == 404


def test_the_demo_runs_again_and_changes_nothing(site: Site):
    before = site.command("verify").stdout

    site.command("demo", "--no-serve")

    assert site.command("verify").stdout == before
