"""The one door to the closed loop: opens matters and makes moves, each authorised, checked and written in one act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.documents import attachments, numbering
from taizhang.county.matters import effects, flow, log, needs, opening, parties, records
from taizhang.county.matters.flow import Flow, Move
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import WAITING, Matter
from taizhang.county.matters.refusal import Overtaken, Refused
from taizhang.county.matters.stages import Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action

PREFIX = "DB"
NOTE_MAX = needs.NOTE_MAX


@dataclass
class Given:
    """What comes with a move: texts, people, choices and files, as far as the move asks for them."""

    note: str = ""
    unit: Any = None
    handler: Any = None
    outcome: str = ""
    score: int | None = None
    level: str = ""
    papers: tuple[Any, ...] = ()


def open_matter(matter: Matter, *, by: Any, papers: Iterable[Any] = (), note: str = "", unit: Any = None) -> Matter:
    """Registers a new matter whose flow, title, place and source are set, under its parent if it has one.

    With a `unit` it is assigned to it in the same act, and the note is the assignment's. Raises Refused; what was
    refused is made anew for another attempt.
    """
    found = flow.get(matter.flow)
    matter.level = matter.level or found.usual
    with changes.change(by=by, reason=(note or matter.title)[:300], action="事项登记", apart=True):
        opening.check(matter, found, note)
        if matter.unit_id is None:
            matter.unit = parties.acting_unit(matter, by)
        opening.permit(matter, found, by=by)
        _begin(matter, found, by, "" if unit else note)
        _keep(matter, papers, by)
        if unit:
            # What this transaction has just written is nobody else's yet: it need not be held and read again.
            _moved(matter, found, _known(found, "assign"), Given(note=note, unit=unit), by=by)
        if matter.parent_id:
            note_move(locked(matter.parent_id), "child", f"分解任务 {matter.code}：{matter.title}", by=by)
    return matter


def move(matter: Any, name: str, *, by: Any, editing: int | None = None, **given: Any) -> Matter:
    """Makes a move; `given` is what Given names. Returns the matter as stored. Raises Refused, Overtaken.

    A refused move leaves no row, also inside a longer act; of a file that came with it the sealed bytes may stay
    behind in the store, where nothing names them.
    """
    gift = Given(**given)
    found = flow.get(matter.flow)
    taken = _known(found, name)
    with changes.change(by=by, reason=gift.note[:300], action=f"事项{taken.label}", apart=True):
        stored = locked(matter.pk)
        _moved(stored, found, taken, gift, by=by, editing=editing)
    return stored


def _moved(
    stored: Matter, found: Flow, taken: Move, gift: Given, *, by: Any, editing: int | None = None
) -> None:  # fmt: skip
    """A person's move in a matter that is held: judged, then made."""
    permit(stored, taken, by=by, editing=editing)
    target = needs.target(stored, found, taken)
    gift = needs.complete(stored, found, taken, gift, by=by)
    moment = clock.now()
    _keep(stored, gift.papers, by)
    _make(stored, found, taken, target, gift, by=by, moment=moment)


def _make(
    stored: Matter, found: Flow, taken: Move, target: str, gift: Given, *, by: Any, moment: datetime
) -> None:  # fmt: skip
    """The move itself: made by whoever may, or brought about by another move whoever made that one."""
    before = stored.stage
    effects.apply(stored, found, taken, target, gift, by=by, moment=moment)
    _said(stored, taken.name, gift.note, moment, by)
    stored.keep()
    if before == Stage.WORKING != stored.stage:
        stored.requests.filter(WAITING).update(lapsed_at=moment)
    _afterwards(stored, found, taken, before, gift, by)


def locked(pk: Any) -> Matter:
    """The stored matter, held until the transaction ends."""
    rows = Matter.objects.select_related("unit", "assigner", "place")
    stored: Matter = held(rows, pk)
    stored.remember()
    return stored


def permit(stored: Matter, taken: Move, *, by: Any, editing: int | None = None) -> None:
    """Raises Overtaken where somebody was first, Refused where this person may not make this move at all."""
    if not access.can(by, Action.VIEW, MATTERS, stored):
        raise Refused("这件事项不在您的权限范围内。")
    if stored.state not in taken.sources:
        raise Overtaken(stored, _overtaken(stored, taken))
    found = list(parties.objections(stored, taken, by))
    if found:
        raise Refused(*found)
    if editing is not None and editing != stored.edition and taken.target not in taken.sources:
        raise Overtaken(stored, _overtaken(stored, taken))


def _overtaken(stored: Matter, taken: Move) -> str:
    who = f"{stored.moved_by.name}（{stored.moved_post}）" if stored.moved_by else "系统"
    when = f"{clock.local(stored.moved_at):%m-%d %H:%M}"
    state = flow.get(stored.flow).states[stored.state].label
    return (
        f"{who}已于 {when} {log.label(stored)}，这件事项现在处于“{state}”，"
        f"不能再按您打开时的情况{taken.label}；请看最新进度。"
    )


