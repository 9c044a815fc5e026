"""What a move needs before it is made: texts, people, evidence, a quota not used up; sentences where it lacks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from taizhang.county.audit import clock
from taizhang.county.documents.models import Attachment
from taizhang.county.ledger.rules import Threshold
from taizhang.county.matters import limits, parties
from taizhang.county.matters.flow import Flow, Move
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import ENDED, Stage
from taizhang.county.people import access
from taizhang.county.people.models import Post, held_on
from taizhang.county.people.roles import ROLES, Action

_DOCUMENT = "县级督办规则参数"
# A call-back with this score or less reopens the matter.
LOW_SCORE = Threshold(2, date(2022, 5, 1), _DOCUMENT)
# The same matter coming back within so many days is a relapse of the old one.
REOPEN_DAYS = Threshold(183, date(2022, 5, 1), _DOCUMENT)


def while_paused(taken: Move) -> bool:
    """Only a note, or the end of the work, is possible while the clock stands still."""
    return taken.name in ("progress", "halt")


def target(stored: Any, found: Flow, taken: Move) -> str:
    """Where the move leads: to its target, or beyond once its quota is used up. Raises Refused when it is too late."""
    if stored.paused_at and not while_paused(taken):
        raise Refused("这件事项正在暂停计时，请先恢复计时再办理。")
    if taken.name == "reopen":
        _in_time_to_reopen(stored)
    if taken.quota is None:
        return taken.target
    if taken.quota.hours is not None:
        latest = limits.hours_after(stored.assigned_at, taken.quota.hours)
        if clock.now() > latest:
            raise Refused(
                f"交办后 {taken.quota.hours} 小时内（不计休息日）可以{taken.label}，已于 {latest:%Y-%m-%d %H:%M} 截止；"
                "确有困难的，请领办后申请延期，或请交办单位改派。"
            )
    return taken.target if getattr(stored, taken.quota.counter) < taken.quota.times else taken.quota.beyond


def _in_time_to_reopen(stored: Any) -> None:
    last = stored.closed_on + timedelta(days=REOPEN_DAYS.value)
    if clock.today() > last:
        raise Refused(f"办结已超过 {REOPEN_DAYS.value} 日（至 {last}），不再作为原事项的反复；请登记为新的事项。")


def complete(stored: Any, found: Flow, taken: Move, given: Any, *, by: Any) -> Any:
    """What was given, with what goes without saying filled in. Raises Refused naming every field that lacks."""
    fields: dict[str, list[str]] = {}
    given = replace(given, note=given.note.strip())
    if "handler" in taken.needs and given.handler is None:
        given = replace(given, handler=by)
    for need in taken.needs:
        sentence = _LACKING[need](stored, found, taken, given, by)
        if sentence:
            fields.setdefault("papers" if need in ("paper", "photo") else need, []).append(sentence)
    if len(given.note) > 1000:
        fields["note"] = [f"{taken.ask}最多 1000 字，现有 {len(given.note)} 字，请精简"]
    if fields:
        raise Refused(fields=fields)
    if taken.name in ("submit", "on_the_spot"):
        _helpers_done(stored)
    return given


def _note(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    return "" if given.note else f"请填写{taken.ask}"


def _unit(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    if given.unit is None:
        return "请选择承办单位"
    if not parties.may_give(stored, given.unit, by):
        return f"您可以交给本单位办理；交{given.unit.short}办理，请报县政府办交办"
    if taken.name == "transfer" and given.unit.pk == stored.unit_id:
        return f"{given.unit.short}已经是承办单位，请选择另一个单位"
    if stored.state == "refused" and given.unit.pk == stored.unit_id:
        return f"{given.unit.short}刚退回这件事项，请改派其他单位"
    return ""


def _handler(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    if access.holds(given.handler, Action.HANDLE, stored.unit):
        return ""
    return f"{given.handler.name}在{stored.unit.short}没有办理岗位，请选择本单位的经办人或网格员"


def _outcome(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    labels = dict(found.outcomes)
    return "" if given.outcome in labels else f"请选择办理结果：{'、'.join(labels.values())}"


def _score(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    return "" if given.score in range(1, 6) else "请选择满意度 1 至 5 分"


def _paper(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    if given.papers or _kept(stored).exists():
        return ""
    return "报结须有凭证：请上传照片、协议书、笔录或文书（JPG、PNG、PDF、DOCX）"


def _photo(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    pictures = _kept(stored).filter(media_type__startswith="image/")
    fresh = any(str(getattr(paper, "content_type", "")).startswith("image/") for paper in given.papers)
    return "" if fresh or pictures.exists() else "请拍一张照片"


def _kept(stored: Any) -> Any:
    papers = Attachment.objects.filter(ledger=MATTERS.slug, record_id=stored.pk)
    return papers.filter(at__gte=stored.claimed_at) if stored.claimed_at else papers


_LACKING = {
    "note": _note, "unit": _unit, "handler": _handler, "outcome": _outcome, "score": _score, "paper": _paper,
    "photo": _photo,
}  # fmt: skip


def _helpers_done(stored: Any) -> None:
    waiting = stored.children.filter(assisting=True).exclude(stage__in=ENDED).select_related("unit")
    names = "、".join(child.unit.short for child in waiting[:5])
    if names:
        raise Refused(f"协办单位{names}还没有办结，请催办，或终止其协办后再报结。")


def handlers(unit: Any) -> list[Any]:
    """Everybody who may take matters in hand for a unit today."""
    able = [slug for slug, role in ROLES.items() if Action.HANDLE in role.may]
    posts = Post.objects.filter(held_on(clock.today()), organisation=unit, role__in=able, person__is_active=True)
    return list({post.person_id: post.person for post in posts.select_related("person")}.values())


__all__ = ["LOW_SCORE", "REOPEN_DAYS", "Stage", "complete", "handlers", "target", "while_paused"]
