"""taizhang figure: one figure as JSON, for a period, a place, and as known at a moment."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from taizhang.county.audit import clock
from taizhang.county.figures import registry
from taizhang.county.figures.answers import answer
from taizhang.county.figures.asked import NAMES, read
from taizhang.county.standards.errors import Invalid


class Command(BaseCommand):
    help = "按口径算出一个指标，打印 JSON：数值、单位、计入条数、口径、版本、期间、已知时点"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="指标", help="如 disputes.found")
        parser.add_argument("--campaign", metavar="标识", help="专项行动的起止日期，如 bairi-2023；可加 --to")
        parser.add_argument("--from", metavar="日期", help="起始日期，默认当年 1 月 1 日")
        parser.add_argument("--to", metavar="日期", help="截止日期，默认今天")
        parser.add_argument("--months", metavar="月份", help="整月，如 1-8")
        parser.add_argument("--year", metavar="年份", help="与 --months 同用，默认今年")
        parser.add_argument("--on", metavar="日期", help="某日的时点数")
        parser.add_argument("--place", metavar="代码", help="乡镇代码或全称，默认全县")
        parser.add_argument("--unit", metavar="单位", help="只计一个单位的记录：标识、全称或简称")
        parser.add_argument("--known-at", metavar="时点", help="按当时已登记的情况计算，如 2023-08-31")
        parser.add_argument("--by", choices=("township", "unit", "month"), help="同时按乡镇、按单位或按月列出")

    def handle(self, *, key: str, by: Any, **options: Any) -> None:
        try:
            figure = registry.get(key)
            given = {name: options[name] or "" for name in NAMES}
            asked = read(given, figure=figure, today=clock.today())
        except (Invalid, registry.UnknownFigure) as refused:
            self.stderr.write(str(refused))
            raise SystemExit(1) from None
        self.stdout.write(json.dumps(answer(figure, asked, by=by), ensure_ascii=False, indent=2))
