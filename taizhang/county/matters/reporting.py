"""Makes a matter of what somebody reports from the spot: once, however often the phone sends it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from taizhang.county.audit import clock
from taizhang.county.ledger import submissions
from taizhang.county.matters import flow, services
from taizhang.county.matters.flow import Flow
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.limits import Limit
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Refused
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.places.models import Place, existing

# A township or office assigns what was registered within this time (县级督办规则参数).
ASSIGNED_WITHIN = Limit(1)
TITLE_MAX, SAID_MAX = 120, 2000
# So many kinds stand open on the page; the others are a tap away.
KINDS_OPEN = 7


@dataclass(frozen=True)
class Kinds:
    """What can be reported in one flow, as (value, label): those at hand, and those a tap away."""

    label: str
    open: tuple[tuple[str, str], ...]
    folded: tuple[tuple[str, str], ...] = ()


def flows() -> list[Flow]:
    """Those that take reports; general ones without kinds of their own come last."""
    return sorted((one for one in flow.every() if one.report), key=lambda one: not one.kinds)


def kinds() -> list[Kinds]:
    found = []
    for one in flows():
        pairs = tuple((f"{one.slug}:{value}", label) for value, label in one.kinds) or ((f"{one.slug}:", one.report),)
        found.append(Kinds(one.report if one.kinds else "", pairs[:KINDS_OPEN], pairs[KINDS_OPEN:]))
    return found


def outcomes() -> list[tuple[str, list[tuple[str, str]]]]:
    """What a matter settled on the spot can end with, for each flow that allows it."""
    return [
        (one.report, [(f"{one.slug}:{value}", label) for value, label in one.outcomes])
        for one in flows() if "on_the_spot" in one.by_name
    ]  # fmt: skip


def places(person: Any) -> list[Place]:
    """Where this person may report from, the place of the first post first."""
    posts = [post for post in person.posts_now if Action.REPORT in post.kind.may]
    own = [post.organisation.place_id for post in posts if post.organisation.kind == Organisation.Kind.TOWNSHIP]
    found = Place.objects.filter(existing(clock.today()))
    if len(own) < len(posts):
        # A county department reports from any township; a list of all villages would be most of the page.
        return list(found.filter(level=Place.Level.TOWNSHIP))
    return [
        place for code in own
        for place in found.filter(code__startswith=code, level__in=(Place.Level.TOWNSHIP, Place.Level.VILLAGE))
    ]  # fmt: skip


def once(posted: Mapping[str, str], papers: Iterable[UploadedFile], *, by: Any) -> Matter:
    """The matter this report made, now or when it was sent before. Raises Refused."""

    def act() -> int:
        return int(report(posted, papers, by=by).pk)

    token = submissions.token(posted.get("token", ""))
    pk = submissions.do(act, once=token, what=f"{MATTERS.slug}/report", by=by)
    return Matter.objects.select_related("unit", "assigner").get(pk=pk)


def report(posted: Mapping[str, str], papers: Iterable[UploadedFile], *, by: Any) -> Matter:
    """Registers the report, and reports it done where it was settled on the spot. Raises Refused."""
    slug, _, kind = posted.get("what", "").partition(":")
    lacking = dict(_lacking(posted, by))
    if lacking:
        raise Refused(fields=lacking)
    said = posted["said"].strip()
    title = headline(said)
    matter = Matter(
        flow=slug, kind=kind, title=title, detail="" if said == title else said, place_id=posted["place"],
        source=Matter.Source.REPORT, longitude=coordinate(posted.get("longitude", ""), 180),
        latitude=coordinate(posted.get("latitude", ""), 90),
    )  # fmt: skip
    if matter.latitude is None or matter.longitude is None:
        matter.latitude = matter.longitude = None
    with transaction.atomic():
        opened = services.open_matter(matter, by=by, papers=distinct(papers))
        return _settled(opened, posted, by) if posted.get("settled") else opened


def _settled(opened: Matter, posted: Mapping[str, str], by: Any) -> Matter:
    outcome = posted.get("outcome", "").removeprefix(f"{opened.flow}:")
    return services.move(opened, "on_the_spot", by=by, note=posted.get("note", ""), outcome=outcome)


def _lacking(posted: Mapping[str, str], by: Any) -> Iterator[tuple[str, list[str]]]:
    found = {value: one for one in flows() for value in _values(one)}.get(posted.get("what", ""))
    if found is None:
        yield "what", ["请选择是什么事"]
    elif posted.get("settled") and "on_the_spot" not in found.by_name:
        yield "settled", [f"“{found.report}”不能当场办结，请只上报"]
    if posted.get("place") not in {place.code for place in places(by)}:
        yield "place", ["请选择事情发生在哪里"]
    said = posted.get("said", "").strip()
    if not said:
        yield "said", ["请用一句话说清，例如“王村桥头护栏缺失”"]
    elif len(said) > SAID_MAX:
        yield "said", [f"最多 {SAID_MAX} 字，现有 {len(said)} 字，请精简"]


def _values(one: Flow) -> list[str]:
    return [f"{one.slug}:{value}" for value, _ in one.kinds] or [f"{one.slug}:"]


def headline(said: str) -> str:
    """The whole when it is short; of a longer text its first sentence, as far as a title holds."""
    if len(said) <= TITLE_MAX and "\n" not in said:
        return said
    ends = [at for at in (said.find(mark) for mark in "。！？；\n") if at > 0]
    first = said[: min(ends, default=len(said))].strip()
    return first if len(first) <= TITLE_MAX else f"{first[: TITLE_MAX - 1]}…"


def coordinate(typed: str, most: int) -> Decimal | None:
    """Degrees (WGS 84, as browsers give them) to a tenth of a metre; None for what is no place on earth."""
    try:
        degrees = Decimal(typed).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    return degrees if degrees.is_finite() and abs(degrees) <= most else None


def distinct(papers: Iterable[UploadedFile]) -> list[UploadedFile]:
    """A photograph chosen twice is one photograph."""
    found: dict[bytes, UploadedFile] = {}
    for paper in papers:
        digest = sha256()
        for chunk in paper.chunks():
            digest.update(chunk)
        paper.seek(0)
        found.setdefault(digest.digest(), paper)
    return list(found.values())


def receipt(made: Matter) -> str:
    if made.assigned_at:
        return f"已上报 {made.code}，当场办结，等待{made.assigner.short if made.assigner else made.unit.short}核验"
    return f"已上报 {made.code}，{made.unit.short}将在 {ASSIGNED_WITHIN.days} 个工作日内交办"
