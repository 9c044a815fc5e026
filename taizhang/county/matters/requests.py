"""Pausing and extending: asked by the handler with a reason, decided one level up, and kept on record either way."""

from datetime import date
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.matters import clocks, flow, parties, services
from taizhang.county.matters.flow import Flow, Party
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import WAITING, Matter, Request
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import Stage
from taizhang.county.people import access
from taizhang.county.people.roles import Action

Kind = Request.Kind
TEXT_MAX = 500


def ask(matter: Any, kind: str, *, by: Any, reason: str, days: int | None = None) -> Request:
    """Asks before the deadline; until it is decided the clock runs on. Raises Refused."""
    with changes.change(by=by, reason=reason[:300], action=f"申请{Kind(kind).label}", apart=True):
        stored = services.locked(matter.pk)
        _may_ask(stored, flow.get(stored.flow), kind, by=by, reason=reason, days=days)
        return Request.objects.create(
            matter=stored, kind=kind, days=days if kind == Kind.EXTEND else None, reason=reason.strip(),
            asked_by=by, asked_at=clock.now(), due_before=stored.due_on,
        )  # fmt: skip


def _may_ask(stored: Matter, found: Flow, kind: str, *, by: Any, reason: str, days: int | None) -> None:
    if not access.can(by, Action.VIEW, MATTERS, stored) or not parties.stands(stored, Party.LEAD, by):
        raise Refused(f"只有承办单位（{stored.unit.short}）可以申请{Kind(kind).label}。")
    _clock_runs(stored, kind)
    if kind == Kind.PAUSE and not found.pausable:
        raise Refused(f"“{found.label}”的办理期限依法不能暂停。")
    fields = _text("reason", reason, "请写明理由，审批人据此决定")
    if kind == Kind.EXTEND:
        fields |= _days(stored, found, days)
    if fields:
        raise Refused(fields=fields)


def _text(name: str, text: str, lacking: str) -> dict[str, list[str]]:
    given = len(text.strip())
    if given > TEXT_MAX:
        return {name: [f"最多 {TEXT_MAX} 字，现有 {given} 字，请精简"]}
    return {} if given or not lacking else {name: [lacking]}


def _clock_runs(stored: Matter, kind: str) -> None:
    if stored.stage != Stage.WORKING or stored.due_at is None:
        raise Refused(f"只有办理中的事项可以申请{Kind(kind).label}，请先领办。")
    if stored.paused_at:
        raise Refused("这件事项已经暂停计时，请先恢复计时。")
    if stored.due_at < clock.now():
        raise Refused(f"办理期限 {stored.due_on} 已过，不能再申请{Kind(kind).label}；请抓紧办结并写明原因。")
    if stored.requests.filter(WAITING).exists():
        raise Refused("已有一项申请等待审批，请等审批后再申请。")


def _days(stored: Matter, found: Flow, days: int | None) -> dict[str, list[str]]:
    rule = found.extension
    limit = found.limit("handle", stored.level)
    most = limit.days if rule.most is None else rule.most
    if stored.requests.filter(kind=Kind.EXTEND, granted=True).count() >= rule.times:
        raise Refused(f"已延期 {rule.times} 次，不能再延期（{rule.document}）。")
    if days is None or not 1 <= days <= most:
        unit = "个工作日" if limit.working else "日"
        return {"days": [f"延期应为 1 至 {most} {unit}（{rule.document}）"]}
    return _past_lead(stored, limit.ends(stored.due_on, days))  # type: ignore[arg-type]


def _past_lead(stored: Matter, due: date) -> dict[str, list[str]]:
    lead = stored.parent if stored.assisting else None
    if lead is None or lead.due_on is None or due <= lead.due_on:
        return {}
    return {
        "days": [
            f"延期后应于 {due} 办结，晚于主办事项 {lead.code} 的期限 {lead.due_on}；协办不能晚于主办，"
            f"请减少天数，或请主办单位（{lead.unit.short}）先申请延期"
        ]
    }


def may_decide(request: Request, person: Any) -> bool:
    """One level up: the head of the assigning unit, or the county's office; never who asked or handles."""
    matter = request.matter
    if person.pk in (request.asked_by_id, matter.handler_id):
        return False
    held = [post for post in person.posts_now if Action.APPROVE in post.kind.may]
    return any(post.kind.county_wide or post.organisation_id == matter.assigner_id for post in held)


def decide(request: Request, *, granted: bool, by: Any, opinion: str = "") -> Request:
    """Grants or refuses; a granted pause stops the clock now, an extension moves the due day. Raises Refused."""
    with changes.change(by=by, reason=opinion[:300], action="审批申请", apart=True):
        stored = services.locked(request.matter_id)
        waiting = Request.objects.select_for_update().get(pk=request.pk)
        waiting.matter = stored
        _may_decide(waiting, granted=granted, by=by, opinion=opinion)
        moment = clock.now()
        waiting.granted, waiting.decided_by, waiting.decided_at = granted, by, moment
        waiting.opinion = opinion.strip()
        if granted:
            _grant(stored, waiting, moment)
        waiting.due_after = stored.due_on
        waiting.save()
        _noted(stored, f"{'同意' if granted else '不同意'}{waiting.get_kind_display()}", opinion, by)
    return waiting


def _may_decide(waiting: Request, *, granted: bool, by: Any, opinion: str) -> None:
    if not access.can(by, Action.VIEW, MATTERS, waiting.matter) or not may_decide(waiting, by):
        raise Refused(f"这项申请应由交办单位负责人或县督查室审批，您的岗位（{by.title}）不能审批。")
    if waiting.granted is not None:
        raise Refused(f"{waiting.decided_by}已经{'同意' if waiting.granted else '驳回'}这项申请。")
    if waiting.lapsed_at or waiting.matter.stage != Stage.WORKING:
        raise Refused("这件事项已不在办理中，申请随之失效，不必审批。")
    fields = _text("opinion", opinion, "" if granted else "不同意请写明理由")
    if fields:
        raise Refused(fields=fields)


def _grant(stored: Matter, waiting: Request, moment: Any) -> None:
    if waiting.kind == Kind.PAUSE:
        stored.paused_at = moment
    else:
        clocks.extend(stored, flow.get(stored.flow), waiting.days or 0)


def resume(matter: Any, *, by: Any, note: str = "") -> Matter:
    """Lets a paused clock run again with the days it had left. Raises Refused."""
    with changes.change(by=by, reason=note[:300], action="恢复计时", apart=True):
        stored = services.locked(matter.pk)
        _may_resume(stored, by=by, note=note)
        moment = clock.now()
        clocks.resume(stored, flow.get(stored.flow), moment)
        pause = stored.requests.filter(kind=Kind.PAUSE, granted=True, resumed_at=None).get()
        pause.resumed_by, pause.resumed_at, pause.due_after = by, moment, stored.due_on
        pause.save()
        _noted(stored, "恢复计时", note, by)
    return stored


def _may_resume(stored: Matter, *, by: Any, note: str) -> None:
    able = parties.stands(stored, Party.LEAD, by) or parties.stands(stored, Party.ASSIGNER, by)
    if not (able and access.can(by, Action.VIEW, MATTERS, stored)):
        raise Refused(f"只有承办单位（{stored.unit.short}）或交办单位可以恢复计时。")
    if not stored.paused_at:
        raise Refused("这件事项没有暂停计时。")
    fields = _text("note", note, "")
    if fields:
        raise Refused(fields=fields)


def _noted(stored: Matter, label: str, opinion: str, by: Any) -> None:
    services.note_move(stored, "request", f"{label}：{opinion.strip()}" if opinion.strip() else label, by=by)
