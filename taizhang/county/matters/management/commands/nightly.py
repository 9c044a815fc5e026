"""taizhang nightly: the night's run by hand, or what it would do."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taizhang.county.audit import clock
from taizhang.county.matters import nightly


class Command(BaseCommand):
    help = "夜间督办：重算暂定期限、签发到期的督办文书、生成通知；重复运行不会重复发文，中断后再运行即接着做"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", metavar="时间", help="按这个时间判断，如 2023-09-18T00:30（默认现在）")
        parser.add_argument("--dry-run", action="store_true", help="只列出将要签发的文书，不写入")

    def handle(self, *, at: str | None, dry_run: bool, **_: Any) -> None:
        moment = _moment(at) if at else clock.now()
        if dry_run:
            nightly.foresee(moment, say=self.stdout.write)
        elif moment > clock.now():
            raise CommandError("这个时间还没有到，不能提前发文；要看届时会发什么，请加 --dry-run")
        else:
            nightly.run(moment, say=self.stdout.write)


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written)
    except ValueError as error:
        raise CommandError(f"--at {written!r} 读不出时间，请写成 2023-09-18T00:30") from error
    return found if found.tzinfo else found.replace(tzinfo=clock.SHANGHAI)