def open_to(matter: Any, person: Any) -> list[Move]:
    """The moves this person may try now, in the flow's order: the first is the next thing to do."""
    found = flow.get(matter.flow)
    return [
        one for one in found.moves
        if matter.state in one.sources and not (matter.paused_at and not needs.while_paused(found, one))
        and parties.may(matter, one, person)
    ]  # fmt: skip


def assist(matter: Any, *, unit: Any, note: str, by: Any) -> Matter:
    """Asks another unit to help, on a way of its own that ends before the leading unit reports done. Raises Refused."""
    with changes.change(by=by, reason=note[:300], action="事项协办", apart=True):
        stored = locked(matter.pk)
        opening.permit_assistance(stored, unit, by=by)
        child = effects.assistance(stored)
        _begin(child, flow.get(child.flow), by, note)
        child = move(child, "assign", by=by, unit=unit, note=note)
        # The helping unit may read what it helps with.
        stored.units = sorted({*stored.units, unit.pk})
        note_move(stored, "assist", f"请{unit.short}协办：{note}", by=by)
    return child


def note_move(stored: Matter, name: str, note: str, *, by: Any) -> None:
    """Enters into a locked matter's log what changes no state, such as a granted request, and saves it."""
    _said(stored, name, note, clock.now(), by)
    stored.keep()


def _known(found: Flow, name: str) -> Move:
    if name not in found.by_name:
        raise Refused(f"“{found.label}”没有这个动作，请回到事项页面重新选择。")
    return found.by_name[name]


def _begin(matter: Matter, found: Flow, by: Any, note: str) -> None:
    moment = clock.now()
    matter.registered_on = clock.local(moment).date()
    matter.code = numbering.dated(PREFIX, matter.registered_on)
    matter.title = matter.title.strip()
    matter.state, matter.stage = found.start, found.states[found.start].stage
    matter.registered_by = by if by.pk else None
    matter.units = sorted({*matter.units, matter.unit_id})
    _said(matter, "register", note, moment, by)
    matter.save(force_insert=True)
    matter.remember()


def _said(matter: Matter, name: str, note: str, moment: datetime, by: Any) -> None:
    """Who moved the matter last, and why: with the version this becomes the log of moves."""
    matter.move, matter.note, matter.moved_at = name, note.strip()[:NOTE_MAX], moment
    matter.moved_by = by if by.pk else None
    matter.moved_post = by.title if by.pk else by.name


def _keep(matter: Matter, papers: Iterable[Any], by: Any) -> None:
    for paper in papers:
        try:
            attachments.keep(MATTERS, matter, paper, by=by)
        except attachments.Unfit as unfit:
            raise Refused(fields={"papers": [f"{getattr(paper, 'name', '文件')}：{unfit}"]}) from unfit


def _afterwards(stored: Matter, found: Flow, taken: Move, before: str, gift: Given, by: Any) -> None:
    """What a move brings about elsewhere: in the record it is about, in the matters under it, and in the next one."""
    if stored.stage == Stage.CLOSED and before != Stage.CLOSED:
        records.settle(stored, found, by=by)
    elif stored.stage == Stage.REOPENED:
        records.settle(stored, found, by=by, undone=True)
        new = effects.successor(stored)
        _begin(new, found, by, f"{stored.code} 反复，重新交办")
    elif stored.stage == Stage.CANCELLED:
        _end_assistance(stored, found, by)
    elif stored.stage == Stage.ASSIGNED and before != Stage.REGISTERED:
        _hand_over(stored, by)
    elif stored.stage == Stage.VISITED and (stored.score or 0) <= needs.LOW_SCORE.value:
        _reopen(stored, found, gift.note, by)


def _assisting(stored: Matter) -> list[Matter]:
    return [locked(child.pk) for child in needs.below(stored) if child.assisting]


def _end_assistance(stored: Matter, found: Flow, by: Any) -> None:
    for child in _assisting(stored):
        way = flow.get(child.flow)
        taken = next(m for m in way.moves if child.state in m.sources and way.ahead(m) == Stage.CANCELLED)
        why = f"主办事项已{found.by_name[stored.move].label}：{stored.note}"[:NOTE_MAX]
        _make(child, way, taken, taken.target, Given(note=why), by=by, moment=clock.now())


def _hand_over(stored: Matter, by: Any) -> None:
    """Whoever helps now helps the unit that leads now: that one checks it and waits for it."""
    for child in _assisting(stored):
        if child.assigner_id != stored.unit_id:
            child.assigner = stored.unit
            child.units = sorted({*child.units, stored.unit_id})
            note_move(child, "lead", f"主办单位改为{stored.unit.short}", by=by)


def _reopen(stored: Matter, found: Flow, said: str, by: Any) -> None:
    """A low score reopens by rule, whether or not the visitor might assign, and however late the call-back was made."""
    taken = next((m for m in found.moves if stored.state in m.sources and found.ahead(m) == Stage.REOPENED), None)
    if taken:
        why = f"回访满意度 {stored.score} 分（{needs.LOW_SCORE.value} 分及以下），按规定重新交办"
        note = f"{why}：{said}" if said else why
        _make(stored, found, taken, taken.target, Given(note=note[:NOTE_MAX]), by=by, moment=clock.now())
