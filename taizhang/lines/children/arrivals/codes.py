"""The code lists of the check that money arrived."""

from django.db.models import TextChoices


class Arrival(TextChoices):
    RECEIVED = "RECEIVED", "已收到"
    NOT_RECEIVED = "NOT_RECEIVED", "未收到"
    WRONG_AMOUNT = "WRONG_AMOUNT", "金额不符"
    UNREACHABLE = "UNREACHABLE", "无法联系"


class How(TextChoices):
    PHONE = "phone", "电话"
    VISIT = "visit", "入户"


# Somebody gave an answer.
ANSWERED = (Arrival.RECEIVED, Arrival.NOT_RECEIVED, Arrival.WRONG_AMOUNT)
# What somebody has to look into.
TO_ACT = (Arrival.NOT_RECEIVED, Arrival.WRONG_AMOUNT)
TONES: dict[str, str] = {"RECEIVED": "g", "NOT_RECEIVED": "r", "WRONG_AMOUNT": "r", "UNREACHABLE": "a"}
