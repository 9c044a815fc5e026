"""The disputes of the demonstration, township by township: how many were found, how each ended, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from taizhang.config.demo.names import Names
from taizhang.config.demo.places import CODES, NAMES
from taizhang.lines.disputes.codes import Channel, Kind, Level, Outcome, SixPrevent

CUTOFF = date(2023, 8, 31)
# The hundred-day campaign brings more cases to light than the months before it.
CAMPAIGN = date(2023, 5, 24)

# Found by township up to the cut-off, by outcome in the order of _ENDS. Those of 胙城乡, 榆林乡, 丰庄镇 and 魏邱乡 are
# the published ones; one of 胙城乡 is entered by its grid worker and not by a sheet.
_ENDS = (Outcome.AGREED, Outcome.WITHDRAWN, Outcome.COURT, Outcome.PETITION, Outcome.FAILED, Outcome.PENDING)
ENDED: dict[str, tuple[int, ...]] = {
    "wenyan": (121, 2, 4, 1, 1, 3),
    "tanlong": (118, 1, 3, 1, 2, 2),
    "tapu": (109, 2, 3, 0, 1, 3),
    "dongtun": (113, 1, 3, 1, 1, 2),
    "fengzhuang": (116, 2, 0, 0, 0, 0),
    "shipogu": (81, 1, 2, 1, 1, 2),
    "wanglou": (84, 2, 3, 0, 1, 2),
    "senggu": (90, 1, 3, 0, 1, 2),
    "weiqiu": (113, 1, 0, 0, 0, 0),
    "sizhai": (70, 1, 2, 1, 0, 2),
    "mazhuang": (77, 1, 2, 0, 1, 2),
    "zuocheng": (108, 0, 0, 0, 0, 0),
    "yulin": (80, 0, 14, 0, 0, 0),
}
# The grid worker's own case takes the first number of this day from the system.
BY_HAND = date(2023, 8, 25)
_SHARES = {
    Kind.NEIGHBOUR: 30, Kind.MARRIAGE: 18, Kind.HOMESTEAD: 14, Kind.DAMAGE: 9, Kind.DEBT: 8, Kind.CONTRACT: 6,
    Kind.LAND: 4, Kind.LABOUR: 3, Kind.PROPERTY: 3, Kind.VILLAGE: 3, Kind.WAGES: 2, Kind.CONSUMER: 2, Kind.TRAFFIC: 2,
    Kind.BUSINESS: 2, Kind.EMOTION: 2, Kind.MEDICAL: 1, Kind.CAMPUS: 1, Kind.POLLUTION: 1, Kind.OTHER: 2,
}  # fmt: skip
_TAGS = {
    Kind.EMOTION: SixPrevent.EMOTION, Kind.MARRIAGE: SixPrevent.FAMILY, Kind.NEIGHBOUR: SixPrevent.NEIGHBOUR,
    Kind.DEBT: SixPrevent.DEBT, Kind.PROPERTY: SixPrevent.PROPERTY, Kind.DISASTER: SixPrevent.DISASTER,
}  # fmt: skip
_MATTERS: dict[Kind, tuple[str, ...]] = {
    Kind.NEIGHBOUR: ("门前排水流向对方院内，多次争吵", "院墙外种树遮光，要求移走", "夜间噪声影响休息"),
    Kind.MARRIAGE: ("夫妻因家庭开支长期争执", "兄弟间赡养老人分担不均", "分居期间孩子由谁照看意见不一"),
    Kind.HOMESTEAD: ("宅基地四至说法不一", "翻建房屋占用共用通道", "老宅继承后分割有争议"),
    Kind.DAMAGE: ("家养犬伤人，赔偿数额谈不拢", "施工震裂邻家墙体", "农机损坏青苗"),
    Kind.DEBT: ("借款到期未还，只有口头约定", "赊欠农资款多次催要未果"),
    Kind.CONTRACT: ("大棚承包费结算有分歧", "收割服务费事后加价"),
    Kind.LAND: ("承包地边界被越耕", "机井用水先后次序争执"),
    Kind.LABOUR: ("工伤后停工期工资未付", "解除劳动关系补偿数额有争议"),
    Kind.WAGES: ("工地完工后尾款拖欠", "季节工工资未按月结清"),
}
_OTHER_MATTERS = ("双方对责任认定意见不一", "因补偿数额协商未果", "因旧事积怨再起争执")
_HANDLERS = ("村调委会", "乡综治中心", "司法所", "派出所与村调委会联调", "驻村法律顾问")


@dataclass(frozen=True)
class Case:
    """One dispute as it stood at the cut-off; `columns` are those that never changed."""

    township: str
    columns: dict[str, Any]
    outcome: Outcome
    handled_on: date | None
    resolved_on: date | None

    @property
    def found_on(self) -> date:
        found: date = self.columns["found_on"]
        return found

    def known_by(self, day: date) -> dict[str, Any]:
        """The row as a clerk would have it on that day: what was not yet handled is pending."""
        if self.handled_on and self.handled_on <= day:
            return self.columns | _end(self.outcome, self.handled_on, self.resolved_on)
        return self.columns | _end(Outcome.PENDING, None, None)


def _end(outcome: Outcome, handled_on: date | None, resolved_on: date | None) -> dict[str, Any]:
    return {"outcome": outcome.label, "handled_on": handled_on, "resolved_on": resolved_on}


def all_cases() -> list[Case]:
    """Every case that sheets bring, in the order of townships and days, with the codes clerks gave them."""
    names = Names("disputes")
    numbers = {BY_HAND: 1}
    return [
        case
        for township, ends in ENDED.items()
        for case in _of(township, dict(zip(_ENDS, ends, strict=True)), names, numbers)
    ]


def _of(township: str, ends: dict[Outcome, int], names: Names, numbers: dict[date, int]) -> Iterator[Case]:
    random = names.random
    closed = [outcome for outcome, count in ends.items() if outcome is not Outcome.PENDING for _ in range(count)]
    random.shuffle(closed)
    pending = [Outcome.PENDING] * ends.get(Outcome.PENDING, 0)
    days = sorted(_found(random) for _ in closed) + sorted(
        CUTOFF - timedelta(days=random.randrange(9)) for _ in pending
    )
    for day, outcome in zip(days, closed + pending, strict=True):
        numbers[day] = numbers.get(day, 0) + 1
        yield _case(township, f"JF{day:%Y%m%d}-{numbers[day]:04d}", day, outcome, names)


def _found(random: Random) -> date:
    """A day from 3 January to 29 August, two in three within the campaign."""
    start = CAMPAIGN if random.random() < 0.62 else date(2023, 1, 3)
    return start + timedelta(days=random.randrange((date(2023, 8, 29) - start).days + 1))


def _case(township: str, code: str, day: date, outcome: Outcome, names: Names) -> Case:
    random = names.random
    handled = min(day + timedelta(days=random.randrange(1, 19)), CUTOFF) if outcome is not Outcome.PENDING else None
    resolved = handled if outcome in (Outcome.AGREED, Outcome.WITHDRAWN) else None
    return Case(township, _columns(township, code, day, names), outcome, handled, resolved)


def _columns(township: str, code: str, day: date, names: Names) -> dict[str, Any]:
    random = names.random
    kind = random.choices(list(_SHARES), list(_SHARES.values()))[0]
    channel = random.choices((Channel.GRID, Channel.VISIT, Channel.HOTLINE, Channel.OWN_MOTION), (70, 14, 9, 7))[0]
    village, grid = random.randrange(201, 220), random.randrange(1, 9)
    return {
        "code": code,
        "place": NAMES[township],
        "unit": NAMES[township],
        "found_on": day,
        "kind": kind.label,
        "six_prevent": _TAGS[kind].label if kind in _TAGS else "",
        "level": random.choices((Level.SIMPLE, Level.GENERAL, Level.COMPLEX), (35, 58, 7))[0].label,
        "risk": random.choices(("绿", "黄", "红"), (84, 14, 2))[0],
        "channel": channel.label,
        "grid": f"{CODES[township]}{village}{grid:03d}",
        "parties": names.pair(),
        "people": random.choices((2, 3, 4, 6), (70, 16, 9, 5))[0],
        "summary": random.choice(_MATTERS.get(kind, _OTHER_MATTERS)),
        "handler": random.choice(_HANDLERS),
        "restricted": "是" if kind is Kind.CAMPUS else "否",
    }
