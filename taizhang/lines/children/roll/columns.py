"""Finds in a sheet of an education register the titles, in one row or two, and what stands in which column."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from taizhang.county.ledger.sheets import headers, titles
from taizhang.county.ledger.sheets.guard import Unsuitable

# The first word of each is how refusals call the column.
WORDS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "学生姓名", "学生", "名字", "name"),
    "id_no": (
        "身份证号", "身份证号码", "公民身份号码", "身份号码", "身份证件号", "身份证件号码", "身份证", "证件号码", "证件号",
        "学生身份证号", "学生身份证号码", "学生身份证件号", "citizen id", "id_no",
    ),
    "school": ("学校", "学校名称", "就读学校", "所在学校", "在读学校", "学校（机构）名称", "school"),
    "grade": ("年级", "所在年级", "就读年级", "年级名称", "年级班级", "班级年级", "grade"),
    "class": ("班级", "所在班级", "班级名称", "class"),
    "status": ("状态", "学籍状态", "就学状态", "在校状态", "学生状态", "学生当前状态", "就读状态", "在籍状态", "status"),
    "aid": (
        "资助", "是否资助", "资助情况", "是否享受资助", "享受资助", "受助情况", "是否受助", "资助项目", "资助类型",
        "资助类别", "资助名称", "aid",
    ),
}  # fmt: skip
REQUIRED = ("name", "id_no")
_MEANING = {titles.plain(word): column for column, words in WORDS.items() for word in words}

Places = dict[str, int]
# Whose name and number stand below such a title are not the pupil's.
_OTHERS = re.compile("监护|家长|父|母|联系人|家庭成员|班主任|教师")


class Header(NamedTuple):
    """Where the titles stand, counted from 0, in how many rows, and the place of each column."""

    row: int
    height: int
    places: Places


def find(sheet: str, rows: Sequence[Sequence[Any]]) -> Header | None:
    """The titles in one row or in two that name the most columns; None for a sheet that lacks a required one.

    Raises Unsuitable where it cannot be told which of two columns is meant.
    """
    shapes = [(number, height) for number in range(min(len(rows), headers.SEARCHED_ROWS)) for height in (1, 2)]
    read = [(number, height, list(_meant(rows, number, height))) for number, height in shapes]
    found = [one for one in read if {column for _, column in one[2]}.issuperset(REQUIRED)]
    if not found:
        return None
    number, height, meant = max(found, key=_sureness)
    _once(sheet, number, meant)
    return Header(number, height, {column: at for at, column in meant})


def _sureness(one: tuple[int, int, list[tuple[int, str]]]) -> tuple[bool, int, int, int]:
    """Each column once, then as many as can be; of equals the one in fewer rows and further up."""
    number, height, meant = one
    columns = {column for _, column in meant}
    return len(columns) == len(meant), len(columns), -height, -number


def _meant(rows: Sequence[Sequence[Any]], number: int, height: int) -> Iterator[tuple[int, str]]:
    if height == 1:
        yield from (
            (at, _MEANING[word]) for at, cell in enumerate(rows[number]) if (word := titles.plain(cell)) in _MEANING
        )
    elif number + 1 < len(rows):
        for at, words in headers.in_two(rows[number], rows[number + 1]).items():
            over = words[0].removesuffix(words[-1])
            word = next((word for word in map(titles.plain, words) if word in _MEANING), "")
            if word and not _OTHERS.search(over):
                yield at, _MEANING[word]


def _once(sheet: str, number: int, meant: list[tuple[int, str]]) -> None:
    for column, times in Counter(column for _, column in meant).items():
        if times > 1:
            at = "、".join(headers.letter(place) for place, one in meant if one == column)
            raise Unsuitable(
                f"工作表“{sheet}”第 {number + 1} 行表头：有 {times} 列（{at}）都像“{WORDS[column][0]}”，"
                "请只保留学生本人的一列，再上传。"
            )


def missing() -> Unsuitable:
    """Of the file nothing is repeated: where there are no titles, its first row is a person."""
    named = "”“".join(WORDS[column][0] for column in REQUIRED)
    return Unsuitable(
        f"在前 {headers.SEARCHED_ROWS} 行里没有找到栏目“{named}”，这可能不是学籍名册。"
        "请确认文件，并在第一行写明：姓名、身份证号、学校、年级、状态、资助。"
    )
