"""A leader's instruction on an item of a signed issue becomes a matter; its result returns as a draft."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from taizhang.county.audit import clock
from taizhang.county.bulletin.drafts import Draft
from taizhang.county.bulletin.models import Issue, Item
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.matters import services
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.stages import DONE
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

ABOUT = "bulletin.item"
FLOW = "task"
# A draft that reports a result names the matter by its code here, and is then offered no more.
REPORTS = "批示办理结果"
_WORDS_MAX = 2000


def instruct(item: Item, words: str, *, urgent: bool = False, by: Any) -> Matter:
    """Registers what the leader asks for; the county's office assigns it. Raises Refused."""
    words, issue = words.strip(), item.issue
    if issue is None or not issue.signed:
        raise Refused("只能对已经签发的快报作批示。")
    if not access.holds(by, Action.INSTRUCT):
        raise Refused(f"批示由县领导作出，您的岗位（{by.title}）不能批示。")
    if not words:
        raise Refused(fields={"words": ["请写下批示，例如“请信访局牵头，一周内报结果”"]})
    if len(words) > _WORDS_MAX:
        raise Refused(fields={"words": [f"批示最多 {_WORDS_MAX} 字，现有 {len(words)} 字"]})
    matter = Matter(
        flow=FLOW, source=Matter.Source.INSTRUCTION, title=f"落实对《{item.headline[:60]}》的批示", detail=words,
        about=ABOUT, about_id=item.pk, origin=f"{issue}《{item.headline[:60]}》批示", urgent=urgent,
        unit=Organisation.objects.get(slug=MATTERS.lead), place_id=_place(item),
    )  # fmt: skip
    return services.open_matter(matter, by=by, note=words[:300])


def _place(item: Item) -> str:
    """Where the unit of the item is; the whole county for several units."""
    places = {unit.organisation.place_id for unit in item.units.select_related("organisation")}
    office = Organisation.objects.get(slug=MATTERS.lead)
    return places.pop() if len(places) == 1 else office.place_id


def of_issue(issue: Issue, person: Any) -> QuerySet[Matter]:
    """The instructions on an issue's items, as far as the reader reaches them."""
    items = issue.items.values("pk")
    found = access.rows(person, Action.VIEW, MATTERS).filter(about=ABOUT, about_id__in=items)
    return found.select_related("unit", "registered_by").order_by("pk")


def results(person: Any) -> Iterator[tuple[Organisation, Draft]]:
    """Drafts on instructions that were carried out and that no item reports yet, for who may write them."""
    mine = {unit.pk for unit in access.organisations(person, Action.DRAFT)}
    everywhere = access.holds(person, Action.EDIT)
    done = Matter.objects.filter(source=Matter.Source.INSTRUCTION, stage__in=DONE, restricted=False, reopened_on=None)
    told = Item.objects.filter(source_note__contains=OuterRef("code"))
    waiting = done.filter(~Exists(told)).select_related("unit").order_by("closed_on", "pk")
    for matter in waiting if everywhere else waiting.filter(unit__in=mine):
        yield matter.unit, _draft(matter)


def _draft(matter: Matter) -> Draft:
    item = Item.objects.get(pk=matter.about_id or 0)
    day = clock.local(matter.submitted_at).date()  # type: ignore[arg-type]
    said = _reported(matter).rstrip("。") or matter.title
    return Draft(
        unit_slug=matter.unit.slug,
        section=item.section,
        headline=f"《{item.headline[:30]}》批示办理结果",
        body=f"县领导对《{item.headline}》作出批示后，{matter.unit.short}牵头办理，"
        f"{day.month}月{day.day}日报告结果：{said}。",
        title=f"批示办理结果 {matter.code}",
        source_note=f"{REPORTS} {matter.code}",
    )


def _reported(matter: Matter) -> str:
    """What the leading unit wrote when it last reported the matter done."""
    moves = Matter.versions.objects.filter(id=matter.pk, move__in=("submit", "on_the_spot")).order_by("version_id")
    last = moves.values_list("note", flat=True).last()
    return str(last or "")
