"""Builds the demo county step by step, saying what it does; what is there already is left as it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings

from taizhang.config.demo import bulletin, children, disputes, people, workbooks
from taizhang.county.audit import clock

Say = Callable[[str], None]

# The working day the demo county lives in: its clock runs on from here.
OPENS = datetime(2023, 9, 1, 9, 0, tzinfo=clock.SHANGHAI)
FOUNDED = datetime(2022, 12, 1, 9, 0, tzinfo=clock.SHANGHAI)
REPORTS = (date(2023, 3, 31), date(2023, 6, 30), date(2023, 8, 31))
_CLERKS = {"胙城乡": "shenxiaojun", "榆林乡": "fanli", "丰庄镇": "gengliang", "魏邱乡": "cuijie"}


@dataclass(frozen=True)
class Delivery:
    """A workbook that a clerk brings in at a moment of the year."""

    at: datetime
    ledger: str
    by: str
    name: str
    rows: list[Mapping[str, Any]]

    @property
    def title(self) -> str:
        return f"延津县{self.name}"


def run(say: Say) -> Path:
    """The whole main job; returns the folder with the printed issue. A second run adds nothing."""
    clock.shift_to(OPENS.astimezone(UTC))
    with clock.at(FOUNDED):
        persons = people.settle(say)
    # In the order of the year, so that what was recorded when is as it would have been.
    for delivery in sorted([*_children(), *_disputes()], key=lambda delivery: delivery.at):
        path = workbooks.write(settings.VAR / "demo" / f"{delivery.name}.xlsx", delivery.title, delivery.rows)
        count = workbooks.bring_in(delivery.ledger, path, by=persons[delivery.by], at=delivery.at)
        if count:
            say(f"{delivery.at:%Y-%m-%d} 导入 {path.name}：写入 {count} 条")
    return bulletin.publish(persons, say)


def _evening(day: date, hour: int = 17) -> datetime:
    return datetime.combine(day, time(hour, 30), clock.SHANGHAI)


def _children() -> Iterator[Delivery]:
    register = children.register()
    yield Delivery(_evening(date(2023, 1, 4)), "rates", "mali", "儿童基本生活费标准", children.rates())
    for month in children.months():
        day = children.bank_day(month)
        yield Delivery(_evening(day, 9), "children", "mali", f"儿童台账{day:%Y-%m-%d}", _known(register, day))
        payments = list(children.payments(register, month))
        yield Delivery(_evening(day), "payments", "mali", f"基本生活费发放明细{month:%Y-%m}", payments)
    last = REPORTS[-1]
    yield Delivery(_evening(last, 9), "children", "mali", f"儿童台账{last:%Y-%m-%d}", _known(register, last))
    yield Delivery(_evening(last, 10), "guardians", "mali", "儿童监护人", children.guardians(register))
    yield Delivery(_evening(last, 11), "visits", "mali", "关爱走访", children.visits(register))
    yield Delivery(_evening(last, 11), "stops", "mali", "民政政策进乡村宣讲", children.stops())


def _known(register: list[children.Child], day: date) -> list[Mapping[str, Any]]:
    return [child.cells(day) for child in register if child.enrolled <= day]


def _disputes() -> Iterator[Delivery]:
    rows = disputes.rows()
    for day in REPORTS:
        for township in disputes.COUNTS:
            known = [row.as_known(day).cells() for row in rows if row.township == township and row.found_on <= day]
            who = _CLERKS.get(township, "heping")
            yield Delivery(_evening(day), "disputes", who, f"{township}矛盾纠纷{day:%Y-%m-%d}", known)
    yield Delivery(_evening(REPORTS[-1], 10), "petitions", "luojing", "信访事项", disputes.petitions())
    yield Delivery(_evening(REPORTS[-1], 10), "publicity", "heping", "平安宣传", disputes.publicity())
