"""The one door to the closed loop: opens matters and makes moves, each authorised, checked and written in one act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.documents import attachments, numbering
from taizhang.county.matters import effects, flow, needs, parties, records
from taizhang.county.matters.flow import Flow, Move, Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Overtaken, Refused
from taizhang.county.matters.stages import ENDED, Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action

PREFIX = "DB"
NOTE_MAX = 1000


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


def open_matter(matter: Matter, *, by: Any, papers: Iterable[Any] = (), note: str = "") -> Matter:
    """Registers a new matter whose flow, title, place and source are set. Raises Refused."""
    found = flow.get(matter.flow)
    matter.level = matter.level or found.usual
    _check_words(matter, found)
    with changes.change(by=by, reason=note or matter.title, action="事项登记"):
        moment = clock.now()
        if matter.unit_id is None:
            matter.unit = parties.acting_unit(matter, by)
        if not parties.may_open(matter, by):
            raise Refused(f"您的岗位（{by.title}）不能在{matter.place}登记事项，请由当地或县政府办登记。")
        _begin(matter, found, moment, by)
        _said(matter, "register", note, moment, by)
        matter.save(force_insert=True)
        _keep(matter, papers, by)
    return matter


def move(matter: Any, name: str, *, by: Any, editing: int | None = None, **given: Any) -> Matter:
    """Makes a move; `given` is what Given names. Returns the matter as stored. Raises Refused, Overtaken."""
    gift = Given(**given)
    found = flow.get(matter.flow)
    taken = _known(found, name)
    with changes.change(by=by, reason=gift.note[:300], action=f"事项{taken.label}"):
        stored = locked(matter)
        permit(stored, taken, by=by, editing=editing)
        target = needs.target(stored, found, taken)
        gift = needs.complete(stored, found, taken, gift, by=by)
        _keep(stored, gift.papers, by)
        moment = clock.now()
        effects.apply(stored, found, taken, target, gift, by=by, moment=moment)
        _said(stored, name, gift.note, moment, by)
        stored.edition += 1
        stored.save(force_update=True)
        _afterwards(stored, found, taken, by)
    return stored


def locked(matter: Any) -> Matter:
    """The stored matter, held until the transaction ends."""
    held = Matter.objects.select_for_update(of=("self",)).select_related("unit", "assigner", "place", "handler")
    return held.get(pk=matter.pk)


def permit(stored: Matter, taken: Move, *, by: Any, editing: int | None = None) -> None:
    """Raises Overtaken where somebody was first, Refused where this person may not make this move at all."""
    if not access.can(by, Action.VIEW, MATTERS, stored):
        raise Refused("这件事项不在您的权限范围内。")
    if stored.state not in taken.sources:
        raise Overtaken(stored, _overtaken(stored, taken))
    found = list(parties.objections(stored, taken, by))
    if found:
        raise Refused(*found)
    if editing is not None and editing != stored.edition and taken.name != "progress":
        raise Overtaken(stored, _overtaken(stored, taken))


def _overtaken(stored: Matter, taken: Move) -> str:
    found = flow.get(stored.flow)
    last = found.by_name.get(stored.move)
    label = last.label if last else "登记"
    who = f"{stored.moved_by.name}（{stored.moved_post}）" if stored.moved_by else "系统"
    when = f"{clock.local(stored.moved_at):%m-%d %H:%M}"
    state = found.states[stored.state].label
    return f"{who}已于 {when} {label}，这件事项现在处于“{state}”，不能再按您打开时的情况{taken.label}；请看最新进度。"


def open_to(matter: Any, person: Any) -> list[Move]:
    """The moves this person may try now, in the flow's order: the first is the next thing to do."""
    found = flow.get(matter.flow)
    return [
        one for one in found.moves
        if matter.state in one.sources and not (matter.paused_at and not needs.while_paused(one))
        and parties.may(matter, one, person)
    ]  # fmt: skip


def assist(matter: Any, *, unit: Any, note: str, by: Any) -> Matter:
    """Asks another unit to help, on a way of its own that ends before the leading unit reports done. Raises Refused."""
    with changes.change(by=by, reason=note[:300], action="事项协办"):
        stored = locked(matter)
        if stored.stage != Stage.WORKING or not parties.stands(stored, Party.LEAD, by):
            raise Refused("只有承办单位在办理期间可以请其他单位协办。")
        if unit.pk == stored.unit_id or stored.children.filter(unit=unit).exclude(stage__in=ENDED).exists():
            raise Refused(fields={"unit": [f"{unit.short}已经在办理这件事项，请选择另一个单位"]})
        child = Matter(
            flow="assist", title=stored.title, detail=stored.detail, place_id=stored.place_id, unit=stored.unit,
            level=stored.level, source=stored.source, parent=stored, assisting=True, urgent=stored.urgent,
            restricted=stored.restricted, origin=f"协办 {stored.code}", assigner=stored.unit,
        )  # fmt: skip
        _begin(child, flow.get("assist"), clock.now(), by)
        _said(child, "register", note, clock.now(), by)
        child.save(force_insert=True)
        child = move(child, "assign", by=by, unit=unit, note=note)
        # The helping unit may read what it helps with.
        stored.units = sorted({*stored.units, unit.pk})
        note_move(stored, "assist", f"请{unit.short}协办：{note}", by=by)
    return child


def note_move(stored: Matter, name: str, note: str, *, by: Any) -> None:
    """Enters into a locked matter's log what changes no state, such as a granted request, and saves it."""
    _said(stored, name, note, clock.now(), by)
    stored.edition += 1
    stored.save(force_update=True)


def _known(found: Flow, name: str) -> Move:
    if name not in found.by_name:
        raise Refused(f"“{found.label}”没有这个动作，请回到事项页面重新选择。")
    return found.by_name[name]


def _check_words(matter: Matter, found: Flow) -> None:
    fields: dict[str, list[str]] = {}
    if not matter.title.strip():
        fields["title"] = ["请用一句话写明事项，例如“王村桥头护栏缺失”"]
    if matter.place_id is None:
        fields["place"] = ["请选择所属乡镇（街道）"]
    if matter.level not in found.limits:
        fields["level"] = [f"等级应为{'、'.join(found.levels.values())}之一"]
    if fields:
        raise Refused(fields=fields)


def _begin(matter: Matter, found: Flow, moment: datetime, by: Any) -> None:
    day = clock.local(moment).date()
    matter.code = matter.code or numbering.dated(PREFIX, day)
    matter.title = matter.title.strip()[:120]
    matter.state, matter.stage = found.start, found.states[found.start].stage
    matter.registered_on, matter.registered_by = day, by if by.pk else None
    matter.units = sorted({*matter.units, matter.unit_id})


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


def _afterwards(stored: Matter, found: Flow, taken: Move, by: Any) -> None:
    """What a move brings about in other records: the record the matter is about, and the matter that takes over."""
    if "handle" in taken.stops and stored.stage == Stage.CLOSED:
        records.settle(stored, found, by=by)
    if taken.name == "reopen":
        records.settle(stored, found, by=by, undone=True)
        _take_over(stored, by)
    if taken.name == "visit" and stored.score is not None and stored.score <= needs.LOW_SCORE.value:
        move(stored, "reopen", by=by, note=f"回访满意度 {stored.score} 分，重新交办")


def _take_over(old: Matter, by: Any) -> None:
    new = effects.successor(old)
    _begin(new, flow.get(new.flow), clock.now(), by)
    _said(new, "register", f"{old.code} 反复，重新交办", clock.now(), by)
    new.save(force_insert=True)
