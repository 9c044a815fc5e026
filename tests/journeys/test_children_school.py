"""The check against the schools: a register comes in, three children need somebody, each is decided on its page."""

import io
import re
from datetime import date

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from taizhang.config.demo.register import Child, everybody
from taizhang.county.standards.dates import age_on
from tests.journeys.conftest import PHONE, Visit, fits

pytestmark = pytest.mark.journey

BUREAU, EDUCATION, TOWNSHIP = "mali", "shiyufei", "shenxiaojun"
TERM_BEGINS = date(2023, 9, 1)
Row = tuple[str, str, str, str, str, str]


def slipped(number: str, at: int) -> str:
    """With one digit put up by one."""
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


def pupil(child: Child, **other: str) -> Row:
    given = {
        "name": child.particulars["name"], "id_no": child.particulars["id_no"], "school": "示例中心学校",
        "grade": "四年级", "status": "在籍", "aid": "是",
    } | other  # fmt: skip
    return (given["name"], given["id_no"], given["school"], given["grade"], given["status"], given["aid"])


def chosen() -> list[Child]:
    """Three of different names in the middle of compulsory school, all on the register."""
    found: dict[str, Child] = {}
    for child in everybody():
        if child.stopped_on is None and child.paid and 8 <= age_on(child.birth, TERM_BEGINS) <= 13:
            found.setdefault(child.particulars["name"], child)
    return [child for child in found.values() if len(child.particulars["name"]) == 3][:3]


def register(typed: Child, alike: Child, gone: Child) -> bytes:
    """All are on the roll but for three: a number typed wrongly in two schools, a namesake, one who dropped out."""
    name, number = alike.particulars["name"], alike.particulars["id_no"]
    rows = [pupil(child) for child in everybody() if child.code not in {typed.code, alike.code, gone.code}]
    rows += [
        pupil(typed, id_no=slipped(typed.particulars["id_no"], 9)),
        pupil(typed, id_no=slipped(typed.particulars["id_no"], 8), school="示例第二小学"),
        pupil(alike, name=name[:1] + "䶮" + name[2:], id_no=slipped(number, 15)),
        pupil(gone, status="辍学", aid="否"),
    ]
    book = Workbook()
    for row in (("延津县学籍名册",), ("姓名", "身份证号", "学校", "年级", "学籍状态", "资助"), *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(page: Page, content: bytes) -> None:
    page.goto("/school-check/new")
    name = "2023年秋季学籍名册.xlsx"
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/xlsx", "buffer": content})
    page.get_by_role("button", name="上传并比对").dblclick()
    page.wait_for_url(re.compile(r"/school-check/\d+/$"))
    expect(page.get_by_role("navigation", name="结果")).to_be_visible(timeout=60_000)


def count(page: Page, label: str) -> int:
    tab = page.get_by_role("navigation", name="结果").get_by_role("link", name=re.compile(f"^{label} "))
    return int(tab.inner_text().split()[-1].replace(",", ""))


def candidate(page: Page, number: int) -> Locator:
    return page.locator("section.card").filter(has_text=f"候选学籍 {number}")


def test_three_children_need_a_decision_and_each_gets_one(visit: Visit):
    typed, alike, gone = chosen()
    bureau = visit(BUREAU)
    upload(bureau, register(typed, alike, gone))
    run = bureau.url
    assert (count(bureau, "待判定"), count(bureau, "辍学")) == (2, 1)
    assert count(bureau, "在籍已享受资助") > 100
    # Children whom other journeys put on the register are on nobody's roll.
    others = count(bureau, "待交办") - 1

    # A number typed wrongly: two schools claim the child, one of them is it.
    bureau.goto(f"{run}?result=UNDECIDED")
    bureau.get_by_role("link", name=typed.code).click()
    expect(candidate(bureau, 1)).to_contain_text("身份号码")
    expect(candidate(bureau, 1).get_by_role("row", name=re.compile("身份号码"))).to_contain_text("不同")
    assert typed.particulars["name"] not in bureau.content()
    candidate(bureau, 2).get_by_role("button", name="是同一人", exact=True).dblclick()

    # The clerk is led on to the next child: another name, another number, another child.
    expect(bureau.get_by_role("heading", level=1)).to_contain_text(alike.code)
    candidate(bureau, 1).get_by_role("button", name="不是同一人").dblclick()
    expect(bureau.locator("h1 .tag")).to_contain_text("查无学籍")
    bureau.get_by_role("button", name=re.compile(r"^交.+[乡镇道]$")).dblclick()
    expect(bureau.locator(".notice").first).to_contain_text("已交办")

    # Who dropped out goes to the education bureau, with a day by which it is seen to.
    bureau.goto(f"{run}?result=DROPPED_OUT")
    bureau.get_by_role("link", name=gone.code).click()
    bureau.get_by_role("button", name="交教体局").dblclick()
    expect(bureau.locator(".notice").first).to_contain_text("即日起计时")
    expect(bureau.locator("main")).to_contain_text("应于 2023-09-08 前办结")
    bureau.goto(run)
    assert (count(bureau, "待判定"), count(bureau, "待交办")) == (0, others)
    assert fits(bureau)

    education = visit(EDUCATION, size=PHONE)
    education.goto("/matters/inbox?box=claim")
    education.get_by_role("link", name=re.compile(f"辍学劝返 {gone.code}")).click()
    expect(education.locator("main")).to_contain_text("2023-09-08")
    assert gone.particulars["name"] not in education.content()
    assert fits(education)


def test_a_wrong_file_is_told_and_so_is_the_wrong_person(visit: Visit):
    bureau, township = visit(BUREAU), visit(TOWNSHIP)
    for content, words in ((b"", "空的"), (b"PK\x03\x04 cut", "损坏"), (b"%PDF-1.7 names", "不是 Excel 表格")):
        bureau.goto("/school-check/new")
        file = {"name": "名册.xlsx", "mimeType": "application/xlsx", "buffer": content}
        bureau.set_input_files("input[type=file]", file)
        bureau.get_by_role("button", name="上传并比对").click()
        expect(bureau.get_by_role("alert")).to_contain_text(words)
    response = township.goto("/school-check/new")
    assert response is not None and response.status == 403
    expect(township.locator("body")).to_contain_text("由县民政局经办人上传")
