"""A made-up register of any size in a database of its own: categories, entries, leavers, top-ups, a new standard,
returned items; everybody else paid as planned. Written by COPY, with every version, so that the chain can be verified.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench import million
from taizhang.county.audit import changes, clock
from taizhang.county.ledger.fields import blind, encrypt
from taizhang.county.people.models import Organisation, Person, Post
from taizhang.county.places.models import Place
from taizhang.county.standards import bank, citizen_id
from taizhang.lines.children.models import Child, Rate

NOW = datetime(2023, 9, 5, 2, tzinfo=UTC)
# So many children are paid for July and August before the run of September.
PAID_MONTHS = (date(2023, 7, 1), date(2023, 8, 1))
_ENTRY, _LEFT, _LEFT_LATE, _TOPUP, _HELD, _STUDENT, _RETURNED = 0.01, 0.01, 0.002, 0.02, 0.002, 0.005, 0.003
_CATEGORIES, _WEIGHTS = ("DEFACTO", "ORPHAN_SCAT", "ORPHAN_INST", "HIV"), (70, 24, 5, 1)
_YUAN = {"DEFACTO": 1050, "ORPHAN_SCAT": 1050, "ORPHAN_INST": 1450, "HIV": 1050}
# The institutions' standard is raised in September from August on: a difference to be paid back to each.
_RAISED = ("ORPHAN_INST", date(2023, 8, 1), 1500)
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "小雨晓明欣怡子轩静梓涵浩然思远诗琪宇航佳宁俊杰雅婷博文"
_RECORD = "unit_id, place_id, edition, voided, void_reason"


class Row:
    """What is made up of one child: its columns, and what happened to it."""

    def __init__(self, n: int, chance: random.Random) -> None:
        self.n, self.place = n, million.TOWNSHIPS[n % 13]
        self.category = chance.choices(_CATEGORIES, _WEIGHTS)[0]
        student = chance.random() < _STUDENT
        self.birth, self.id_no = _born(n, student)
        self.student = student
        self.new = not student and chance.random() < _ENTRY
        self.stopped: date | None = None
        if not self.new:
            what = chance.random()
            self.stopped = (
                date(2023, 8, 9) if what < _LEFT else date(2023, 7, 20) if what < _LEFT + _LEFT_LATE else None
            )
        self.topup = chance.random() < _TOPUP and self.category != "ORPHAN_INST"
        self.held = self.stopped is None and chance.random() < _HELD
        self.returned = not self.new and self.stopped is None and chance.random() < _RETURNED
        self.name = _name(chance)
        self.guardian = _name(chance)


def _born(n: int, student: bool) -> tuple[date, str]:
    """Of age in spring 2023, or younger by up to sixteen years; a number of its own for each."""
    block, sequence = n // 980, n % 980 + 1
    first, days = (date(2005, 1, 1), 200) if student else (date(2007, 1, 1), 5800)
    birth = date.fromordinal(first.toordinal() + block * 571 % days)
    return birth, citizen_id.synthetic(f"4107{30 + block // 200 if student else 21:02d}", birth, sequence)


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))


def made(children: int) -> Iterator[Row]:
    chance = random.Random(39)
    for n in range(children):
        yield Row(n, chance)


def card(n: int) -> str:
    stem = f"6217{n:014d}"
    return stem + bank.luhn_check_digit(stem)


def county(children: int) -> None:
    """Made on first use; the scratch county of the other benchmarks may be there already."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if not Place.objects.exists():
        million.found()
    if not Child.objects.exists():
        print(f"  filling the scratch county with {children:,} children (once) …")
        fill(children)
    with connection.cursor() as cursor:
        # What an earlier measurement rolled back lies in the tables still, and would be read past.
        cursor.execute("VACUUM ANALYZE children_payment, children_payment_version")


def fill(children: int) -> None:
    units = _staff()
    with clock.at(datetime(2023, 7, 1, tzinfo=UTC)):
        _copied("children_child", _CHILD, children, lambda row: [_child(row, units)])
        _copied("children_guardian", _GUARDIAN, children, lambda row: [_guardian(row, units)])
        _copied("children_pay_condition", _CONDITION, children, lambda row: _conditions(row, units))
        _copied("children_payment", _PAYMENT, children, lambda row: _payments(row, units))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _staff() -> dict[str, int]:
    founded = date(2010, 1, 1)
    with clock.at(datetime(2010, 1, 2, tzinfo=UTC)), changes.change(by=changes.SYSTEM, reason="bench"):
        whole = Place.objects.get(code="410726")
        offices = {
            slug: Organisation.objects.create(
                slug=slug, name=slug, short=slug, kind="department", place=whole, valid_from=founded
            )
            for slug in ("civil-affairs", "finance")
        }
        for username, slug, role in (
            ("maker", "civil-affairs", "clerk"),
            ("checker", "civil-affairs", "unit_head"),
            ("treasurer", "finance", "unit_head"),
            ("signer", "government-office", "signer"),
        ):
            office = offices.get(slug) or Organisation.objects.get(slug=slug)
            person = Person.objects.create(username=username, name=username)
            Post.objects.create(person=person, organisation=office, role=role, since=founded)
        _rates(offices["civil-affairs"].pk)
    return dict(Organisation.objects.filter(kind="township").values_list("place_id", "pk"))


