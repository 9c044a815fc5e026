"""How matters went through the closed loop in the demonstration: turns written one a line, taken by their makers.

A turn reads "8-16 09:12 mengxiaodong assign zuocheng 请尽快查明": day, time, user name, verb, what the verb needs, note.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from io import BytesIO
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.config.demo.places import CODES, COUNTY
from taizhang.config.demo.steps import Step, moment
from taizhang.county.audit import clock
from taizhang.county.audit.models import Change
from taizhang.county.ledger import registry
from taizhang.county.matters import flow, pressing, records, requests, services
from taizhang.county.matters.models import Matter
from taizhang.county.people.models import Organisation
from taizhang.county.standards import working_days

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SECOND = timedelta(seconds=1)
# The run itself signs its papers; this is only who is named for the step.
_NIGHT_WATCH = "mengxiaodong"


@dataclass(frozen=True)
class Way:
    """One matter by its title, which names it in the whole history, and the turns it took.

    `record` is (ledger, code) of what it is about; `place` is the slug of a township, "" for the county.
    """

    title: str
    turns: str
    place: str = ""
    level: str = ""
    detail: str = ""
    kind: str = ""
    flow: str = "task"
    record: tuple[str, str] | None = None
    outcome: str = ""
    urgent: bool = False

    @property
    def latest(self) -> Matter:
        """The matter that carries this title now: after a relapse, the one that took over."""
        return Matter.objects.filter(title=self.title, assisting=False).latest("pk")


def steps(ways: Iterable[Way]) -> list[Step]:
    """Each turn at a second of its own, so that the log tells whether it was taken in an earlier run.

    The first second of a minute belongs to the other steps of the history.
    """
    turns = [(way, *_read(line)) for way in ways for line in way.turns.strip().splitlines()]
    free, log = datetime.min.replace(tzinfo=moment(1, 1).tzinfo), _Log()
    found: list[Step] = []
    for way, at, by, verb, rest in sorted(turns, key=lambda turn: turn[1]):
        free = max(at, free) + _SECOND
        found.append(Step(free, by, "", _work(way, verb, rest), log.has(free)))
    return found


def nights(first: date, last: date) -> list[Step]:
    """The nightly run of supervision on each working day: what is late gets its paper, once."""
    log = _Log()
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    moments = [moment(day.month, day.day, 1) for day in days if working_days.is_working_day(day)]
    return [Step(at, _NIGHT_WATCH, "", _press, log.passed(at)) for at in moments]


def _press(person: Any) -> str:
    for _ in pressing.run(clock.now()):
        pass
    return ""


def _read(line: str) -> tuple[datetime, str, str, str]:
    day, time, by, verb, *rest = line.split(maxsplit=4)
    month, monthday = day.split("-")
    hour, minute = time.split(":")
    return moment(int(month), int(monthday), int(hour), int(minute)), by, verb, rest[0] if rest else ""


class _Log:
    """The seconds in which anybody had acted when this run began; a thousand turns ask it."""

    @cached_property
    def seconds(self) -> set[datetime]:
        return {at.replace(microsecond=0) for at in Change.objects.values_list("at", flat=True)}

    def passed(self, at: datetime) -> Callable[[], bool]:
        return lambda: any(second > at for second in self.seconds)

    def has(self, at: datetime) -> Callable[[], bool]:
        return lambda: at in self.seconds


def _work(way: Way, verb: str, rest: str) -> Callable[[Any], str]:
    def work(person: Any) -> str:
        try:
            _VERBS.get(verb, _move)(way, verb, rest, person)
        except Exception as error:
            error.add_note(f"《{way.title}》{person.name} {verb} {rest}")
            raise
        return ""

    return work


def _open(way: Way, verb: str, rest: str, person: Any) -> None:
    if way.record:
        slug, code = way.record
        ledger: Any = registry.get(slug)
        matter = records.from_record(ledger, ledger.model.objects.get(code=code), flow.get(way.flow))
    else:
        source = {"report": Matter.Source.REPORT, "open": Matter.Source.OWN}[verb]
        matter = Matter(flow=way.flow, source=source, place_id=CODES.get(way.place, COUNTY), detail=way.detail,
                        level=way.level, kind=way.kind, urgent=way.urgent)  # fmt: skip
    matter.title = way.title
    services.open_matter(matter, by=person, note=rest)


def _move(way: Way, verb: str, rest: str, person: Any) -> None:
    _made(way.latest, way, verb, rest, person)


def _made(matter: Matter, way: Way, verb: str, rest: str, person: Any) -> None:
    taken = flow.get(matter.flow).by_name[verb]
    given: dict[str, Any] = {}
    if "unit" in taken.needs:
        slug, _, rest = rest.partition(" ")
        given["unit"] = _unit(slug)
    if "score" in taken.needs:
        score, _, rest = rest.partition(" ")
        given["score"] = int(score)
    if "outcome" in taken.needs:
        given["outcome"] = way.outcome or "done"
    if "paper" in taken.needs and not matter.returns:
        given["papers"] = (_paper(way),)
    services.move(matter, verb, by=person, note=rest, **given)


def _ask(way: Way, verb: str, rest: str, person: Any) -> None:
    days, _, reason = rest.partition(" ") if verb == "extend" else ("", "", rest)
    requests.ask(way.latest, verb, by=person, reason=reason, days=int(days) if days else None)


def _decide(way: Way, verb: str, rest: str, person: Any) -> None:
    waiting = way.latest.requests.get(granted=None, lapsed_at=None)
    requests.decide(waiting, granted=verb == "grant", by=person, opinion=rest)


def _resume(way: Way, verb: str, rest: str, person: Any) -> None:
    requests.resume(way.latest, by=person, note=rest)


def _assist(way: Way, verb: str, rest: str, person: Any) -> None:
    slug, _, note = rest.partition(" ")
    services.assist(way.latest, unit=_unit(slug), note=note, by=person)


def _helper(way: Way, verb: str, rest: str, person: Any) -> None:
    """The newest assisting unit makes a move of its own, or the leading one makes it there."""
    name, _, note = rest.partition(" ")
    _made(way.latest.children.filter(assisting=True).latest("pk"), way, name, note, person)


_VERBS: dict[str, Callable[[Way, str, str, Any], None]] = {
    "open": _open, "report": _open, "pause": _ask, "extend": _ask, "grant": _decide, "deny": _decide,
    "resume": _resume, "assist": _assist, "helper": _helper,
}  # fmt: skip


def _unit(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def _paper(way: Way) -> SimpleUploadedFile:
    name = "人民调解协议书" if way.flow == "disputes" else "办理情况说明"
    return SimpleUploadedFile(f"{name}.docx", _written(name), content_type=_DOCX)


@cache
def _written(name: str) -> bytes:
    """A form with blanks for names: the demonstration has no parties to sign it."""
    paper = docx.Document()
    paper.add_heading(name, level=1)
    for line in ("事项：见系统登记。", "经过和结果：见系统登记的办理情况。", "签名（盖章）：", "日期："):
        paper.add_paragraph(line)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()
