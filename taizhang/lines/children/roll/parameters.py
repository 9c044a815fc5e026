"""The numbers of the school check, each with the day it holds from and the document it is from."""

from datetime import date

from taizhang.county.ledger.rules import Threshold
from taizhang.lines.children.codes import PAID_CATEGORIES

_LAW = date(2006, 9, 1)
_COUNTY = "县就学比对规则参数"
_IN_FORCE = date(2022, 5, 1)

# Whoever has completed six years by the end of August begins school with that school year.
SCHOOL_FROM = Threshold(6, _LAW, "中华人民共和国义务教育法第十一条")
SCHOOL_YEARS = Threshold(9, _LAW, "中华人民共和国义务教育法第二条")
# The day of the year on which ages are counted for a school year: 31 August, as month and day.
AGE_DAY = Threshold(831, _LAW, "中华人民共和国义务教育法第十一条，以当年 8 月 31 日计")

# Working days to settle what a check found.
DROPPED_OUT_DAYS = Threshold(5, _IN_FORCE, _COUNTY)
NOT_FOUND_DAYS = Threshold(7, _IN_FORCE, _COUNTY)
AID_DAYS = Threshold(10, _IN_FORCE, _COUNTY)
ASK_DAYS = Threshold(5, _IN_FORCE, _COUNTY)

# How long pupils who were proposed are kept: after the decision, so that it can still be mended, and at all.
KEPT_AFTER_DECISION = Threshold(30, _IN_FORCE, _COUNTY)
KEPT_AT_ALL = Threshold(180, _IN_FORCE, _COUNTY)

# Education aid reaches de-facto unattended children as it does orphans (民发〔2019〕62号 [recalled]).
AID_IS_DUE = PAID_CATEGORIES
