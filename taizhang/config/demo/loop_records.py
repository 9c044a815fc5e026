"""Petitions on their way to the townships, and the disputes other townships had open at the end of August."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from taizhang.config.demo.cases import all_cases
from taizhang.config.demo.loop import Way
from taizhang.config.demo.loop_disputes import CLERKS
from taizhang.config.demo.places import CODES, COUNTY, NAMES
from taizhang.config.demo.steps import Step, act, moment
from taizhang.county.ledger import services
from taizhang.county.people.models import Organisation
from taizhang.lines.disputes.codes import Outcome
from taizhang.lines.disputes.models import Petition, PoliceQuery

_CLERK, _CENTRE = "luojing", "heping"
# Township, day of acceptance as month and day, what it is about, the way it went. {t} is the township.
_PETITIONS: tuple[tuple[str, str, tuple[int, int], str, str], ...] = (
    ("XF20230705-0901", "yulin", (7, 5), "通村道路破损，要求修复", """
        7-5 09:00 luojing open
        7-5 09:10 luojing assign yulin 请十五日内书面告知是否受理
        7-7 10:00 fanli claim 已书面告知受理，六十日内答复
        7-20 16:00 fanli progress 已列入修补计划，等摊铺队进场
        8-28 10:00 fanli extend 20 连续降雨，摊铺顺延
        8-28 15:00 fangmin grant 同意延长，已书面告知信访人
    """),
    ("XF20230712-0902", "zuocheng", (7, 12), "反映排水沟淤积", """
        7-12 09:00 luojing open
        7-12 09:10 luojing assign zuocheng 请十五日内书面告知是否受理
        7-14 10:00 shenxiaojun claim 已书面告知受理
        8-8 16:30 shenxiaojun submit 排水沟已清淤，信访人签收处理意见书
        8-9 10:00 luojing close 程序完备，同意办结
        8-17 10:00 fangmin visit 5 信访人认可
    """),
    ("XF20230720-0903", "fengzhuang", (7, 20), "宅基地审批进度", """
        7-20 09:00 luojing open
        7-20 09:10 luojing assign fengzhuang 请十五日内书面告知是否受理
        7-24 11:00 gengliang refuse 审批权限不在乡镇，请转主管部门
        7-25 09:30 luojing assign weiqiu 请核实户籍所在地后告知
        7-27 10:00 cuijie claim 户籍在本乡，已书面告知受理
    """),
    ("XF20230822-0904", "zuocheng", (8, 22), "村务公开不及时", """
        8-22 09:00 luojing open
        8-22 09:10 luojing assign zuocheng 请十五日内书面告知是否受理
    """),
)  # fmt: skip
_PENDING = 6


def ways() -> list[Way]:
    return [*_petitions(), *_elsewhere()]


def _petitions() -> Iterator[Way]:
    for code, township, _, about, turns in _PETITIONS:
        title = f"{NAMES[township]}信访：{about} {code}"
        yield Way(title, turns, flow="petitions", record=("petitions", code), outcome="supported")


def entries() -> list[Step]:
    """The petitions themselves, entered on the day they came in and not by a sheet; and a query of the police."""
    entered = [
        act(f"信访局窗口登记 {code}", _enter(code, township, day, about), by=_CLERK, at=moment(*day, 8, 40))
        for code, township, day, about, _ in _PETITIONS
    ]
    return [*entered, act("民转刑案件例行查询", _look, by="tangyong", at=moment(8, 31, 17, 40))]


def _look(person: Any, reason: str) -> None:
    """The police look through the year for cases that grew out of disputes, so that a nought can be printed."""
    police = Organisation.objects.get(slug="public-security")
    today = date(2023, 8, 31)
    query = PoliceQuery(unit=police, place_id=COUNTY, asked_on=today, from_on=date(2023, 1, 1), to_on=today,
                        asked_by=person.name, found=0)  # fmt: skip
    services.save(query, by=person, reason=reason)


def _enter(code: str, township: str, day: tuple[int, int], about: str) -> Callable[[Any, str], None]:
    def work(person: Any, reason: str) -> None:
        petition = Petition(
            code=code, unit=Organisation.objects.get(slug="complaints"), place_id=CODES[township], kind="appeal",
            accepted_on=date(2023, *day), petitioner="村民代表", people=3, matter=about,
        )  # fmt: skip
        services.save(petition, by=person, reason=reason)

    return work


def _elsewhere() -> Iterator[Way]:
    """What the last sheet left open in townships whose people are not here: given out by the county's centre."""
    pending = [case for case in all_cases() if case.outcome is Outcome.PENDING and case.township not in CLERKS]
    for case in pending[: _PENDING * 3 : 3]:
        code, kind = case.columns["code"], case.columns["kind"]
        turns = f"8-31 18:05 {_CENTRE} open\n8-31 18:06 {_CENTRE} assign {case.township} 请按等级限期办理"
        yield Way(f"{NAMES[case.township]}{kind}纠纷 {code}", turns, flow="disputes", record=("disputes", str(code)))
