"""How the children's ledgers were kept through the year: register, monthly changes and lists, visits, single acts."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from taizhang.config.demo import money
from taizhang.config.demo.books import Row
from taizhang.config.demo.names import Names, account
from taizhang.config.demo.places import NAMES
from taizhang.config.demo.register import CHANGED_ON, NEW_YEAR, Child, everybody
from taizhang.config.demo.steps import Step, act, moment, sheet
from taizhang.county.ledger import services
from taizhang.lines.children.codes import Category, School
from taizhang.lines.children.models import Child as Registered

_CLERK = "mali"


def steps() -> list[Step]:
    children = everybody()
    return [*_register(children), *_changes(children), *_lists(children), *_care(children), *_acts(children)]


def _register(children: list[Child]) -> Iterator[Step]:
    opened = moment(1, 3, 9)
    before = [child for child in children if child.enrolled_on < NEW_YEAR]
    rows = [child.known_by(NEW_YEAR) for child in before]
    yield sheet("rates", "延津县2023年儿童基本生活费标准", {"标准": money.rate_rows()}, by=_CLERK, at=opened)
    yield sheet("children", "延津县儿童福利底册（截至2022年底）", _by_category(rows), by=_CLERK, at=moment(1, 3, 10))
    guardians = _guardians(children)
    yield sheet("guardians", "延津县在册儿童监护人名册（截至2022年底）", {"监护人": guardians[: len(before)]},
                by=_CLERK, at=moment(1, 3, 11))  # fmt: skip
    yield sheet("guardians", "延津县2023年新增儿童监护人名册", {"监护人": guardians[len(before) :]},
                by=_CLERK, at=moment(8, 31, 16))  # fmt: skip


def _by_category(rows: list[Row]) -> dict[str, list[Row]]:
    sheets: dict[str, list[Row]] = {}
    for row in rows:
        sheets.setdefault(row["category"], []).append(row)
    return sheets


def _guardians(children: list[Child]) -> list[Row]:
    """One for each child, those of the old register first."""
    names = Names("guardians")
    ordered = sorted(children, key=lambda child: child.enrolled_on >= NEW_YEAR)
    return [_guardian(number, child, names) for number, child in enumerate(ordered, 1)]


def _guardian(number: int, child: Child, names: Names) -> dict[str, Any]:
    relations = ("祖父母", "外祖父母", "其他亲属") if child.paid else ("祖父母", "祖父母", "外祖父母")
    relation = "养育机构" if child.category is Category.ORPHAN_INST else names.random.choice(relations)
    return {
        "code": f"JH{child.enrolled_on:%Y%m%d}-{number:04d}",
        "child": child.code,
        "name": names.person(),
        "relation": relation,
        "phone": names.phone(),
        "entrusted": "否" if child.paid else "是",
        "since": child.enrolled_on,
        "place": NAMES[child.township],
        "unit": "民政局",
    }


def _changes(children: list[Child]) -> Iterator[Step]:
    """At each month's end: who was confirmed, and who was stopped."""
    for month in range(1, 9):
        first, last = date(2023, month, 1), _last_day(month)
        moved = [
            child.known_by(last)
            for child in children
            if first <= child.enrolled_on <= last or (child.stopped_on and first <= child.stopped_on <= last)
        ]
        title = f"延津县2023年{month}月儿童福利动态调整表"
        yield sheet("children", title, {"动态调整": moved}, by=_CLERK, at=moment(month, last.day, 15))


def _last_day(month: int) -> date:
    return date(2023, month + 1, 1) - timedelta(days=1)


def _lists(children: list[Child]) -> Iterator[Step]:
    for month, rows in money.lists(children):
        booked = money.BANK_DAYS[month]
        title = f"延津县{month.year}年{month.month}月儿童基本生活费发放明细"
        yield sheet("payments", title, {"发放明细": rows}, by=_CLERK, at=moment(booked.month, booked.day, 16))


def _care(children: list[Child]) -> Iterator[Step]:
    names = Names("care")
    for months, last in (((1, 2, 3), 3), ((4, 5, 6), 6), ((7, 8), 8)):
        rows = [row for month in months for row in _visits(children, month, names)]
        title = f"延津县2023年{months[0]}—{last}月困境儿童关爱走访记录"
        yield sheet("visits", title, {"走访": rows}, by=_CLERK, at=moment(last, _last_day(last).day, 11))
    yield sheet("stops", "延津县2023年民政政策进乡村宣讲台账", {"宣讲": _stops(names)}, by=_CLERK, at=moment(8, 30, 16))


def _visits(children: list[Child], month: int, names: Names) -> Iterator[Row]:
    first = date(2023, month, 1)
    there = [c for c in children if c.enrolled_on < first and (c.stopped_on is None or c.stopped_on >= first)]
    for number, child in enumerate(names.random.sample(there, 18), 1):
        day = first + timedelta(days=names.random.randrange(27))
        yield {
            "code": f"ZF{day:%Y%m%d}-{month * 100 + number:04d}",
            "child": child.code,
            "visited_on": day,
            "mode": names.random.choices(("入户", "电话", "视频"), (8, 3, 1))[0],
            "visitor": f"儿童主任{names.person()}",
            "risk": child.particulars["risk"],
            "findings": names.random.choice(
                ("在校就读，起居正常", "与监护人同住，情绪平稳", "学习用品不足，已转介慈善资助")
            ),
            "place": NAMES[child.township],
            "unit": "民政局",
        }


def _stops(names: Names) -> list[Row]:
    """One stop in every township, week by week from May."""
    first = date(2023, 5, 24)
    return [
        {
            "code": f"XJ{first + timedelta(weeks=week):%Y%m%d}-0001",
            "held_on": first + timedelta(weeks=week),
            "place": place,
            "where": f"{names.village()}文化广场",
            "speakers": "儿童福利股、乡镇儿童督导员",
            "attendance": names.random.randrange(60, 180),
            "questions": names.random.randrange(4, 25),
            "unit": "民政局",
        }
        for week, place in enumerate(NAMES.values())
    ]


def _acts(children: list[Child]) -> list[Step]:
    changed, returned = money.the_one_that_changes(children), money.the_returned(children)
    schooled = next(c for c in children if c.particulars["school"] == School.PRIMARY.label and c.stopped_on is None)
    return [
        act(
            "监护人换卡，银行退票后核对户名",
            _correct(returned.code, account=account(90_000_001)),
            by=_CLERK,
            at=moment(4, 6, 10),
        ),
        act(
            "教体局核对学籍：已升入初中", _correct(schooled.code, school=School.JUNIOR), by=_CLERK, at=moment(7, 14, 9)
        ),
        act("父母均已亡故，转为孤儿，次月起按孤儿发放", _as_orphan(changed), by=_CLERK, at=moment(6, 1, 9)),
        act("测试时误登，并无此人", _by_mistake(children), by=_CLERK, at=moment(2, 9, 9)),
    ]


def _correct(code: str, **columns: Any) -> Any:
    def work(person: Any, reason: str) -> None:
        child = Registered.objects.get(code=code)
        for column, value in columns.items():
            setattr(child, column, value)
        services.save(child, by=person, reason=reason, editing=child.edition)

    return work


def _as_orphan(before: Child) -> Any:
    def work(person: Any, reason: str) -> None:
        old = Registered.objects.get(code=before.code)
        new = Registered(
            unit=old.unit, place=old.place, name=old.name, id_no=old.id_no, birth_date=old.birth_date,
            category=Category.ORPHAN_SCAT, village=old.village, school=old.school, risk=old.risk, account=old.account,
            enrolled_on=CHANGED_ON, first_month=date(2023, 6, 1), previous=old,
        )  # fmt: skip
        services.save(new, by=person, reason=reason)

    return work


def _by_mistake(children: list[Child]) -> Any:
    """A row entered twice over and taken out again at once: it counts nowhere and can still be seen."""

    def work(person: Any, reason: str) -> None:
        like = Registered.objects.get(code=next(c for c in children if c.category is Category.LEFT_BEHIND).code)
        birth = date(2013, 2, 28)
        wrong = Registered(
            unit=like.unit, place=like.place, name="试试", id_no=Names("mistake").citizen_number(birth), birth_date=birth,
            category=Category.LEFT_BEHIND, village=like.village, enrolled_on=date(2023, 2, 8),
        )  # fmt: skip
        services.save(wrong, by=person, reason="登记")
        services.void(wrong, by=person, reason=reason)

    return work
