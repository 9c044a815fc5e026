"""What the release checklist reports: where, what is wrong, what to do, and whether it stops the issue."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from taizhang.county.bulletin.content import Line
from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.models import Item

FIELDS = {"headline": "标题", "body": "正文"}
_AROUND = 10


@dataclass(frozen=True)
class Fix:
    """`text` may take the place of `source`, which stands from `start` to `end` of a field, pins as written."""

    label: str
    start: int
    end: int
    source: str
    text: str


@dataclass(frozen=True)
class Finding:
    """`since` is the stage from which an error stops the issue; a warning never does.

    `offer` is a pin that may take the place of `source`, which stands from `start` to `end` of `field`; `fixes` are
    other ways to write a place. An error that a named person may explain has `claims`, the words that contradict each
    other, and `digest`, which is of exactly these. `verdict` says how a typed number compares with the ledgers.
    """

    sentence: str
    remedy: str
    since: Clean = Clean.NOTHING
    item: Item | None = None
    field: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    source: str = ""
    offer: str = ""
    code: str = ""
    fixes: tuple[Fix, ...] = ()
    claims: tuple[str, ...] = ()
    digest: str = ""
    verdict: str = ""

    @property
    def anchor(self) -> str:
        """Names a finding about how a typed number stands to the ledgers, so that the number can lead to it."""
        return f"n-{self.field}-{self.start}" if self.verdict else ""

    @property
    def blocking(self) -> bool:
        return self.since is not Clean.NOTHING

    def __str__(self) -> str:
        where = f"《{self.item.headline[:16]}》" if self.item else ""
        quote = f"“{self.quote}”" if self.quote else ""
        return f"{where}{quote}{self.sentence}{self.remedy}"


def around(line: Line, start: int, end: int) -> str:
    """The printed words about a place, for a quotation."""
    left, right = max(0, start - _AROUND), min(len(line.text), end + _AROUND)
    while left and line.text[left].isdigit() and line.text[left - 1].isdigit():
        left -= 1
    return ("…" if left else "") + line.text[left:right] + ("…" if right < len(line.text) else "")


def contradiction(kind: str, claims: Sequence[str]) -> str:
    """SHA-256 of what contradicts itself: other words, another number or another kind is another contradiction."""
    return sha256(json.dumps([kind, *claims], ensure_ascii=False).encode()).hexdigest()
