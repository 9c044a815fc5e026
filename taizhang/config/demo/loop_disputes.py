"""The ways of the four townships' disputes through the loop: those a month's sheet left open are settled."""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from taizhang.config.demo.cases import Case, all_cases
from taizhang.config.demo.dispute_history import CLERKS
from taizhang.config.demo.loop import Way
from taizhang.config.demo.people import GRID_WORKERS, HEADS
from taizhang.config.demo.places import NAMES
from taizhang.county.standards.working_days import add_working_days
from taizhang.lines.disputes.codes import Level

_FIRST_MONTH = 6
_LAST_DAY = date(2023, 8, 31)
_ASSIGNED = ("请当日联系双方，先稳住情绪", "按属地办理，注意留存笔录", "请会同村调委会上门", "请限期化解，逾期说明原因")
_PROGRESS = ("已分别见过双方，诉求有差距，约定再谈", "已到现场丈量，请村里老人作证", "双方同意先停工，等核对票据")
_SETTLED = (
    "双方到场，签订调解协议并当场履行",
    "多次上门劝说，双方握手言和，签订协议",
    "讲清法律规定，达成分期履行协议",
)
_ENDED = {"court": "调解不成，已书面告知诉讼途径并联系法律援助", "withdrawn": "当事人自行和解，书面撤回", "petition": "转信访部门受理，已告知当事人",
          "failed": "三次调解未果，已告知仲裁、诉讼途径"}  # fmt: skip
_VISITED = (
    (5, "电话回访，双方满意"),
    (5, "入户回访，协议已履行"),
    (4, "电话回访，基本满意"),
    (3, "当事人表示还要看履行情况"),
)


@dataclass(frozen=True)
class Course:
    """One case from the day it is assigned, the first working day after the sheet that left it open."""

    case: Case
    number: int
    start: date

    @property
    def clerk(self) -> str:
        return CLERKS[self.case.township]

    @property
    def head(self) -> str:
        return HEADS[self.case.township]

    @property
    def grid(self) -> str:
        return GRID_WORKERS[self.case.township]

    @property
    def end(self) -> date:
        assert self.case.handled_on
        return self.case.handled_on

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def level(self) -> str:
        return str(self.case.columns["level"])

    def on(self, offset: int, time: str, by: str, what: str) -> str:
        return turn(self.start + timedelta(days=offset), time, by, what)


def turn(day: date, time: str, by: str, what: str) -> str:
    return f"{day.month}-{day.day} {time} {by} {what}"


def ways() -> list[Way]:
    found: list[Way] = []
    relapsed: set[str] = set()
    for number, case in enumerate(_left_open()):
        course = Course(case, number, _assigned_on(case))
        once = case.township not in relapsed and course.days >= 6 and case.outcome == "agreed"
        relapsed |= {case.township} if once else set()
        found.append(_way(course, relapse=once))
    return found


def _left_open() -> Iterator[Case]:
    for case in all_cases():
        months = range(_FIRST_MONTH, _LAST_DAY.month)
        known = case.township in CLERKS and case.found_on.month in months
        if known and case.handled_on and case.handled_on >= _assigned_on(case):
            yield case


def _assigned_on(case: Case) -> date:
    day = case.found_on
    return add_working_days(day.replace(day=calendar.monthrange(day.year, day.month)[1]), 1)


def _way(course: Course, *, relapse: bool) -> Way:
    # Now and then somebody takes a case up only after the working day it should be taken up in.
    late = course.number % 8 == 0 and course.days >= 5 and not relapse
    turns = [*_on_the_spot(course)] if _at_once(course) else [*_begun(course, claimed=4 if late else 0)]
    if relapse:
        turns += _relapse(course)
    elif not late and not _at_once(course):
        turns += next((made(course) for fits, made in _TURNS if fits(course)), [])
    turns += _ended(course, checker=course.clerk if relapse or course.number % 3 else course.head)
    columns = course.case.columns
    title = f"{NAMES[course.case.township]}{columns['kind']}纠纷 {columns['code']}"
    return Way(title, "\n".join(turns), flow="disputes", record=("disputes", str(columns["code"])),
               outcome=course.case.outcome.value)  # fmt: skip


