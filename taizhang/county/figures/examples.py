"""Believable campaigns for tests: typed values of the n-th row, as a clerk of 胙城乡 would enter them."""

from collections.abc import Callable
from typing import Any

from taizhang.county.figures import registry

_NAMES = ("百日行动", "集中整治", "夏季行动")


def campaign(n: int, county: Any) -> dict[str, Any]:
    figure = registry.every()[n % len(registry.every())]
    return {
        "slug": f"xingdong-{n + 1}",
        "name": f"{_NAMES[n % 3]}{n + 1}",
        "place": "胙城乡",
        "unit": "胙城乡",
        "document": f"关于开展{_NAMES[n % 3]}的通知",
        "document_no": f"胙政〔2023〕{n + 1}号",
        "starts_on": f"2023-05-{n % 27 + 1:02d}",
        "ends_on": f"2023-08-{n % 27 + 1:02d}",
        "moved_because": f"乡党委会第 {n + 1} 次会议",
        "counts": figure.key,
    }


EXAMPLES: dict[str, Callable[[int, Any], dict[str, Any]]] = {"campaigns": campaign}
