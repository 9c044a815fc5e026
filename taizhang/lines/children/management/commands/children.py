"""taizhang children: the monthly run from the command line, a dry run unless the word says otherwise."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from taizhang.county.audit import clock
from taizhang.county.ledger.validation import Refused
from taizhang.county.people.models import Person
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.models import PaymentBatch
from taizhang.lines.children.money import cents, months
from taizhang.lines.children.payroll import (
    approving,
    banks,
    checking,
    drafting,
    explaining,
    parameters,
    planning,
    sending,
)
from taizhang.lines.children.payroll.codes import BatchKind
from taizhang.lines.children.payroll.planning import LABELS, Tab


class Command(BaseCommand):
    help = "儿童基本生活费的月度发放：plan 试算，draft 生成批次，check 核对，file 查版式能否写出，explain 说明总额；均不显示姓名"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("plan", "draft", "check", "file", "explain"), metavar="动作")
        parser.add_argument("--month", default="", metavar="月份", help="如 2023-09，默认本月")
        parser.add_argument("--against", default="", metavar="批次", help="plan：与一个批次比较")
        parser.add_argument("--list", default="", metavar="栏", choices=["", *Tab], help="plan：逐条列出一栏")
        parser.add_argument("--kind", default=BatchKind.REGULAR, choices=(BatchKind.REGULAR, BatchKind.BACKPAY))
        parser.add_argument("--batch", default="", metavar="批次", help="check、file：批次号")
        parser.add_argument("--layout", default="", metavar="版式", help="file：banks.toml 中的名称")
        parser.add_argument("--by", default="", metavar="用户", help="draft：以谁的身份制单")
        parser.add_argument("--from", default="", metavar="月份", help="explain：起始月，默认当年 1 月")
        parser.add_argument("--to", default="", metavar="月份", help="explain：截止月，默认本月")
        parser.add_argument("--reported", default="", metavar="元", help="explain：上报数，默认发放明细合计")
        parser.add_argument(
            "--style", default="exact", choices=("exact", "over", "near", "about"), help="explain：写法"
        )

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            getattr(self, f"_{what}")(options)
        except (Invalid, Refused) as refused:
            self.stderr.write(str(refused))
            raise SystemExit(1) from None

    def _plan(self, options: dict[str, Any]) -> None:
        against = _batch(options["against"]) if options["against"] else None
        plan = planning.plan(_month(options["month"]), tab=options["list"], per_page=1_000_000, against=against)
        self.stdout.write(f"{months.said(plan.month)}：{plan.children}人，{plan.items}笔，{cents.yuan(plan.cents)}元")
        for tab in Tab:
            part = plan.parts[tab]
            if tab != Tab.AGAINST or against is not None:
                self.stdout.write(f"  {LABELS[tab]}（{tab.value}）：{part.rows}笔，{cents.yuan(part.cents)}元")
        for row in plan.shown:
            self.stdout.write(f"{row.code}\t{row.what}\t{row.months}\t{cents.plain(row.cents)}\t{row.sentence}")

    def _draft(self, options: dict[str, Any]) -> None:
        batch = drafting.draft(_month(options["month"]), options["kind"], by=_person(options["by"]))
        self.stdout.write(f"{batch.code}：{batch.items}笔，{batch.amount}元，{approving.next_hand(batch)}复核")

    def _check(self, options: dict[str, Any]) -> None:
        blocking = 0
        for found in checking.blocks(_batch(options["batch"])):
            blocking += found.blocking
            self.stdout.write(f"{'拦下' if found.blocking else '留意'}\t{found.code}\t{found.sentence}")
        self.stdout.write(f"不能放行的{blocking}处" if blocking else "可以放行")
        if blocking:
            raise SystemExit(1)

    def _file(self, options: dict[str, Any]) -> None:
        batch = _batch(options["batch"])
        for key in [options["layout"]] if options["layout"] else banks.banks():
            wrong = sending.faults(batch, key)
            self.stdout.write(f"{key}（{banks.bank(key).label}）：{'写不出' if wrong else '可以写出'}")
            for fault in wrong:
                self.stdout.write(f"  {fault.sentence}")

    def _explain(self, options: dict[str, Any]) -> None:
        first = parameters.month(options["from"] or f"{clock.today():%Y}-01")
        reported = cents.parse(options["reported"]) if options["reported"] else None
        told = explaining.explain(first, _month(options["to"]), reported=reported, style=options["style"])
        for row in told.rows:
            self.stdout.write(f"{cents.plain(row.cents):>16}  {row.sentence}")
        self.stdout.write(f"{cents.plain(told.reported):>16}  合计")
        self.stdout.write(told.sentence)


def _month(text: str) -> int:
    return parameters.month(text or f"{clock.today():%Y-%m}")


def _batch(code: str) -> PaymentBatch:
    found = PaymentBatch.objects.filter(code=code.strip()).first()
    if found is None:
        raise Invalid(f"没有批次“{code[:24]}”；请写批次号，如 FP202309-01")
    return found


def _person(username: str) -> Person:
    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Invalid(f"没有用户“{username[:40]}”；请用 --by 写制单人的用户名")
    return found
