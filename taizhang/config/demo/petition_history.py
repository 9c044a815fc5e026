"""Petitions of the complaints bureau and acts of publicity of the townships in the demonstration year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from taizhang.config.demo.books import Row
from taizhang.config.demo.names import Names
from taizhang.config.demo.places import NAMES
from taizhang.config.demo.steps import Step, moment, sheet

# Difficult petitions resolved by the cut-off; the one of 胙城乡 is published.
_DIFFICULT = {"zuocheng": 1, "dongtun": 2, "wanglou": 1, "wenyan": 2, "sizhai": 1}
_ORDINARY = 4
_MATTERS = ("通村道路破损，要求修复", "反映排水沟淤积", "征地补偿款发放时间", "宅基地审批进度", "噪声扰民", "医保缴费衔接",
            "自来水水压不足", "村务公开不及时")  # fmt: skip
_TOPICS = ("平安建设", "普法", "反邪教", "禁毒", "扫黑除恶", "预防溺水", "防范电信诈骗")
_MEANS = ("微信", "广播", "村村响大喇叭", "宣传页", "集中宣讲")


def steps() -> list[Step]:
    rows = list(_petitions())
    spring = [row for row in rows if row["accepted_on"] < date(2023, 5, 1)]
    summer = [row for row in rows if row["accepted_on"] >= date(2023, 5, 1)]
    return [
        sheet("petitions", "延津县2023年1—4月受理信访事项台账", {"信访": spring}, by="luojing", at=moment(6, 30, 16)),
        sheet("petitions", "延津县2023年5—8月受理信访事项台账", {"信访": summer}, by="luojing", at=moment(8, 31, 16)),
        sheet("publicity", "延津县2023年平安宣传活动台账", {"宣传": list(_publicity())}, by="heping", at=moment(8, 31, 16, 20)),
    ]  # fmt: skip


def _petitions() -> Iterator[Row]:
    names = Names("petitions")
    number = 0
    for township, place in NAMES.items():
        difficult = _DIFFICULT.get(township, 0)
        for turn in range(difficult + _ORDINARY):
            number += 1
            yield _petition(number, place, turn < difficult, names)


def _petition(number: int, place: str, difficult: bool, names: Names) -> dict[str, Any]:
    random = names.random
    accepted = date(2023, 1, 5) + timedelta(days=random.randrange(100 if difficult else 225))
    resolved = accepted + timedelta(days=random.randrange(12, 56))
    ended = resolved if resolved <= date(2023, 8, 31 if accepted >= date(2023, 5, 1) else 30) else None
    return {
        "code": f"XF{accepted:%Y%m%d}-{number:04d}",
        "place": place,
        "unit": "信访局",
        "accepted_on": accepted,
        "kind": random.choices(("申诉求决", "建议意见", "检举控告"), (8, 3, 1))[0],
        "people": random.choices((1, 2, 5, 8), (70, 16, 9, 5))[0],
        "difficult": "是" if difficult else "否",
        "repeated": random.choices(("否", "是"), (9, 1))[0],
        "petitioner": names.person(),
        "matter": random.choice(_MATTERS),
        "due_on": accepted + timedelta(days=60),
        "resolved_on": ended,
        "result": "已书面答复，当事人认可" if ended else "",
    }


def _publicity() -> Iterator[Row]:
    names = Names("publicity")
    random = names.random
    for number, place in enumerate(list(NAMES.values()) * 3, 1):
        held = date(2023, 2, 1) + timedelta(days=random.randrange(205))
        yield {
            "code": f"XC{held:%Y%m%d}-{number:04d}",
            "place": place,
            "unit": "政法委",
            "held_on": held,
            "means": random.choice(_MEANS),
            "topic": random.choice(_TOPICS),
            "where": names.village(),
            "audience": random.randrange(40, 600),
        }