def _at_once(course: Course) -> bool:
    return course.level == Level.SIMPLE.label and course.days <= 1


def _on_the_spot(course: Course) -> Iterator[str]:
    yield turn(course.end, "09:20", course.grid, "open")


def _begun(course: Course, *, claimed: int) -> Iterator[str]:
    yield course.on(0, f"08:{30 + course.number % 25}", course.clerk, "open")
    note = _ASSIGNED[course.number % len(_ASSIGNED)]
    yield course.on(0, f"08:{31 + course.number % 25}", course.clerk, f"assign {course.case.township} {note}")
    yield course.on(claimed, "10:40", course.grid, "claim")


def _relapse(course: Course) -> list[str]:
    """Settled too soon: the call-back finds that it did not hold, and the case is given out anew."""
    return [
        course.on(1, "16:10", course.grid, "submit 双方口头和好"),
        course.on(2, "09:30", course.clerk, "close 同意"),
        course.on(3, "15:20", course.head, "visit 2 电话回访，一方反悔，又起争执"),
        course.on(4, "08:40", course.clerk, f"assign {course.case.township} 重新办理，务必签订书面协议"),
        course.on(4, "09:30", course.grid, "claim"),
    ]


def _returned(course: Course) -> list[str]:
    return [
        course.on(1, "17:10", course.grid, "submit 已谈妥，口头约定"),
        course.on(2, "09:10", course.clerk, "send_back 没有书面协议，材料不全，请补齐后再报"),
    ]


def _extended(course: Course) -> list[str]:
    return [
        course.on(5, "11:00", course.grid, "extend 5 双方外出务工，周末才能到场"),
        course.on(5, "16:30", course.head, "grant 同意，务必在期限内办结"),
    ]


def _paused(course: Course) -> list[str]:
    return [
        course.on(1, "09:40", course.grid, "pause 等待房屋质量鉴定结论"),
        course.on(1, "15:00", course.head, "grant 同意，结论出来即恢复"),
        course.on(min(8, course.days), "09:00", course.grid, "resume 鉴定结论已出"),
    ]


def _assisted(course: Course) -> list[str]:
    return [
        course.on(1, "10:00", course.grid, "assist public-security 请派出所到场维持秩序并询问经过"),
        course.on(1, "11:20", "tangyong", "helper claim"),
        course.on(2, "16:00", "tangyong", "helper submit 已到场询问双方，无违法行为，笔录已移交"),
        course.on(3, "09:00", course.grid, "helper close"),
    ]


def _told(course: Course) -> list[str]:
    return [course.on(2, "17:30", course.grid, f"progress {_PROGRESS[course.number % len(_PROGRESS)]}")]


_COMPLEX, _GENERAL = Level.COMPLEX.label, Level.GENERAL.label
# The first that fits is what happened on the way.
_TURNS: tuple[tuple[Callable[[Course], bool], Callable[[Course], list[str]]], ...] = (
    (lambda course: course.level == _COMPLEX and course.days >= 3, _paused),
    (lambda course: course.level == _GENERAL and course.days >= 9 and course.number % 2 == 0, _extended),
    (lambda course: course.days >= 4 and course.number % 5 == 1, _returned),
    (lambda course: course.days >= 5 and course.number % 5 == 3, _assisted),
    (lambda course: course.days >= 3, _told),
)


def _ended(course: Course, *, checker: str) -> Iterator[str]:
    said = _ENDED.get(course.case.outcome.value) or _SETTLED[course.number % len(_SETTLED)]
    verb = "on_the_spot" if _at_once(course) else "submit"
    yield turn(course.end, "16:20", course.grid, f"{verb} {said}")
    at_once = course.number % 3 or course.end >= _LAST_DAY - timedelta(days=1)
    checked = course.end if at_once else add_working_days(course.end, 1)
    yield turn(checked, "16:45" if at_once else "09:30", checker, "close 材料齐全，同意办结")
    visited = checked + timedelta(days=4 + course.number % 6)
    if visited < _LAST_DAY:
        score, words = _VISITED[course.number % len(_VISITED)]
        visitor = course.head if checker == course.clerk else course.clerk
        yield turn(visited, "10:30", visitor, f"visit {score} {words}")
