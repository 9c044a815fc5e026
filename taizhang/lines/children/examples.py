"""Believable rows for tests: typed values of the n-th row, as the civil affairs bureau would enter them in 胙城乡."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from taizhang.county.standards import citizen_id
from taizhang.lines.children.care.examples import EXAMPLES as OF_CARE
from taizhang.lines.children.cases.examples import EXAMPLES as OF_CASES
from taizhang.lines.children.payroll.examples import EXAMPLES as OF_THE_RUN

_NAMES = ("王小雨", "李明", "赵欣怡", "刘子轩", "陈静", "孙浩然")


def child(n: int, county: Any) -> dict[str, Any]:
    born = date(2012, 1, 1) + timedelta(days=n)
    return {
        "name": _NAMES[n % 6],
        "id_no": citizen_id.synthetic("410726", born, 996 + n % 4),
        "birth_date": born.isoformat(),
        "category": "事实无人抚养儿童",
        "place": "胙城乡",
        "unit": "民政局",
        "village": "西街村",
        "school": "小学",
        "risk": "低",
        "enrolled_on": f"2022-{n % 12 + 1:02d}-15",
        "account": "6217000000000000004",
    }


def child_code(county: Any) -> str:
    from taizhang.county.audit import changes
    from taizhang.lines.children.models import Child

    with changes.change(by=changes.SYSTEM, reason="示例"):
        row, _ = Child.objects.get_or_create(
            code="ET20220101-9999",
            defaults={
                "unit": county.organisations["civil-affairs"],
                "place": county.places["410726206"],
                "name": "王小雨",
                "id_no": citizen_id.synthetic("410726", date(2011, 5, 4), 997),
                "birth_date": date(2011, 5, 4),
                "category": "DEFACTO",
                "enrolled_on": date(2022, 1, 1),
            },
        )
    return row.code


def guardian(n: int, county: Any) -> dict[str, Any]:
    return {
        "child": child_code(county),
        "name": _NAMES[n % 6],
        "relation": "祖父母",
        "phone": f"1380000{n % 10000:04d}",
        "entrusted": "否",
        "since": f"2022-{n % 12 + 1:02d}-01",
        "place": "胙城乡",
        "unit": "民政局",
    }


def rate(n: int, county: Any) -> dict[str, Any]:
    return {
        "code": f"BZ{2000 + n}",
        "category": "孤儿（社会散居）",
        "monthly": str(600 + n),
        "valid_from": f"{2000 + n // 12}-{n % 12 + 1:02d}-01",
        "document": f"示例文件〔2000〕{n + 1}号",
        "certain": "否",
        "place": "胙城乡",
        "unit": "民政局",
    }


def payment(n: int, county: Any) -> dict[str, Any]:
    month = date(2022 - n // 12, n % 12 + 1, 1)
    return {
        "code": f"FF{month:%Y%m}-{n:05d}",
        "child": child_code(county),
        "category": "事实无人抚养儿童",
        "month_covered": month.isoformat(),
        "kind": "正常发放",
        "amount": "1050.00",
        "status": "已发放",
        "bank_date": month.replace(day=18).isoformat(),
        "account_tail": "0004",
        "place": "胙城乡",
        "unit": "民政局",
    }


def visit(n: int, county: Any) -> dict[str, Any]:
    return {
        "child": child_code(county),
        "visited_on": f"2022-{n % 12 + 1:02d}-20",
        "mode": "入户",
        "visitor": "儿童主任",
        "risk": "低",
        "findings": f"在校就读，生活正常（示例 {n}）",
        "place": "胙城乡",
        "unit": "民政局",
    }


def stop(n: int, county: Any) -> dict[str, Any]:
    return {
        "held_on": f"2022-{n % 12 + 1:02d}-10",
        "place": "胙城乡",
        "where": f"第 {n + 1} 站文化广场",
        "speakers": "社会事务股",
        "attendance": str(80 + n),
        "questions": str(n % 9),
        "unit": "民政局",
    }


EXAMPLES: dict[str, Callable[[int, Any], dict[str, Any]]] = (
    {
        "children": child,
        "guardians": guardian,
        "rates": rate,
        "payments": payment,
        "visits": visit,
        "stops": stop,
    }
    | OF_THE_RUN
    | OF_CARE
    | OF_CASES
)
