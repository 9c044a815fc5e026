"""The inbox and the board over a million matters, a fifth of them open, against the SQL they cannot do without."""

from collections.abc import Callable

from django.db import connection
from django.test import Client

from bench.loop import crowd
from bench.measure import Timing, table, timed, verdict
from taizhang.county.audit import clock
from taizhang.county.people.models import Organisation, Person

LIMIT_EXTRA_MS, LIMIT_FACTOR, LIMIT_BYTES = 25, 2, 30_000
_OPEN = "('registered', 'assigned', 'refused', 'arbitration', 'working', 'checking')"
_RED = "paused_at IS NULL AND (due_at < %(now)s OR stage = 'assigned' AND claim_due_at < %(now)s)"
_YELLOW = "paused_at IS NULL AND (warn_at <= %(now)s OR stage = 'assigned' AND claim_warn_at <= %(now)s)"
_ROWS = (
    "SELECT m.*, u.short, p.name, h.name FROM matters_matter m JOIN people_organisation u ON u.id = m.unit_id "
    "JOIN places_place p ON p.code = m.place_id LEFT JOIN people_person h ON h.id = m.handler_id WHERE {where} "
    "ORDER BY m.due_at, m.id LIMIT 50"
)
_UP_TO = "SELECT count(*) FROM (SELECT FROM matters_matter m WHERE {where} LIMIT 1000) AS part"
# What a tab shows: how much of it there is, up to a thousand, and its first rows.
CLERK = (
    f"SELECT stage, handler_id, count(*), count(*) FILTER (WHERE {_RED}) FROM matters_matter "
    f"WHERE unit_id = %(unit)s AND stage IN {_OPEN} GROUP BY 1, 2",
    _UP_TO.format(where="stage = 'registered' AND assigner_id IS NULL AND place_id = %(place)s AND NOT restricted"),
    _UP_TO.format(where="stage = 'checking' AND assigner_id = %(unit)s"),
    _UP_TO.format(where="stage = 'closed' AND place_id = %(place)s AND NOT restricted"),
    _UP_TO.format(where=f"stage IN {_OPEN} AND assigner_id = %(unit)s AND unit_id <> %(unit)s"),
    _ROWS.format(where="m.unit_id = %(unit)s AND m.stage = 'working' AND m.handler_id = %(handler)s"),
)
SUPERVISOR = (
    *(_UP_TO.format(where=f"stage = '{stage}' AND NOT restricted") for stage in ("registered", "checking", "closed")),
    _UP_TO.format(where=f"stage IN {_OPEN} AND {_RED} AND NOT restricted"),
    _ROWS.format(where="m.stage = 'checking' AND NOT m.restricted"),
)
BOARD = (
    f"SELECT unit_id, count(*), count(*) FILTER (WHERE {_RED}), count(*) FILTER (WHERE {_YELLOW}), "
    "count(*) FILTER (WHERE paused_at IS NOT NULL), count(*) FILTER (WHERE returns > 0) "
    f"FROM matters_matter WHERE stage IN {_OPEN} GROUP BY 1",
    "SELECT unit_id, count(*), count(*) FILTER (WHERE closed_at <= due_at), avg(closed_on - assigned_at::date) "
    "FROM matters_matter WHERE stage IN ('closed', 'visited', 'reopened') "
    "AND closed_on BETWEEN %(first)s AND %(today)s GROUP BY 1",
)


def run() -> bool:
    clerk = Person.objects.get(username="clerk-t410726206")
    supervisor = Person.objects.get(username="supervisor-government-office")
    unit = Organisation.objects.get(slug="t410726206").pk
    kept = [
        _page(
            "Inbox of a unit's clerk",
            clerk,
            "/matters/inbox?box=mine",
            CLERK,
            unit=unit,
            handler=clerk.pk,
            place="410726206",
        ),
        _page("Inbox of the county's supervisor", supervisor, "/matters/inbox?box=check", SUPERVISOR),
        _page("Board by unit and light", supervisor, "/matters/board", BOARD),
    ]
    return all(kept)


def _page(title: str, person: Person, url: str, statements: tuple[str, ...], **asked: int | str) -> bool:
    """Whole pages at the scratch county's moment, and the statements alone."""
    client = Client()
    client.force_login(person, backend="taizhang.county.people.backend.Backend")
    today = clock.local(crowd.NOW).date()
    given = {"now": crowd.NOW, "today": today, "first": today.replace(day=1), **asked}
    size: list[int] = []

    def ours() -> None:
        response = client.get(url)
        assert response.status_code == 200, response.status_code
        size.append(len(response.content))

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, given)
                cursor.fetchall()

    with clock.at(crowd.NOW):
        timings = [_timed("ours: the whole page", ours), _timed("floor: its SQL", floor)]
    table(
        f"{title}: {crowd.MATTERS:,} matters, {crowd.OPEN:,} open, {crowd.UNITS} units", timings, ours=timings[0].name
    )
    whole, sql = (timing.median * 1000 for timing in timings)
    kept = verdict("milliseconds beyond twice the SQL", whole - LIMIT_FACTOR * sql, LIMIT_EXTRA_MS)
    return verdict("bytes of the page", size[-1], LIMIT_BYTES) and kept


def _timed(name: str, act: Callable[[], None]) -> Timing:
    return timed(name, act, runs=15, warm=3)