def _rates(unit: int) -> None:
    for n, (category, monthly) in enumerate(_YUAN.items()):
        Rate.objects.create(unit_id=unit, place_id="410726", code=f"BZ{n}", category=category, monthly=monthly,
                            valid_from=date(2023, 1, 1), document="示例〔2023〕1号",
                            valid_to=date(2023, 7, 1) if category == _RAISED[0] else None)  # fmt: skip
    category, since, monthly = _RAISED
    Rate.objects.create(unit_id=unit, place_id="410726", code="BZ9", category=category, monthly=monthly,
                        valid_from=since, document="示例〔2023〕9号")  # fmt: skip


_CHILD = (f"{_RECORD}, id, code, name, id_no, id_no_index, birth_date, category, village, institution, school, risk, "
          "enrolled_on, first_month, stopped_on, stop_reason, account")  # fmt: skip
_GUARDIAN = f"{_RECORD}, code, child_id, name, relation, phone, entrusted, since"
_CONDITION = f"{_RECORD}, code, child_id, kind, first_month, last_month, monthly, restored, reason"
_PAYMENT = (f"{_RECORD}, code, child_id, category, month_covered, kind, amount, status, bank_date, return_reason, "
            "account_tail")  # fmt: skip


def _copied(table: str, columns: str, children: int, rows: Callable[[Row], list[Any]]) -> None:
    with changes.change(by=changes.SYSTEM, reason="bench"), connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in made(children):
                for one in rows(row):
                    copy.write_row(one)
        if "id," in columns.split("code")[0].removeprefix(_RECORD):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [children + 1])


def _where(row: Row, units: dict[str, int]) -> tuple[Any, ...]:
    return units[row.place], row.place, 1, False, ""


def _child(row: Row, units: dict[str, int]) -> tuple[Any, ...]:
    institution = f"第{row.n % 40}儿童福利院" if row.category == "ORPHAN_INST" else ""
    account = f"17{row.n:014d}" if institution else card(row.n)
    return (
        *_where(row, units), row.n + 1, f"ET20230620-{row.n:07d}", encrypt(row.name), encrypt(row.id_no),
        blind(row.id_no), row.birth, row.category, f"第{row.n % 340}村", institution,
        "senior" if row.student else "primary", "low", date(2023, 8, 11) if row.new else date(2023, 6, 20), None,
        row.stopped, "ADOPTED" if row.stopped else "", encrypt(account),
    )  # fmt: skip


def _guardian(row: Row, units: dict[str, int]) -> tuple[Any, ...]:
    return (*_where(row, units), f"JH20230620-{row.n:07d}", row.n + 1, encrypt(row.guardian), "grandparent", "", False,
            date(2023, 6, 20))  # fmt: skip


def _conditions(row: Row, units: dict[str, int]) -> list[Any]:
    def one(kind: str, first: date, last: date | None, monthly: int | None) -> tuple[Any, ...]:
        return (*_where(row, units), f"QX20230701-{row.n:07d}{kind[:2]}", row.n + 1, kind, first, last, monthly, False,
                f"示例证明{row.n}号")  # fmt: skip

    return [
        *([one("TOPUP", date(2023, 7, 1), None, 400)] if row.topup else []),
        *([one("SUSPENDED", date(2023, 9, 1), None, None)] if row.held else []),
        *([one("STUDY", date(2023, 7, 1), date(2024, 7, 1), None)] if row.student else []),
    ]


def _payments(row: Row, units: dict[str, int]) -> list[Any]:
    if row.new:
        return []
    amount = _YUAN[row.category] - (400 if row.topup else 0)
    found = []
    for month in PAID_MONTHS:
        returned = row.returned and month == PAID_MONTHS[-1]
        found.append((
            *_where(row, units), f"FF{month:%Y%m}-{row.n:07d}", row.n + 1, row.category, month, "REGULAR", amount,
            "RETURNED" if returned else "PAID", month.replace(day=18), "户名不符" if returned else "", "0000",
        ))  # fmt: skip
    return found
