"""The unit's side of the bulletin: drafting, submitting, confirming and sending back one item."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.bulletin import content as contents_of
from taizhang.county.bulletin import flow
from taizhang.county.bulletin.models import Issue, Item, ItemUnit, Step
from taizhang.county.bulletin.refusal import Overtaken, Refused, refuse_if
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action

State = Item.State
TEXTS = ("section", "headline", "body", "cutoff", "source_note", "explanation")
_WROTE = ("draft", "rewrite", "edit", "pin")


def draft(
    *,
    units: Sequence[Organisation],
    section: str,
    headline: str,
    body: str,
    by: Any,
    cutoff: date | None = None,
    source_note: str = "",
    explanation: str = "",
) -> Item:
    """A new item of one or several units; `cutoff` is the date its figures run to, today by default."""
    item = Item(
        section=section, headline=headline.strip(), body=body.strip(), cutoff=cutoff or clock.today(), drafter=by,
        source_note=source_note.strip(), explanation=explanation.strip(),
    )  # fmt: skip
    refuse_if(_may_draft(units, by))
    _complete(item, units)
    with changes.change(by=by, reason="起草稿件", action="起草稿件"):
        item.save()
        ItemUnit.objects.bulk_create(ItemUnit(item=item, organisation=u, order=i) for i, u in enumerate(units))
        flow.note(by=by, move="draft", label="起草", item=item)
    return item


def _may_draft(units: Iterable[Organisation], person: Any) -> Iterable[str]:
    mine = access.organisations(person, Action.DRAFT)
    if not mine:
        yield f"您的岗位（{person.title}）不能起草稿件，请由本单位经办人起草。"
    elif not access.holds(person, Action.EDIT) and not {u.pk for u in units} & {u.pk for u in mine}:
        yield f"只能为本单位（{'、'.join(u.short for u in mine)}）起草稿件，请在来稿单位中选上本单位。"


def edit(
    item: Item, *, by: Any, editing: int | None = None, units: Sequence[Organisation] | None = None, **texts: Any
) -> Item:
    """Changes the words of an item; `texts` are among TEXTS. Raises Refused, or Overtaken with the stored item."""
    with changes.change(by=by, reason="修改稿件", action="修改稿件"):
        stored = _locked(item, editing)
        refuse_if(may_not_edit(stored, by))
        changed = [name for name in TEXTS if name in texts and _tidy(texts[name]) != getattr(stored, name)]
        for name in changed:
            setattr(stored, name, _tidy(texts[name]))
        moved = units is not None and _reunite(stored, units)
        if not changed and not moved:
            return stored
        _complete(stored, [unit.organisation for unit in stored.units.all()])
        _reopen(stored, changed)
        move = "edit" if stored.issue_id else "rewrite"
        flow.note(by=by, move=move, label="修改", item=stored, issue=stored.issue)
    return stored


def _tidy(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _reunite(item: Item, units: Sequence[Organisation]) -> bool:
    """Units may be added while nobody confirmed; one that is named already stays."""
    known = {unit.organisation_id for unit in item.units.all()}
    fresh = [unit for unit in units if unit.pk not in known]
    if known - {unit.pk for unit in units}:
        raise Refused("来稿单位只能增加，不能去掉；确需去掉的，请作废此稿后重新起草。")
    start = len(known)
    ItemUnit.objects.bulk_create(ItemUnit(item=item, organisation=u, order=start + i) for i, u in enumerate(fresh))
    return bool(fresh)


def _reopen(item: Item, changed: Iterable[str]) -> None:
    """Saves the new words. What was signed for the old ones no longer holds."""
    if {"body", "headline", "source_note"} & set(changed):
        item.source_signed_by = item.source_signed_at = None
    item.edition += 1
    item.save()


def may_not_edit(item: Item, person: Any) -> Iterable[str]:
    """Why this person may not change the item's words now; nothing when allowed."""
    if item.state in (State.DRAFT, State.RETURNED):
        if not _drafts_for(item, person) and not access.holds(person, Action.EDIT):
            yield "只有来稿单位的经办人可以修改这篇稿件。"
    elif not access.holds(person, Action.EDIT):
        yield f"稿件已报送，不能再改；需要修改请联系{settings.BULLETIN_ISSUER}责任编辑退回。"
    elif item.issue and item.issue.state not in flow.OPEN:
        yield f"本期处于“{Issue.State(item.issue.state).label}”，文字已定；需要修改请先退回编辑。"


def _drafts_for(item: Item, person: Any) -> bool:
    mine = {unit.pk for unit in access.organisations(person, Action.DRAFT)}
    return bool(mine & {unit.organisation_id for unit in item.units.all()})


def submit(item: Item, *, by: Any, editing: int | None = None) -> Item:
    """Sends the item to the county office; it must read without faults in its pins."""
    with changes.change(by=by, reason="报送稿件", action="报送稿件"):
        stored = _locked(item, editing)
        if stored.state not in (State.DRAFT, State.RETURNED):
            raise Refused(f"稿件已是“{State(stored.state).label}”，不必再报送。")
        refuse_if(may_not_edit(stored, by))
        content = contents_of.of_item(stored)
        refuse_if(fault.sentence for fault in content.faults)
        stored.state, stored.submitted_at, stored.edition = State.SUBMITTED, clock.now(), stored.edition + 1
        stored.save()
        flow.note(by=by, move="submit", label="报送", item=stored, digest=content.digest())
    return stored


