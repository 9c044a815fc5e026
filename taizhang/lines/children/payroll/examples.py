"""Believable rows of the run's written ledgers for tests, as the civil affairs bureau would enter them."""

from collections.abc import Callable
from typing import Any


def _child(county: Any) -> Any:
    # Here, because the line's examples are gathered from these.
    from taizhang.lines.children.examples import child_code

    return child_code(county)


def account(n: int, county: Any) -> dict[str, Any]:
    return {
        "child": _child(county),
        "holder": "儿童本人",
        "name": "王小雨",
        "account": "6217000000000000004",
        "sort": "银行卡",
        "since": f"20{10 + n % 12:02d}-{n % 12 + 1:02d}-01",
        "until": f"2022-{n % 12 + 1:02d}-28",
        "place": "胙城乡",
        "unit": "民政局",
    }


def condition(n: int, county: Any) -> dict[str, Any]:
    return {
        "child": _child(county),
        "kind": "补差扣减",
        "first_month": f"20{10 + n // 12:02d}-{n % 12 + 1:02d}-01",
        "last_month": f"20{10 + n // 12:02d}-{n % 12 + 1:02d}-01",
        "monthly": f"{300 + n}.00",
        "restored": "否",
        "reason": f"低保证 示例{n:04d}",
        "place": "胙城乡",
        "unit": "民政局",
    }


EXAMPLES: dict[str, Callable[[int, Any], dict[str, Any]]] = {"pay-accounts": account, "pay-conditions": condition}
