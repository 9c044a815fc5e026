"""The children of the demonstration: who stood on the register at the year's start, who came and who left."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from taizhang.config.demo.names import Names
from taizhang.config.demo.places import NAMES
from taizhang.county.standards.dates import age_on
from taizhang.lines.children.codes import Category, School, StopReason

CUTOFF = date(2023, 8, 31)
NEW_YEAR = date(2023, 1, 1)
INSTITUTION = "县社会福利中心"
# A parent in prison died: the child goes on as an orphan, by hand, from this day on. No other is confirmed on it.
CHANGED_ON, CHANGED_CODE = date(2023, 5, 15), "ET20230515-0001"


@dataclass(frozen=True)
class Course:
    """One category over the year: `standing` were there before it and at the cut-off; `joined` gives the months of
    confirmation of those who came and stayed, `left` those of the ends with their reasons.
    """

    category: Category
    standing: int
    joined: tuple[int, ...]
    left: tuple[tuple[int, StopReason], ...]


_S = StopReason
# At the cut-off 14 + 17 orphans (one of them by hand), 164 de facto unattended; 199 left behind, of whom three have
# turned sixteen without being closed yet, so that 196 count.
COURSES = (
    Course(Category.ORPHAN_INST, 13, (3,), ((4, _S.ADOPTED), (6, _S.AGE_18))),
    Course(Category.ORPHAN_SCAT, 15, (2,), ((2, _S.AGE_18), (3, _S.ADOPTED), (5, _S.AGE_18), (7, _S.AGE_18))),
    Course(
        Category.DEFACTO, 151, (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7),
        ((1, _S.AGE_18), (1, _S.PARENT_RELEASED), (1, _S.PARENT_FOUND), (2, _S.AGE_18), (2, _S.PARENT_RELEASED),
         (2, _S.PARENT_RELEASED), (3, _S.PARENT_FOUND), (3, _S.AGE_18), (3, _S.PARENT_RELEASED),
         (4, _S.PARENT_RECOVERED),
         (4, _S.PARENT_FOUND), (4, _S.AGE_18), (5, _S.CATEGORY_CHANGED), (5, _S.PARENT_RELEASED), (5, _S.PARENT_FOUND),
         (6, _S.PARENT_RELEASED), (6, _S.AGE_18), (6, _S.PARENT_RECOVERED), (7, _S.MOVED), (7, _S.PARENT_RELEASED),
         (7, _S.PARENT_FOUND), (8, _S.AGE_18), (8, _S.PARENT_RELEASED), (8, _S.PARENT_RECOVERED)),
    ),
    Course(
        Category.LEFT_BEHIND, 182, (1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 6, 7, 7, 8),
        tuple((month, _S.PARENT_RETURNED) for month in (1, 1, 2, 2, 2, 3, 4, 5, 5, 6, 6, 7, 8, 8))
        + tuple((month, _S.AGE_16) for month in (2, 4, 5, 6, 7)),
    ),
)  # fmt: skip
# Born so that they complete sixteen years before or on the cut-off, and nobody has closed them yet.
_OVERDUE = (date(2007, 7, 3), date(2007, 8, 12), date(2007, 8, 31))
_AGES = {_S.AGE_18: 18, _S.AGE_16: 16}


@dataclass
class Child:
    """One row of the register; `stopped_on` and `reason` are those of the cut-off."""

    township: str
    category: Category
    birth: date
    enrolled_on: date
    stopped_on: date | None
    reason: StopReason | None
    particulars: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.particulars["code"])

    @property
    def first_month(self) -> date:
        """Pay begins with the month after the confirmation."""
        return (self.enrolled_on.replace(day=28) + timedelta(days=4)).replace(day=1)

    @property
    def paid(self) -> bool:
        return self.category is not Category.LEFT_BEHIND

    def known_by(self, day: date) -> dict[str, Any]:
        """The row as the bureau would have it on that day."""
        stopped = self.stopped_on if self.stopped_on and self.stopped_on <= day else None
        return self.particulars | {
            "first_month": self.first_month if self.paid else None,
            "stopped_on": stopped,
            "stop_reason": self.reason.label if stopped and self.reason else "",
        }


def everybody() -> list[Child]:
    """In the order of their codes of one day; the child that changes category by hand has its own row elsewhere."""
    names = Names("children")
    numbers: dict[date, int] = {}
    children = [child for course in COURSES for child in _of(course, names)]
    for child in children:
        numbers[child.enrolled_on] = numbers.get(child.enrolled_on, 0) + 1
        _name(child, f"ET{child.enrolled_on:%Y%m%d}-{numbers[child.enrolled_on]:04d}", names)
    return children


def _of(course: Course, names: Names) -> Iterator[Child]:
    overdue = _OVERDUE if course.category is Category.LEFT_BEHIND else ()
    for birth in overdue:
        yield _child(course.category, birth, date(2021, 3, 9), names)
    for _ in range(course.standing):
        birth = _birth(course.category, names)
        yield _child(course.category, birth, _before_this_year(birth, names), names)
    for month in course.joined:
        yield _child(course.category, _birth(course.category, names), _in_month(month, names), names)
    for month, reason in course.left:
        yield _leaver(course.category, month, reason, names)


def _child(category: Category, birth: date, enrolled: date, names: Names, **ended: Any) -> Child:
    township = "wenyan" if category is Category.ORPHAN_INST else names.random.choice(list(NAMES))
    return Child(township, category, birth, enrolled, ended.get("stopped_on"), ended.get("reason"))


def _leaver(category: Category, month: int, reason: StopReason, names: Names) -> Child:
    stopped = CHANGED_ON if reason is _S.CATEGORY_CHANGED else _in_month(month, names)
    age = _AGES.get(reason)
    birth = stopped.replace(year=stopped.year - age) if age else _birth(category, names)
    enrolled = _before_this_year(birth, names)
    return _child(category, birth, enrolled, names, stopped_on=stopped, reason=reason)


def _birth(category: Category, names: Names) -> date:
    """Young enough to stay on the register past the cut-off."""
    first = date(2007, 10, 1) if category is Category.LEFT_BEHIND else date(2005, 10, 1)
    return _some_day(first, date(2020, 6, 30), names, free=names.reserve)


def _before_this_year(birth: date, names: Names) -> date:
    earliest = max(date(2018, 1, 2), birth + timedelta(days=200))
    return _some_day(earliest, date(2022, 12, 20), names)


def _in_month(month: int, names: Names) -> date:
    days = [day for day in range(3, 28) if date(2023, month, day) != CHANGED_ON]
    return date(2023, month, names.random.choice(days))


def _some_day(first: date, last: date, names: Names, *, free: Callable[[date], bool] = lambda day: True) -> date:
    while True:
        day = first + timedelta(days=names.random.randrange((last - first).days + 1))
        if free(day):
            return day


def _name(child: Child, code: str, names: Names) -> None:
    institution = INSTITUTION if child.category is Category.ORPHAN_INST else ""
    child.particulars = {
        "code": code,
        "name": names.person(),
        "id_no": names.citizen_number(child.birth),
        "birth_date": child.birth,
        "category": child.category.label,
        "place": NAMES[child.township],
        "unit": "民政局",
        "village": "" if institution else names.village(),
        "institution": institution,
        "school": (School.FINISHED if child.reason is _S.AGE_18 else _school(child.birth)).label,
        "risk": names.random.choices(("低", "中", "高"), (80, 16, 4))[0],
        "enrolled_on": child.enrolled_on,
        "account": names.account() if child.paid else "",
    }


def _school(birth: date) -> School:
    age = age_on(birth, date(2022, 9, 1))
    stages = ((3, School.NONE), (6, School.NURSERY), (12, School.PRIMARY), (15, School.JUNIOR), (99, School.SENIOR))
    return next(stage for limit, stage in stages if age < limit)
