"""A month of the children's allowance: made, checked, approved, sent, answered by the bank, the returned paid anew."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from taizhang.config.demo.names import account
from tests.journeys.conftest import PHONE, Site, Visit, fits
from tests.journeys.test_ledger import fill

pytestmark = pytest.mark.journey

MAKER, CHECKER, TREASURER, SIGNER, STRANGER = "mali", "sunzhiyuan", "lvyan", "zhengguodong", "shenxiaojun"
DAY = "20230901"
RAISED = ("孤儿（社会散居）", "事实无人抚养儿童")


class Line(NamedTuple):
    """A payment as the bank reads it from the instruction file."""

    seq: str
    account: str
    name: str
    amount: str
    id_no: str
    currency: str
    usage: str
    batch: str


def raise_the_rate(site: Site, folder: Path) -> None:
    """1,000 yuan more, from August on: with a month of difference the batch is one that the county must approve."""
    path = folder / "标准.xlsx"
    site.command("export", "rates", str(path), "--by", MAKER)
    head, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    old = [dict(zip(head, row, strict=True)) for row in rows if row[1] in RAISED]
    ended = [row | {"止执行月": date(2023, 7, 1)} for row in old]
    new = [row | {"编号": f"{row['编号']}-2", "月标准（元）": 2050, "起执行月": date(2023, 8, 1)} for row in old]
    book = Workbook()
    for one in ([*head], *([row[label] for label in head] for row in ended + new)):
        book.active.append(one)
    book.save(path)
    site.command("import", "rates", str(path), "--by", MAKER)


def press(page: Page, name: str) -> None:
    """Twice, as many people do."""
    page.get_by_role("button", name=name, exact=True).dblclick()


def told(page: Page, words: str) -> None:
    expect(page.locator(".notice").first).to_contain_text(words)


def refused(page: Page, words: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(words)


def draft(maker: Page) -> str:
    maker.goto("/payroll/")
    maker.get_by_role("link", name="本月发放计划").click()
    maker.get_by_role("link", name=re.compile("差额")).click()
    expect(maker.locator("table.list")).to_contain_text("2023年8月")
    press(maker, "生成批次")
    told(maker, "已生成批次")
    assert maker.get_by_role("button", name="复核通过").count() == 0
    return maker.url


def pass_on(page: Page, url: str, button: str, words: str) -> None:
    page.goto(url)
    press(page, button)
    told(page, words)


def send(maker: Page, url: str) -> tuple[list[Line], str]:
    """The lines and the trailer of the file, read as the bank reads it: nothing of ours has a hand in it."""
    maker.goto(url)
    maker.get_by_label("银行文件版式").select_option("rcb")
    press(maker, "生成指令文件并送银行")
    told(maker, "再次下载是同一个文件")
    with maker.expect_download() as download:
        maker.get_by_role("button", name="下载指令文件").click()
    text = Path(download.value.path()).read_bytes().decode("gbk")
    *lines, trailer = text.removesuffix("\r\n").split("\r\n")
    return [Line(*line.split("|")) for line in lines], trailer


def answer(lines: list[Line], returned: dict[str, str]) -> bytes:
    """The bank's file: everything paid but the numbers in `returned`, which tells the code of each."""
    rows = [
        f"{one.seq}|{one.account}|{one.amount}|{returned.get(one.seq, '00')}|{DAY}|{one.batch}{one.seq}"
        for one in lines
    ]
    return "\r\n".join([*rows, f"T|{len(lines)}|{total(lines)}", ""]).encode("gbk")


def path(url: str) -> str:
    return urlsplit(url).path


def total(lines: list[Line]) -> Decimal:
    return sum((Decimal(one.amount) for one in lines), Decimal(0))


def upload(maker: Page, url: str, content: bytes, name: str = "回单.txt") -> None:
    maker.goto(url)
    maker.set_input_files("input[type=file]", {"name": name, "mimeType": "text/plain", "buffer": content})
    press(maker, "上传回单")


def paid(site: Site) -> Decimal:
    said = site.command("figure", "children.paid", "--from", "2023-09-01", "--to", "2023-09-30").stdout
    return Decimal(json.loads(said)["value"])


