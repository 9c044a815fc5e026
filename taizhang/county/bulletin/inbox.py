"""What waits for a person in the bulletin: items to confirm or mend, issues to move on, an issue to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from taizhang.county.bulletin import content, distribution, flow
from taizhang.county.bulletin.models import Issue, Item
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Task:
    """`state` is a word and `tone` its colour, as ui's tag shows them."""

    label: str
    url: str
    since: datetime | None
    state: str
    tone: str = "b"


def inbox(person: Any) -> list[Task]:
    """The oldest first."""
    found = [*_to_confirm(person), *_to_mend(person), *_to_take(person), *_to_move(person), *_to_read(person)]
    return sorted(found, key=lambda task: (task.since is None, task.since))


def _to_confirm(person: Any) -> Iterator[Task]:
    units = {unit.pk for unit in access.organisations(person, Action.CONFIRM)}
    if not units:
        return
    rows = Item.objects.filter(units__organisation__in=units, state__in=["submitted", "taken"])
    rows = rows.exclude(drafter=person).exclude(issue__signed_at__isnull=False).distinct()
    items = list(rows.select_related("issue").prefetch_related("units__organisation"))
    for one in content.read(items):
        mine = [unit for unit in one.units if unit.organisation_id in units and not one.confirmed(unit)]
        if mine:
            again = any(unit.confirmed_digest for unit in mine)
            label = f"核实《{one.item.headline[:24]}》的数字"
            yield Task(label, reverse("item_confirm", args=[one.item.pk]), one.item.submitted_at,
                       "有变动待重核" if again else "待核实", "a")  # fmt: skip


def _to_mend(person: Any) -> Iterator[Task]:
    units = {unit.pk for unit in access.organisations(person, Action.DRAFT)}
    for item in Item.objects.filter(units__organisation__in=units, state=Item.State.RETURNED).distinct():
        last = item.steps.order_by("-pk").first()
        yield Task(
            f"修改《{item.headline[:24]}》",
            reverse("item_edit", args=[item.pk]),
            last.at if last else None,
            "被退回",
            "a",
        )


def _to_take(person: Any) -> Iterator[Task]:
    if access.holds(person, Action.EDIT):
        waiting = Item.objects.filter(state=Item.State.SUBMITTED).order_by("submitted_at")
        first = waiting.first()
        if first:
            yield Task(f"报送的稿件 {waiting.count()} 篇", reverse("item_list"), first.submitted_at, "待采用")


_WAITING = {Action.EDIT: (*flow.OPEN, "unit_confirm", "returned"), Action.CHECK: ("review",), Action.SIGN: ("sign",)}


def _to_move(person: Any) -> Iterator[Task]:
    for action, states in _WAITING.items():
        if not access.holds(person, action):
            continue
        for issue in Issue.objects.filter(state__in=states).prefetch_related("steps"):
            if action is Action.EDIT or any(move.action is action for move in flow.open_to(issue, person)):
                since = max((step.at for step in issue.steps.all()), default=None)
                page = "issue_compose" if action is Action.EDIT else "issue_step"
                state = Issue.State(issue.state)
                tone = "a" if state == Issue.State.RETURNED else "b"
                yield Task(f"快报（数据截至 {issue.cutoff:%Y-%m-%d}）", reverse(page, args=[issue.pk]), since,
                           f"待{state.label}" if tone == "b" else "被退回", tone)  # fmt: skip


def _to_read(person: Any) -> Iterator[Task]:
    for delivery in distribution.unread(person):
        issue = delivery.issue
        yield Task(
            f"阅读快报第 {issue.no} 期",
            reverse("bulletin_read", args=[issue.year, issue.no]),
            delivery.delivered_at,
            "未读",
        )
