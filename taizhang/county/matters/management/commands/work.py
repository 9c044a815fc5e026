"""taizhang work: the worker that runs what is queued and what comes by the clock, until it is stopped."""

import os
import signal
import time
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app

_LOOK_SECONDS = 2


class Command(BaseCommand):
    help = "运行后台任务：每分钟生成和发送通知，每晚督办；serve 已自带一个"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parent", type=int, help="这个进程结束时一同结束")

    def handle(self, *, parent: int | None, **_: Any) -> None:
        if parent:
            Thread(target=_leave_with, args=[parent], daemon=True).start()
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            worker.run_worker(name="taizhang", delete_jobs="successful")


def _leave_with(parent: int) -> None:
    """A parent that was killed cannot stop its child; the child then stops itself, and finishes what it has begun."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
