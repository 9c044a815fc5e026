"""The figures of the line: found in the period, and what had become of those by its end; each rate with its base."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.county.figures.definition import During, Figure, Kind, Ratio, ZeroProof
from taizhang.county.figures.period import Period
from taizhang.county.figures.registry import register
from taizhang.lines.disputes.ledgers import CRIMINAL_CASES, DISPUTES, PETITIONS, POLICE_QUERIES
from taizhang.lines.disputes.rules import QUERY_DAYS

COUNTED = Q(merged_into=None)
FOUND_IN_PERIOD = During("found_on")


def by_the_end(column: str, **also: str) -> Callable[[Period], Q]:
    """Reached by the period's last day: a later success belongs to a later count."""
    return lambda period: COUNTED & Q(**{f"{column}__lte": period.end}, **also)


CASES: dict[str, Any] = {"unit": "起", "kind": Kind.FLOW, "since": date(2023, 1, 1)}
FOUND_CASES: dict[str, Any] = CASES | {"ledger": DISPUTES, "when": FOUND_IN_PERIOD}

FOUND = Figure(
    "disputes.found", "排查矛盾纠纷", **FOUND_CASES, where=COUNTED, headline=True,
    rule="本期内登记的矛盾纠纷，按排查日期归属，一案计一次；并入他案的和已作废的不计。",
    words=("排查调处", "排查矛盾纠纷", "排查"),
)  # fmt: skip
HANDLED = Figure(
    "disputes.handled", "调处矛盾纠纷", **FOUND_CASES, where=by_the_end("handled_on"),
    rule="本期排查的纠纷中，到期末已调处完毕的，不论结果（含调解成功、调解未成、引导走法律程序、转信访、撤回）；并入他案的不计。",
    words=("调处",),
)  # fmt: skip
SUCCEEDED = Figure(
    "disputes.succeeded", "调处成功", **FOUND_CASES, where=by_the_end("handled_on", outcome="agreed"),
    rule="本期排查的纠纷中，到期末结果为“调解成功”的；并入他案的不计。",
    words=("调处成功", "调解成功"),
)  # fmt: skip
RESOLVED = Figure(
    "disputes.resolved", "化解矛盾纠纷", **FOUND_CASES, where=by_the_end("resolved_on"),
    rule="本期排查的纠纷中，到期末已有化解日期的：调解成功和撤回；引导走法律程序的不算化解，并入他案的不计。",
    words=("成功化解矛盾纠纷", "成功化解", "化解矛盾纠纷", "化解"),
)  # fmt: skip
GUIDED = Figure(
    "disputes.guided_to_law", "引导走法律程序", **FOUND_CASES, where=by_the_end("handled_on", outcome="court"), style="over",
    rule="本期排查的纠纷中，到期末结果为“引导走法律程序”的；并入他案的不计。",
    words=("引导走法律程序", "走法律程序", "引导"),
)  # fmt: skip
PETITIONS_RESOLVED = Figure(
    "disputes.petitions_resolved", "化解疑难信访", **CASES, ledger=PETITIONS, when=During("resolved_on"),
    where=Q(difficult=True), words=("化解疑难信访", "疑难信访"),
    rule="本期办结的疑难信访事项，按办结日期归属，一事计一次。",
)  # fmt: skip
HANDLED_RATE = Ratio(
    "disputes.handled_rate", "调处率", HANDLED, FOUND, since=date(2023, 1, 1), words=("调处率",),
    rule="调处数除以排查数，同一批纠纷：本期排查的。",
)  # fmt: skip
SUCCESS_RATE = Ratio(
    "disputes.success_rate", "成功率", SUCCEEDED, HANDLED, since=date(2023, 1, 1), words=("成功率",),
    rule="调处成功数除以调处数（不是排查数）。",
)  # fmt: skip
RESOLVED_RATE = Ratio(
    "disputes.resolved_rate", "化解率", RESOLVED, FOUND, since=date(2023, 1, 1), words=("化解率",), headline=True,
    rule="化解数除以排查数，同一批纠纷：本期排查的。",
)  # fmt: skip
TURNED_CRIMINAL = Figure(
    "disputes.turned_criminal", "民转刑案件", **CASES | {"unit": "件"}, ledger=CRIMINAL_CASES, when=During("filed_on"),
    owner="political-legal", words=("民转刑案件", "民转刑", "民事纠纷转化为刑事案件"),
    rule="本期内公安机关立案、由登记过的矛盾纠纷转化的刑事案件，按立案日期归属，一案计一次；为零时须有公安查询为据。",
    zero_proof=ZeroProof(POLICE_QUERIES, on="asked_on", since="from_on", until="to_on", found="found", days=QUERY_DAYS),
)  # fmt: skip

register(FOUND, HANDLED, SUCCEEDED, RESOLVED, GUIDED, PETITIONS_RESOLVED, HANDLED_RATE, SUCCESS_RATE, RESOLVED_RATE,
         TURNED_CRIMINAL)  # fmt: skip
