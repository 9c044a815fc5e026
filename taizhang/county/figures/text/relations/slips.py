"""Whether one slip of the pen accounts for a difference: a wrong digit, one too many or too few, two exchanged."""

from collections.abc import Sequence
from decimal import Decimal

from taizhang.county.figures.text.relations.model import Mention


def is_slip(parts: Sequence[Mention], whole: Mention) -> bool:
    """Whether changing one number as a typist errs makes the parts come to the whole; rounded ones are no evidence."""
    if whole.span.word or any(part.span.word for part in parts):
        return False
    step = min(one.span.step * one.factor for one in (whole, *parts))
    short = whole.middle - sum((part.middle for part in parts), Decimal(0))
    meant = [(whole.middle, whole.middle - short), *((part.middle, part.middle + short) for part in parts)]
    return any(_one_slip(_digits(written, step), _digits(right, step)) for written, right in meant if right > 0)


def _digits(value: Decimal, step: Decimal) -> str:
    return str(int(value / step))


def _one_slip(written: str, right: str) -> bool:
    if len(written) == len(right):
        apart = [at for at in range(len(right)) if written[at] != right[at]]
        first, last = apart[0], apart[-1]
        return len(apart) == 1 or (len(apart) == 2 and last == first + 1 and written[first] == right[last])
    longer, shorter = sorted((written, right), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 < len(shorter) and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )
