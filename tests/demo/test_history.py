"""The demo county's year adds up to issue 39, leaves something in every kind of history, and is made once."""

import re
from collections import Counter
from datetime import date

import pytest
from django.db.models import F
from django.test import Client

from taizhang.config.demo import cases, history, money, people, places, register
from taizhang.county.audit import clock
from taizhang.county.audit.models import Reading, Sighting
from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.county.figures.territory import territory
from taizhang.county.matters import inbox
from taizhang.county.matters.models import Matter, Press, Request
from taizhang.county.matters.stages import Stage
from taizhang.county.people import access
from taizhang.county.people.models import Person
from taizhang.county.people.roles import Action
from taizhang.county.places import divisions
from taizhang.county.standards import citizen_id
from taizhang.lines.children.care.models import ChildWorker
from taizhang.lines.children.cases.models import ChildCase
from taizhang.lines.children.ledgers import CHILDREN
from taizhang.lines.children.models import Child, Guardian, Payment, Visit
from taizhang.lines.disputes.models import Dispute
from tests.county import on
from tests.demo import sweep

CUTOFF = date(2023, 8, 31)
ZUOCHENG, YULIN, FENGZHUANG, WEIQIU = (places.CODES[slug] for slug in ("zuocheng", "yulin", "fengzhuang", "weiqiu"))


def lists():
    return [row for _, rows in money.lists(register.everybody()) for row in rows]


def test_the_rows_are_the_same_each_time_and_their_codes_differ():
    found = [case.columns["code"] for case in cases.all_cases()]

    assert found == [case.columns["code"] for case in cases.all_cases()]
    assert len(set(found)) == len(found)


def test_an_earlier_sheet_knows_no_later_end():
    case = next(case for case in cases.all_cases() if case.handled_on and case.handled_on > case.found_on)

    assert case.known_by(case.found_on)["outcome"] == "办理中"
    assert case.known_by(case.handled_on)["outcome"] == case.outcome.label


def test_citizen_numbers_belong_to_nobody():
    numbers = [child.particulars["id_no"] for child in register.everybody()]

    assert len(set(numbers)) == len(numbers)
    assert all(int(number[14:17]) >= 996 and citizen_id.parse(number) for number in numbers)


def test_what_was_paid_is_made_of_its_parts():
    """Month by month the children on the list at their rates, less returns, with what was paid for earlier months."""
    paid = [row for row in lists() if row["status"] == "已发放"]
    by_category = Counter(row["category"] for row in paid)

    assert sum(row["amount"] for row in paid) == 1_765_400
    assert by_category["孤儿（机构养育）"] * 1450 + (len(paid) - by_category["孤儿（机构养育）"]) * 1050 == 1_765_400


def test_no_month_is_listed_before_it_began_or_after_its_end():
    known = {child.code: child for child in register.everybody()}
    for row in lists():
        child = known.get(row["child"])
        if child:
            assert child.first_month <= row["month_covered"]
            assert child.stopped_on is None or row["month_covered"] <= child.stopped_on


@pytest.fixture
def year(db, settings, tmp_path):
    """The whole year, delivered through the doors; slow, so one test looks at all of it."""
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on("2022-12-01"):
        places.create()
        persons = people.settle(lambda sentence: None)
    history.deliver(persons, lambda sentence: None)
    return persons


def shown(key, period, place=None):
    return str(values.shown(values.value(registry.get(key), period, place=place)))


def _issue_39():
    year, day = Period.year_to(CUTOFF), Period.at(CUTOFF)
    assert [shown(f"children.{key}", day) for key in ("orphans", "de_facto", "left_behind")] == [
        "31人",
        "164人",
        "196人",
    ]
    assert shown("children.paid", Period.months(2023, 1, 8)) == "170余万元"
    rates = ("found", "handled_rate", "success_rate", "petitions_resolved")
    assert [shown(f"disputes.{key}", year, ZUOCHENG) for key in rates] == ["109起", "100%", "100%", "1起"]
    yulin = ("found", "resolved", "guided_to_law", "resolved_rate")
    assert [shown(f"disputes.{key}", year, YULIN) for key in yulin] == ["94起", "80起", "10余起", "85.1%"]
    for place, found in ((FENGZHUANG, "118起"), (WEIQIU, "114起")):
        assert [shown(f"disputes.{key}", year, place) for key in ("found", "resolved_rate")] == [found, "100%"]


def _townships():
    year = Period.year_to(CUTOFF)
    found = {
        code: values.value(registry.get("disputes.resolved_rate"), year, place=code) for code in places.CODES.values()
    }
    whole = {code for code, rate in found.items() if rate.amount == 100}

    assert whole == {ZUOCHENG, FENGZHUANG, WEIQIU}
    assert sum(rate.denominator for rate in found.values()) == values.value(registry.get("disputes.found"), year).amount


def _something_of_everything():
    assert Dispute.objects.filter(voided=True).count() == 1
    assert Dispute.objects.exclude(merged_into=None).count() == 1
    assert Dispute.objects.filter(restricted=True).exists()
    assert Dispute.versions.objects.exclude(superseded_at=None).exists()
    assert Child.objects.exclude(previous=None).get().category == "ORPHAN_SCAT"
    assert Payment.objects.filter(status="RETURNED").count() == 2
    assert Payment.objects.filter(kind="BACKPAY").count() == 1


def _cases():
    """One at every turn of the way, none of whom is on the register for it; two files of children of long ago."""
    states = Counter(ChildCase.objects.values_list("state", flat=True))
    assert states == {
        "DRAFT": 1, "SUPPLEMENT_REQUESTED": 1, "VERIFYING": 1, "VERIFIED": 1, "CONFIRMING": 2, "REFUSED": 1,
        "ACTIVE": 2,
    }  # fmt: skip
    assert not Child.objects.filter(enrolled_on__gt=CUTOFF).exists()


