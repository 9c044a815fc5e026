"""Personal numbers, which a bulletin never prints."""

from taizhang.county.bulletin.flow import Clean
from taizhang.county.bulletin.style.habit import Habit, habit

PRIVATE: tuple[Habit, ...] = (
    habit(r"(?<![\dXx])\d{17}[\dXx](?!\d)", "疑似公民身份号码。", "快报不得出现个人身份号码，请删去。",
          since=Clean.TEXT, code="private"),
    habit(r"(?<!\d)1[3-9]\d{9}(?!\d)", "疑似手机号码。", "快报不得出现个人电话，请删去。", since=Clean.TEXT, code="private"),
    habit(r"(?<!\d)(62|60|95)\d{14,17}(?!\d)", "疑似银行账号。", "快报不得出现个人账号，请删去。",
          since=Clean.TEXT, code="private"),
)  # fmt: skip
# What no reading of the words can find is said to the checker instead.
BEYOND = "系统不掌握未成年人姓名的完整名单，不能识别文中是否出现未成年人或案件当事人姓名，请审核人通读核对。"
