"""What the tests of cases share: a family of 胙城乡, its application, and the hands it goes through."""

from datetime import date
from html import unescape
from typing import Any

from django.urls import reverse

from taizhang.county.audit import changes, clock
from taizhang.county.standards import citizen_id
from taizhang.lines.children.cases import confirming, moving, papers
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState
from taizhang.lines.children.tests import bureau

BORN = date(2014, 5, 20)
ACCOUNT = "6217000000000000004"


def staff(county: Any) -> Any:
    """maker and checker of the bureau, beside the township's clerk and head."""
    bureau.staff(county)
    county.post("villager", "zuocheng", "grid_worker")
    return county


def number(sequence: int = 996, born: date = BORN) -> str:
    return citizen_id.synthetic("410726", born, sequence)


def application(county: Any, *, father: dict[str, Any] | None = None, mother: dict[str, Any] | None = None,
                **columns: Any) -> ChildCase:  # fmt: skip
    """A whole application: the father in prison, the mother dead, unless told otherwise."""
    usual = {
        "applied_on": clock.today(), "category": "DEFACTO", "applicant": "张桂兰", "relation": "grandparent",
        "phone": "13800000001", "name": "王小雨", "id_no": number(), "birth_date": BORN, "village": "西街村",
        "school": "primary", "holder": "CHILD", "account": ACCOUNT,
        "papers": papers.JOINT.join(papers.needed("DEFACTO")),
        "unit": county.organisations["zuocheng"], "place": county.places["410726206"],
    }  # fmt: skip
    with changes.change(by=county.clerk, reason="测试"):
        case = ChildCase(**usual | columns)
        moving.save(case, by=county.clerk)
        parent(county, case, "father", prisoner() if father is None else father)
        parent(county, case, "mother", dead() if mother is None else mother)
    return case


def prisoner(until: date = date(2026, 1, 10), **columns: Any) -> dict[str, Any]:
    usual = {"state": "IMPRISONED", "since": date(2022, 1, 10), "until": until, "papers": "刑事判决书"}
    return usual | columns


def dead(on: date = date(2021, 3, 5), **columns: Any) -> dict[str, Any]:
    return {"state": "DEAD", "since": on, "papers": "死亡证明"} | columns


def parent(county: Any, case: ChildCase, role: str, state: dict[str, Any]) -> Parent:
    """Without a state an able parent; with `unknown` one whom nobody knows."""
    unknown = bool(state.get("unknown"))
    row = Parent(case=case, role=role, name="" if unknown else "王建国", registered_on=case.applied_on,
                 unit=case.unit, place=case.place, unknown=unknown)  # fmt: skip
    moving.save(row, by=county.clerk)
    if state and not unknown:
        known(county, row, **state)
    return row


def known(county: Any, row: Parent, **columns: Any) -> ParentState:
    state = ParentState(parent=row, unit=row.unit, place=row.place, **columns)
    moving.save(state, by=county.clerk)
    return state


def go(case: ChildCase, by: Any, *moves: str, note: str = "经核实与申请相符") -> ChildCase:
    for code in moves:
        case = moving.move(case.pk, code, by=by, seen=seen(case), note=note)
    return case


def seen(case: ChildCase) -> int:
    return case.steps.count()


def verified(county: Any, case: ChildCase) -> ChildCase:
    return go(go(case, county.clerk, "SUBMIT", "VERIFY", "PASS"), county.maker, "RECEIVE")


def confirmed(county: Any, **columns: Any) -> ChildCase:
    case = verified(county, application(county, **columns))
    return confirming.confirm(case.pk, by=county.checker, seen=seen(case))


def again(case: ChildCase) -> ChildCase:
    return ChildCase.objects.get(pk=case.pk)


def url(case: ChildCase, name: str = "case_page", *more: Any) -> str:
    return reverse(name, args=[case.pk, *more])


def shown(response: Any) -> str:
    return unescape(response.content.decode())


def act(client: Any, case: ChildCase, code: str, **given: Any) -> Any:
    """A button of the case's page, as it stands now."""
    return client.post(url(case, "case_act", code.lower()), {"seen": seen(case)} | given)
