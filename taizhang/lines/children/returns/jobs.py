"""What the worker does for the returns: every night those entered by hand are noted, and what has ended is closed."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from taizhang.lines.children.returns import settling


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="settle_returns")
def settle_returns(timestamp: int) -> None:
    """Before the night looks whether the figures add up."""
    settling.settle()


def ask_to_settle() -> None:
    """Now rather than at night; one that waits in the queue already does for both."""
    try:
        with transaction.atomic():
            settle_returns.defer(timestamp=0)
    except AlreadyEnqueued:
        return