def _loops():
    """Every stage has a matter, every way of losing time and every way of ending happened to somebody."""
    assert set(Matter.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert set(Matter.objects.values_list("flow", flat=True)) == {"task", "assist", "disputes", "petitions"}
    moves = set(Matter.versions.objects.values_list("move", flat=True))
    assert {"refuse", "send_back", "transfer", "reopen", "on_the_spot", "assist", "request"} <= moves
    assert {one.level for one in Press.objects.all()} == set(Press.Level.values)
    assert set(Request.objects.values_list("kind", "granted")) >= {("pause", True), ("extend", True), ("extend", None)}
    closed_by_its_handler = Matter.objects.filter(closed_by=F("handler"))
    assert not closed_by_its_handler.exists()


def _settled_as_the_sheets_say():
    """What the loop wrote into the ledger is what the sheets brought as well: no case has two ends."""
    for matter in Matter.objects.filter(flow="disputes", stage="visited"):
        dispute = Dispute.objects.get(pk=matter.about_id)
        assert (dispute.outcome, dispute.handled_on) == (matter.outcome, clock.local(matter.submitted_at).date())


def _every_list_has_something(persons):
    lists = {name: set(inbox.counts(person, clock.now()).items()) for name, person in persons.items()}
    filled = {name: {box for box, count in counts if count} for name, counts in lists.items()}
    assert {"claim", "mine", "returned", "late"} <= filled["dongcuilan"]
    assert {"claim", "mine", "check", "assign", "returned", "late"} <= filled["shenxiaojun"]
    assert {"claim", "check", "assign", "approve", "visit"} <= filled["houjianshe"]
    assert {"check", "arbitrate", "reassign", "assign", "late", "sent", "approve", "visit"} <= filled["mengxiaodong"]


def test_the_year_adds_up_to_the_issue_and_is_made_once(year):
    with on("2023-09-01"):
        _issue_39()
        _townships()
        _something_of_everything()
        _cases()
        _loops()
        _settled_as_the_sheets_say()
        _every_list_has_something(year)
        assert history.deliver(year, lambda sentence: None) == 0
        # Everybody walks the county by its links and gives no reason.
        assert list(_leaks(year)) == []
        _every_reader_of_a_child_is_on_record(year)


# One of each post that differs in what it opens; the others of a kind see as these do.
_WHO = (
    "mali", "sunzhiyuan", "shenxiaojun", "houjianshe", "dongcuilan", "fanli", "lvyan", "shiyufei", "liangrui", "heping",
    "zhouwenjing", "zhengguodong", "tianhaibo", "mengxiaodong", "caojing", "xinglei",
)  # fmt: skip
_SEEDS = (
    "/", "/l/children/", "/l/guardians/", "/l/visits/", "/l/payments/", "/l/pay-accounts/", "/l/pay-conditions/",
    "/l/recoveries/", "/payroll/", "/school-check/", "/children/care/", "/figures/", "/matters/",
    "/api/v1/ledgers/children", "/api/v1/ledgers/guardians", "/api/v1/ledgers/pay-accounts", "/l/children/export",
    "/l/children/imports", "/search?q=ET", "/releases/", "/bulletin/", "/audit/sightings", "/audit/readings", "/audit/",
)  # fmt: skip


def _secrets():
    """What nobody reads without a reason; a name that is, or begins, an officer's own cannot be told apart."""
    numbers = {*Child.objects.values_list("id_no", flat=True), *Child.objects.values_list("account", flat=True)}
    numbers |= {*Guardian.objects.values_list("phone", flat=True)}
    names = {*Child.objects.values_list("name", flat=True), *Guardian.objects.values_list("name", flat=True)}
    public = {*Person.objects.values_list("name", flat=True), *ChildWorker.objects.values_list("name", flat=True)}
    public |= {*Visit.objects.values_list("visitor", flat=True)}
    return numbers - {""} | {name for name in names if not any(name in one for one in public)}


def _leaks(persons):
    secrets = re.compile("|".join(map(re.escape, sorted(_secrets(), key=len, reverse=True))))
    for username in _WHO:
        client = Client()
        client.force_login(persons[username], backend="taizhang.county.people.backend.Backend")
        walked = 0
        for url, text in sweep.walk(client, _SEEDS):
            walked += 1
            yield from ((username, url, found) for found in sorted(set(secrets.findall(text))))
        assert walked > 5, username


def _every_reader_of_a_child_is_on_record(persons):
    """After the walk there is a look for whoever has a child within reach, and for nobody else."""
    looked = {*Sighting.objects.filter(ledger="儿童", record_id__isnull=False).values_list("actor", flat=True)}
    reach = {persons[name].name for name in _WHO if access.can(persons[name], Action.VIEW, CHILDREN)}

    assert reach - looked <= {persons["houjianshe"].name, persons["sunzhiyuan"].name}
    assert looked <= reach
    assert not Reading.objects.filter(actor__in=reach, ledger="儿童").exists()


def test_ended_divisions_name_what_they_became(db):
    with on("2022-12-01"):
        assert (places.create(), places.create()) == (17, 0)
    assert len(divisions.townships(date(2023, 1, 1))) == 13
    assert divisions.find("石婆固", day=date(2023, 1, 1)).name == "石婆固镇"
    assert divisions.find("石婆固", day=date(2015, 1, 1)).name == "石婆固乡"
    assert territory(date(2023, 1, 1)).heirs["410726299"] == "410726104"
