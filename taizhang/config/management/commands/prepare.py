"""taizhang prepare: brings the database and static files to this version; safe to run again."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "建表或升级到本版本，收集静态文件；可重复运行"

    def handle(self, *, verbosity: int, **_: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if verbosity:
            self.stdout.write("数据库和静态文件已就绪。")
