"""The numbers of the check that money arrived, each with the day it holds from and the document it is from."""

from datetime import date

from taizhang.county.ledger.rules import Threshold

_COUNTY = "县生活费到账核实规则参数"
_IN_FORCE = date(2023, 1, 1)

# How many payments of a month are asked after unless whoever draws says otherwise, and at most.
SAMPLE = Threshold(30, _IN_FORCE, _COUNTY)
SAMPLE_MAX = Threshold(1000, _IN_FORCE, _COUNTY)
# Working days to find out where money is that did not arrive.
ARRIVAL_DAYS = Threshold(5, _IN_FORCE, _COUNTY)
