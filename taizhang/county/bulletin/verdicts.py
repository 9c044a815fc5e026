"""Says in Chinese how a typed number compares with the ledgers, and what to do about it."""

from taizhang.county.bulletin.binding import Bound, Evidence, Verdict
from taizhang.county.bulletin.nearby import Kind, Nearby
from taizhang.county.figures import values
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.display import NOTHING
from taizhang.county.figures.values import Value

_LOOK = {
    Kind.PLACE: "请核对是不是写错了地方。",
    Kind.PERIOD: "请核对是不是写错了期间。",
    Kind.FIGURE: "请核对是不是写错了指标。",
}
# More than these say only that the number is a common one.
_SHOWN = 2


def told(one: Bound) -> tuple[str, str]:
    """What is the matter with a number that some figure may stand behind, and the remedy."""
    if one.value is None:
        raise ValueError("a number without a figure is told of elsewhere")
    if one.agrees:
        return _agrees(one, one.value)
    if one.verdict is Verdict.AMBIGUOUS:
        listed = "，还是".join(_with_amount(value) for value in (one.value, *one.others)[: _SHOWN + 1])
        return f"“{one.number.text}”说不清是{listed}，都对不上。", "请把指标写明，再核对数字。"
    if one.evidence is not Evidence.SURE:
        says = f"“{one.number.text}”如果说的是{one.value.figure.label}，与台账不符：{_ledger(one, one.value)}。"
        return says, "请核对；说的是别的事，可以不管。"
    return _fails(one, one.value)


def _agrees(one: Bound, value: Value) -> tuple[str, str]:
    if one.evidence is Evidence.CHANCE:
        return (f"“{one.number.text}”与{_what(one, value)}的数相同，但文字对不上，可能只是凑巧。",
                "确是这个指标的，再改为引用；不是的，写明来源。")  # fmt: skip
    also = "、".join(other.figure.label for other in one.others)
    doubt = f"（也可能说的是{also}）" if also else "" if one.sure else "（从文字看多半是它）"
    return f"“{one.number.text}”与台账一致：{_what(one, value)}{doubt}，可以改为引用。", (
        "改为引用后，读者点开就能看到明细。"
    )


def _fails(one: Bound, value: Value) -> tuple[str, str]:
    says = f"“{one.number.text}”与台账不符：{_ledger(one, value)}"
    if not one.right:
        return f"{says}。", "请核对后改为引用，或更正台账。"
    kinds = list(dict.fromkeys(one_right.kind for one_right in one.right))
    listed = "、".join(_right(found) for found in one.right[:_SHOWN])
    if len(one.right) > 1:
        more = f"等 {len(one.right)} 个" if len(one.right) > _SHOWN else ""
        return f"{says}。与{listed}{more}的数相同，可能只是凑巧。", _LOOK[kinds[0]] if len(
            kinds
        ) == 1 else "请逐一核对。"
    return f"{says}；{listed}的数正好是 {one.number.text}。", _LOOK[kinds[0]]


def _right(found: Nearby) -> str:
    if found.kind is Kind.PLACE:
        return found.place
    return _when(found.value) if found.kind is Kind.PERIOD else f"“{found.value.figure.label}”"


def _with_amount(value: Value) -> str:
    return f"“{value.figure.label}”（台账为 {_amount(value)}）"


def _ledger(one: Bound, value: Value) -> str:
    return f"{_what(one, value)}，台账为 {_amount(value)}"


def _what(one: Bound, value: Value) -> str:
    return f"{_when(value)}{one.where}{value.figure.label}"


def _when(value: Value) -> str:
    """A state is told with its day: 截至目前 would be said of every one."""
    end = value.period.end
    return f"截至{end.month}月{end.day}日" if is_state(value.figure) else value.period.words


def _amount(value: Value) -> str:
    return str(values.shown(value, "exact") or NOTHING)


__all__ = ["told"]
