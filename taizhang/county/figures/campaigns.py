"""A campaign as a named period: where its window is at a day, what it counts, and who may declare one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from taizhang.county.figures.campaign_columns import Counts, Targets, Units, figures, targets
from taizhang.county.figures.definition import Definition
from taizhang.county.figures.known import as_known, as_record
from taizhang.county.figures.models import Campaign
from taizhang.county.figures.period import Period
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.registry import register
from taizhang.county.ledger.rules import Problems, in_order, matches
from taizhang.county.standards.errors import Invalid


def moved_says_why(campaign: Any, today: date) -> Problems:
    """An announced day that is moved is explained, anew each time; giving an open end its day is no move."""
    was = campaign.as_read
    moved = [
        (name, label) for name, label in (("starts_on", "开始日期"), ("ends_on", "结束日期"))
        if was.get(name) and was[name] != getattr(campaign, name)
    ]  # fmt: skip
    if moved and campaign.moved_because in ("", was["moved_because"]):
        name, label = moved[0]
        now = getattr(campaign, name) or "未定"
        yield "moved_because", f"{label}由 {was[name]} 改为 {now}，请写明这次调整的依据（文件或会议）"


def targets_are_counted(campaign: Any, today: date) -> Problems:
    counted = {figure.key for figure in figures(campaign.counts)}
    for key in targets(campaign.targets):
        if key not in counted:
            yield (
                "targets",
                f"{Targets('', '').text(f'{key}=0').split()[0]}不在统计内容里，请加入统计内容，或删去这个目标",
            )


CAMPAIGNS = Ledger(
    slug="campaigns", label="专项行动", line="督办", unit="项", model=Campaign, lead="government-office",
    note="有起止日期的集中行动；各项数字按起止日期从台账中数出，由部署单位登记，各单位都能看到进度。",
    columns=(
        "slug", "name", "place", "unit", "document", "document_no", "starts_on", "ends_on", "moved_because",
        Counts("counts", "统计内容", required=True, max_length=1000, width=30,
               help="指标或整本台账，用顿号分开，如 排查矛盾纠纷、化解率、信访事项台账"),
        Units("units_named", "参加单位", max_length=500, help="用顿号分开，如 胙城乡、公安局；全县都参加的不填"),
        Targets("targets", "目标", max_length=500, help="如 排查矛盾纠纷 1200、化解率 95；没有的不填"),
    ),
    key=("slug",), card=("name", "place", "starts_on", "ends_on"), filters=("unit", "starts_on", "ends_on"),
    search=("slug", "name", "document", "document_no"), sort="-starts_on", writers="unit",
    rules=(
        matches("slug", r"[a-z0-9]+(?:-[a-z0-9]+)*", "bairi-2023，只用小写字母、数字和连字符"),
        in_order("starts_on", "ends_on"), moved_says_why, targets_are_counted,
    ),
)  # fmt: skip


def register_ledgers() -> None:
    register(CAMPAIGNS)


def find(slug: str, *, known_at: datetime | None = None) -> Any:
    """The campaign as known at a moment, or as first registered where that was later. Raises Invalid.

    So a number asked for an earlier moment has the window that was announced then, and never another one later.
    """
    found = as_known(Campaign, known_at).filter(slug=slug).first()
    if found is None and known_at is not None:
        found = Campaign.versions.objects.filter(slug=slug).order_by("version_id").first()
    if found is None:
        known = list(Campaign.objects.filter(voided=False).order_by("-starts_on").values_list("slug", flat=True))
        near = get_close_matches(slug, known, n=3, cutoff=0.3) or known[:3]
        hint = f"，已登记的有：{'、'.join(near)}" if near else "，还没有登记过专项行动"
        raise Invalid(f"没有“{slug}”这项专项行动{hint}")
    if found.voided:
        raise Invalid(f"专项行动“{found.name}”（{slug}）已作废")
    return as_record(Campaign, found)


def window(campaign: Any, until: date) -> Period:
    """From its first day to its last, or to `until` while it runs. Raises Invalid before it has begun."""
    if until < campaign.starts_on:
        raise Invalid(f"{campaign.name} {campaign.starts_on} 才开始，{until} 还没有数")
    over = campaign.ends_on is not None and campaign.ends_on <= until
    end = campaign.ends_on if over else until
    return Period.campaign(campaign.starts_on, end, f"{campaign.name}{'期间' if over else '开展以来'}")


def before(period: Period) -> Period:
    """As many days, right before."""
    days = period.end - period.start
    return Period.between(period.start - days - timedelta(1), period.start - timedelta(1))


def counted(campaign: Any) -> list[Definition]:
    return figures(campaign.counts)


@dataclass(frozen=True)
class Moved:
    """On `on` the window that had ended on `was` was moved to end on `to`; None is open."""

    on: datetime
    was: tuple[date, date | None]
    to: tuple[date, date | None]
    because: str


def moves(campaign: Any) -> Iterator[Moved]:
    """Every change of the window, the oldest first, from the versions."""
    last = None
    columns = ("recorded_from", "starts_on", "ends_on", "moved_because")
    for on, start, end, because in (
        Campaign.versions.objects.filter(id=campaign.pk).order_by("version_id").values_list(*columns)
    ):
        if last is not None and last != (start, end):
            yield Moved(on, last, (start, end), because)
        last = (start, end)


__all__ = ["CAMPAIGNS", "Campaign", "Moved", "before", "counted", "find", "moves", "register_ledgers", "window"]
