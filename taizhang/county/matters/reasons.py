"""Why work was sent back: the notes of refusals and returns, gathered under what they say and ranked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from taizhang.county.figures.asked import Asked
from taizhang.county.matters import limits
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.people import access
from taizhang.county.people.roles import Action

# The first that a note speaks of is its reason; who writes the note is shown none of this and writes freely.
CLASSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("重复交办", ("重复", "同一件", "已受理")),
    ("材料、凭证不全", ("材料", "凭证", "照片", "协议", "票据", "签字", "视频")),
    ("职责不符", ("职责", "权限", "主管部门", "不归")),
    ("属地有误", ("属地", "不属本", "辖区", "管辖", "一侧", "户籍")),
    ("问题没有解决", ("没有解决", "未解决", "仍", "未落实", "还有", "没有整改")),
)
OTHER = "其他"
MOVES = ("refuse", "send_back")


@dataclass(frozen=True)
class Reason:
    """`moves` are the versions the reason stands in, of those the reader reaches; `count` is all of them."""

    label: str
    count: int
    moves: list[Any]


def of(note: str) -> str:
    return next((label for label, words in CLASSES if any(word in note for word in words)), OTHER)


def ranked(asked: Asked, *, person: Any) -> list[Reason]:
    """The most frequent first, over the moves of the period that were recorded by the asked moment."""
    found: dict[str, list[Any]] = {}
    for move in _moves(asked):
        found.setdefault(of(move.note), []).append(move)
    reached = _reached({move.id for moves in found.values() for move in moves}, person)
    made = [Reason(label, len(moves), [m for m in moves if m.id in reached]) for label, moves in found.items()]
    return sorted(made, key=lambda one: (one.label == OTHER, -one.count, one.label))


def _moves(asked: Asked) -> Iterable[Any]:
    """A version written by something else than the move itself repeats its words: the moment tells them apart."""
    first, last = limits.start_of(asked.period.start), limits.end_of(asked.period.end)
    versions = Matter.versions.objects.select_related("unit").filter(
        move__in=MOVES, moved_at__gte=first, moved_at__lte=last, assisting=False
    )
    if asked.known_at:
        versions = versions.filter(recorded_from__lte=asked.known_at)
    if asked.code:
        versions = versions.filter(place_id__startswith=asked.code)
    found: Iterable[Any] = (
        versions.order_by("id", "moved_at", "version_id").distinct("id", "moved_at").select_related("unit")
    )
    return found


def _reached(ids: set[int], person: Any) -> set[int]:
    return set(access.rows(person, Action.VIEW, MATTERS).filter(pk__in=ids).values_list("pk", flat=True))
