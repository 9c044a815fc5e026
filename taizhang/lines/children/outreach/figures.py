"""The figures of the tour: stops held, who came, questions answered, townships reached."""

from datetime import date
from typing import Any

from taizhang.county.figures.definition import Distinct, During, Figure, Kind, Total
from taizhang.county.figures.registry import register
from taizhang.lines.children.ledgers import STOPS

_HELD: dict[str, Any] = {"ledger": STOPS, "since": date(2023, 1, 1), "when": During("held_on")}

HELD = Figure(
    "children.stops", "政策宣讲", **_HELD, unit="站", kind=Kind.FLOW,
    rule="本期内举办的政策宣讲站数，按举办日期归属；只有计划、没有举办的不计。",
    words=("民政政策进乡村宣讲", "政策宣讲"),
)  # fmt: skip
ATTENDANCE = Figure(
    "children.stop_attendance", "宣讲到场人次", **_HELD, unit="人次", kind=Kind.PERSON_TIMES, total=Total("attendance"),
    rule="本期内各站到场人数之和；同一人到场几站计几人次，不是去重人数。",
    words=("宣讲到场", "参加宣讲"),
)  # fmt: skip
QUESTIONS = Figure(
    "children.stop_questions", "宣讲解答问题", **_HELD, unit="个", kind=Kind.SUM, total=Total("questions"),
    rule="本期内各站当场解答的问题数之和。",
    words=("宣讲解答问题", "现场解答问题"),
)  # fmt: skip
TOWNSHIPS = Figure(
    "children.stop_townships", "宣讲覆盖乡镇", **_HELD, unit="个", kind=Kind.DISTINCT, total=Distinct("place"),
    rule="本期内至少举办过一站宣讲的乡镇（街道），按记录的所属乡镇去重计数。",
    words=("宣讲覆盖乡镇", "覆盖乡镇"),
)  # fmt: skip

register(HELD, ATTENDANCE, QUESTIONS, TOWNSHIPS)
