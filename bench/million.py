"""A scratch county with a million disputes and their versions, written with COPY once and kept."""

import random
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command
from django.db import connection

from taizhang.county.audit import changes, clock
from taizhang.county.people.models import Organisation, Person, Post
from taizhang.county.places.models import Place

ROWS = 1_000_000
TOWNSHIPS = [f"410726{code}" for code in ("001", "002", "003", "101", "102", "103", "104", "200", "202", "203", "205",
                                          "206", "207")]  # fmt: skip
_FOUNDED = date(2010, 1, 1)
_KINDS = [f"{n:02d}" for n in range(1, 23)]
_COLUMNS = (
    "unit_id, place_id, edition, voided, void_reason, code, found_on, kind, six_prevent, level, risk, channel, grid, "
    "parties, people, summary, handler, outcome, handled_on, resolved_on, merged_into_id, restricted"
)


def county() -> Person:
    """The scratch county, filled on first use; returns a leader who sees all of it."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if not Place.objects.exists():
        found()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disputes_dispute")
        if cursor.fetchone()[0] < ROWS:
            _fill(cursor)
    return Person.objects.get(username="leader")


def found() -> None:
    with changes.change(by=changes.SYSTEM, reason="bench"):
        whole = Place.objects.create(code="410726", name="延津县", level="county", valid_from=_FOUNDED)
        for code in TOWNSHIPS:
            Place.objects.create(code=code, name=f"乡{code[6:]}", level="township", parent=whole, valid_from=_FOUNDED)
            Organisation.objects.create(
                slug=f"t{code}", name=f"乡{code}", short=f"乡{code[6:]}", kind="township", place_id=code,
                valid_from=_FOUNDED,
            )  # fmt: skip
        office = Organisation.objects.create(
            slug="government-office", name="办公室", short="办公室", kind="office", place=whole, valid_from=_FOUNDED
        )
        leader = Person.objects.create(username="leader", name="领导")
        Post.objects.create(person=leader, organisation=office, role="leader", since=_FOUNDED)


def _fill(cursor) -> None:  # type: ignore[no-untyped-def]
    print("  filling the scratch county with a million disputes (once) …")
    units = dict(Organisation.objects.filter(kind="township").values_list("place_id", "pk"))
    chance = random.Random(39)
    moment = clock.local(datetime(2023, 9, 1, 4, tzinfo=UTC))
    write = f"COPY disputes_dispute ({_COLUMNS}) FROM STDIN"
    with clock.at(moment), changes.change(by=changes.SYSTEM, reason="bench"), cursor.copy(write) as copy:
        for n in range(ROWS):
            copy.write_row(_row(n, units, chance))
    # A tenth of a per cent is corrected later, so that what is known now is not what was known then.
    with changes.change(by=changes.SYSTEM, reason="bench"):
        cursor.execute("UPDATE disputes_dispute SET level = 'complex', edition = 2 WHERE id % 1000 = 0")
    cursor.execute("VACUUM ANALYZE disputes_dispute")
    cursor.execute("VACUUM ANALYZE disputes_dispute_version")


def _row(n: int, units: dict[str, int], chance: random.Random) -> tuple[object, ...]:
    place = TOWNSHIPS[n % 13]
    found = date(2021, 1, 1) + timedelta(days=chance.randrange(970))
    outcome = chance.choices(("agreed", "court", "pending", "withdrawn"), (90, 4, 4, 2))[0]
    handled = None if outcome == "pending" else found + timedelta(days=chance.randrange(20))
    resolved = handled if outcome in ("agreed", "withdrawn") else None
    return (
        units[place], place, 1, False, "", f"JF{found:%Y%m%d}-{n:07d}", found, chance.choice(_KINDS), "",
        chance.choice(("simple", "general")), "green", chance.choice(("grid", "visit", "12345")), f"{place}200001",
        f"甲{n % 5000}、乙{n % 7000}", 2, "宅基地边界争执", f"调解员{n % 300}", outcome, handled, resolved, None, False,
    )  # fmt: skip
