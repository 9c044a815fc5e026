"""What the tests of the school check share: children of two townships, a register of pupils, a check of it."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.county.audit import changes
from taizhang.county.standards import citizen_id
from taizhang.lines.children.models import Child
from taizhang.lines.children.roll import runs
from taizhang.lines.children.roll.models import RollCheck, SchoolResult

DAY, TERM = "2023-09-15", "2023-2"
HEADS = ("姓名", "身份证号", "学校", "年级", "学籍状态", "资助")
BORN = date(2012, 3, 15)


def number(sequence: int = 997, born: date = BORN) -> str:
    return citizen_id.synthetic("410726", born, sequence)


def slipped(whole: str, at: int) -> str:
    """With the digit at a position, counted from 1, put up by one."""
    return whole[: at - 1] + str((int(whole[at - 1]) + 1) % 10) + whole[at:]


def child(county: Any, name: str, id_no: str = "", **columns: Any) -> Child:
    """Of 胙城乡, de-facto unattended, in primary school."""
    count = Child.objects.count()
    given = {
        "code": f"ET20220115-{count + 1:04d}", "unit": county.organisations["civil-affairs"],
        "place": county.places["410726206"], "category": "DEFACTO", "enrolled_on": date(2022, 1, 15),
        "id_no": id_no or number(), "name": name,
    } | columns  # fmt: skip
    given.setdefault("birth_date", citizen_id.parse(given["id_no"]).birth_date)
    with changes.change(by=changes.SYSTEM, reason="测试"):
        return Child.objects.create(**given)


def pupil(name: str, id_no: str = "", status: str = "在籍", aid: str = "是") -> tuple[str, ...]:
    return (name, id_no or number(), "实验小学", "五年级", status, aid)


def book(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS, above: int = 0) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    for number_ in range(above):
        page.append([f"延津县中小学生学籍名册（{number_}）"])
    for row in (heads, *rows):
        page.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def text(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS, encoding: str = "gb18030") -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([heads, *rows])
    return stream.getvalue().encode(encoding)


def upload(content: bytes, name: str = "学籍名册.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def check(county: Any, *rows: tuple[Any, ...], term: str = TERM) -> RollCheck:
    """A register received and read by the bureau's clerk."""
    return checked(county, book(*rows), term=term)


def checked(county: Any, content: bytes, name: str = "学籍名册.xlsx", term: str = TERM) -> RollCheck:
    run, _ = runs.receive(term, upload(content, name), by=county.bureau)
    runs.take(run)
    return run


def results(run: RollCheck) -> dict[str, str]:
    """What was found, by the name of the child."""
    return {one.child.name: one.result for one in run.results.select_related("child")}


def result(run: RollCheck) -> SchoolResult:
    return run.results.get()
