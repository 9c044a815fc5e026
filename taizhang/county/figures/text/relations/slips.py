"""Whether one slip of the pen accounts for a difference: a digit wrong, moved, too many or missing, two exchanged."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from taizhang.county.figures.text.relations.bounds import exactly, minus, total
from taizhang.county.figures.text.relations.model import Mention
from taizhang.county.standards.amounts import Interval

# Nobody types longer numbers into prose, and the ways to mistype one grow with its length.
_LONGEST = 9
_FEW = Decimal(5)
_HALF = Decimal("0.5")
_CLOSE = Decimal("0.1")

Needed = Iterable[tuple[Mention, Interval]]
"""Each number with the values it would have to have for the arithmetic to hold."""


def is_slip(needed: Needed, *, length: bool = True) -> bool:
    """`length`: whether a digit may be missing or too many; without it the number keeps its length."""
    return any(_reaches(mention, wanted, length) for mention, wanted in needed)


def is_close(stated: Mention, wanted: Interval) -> bool:
    """Within a tenth: a number that was right once, or is rounded carelessly."""
    slack = abs(stated.middle) * _CLOSE
    below = wanted.high is not None and wanted.high < stated.middle - slack
    return not below and not (wanted.low is not None and wanted.low > stated.middle + slack)


def of_sum(parts: Sequence[Mention], whole: Mention) -> Iterator[tuple[Mention, Interval]]:
    """What each would have to be; rounded numbers are no evidence of a slip."""
    if whole.span.word or any(part.span.word for part in parts):
        return
    together = total(part.bounds for part in parts)
    yield whole, together
    short = whole.middle - sum((one.middle for one in parts), Decimal(0))
    for part in parts:
        yield part, exactly(part.middle + short)


def of_rest(whole: Mention, taken: Sequence[Mention], rest: Mention) -> Iterator[tuple[Mention, Interval]]:
    yield rest, minus(whole.bounds, total(one.bounds for one in taken))
    yield whole, total(one.bounds for one in (*taken, rest))
    short = whole.middle - rest.middle - sum((one.middle for one in taken), Decimal(0))
    for one in taken:
        yield one, exactly(one.middle + short)


def _reaches(mention: Mention, wanted: Interval, length: bool) -> bool:
    step = mention.span.step * mention.factor
    number = mention.middle / step
    if number != number.to_integral_value() or not 0 < number < 10**_LONGEST:
        return False
    # Shares are rounded even where they are whole.
    loose = _HALF if mention.span.step != 1 or mention.is_rate else Decimal(0)
    low = None if wanted.low is None else wanted.low / step - loose
    high = None if wanted.high is None else wanted.high / step + loose
    meant = _meant(str(int(number)), length)
    # Half of the last place is too much of a number of one digit.
    least = _FEW if mention.span.step != 1 and len(str(int(number))) > 1 else Decimal(1)
    at = bisect_left(meant, least if low is None else max(low, least))
    return at < len(meant) and (high is None or meant[at] <= high)


@lru_cache(maxsize=1024)
def _meant(written: str, length: bool) -> tuple[int, ...]:
    """Every number that one slip turns into the written one."""
    return tuple(sorted({meant for meant in _slips(written, length) if meant > 0}))


def _slips(written: str, length: bool) -> Iterator[int]:
    for at, digit in enumerate(written):
        for other in "0123456789":
            if other != digit:
                yield int(written[:at] + other + written[at + 1 :])
    for first, second in combinations(range(len(written)), 2):
        swapped = list(written)
        swapped[first], swapped[second] = written[second], written[first]
        yield int("".join(swapped))
    for first in range(len(written)):
        rest = written[:first] + written[first + 1 :]
        yield from (int(rest[:at] + written[first] + rest[at:]) for at in range(len(written)))
    if length and len(written) > 1:
        yield from (int(written[:at] + written[at + 1 :]) for at in range(len(written)))
        yield from (
            int(written[:at] + other + written[at:]) for at in range(len(written) + 1) for other in "0123456789"
        )
