"""Gathers what the page of one matter shows besides its forms, each kind of row in one statement."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.documents import attachments
from taizhang.county.documents.models import Attachment
from taizhang.county.matters import acts, clocks, flow, log, records, shown
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter, Press, Request
from taizhang.county.people import access
from taizhang.county.people.roles import Action


@dataclass(frozen=True)
class Kin:
    """A matter joined to this one: helping, part of it, taking over from it; `url` is empty out of reach."""

    matter: Any
    url: str
    state: str
    lamp: shown.Lamp


@dataclass(frozen=True)
class Clock:
    label: str
    words: str
    tone: str
    due_on: Any
    limit: str


class Seen:
    """What belongs to a matter, as far as this person may see it."""

    def __init__(self, matter: Any, person: Any) -> None:
        self.matter, self.person = matter, person
        self.flow = flow.get(matter.flow)
        self.at = clock.now()

    @cached_property
    def requests(self) -> list[Request]:
        return list(self.matter.requests.select_related("asked_by", "decided_by", "resumed_by"))

    @cached_property
    def presses(self) -> list[Press]:
        return list(self.matter.presses.select_related("unit", "person", "received_by"))

    @cached_property
    def acts(self) -> list[acts.Act]:
        return acts.of(self.matter, self.person, self.requests, self.presses)

    @cached_property
    def lines(self) -> list[log.Line]:
        return log.of(self.matter)

    @cached_property
    def kin(self) -> list[Any]:
        """Below, after, above and before it, in one statement."""
        near = [pk for pk in (self.matter.parent_id, self.matter.reopens_id) if pk]
        found = Matter.objects.filter(Q(parent=self.matter) | Q(reopens=self.matter) | Q(pk__in=near))
        return list(found.select_related("unit", "handler").order_by("pk"))

    def _extended(self) -> str:
        """By how many days of the clock's own kind; "" where it was not."""
        days = self.matter.extended_days
        return f"{days} {shown.kind(self.flow, 'handle', self.matter.level)}" if days else ""

    def _kin(self, wanted: Any) -> list[Kin]:
        return [self._joined(one) for one in self.kin if wanted(one)]

    def _joined(self, one: Any) -> Kin:
        reached = access.can(self.person, Action.VIEW, MATTERS, one)
        url = reverse("matter", args=[one.pk]) if reached else ""
        return Kin(one, url, shown.state(one), shown.lamp(one, self.at))

    @cached_property
    def papers(self) -> list[Attachment]:
        return attachments.of(MATTERS, self.matter)

    @property
    def clocks(self) -> list[Clock]:
        matter = self.matter
        return [
            Clock(
                one.label, shown.days(one, self.flow, matter.level), clocks.TONES[one.light], one.due_on,
                self._limit(one.name),
            )
            for one in clocks.running(matter, self.flow, self.at)
        ]  # fmt: skip

    def _limit(self, name: flow.Clock) -> str:
        limit = self.flow.limit(name, self.matter.level)
        if name == "handle":
            limit = limit.of(self.matter.limit_days or limit.days)
        return limit.words

    def about(self) -> tuple[str, str]:
        """What the matter is about, and where that is shown if the person reaches it."""
        joined = records.about(self.matter)
        if joined is None:
            return self.matter.origin, ""
        ledger, record = joined
        reached = access.can(self.person, Action.VIEW, ledger, record)
        url = reverse("ledger_detail", args=[ledger.slug, record.pk]) if reached else ""
        return f"{ledger.label} {ledger.title(record)}", url

    def context(self) -> dict[str, Any]:
        matter = self.matter
        return {
            "flow": self.flow, "state": shown.state(matter), "lamp": shown.lamp(matter, self.at),
            "level": self.flow.levels.get(matter.level, matter.level), "turn": shown.turn(matter),
            "outcome": shown.outcome(matter), "verdict": shown.verdict(matter, self.at), "clocks": self.clocks,
            "about": self.about(),
            "steps": shown.steps(matter, self.lines, self.at), "lines": self.lines[::-1], "presses": self.presses,
            "requests": self.requests, "helpers": self._kin(lambda one: one.parent_id == matter.pk and one.assisting),
            "parts": self._kin(lambda one: one.parent_id == matter.pk and not one.assisting),
            "parent": self._kin(lambda one: one.pk == matter.parent_id),
            "before": self._kin(lambda one: one.pk == matter.reopens_id),
            "after": self._kin(lambda one: one.reopens_id == matter.pk),
            "evidence": len(self.papers),
            "extended": self._extended(),
            "photos": [one for one in self.papers if one.media_type.startswith("image/")],
            "papers": [one for one in self.papers if not one.media_type.startswith("image/")],
        }  # fmt: skip
