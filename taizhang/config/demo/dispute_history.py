"""How the disputes came into the ledger: monthly sheets of the county, the townships' own in August, single acts."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from taizhang.config.demo.books import Row
from taizhang.config.demo.cases import BY_HAND, Case, all_cases
from taizhang.config.demo.places import CODES, NAMES
from taizhang.config.demo.steps import Step, act, moment, sheet
from taizhang.county.audit import clock
from taizhang.county.ledger import services
from taizhang.county.people.models import Organisation
from taizhang.lines.disputes.codes import Kind, Outcome
from taizhang.lines.disputes.models import Dispute

# The four whose own clerks keep the ledger; the county's centre enters for the others.
CLERKS = {"zuocheng": "shenxiaojun", "yulin": "fanli", "fengzhuang": "gengliang", "weiqiu": "cuijie"}
_CENTRE = "heping"
# Registered twice, by grid and by hotline: one is merged, the other voided. They count nowhere.
_DOUBLE, _TWICE = "JF20230711-0901", "JF20230602-0901"


def steps() -> list[Step]:
    cases = all_cases()
    return [*_monthly(cases), *_august(cases), *_acts(cases)]


def _monthly(cases: list[Case]) -> Iterator[Step]:
    for month in range(1, 8):
        first = date(2023, month, 1)
        last = date(2023, month + 1, 1) - timedelta(days=1)
        extra = [*_doubles(cases, first, last)]
        yield sheet(
            "disputes",
            f"延津县2023年{month}月矛盾纠纷排查化解台账",
            _by_township([*_news(cases, first, last), *extra]),
            by=_CENTRE,
            at=moment(month, last.day),
        )


def _august(cases: list[Case]) -> Iterator[Step]:
    first, last = date(2023, 8, 1), date(2023, 8, 31)
    rows = _by_township(_news(cases, first, last))
    for township, clerk in CLERKS.items():
        own = {NAMES[township]: rows.pop(NAMES[township])}
        yield sheet("disputes", f"{NAMES[township]}2023年8月矛盾纠纷排查化解台账", own, by=clerk, at=moment(8, 31))
    title = "延津县2023年8月矛盾纠纷排查化解台账（其余乡镇街道）"
    yield sheet("disputes", title, rows, by=_CENTRE, at=moment(8, 31, 17, 30))


def _news(cases: Iterable[Case], first: date, last: date) -> Iterator[Row]:
    """Rows found in these days, and older ones that ended in them."""
    for case in cases:
        ended_now = case.handled_on is not None and first <= case.handled_on <= last
        if first <= case.found_on <= last or (case.found_on < first and ended_now):
            yield case.known_by(last)


def _by_township(rows: Iterable[Row]) -> dict[str, list[Row]]:
    ordered = sorted(rows, key=lambda row: (list(NAMES.values()).index(row["place"]), row["code"]))
    return {place: list(some) for place, some in groupby(ordered, key=lambda row: row["place"])}


def _doubles(cases: list[Case], first: date, last: date) -> Iterator[Row]:
    for code, township in ((_DOUBLE, "zuocheng"), (_TWICE, "yulin")):
        day = date.fromisoformat(code[2:10])
        if first <= day <= last:
            original = _original(cases, township, day)
            yield original.known_by(date(2023, 1, 1)) | {"code": code, "found_on": day, "channel": "12345"}


def _original(cases: list[Case], township: str, day: date) -> Case:
    """The last case of the township that was found before that day."""
    return [case for case in cases if case.township == township and case.found_on < day][-1]


def _acts(cases: list[Case]) -> list[Step]:
    kept = _original(cases, "zuocheng", date.fromisoformat(_DOUBLE[2:10])).columns["code"]
    twice = _original(cases, "yulin", date.fromisoformat(_TWICE[2:10])).columns["code"]
    fengzhuang, weiqiu = (_settled_early(cases, township) for township in ("fengzhuang", "weiqiu"))
    return [
        act(f"与 {twice} 为同一纠纷，网格与热线重复登记", _void(_TWICE), by=CLERKS["yulin"], at=moment(7, 3, 10)),
        act(f"热线转来的与 {kept} 为同一纠纷", _merge(_DOUBLE, kept), by=CLERKS["zuocheng"], at=moment(8, 2, 9, 40)),
        act("回访核实，争议标的为宅基地四至", _correct(fengzhuang, kind=Kind.HOMESTEAD, six_prevent=""),
            by=CLERKS["fengzhuang"], at=moment(7, 11, 15)),
        act("补登随行家属，涉及人数更正", _correct(weiqiu, people=5), by=CLERKS["weiqiu"], at=moment(7, 12, 11)),
        act("网格走访发现，当场登记", _found_on_the_round, by="dongcuilan", at=moment(8, 25, 16, 20)),
        act("双方签订调解协议", _settle, by=CLERKS["zuocheng"], at=moment(8, 30, 9, 15)),
    ]  # fmt: skip


def _settled_early(cases: list[Case], township: str) -> str:
    """A case that no later sheet speaks of again, and no homestead case."""
    return next(
        str(case.columns["code"])
        for case in cases
        if case.township == township
        and case.handled_on
        and case.handled_on < date(2023, 6, 20)
        and case.columns["kind"] != Kind.HOMESTEAD.label
        and case.columns["people"] != 5
    )


def _void(code: str) -> Any:
    return lambda person, reason: services.void(Dispute.objects.get(code=code), by=person, reason=reason)


def _merge(code: str, into: str) -> Any:
    return lambda person, reason: _correct(code, merged_into=Dispute.objects.get(code=into))(person, reason)


def _correct(code: str, **columns: Any) -> Any:
    def work(person: Any, reason: str) -> None:
        dispute = Dispute.objects.get(code=code)
        for column, value in columns.items():
            setattr(dispute, column, value)
        services.save(dispute, by=person, reason=reason, editing=dispute.edition)

    return work


def _found_on_the_round(person: Any, reason: str) -> None:
    dispute = Dispute(
        unit=Organisation.objects.get(slug="zuocheng"), place_id=CODES["zuocheng"], found_on=BY_HAND,
        kind=Kind.NEIGHBOUR, six_prevent="neighbour", level="simple", risk="green", channel="grid",
        grid=f"{CODES['zuocheng']}207003", parties="邵长河、邵长安", people=2, summary="晒场堆放柴草占道，两户争执",
    )  # fmt: skip
    services.save(dispute, by=person, reason=reason)


def _settle(person: Any, reason: str) -> None:
    today = clock.today()
    ended = {"outcome": Outcome.AGREED, "handled_on": today, "resolved_on": today, "handler": "村调委会"}
    _correct(f"JF{BY_HAND:%Y%m%d}-0001", **ended)(person, reason)
