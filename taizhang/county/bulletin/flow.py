"""The way of an issue as a table of moves: who may make each, what it needs, and that every issue can end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import Q

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.bulletin.models import Issue, Item, Step
from taizhang.county.bulletin.refusal import Overtaken, Refused
from taizhang.county.matters.faults import closure
from taizhang.county.people import access
from taizhang.county.people.roles import Action

S = Issue.State
FINAL = (S.ARCHIVED, S.WITHDRAWN)
# While an issue is in one of these, its composition and its items' text may change.
OPEN = (S.COLLECTING, S.EDITING, S.FIGURE_CHECK)
UNSIGNED = (*OPEN, S.UNIT_CONFIRM, S.REVIEW, S.SIGN, S.RETURNED)


class Clean(IntEnum):
    """How much of the release checklist must be free of errors before a move."""

    NOTHING = 0
    TEXT = 1
    FIGURES = 2
    UNITS = 3
    CHECKED = 4


@dataclass(frozen=True)
class Move:
    """`needs` may name "items" (at least one) and "reason" (a written opinion)."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    action: Action
    needs: tuple[str, ...] = ()
    clean: Clean = Clean.NOTHING
    opinion: str = ""


MOVES: tuple[Move, ...] = (
    Move("edit", "开始编辑", (S.COLLECTING,), S.EDITING, Action.EDIT, ("items",)),
    Move("to_figures", "送核数", (S.EDITING,), S.FIGURE_CHECK, Action.EDIT, ("items",), Clean.TEXT),
    Move("to_units", "送单位核实", (S.FIGURE_CHECK,), S.UNIT_CONFIRM, Action.EDIT, ("items",), Clean.FIGURES),
    Move("to_review", "送审核", (S.UNIT_CONFIRM,), S.REVIEW, Action.EDIT, ("items",), Clean.UNITS),
    Move("approve", "审核通过", (S.REVIEW,), S.SIGN, Action.CHECK, ("items",), Clean.UNITS, "同意，请签发"),
    Move("sign", "签发", (S.SIGN,), S.PUBLISHED, Action.SIGN, ("items",), Clean.CHECKED, "同意签发"),
    Move("archive", "归档", (S.PUBLISHED,), S.ARCHIVED, Action.EDIT),
    Move("back_to_editing", "退回编辑", (S.FIGURE_CHECK, S.UNIT_CONFIRM), S.RETURNED, Action.EDIT, ("reason",)),
    Move("unit_return", "单位退回", (S.UNIT_CONFIRM,), S.RETURNED, Action.CONFIRM, ("reason",)),
    Move("review_return", "审核退回", (S.REVIEW,), S.RETURNED, Action.CHECK, ("reason",)),
    Move("sign_return", "签发人退回", (S.SIGN,), S.RETURNED, Action.SIGN, ("reason",)),
    Move("resume", "继续编辑", (S.RETURNED,), S.EDITING, Action.EDIT),
    Move("cancel", "撤销本期", (*OPEN, S.UNIT_CONFIRM, S.RETURNED), S.WITHDRAWN, Action.EDIT, ("reason",)),
    Move("withdraw", "撤回", (S.PUBLISHED, S.ARCHIVED), S.WITHDRAWN, Action.SIGN, ("reason",)),
)
_BY_NAME = {move.name: move for move in MOVES}
_RETURNS = frozenset(move.name for move in MOVES if move.target == S.RETURNED)
# The main line, as a page draws it.
LINE = (S.COLLECTING, S.EDITING, S.FIGURE_CHECK, S.UNIT_CONFIRM, S.REVIEW, S.SIGN, S.PUBLISHED)


