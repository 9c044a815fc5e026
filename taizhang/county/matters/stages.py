"""The stages every flow's states belong to, whatever the flow calls them: what inboxes, boards and figures ask for."""

from django.db.models import TextChoices


class Stage(TextChoices):
    REGISTERED = "registered", "待交办"
    ASSIGNED = "assigned", "待领办"
    REFUSED = "refused", "退回待改派"
    ARBITRATION = "arbitration", "待裁定"
    WORKING = "working", "办理中"
    CHECKING = "checking", "待核验"
    CLOSED = "closed", "已办结"
    VISITED = "visited", "已回访"
    REOPENED = "reopened", "已重办"
    CANCELLED = "cancelled", "已撤销"


S = Stage
# No clock of handling runs any more.
ENDED = (S.CLOSED, S.VISITED, S.REOPENED, S.CANCELLED)
OPEN = tuple(stage for stage in Stage if stage not in ENDED)
# Closed with a result, for whatever is counted as done.
DONE = (S.CLOSED, S.VISITED, S.REOPENED)
