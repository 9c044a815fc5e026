"""What the tests of the bulletin share: an editorial office, disputes to count, and an issue at any stage."""

from datetime import date
from itertools import count
from typing import Any

from taizhang.county.audit import changes
from taizhang.county.bulletin import compose, distribution, flow, items, signing
from taizhang.county.people.models import Organisation
from taizhang.lines.disputes.models import Dispute

CUTOFF = date(2023, 8, 31)
PLACES = {"zuocheng": "410726206", "yulin": "410726207"}
HEADLINE = "胙城乡把矛盾化解在基层"
FILLER = "充分发挥网格员作用，逐户走访、登记建账，由综治中心统一交办、限时领办、跟踪督办、回访办结，把问题发现在早、化解在小，形成工作闭环，并通过广播和微信向群众宣讲法律法规。"
BODY = (
    FILLER + "截至目前，胙城乡排查矛盾纠纷{disputes.found | place=胙城乡}，化解{disputes.resolved | place=410726206}。"
)
_codes = count(1)


def staff(county: Any) -> Any:
    """Editor, checker, signer, a second head, and a distribution list."""
    for username, organisation, role in (
        ("editor", "government-office", "editor"),
        ("editor2", "government-office", "editor"),
        ("checker", "government-office", "checker"),
        ("signer", "government-office", "signer"),
        ("yulin_head", "yulin", "unit_head"),
    ):
        county.post(username, organisation, role)
    distribution.add("县领导", role="leader", by=changes.SYSTEM)
    distribution.add("各乡镇主要负责人", role="unit_head", kind=Organisation.Kind.TOWNSHIP, by=changes.SYSTEM, order=1)
    return county


def dispute(
    county: Any, unit: str = "zuocheng", *, found: str = "2023-05-04", resolved: str | None = "2023-05-10"
) -> Dispute:
    code = f"JF{found.replace('-', '')}-{next(_codes):04d}"
    with changes.change(by=county.clerk, reason="登记", action="矛盾纠纷登记"):
        return Dispute.objects.create(
            code=code, unit=county.organisations[unit], place_id=PLACES[unit],
            found_on=found, kind="02", channel="grid", parties="张建国、李秀英",
            outcome="agreed" if resolved else "pending", handled_on=resolved, resolved_on=resolved,
        )  # fmt: skip


def item(
    county: Any, *, headline: str = HEADLINE, body: str = BODY, units: tuple[str, ...] = ("zuocheng",), **texts: Any
) -> Any:
    """A submitted item by the clerk of 胙城乡."""
    organisations = [county.organisations[unit] for unit in units]
    made = items.draft(
        units=organisations, section="governance", headline=headline, body=body, cutoff=CUTOFF, by=county.clerk, **texts
    )
    return items.submit(made, by=county.clerk)


def in_editing(county: Any, *made: Any) -> Any:
    issue = compose.open_issue(by=county.editor, cutoff=CUTOFF)
    for one in made or (item(county),):
        compose.take(issue, one, by=county.editor)
    return flow.move(issue, "edit", by=county.editor)


def confirm_all(county: Any, issue: Any) -> None:
    heads = {"zuocheng": county.head, "yulin": county.yulin_head}
    for one in issue.items.all():
        for unit in one.units.all():
            items.confirm(one, unit.organisation, by=heads[unit.organisation.slug])


def in_review(county: Any, *made: Any) -> Any:
    issue = in_editing(county, *made)
    for name in ("to_figures", "to_units"):
        flow.move(issue, name, by=county.editor)
    confirm_all(county, issue)
    return flow.move(issue, "to_review", by=county.editor)


def ready_to_sign(county: Any, *made: Any) -> Any:
    return flow.move(in_review(county, *made), "approve", by=county.checker)


def signed(county: Any, *made: Any) -> Any:
    return signing.sign(ready_to_sign(county, *made), by=county.signer)
