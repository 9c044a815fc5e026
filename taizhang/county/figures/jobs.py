"""What the worker does for the figures by itself: every night it looks whether they still add up."""

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from taizhang.county.audit import clock
from taizhang.county.figures import balances

log = logging.getLogger(__name__)


class OutOfBalance(Exception):
    """Figures over the same rows contradict each other: the job fails, and whoever looks after the queue sees it."""


@app.periodic(cron="40 0 * * *")
@app.task(queueing_lock="balances")
def check_balances(timestamp: int) -> None:
    """Of the day before, which nobody is still entering at night. Raises OutOfBalance."""
    sentences = balances.broken(clock.today() - timedelta(days=1))
    for sentence in sentences:
        log.error(sentence)
    if sentences:
        raise OutOfBalance(sentences[0])
