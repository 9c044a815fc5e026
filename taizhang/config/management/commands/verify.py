"""taizhang verify: the chain of changes is unbroken, every signed number is what its rows still say, stocks balance."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from taizhang.county.audit import clock, verification
from taizhang.county.bulletin import recheck
from taizhang.county.figures import balances

# More would hide the first, which is the one to look at.
_SHOWN = 20


class Command(BaseCommand):
    help = "核对留痕链、已签发的每个数字和存量与增减的平衡；发现第一处改动即指出，退出码 1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchors", type=Path, default=settings.VAR / "anchors.jsonl", help="锚文件，应放在另一台机器"
        )

    def handle(self, *, anchors: Path, **_: Any) -> None:
        faults = verification.faults() + (verification.against(anchors) if anchors.exists() else [])
        changed = recheck.changed_numbers()
        unbalanced = balances.broken(clock.today())
        sentences = [*(fault.sentence for fault in faults), *changed, *unbalanced]
        if sentences:
            for sentence in sentences[:_SHOWN]:
                self.stderr.write(f"✗ {sentence}")
            self.stderr.write(
                f"共 {len(faults)} 处留痕断开，{len(changed)} 个签发数字或文字不符，{len(unbalanced)} 处数据不平衡。"
                f"第一处：{sentences[0]}"
            )
            raise SystemExit(1)
        tip = verification.tip()
        if tip:
            verification.keep(tip, anchors)
        self.stdout.write(
            f"留痕链完整，共 {tip.seq if tip else 0} 环；已签发的 {recheck.count()} 个数字逐一复算，与签发时一致；"
            f"{len(balances.every())} 项存量与增减平衡。"
        )
