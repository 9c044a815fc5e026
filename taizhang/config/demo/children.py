"""A year of the children's register and its payments, adding up to the founding issue's figures.

At the cut-off 31 orphans, 164 de-facto unattended and 196 left-behind children stand on the register. The stock times the
rate times eight months is 1,638,000 yuan and the issue says 170余万元: children who left during the year were paid until
they left, some entered later, and orphans in the institution have the higher rate.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from taizhang.config.demo.people import TOWNSHIPS
from taizhang.county.standards import bank, citizen_id
from taizhang.county.standards.working_days import is_working_day

CUTOFF = date(2023, 8, 31)
_PLACES = [name for _, _, name in TOWNSHIPS]
_GIVEN = ("雨晴", "子涵", "浩宇", "欣妍", "博文", "思琪", "梓轩", "诗雨", "俊杰", "佳怡", "宇航", "梦瑶")
_SURNAMES = "张王李赵刘陈杨孙周郭马朱"
HOME = "延津县儿童福利院"

# category label, on the register at the cut-off, of those entered during the year, left during the year
STOCKS = (
    ("孤儿（机构养育）", 18, 1, 1),
    ("孤儿（社会散居）", 13, 1, 2),
    ("事实无人抚养儿童", 164, 9, 17),
    ("农村留守儿童", 196, 22, 14),
)
_LEAVES = {
    "孤儿（机构养育）": ("依法被收养",),
    "孤儿（社会散居）": ("年满十八周岁", "依法被收养"),
    "事实无人抚养儿童": ("父母刑满或解除强制措施", "父母重新取得联系", "年满十八周岁", "户籍迁出"),
    "农村留守儿童": ("父母返乡照料", "户籍迁出"),
}
# 1050 is the founding issue's; 1450 follows from the gap of 400 between the two standards since 2019 and was not seen
# in a document, hence "已见原文：否" in the ledger.
RATES = (
    ("BZ2022-01", "孤儿（社会散居）", Decimal(1050), "县民政局2023年发放说明", "是"),
    ("BZ2022-02", "事实无人抚养儿童", Decimal(1050), "县民政局2023年发放说明", "是"),
    ("BZ2022-03", "孤儿（机构养育）", Decimal(1450), "按机构养育高出散居400元推算，文号待补", "否"),
)
MONTHLY = {category: amount for _, category, amount, _, _ in RATES}


@dataclass(frozen=True)
class Child:
    """One row of the register; months are counted whole: from the month after confirming to the month of leaving."""

    code: str
    name: str
    id_no: str
    born: date
    category: str
    place: str
    enrolled: date
    stopped: date | None
    reason: str
    account: str

    def paid_in(self, month: date) -> bool:
        first = (self.enrolled.replace(day=1) + timedelta(days=32)).replace(day=1)
        return self.category in MONTHLY and first <= month and (self.stopped is None or month <= self.stopped)

    def cells(self, day: date) -> dict[str, Any]:
        """As the workbook of a day shows it: nobody knows of a leaving before it happened."""
        left = self.stopped if self.stopped and self.stopped <= day else None
        return {
            "编号": self.code,
            "姓名": self.name,
            "公民身份号码": self.id_no,
            "出生日期": self.born,
            "类别": self.category,
            "所属乡镇": self.place,
            "填报单位": "民政局",
            "养育机构": HOME if "机构" in self.category else None,
            "就学情况": _school(self.born),
            "风险": "低",
            "确认日期": self.enrolled,
            "起领年月": (self.enrolled.replace(day=1) + timedelta(days=32)).replace(day=1),
            "终止日期": left,
            "终止原因": self.reason if left else None,
            "收款账号": self.account or None,
        }


def _school(born: date) -> str:
    age = CUTOFF.year - born.year
    return "未入园" if age < 3 else "幼儿园" if age < 7 else "小学" if age < 13 else "初中" if age < 16 else "高中"


def register() -> list[Child]:
    """Every child of the year, the same each time."""
    chance, made = random.Random(164), []
    for category, stock, entered, left in STOCKS:
        for n in range(stock + left):
            enrolled = _enrolled(chance, late=n < entered)
            stopped = _stopped(chance, n - stock) if n >= stock else None
            made.append(_child(len(made), category, enrolled, stopped, chance))
    return made


def _enrolled(chance: random.Random, *, late: bool) -> date:
    start, span = (date(2023, 2, 1), 120) if late else (date(2020, 3, 1), 900)
    return start + timedelta(days=chance.randrange(span))


def _stopped(chance: random.Random, n: int) -> date:
    # Spread over March to August, so that the register moves in every month.
    return date(2023, 3 + n % 6, 1 + chance.randrange(27))


def _child(n: int, category: str, enrolled: date, stopped: date | None, chance: random.Random) -> Child:
    reasons = _LEAVES[category]
    reason = reasons[n % len(reasons)] if stopped else ""
    born = date(2009, 1, 5) + timedelta(days=13 * (n % 350) + n // 350)
    if reason == "年满十八周岁" and stopped:
        born = stopped.replace(year=stopped.year - 18)
    institutional = "机构" in category
    payload = f"622848{40726 + n:012d}"
    account = (
        "" if category not in MONTHLY else _institution_account() if institutional else payload + str(_luhn(payload))
    )
    return Child(
        code=f"ET{enrolled:%Y%m%d}-{n + 1:04d}",
        name=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        id_no=citizen_id.synthetic("410726", born, 996 + n % 4),
        born=born,
        category=category,
        place=_PLACES[n % 13],
        enrolled=enrolled,
        stopped=stopped,
        reason=reason,
        account=account,
    )


def _luhn(payload: str) -> str:
    return str(bank.luhn_check_digit(payload))


def _institution_account() -> str:
    return "410726000000000018"


def months() -> list[date]:
    return [date(2023, month, 1) for month in range(1, 9)]


def bank_day(month: date) -> date:
    """The 18th, or the next working day."""
    day = month.replace(day=18)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def payments(children: list[Child], month: date) -> Iterator[dict[str, Any]]:
    """A month's payment sheet as it came back from the bank, with what was returned and what was paid again."""
    due = [child for child in children if child.paid_in(month)]
    for n, child in enumerate(due, 1):
        returned = n == 7 and month.month in (4, 8)
        yield _payment(child, month, f"FF{month:%Y%m}-{n:04d}", bank_day(month), "退票" if returned else "已发放")
    if month.month == 5:
        # The item returned in April, paid again with May's batch: April's month, May's bank date.
        april = date(2023, 4, 1)
        again = [child for child in children if child.paid_in(april)][6]
        yield _payment(again, april, f"FF{month:%Y%m}-9001", bank_day(month), "已发放")


