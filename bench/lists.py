"""The list page over a million records: filtered by township and dates, sorted, page 1 with its total."""

from django.db import connection
from django.test import Client

from bench import million
from bench.measure import table, timed, verdict

PLACE, SINCE, UNTIL = "410726206", "2022-01-01", "2022-12-31"
URL = f"/l/disputes/?place={PLACE}&found_on_from={SINCE}&found_on_to={UNTIL}&sort=-found_on"
LIMIT_EXTRA_MS, LIMIT_FACTOR, LIMIT_BYTES = 20, 2, 30_000
# What the page cannot do without: the total, and fifty rows with the names of their unit and place.
COUNT = (
    "SELECT count(*) FROM disputes_dispute WHERE NOT voided AND place_id = %s AND found_on BETWEEN %s AND %s "
    "AND NOT restricted"
)
ROWS = (
    "SELECT d.*, p.name, u.short FROM disputes_dispute d JOIN places_place p ON p.code = d.place_id "
    "JOIN people_organisation u ON u.id = d.unit_id WHERE NOT d.voided AND d.place_id = %s "
    "AND d.found_on BETWEEN %s AND %s AND NOT d.restricted ORDER BY d.found_on DESC, d.id DESC LIMIT 50"
)


def floor() -> None:
    with connection.cursor() as cursor:
        for sql in (COUNT, ROWS):
            cursor.execute(sql, [PLACE, SINCE, UNTIL])
            cursor.fetchall()


def run() -> bool:
    leader = million.county()
    client = Client()
    client.force_login(leader, backend="taizhang.county.people.backend.Backend")

    def page() -> int:
        response = client.get(URL)
        assert response.status_code == 200, response.status_code
        return len(response.content)

    timings = [timed("ours: the whole page", page, runs=15, warm=3), timed("floor: its SQL", floor, runs=15, warm=3)]
    table("List page 1 over a million disputes", timings, ours=timings[0].name)
    ours, sql = (timing.median * 1000 for timing in timings)
    kept = verdict("milliseconds beyond twice the SQL", ours - LIMIT_FACTOR * sql, LIMIT_EXTRA_MS)
    return verdict("bytes of the page", page(), LIMIT_BYTES) and kept
