"""The closed loop as JSON: open a matter, make its moves, see how it stands; lists are those of its ledger."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Header, Router, Schema
from pydantic import ConfigDict, field_validator
from pydantic_core import to_json

from taizhang.county.audit import clock
from taizhang.county.ledger import submissions
from taizhang.county.ledger.api_schemas import Wrong
from taizhang.county.ledger.here import ledger_of, record_of
from taizhang.county.matters import clocks, flow, records, services
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Overtaken, Refused
from taizhang.county.people import access
from taizhang.county.people.models import Organisation, Person
from taizhang.county.people.roles import Action

router = Router(tags=["督办事项"])
ONCE = Header(None, alias="Idempotency-Key", description="同一请求重发时带同一个 UUID，只办一次")


class _Closed(Schema):
    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, given: Any) -> Any:
        return given.replace("\0", "") if isinstance(given, str) else given


class New(_Closed):
    """A matter to open; with `unit` it is assigned in the same act."""

    flow: str = Field("task", description="流程，如 task；关联台账记录时由台账决定")
    title: str = Field("", max_length=120)
    detail: str = Field("", max_length=2000)
    place: str = Field("", description="所属乡镇（街道）代码，如 410726206")
    level: str = ""
    urgent: bool = False
    ledger: str = Field("", description="关联台账，如某条记录需要交办时")
    record: int | None = Field(None, description="关联记录的 id")
    unit: str = Field("", description="承办单位标识；填写则登记后即交办")
    note: str = Field("", max_length=1000)


class Made(_Closed):
    """What comes with a move, as far as the move needs it."""

    note: str = Field("", max_length=1000)
    unit: str = Field("", description="承办单位标识")
    handler: str = Field("", description="领办人登录名，默认本人")
    outcome: str = ""
    score: int | None = None
    level: str = ""
    edition: int | None = Field(None, description="读到时的版次；其间有人办理过则为 409")


class ClockTold(Schema):
    name: str
    label: str
    due_on: date | None = Field(description="暂停计时期间为空，恢复时重算")
    light: str = Field(description="正常、临期、超期、暂停")
    days_left: int


class MoveTold(Schema):
    name: str
    label: str
    needs: list[str]


class Told(Schema):
    """A matter as it stands, with its clocks and the moves open to whoever asks."""

    id: int
    code: str
    edition: int
    flow: str
    title: str
    place: str
    unit: str
    state: str
    stage: str
    light: str
    due_on: date | None
    moved_at: datetime
    clocks: list[ClockTold]
    moves: list[MoveTold]


class Clash(Wrong):
    stored: Told


_ERRORS: dict[int, Any] = {401: Wrong, 404: Wrong, 409: Clash, 422: Wrong}


@router.post("/matters", summary="登记（并交办）事项", response={201: Told, **_ERRORS})
def open_matter(request: HttpRequest, body: New, once: UUID | None = ONCE) -> Any:
    return _answered(request, lambda: _opened(request, body), what="matters/open", once=once, status=201)


@router.post("/matters/{code}/moves/{name}", summary="办理一步", response={200: Told, **_ERRORS})
def move(request: HttpRequest, code: str, name: str, body: Made, once: UUID | None = ONCE) -> Any:
    matter = _to_move(request, code)

    def act() -> Matter:
        return services.move(matter, name, by=request.user, editing=body.edition, **_given(body))

    return _answered(request, act, what=f"matters/{matter.pk}/{name}", once=once)


@router.get("/matters/{code}", summary="一件事项的现状", response={200: Told, 401: Wrong, 404: Wrong})
def matter(request: HttpRequest, code: str) -> Any:
    return _json(_told(_matter(request, code), request.user))


def _matter(request: HttpRequest, code: str) -> Matter:
    """Raises Http404 for what is not there, and for what the person may not know of."""
    rows = access.rows(request.user, Action.VIEW, MATTERS)
    return _found(rows.select_related("unit", "place", "assigner"), code)


def _to_move(request: HttpRequest, code: str) -> Matter:
    """No more of it than is asked before it is held and read. Raises Http404."""
    return _found(access.rows(request.user, Action.VIEW, MATTERS).only("pk", "flow"), code)


def _found(rows: Any, code: str) -> Matter:
    matter: Matter | None = rows.filter(code=code).first()
    if matter is None:
        raise Http404(code)
    return matter


def _opened(request: HttpRequest, body: New) -> Matter:
    matter = _about(request, body) if body.ledger else Matter(flow=body.flow, source=Matter.Source.OWN)
    unit = _unit(body.unit)
    _fill(matter, body)
    return services.open_matter(matter, by=request.user, note=body.note, unit=unit)


def _about(request: HttpRequest, body: New) -> Matter:
    ledger = ledger_of(request, body.ledger)
    found = flow.about(ledger.slug)
    if found is None or body.record is None:
        raise Refused(fields={"ledger": [f"{ledger.label}没有办理流程，或没有写明 record"]})
    return records.from_record(ledger, record_of(request, ledger, body.record), found)


def _fill(matter: Matter, body: New) -> None:
    if body.flow not in {one.slug for one in flow.every()}:
        raise Refused(fields={"flow": [f"没有流程 {body.flow}"]})
    for name in ("title", "detail", "level", "urgent"):
        if getattr(body, name):
            setattr(matter, name, getattr(body, name))
    if body.place:
        matter.place_id = body.place


def _given(body: Made) -> dict[str, Any]:
    given: dict[str, Any] = {"note": body.note, "outcome": body.outcome, "score": body.score, "level": body.level}
    return given | {"unit": _unit(body.unit), "handler": _person(body.handler)}


def _unit(slug: str) -> Organisation | None:
    found = Organisation.objects.filter(slug=slug, valid_to=None).first() if slug else None
    if slug and found is None:
        raise Refused(fields={"unit": [f"没有标识为 {slug} 的单位"]})
    return found


def _person(username: str) -> Person | None:
    found = Person.objects.filter(username=username, is_active=True).first() if username else None
    if username and found is None:
        raise Refused(fields={"handler": [f"没有登录名为 {username} 的人员"]})
    return found


def _answered(
    request: HttpRequest, act: Callable[[], Matter], *, what: str, once: UUID | None, status: int = 200
) -> HttpResponse:
    """Does the act, once for one key, and answers with the matter; a refusal in the words of the page."""
    try:
        if once is None:
            return _json(_told(act(), request.user), status)
        pk = submissions.do(lambda: int(act().pk), once=once, what=what, by=request.user)
        return _json(_told(Matter.objects.select_related("unit", "place", "assigner").get(pk=pk), request.user), status)
    except Overtaken as overtaken:
        stored = _told(overtaken.stored, request.user)
        return _json({"detail": str(overtaken), "errors": {}, "stored": stored}, 409)
    except Refused as refused:
        return _json({"detail": str(refused), "errors": refused.fields}, 422)


def _told(matter: Matter, person: Any) -> dict[str, Any]:
    found, now = flow.get(matter.flow), clock.now()
    own = ("id", "code", "edition", "flow", "title", "due_on", "moved_at")
    return {
        **{name: getattr(matter, name) for name in own},
        "place": matter.place.name,
        "unit": matter.unit.short,
        "state": found.states[matter.state].label,
        "stage": matter.stage,
        "light": clocks.light(matter, now),
        "clocks": [
            {"name": one.name, "label": one.label, "due_on": one.due_on, "light": one.light, "days_left": one.days_left}
            for one in clocks.running(matter, found, now)
        ],
        "moves": [{"name": m.name, "label": m.label, "needs": m.needs} for m in services.open_to(matter, person)],
    }


def _json(content: Any, status: int = 200) -> HttpResponse:
    """Past the validation of responses: they are made in the form the schema tells."""
    return HttpResponse(to_json(content), content_type="application/json; charset=utf-8", status=status)
