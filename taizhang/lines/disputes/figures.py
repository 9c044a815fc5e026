"""The figures of the line, each rate with its own numerator and denominator."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from taizhang.county.figures.definition import During, Figure, Kind, Ratio
from taizhang.county.figures.period import Period
from taizhang.county.figures.registry import register
from taizhang.lines.disputes.ledgers import DISPUTES, PETITIONS

SINCE = date(2023, 1, 1)
COUNTED = Q(merged_into=None)
FOUND_IN_PERIOD = During("found_on")


def by_the_end(column: str, **also: str) -> Callable[[Period], Q]:
    """Reached by the period's last day: a later success belongs to a later count."""

    def where(period: Period) -> Q:
        return COUNTED & Q(**{f"{column}__lte": period.end}, **also)

    return where


FOUND = Figure(
    key="disputes.found",
    label="排查矛盾纠纷",
    ledger=DISPUTES,
    unit="起",
    kind=Kind.FLOW,
    when=FOUND_IN_PERIOD,
    where=COUNTED,
    rule="本期内登记的矛盾纠纷，按排查日期归属，一案计一次；并入他案的和已作废的不计。",
    since=SINCE,
    words=("排查调处", "排查矛盾纠纷", "排查"),
    headline=True,
)
HANDLED = Figure(
    key="disputes.handled",
    label="调处矛盾纠纷",
    ledger=DISPUTES,
    unit="起",
    kind=Kind.FLOW,
    when=FOUND_IN_PERIOD,
    where=by_the_end("handled_on"),
    rule="本期排查的纠纷中，到期末已调处完毕的，不论结果（含调解成功、调解未成、引导走法律程序、转信访、撤回）。",
    since=SINCE,
    words=("调处",),
)
SUCCEEDED = Figure(
    key="disputes.succeeded",
    label="调处成功",
    ledger=DISPUTES,
    unit="起",
    kind=Kind.FLOW,
    when=FOUND_IN_PERIOD,
    where=by_the_end("handled_on", outcome="agreed"),
    rule="本期排查的纠纷中，到期末结果为“调解成功”的。",
    since=SINCE,
    words=("调处成功", "调解成功"),
)
RESOLVED = Figure(
    key="disputes.resolved",
    label="化解矛盾纠纷",
    ledger=DISPUTES,
    unit="起",
    kind=Kind.FLOW,
    when=FOUND_IN_PERIOD,
    where=by_the_end("resolved_on"),
    rule="本期排查的纠纷中，到期末已有化解日期的：调解成功和撤回；引导走法律程序的不算化解。",
    since=SINCE,
    words=("成功化解矛盾纠纷", "成功化解", "化解矛盾纠纷", "化解"),
)
GUIDED = Figure(
    key="disputes.guided_to_law",
    label="引导走法律程序",
    ledger=DISPUTES,
    unit="起",
    kind=Kind.FLOW,
    when=FOUND_IN_PERIOD,
    where=by_the_end("handled_on", outcome="court"),
    rule="本期排查的纠纷中，到期末结果为“引导走法律程序”的。",
    since=SINCE,
    words=("引导走法律程序", "走法律程序", "引导"),
    style="over",
)
PETITIONS_RESOLVED = Figure(
    key="disputes.petitions_resolved",
    label="化解疑难信访",
    ledger=PETITIONS,
    unit="起",
    kind=Kind.FLOW,
    when=During("resolved_on"),
    where=Q(difficult=True),
    rule="本期办结的疑难信访事项，按办结日期归属，一事计一次。",
    since=SINCE,
    words=("化解疑难信访", "疑难信访"),
)
HANDLED_RATE = Ratio(
    key="disputes.handled_rate",
    label="调处率",
    numerator=HANDLED,
    denominator=FOUND,
    rule="调处数除以排查数，同一批纠纷：本期排查的。",
    since=SINCE,
    words=("调处率",),
)
SUCCESS_RATE = Ratio(
    key="disputes.success_rate",
    label="成功率",
    numerator=SUCCEEDED,
    denominator=HANDLED,
    rule="调处成功数除以调处数（不是排查数）。",
    since=SINCE,
    words=("成功率",),
)
RESOLVED_RATE = Ratio(
    key="disputes.resolved_rate",
    label="化解率",
    numerator=RESOLVED,
    denominator=FOUND,
    rule="化解数除以排查数，同一批纠纷：本期排查的。",
    since=SINCE,
    words=("化解率",),
    headline=True,
)

register(
    FOUND, HANDLED, SUCCEEDED, RESOLVED, GUIDED, PETITIONS_RESOLVED, HANDLED_RATE, SUCCESS_RATE, RESOLVED_RATE
)
