"""The figures of what the bank returned: how much came back, was paid again, fell away, and is still unpaid."""

from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.county.figures import balances
from taizhang.county.figures.balances import Balance
from taizhang.county.figures.definition import During, Figure, Kind, Standing, Total
from taizhang.county.figures.registry import register
from taizhang.lines.children.returns.ledgers import RETURNED
from taizhang.lines.children.returns.models import Outcome

_ROWS: dict[str, Any] = {"since": date(2023, 1, 1), "ledger": RETURNED}
_ITEMS: dict[str, Any] = _ROWS | {"unit": "笔", "kind": Kind.FLOW}
_YUAN: dict[str, Any] = _ROWS | {"unit": "元", "kind": Kind.SUM, "total": Total("amount")}
_OPEN: dict[str, Any] = {"kind": Kind.STOCK, "when": Standing("returned_on", "closed_on")}
_ENDED = During("closed_on")
_DAY = "按银行退票日期归属，银行没有写日期的按回单上传日"
_AMOUNT = "按退票金额计，重发时应发金额有变的不在此调整"

_ENDS = (
    ("reissued", "重发入账", Q(outcome=Outcome.REISSUED), "本期内重发并已入账的退票，按重发的银行入账日期归属"),
    ("returned_again", "重发又退", Q(outcome=Outcome.AGAIN), "本期内重发后又被退回的退票，按再次退回的日期归属，新的退回另计"),
    ("returned_off", "退票不再发放", Q(outcome__in=(Outcome.NOT_OWED, Outcome.CORRECTED)),
     "本期内因不再应发或登记更正而了结的退票，按了结日期归属"),
)  # fmt: skip


def _both(key: str, label: str, rule: str, *, words: tuple[str, ...], **about: Any) -> tuple[Figure, Figure]:
    """The number of returns and their yuan, by the same rows."""
    return (
        Figure(f"children.{key}", f"{label}笔数", **_ITEMS | about, rule=f"{rule}。", words=words),
        Figure(f"children.{key}_yuan", f"{label}金额", **_YUAN | about, rule=f"{rule}；{_AMOUNT}。",
               words=tuple(f"{word}金额" for word in words)),
    )  # fmt: skip


RETURNS = _both(
    "returned", "银行退票", f"本期内银行退回的发放明细，{_DAY}；同一月份重发后又被退回的，每退一次计一笔",
    words=("银行退票", "退票"), when=During("returned_on"),
)  # fmt: skip
OPEN_RETURNS = _both(
    "returned_open", "退票未发", "截止日已被退回、尚未重发入账也未了结的退票；退回当日起计，了结当日不计",
    words=("退票未发", "未发退票"), **_OPEN,
)  # fmt: skip
ENDS = tuple(
    figure
    for key, label, where, rule in _ENDS
    for figure in _both(key, label, rule, words=(label,), when=_ENDED, where=where)
)

register(*RETURNS, *OPEN_RETURNS, *ENDS)
for _of in ("", "_yuan"):
    balances.register(
        Balance(f"children.returned_open{_of}", f"children.returned{_of}",
                tuple(f"children.{key}{_of}" for key, _, _, _ in _ENDS))
    )  # fmt: skip
