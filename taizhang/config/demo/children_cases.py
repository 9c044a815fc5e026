"""The children's cases of the demonstration: one at every turn of the way, and files of two children of long ago."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from taizhang.config.demo.names import account
from taizhang.config.demo.places import CODES
from taizhang.config.demo.register import Child, everybody
from taizhang.config.demo.steps import Step, act, moment
from taizhang.county.audit import changes
from taizhang.county.ledger.fields import blind
from taizhang.county.people.models import Organisation
from taizhang.county.standards import citizen_id
from taizhang.lines.children.cases import moving, papers, reviewing
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState
from taizhang.lines.children.codes import Category
from taizhang.lines.children.models import Child as Registered

_BUREAU, _HEAD = "mali", "sunzhiyuan"
_CLERKS = {"zuocheng": "shenxiaojun", "yulin": "fanli", "fengzhuang": "gengliang", "weiqiu": "cuijie"}
Circumstances = Mapping[str, Any]


def _dead(on: date) -> dict[str, Any]:
    return {"state": "DEAD", "since": on, "papers": "死亡证明"}


def _prisoner(since: date, until: date, given: str = "刑事判决书") -> dict[str, Any]:
    return {"state": "IMPRISONED", "since": since, "until": until, "papers": given}


def _lost(since: date, receipt: date) -> dict[str, Any]:
    return {"state": "LOST_CONTACT", "since": since, "receipt_on": receipt, "receipt_no": f"接警{receipt:%Y%m%d}",
            "papers": "公安机关接警回执、公安机关查找结果"}  # fmt: skip


_DISABLED = {
    "state": "SEVERE_DISABILITY",
    "since": date(2018, 4, 1),
    "kind": "MENTAL",
    "grade": 2,
    "papers": "残疾人证",
}


@dataclass(frozen=True)
class Course:
    """One application: the family, and its steps as (day, who, move, words). A parent without a state is able."""

    township: str
    village: str
    name: str
    birth: date
    applicant: str
    father: Circumstances
    mother: Circumstances
    applied: date
    steps: tuple[tuple[date, str, str, str], ...]
    lacking: tuple[str, ...] = ()
    relation: str = "grandparent"

    @property
    def id_no(self) -> str:
        return citizen_id.synthetic("410726", self.birth, 999)


def _day(month: int, number: int) -> date:
    return date(2023, month, number)


COURSES = (
    Course(
        "zuocheng", "西街村", "沈雨晴", date(2015, 6, 30), "郑玉兰", _prisoner(date(2022, 9, 1), date(2026, 8, 31)),
        _dead(date(2020, 11, 2)), _day(8, 21),
        ((_day(8, 21), "", "SUBMIT", "沈某的申请，祖母当面提交"),
         (_day(8, 23), "", "ASK", "请补交银行账户复印件、儿童照片")),
        ("银行账户复印件", "儿童照片"),
    ),
    Course(
        "zuocheng", "前庄村", "卫子涵", date(2012, 4, 2), "卫国兴", _DISABLED, _lost(date(2021, 5, 1), date(2022, 6, 8)),
        _day(8, 28),
        ((_day(8, 28), "", "SUBMIT", "卫某的申请，材料齐全"), (_day(8, 29), "", "VERIFY", "卫某一件转残联、公安比对")),
    ),
    Course(
        "yulin", "柳园村", "韩思宇", date(2014, 9, 17), "韩永福", _prisoner(date(2023, 1, 9), date(2028, 1, 8)),
        _DISABLED | {"grade": 1, "kind": "PHYSICAL"}, _day(8, 14),
        ((_day(8, 14), "", "SUBMIT", "韩某的申请，材料齐全"), (_day(8, 15), "", "VERIFY", "韩某一件转法院、残联比对"),
         (_day(8, 24), "", "PASS", "韩某父亲在押、母亲一级肢体残疾，比对相符"),
         (_day(8, 25), _BUREAU, "RECEIVE", "韩某一件材料收讫")),
    ),
    Course(
        "fengzhuang", "石桥村", "陶静怡", date(2016, 3, 8), "陶德明", {"unknown": True}, _dead(date(2022, 2, 18)),
        _day(8, 16),
        ((_day(8, 16), "", "SUBMIT", "陶某的申请，父亲在出生医学证明上没有记载"),
         (_day(8, 17), "", "VERIFY", "陶某一件走访村委会核实"),
         (_day(8, 28), "", "PASS", "陶某父亲身份无从查明，村委会已出证明，请县里会商"),
         (_day(8, 30), _BUREAU, "RECEIVE", "陶某一件收讫，报个案会商")),
    ),
    Course(
        "weiqiu", "枣林村", "姜浩然", date(2013, 10, 9), "姜文秀", _prisoner(date(2023, 2, 1), date(2025, 1, 31)), {},
        _day(7, 20),
        ((_day(7, 20), "", "SUBMIT", "姜某的申请，姑母提交"), (_day(7, 21), "", "VERIFY", "姜某一件入户核实"),
         (_day(8, 2), "", "FAIL", "姜某母亲在本村居住务农，有抚养能力"), (_day(8, 3), _BUREAU, "RECEIVE", "姜某一件收讫"),
         (_day(8, 10), _HEAD, "REFUSE", "母亲有抚养能力，应由母亲抚养，不符合民发〔2019〕62号规定的条件")),
        relation="relative",
    ),
    Course(
        "weiqiu", "河头村", "潘欣妍", date(2018, 5, 21), "潘长顺", _lost(date(2021, 9, 1), date(2022, 10, 12)),
        _dead(date(2019, 12, 25)), _day(8, 18),
        ((_day(8, 18), "", "SUBMIT", "潘某的申请，材料齐全"), (_day(8, 21), "", "VERIFY", "潘某一件转公安比对"),
         (_day(8, 30), "", "PASS", "潘某父亲失联满六个月、母亲已故，比对相符")),
    ),
    Course(
        "zuocheng", "槐树村", "范明轩", date(2018, 5, 22), "", {}, _dead(date(2023, 8, 15)), _day(8, 31), (), ("申请表",)
    ),
)  # fmt: skip


def steps() -> list[Step]:
    return [*(step for course in COURSES for step in _of(course)), *_files()]


def _of(course: Course) -> Iterator[Step]:
    clerk = _CLERKS[course.township]
    told = f"登记{course.village}{course.name[0]}某的基本生活保障申请"
    yield act(told, _apply(course), by=clerk, at=_at(course.applied, 9))
    for number, (day, who, code, words) in enumerate(course.steps):
        yield act(words, _move(course, code, number), by=who or clerk, at=_at(day, 10))


def _at(day: date, hour: int) -> datetime:
    return moment(day.month, day.day, hour)


def _apply(course: Course) -> Any:
    def work(person: Any, reason: str) -> None:
        unit = Organisation.objects.get(slug=course.township)
        given = {name for name in papers.needed("DEFACTO") if name not in course.lacking}
        case = ChildCase(
            unit=unit, place_id=CODES[course.township], applied_on=course.applied, category=Category.DEFACTO,
            name=course.name, id_no=course.id_no, birth_date=course.birth, village=course.village, school="primary",
            applicant=course.applicant, relation=course.relation if course.applicant else "", phone="13800001234",
            holder="CHILD", account=account(80_000_000 + COURSES.index(course)),
            papers=papers.joined(given, papers.needed("DEFACTO")),
        )  # fmt: skip
        with changes.change(by=person, reason=reason, action="儿童办件登记"):
            moving.save(case, by=person)
            _parents(case, {"father": course.father, "mother": course.mother}, person)

    return work


def _parents(case: ChildCase, told: Mapping[str, Circumstances], person: Any) -> None:
    for role, given in told.items():
        unknown = bool(given.get("unknown"))
        names = {"father": f"{case.name[0]}建军", "mother": "宋玉霞"}
        row = Parent(case=case, role=role, name="" if unknown else names[role], unknown=unknown, unit_id=case.unit_id,
                     place_id=case.place_id, registered_on=max(case.applied_on, date(2023, 1, 3)))  # fmt: skip
        moving.save(row, by=person)
        if given and not unknown:
            moving.save(ParentState(parent=row, unit_id=case.unit_id, place_id=case.place_id, **given), by=person)


def _move(course: Course, code: str, seen: int) -> Any:
    def work(person: Any, reason: str) -> None:
        case = ChildCase.objects.get(id_no_index=blind(course.id_no))
        with changes.change(by=person, reason=reason, action="儿童办件"):
            moving.move(case.pk, code, by=person, seen=seen, note=reason)

    return work


def _files() -> Iterator[Step]:
    """A father is released next month, and a mother lost for two years may be declared missing."""
    told = (
        ("zuocheng", "补建一名早年入册儿童的档案，父亲下月刑满", _prisoner(date(2020, 9, 21), date(2023, 9, 20))),
        ("yulin", "补建一名早年入册儿童的档案，父亲失联已满二年", _lost(date(2020, 12, 1), date(2021, 3, 6))),
    )
    for township, reason, father in told:
        yield act(reason, _open(_of_long_ago(township), father), by=_CLERKS[township], at=moment(8, 25, 15))


def _of_long_ago(township: str) -> Child:
    """Confirmed while the circumstance of its father was there already."""
    return next(
        child
        for child in everybody()
        if (child.township, child.category, child.stopped_on) == (township, Category.DEFACTO, None)
        and date(2021, 10, 1) < child.enrolled_on < date(2023, 1, 1)
    )


def _open(child: Child, father: Circumstances) -> Any:
    def work(person: Any, reason: str) -> None:
        with changes.change(by=person, reason=reason, action="儿童办件补建档案"):
            case = reviewing.open_file(Registered.objects.get(code=child.code).pk, by=person)
            _parents(case, {"father": father, "mother": _dead(date(2019, 3, 2))}, person)

    return work
