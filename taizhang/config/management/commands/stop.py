"""taizhang stop: stops the embedded database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from taizhang.config import postgres


class Command(BaseCommand):
    help = "停止内置数据库"
    requires_system_checks: list[str] = []

    def handle(self, **_: Any) -> None:
        postgres.stop(settings.VAR)
        self.stdout.write("内置数据库已停止。")
