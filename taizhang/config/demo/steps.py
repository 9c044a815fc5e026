"""A step of the county's history: something a person did at a moment of 2023, done once however often it is asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File

from taizhang.config.demo import books
from taizhang.config.demo.books import Row
from taizhang.county.audit import clock
from taizhang.county.audit.models import Change
from taizhang.county.ledger import registry
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports

FOLDER = settings.VAR / "demo"


def moment(month: int, day: int, hour: int = 17, minute: int = 0) -> datetime:
    return datetime(2023, month, day, hour, minute, tzinfo=clock.SHANGHAI)


@dataclass(frozen=True)
class Step:
    """`by` is a username. `words` tell the progress, none for the many turns of the loop; `done` says whether it was
    done in an earlier run.
    """

    at: datetime
    by: str
    words: str
    work: Callable[[Any], str]
    done: Callable[[], bool]


class NotImported(Exception):
    """A workbook of the demonstration was not taken; the message lists what the preview said."""


def sheet(ledger: str, title: str, sheets: Mapping[str, Sequence[Row]], *, by: str, at: datetime) -> Step:
    """A workbook, written and imported in two steps as on the page. Its name is its title."""
    name = f"{title}.xlsx"

    def work(person: Any) -> str:
        declared = _ledger(ledger)
        path = FOLDER / name
        books.write(path, declared, title, sheets, author=person.name, at=at)
        with path.open("rb") as file:
            previewed = imports.preview(declared, File(file, name=name), by=person)
        _require_clean(previewed)
        imports.commit(previewed, by=person)
        counts = previewed.counts
        return f"新增 {counts['new']}，变动 {counts['changed']}"

    def done() -> bool:
        return SheetImport.objects.filter(ledger=ledger, name=name, state=SheetImport.State.COMMITTED).exists()

    return Step(at, by, f"导入《{title}》", work, done)


def _require_clean(previewed: SheetImport) -> None:
    counts = previewed.counts
    troubles = [f"{one['sheet']}{one['where']}：{one['text']}" for one in counts.get("troubles", [])]
    if counts["faults"] or troubles:
        raise NotImported(f"{previewed.name}：{'；'.join([*counts['faults'], *troubles[:5]])}")


def act(reason: str, work: Callable[[Any, str], None], *, by: str, at: datetime) -> Step:
    """A single act on a record. Its reason is written once in the whole history, and so tells whether it was done."""

    def single(person: Any) -> str:
        work(person, reason)
        return ""

    return Step(at, by, reason, single, Change.objects.filter(reason=reason).exists)


def take(step: Step, people: Mapping[str, Any]) -> str | None:
    """What the step did in words, or None where it was done before."""
    if step.done():
        return None
    with clock.at(step.at):
        return step.work(people[step.by])


def _ledger(slug: str) -> Ledger:
    ledger = registry.get(slug)
    if ledger is None:
        raise LookupError(f"the demonstration needs the ledger {slug!r}; add its line to settings.LINES")
    return ledger
