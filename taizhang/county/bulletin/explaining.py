"""Signing an explanation: who may, for which contradiction, and that it is entered for ever."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.audit.held import held
from taizhang.county.bulletin import arithmetic, binding, explained, flow, items, numbers
from taizhang.county.bulletin import content as contents_of
from taizhang.county.bulletin.content import Content
from taizhang.county.bulletin.explained import LONGEST, SHORTEST, Explanation
from taizhang.county.bulletin.finding import Finding
from taizhang.county.bulletin.models import Issue, Item
from taizhang.county.bulletin.refusal import Refused, refuse_if
from taizhang.county.people import access
from taizhang.county.people.roles import Action

GONE = "文字或数字已有变动，这处矛盾已不在稿件中，没有签署；请按最新的检查结果办理。"


def contradictions(contents: Sequence[Content]) -> list[Finding]:
    """Everything in these items that stops an issue unless it is explained: among themselves, and with the ledgers."""
    return [*arithmetic.contradictions(contents), *_with_ledgers(contents)]


def _with_ledgers(contents: Sequence[Content]) -> Iterator[Finding]:
    bound = binding.bound(contents)
    for content in contents:
        yield from (one for one in numbers.typed(content, bound.get(content.item.pk, ())) if one.digest)


def unexplained(found: Iterable[Finding]) -> list[Finding]:
    """The findings without those for which a signed explanation stands."""
    found = list(found)
    kept = explained.standing(finding.item for finding in found if finding.digest and finding.item)
    return [one for one in found if not (one.digest and one.item and (one.item.pk, one.digest) in kept)]


def of_item(item: Item) -> list[Finding]:
    """The contradictions of an item as it and the other items of its issue are now."""
    contents = contents_of.of_issue(item.issue) if item.issue else [contents_of.of_item(item)]
    return [one for one in contradictions(contents) if one.item and one.item.pk == item.pk]


def find(item: Item, digest: str) -> Finding | None:
    return next((one for one in of_item(item) if one.digest == digest), None)


def explain(item: Item, digest: str, *, by: Any, words: str, cause: str = "") -> Explanation:
    """Signs why a contradiction stands. Raises Refused; a second signature of the same person changes nothing."""
    words = words.strip()
    with changes.change(by=by, reason=words, action="签署说明"):
        stored: Item = held(Item.objects.select_related("issue", "drafter"), item.pk)
        refuse_if([*may_not_explain(stored, by), *_too_little(words, cause)])
        finding = find(stored, digest)
        if finding is None:
            raise Refused(GONE)
        made, fresh = Explanation.objects.get_or_create(
            item=stored, claims_digest=digest, signed_by=by,
            defaults={
                "kind": finding.code, "sentence": finding.sentence, "claims": list(finding.claims), "cause": cause,
                "words": words, "post": by.title, "signed_at": clock.now(),
            },
        )  # fmt: skip
        if fresh:
            flow.note(by=by, move="explain", label="签署说明", item=stored, issue=stored.issue, opinion=words,
                      digest=digest)  # fmt: skip
    return made


def _too_little(words: str, cause: str) -> Iterator[str]:
    if not SHORTEST <= len(words) <= LONGEST:
        yield f"说明要写 {SHORTEST} 至 {LONGEST} 字，现有 {len(words)} 字；请写清两个数为什么都对。"
    if cause and cause not in Explanation.Cause.values:
        yield "请在列出的原因中选择一项，或不选。"


def may_not_explain(item: Item, person: Any) -> Iterator[str]:
    """Why this person may not sign; nothing when allowed. Whoever wrote or edited the text never may."""
    units = [unit.organisation for unit in item.units.select_related("organisation")]
    office = access.holds(person, Action.CHECK) or access.holds(person, Action.SIGN)
    if not office and not any(access.holds(person, Action.CONFIRM, unit) for unit in units):
        able = "、".join(unit.short for unit in units)
        yield f"签署说明需要{able}的“单位审核”岗位，或本期的审核、签发岗位，您的岗位是：{person.title}。"
    elif person.pk in items.writers(item):
        yield "这篇稿件由您起草或修改过，不能由您签署说明；请本单位另一位负责人或本期审核人签署。"
    elif item.issue and person.pk in {item.issue.editor_id, *flow.edited_by(item.issue)}:
        yield "您编辑过本期的内容，不能签署说明；请单位负责人或本期审核人签署。"
    if item.state not in (Item.State.SUBMITTED, Item.State.TAKEN):
        yield f"稿件处于“{Item.State(item.state).label}”，报送之后才能签署说明。"
    elif item.issue and item.issue.signed:
        yield "本期已经签发，不能再签署说明；有误请提出更正。"


@dataclass(frozen=True)
class Told:
    """An explanation, and whether the text still says what it speaks of."""

    explanation: Explanation
    stands: bool


def told(contents: Sequence[Content]) -> list[Told]:
    """The explanations of items in hand."""
    rows = explained.of_items(content.item for content in contents)
    if not rows:
        return []
    now = {(one.item.pk, one.digest) for one in contradictions(contents) if one.item}
    return [Told(row, (row.item_id, row.claims_digest) in now) for row in rows]  # type: ignore[attr-defined]


def signed(issue: Issue) -> list[Explanation]:
    """The explanations that a signed issue was printed with: all their words are among its own."""
    return [row for row in explained.of_items(issue.items.all()) if all(claim in issue.words for claim in row.claims)]
