"""The editor's side: opening an issue, taking and ordering items, its date line, and pins for typed numbers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.county.audit import changes, clock
from taizhang.county.bulletin import flow, pins
from taizhang.county.bulletin.models import Issue, Item
from taizhang.county.bulletin.refusal import Overtaken, Refused
from taizhang.county.people import access
from taizhang.county.people.roles import Action

SETTINGS = ("cutoff", "secrecy", "disclosure", "disclosure_reason")


def open_issue(*, by: Any, cutoff: date | None = None) -> Issue:
    """A new issue that collects items; `by` is its responsible editor. Its number comes with the signature."""
    _require_editor(by)
    cutoff = cutoff or clock.today()
    if cutoff > clock.today():
        raise Refused(f"数据截至 {cutoff:%Y-%m-%d} 晚于今天，请改为今天或更早。")
    with changes.change(by=by, reason="新开一期", action="新开快报"):
        issue = Issue.objects.create(year=clock.today().year, cutoff=cutoff, editor=by)
        flow.note(by=by, move="open", label="新开一期", issue=issue)
    return issue


def _require_editor(person: Any) -> None:
    if not access.holds(person, Action.EDIT):
        raise Refused(f"您的岗位（{person.title}）不能编辑快报，需要“责任编辑”岗位。")


def take(issue: Issue, item: Item, *, by: Any, editing: int | None = None) -> Item:
    """Puts a submitted item at the end of its section; its figures run to the issue's cut-off from now on."""
    with changes.change(by=by, reason=f"采用《{item.headline[:20]}》", action="采用稿件"):
        stored = _open(issue, by, editing)
        taken = Item.objects.select_for_update().get(pk=item.pk)
        if taken.state != Item.State.SUBMITTED:
            raise Refused(f"《{taken.headline[:20]}》处于“{Item.State(taken.state).label}”，只能采用已报送的稿件。")
        last = stored.items.filter(section=taken.section).order_by("-order").first()
        taken.issue, taken.state, taken.order = stored, Item.State.TAKEN, (last.order if last else 0) + 1
        taken.edition += 1
        taken.save()
        _touch(stored, by, "take", "采用", item=taken)
    return taken


def release_item(issue: Issue, item: Item, *, by: Any, editing: int | None = None) -> Item:
    """Takes an item out of the issue; it stays submitted for a later one."""
    with changes.change(by=by, reason=f"移出《{item.headline[:20]}》", action="移出稿件"):
        stored = _open(issue, by, editing)
        taken = stored.items.select_for_update().get(pk=item.pk)
        taken.issue, taken.state, taken.order = None, Item.State.SUBMITTED, 0
        taken.edition += 1
        taken.save()
        _touch(stored, by, "release", "移出", item=taken)
    return taken


def arrange(
    issue: Issue,
    *,
    by: Any,
    editing: int | None = None,
    orders: Mapping[int, int] | None = None,
    sections: Mapping[int, str] | None = None,
    **settings: Any,
) -> Issue:
    """Sets order and section of items by their ids, and those of SETTINGS that are given."""
    with changes.change(by=by, reason="组版", action="组版"):
        stored = _open(issue, by, editing)
        for item in stored.items.select_for_update():
            order, section = (orders or {}).get(item.pk, item.order), (sections or {}).get(item.pk, item.section)
            if (order, section) != (item.order, item.section):
                item.order, item.section, item.edition = order, section, item.edition + 1
                item.save()
        for name in SETTINGS:
            setattr(stored, name, settings.get(name, getattr(stored, name)))
        _sound(stored)
        _touch(stored, by, "compose", "组版")
    return stored


def _sound(issue: Issue) -> None:
    if issue.cutoff > clock.today():
        raise Refused(f"数据截至 {issue.cutoff:%Y-%m-%d} 晚于今天，请改为今天或更早。")
    closed = issue.disclosure == Issue.Disclosure.CLOSED
    if closed and not issue.disclosure_reason:
        raise Refused("不予公开的，请选择依据的条款（政府信息公开条例第十四至十六条）。")
    if not closed:
        issue.disclosure_reason = ""


def pin_number(item: Item, *, field: str, start: int, end: int, quote: str, pin: str, by: Any) -> Item:
    """Puts a pin in the place of a typed number; `quote` is what must still stand there."""
    if pins.parse(pin).faults or not pins.parse(pin).pins:
        raise Refused(f"“{pin}”不是可用的引用，请回到稿件页面重试。")
    return rewrite(item, field=field, start=start, end=end, quote=quote, text=pin, by=by)


def rewrite(item: Item, *, field: str, start: int, end: int, quote: str, text: str, by: Any) -> Item:
    """Puts a text in the place of another; raises Overtaken when `quote` stands there no more."""
    from taizhang.county.bulletin import items

    if field not in ("headline", "body"):
        raise Refused("只能替换标题或正文中的文字，请回到稿件页面重试。")
    stored = Item.objects.get(pk=item.pk)
    words = getattr(stored, field)
    # Browsers send CR LF for a line break that stands as LF.
    if words[start:end].replace("\r\n", "\n") != quote.replace("\r\n", "\n"):
        raise Overtaken(stored)
    return items.edit(stored, by=by, editing=stored.edition, **{field: words[:start] + text + words[end:]})


def _open(issue: Issue, by: Any, editing: int | None) -> Issue:
    _require_editor(by)
    stored = flow.locked(issue, editing=editing)
    if stored.state not in flow.OPEN:
        label = Issue.State(stored.state).label
        raise Refused(f"本期处于“{label}”，不能改动稿件；需要改动请先退回编辑。")
    return stored


def _touch(issue: Issue, by: Any, move: str, label: str, item: Item | None = None) -> None:
    issue.edition += 1
    issue.save()
    flow.note(by=by, move=move, label=label, issue=issue, item=item)
