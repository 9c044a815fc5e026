"""Holds what a text writes of a total against the headcount on the register alone, as a reader of the text would."""

from datetime import date, timedelta

from django.db.models import Count, Q

from taizhang.county.figures.text import numbers
from taizhang.county.standards.amounts import Interval
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.codes import PAID_CATEGORIES, Category
from taizhang.lines.children.models import Child
from taizhang.lines.children.money import months
from taizhang.lines.children.money.explaining import Row
from taizhang.lines.children.money.months import Month
from taizhang.lines.children.money.supposing import Written, suppose
from taizhang.lines.children.payroll import parameters
from taizhang.lines.children.payroll.explaining import BASE

# Texts say “orphans” and mean both: whose standard is the higher may make the total true.
_INSTEAD = {str(Category.ORPHAN_SCAT): str(Category.ORPHAN_INST)}


def supposed(first: Month, last: Month, text: str) -> list[Row]:
    """What the register's headcount at the end comes to, how far the text is from it, and what would make it true.

    Raises Invalid where the text names no single amount of money, NoRate.
    """
    rates = parameters.terms().rates
    heads = _heads(months.first_day(last + 1) - timedelta(days=1))
    return list(suppose(Written(heads, rates.monthly(BASE, last), first, last, _total(text)), rates, _INSTEAD))


def _total(text: str) -> Interval:
    found = [span for span in numbers(text) if span.is_figure]
    if len(found) != 1 or found[0].unit not in ("", "元"):
        raise Invalid(f"快报写法“{text[:20]}”读不出一个金额；请写成 170余万元、1765400元 之类")
    return found[0].interval


def _heads(end: date) -> dict[str, int]:
    """By category, as the figures count the stock: the day of confirmation in, the last day out."""
    standing = Child.objects.filter(
        Q(stopped_on=None) | Q(stopped_on__gt=end), enrolled_on__lte=end, voided=False, category__in=PAID_CATEGORIES
    )
    return dict(standing.order_by().values_list("category").annotate(Count("id_no_index", distinct=True)))
