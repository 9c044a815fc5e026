"""Everything a person may do to a matter from its page, as one table: moves of its flow, requests, help, pressing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.matters import flow, parties, pressing, requests, services
from taizhang.county.matters.flow import Flow, Move, Party
from taizhang.county.matters.models import Press, Request
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import OPEN, Stage

Given = dict[str, Any]
_IN_HAND = (Stage.ASSIGNED, Stage.WORKING)
BACKWARD = (Stage.REFUSED, Stage.CANCELLED, Stage.REOPENED)


@dataclass(frozen=True)
class Act:
    """`fields` are asked for, `needed` of them marked as necessary; `make` is given the matter, who acts, the answers.

    `ask` is how the note is asked for, `said` what the page says afterwards where the label does not say it. A
    `guarded` act is refused when somebody moved the matter after the page was opened. `turn` says that the matter waits
    for it, and not only allows it.
    """

    name: str
    label: str
    fields: tuple[str, ...]
    needed: tuple[str, ...]
    make: Callable[[Any, Any, Given], Any]
    ask: str = "说明"
    hint: str = ""
    harsh: bool = False
    guarded: bool = False
    said: Callable[[Given], str] | None = None
    turn: bool = False

    def done(self, given: Given) -> str:
        return f"已{self.said(given) if self.said else self.label}。"


def of(matter: Any, person: Any, asked: Sequence[Request] = (), presses: Iterable[Press] = ()) -> list[Act]:
    """The next thing to do first. `asked` are the requests made so far, `presses` the documents sent so far."""
    found = flow.get(matter.flow)
    waiting = next((one for one in asked if one.waiting), None)
    moves = [_move(found, one, matter, person) for one in services.open_to(matter, person)]
    papers = list(_receive(presses, person, turn=matter.open))
    # Whoever has it in hand first receipts what presses them; where it waits to be checked or ruled on, or has ended,
    # that comes first.
    first, last = (papers, []) if matter.stage in _IN_HAND else ([], papers)
    first = [*first, *_decide(waiting, person), *_resume(matter, person)]
    return [
        *first,
        *moves,
        *last,
        *_ask(matter, found, person, asked),
        *_assist(matter, person),
        *_urge(matter, person),
    ]


# Moves

_FIELDS = {"note": "note", "unit": "unit", "handler": "handler", "outcome": "outcome", "score": "score",
           "paper": "papers", "photo": "papers"}  # fmt: skip


def _move(found: Flow, one: Move, matter: Any, person: Any) -> Act:
    needed = tuple(dict.fromkeys(_FIELDS[need] for need in one.needs))
    # The level decides the limit: it is settled with the unit, as long as the clock does not run.
    level = ("level",) if "unit" in one.needs and ("handle" in one.starts or matter.due_at is None) else ()
    fields = dict.fromkeys((*needed, *level, "note", *(("papers",) if one.name == "progress" else ())))
    harsh = bool(one.redo) or found.states[one.target].stage in BACKWARD
    # A deadline that is asked for must be known: of a handler it goes without saying who that is.
    marked = tuple(name for name in (*needed, *level) if name != "handler")
    return Act(
        one.name, one.label, tuple(fields), marked, _makes(one.name), one.ask, _quota(one, matter), harsh, True,
        turn=_waited_for(one, matter, person),
    )  # fmt: skip


def _waited_for(one: Move, matter: Any, person: Any) -> bool:
    """Work in hand waits for whoever took it up, though colleagues may step in."""
    if one.who is not parties.WAITS_FOR.get(Stage(matter.stage)):
        return False
    return one.who is not Party.LEAD or matter.handler_id in (None, person.pk)


def _makes(name: str) -> Callable[[Any, Any, Given], Any]:
    def make(matter: Any, by: Any, given: Given) -> Any:
        return services.move(matter, name, by=by, **given)

    return make


def _quota(one: Move, matter: Any) -> str:
    """What a limited move says before it is made."""
    if one.quota is None:
        return ""
    used = getattr(matter, one.quota.counter)
    beyond = flow.get(matter.flow).states[one.quota.beyond].label
    hours = f"交办后 {one.quota.hours} 小时内（不计休息日）可以{one.label}；" if one.quota.hours else ""
    return f"{hours}已{one.label} {used} 次，满 {one.quota.times} 次后再{one.label}即转“{beyond}”。"


# Requests


def _decide(waiting: Request | None, person: Any) -> Iterator[Act]:
    if waiting is None or not requests.may_decide(waiting, person):
        return
    what = f"延期 {waiting.days} 天" if waiting.kind == Request.Kind.EXTEND else "暂停计时"
    hint = f"{waiting.asked_by.name}申请{what}：{waiting.reason}"

    def make(matter: Any, by: Any, given: Given) -> Any:
        return requests.decide(waiting, granted=given["granted"] == "yes", by=by, opinion=given["opinion"])

    def said(given: Given) -> str:
        return f"{'同意' if given['granted'] == 'yes' else '驳回'}{waiting.asked_by.name}的申请（{what}）"

    yield Act("decide", f"审批{what}", ("granted", "opinion"), ("granted",), make, hint=hint, said=said, turn=True)


def _resume(matter: Any, person: Any) -> Iterator[Act]:
    able = any(parties.stands(matter, one, person) for one in (Party.LEAD, Party.ASSIGNER))
    if matter.paused_at and able:
        yield Act(
            "resume", "恢复计时", ("note",), (), lambda m, by, given: requests.resume(m, by=by, **given), turn=True
        )  # fmt: skip


def _ask(matter: Any, found: Flow, person: Any, asked: Sequence[Request]) -> Iterator[Act]:
    at_work = matter.stage == Stage.WORKING and matter.due_at and matter.due_at >= clock.now()
    if (
        not at_work
        or matter.paused_at
        or any(one.waiting for one in asked)
        or not parties.stands(matter, Party.LEAD, person)
    ):
        return
    if sum(one.kind == Request.Kind.EXTEND and bool(one.granted) for one in asked) < found.extension.times:
        yield _extension(matter, found)
    if found.pausable:
        hint = "须等鉴定、诉讼等外部结果时申请；批准后停止计时，恢复后剩余天数不变。"
        yield Act("pause", "申请暂停计时", ("reason",), ("reason",), _asks("pause"), "暂停理由", hint)


def _extension(matter: Any, found: Flow) -> Act:
    limit = found.limit("handle", matter.level)
    most = found.extension.most or limit.days
    hint = f"最多 {most} {'个工作日' if limit.working else '日'}，共 {found.extension.times} 次；由交办单位负责人或县督查室审批，批准前照常计时。"
    return Act("extend", "申请延期", ("days", "reason"), ("days", "reason"), _asks("extend"), "延期理由", hint)


def _asks(kind: str) -> Callable[[Any, Any, Given], Any]:
    def make(matter: Any, by: Any, given: Given) -> Any:
        return requests.ask(matter, kind, by=by, **given)

    return make


# Documents of supervision


def _receive(presses: Iterable[Press], person: Any, *, turn: bool) -> Iterator[Act]:
    for press in presses:
        if press.received_at is None and pressing.may_receive(press, person):
            must = ("reply",) if press.level > Press.Level.REMINDER else ()
            hint = f"{press.number}：{press.why}。{press.demand}"
            label = f"签收{press.get_level_display()}"
            yield Act(f"receive{press.pk}", label, ("reply",), must, _receives(press), hint=hint, turn=turn)


def _receives(press: Press) -> Callable[[Any, Any, Given], Any]:
    def make(matter: Any, by: Any, given: Given) -> Any:
        return pressing.receive(press, by=by, **given)

    return make


# Help and pressing


def _assist(matter: Any, person: Any) -> Iterator[Act]:
    if matter.stage == Stage.WORKING and not matter.assisting and parties.stands(matter, Party.LEAD, person):
        yield Act(
            "assist", "请其他单位协办", ("unit", "note"), ("unit", "note"),
            lambda m, by, given: services.assist(m, by=by, **given), "协办要求",
            "协办单位单独领办、报送，期限不晚于主办期限；全部确认后才能报结。",
        )  # fmt: skip


def _urge(matter: Any, person: Any) -> Iterator[Act]:
    if may_urge(matter, person):
        yield Act("urge", "催办", ("note",), ("note",), lambda m, by, given: urge(m, by=by, **given), "催办要求")


def may_urge(matter: Any, person: Any) -> bool:
    """Who gave the matter, or the county's office, while somebody else has it."""
    able = any(parties.stands(matter, one, person) for one in (Party.ASSIGNER, Party.ARBITER))
    return matter.stage in OPEN and matter.assigned_at is not None and able and matter.handler_id != person.pk


def urge(matter: Any, *, note: str, by: Any) -> Any:
    """Enters a note that presses; the documents of supervision are issued by the ladder. Raises Refused."""
    if not note.strip():
        raise Refused(fields={"note": ["请写明催办要求，例如“请于明日前报送进展”"]})
    with changes.change(by=by, reason=note[:300], action="事项催办"):
        stored = services.locked(matter.pk)
        if not may_urge(stored, by):
            raise Refused("这件事项已经办结或不由您交办，不能催办。")
        services.note_move(stored, "urge", note, by=by)
    return stored
