"""The inbox: what waits for whoever looks, one tab for each kind of act; the address holds the tab and the page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from taizhang.county.audit import clock
from taizhang.county.matters import batch, flow, inbox, menu, shown, starting
from taizhang.county.matters.inbox import Box

PER_PAGE = 30
# The unit's own work in hand is a switch of the tab of one's own.
_WITHIN = {"unit": "mine"}
_DUE = {"claim_due_at": "领办期限", "visit_due_at": "回访期限", "registered_on": "登记日期"}
_CLICKS = {"mine": "办理", "unit": "办理", "check": "核验", "approve": "审批", "arbitrate": "裁定", "reassign": "改派",
           "assign": "交办", "visit": "回访", "returned": "办理"}  # fmt: skip


@dataclass(frozen=True)
class Tab:
    slug: str
    label: str
    count: str
    here: bool


@dataclass(frozen=True)
class Row:
    matter: Any
    lamp: shown.Lamp
    due: date | datetime | None
    asked: str
    click: bool


class Counted(Paginator):
    """Pages of rows that were counted together with those of all other boxes."""

    def __init__(self, rows: Any, count: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.__dict__["count"] = count


@login_required
@require_GET
def matter_inbox(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    offered = inbox.boxes(request.user)
    counts = menu.counted(request, inbox.counts(request.user, at, offered))
    box = chosen(offered, counts, request.GET.get("box", ""))
    context = {
        "title": "我的待办",
        "may_open": starting.may(request.user),
        "may_decide": starting.may_decide(request.user),
        "tabs": [_tab(one, counts, box) for one in offered if one.slug not in _WITHIN],
        "token": uuid4(),
        "all": request.GET.get("all") == "1",
    }
    if box:
        context |= _listed(request, box, at, counts) | {"switch": _switch(offered, counts, box)}
    return render(request, "matters/inbox.html", context)


def chosen(offered: list[Box], counts: dict[str, int], wanted: str) -> Box | None:
    """The box that was asked for, else the first with something in it."""
    asked = [box for box in offered if box.slug == wanted]
    filled = [box for box in offered if counts[box.slug]]
    return next(iter([*asked, *filled, *offered]), None)


def _tab(box: Box, counts: dict[str, int], here: Box | None) -> Tab:
    current = here is not None and _WITHIN.get(here.slug, here.slug) == box.slug
    return Tab(box.slug, box.label, inbox.words(counts[box.slug]), current)


def _switch(offered: list[Box], counts: dict[str, int], here: Box) -> list[Tab]:
    if here.slug not in {*_WITHIN, *_WITHIN.values()}:
        return []
    pair = [box for box in offered if box.slug in (*_WITHIN, *_WITHIN.values())]
    words = {"mine": "我承办的", "unit": "本单位全部"}
    return [Tab(box.slug, words[box.slug], inbox.words(counts[box.slug]), box is here) for box in pair]


def _listed(request: HttpRequest, box: Box, at: datetime, counts: dict[str, int]) -> dict[str, Any]:
    page = Counted(inbox.rows(box, request.user, at), counts[box.slug]).get_page(request.GET.get("page"))
    acts = batch.offered(box)
    return {
        "box": box, "page": page, "rows": [_row(box, one, at) for one in page.object_list],
        # What is not yet assigned is in nobody's hands.
        "whose": "登记单位" if box.slug == "assign" else "承办",
        "due_label": _DUE.get(box.due, "办理期限"), "click": "领办" if box.click else _CLICKS.get(box.slug, "查看"),
        "batch_acts": [(name, f"{batch.LABELS[name]}选中的") for name in acts],
        "bar": batch.BatchForm(box, request.user) if acts else None,
    }  # fmt: skip


def _row(box: Box, one: Any, at: datetime) -> Row:
    if box.slug == "approve":
        what = f"延期 {one.days} 天" if one.days else "暂停计时"
        asked = f"{one.asked_by}申请{what}：{one.reason}"
        return Row(one.matter, shown.lamp(one.matter, at), one.matter.due_at, asked, False)
    lamp = shown.lamp(one, at)
    # Among matters at several stages each shows the deadline that is nearest to it.
    due = lamp.due_on if len(box.stages) > 1 or one.paused_at else getattr(one, box.due)
    return Row(one, lamp, due, "", _needs_nothing(box, one))


def _needs_nothing(box: Box, matter: Any) -> bool:
    """Whether the row's own move can be made at once; a flow that asks for a note asks for it on the page."""
    move = flow.get(matter.flow).by_name.get(box.click)
    return move is not None and set(move.needs) <= {"handler"}