def faults(moves: Sequence[Move] = MOVES, *, start: str = S.COLLECTING, final: Iterable[str] = FINAL) -> list[str]:
    """Sentences on states that no issue can reach, and on those from which none can come to an end."""
    reached = closure({start}, [(source, move.target) for move in moves for source in move.sources])
    ending = closure(set(final), [(move.target, source) for move in moves for source in move.sources])
    states = {*S.values}
    return [f"没有动作通向“{S(state).label}”" for state in sorted(states - reached)] + [
        f"从“{S(state).label}”走不到终点" for state in sorted(states - ending)
    ]


def get(name: str) -> Move:
    if name not in _BY_NAME:
        raise Refused(f"没有“{name}”这个动作，请回到期次页面重新选择。")
    return _BY_NAME[name]


def open_to(issue: Issue, person: Any) -> list[Move]:
    """The moves this person may try now, forward ones first."""
    return [move for move in MOVES if issue.state in move.sources and not list(_who(issue, move, person))]


def move(issue: Issue, name: str, *, by: Any, opinion: str = "", editing: int | None = None) -> Issue:
    """Makes any move but signing, which has its own door. Returns the issue as stored. Raises Refused, Overtaken."""
    from taizhang.county.bulletin import release

    taken = get(name)
    if name == "sign":
        raise Refused("签发请用签发页面：签发时要取期号并固定全部数字。")
    with changes.change(by=by, reason=opinion, action=f"快报{taken.label}"):
        stored = locked(issue, editing=editing)
        permit(stored, taken, by=by, opinion=opinion)
        contents = release.require(stored, taken.clean)
        _pass(stored, taken, by=by, opinion=opinion, digest=release.digest_of(stored, contents))
    return stored


def locked(issue: Issue, *, editing: int | None = None) -> Issue:
    """The stored issue, held until the transaction ends; `editing` is the edition the page was opened on."""
    stored: Issue = held(Issue.objects.select_related("editor", "checker", "signer"), issue.pk)
    if editing is not None and stored.edition != editing:
        last = stored.steps.order_by("-pk").select_related("who").first()
        raise Overtaken(stored, last.who.name if last else "")
    return stored


def permit(issue: Issue, taken: Move, *, by: Any, opinion: str = "") -> None:
    """Raises Refused with every reason why this person may not make this move now."""
    if issue.state not in taken.sources:
        label = S(issue.state).label
        raise Refused(f"{issue}现在处于“{label}”，不能{taken.label}；请刷新页面查看最新进度。")
    sentences = list(_who(issue, taken, by))
    if "items" in taken.needs and not issue.items.exists():
        sentences.append(f"本期还没有稿件，不能{taken.label}；请先在组版页面采用报送的稿件。")
    if "reason" in taken.needs and not opinion.strip():
        sentences.append(f"{taken.label}请写明理由，对方才知道改什么。")
    if sentences:
        raise Refused(*sentences)


def _who(issue: Issue, taken: Move, person: Any) -> Iterator[str]:
    """Why this person may not make the move: the post is missing, or another part in this issue was theirs."""
    if not access.holds(person, taken.action):
        able = "、".join(sorted({p.name for p in _holders(taken.action)})[:3])
        ask = f"可请 {able} 办理" if able else "请联系系统管理员设岗"
        yield f"您的岗位（{person.title}）不能{taken.label}，{ask}。"
    elif taken.action in (Action.CHECK, Action.SIGN) and not issue.signed:
        yield from same_person(issue, taken, person)
    elif taken.action is Action.CONFIRM and not _answers(issue, person):
        yield "本期没有您单位的稿件，不能以单位名义退回。"


def same_person(issue: Issue, taken: Move, person: Any) -> Iterator[str]:
    """Editor, checker and signer are three people, whatever posts one of them holds."""
    if person.pk == issue.editor_id:
        yield f"您是本期的责任编辑，不能再{taken.label}；编辑、审核、签发须由三人分别办理。"
    elif person.pk in edited_by(issue):
        yield f"您编辑过本期的内容，不能再{taken.label}；请由没有参与编辑的人办理。"
    if taken.action is Action.SIGN and person.pk == issue.checker_id:
        yield f"您是本期的审核人，不能再{taken.label}；编辑、审核、签发须由三人分别办理。"


