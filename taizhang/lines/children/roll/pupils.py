"""Reads the pupils of an education register: names and numbers as typed, status and aid by the words used for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

from taizhang.county.ledger.columns import tidy
from taizhang.county.ledger.sheets import reading
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.standards.entry import compact, destroyed_by_spreadsheet
from taizhang.lines.children.roll import columns
from taizhang.lines.children.roll.codes import Status

# Of all sheets together: about 400 bytes of memory each until they are compared.
ROWS_MAX = 1_000_000
# A spreadsheet keeps 15 digits of a number.
_EXACT_BELOW = 10**15
_EXAMPLES = 5

_STATUSES = {
    Status.STUDYING: ("", "在籍", "在籍在校", "在校", "在读", "就读", "在学", "正常", "注册", "已注册", "复学", "借读"),
    Status.SUSPENDED: ("休学", "休学中", "保留学籍"),
    Status.DROPPED: ("辍学", "失学", "流失", "退学", "疑似辍学", "控辍", "长期缺课"),
    Status.LEFT: ("转出", "已转出", "转学", "毕业", "已毕业", "结业", "肄业", "离校", "已离校", "注销", "死亡", "出国"),
}
_STATUS = {word: status for status, words in _STATUSES.items() for word in words}
_NO_AID = frozenset(
    {"", "否", "无", "没有", "未", "未资助", "未享受", "不享受", "无资助", "n", "no", "0", "×", "x", "-", "/"}
)
_AID = frozenset({"是", "有", "已资助", "已享受", "享受", "资助", "y", "yes", "1", "√", "✓"})


@dataclass(frozen=True, slots=True)
class Pupil:
    """One row; `aid` is None where the register says nothing of aid, `kind` what it calls the aid."""

    name: str
    id_no: str
    school: str
    grade: str
    status: Status
    aid: bool | None
    kind: str


@dataclass
class Tally:
    """What is told of the file; of its content never more than the numbers of rows."""

    rows: int = 0
    nameless: int = 0
    destroyed: int = 0
    unknown: int = 0
    unknown_at: list[int] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.rows > 0


Told = Callable[[int], None]


def read(path: Path, name: str, told: Told) -> tuple[list[Pupil], Tally]:
    """All pupils of all sheets that have the titles. Raises Unsuitable."""
    found: list[Pupil] = []
    tally, titled = Tally(), False
    with reading.opened(path, name) as sheets:
        for sheet in sheets:
            for pupil in _of_sheet(sheet, tally):
                titled = True
                if pupil is not None:
                    found.append(pupil)
                    if len(found) % reading.ROWS_AT_ONCE == 0:
                        told(len(found))
    if not titled:
        raise columns.missing()
    return found, tally


def _of_sheet(sheet: reading.Sheet, tally: Tally) -> Iterator[Pupil | None]:
    """First None for the titles, so that a register without a single pupil is still known for one."""
    places: columns.Places = {}
    for first, rows in sheet.portions():
        begin = 0
        if not places:
            header = columns.find(sheet.name, rows)
            if header is None:
                return
            yield None
            begin, places = header.row + header.height, header.places
            tally.lacking = [columns.WORDS[column][0] for column in ("status", "aid") if column not in places]
        for number, row in enumerate(rows[begin:], first + begin):
            yield _pupil(row, number, places, tally)


def _pupil(row: list[Any], number: int, places: columns.Places, tally: Tally) -> Pupil | None:
    text = {column: _text(row[at]) if at < len(row) else "" for column, at in places.items()}
    if not text["name"]:
        tally.nameless += any(text.values())
        return None
    tally.rows += 1
    if tally.rows > ROWS_MAX:
        raise Unsuitable(f"名册超过 {ROWS_MAX:,} 行。请只保留本县各校本学期的学生，再上传。")
    id_no = _number(row[places["id_no"]] if places["id_no"] < len(row) else "", tally)
    status = _STATUS.get(text.get("status", "").removesuffix("学生"), Status.UNKNOWN)
    if status is Status.UNKNOWN:
        tally.unknown += 1
        tally.unknown_at += [number] if len(tally.unknown_at) < _EXAMPLES else []
    aid, kind = _aid(text["aid"]) if "aid" in text else (None, "")
    grade = intern(text.get("grade", "") + text.get("class", ""))
    return Pupil(text["name"], id_no, intern(text.get("school", "")), grade, status, aid, kind)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return tidy(cell) if cell != "" else ""


def _number(cell: Any, tally: Tally) -> str:
    """As typed; nothing where the spreadsheet has lost the last digits, or where somebody has hidden some."""
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_BELOW:
        tally.destroyed += 1
        return ""
    text = _text(cell)
    if "*" in text or destroyed_by_spreadsheet(compact(text)):
        tally.destroyed += 1
        return ""
    return text


def _aid(said: str) -> tuple[bool, str]:
    """A word that is neither yes nor no names the aid that is given."""
    plain = said.lower()
    if plain in _NO_AID:
        return False, ""
    return True, "" if plain in _AID else intern(said[:40])
