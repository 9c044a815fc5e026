"""Believable rows of the ledger of child directors and supervisors, for tests."""

from collections.abc import Callable
from typing import Any


def worker(n: int, county: Any) -> dict[str, Any]:
    return {
        "role": "儿童主任",
        "name": ("王小雨", "李明", "赵欣怡")[n % 3],
        "place": "胙城乡",
        "village": f"示例{n + 1}村",
        "phone": f"1380001{n % 10000:04d}",
        "training_hours": str(n % 40),
        "since": f"2022-{n % 12 + 1:02d}-01",
        "unit": "民政局",
    }


EXAMPLES: dict[str, Callable[..., dict[str, Any]]] = {"child-workers": worker}
