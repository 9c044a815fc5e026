"""Believable rows for tests: typed values of the n-th row, as a clerk of 胙城乡 would enter them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from taizhang.lines.disputes.codes import Kind

_NAMES = ("张建国", "李秀英", "王海涛", "赵玉梅", "刘志强", "陈桂兰")


def dispute(n: int, county: Any) -> dict[str, Any]:
    kinds = Kind.values
    return {
        "place": "胙城乡",
        "unit": "胙城乡",
        "found_on": f"2023-{n % 8 + 1:02d}-{n % 27 + 1:02d}",
        "kind": kinds[n % len(kinds)],
        "level": "一般",
        "risk": "绿",
        "channel": "网格排查",
        "grid": f"410726206200{n % 40 + 1:03d}",
        "parties": f"{_NAMES[n % 6]}、{_NAMES[(n + 1) % 6]}",
        "people": "2",
        "summary": f"宅基地边界争执（示例 {n}）",
        "outcome": "办理中",
        "restricted": "否",
    }


def petition(n: int, county: Any) -> dict[str, Any]:
    return {
        "place": "胙城乡",
        "unit": "胙城乡",
        "accepted_on": f"2023-{n % 8 + 1:02d}-{n % 27 + 1:02d}",
        "kind": "申诉求决",
        "people": str(n % 3 + 1),
        "difficult": "是" if n % 5 == 0 else "否",
        "petitioner": _NAMES[n % 6],
        "matter": f"道路排水（示例 {n}）",
    }


def publicity(n: int, county: Any) -> dict[str, Any]:
    return {
        "place": "胙城乡",
        "unit": "胙城乡",
        "held_on": f"2023-{n % 8 + 1:02d}-{n % 27 + 1:02d}",
        "means": "广播",
        "topic": "防溺水",
        "audience": str(100 + n),
    }


def _dispute_code(county: Any) -> str:
    from taizhang.county.audit import changes
    from taizhang.lines.disputes.models import Dispute

    with changes.change(by=changes.SYSTEM, reason="示例"):
        row, _ = Dispute.objects.get_or_create(
            code="JF20230101-9999",
            defaults={
                "unit": county.organisations["zuocheng"], "place": county.places["410726206"], "kind": Kind.NEIGHBOUR,
                "found_on": date(2023, 1, 1), "channel": "visit", "parties": "张建国、李秀英",
            },
        )  # fmt: skip
    return row.code


def criminal_case(n: int, county: Any) -> dict[str, Any]:
    return {
        "case_no": f"延公（刑）立字〔2023〕{n + 1:04d}号",
        "place": "胙城乡",
        "unit": "公安局",
        "filed_on": f"2023-{n % 8 + 1:02d}-{n % 27 + 1:02d}",
        "dispute_id": _dispute_code(county),
        "charge": "故意伤害",
    }


def police_query(n: int, county: Any) -> dict[str, Any]:
    asked = f"2023-{n % 8 + 1:02d}-{n % 27 + 2:02d}"
    return {
        "place": "胙城乡",
        "unit": "公安局",
        "asked_on": asked,
        "from_on": "2023-01-01",
        "to_on": asked,
        "asked_by": _NAMES[n % 6],
        "found": str(n % 3),
    }


EXAMPLES: dict[str, Callable[[int, Any], dict[str, Any]]] = {
    "disputes": dispute,
    "petitions": petition,
    "publicity": publicity,
    "criminal-cases": criminal_case,
    "police-queries": police_query,
}
