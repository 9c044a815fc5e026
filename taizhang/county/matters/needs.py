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

NOTE_MAX = 1000
_DOCUMENT = "县级督办规则参数"
# A call-back with this score or less reopens the matter.
LOW_SCORE = Threshold(2, date(2022, 5, 1), _DOCUMENT)
# The same matter coming back within so many days is a relapse of the old one.
REOPEN_DAYS = Threshold(183, date(2022, 5, 1), _DOCUMENT)


def while_paused(found: Flow, taken: Move) -> bool:
    """Only a note, or breaking the work off, is possible while the clock stands still."""
    return taken.target in taken.sources or found.ahead(taken) == Stage.CANCELLED


def target(stored: Any, found: Flow, taken: Move) -> str:
    """Where the move leads: to its target, or beyond once its quota is used up. Raises Refused when it is too late."""
    if stored.paused_at and not while_paused(found, taken):
        raise Refused("这件事项正在暂停计时，请先恢复计时再办理。")
    if found.ahead(taken) == Stage.REOPENED:
        _in_time_to_reopen(stored)
    if taken.quota is None:
        return taken.target
    _in_time(stored, taken, taken.quota.hours)
    return taken.target if getattr(stored, taken.quota.counter) < taken.quota.times else taken.quota.beyond


def _in_time(stored: Any, taken: Move, hours: int | None) -> None:
    latest = limits.hours_after(stored.assigned_at, hours) if hours else None
    if latest and clock.now() > latest:
        raise Refused(
            f"交办后 {hours} 小时内（不计休息日）可以{taken.label}，已于 {latest:%Y-%m-%d %H:%M} 截止；"
            "确有困难的，请领办后申请延期，或请交办单位改派。"
        )


def _in_time_to_reopen(stored: Any) -> None:
    last = stored.closed_on + timedelta(days=REOPEN_DAYS.value)
    if clock.today() > last:
        raise Refused(f"办结已超过 {REOPEN_DAYS.value} 日（至 {last}），不再作为原事项的反复；请登记为新的事项。")


def complete(stored: Any, found: Flow, taken: Move, given: Any, *, by: Any) -> Any:
    """What the move asks for, with what goes without saying filled in. Raises Refused naming every field that lacks."""
    given = replace(
        given, note=given.note.strip(), **{name: empty for name, empty in _CHOICES if name not in taken.needs}
    )
    if "handler" in taken.needs and given.handler is None:
        given = replace(given, handler=by)
    fields: dict[str, list[str]] = {}
    for need in taken.needs:
        sentence = _LACKING[need](stored, found, taken, given, by)
        if sentence:
            fields.setdefault("papers" if need in ("paper", "photo") else need, []).append(sentence)
    if len(given.note) > NOTE_MAX:
        fields["note"] = [f"{taken.ask}最多 {NOTE_MAX} 字，现有 {len(given.note)} 字，请精简"]
    if given.level and (sentence := _level(stored, found, taken, given.level)):
        fields["level"] = [sentence]
    if fields:
        raise Refused(fields=fields)
    _children_ended(stored, found.ahead(taken))
    return given


# What only moves that need it may bring along: a page that sends more of its form changes nothing by that.
_CHOICES: tuple[tuple[str, Any], ...] = (("unit", None), ("handler", None), ("outcome", ""), ("score", None))


def _level(stored: Any, found: Flow, taken: Move, level: str) -> str:
    """The level decides the limit: it is settled by whoever assigns, before the clock runs."""
    if level == stored.level:
        return ""
    if level not in found.levels:
        return f"等级应为{'、'.join(found.levels.values())}之一"
    settles = "unit" in taken.needs and ("handle" in taken.starts or stored.due_at is None)
    usual = found.levels.get(stored.level, stored.level)
    return "" if settles else f"等级由交办单位在交办时确定，现为“{usual}”，{taken.label}时不能更改"


def _note(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    return "" if given.note else f"请填写{taken.ask}"


def _unit(stored: Any, found: Flow, taken: Move, given: Any, by: Any) -> str:
    if given.unit is None:
        return "请选择承办单位"
    if not parties.may_give(stored, given.unit, by):
        return f"您可以交给本单位办理；交{given.unit.short}办理，请报县政府办交办"
    if stored.stage == Stage.WORKING and given.unit.pk == stored.unit_id:
        return f"{given.unit.short}已经是承办单位，请选择另一个单位"
    if stored.stage == Stage.REFUSED and given.unit.pk == stored.unit_id:
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
    return "" if any(map(_is_picture, given.papers)) or pictures.exists() else "请拍一张照片"


def _is_picture(paper: Any) -> bool:
    """By its first bytes: what the browser says of a file is no evidence."""
    head: bytes = paper.read(16)
    paper.seek(0)
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG"))


def _kept(stored: Any) -> Any:
    """The papers kept since the present handler took it in hand; until then, what came with the report."""
    papers = Attachment.objects.filter(ledger=MATTERS.slug, record_id=stored.pk)
    return papers.filter(at__gte=stored.claimed_at) if stored.claimed_at else papers


_LACKING = {
    "note": _note, "unit": _unit, "handler": _handler, "outcome": _outcome, "score": _score, "paper": _paper,
    "photo": _photo,
}  # fmt: skip


def _children_ended(stored: Any, ahead: Stage) -> None:
    """Nothing is reported done before what hangs on it is; broken off, it takes its assisting units along."""
    if ahead not in (Stage.CHECKING, Stage.CLOSED, Stage.CANCELLED):
        return
    waiting = [child for child in below(stored) if not (child.assisting and ahead == Stage.CANCELLED)]
    for kind, advice, assisting in (("协办单位", "终止其协办", True), ("下级事项承办单位", "撤销该事项", False)):
        names = "、".join(child.unit.short for child in waiting if child.assisting == assisting)
        if names:
            raise Refused(f"{kind}{names}还没有办结，请催办，或{advice}后再办。")


def below(stored: Any) -> list[Any]:
    """What hangs on a held matter and is not ended; asked once for a move, since nobody adds to it meanwhile."""
    if not hasattr(stored, "_below"):
        stored._below = list(stored.children.exclude(stage__in=ENDED).only("assisting", "unit").order_by("pk"))
    return stored._below  # type: ignore[no-any-return]


def handlers(unit: Any) -> list[Any]:
    """Everybody who may take matters in hand for a unit today."""
    able = [slug for slug, role in ROLES.items() if Action.HANDLE in role.may]
    posts = Post.objects.filter(held_on(clock.today()), organisation=unit, role__in=able, person__is_active=True)
    return list({post.person_id: post.person for post in posts.select_related("person")}.values())
