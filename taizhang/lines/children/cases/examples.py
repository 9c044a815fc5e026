"""Believable rows of the written ledgers of cases, for tests."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any


def case_code(n: int, county: Any) -> str:
    """The code of the n-th draft of a case in 胙城乡."""
    from taizhang.county.audit import changes
    from taizhang.lines.children.cases.models import ChildCase

    with changes.change(by=changes.SYSTEM, reason="示例"):
        row, _ = ChildCase.objects.get_or_create(
            code=f"BJ20220101-{9000 + n}",
            defaults={
                "unit": county.organisations["zuocheng"], "place": county.places["410726206"],
                "applied_on": date(2022, 1, 1),
            },
        )  # fmt: skip
    return row.code


def parent(n: int, county: Any) -> dict[str, Any]:
    return {
        "case": case_code(n, county),
        "role": "父亲",
        "name": ("王建国", "李志强", "赵文华")[n % 3],
        "unknown": "否",
        "registered_on": (date(2022, 1, 5) + timedelta(days=n)).isoformat(),
        "place": "胙城乡",
        "unit": "民政局",
    }


def _parent_code(county: Any) -> str:
    from taizhang.county.audit import changes
    from taizhang.lines.children.cases.models import ChildCase, Parent

    case = ChildCase.objects.get(code=case_code(900, county))
    with changes.change(by=changes.SYSTEM, reason="示例"):
        row, _ = Parent.objects.get_or_create(
            case=case, role="mother",
            defaults={
                "code": "FM20220101-9999", "unit": case.unit, "place": case.place, "name": "孙玉梅",
                "registered_on": date(2022, 1, 1),
            },
        )  # fmt: skip
    return row.code


def state(n: int, county: Any) -> dict[str, Any]:
    since = date(2021, 1, 5) + timedelta(days=n)
    return {
        "parent": _parent_code(county),
        "state": "服刑在押",
        "since": since.isoformat(),
        "until": (since + timedelta(days=900)).isoformat(),
        "receipt_no": f"示例回执{n:04d}",
        "papers": "刑事判决书",
        "place": "胙城乡",
        "unit": "民政局",
    }


EXAMPLES: dict[str, Callable[[int, Any], dict[str, Any]]] = {"child-parents": parent, "parent-states": state}
