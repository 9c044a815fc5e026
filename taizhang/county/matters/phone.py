"""What a phone shows of the loop: the matters a person has to claim or to do, how long is left, and the next move."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from taizhang.county.audit import clock
from taizhang.county.ledger import submissions
from taizhang.county.matters import clocks, flow, inbox, log, services, shown
from taizhang.county.matters.clocks import Running
from taizhang.county.matters.flow import Flow, Move, Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.stages import OPEN, Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.ui.menu import Entry, register

# More than this nobody works off on a phone; the page says how many there are in all.
TASKS_MAX = 60
# A move that needs more, such as another unit, is made on the full page of the matter.
NEEDS = frozenset({"note", "photo", "paper", "outcome", "handler", "score"})
_BOXES = ("claim", "mine")


@dataclass(frozen=True)
class Left:
    """How long a clock still runs, in words with their colour: ● 剩 4 个工作日, ◆ 今天到期, ▲ 超期 2 日."""

    clock: str
    words: str
    tone: str
    due: date | None


@dataclass(frozen=True)
class Task:
    matter: Matter
    act: str
    left: Left | None

    @property
    def title(self) -> str:
        """What only some may read stays off a list that the phone keeps."""
        return "限阅事项，打开后查看" if self.matter.restricted else self.matter.title


def tasks(person: Any, at: datetime) -> list[Task]:
    """What waits for this person to be claimed or done, the most urgent first, TASKS_MAX at most."""
    mine = Q()
    for slug in _BOXES:
        mine |= inbox.condition(inbox.BY_SLUG[slug], person, at)
    found = Matter.objects.filter(mine, stage__in=OPEN).defer("detail").select_related("unit", "place")
    rows = list(found.order_by("due_at", "pk")[:TASKS_MAX])
    made = [Task(one, "待领办" if one.stage == Stage.ASSIGNED else "办理中", nearest(one, at)) for one in rows]
    return sorted(made, key=lambda task: (task.left and task.left.due) or date.max)


@dataclass(frozen=True)
class Reported:
    """What became of a report: how far it is, whom it waits for, and with what it ended."""

    matter: Matter
    state: str
    turn: str
    outcome: str
    lamp: shown.Lamp

    @property
    def title(self) -> str:
        return self.matter.title


def reported(person: Any, at: datetime) -> list[Reported]:
    """What this person reported from the spot, the latest first, TASKS_MAX at most."""
    own = access.rows(person, Action.VIEW, MATTERS).filter(registered_by=person, source=Matter.Source.REPORT)
    rows = own.defer("detail").select_related("unit", "assigner", "handler", "place").order_by("-pk")[:TASKS_MAX]
    return [Reported(one, shown.state(one), shown.turn(one), shown.outcome(one), shown.lamp(one, at)) for one in rows]


def nearest(matter: Matter, at: datetime) -> Left | None:
    """The clock that the next move must beat: the first of the running ones."""
    return next(iter(lefts(matter, at)), None)


def lefts(matter: Matter, at: datetime) -> list[Left]:
    found = flow.get(matter.flow)
    return [_left(one, found, matter.level) for one in clocks.running(matter, found, at)]


def _left(one: Running, found: Flow, level: str) -> Left:
    words = f"{shown.SIGNS.get(one.light, '')} {shown.days(one, found, level)}".strip()
    return Left(one.label, words, clocks.TONES[one.light], one.due_on)


def moves(matter: Matter, person: Any) -> tuple[Move | None, list[Move], bool]:
    """The next move, the others a phone can make, and whether there are more on the full page."""
    all_open = services.open_to(matter, person)
    fit = [one for one in all_open if NEEDS.issuperset(one.needs)]
    return (fit[0] if fit else None), fit[1:], len(fit) < len(all_open)


def asked(matter: Matter, lines: list[log.Line]) -> log.Line | None:
    """The last that whoever assigned, decided or sent back has written to whoever does it."""
    theirs = {
        move.label for move in flow.get(matter.flow).moves if move.who in (Party.ASSIGNER, Party.ARBITER, Party.CHECKER)
    }
    return next((line for line in reversed(lines) if line.note and line.label in theirs), None)


def make(matter: Matter, posted: Mapping[str, str], papers: Iterable[UploadedFile], *, by: Any) -> Matter:
    """Makes the posted move, once however often it is sent. Raises Refused, Overtaken."""
    name = posted.get("move", "")
    score, edition = posted.get("score", ""), posted.get("edition", "")

    def act() -> int:
        moved = services.move(
            matter, name, by=by, editing=int(edition) if edition.isdecimal() else None, note=posted.get("note", ""),
            outcome=posted.get("outcome", ""), score=int(score) if score.isdecimal() else None, papers=tuple(papers),
        )  # fmt: skip
        return int(moved.pk)

    token = submissions.token(posted.get("token", ""))
    pk = submissions.do(act, once=token, what=f"{MATTERS.slug}/{matter.pk}/{name}", by=by)
    return Matter.objects.get(pk=pk)


def receipt(moved: Matter, name: str) -> str:
    """What the move came to, and what is next."""
    taken = flow.get(moved.flow).by_name.get(name)
    said = f"已{taken.label if taken else '办理'} {moved.code}"
    if moved.stage == Stage.WORKING and moved.due_on:
        return f"{said}，请在 {clock.local(moved.due_at):%Y-%m-%d} 前办结"
    return f"{said}，等待核验" if moved.stage == Stage.CHECKING else said


def register_entries() -> None:
    register(Entry("上报", "matter_report", "", 4, visible=_reports, phone=True))


def _reports(person: Any) -> bool:
    return access.holds(person, Action.REPORT)
