"""The rules of the allowance as dated parameters: every threshold comes with the document that sets it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.money import months
from taizhang.lines.children.money.months import Month


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds from the month `first` on until the next policy, under `document`.

    `starts_after` and `ends_after` count months from the one of the confirmation and of the event: 1 and 0 pay from
    the following month through the month of the event, 0 and −1 from that month through the one before. A birthday
    that ends the allowance is such an event.
    """

    first: Month
    document: str
    age_limit: int
    study_extends: bool
    categories: frozenset[str]
    starts_after: int
    ends_after: int
    leap_birthday_in_march: bool

    def last_month_by_age(self, birth: date) -> Month:
        return (
            months.birthday(birth, self.age_limit, leap_birthday_in_march=self.leap_birthday_in_march) + self.ends_after
        )


class Policies:
    """Policies in order of time; raises Invalid when there is none, or two begin in one month."""

    __slots__ = ("_known", "_pieces")

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._known = sorted(policies, key=lambda policy: policy.first)
        self._pieces: dict[tuple[Month, Month], tuple[tuple[Month, Month, Policy], ...]] = {}
        if not self._known:
            raise Invalid("没有录入发放规则；请先录入年龄、起止月份等参数及其文号")
        for earlier, later in zip(self._known, self._known[1:], strict=False):
            if earlier.first == later.first:
                raise Invalid(f"{earlier.document}和{later.document}都自{months.said(later.first)}起执行；请只保留一个")

    def at(self, month: Month) -> Policy:
        """Raises Invalid for a month before the first policy."""
        for policy in reversed(self._known):
            if policy.first <= month:
                return policy
        raise Invalid(
            f"{months.said(month)}没有发放规则，最早的自{months.said(self._known[0].first)}起；请补录当时的参数"
        )

    def pieces(self, first: Month, last: Month) -> tuple[tuple[Month, Month, Policy], ...]:
        """The span cut where another policy begins: first and last month of each piece, and its policy."""
        found = self._pieces.get((first, last))
        if found is None:
            found = self._pieces[first, last] = tuple(self._cut(first, last))
        return found

    def first_month(self, confirmed: date, *, override: Month | None = None, reason: str = "") -> Month:
        """From which month a confirmed child is paid; an override needs its reason (raises Invalid)."""
        month = months.of(confirmed)
        if override is None:
            return month + self.at(month).starts_after
        if not reason.strip():
            raise Invalid(f"起领月改为{months.said(override)}必须写明理由，如“市级批复自该月起补发”")
        return override

    def last_month(self, event: date) -> Month:
        """Through which month a child is paid when this event ends the allowance."""
        month = months.of(event)
        return month + self.at(month).ends_after

    def _cut(self, first: Month, last: Month) -> list[tuple[Month, Month, Policy]]:
        if first <= last:
            self.at(first)
        later = [policy.first for policy in self._known[1:]] + [last + 1]
        return [
            (start, end, policy)
            for policy, following in zip(self._known, later, strict=True)
            if (start := max(first, policy.first)) <= (end := min(last, following - 1))
        ]
