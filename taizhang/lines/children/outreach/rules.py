"""What must hold in a record of a stop beyond what each column demands."""

from datetime import date
from typing import Any

from taizhang.county.ledger.rules import Problems, Threshold

# More questions than this for each who came are a slip of the columns; the county's own number.
QUESTIONS_EACH = Threshold(2, date(2023, 1, 1), "县政策宣讲登记参数")


def somebody_came(stop: Any, today: date) -> Problems:
    if stop.attendance == 0:
        yield "attendance", "到场人数为 0；没有人到场的不算一站，请核对，确实没有办成的不登记"
    elif stop.questions > stop.attendance * QUESTIONS_EACH.value:
        told = f"解答问题 {stop.questions} 个，到场只有 {stop.attendance} 人，超过人均 {QUESTIONS_EACH.value} 个"
        yield "questions", f"{told}（{QUESTIONS_EACH.document}）；请核对两栏是否填反"
