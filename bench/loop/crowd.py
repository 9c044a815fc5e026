"""A million matters of two hundred units beside the scratch county's disputes, written with COPY once and kept."""

import random
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from bench import million
from taizhang.county.audit import changes, clock
from taizhang.county.matters import limits
from taizhang.county.people.models import Organisation, Person, Post

MATTERS, OPEN, UNITS = 1_000_000, 200_000, 200
NOW = datetime(2023, 9, 1, 4, tzinfo=UTC)
PASSWORD = "Yanjin-Bench-2023"
# What each open matter is waiting for, in percent.
_STAGES = ("registered", "assigned", "working", "checking")
_SHARES = (5, 15, 65, 15)
_COLUMNS = (
    "unit_id", "place_id", "edition", "voided", "void_reason", "code", "flow", "title", "detail", "kind", "level",
    "urgent", "restricted", "source", "about", "origin", "assisting", "state", "stage", "registered_on",
    "registered_by_id", "assigner_id", "assigned_by_id", "assigned_at", "handler_id", "claimed_at", "claim_due_at",
    "claim_warn_at", "limit_days", "extended_days", "due_at", "due_on", "warn_at", "provisional", "submitted_by_id",
    "submitted_at", "outcome", "closed_by_id", "closed_at", "closed_on", "visit_due_at", "visited_by_id", "visited_at",
    "visited_on", "score", "refusals", "returns", "units", "move", "moved_by_id", "moved_post", "moved_at", "note",
)  # fmt: skip
_STATES = {"checking": "submitted"}


def fill() -> None:
    million.county()
    units = _units()
    people = _people(units)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matters_matter")
        if cursor.fetchone()[0] >= MATTERS:
            return
        print(f"  filling the scratch county with {MATTERS:,} matters (once) …")
        chance, office = random.Random(8), Organisation.objects.get(slug="government-office").pk
        days = {n: _clocks(n) for n in range(-40, 41)}
        write = f"COPY matters_matter ({', '.join(_COLUMNS)}) FROM STDIN"
        with clock.at(NOW), changes.change(by=changes.SYSTEM, reason="bench"), cursor.copy(write) as copy:
            for n in range(MATTERS):
                copy.write_row(_row(n, units[n % UNITS], people, office, days, chance))
        for table in ("matters_matter", "matters_matter_version"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _units() -> list[Organisation]:
    """The thirteen townships, and departments up to two hundred units."""
    found = list(Organisation.objects.filter(slug__startswith="t410").order_by("slug"))
    with changes.change(by=changes.SYSTEM, reason="bench"):
        for n in range(UNITS - len(found)):
            unit, _ = Organisation.objects.get_or_create(
                slug=f"d{n:03d}",
                defaults={"name": f"县直单位{n}", "short": f"单位{n}", "kind": "department", "place_id": "410726",
                          "valid_from": date(2010, 1, 1)},
            )  # fmt: skip
            found.append(unit)
    return found


def _people(units: list[Organisation]) -> dict[int, Person]:
    """A clerk for each unit by its key, the supervisor under 0, who calls back under -1; two of them can sign in."""
    office = Organisation.objects.get(slug="government-office")
    with changes.change(by=changes.SYSTEM, reason="bench"):
        others = {0: _clerk(office, "supervisor"), -1: _clerk(office, "editor")}
        return {unit.pk: _clerk(unit, "clerk") for unit in units} | others


def _clerk(unit: Organisation, role: str) -> Person:
    username = f"{role}-{unit.slug}"
    person, fresh = Person.objects.get_or_create(username=username, defaults={"name": username})
    if fresh:
        if unit.slug in ("t410726206", "government-office"):
            person.set_password(PASSWORD)
            person.save()
        Post.objects.create(person=person, organisation=unit, role=role, since=date(2010, 1, 1))
    return person


def _clocks(days: int) -> tuple[date, datetime, datetime]:
    """The day that lies so many days from now as a deadline: day, last moment, first moment of the warning."""
    due = clock.local(NOW).date() + timedelta(days=days)
    return due, limits.end_of(due), limits.start_of(due - timedelta(days=3))


def _row(n, unit, people, office, days, chance):  # type: ignore[no-untyped-def]
    clerk, supervisor = people[unit.pk].pk, people[0].pk
    open_now = n // UNITS % (MATTERS // OPEN) == 0
    stage = chance.choices(_STAGES, _SHARES)[0] if open_now else "closed"
    due_on, due_at, warn_at = days[chance.randrange(-6, 20) if open_now else chance.randrange(-40, -7)]
    assigned_at = due_at - timedelta(days=14)
    given, taken = stage != "registered", stage not in ("registered", "assigned")
    done, closed = stage in ("checking", "closed"), stage == "closed"
    # One call-back in fifty is still to be made.
    stage = "visited" if closed and n // UNITS % 50 != 1 else stage
    closed_at = due_at - timedelta(days=chance.choice((1, 2, 3, -2))) if closed else None
    place = unit.place_id if unit.kind == "township" else million.TOWNSHIPS[n % 13]
    return (
        unit.pk, place, 1, False, "", f"DB{n:08d}", "task", f"第{n}件：{chance.choice(_TITLES)}", "", "", "general",
        n % 97 == 0, False, "own", "", "", False, _STATES.get(stage, stage), stage, assigned_at.date(),
        clerk, office if given else None, supervisor if given else None, assigned_at if given else None,
        clerk if taken else None, assigned_at if taken else None, assigned_at + timedelta(days=1) if given else None,
        assigned_at if given else None, 10 if given else None, 0, due_at if given else None, due_on if given else None,
        warn_at if given else None, False, clerk if done else None, assigned_at if done else None,
        "done" if done else "", supervisor if closed else None, closed_at, closed_at.date() if closed_at else None,
        closed_at + timedelta(days=15) if closed_at else None, *_visit(n, closed_at, people), 0, 0,
        [unit.pk, office], "assign", supervisor, "督办", assigned_at, "",
    )  # fmt: skip


_TITLES = ("王村桥头护栏缺失", "沟渠淤积影响排水", "校门口占道经营", "拖欠工资协调", "宅基地边界争执")


def _visit(n, closed_at, people):  # type: ignore[no-untyped-def]
    """By whom, when, on which day and with which score."""
    if closed_at is None or n // UNITS % 50 == 1:
        return None, None, None, None
    return people[-1].pk, closed_at, closed_at.date(), 1 + n % 5
