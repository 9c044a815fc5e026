"""The pages of the board: counts by unit or township and light, at any moment, and the rows behind each number."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.county.audit import clock
from taizhang.county.figures.known import as_record
from taizhang.county.matters import board, shown
from taizhang.county.matters.board import Asked, Line
from taizhang.county.matters.models import Matter

PER_PAGE = 50
# Keeps a page on which no number is nought below 30 KB.
UNITS_PER_PAGE = 25
_WORDS = dict(board.COLUMNS) | {"closed": "本月办结", "in_time": "本月按期办结"}
_SHAPES = {"red": "▲", "yellow": "◆", "green": "●", "paused": "‖"}
_COLOURED = ("red", "yellow", "unclaimed")


@dataclass(frozen=True)
class Cell:
    """`mark` only for what is coloured or nought: a page has hundreds of cells."""

    column: str
    count: int

    @property
    def mark(self) -> str:
        return "zero" if not self.count else self.column if self.column in _COLOURED else ""


@dataclass(frozen=True)
class Drawn:
    """One line as the table prints it: `share` is what was closed in time of all closed this month, in percent."""

    line: Line
    cells: list[Cell]
    share: str


@login_required
@require_GET
def matter_board(request: HttpRequest) -> HttpResponse:
    asked, typed, wrong = _asked(request)
    found = board.lines(request.user, asked)
    page = Paginator(found, UNITS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "督办看板", "asked": asked, "typed": typed, "wrong": wrong, "page": page,
        "lines": [_drawn(one) for one in page.object_list], "total": _drawn(board.total(found)),
        "heads": [(name, label, _SHAPES.get(name, "")) for name, label in board.COLUMNS],
    }  # fmt: skip
    return render(request, "matters/board.html", context)


@login_required
@require_GET
def board_rows(request: HttpRequest) -> HttpResponse:
    asked, typed, wrong = _asked(request)
    column = request.GET.get("show", "open")
    column = column if column in _WORDS else "open"
    key = request.GET.get("key", "")
    rows = board.behind(request.user, asked, key if key.isascii() and key.isdigit() else "", column)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    matters = [as_record(Matter, one) for one in page.object_list]
    named = next((one for one in matters), None)
    context = {
        "title": f"{_label(named, asked, key)}{_WORDS[column]}", "page": page, "asked": asked, "typed": typed,
        "wrong": wrong, "rows": [(one, shown.lamp(one, asked.at), shown.state(one)) for one in matters],
    }  # fmt: skip
    return render(request, "matters/board_rows.html", context)


def _label(matter: Any, asked: Asked, key: str) -> str:
    if not key or matter is None:
        return "全部" if not key else ""
    return f"{matter.unit.short if asked.by == 'unit' else matter.place} "


def _asked(request: HttpRequest) -> tuple[Asked, str, str]:
    """What the address asks, the moment as it was typed, and what is wrong with it. Raises PermissionDenied."""
    if not board.may(request.user):
        raise PermissionDenied("督办看板由督办、县领导和单位审核岗位查看，请联系系统管理员核对您的岗位。")
    typed = request.GET.get("at", "").strip()
    by: board.By = "place" if request.GET.get("by") == "place" else "unit"
    moment, wrong = _moment(typed)
    return Asked(by, moment), typed, wrong


def _moment(typed: str) -> tuple[datetime | None, str]:
    """The end of a past day, or a minute of it; the present where nothing or a later one is asked for."""
    if not typed:
        return None, ""
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None, f"“{typed}”不是日期，应写成 2023-08-25 或 2023-08-25T10:00；现在显示的是此刻。"
    day_only = len(typed) <= len("2023-08-25") and found.time() == time.min
    aware = clock.end_of(date(found.year, found.month, found.day)) if day_only else found.replace(tzinfo=clock.SHANGHAI)
    return (aware, "") if aware < clock.now() else (None, "" if day_only else f"{typed} 还没有到，现在显示的是此刻。")


def _drawn(line: Line) -> Drawn:
    cells = [Cell(name, line.counts.get(name, 0)) for name, _ in board.COLUMNS] + [Cell("closed", line.closed)]
    # Cut, not rounded: what is not wholly in time never prints as 100.
    share = f"{line.in_time * 1000 // line.closed / 10:g}%" if line.closed else ""
    return Drawn(line, cells, share)
