"""A year of disputes as thirteen townships would have written them down, adding up to the founding issue's figures."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from taizhang.config.demo.people import TOWNSHIPS

YEAR_OPENS, CUTOFF = date(2023, 1, 1), date(2023, 8, 31)
_NAMES = {name: code for _, code, name in TOWNSHIPS}

# found, resolved by mediation, guided to law, withdrawn; the rest is pending at the cut-off. The four townships of the
# founding issue have its numbers, the others are plausible.
COUNTS = {
    "文岩街道": (86, 79, 3, 1),
    "潭龙街道": (78, 73, 2, 0),
    "塔铺街道": (81, 75, 3, 1),
    "东屯镇": (102, 96, 2, 1),
    "丰庄镇": (118, 118, 0, 0),
    "石婆固镇": (88, 82, 3, 0),
    "王楼镇": (91, 86, 2, 1),
    "僧固乡": (97, 90, 3, 1),
    "魏邱乡": (114, 114, 0, 0),
    "司寨乡": (84, 78, 3, 0),
    "马庄乡": (73, 69, 1, 1),
    "胙城乡": (109, 109, 0, 0),
    "榆林乡": (94, 80, 14, 0),
}
# Shares after a city justice bureau's monthly report: neighbours, family, damages and homestead lead.
_KINDS = (
    ("邻里", 32), ("婚姻家庭", 18), ("房屋宅基地", 11), ("损害赔偿", 9), ("山林土地", 7), ("债务借贷", 6), ("合同", 4),
    ("劳动争议", 4), ("欠薪", 3), ("道路交通事故", 3), ("物业", 2), ("消费", 1),
)  # fmt: skip
_MATTERS = {
    "邻里": "院墙滴水与过道占用", "婚姻家庭": "赡养老人分担", "房屋宅基地": "宅基地四至不清", "损害赔偿": "电动车剐蹭赔偿",
    "山林土地": "承包地边界", "债务借贷": "借款逾期未还", "合同": "收购农产品货款", "劳动争议": "务工工伤补偿",
    "欠薪": "工地工资拖欠", "道路交通事故": "路口碰撞责任", "物业": "公共区域收费", "消费": "农资质量",
}  # fmt: skip
_SURNAMES, _GIVEN = (
    "张王李赵刘陈杨孙周郭马朱",
    ("建军", "秀兰", "海龙", "玉梅", "志刚", "桂英", "小红", "国庆", "爱民", "春生"),
)
_CHANNELS = ("网格排查", "网格排查", "网格排查", "群众来访", "12345", "主动调解", "信访转办")


@dataclass(frozen=True)
class Row:
    """A dispute as it will have ended by the cut-off; `as_known` says what a workbook of an earlier day shows."""

    code: str
    township: str
    found_on: date
    kind: str
    level: str
    channel: str
    grid: str
    parties: str
    people: int
    summary: str
    handler: str
    outcome: str
    handled_on: date | None
    resolved_on: date | None
    restricted: bool

    def as_known(self, day: date) -> "Row":
        if self.handled_on is None or self.handled_on <= day:
            return self
        return replace(self, outcome="办理中", handled_on=None, resolved_on=None)

    def cells(self) -> dict[str, Any]:
        return {
            "编号": self.code,
            "所属乡镇": self.township,
            "填报单位": self.township,
            "排查日期": self.found_on,
            "类型": self.kind,
            "等级": self.level,
            "风险": "黄" if self.level == "疑难" else "绿",
            "来源": self.channel,
            "网格编号": self.grid,
            "当事人": self.parties,
            "涉及人数": self.people,
            "事由": self.summary,
            "调处人": self.handler,
            "结果": self.outcome,
            "调处日期": self.handled_on,
            "化解日期": self.resolved_on,
            "涉未成年人等限阅": "是" if self.restricted else "否",
        }


def rows() -> list[Row]:
    """Every dispute of the year, the same each time, in the order of its code."""
    chance = random.Random(20230901)
    drafts = [draft for township in COUNTS for draft in _township(township, chance)]
    drafts.sort(key=lambda row: (row.found_on, row.township, row.parties))
    numbers: dict[date, int] = {}
    return [replace(row, code=_code(row.found_on, numbers)) for row in drafts]


def _code(day: date, numbers: dict[date, int]) -> str:
    numbers[day] = numbers.get(day, 0) + 1
    return f"JF{day:%Y%m%d}-{numbers[day]:04d}"


def _township(township: str, chance: random.Random) -> Iterator[Row]:
    found, agreed, court, withdrawn = COUNTS[township]
    ends = ["调解成功"] * agreed + ["引导走法律程序"] * court + ["撤回"] * withdrawn
    ends += ["办理中"] * (found - len(ends))
    settled, pending = ends[: found - ends.count("办理中")], ["办理中"] * ends.count("办理中")
    chance.shuffle(settled)
    days = sorted(YEAR_OPENS + timedelta(days=chance.randrange(0, 232)) for _ in settled)
    # What is still open was found lately; a dispute open since January would be the first thing a supervisor asks.
    days += sorted(CUTOFF - timedelta(days=chance.randrange(0, 12)) for _ in pending)
    for day, outcome in zip(days, settled + pending, strict=True):
        yield _row(township, day, outcome, chance)


def _row(township: str, day: date, outcome: str, chance: random.Random) -> Row:
    (kind,) = chance.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])
    level = chance.choices(("简易", "一般", "疑难"), (45, 47, 8))[0]
    took = {"简易": 1, "一般": 6, "疑难": 17}[level]
    handled = None if outcome == "办理中" else min(day + timedelta(days=chance.randrange(took)), CUTOFF)
    parties = "、".join(chance.choice(_SURNAMES) + chance.choice(_GIVEN) for _ in range(2))
    return Row(
        code="",
        township=township,
        found_on=day,
        kind=kind,
        level=level,
        channel=chance.choice(_CHANNELS),
        grid=f"{_NAMES[township]}{200 + chance.randrange(1, 20)}{chance.randrange(1, 9):03d}",
        parties=parties,
        people=chance.choice((2, 2, 2, 3, 4)),
        summary=_MATTERS[kind],
        handler=chance.choice(_SURNAMES) + "调解员",
        outcome=outcome,
        handled_on=handled,
        resolved_on=handled if outcome in ("调解成功", "撤回") else None,
        restricted=kind == "婚姻家庭" and chance.random() < 0.12,
    )


def petitions() -> list[dict[str, Any]]:
    """A few petitions of the year; the one of 胙城乡 is difficult and resolved, as the founding issue says."""
    chance = random.Random(8)
    made = [_petition("胙城乡", date(2023, 6, 12), "疑难", date(2023, 8, 4))]
    for township in ("丰庄镇", "东屯镇", "文岩街道", "王楼镇", "司寨乡"):
        day = date(2023, chance.randrange(2, 7), chance.randrange(1, 28))
        made.append(_petition(township, day, "", day + timedelta(days=chance.randrange(15, 50))))
    return made


def _petition(township: str, day: date, difficult: str, resolved: date) -> dict[str, Any]:
    return {
        "编号": f"XF{day:%Y%m%d}-0001",
        "所属乡镇": township,
        "填报单位": township,
        "受理日期": day,
        "类别": "申诉求决",
        "人数": 3 if difficult else 1,
        "疑难": "是" if difficult else "否",
        "重复": "否",
        "信访人": "周爱民",
        "事项": "排水改造后院落积水" if difficult else "道路硬化进度",
        "办理期限": day + timedelta(days=60),
        "办结日期": resolved,
        "办理结果": "现场会商后完成整改，信访人签字息访",
    }


def publicity() -> list[dict[str, Any]]:
    """Acts of publicity in the townships over the summer."""
    topics = (
        ("微信", "平安建设"),
        ("广播", "防范未成年人溺水"),
        ("村村响大喇叭", "反邪教"),
        ("集中宣讲", "禁毒"),
        ("宣传页", "普法"),
    )
    return [
        {
            "编号": f"XC{(day := date(2023, 6 + n % 3, 2 + n)):%Y%m%d}-0001",
            "所属乡镇": name,
            "填报单位": name,
            "日期": day,
            "形式": topics[n % 5][0],
            "主题": topics[n % 5][1],
            "地点": "文化广场",
            "受众人次": 120 + 15 * n,
        }
        for n, (_, _, name) in enumerate(TOWNSHIPS)
    ]
