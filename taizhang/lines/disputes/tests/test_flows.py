"""What is special in the loops of disputes and petitions: the ledger follows the matter, the regulation's clocks."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.ledger import registry, services
from taizhang.county.matters import flow, records, requests
from taizhang.county.matters import services as loop
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.people.models import Organisation
from taizhang.lines.disputes import flows
from taizhang.lines.disputes.models import Dispute, Petition
from tests.county import on
from tests.matters import office as people
from tests.matters.office import ZUOCHENG, paper


@pytest.fixture
def office(county: Any, settings: Any, tmp_path: Any) -> Any:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    county.post("complaints_clerk", "complaints", "clerk")
    county.post("complaints_head", "complaints", "unit_head")
    with on("2023-09-01"):
        yield people.staff(county)


def dispute(county: Any, **columns: Any) -> Dispute:
    usual = {"unit": county.zuocheng, "place_id": ZUOCHENG, "found_on": date(2023, 8, 30), "kind": "02",
             "channel": "visit", "parties": "张建国、李秀英"}  # fmt: skip
    record = Dispute(**usual | columns)
    services.save(record, by=county.clerk)
    return record


def opened(county: Any, record: Any, *, by: Any = None) -> Matter:
    ledger = registry.of(type(record))
    return loop.open_matter(records.from_record(ledger, record, flow.about(ledger.slug)), by=by or county.clerk)


def submitted(county: Any, record: Dispute, outcome: str = "agreed") -> Matter:
    held = loop.move(opened(county, record), "assign", by=county.clerk, unit=county.zuocheng)
    held = loop.move(held, "claim", by=county.grid)
    return loop.move(held, "submit", by=county.grid, note="已签协议", outcome=outcome, papers=(paper(seed=held.pk),))


def now(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


@pytest.mark.parametrize(
    ("outcome", "resolved"),
    [("agreed", True), ("withdrawn", True), ("court", False), ("petition", False), ("failed", False)],
)
def test_the_outcome_is_written_into_the_ledger_when_it_is_checked(office, outcome, resolved):
    record = dispute(office)
    held = submitted(office, record, outcome)
    assert now(record).outcome == "pending"
    with on("2023-09-04"):
        loop.move(held, "close", by=office.clerk)
    settled = now(record)
    assert (settled.outcome, settled.handled_on) == (outcome, date(2023, 9, 1))
    assert settled.resolved_on == (date(2023, 9, 1) if resolved else None)


def test_a_merged_dispute_is_not_given_to_anybody_and_the_refusal_names_the_kept_one(office):
    kept, double = dispute(office), dispute(office)
    task = records.from_record(registry.of(Dispute), double, flow.get("task"))
    double.merged_into = kept
    services.save(double, by=office.clerk, reason="热线与网格重复")
    sentence = f"{double.code} 已并入 {kept.code}.*请到 {kept.code} 交办"
    with pytest.raises(Refused, match=sentence):
        opened(office, now(double))
    with pytest.raises(Refused, match=sentence):
        loop.open_matter(task, by=office.clerk)
    assert opened(office, kept).about_id == kept.pk


def test_a_relapse_makes_the_dispute_pending_again_and_the_new_matter_settles_it(office):
    record = dispute(office)
    done = loop.move(submitted(office, record), "close", by=office.clerk)
    with on("2023-09-20"):
        loop.move(done, "visit", by=office.head, score=1, note="又起争执")
    assert (now(record).outcome, now(record).handled_on) == ("pending", None)
    again = Matter.objects.get(reopens=done)
    assert (again.about, again.about_id) == ("disputes", record.pk)


@pytest.mark.parametrize(
    ("level", "due"), [("simple", "2023-09-04"), ("general", "2023-09-12"), ("complex", "2023-10-07")]
)
def test_the_disputes_own_level_gives_its_days(office, level, due):
    held = opened(office, dispute(office, level=level))
    held = loop.move(held, "assign", by=office.clerk, unit=office.zuocheng)
    # The twentieth is a Saturday on which the county works, after the holidays.
    assert held.due_on == date.fromisoformat(due)


def test_no_names_stand_in_the_title_and_a_red_one_is_urgent(office):
    held = opened(office, dispute(office, risk="red", restricted=True))
    assert "张建国" not in held.title + held.detail + held.origin
    assert (held.urgent, held.restricted) == (True, True)


def petition(county: Any) -> Petition:
    record = Petition(unit=county.complaints, place_id=ZUOCHENG, accepted_on=date(2023, 9, 1), kind="appeal",
                      petitioner="王海涛", matter="道路排水")  # fmt: skip
    services.save(record, by=county.complaints_clerk)
    return record


def handed_on(county: Any) -> Matter:
    held = opened(county, petition(county), by=county.complaints_clerk)
    return loop.move(held, "assign", by=county.complaints_clerk, unit=county.zuocheng)


def test_a_petition_is_to_be_accepted_within_fifteen_days_and_no_other_clock_runs(office):
    held = handed_on(office)
    assert clock.local(held.claim_due_at).date() == date(2023, 9, 16)
    assert held.due_on is None


def test_sixty_days_run_from_the_acceptance_and_end_as_counted_also_in_a_holiday(office):
    held = handed_on(office)
    with on("2023-09-08"):
        held = loop.move(held, "claim", by=office.clerk, note="已书面告知受理")
    assert held.due_on == date(2023, 11, 7)
    with on("2023-08-04"):
        assert flows.PETITIONS.limit("handle", "ordinary").ends(date(2023, 8, 4)) == date(2023, 10, 3)


def test_the_wrong_addressee_objects_within_five_working_days(office):
    held = handed_on(office)
    with on("2023-09-08", 11):
        assert loop.move(held, "refuse", by=office.clerk, note="不属本乡权限").state == "refused"
    held = handed_on(office)
    with on("2023-09-11"), pytest.raises(Refused, match="截止"):
        loop.move(held, "refuse", by=office.clerk, note="不属本乡权限")


def test_it_is_extended_once_by_thirty_days_at_most_and_never_paused(office):
    held = loop.move(handed_on(office), "claim", by=office.clerk, note="已书面告知受理")
    with pytest.raises(Refused, match="依法不能暂停"):
        requests.ask(held, "pause", by=office.clerk, reason="等材料")
    with pytest.raises(Refused, match="1 至 30 日"):
        requests.ask(held, "extend", by=office.clerk, reason="情况复杂", days=31)
    asked = requests.ask(held, "extend", by=office.clerk, reason="情况复杂", days=30)
    requests.decide(asked, granted=True, by=office.complaints_head)
    assert Matter.objects.get(pk=held.pk).due_on == date(2023, 11, 30)
    with pytest.raises(Refused, match="不能再延期"):
        requests.ask(held, "extend", by=office.clerk, reason="情况复杂", days=1)


def test_a_closed_petition_has_its_answer_in_the_ledger(office):
    held = loop.move(handed_on(office), "claim", by=office.clerk, note="已书面告知受理")
    held = loop.move(held, "submit", by=office.clerk, note="已清淤", outcome="supported", papers=(paper(),))
    loop.move(held, "close", by=office.complaints_clerk)
    record = Petition.objects.get()
    assert (record.resolved_on, record.result) == (date(2023, 9, 1), "予以支持，已书面答复")


def reported(county: Any) -> Matter:
    made = Matter(
        flow="disputes", title="两户因排水争执", place_id=ZUOCHENG, source="report", kind="02", level="simple"
    )
    return loop.open_matter(made, by=county.grid)


TYPED = {"channel": "群众来访", "parties": "张三、李四", "people": "2", "grid": ""}


def test_a_report_is_entered_by_the_clerk_from_a_form_that_knows_it_already(office, signed_in):
    held = reported(office)
    client, url = signed_in(office.clerk), reverse("matter_enter", args=[held.pk])
    page = client.get(url).content.decode()
    assert "两户因排水争执" in page
    typed = flows.draft_dispute(held) | TYPED
    first = client.post(url, typed)
    stored, record = Matter.objects.get(pk=held.pk), Dispute.objects.get()
    assert first.status_code == 302
    assert (stored.about, stored.about_id, record.found_on) == ("disputes", record.pk, date(2023, 9, 1))
    assert client.post(url, typed).status_code == 302
    assert Dispute.objects.count() == 1
    assert Organisation.objects.get(slug="political-legal").pk in stored.units


def test_what_lacks_is_named_and_nothing_is_joined(office, signed_in):
    held = reported(office)
    answer = signed_in(office.clerk).post(reverse("matter_enter", args=[held.pk]), flows.draft_dispute(held))
    assert answer.status_code == 422
    assert "必须填写" in answer.content.decode()
    assert Matter.objects.get(pk=held.pk).about == ""


def test_a_report_that_has_ended_settles_its_record_as_it_is_entered(office, signed_in):
    held = reported(office)
    held = loop.move(held, "on_the_spot", by=office.grid, note="当场劝和", outcome="agreed", papers=(paper(),))
    loop.move(held, "close", by=office.clerk)
    signed_in(office.clerk).post(reverse("matter_enter", args=[held.pk]), flows.draft_dispute(held) | TYPED)
    assert Dispute.objects.get().outcome == "agreed"


def test_nobody_else_enters_it(office, signed_in):
    url = reverse("matter_enter", args=[reported(office).pk])
    assert signed_in(office.stranger).get(url).status_code == 404
    assert signed_in(office.supervisor).get(url).status_code == 403
