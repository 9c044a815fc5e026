"""taizhang serve: the site on one address and a worker beside it, with the embedded database if there is no other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "启动网站（默认 127.0.0.1:8000）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))
        parser.add_argument("--no-worker", action="store_true", help="不带后台任务；另用 taizhang work 运行")

    def handle(self, *, host: str, port: int, workers: int, no_worker: bool = False, **_: Any) -> None:
        from granian.constants import Interfaces
        from granian.server import Server

        call_command("prepare", verbosity=0)
        self.stdout.write(f"网站已启动：http://{host}:{port}/ （按 Ctrl+C 停止；数据在 {settings.VAR}）")
        server = Server(
            "taizhang.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_level="warning",
        )
        with _beside(not no_worker):
            server.serve()


@contextmanager
def _beside(wanted: bool) -> Iterator[None]:
    """A worker as long as the site is served; it also notices by itself when this process was killed."""
    if not wanted:
        yield
        return
    worker = subprocess.Popen([sys.executable, "-m", "taizhang", "work", "--parent", str(os.getpid())])
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()
