"""What the worker does for the returns: every night those entered by hand are noted, and what has ended is closed."""

from procrastinate.contrib.django import app

from taizhang.lines.children.returns import settling


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="settle_returns")
def settle_returns(timestamp: int) -> None:
    """Before the night looks whether the figures add up."""
    settling.settle()