def confirm(item: Item, organisation: Organisation, *, by: Any, opinion: str = "同意", seen: str = "") -> ItemUnit:
    """The unit's head answers for its numbers as they are now; `seen` is the digest of what the page showed.

    It signs the source note of typed numbers as well.
    """
    with changes.change(by=by, reason=opinion, action="核实稿件"):
        stored = _locked(item)
        refuse_if(may_not_confirm(stored, organisation, by))
        content = contents_of.of_item(stored)
        if seen and seen != content.digest(organisation):
            raise Refused("您打开页面之后，文字或数字又有变动，请核对下面最新的内容后再签署。")
        unit = stored.units.get(organisation=organisation)
        unit.confirmed_by, unit.confirmed_at = by, clock.now()
        unit.confirmed_digest = content.digest(organisation)
        unit.save()
        if stored.source_note and stored.source_signed_at is None:
            stored.source_signed_by, stored.source_signed_at = by, clock.now()
            stored.save(update_fields=["source_signed_by", "source_signed_at"])
        flow.note(by=by, move="confirm", label=f"{organisation.short}核实", item=stored, issue=stored.issue,
                  opinion=opinion, digest=unit.confirmed_digest)  # fmt: skip
    return unit


def may_not_confirm(item: Item, organisation: Organisation, person: Any) -> Iterable[str]:
    if not access.holds(person, Action.CONFIRM, organisation):
        yield f"核实{organisation.short}的数字需要{organisation.short}的“单位审核”岗位，您的岗位是：{person.title}。"
    elif organisation.pk not in {unit.organisation_id for unit in item.units.all()}:
        yield f"这篇稿件没有{organisation.short}负责的数字。"
    elif person.pk in writers(item):
        yield "这篇稿件由您起草或修改过，不能由您核实；请本单位另一位负责人核实。"
    if item.state not in (State.SUBMITTED, State.TAKEN):
        yield f"稿件处于“{State(item.state).label}”，报送之后才能核实。"
    elif item.issue and item.issue.signed:
        yield "本期已经签发，不能再核实；有误请提出更正。"


def writers(item: Item) -> set[int]:
    """Everybody who drafted or changed the words of an item."""
    return {item.drafter_id, *Step.objects.filter(item=item, move__in=_WROTE).values_list("who_id", flat=True)}


def send_back(item: Item, *, by: Any, reason: str, organisation: Organisation | None = None) -> Item:
    """Returns the item to its drafters with a reason: by a unit's head, or by the editor.

    In an issue that waits for its units, the head's return takes the whole issue back to editing.
    """
    with changes.change(by=by, reason=reason, action="退回稿件"):
        stored = _locked(item)
        refuse_if(_may_not_return(stored, organisation, by, reason))
        issue = stored.issue
        if issue and organisation is not None:
            said = f"{organisation.short}退回《{stored.headline[:20]}》：{reason}"
            flow.move(issue, "unit_return", by=by, opinion=said)
            flow.note(by=by, move="unit_return", label="单位退回", item=stored, issue=issue, opinion=reason)
            return stored
        stored.issue, stored.state, stored.edition = None, State.RETURNED, stored.edition + 1
        stored.save()
        flow.note(by=by, move="send_back", label="退回", item=stored, issue=issue, opinion=reason)
    return stored


def _may_not_return(item: Item, organisation: Organisation | None, person: Any, reason: str) -> Iterable[str]:
    if not reason.strip():
        yield "请写明退回的理由，起草人才知道改什么。"
    if item.state not in (State.SUBMITTED, State.TAKEN):
        yield f"稿件处于“{State(item.state).label}”，不必退回。"
    elif organisation is not None:
        if not access.holds(person, Action.CONFIRM, organisation):
            yield f"以{organisation.short}名义退回需要该单位的“单位审核”岗位。"
    elif not access.holds(person, Action.EDIT):
        yield "退回稿件需要“责任编辑”岗位。"
    elif item.issue and item.issue.state not in flow.OPEN:
        yield f"本期处于“{Issue.State(item.issue.state).label}”，请先把本期退回编辑，再退回稿件。"


def visible(person: Any) -> QuerySet[Item]:
    """The items a person may open: of the own units, or all for the county office and the checkers."""
    every = Item.objects.select_related("issue", "drafter").prefetch_related("units__organisation")
    if any(access.holds(person, action) for action in (Action.EDIT, Action.CHECK, Action.SIGN)):
        return every
    units = {u.pk for a in (Action.DRAFT, Action.CONFIRM) for u in access.organisations(person, a)}
    return every.filter(Q(units__organisation__in=units)).distinct()


def _locked(item: Item, editing: int | None = None) -> Item:
    stored: Item = held(Item.objects.select_related("issue", "drafter"), item.pk)
    if editing is not None and stored.edition != editing:
        last = stored.steps.order_by("-pk").select_related("who").first()
        raise Overtaken(stored, last.who.name if last else "")
    return stored


def _complete(item: Item, units: Sequence[Organisation]) -> None:
    """Raises Refused with a sentence for each field that cannot stay as it is."""
    wrong: dict[str, list[str]] = {}
    if item.section not in settings.BULLETIN_SECTIONS:
        wrong["section"] = [f"请选择栏目：{'、'.join(settings.BULLETIN_SECTIONS.values())}。"]
    for name, label, most in (("headline", "标题", 80), ("body", "正文", 4000), ("source_note", "数据来源说明", 500),
                              ("explanation", "给审核人的说明", 500)):  # fmt: skip
        length = len(getattr(item, name))
        if length > most:
            wrong[name] = [f"{label}最多 {most} 字，现有 {length} 字。"]
        elif not length and name in ("headline", "body"):
            wrong[name] = [f"请填写{label}。"]
    if not units:
        wrong["units"] = ["请选择来稿单位。"]
    if wrong:
        raise Refused(fields=wrong)