def returned(maker: Page, url: str) -> list[tuple[str, str]]:
    """The code of each child whose money came back, and its township, in the order of the batch."""
    maker.goto(f"{url}?status=RETURNED")
    rows = maker.locator("#items tbody tr")
    found = [(row.locator("a").get_attribute("href"), row.locator("td").nth(2).inner_text()) for row in rows.all()]
    children = []
    for address, place in found:
        maker.goto(address or "")
        children.append((re.findall(r"ET\d{8}-\d{4}", maker.locator("main").inner_text())[0], place))
    return children


def new_account(maker: Page, child: str, place: str, name: str, card: str) -> None:
    maker.goto("/l/pay-accounts/new")
    fill(maker, child=child, holder="儿童本人", name=name, account=card, sort="银行卡", since="2023-09-01", place=place)
    maker.get_by_role("button", name="保存", exact=True).click()
    maker.wait_for_url(re.compile(r"/l/pay-accounts/\d+/$"))


def test_a_month_is_paid_by_several_hands_and_what_came_back_is_paid_again(site: Site, visit: Visit, tmp_path: Path):
    raise_the_rate(site, tmp_path)
    maker, checker = visit(MAKER), visit(CHECKER)
    treasurer, signer = visit(TREASURER, size=PHONE), visit(SIGNER)

    # Four hands, each at its turn; whoever has none is told nothing.
    url = draft(maker)
    response = visit(STRANGER).goto(url)
    assert response is not None and response.status == 404
    treasurer.goto(url)
    assert fits(treasurer)
    assert treasurer.get_by_role("button", name="批准").count() == 0
    pass_on(checker, url, "复核通过", "已复核")
    signer.goto(url)
    assert signer.get_by_role("button", name="批准").count() == 0
    pass_on(treasurer, url, "批准", "已审批")
    assert fits(treasurer)
    maker.goto(url)
    assert maker.get_by_role("button", name="生成指令文件并送银行").count() == 0
    pass_on(signer, url, "批准", "已审批")

    # The file adds up by itself.
    lines, trailer = send(maker, url)
    assert trailer == f"T|{len(lines)}|{total(lines)}"
    assert {one.currency for one in lines} == {"CNY"}
    assert total(lines) > 500_000
    assert len({one.seq for one in lines}) == len(lines) > 190

    # The bank's answer: first wrong files, then the right one, then the same again.
    own = [one for one in lines if "福利" not in one.name]
    first, second = own[0], next(one for one in own if one.id_no != own[0].id_no)
    result = answer(lines, {first.seq: "02", second.seq: "03"})
    for wrong, words in ((b"", "是空的文件"), (result[: len(result) // 2], "请"), (b"\xef\xbb\xbf" + result, "UTF-8")):
        upload(maker, url, wrong)
        refused(maker, words)
    assert paid(site) == 0
    upload(maker, url, result)
    told(maker, f"入账 {len(lines) - 2} 笔，退票 2 笔")
    upload(maker, url, result, "再传一次.txt")
    told(maker, "没有重复计入")
    came_back = Decimal(first.amount) + Decimal(second.amount)
    assert paid(site) == total(lines) - came_back

    # One of the two gets another account, the other's is thawed; both are paid by a batch of their own, once.
    children = returned(maker, url)
    assert len(children) == 2
    card = account(90_000_777)
    new_account(maker, *children[0], first.name, card)
    maker.goto(url)
    press(maker, "生成退票重发批次")
    told(maker, "已生成退票重发批次")
    again = maker.url
    pass_on(checker, again, "复核通过", "已复核")
    pass_on(treasurer, again, "批准", "已审批")
    anew, trailer = send(maker, again)
    assert [(one.account, one.amount) for one in anew] == [(card, first.amount), (second.account, second.amount)]
    upload(maker, again, answer(anew, {}))
    told(maker, "入账 2 笔，退票 0 笔")
    assert paid(site) == total(lines)

    # The batch says the same as the figure, and there is nothing left to pay anew.
    maker.goto("/payroll/")
    for batch in (url, again):
        row = maker.get_by_role("row", name=re.compile(r"FP")).filter(has=maker.locator(f"a[href='{path(batch)}']"))
        expect(row).to_contain_text("已结清")
    maker.goto(url)
    expect(maker.locator("#next")).to_contain_text("已经了结")
    assert maker.get_by_role("button", name="生成退票重发批次").count() == 0