def _payment(child: Child, month: date, code: str, day: date, status: str) -> dict[str, Any]:
    return {
        "编号": code,
        "儿童编号": child.code,
        "发放时类别": child.category,
        "所属月份": month,
        "批次类型": "正常发放",
        "金额（元）": MONTHLY[child.category],
        "状态": status,
        "银行日期": day,
        "退票原因": "户名不符" if status == "退票" else None,
        "账号末四位": child.account[-4:],
        "所属乡镇": child.place,
        "填报单位": "民政局",
    }


def rates() -> list[dict[str, Any]]:
    return [
        {
            "编号": code,
            "类别": category,
            "月标准（元）": amount,
            "起执行月": date(2022, 1, 1),
            "文号": document,
            "已见原文": seen,
            "所属乡镇": "延津县",
            "填报单位": "民政局",
        }
        for code, category, amount, document, seen in RATES
    ]


def stops() -> list[dict[str, Any]]:
    """The tour that explains civil affairs policy in the villages, one stop in each township."""
    return [
        {
            "编号": f"XJ{(day := date(2023, 5 + n // 4, 3 + 6 * (n % 4))):%Y%m%d}-0001",
            "日期": day,
            "所属乡镇": place,
            "地点": f"{place}文化广场",
            "宣讲人": "民政局社会事务股",
            "到场人数": 90 + 7 * n,
            "解答问题数": 6 + n % 5,
            "填报单位": "民政局",
        }
        for n, place in enumerate(_PLACES)
    ]


def visits(children: list[Child]) -> list[dict[str, Any]]:
    """A home visit in July or August to every fifth child on the register."""
    present = [child for child in children if child.stopped is None][::5]
    return [
        {
            "编号": f"ZF{(day := date(2023, 7, 3) + timedelta(days=n % 50)):%Y%m%d}-{n + 1:04d}",
            "儿童编号": child.code,
            "走访日期": day,
            "方式": "入户",
            "走访人": "村儿童主任",
            "评估风险": "低",
            "情况": "生活就学正常，已告知政策和联系方式",
            "所属乡镇": child.place,
            "填报单位": "民政局",
        }
        for n, child in enumerate(present)
    ]


def guardians(children: list[Child]) -> list[dict[str, Any]]:
    """One guardian for each child on the register outside the institution."""
    kept = [child for child in children if child.stopped is None and "机构" not in child.category]
    return [
        {
            "编号": f"JH{child.enrolled:%Y%m%d}-{n + 1:04d}",
            "儿童编号": child.code,
            "监护人": child.name[0] + ("国民", "桂兰", "长河")[n % 3],
            "关系": ("祖父母", "外祖父母", "其他亲属")[n % 3],
            "联系电话": f"1390000{n % 10000:04d}",
            "委托照护": "是" if child.category == "农村留守儿童" else "否",
            "起始日期": child.enrolled,
            "所属乡镇": child.place,
            "填报单位": "民政局",
        }
        for n, child in enumerate(kept)
    ]
