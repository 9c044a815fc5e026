"""What follows for a child from the pupil it is: on the roll or not, with the aid that is due or without."""

from taizhang.lines.children.roll.codes import Result, Status
from taizhang.lines.children.roll.pupils import Pupil

_BY_STATUS = {Status.DROPPED: Result.DROPPED_OUT, Status.LEFT: Result.NOT_FOUND}


def of(pupil: Pupil, *, aid_due: bool) -> Result:
    """Who has left is no longer on the roll of this county; a status in unknown words counts as on it, once decided."""
    if pupil.status in _BY_STATUS:
        return _BY_STATUS[pupil.status]
    if pupil.aid:
        return Result.AID_GRANTED
    return Result.AID_MISSING if aid_due and pupil.aid is False else Result.ON_ROLL
