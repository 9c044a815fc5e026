"""Forty figures by thirteen townships over a million disputes, against one hand-written GROUP BY for each figure."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from bench import million
from bench.measure import table, timed, verdict
from taizhang.county.figures import values
from taizhang.county.figures.definition import Distinct, During, Figure, Kind, Rows, Standing, Total
from taizhang.county.figures.period import Period
from taizhang.lines.disputes.ledgers import DISPUTES

TIMES, SECONDS, KNOWN_TIMES = 1.3, 3.0, 3.0
PERIOD = Period.year_to(date(2023, 8, 31))
# After the million was recorded and before any of it was corrected.
LAST_MONTH = datetime(2023, 9, 30, tzinfo=UTC)

_WHENS = (
    (During("found_on"), "found_on BETWEEN '2023-01-01' AND '2023-08-31'"),
    (During("resolved_on"), "resolved_on BETWEEN '2023-01-01' AND '2023-08-31'"),
    (
        Standing("found_on", "handled_on"),
        "found_on <= '2023-08-31' AND (handled_on IS NULL OR handled_on > '2023-08-31')",
    ),
)
_WHERES = (
    (Q(merged_into=None), "merged_into_id IS NULL"),
    (Q(outcome="agreed"), "outcome = 'agreed'"),
    (Q(outcome="court"), "outcome = 'court'"),
    (Q(outcome__in=("agreed", "withdrawn")), "outcome IN ('agreed', 'withdrawn')"),
    (Q(level="general"), "level = 'general'"),
    (Q(channel="grid"), "channel = 'grid'"),
    (Q(channel="visit"), "channel = 'visit'"),
    (Q(kind="02"), "kind = '02'"),
    (Q(kind__in=("03", "07")), "kind IN ('03', '07')"),
    (Q(restricted=False, people__gte=2), "NOT restricted AND people >= 2"),
)
_DISTINCT = (("handler", 1), ("handler", 5), ("parties", 0), ("parties", 1), ("parties", 4))


def _figures() -> list[tuple[Figure, str]]:
    """Thirty counts and sums and ten counts without repeats, each with its hand-written statement."""
    made = []
    for w, (when, spoken) in enumerate(_WHENS):
        for n, (where, written) in enumerate(_WHERES):
            total, counted = (Total("people"), "sum(people)") if n % 5 == 4 else (Rows(), "count(*)")
            made.append((_figure(f"disputes.b{w}_{n}", when, where, total), _sql(counted, spoken, written)))
    for when, spoken in _WHENS[:2]:
        for column, n in _DISTINCT:
            figure = _figure(f"disputes.b{len(made)}", when, _WHERES[n][0], Distinct(column))
            made.append((figure, _sql(f"count(DISTINCT {column})", spoken, _WHERES[n][1])))
    return made


def _figure(key: str, when: Any, where: Q, total: Any) -> Figure:
    return Figure(
        key, key, DISPUTES, "起", Kind.FLOW, when, rule="基准测试。", since=PERIOD.start, total=total, where=where
    )


def _sql(counted: str, spoken: str, written: str) -> str:
    return (
        f"SELECT place_id, {counted} FROM disputes_dispute "
        f"WHERE NOT voided AND ({spoken}) AND ({written}) GROUP BY place_id"
    )


def _by_hand(statements: list[str]) -> dict[tuple[int, str], int]:
    found = {}
    with connection.cursor() as cursor:
        for index, statement in enumerate(statements):
            cursor.execute(statement)
            found |= {(index, place): number for place, number in cursor.fetchall()}
    return found


def run() -> bool:
    million.county()
    pairs = _figures()
    figures, statements = [figure for figure, _ in pairs], [statement for _, statement in pairs]
    board = values.board(figures, PERIOD, by="township")
    for (index, place), number in _by_hand(statements).items():
        assert board[figures[index].key, place].amount == number, (figures[index], place)
    ours = timed("one board", lambda: values.board(figures, PERIOD, by="township"))
    known = timed("one board as known at last month", lambda: _known(figures))
    hand = timed("one hand-written GROUP BY for each figure", lambda: _by_hand(statements), runs=3)
    table(
        f"{len(figures)} figures × {len(million.TOWNSHIPS)} townships, a million records",
        [ours, known, hand],
        ours=ours.name,
    )
    return all(
        [
            verdict("times of the hand-written statements", ours.median / hand.median, TIMES),
            verdict("seconds of a board", ours.median, SECONDS),
            verdict("times of the board as known at last month", known.median / ours.median, KNOWN_TIMES),
        ]
    )


def _known(figures: list[Figure]) -> Any:
    return values.board(figures, PERIOD, by="township", known_at=LAST_MONTH)