def edited_by(issue: Issue) -> set[int]:
    """Everybody who composed the issue or changed an item while it was in the issue."""
    mine = Q(issue=issue, move__in=[*EDITING_STEPS, *(m.name for m in MOVES if m.action is Action.EDIT)])
    return set(Step.objects.filter(mine).values_list("who_id", flat=True))


# Steps, besides the moves of an editor, that make somebody an editor of the issue.
EDITING_STEPS = ("open", "take", "release", "compose", "edit", "pin")


def _holders(action: Action) -> list[Any]:
    from taizhang.county.people.models import Post, held_on
    from taizhang.county.people.roles import ROLES

    roles = [slug for slug, role in ROLES.items() if action in role.may]
    posts = Post.objects.filter(held_on(clock.today()), role__in=roles, person__is_active=True)
    return [post.person for post in posts.select_related("person")]


def _answers(issue: Issue, person: Any) -> bool:
    units = [unit.pk for unit in access.organisations(person, Action.CONFIRM)]
    return Item.objects.filter(issue=issue, units__organisation__in=units).exists()


def _pass(issue: Issue, taken: Move, *, by: Any, opinion: str, digest: str) -> None:
    moment = clock.now()
    issue.state = taken.target
    issue.edition += 1
    if taken.target == S.SIGN:
        issue.checker, issue.checked_at, issue.checked_digest = by, moment, digest
    elif taken.target == S.RETURNED:
        issue.checker = issue.checked_at = None
        issue.checked_digest = ""
    elif taken.target == S.WITHDRAWN:
        issue.withdrawn_by, issue.withdrawn_at, issue.withdrawn_reason = by, moment, opinion[:300]
    issue.save()
    if taken.name == "cancel":
        issue.items.update(issue=None, state=Item.State.SUBMITTED, order=0)
    note(by=by, move=taken.name, label=taken.label, issue=issue, opinion=opinion or taken.opinion, digest=digest)


def note(
    *,
    by: Any,
    move: str,
    label: str,
    issue: Issue | None = None,
    item: Item | None = None,
    opinion: str = "",
    digest: str = "",
) -> Step:
    """Enters a step in the log of opinions; belongs inside the change that makes it."""
    return Step.objects.create(
        issue=issue, item=item, who=by, post=by.title, move=move, label=label, opinion=opinion.strip()[:300],
        at=clock.now(), text_digest=digest,
    )  # fmt: skip


def line(issue: Issue) -> list[dict[str, Any]]:
    """The main line as ui/steps.html draws it, with who did each step last and when."""
    steps = {step.label: step for step in issue.steps.select_related("who").order_by("at", "pk")}
    at = LINE.index(issue.state) if issue.state in LINE else -1  # type: ignore[arg-type]
    if issue.state in (S.ARCHIVED, S.WITHDRAWN) and issue.signed:
        at = len(LINE)
    return [_drawn(issue, state, index, at, steps) for index, state in enumerate(LINE)]


def _drawn(issue: Issue, state: str, index: int, at: int, steps: dict[str, Step]) -> dict[str, Any]:
    leaving = [steps[m.label] for m in MOVES if state in m.sources and m.target in LINE and m.label in steps]
    done = index < at or state == issue.state == S.PUBLISHED
    lines = [leaving[0].who.name, f"{clock.local(leaving[0].at):%m-%d %H:%M}"] if done and leaving else []
    if issue.state == S.RETURNED and state == S.EDITING:
        back = [step for step in steps.values() if step.move in _RETURNS]
        return {
            "label": S(state).label,
            "state": "back",
            "lines": [f"{s.who.name}：{s.opinion[:40]}" for s in back[-1:]],
        }
    current = "done" if done else "now" if index == at else ""
    return {"label": S(state).label, "state": current, "lines": lines}
