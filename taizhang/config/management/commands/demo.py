"""taizhang demo: the whole main job in the demo county, then the site."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from taizhang.config.demo import people, run

_LOGINS = (
    ("shenxiaojun", "乡镇经办：台账、导入、起草"),
    ("houjianshe", "乡镇负责人：核实本单位数字"),
    ("dongcuilan", "网格员：上报、领办、报结"),
    ("mengxiaodong", "督查室：交办、督办、核验、裁定"),
    ("mali", "民政局经办：儿童台账"),
    ("zhouwenjing", "责任编辑：组版"),
    ("hanlixin", "审核"),
    ("zhengguodong", "签发"),
    ("tianhaibo", "县领导：阅读、看数"),
    ("caojing", "审计：留痕"),
    ("xinglei", "管理员：人员和岗位"),
)


class Command(BaseCommand):
    help = "建立演示县：台账从 Excel 导入，第 39 期快报编成、审核、签发、印出，然后启动网站"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="做完即止，不启动网站")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, no_serve: bool, host: str, port: int, **_: Any) -> None:
        started = time.monotonic()

        def say(sentence: str) -> None:
            self.stdout.write(f"[{time.monotonic() - started:5.1f}s] {sentence}")

        call_command("prepare", verbosity=0)
        say("数据库已就绪")
        run(say)
        say(f"完成。数据在 {settings.VAR}")
        self._logins()
        if not no_serve:
            call_command("serve", host=host, port=port)

    def _logins(self) -> None:
        self.stdout.write(f"\n演示登录（密码都是 {people.PASSWORD}）：")
        for username, what in _LOGINS:
            self.stdout.write(f"  {username:<14} {what}")
        self.stdout.write("")
