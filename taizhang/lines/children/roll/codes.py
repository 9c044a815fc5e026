"""The code lists of the school check."""

from django.db.models import TextChoices

from taizhang.lines.children.schoolcheck import Stage


class Result(TextChoices):
    UNDECIDED = "UNDECIDED", "待判定"
    NOT_FOUND = "NOT_FOUND", "查无学籍"
    DROPPED_OUT = "DROPPED_OUT", "辍学"
    AID_MISSING = "AID_MISSING", "在籍未享受资助"
    AID_GRANTED = "AID_GRANTED", "在籍已享受资助"
    ON_ROLL = "ON_ROLL", "在籍"


class Found(TextChoices):
    """By which stage of the comparison the pupil was found."""

    EXACT = "exact", Stage.EXACT.value
    COMPARED = "compared", Stage.COMPARED.value


class Decision(TextChoices):
    SAME = "same", "是同一人"
    NOT_SAME = "not_same", "不是同一人"
    NOT_FOUND = "not_found", "查无学籍"
    ASK = "ask", "请学校核实"


class Status(TextChoices):
    """What the register says of a pupil, the best first: of two rows of one pupil the better one counts."""

    STUDYING = "studying", "在籍"
    SUSPENDED = "suspended", "休学"
    DROPPED = "dropped", "辍学"
    LEFT = "left", "已转出或毕业"
    UNKNOWN = "unknown", "状态不明"


TONES = {
    Result.UNDECIDED: "a", Result.NOT_FOUND: "r", Result.DROPPED_OUT: "r", Result.AID_MISSING: "a",
    Result.AID_GRANTED: "g", Result.ON_ROLL: "g",
}  # fmt: skip
# What somebody has to do something about.
TO_ACT = (Result.NOT_FOUND, Result.DROPPED_OUT, Result.AID_MISSING)
