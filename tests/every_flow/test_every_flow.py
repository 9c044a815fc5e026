"""What every closed loop must do, whatever it is about: run once for each flow, nothing written for any of them."""

from typing import Any

import pytest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.ledger import registry as ledgers
from taizhang.county.matters import clocks, flow, services
from taizhang.county.matters.faults import faults
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.matters.stages import DONE, OPEN
from tests.county import on
from tests.every_flow import walk
from tests.matters import office as people

FLOWS = {one.slug: one for one in flow.every()}
ENDS = [pytest.param(one, end, id=f"{one.slug}-{end}") for one in flow.every() for end in one.final]
every_flow = pytest.mark.parametrize("loop", FLOWS.values(), ids=FLOWS)
every_end = pytest.mark.parametrize(("loop", "end"), ENDS)


@pytest.fixture(autouse=True)
def _september(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on("2023-09-01"):
        yield


@pytest.fixture
def office(county: Any) -> Any:
    county.post("yulin_grid", "yulin", "grid_worker")
    return people.staff(county)


@every_flow
def test_it_has_no_dead_end_and_no_clock_that_runs_on(loop):
    assert faults(loop) == []


@every_flow
def test_every_state_can_be_reached_with_its_quotas_counted(loop):
    assert set(walk.ways(loop)) == set(loop.states)


@every_flow
def test_its_limits_say_which_document_they_are_from(loop):
    limits = [*loop.limits.values(), loop.claim, loop.visit]
    assert all(one.document and one.days > 0 for one in limits)
    assert loop.extension.document


@every_flow
def test_its_columns_hold_its_words(loop):
    longest = {name: Matter._meta.get_field(name).max_length for name in ("state", "level", "outcome", "kind", "move")}
    words = {"state": loop.states, "level": loop.limits, "outcome": dict(loop.outcomes), "kind": dict(loop.kinds),
             "move": loop.by_name}  # fmt: skip
    for name, some in words.items():
        assert all(len(word) <= longest[name] for word in some), name


@every_flow
def test_the_ledger_it_is_about_exists(loop):
    assert not loop.about or ledgers.get(loop.about)
    assert bool(loop.about) == bool(loop.settle) == bool(loop.describe)


@every_end
def test_staff_can_walk_it_to_each_of_its_ends(office, loop, end):
    way = walk.ways(loop)[end]
    matter = list(walk.along(loop, way, office))[-1]
    log = Matter.versions.objects.filter(id=matter.pk).order_by("version_id").values_list("move", flat=True)

    assert matter.state == end
    assert list(log) == ["register", *(move.name for move in way)]


@every_end
def test_nobody_from_outside_makes_any_move_on_the_way(office, loop, end):
    stranger = office.post("passer", "complaints", "clerk")
    for matter in walk.along(loop, walk.ways(loop)[end], office):
        assert services.open_to(matter, stranger) == []
        for move in loop.moves:
            with pytest.raises(Refused):
                services.move(matter, move.name, by=stranger, **walk.given(loop, move, matter, office, 99))


@every_end
def test_no_clock_runs_after_the_end_but_that_of_the_call_back(office, loop, end):
    for matter in walk.along(loop, walk.ways(loop)[end], office):
        running = {one.name for one in clocks.running(matter, loop, clock.now())}
        assert running <= ({"claim", "handle"} if matter.stage in OPEN else {"visit"})
        assert matter.stage in OPEN or (matter.stage in DONE) == bool(matter.closed_at)


@every_flow
def test_its_page_opens_at_every_stage(office, signed_in, loop):
    for way in walk.ways(loop).values():
        matter = list(walk.along(loop, way, office))[-1]
        response = signed_in(office.supervisor).get(reverse("matter", args=[matter.pk]))
        assert response.status_code == 200
        assert matter.title in response.content.decode()
