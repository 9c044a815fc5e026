"""What the worker does by itself, in PostgreSQL's own queue: every minute notices and messages, every night the run.

The queue counts real minutes; what is due is asked of the county's clock, which a demonstration may have shifted.
"""

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from taizhang.county.audit import clock
from taizhang.county.matters import nightly, notices, outbox


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="minute")
def minute(timestamp: int) -> None:
    """Tells what is new, sends what is due, and sees to it that the night's run is not missed."""
    notices.collect()
    outbox.flush()
    if nightly.due(clock.now(), settings.NIGHTLY_AT):
        ask_for_night()


def ask_for_night() -> bool:
    """Puts the night's run into the queue; False where it waits there already."""
    try:
        with transaction.atomic():
            night.defer()
    except AlreadyEnqueued:
        return False
    return True


@app.task(queueing_lock="night")
def night() -> None:
    nightly.run()
