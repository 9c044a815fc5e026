"""Makes the demonstration county from nothing, or completes what an earlier run left; a second run changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from taizhang.config.demo import children_history, dispute_history, petition_history, places, staff, steps
from taizhang.county.audit import clock
from taizhang.county.audit.models import Change

Progress = Callable[[str], None]
OPENED = datetime(2022, 12, 1, 9, tzinfo=clock.SHANGHAI)
# The county's own time goes on from the afternoon before the issue is signed.
PRESENT = datetime(2023, 9, 1, 8, 30, tzinfo=clock.SHANGHAI)


class AnotherCounty(Exception):
    """The database keeps real records; a demonstration has no business there."""


@dataclass(frozen=True)
class Login:
    """What is printed for whoever tries the demonstration."""

    username: str
    name: str
    post: str


def run(progress: Progress) -> None:
    """Raises AnotherCounty for a database that was not begun as a demonstration."""
    _begin()
    with clock.at(OPENED):
        made = places.create(), staff.create()
    progress(f"区划和单位就绪（新增区划 {made[0]} 个、人员 {made[1]} 名）")
    for step in timeline():
        said = steps.run(step)
        if said is not None:
            progress(
                f"{step.at:%Y-%m-%d %H:%M} {staff.named(step.by).name}：{step.words}{f'（{said}）' if said else ''}"
            )


def timeline() -> list[steps.Step]:
    """Everything that happened to the ledgers in 2023, in the order in which it happened."""
    every = [*children_history.steps(), *dispute_history.steps(), *petition_history.steps()]
    return sorted(every, key=lambda step: step.at)


def _begin() -> None:
    if clock.offset():
        return
    if Change.objects.exists():
        raise AnotherCounty(
            "这个数据库里已有正式记录，不能再建演示县。请另设 TAIZHANG_VAR（或 DATABASE_URL）指向空库后重试。"
        )
    clock.shift_to(PRESENT.astimezone(UTC))


def logins() -> list[Login]:
    """Everybody with the password staff.password(), in the order of the organisations."""
    return [Login(person.username, person.name, person.title) for person in map(staff.named, _usernames())]


def _usernames() -> list[str]:
    return [row[0] for row in staff.PEOPLE]
