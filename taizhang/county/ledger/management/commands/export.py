"""taizhang export: a ledger as a workbook, CSV or Parquet, masked, within a person's reach or as a whole."""

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from taizhang.county.audit import changes
from taizhang.county.ledger.management.arguments import ledger_called, person_called
from taizhang.county.ledger.services import refusal
from taizhang.county.ledger.sheets import writing
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.people import access
from taizhang.county.people.roles import Action


class Command(BaseCommand):
    help = "把台账导出为工作簿、CSV 或 Parquet；隐私栏目遮蔽，作废的记录不导出"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ledger", metavar="台账", help="如 disputes")
        parser.add_argument("file", metavar="文件", type=Path, help="要写的 .xlsx、.csv 或 .parquet")
        parser.add_argument("--by", metavar="登录名", help="按谁的管辖范围导出；不写则为全县")

    def handle(self, *, ledger: str, file: Path, by: str | None, **_: Any) -> None:
        kept = ledger_called(ledger)
        person: Any = person_called(by) if by else changes.SYSTEM
        if kept.narrow and not by:
            self.stderr.write(f"{kept.label}涉及未成年人，请用 --by 写明由谁导出；导出会记入查阅记录。")
            raise SystemExit(1)
        if by and not access.can(person, Action.EXPORT, kept):
            self.stderr.write(refusal(Action.EXPORT, kept, None, person))
            raise SystemExit(1)
        form = {f".{one}": one for one in Form}.get(file.suffix.lower())
        if form is None:
            self.stderr.write(f"不能写成“{file.suffix}”，文件名请以 .xlsx、.csv 或 .parquet 结尾。")
            raise SystemExit(1)
        rows = access.rows(person, Action.EXPORT, kept) if by else kept.model._default_manager.all()
        rows = rows.filter(access.listed(person, kept)) if by else rows
        made = writing.export(kept, rows.filter(voided=False).order_by("pk"), by=person, form=form)
        with made.file as source, file.open("wb") as target:
            shutil.copyfileobj(source, target)
        self.stdout.write(f"{kept.label}：{made.rows} {kept.unit}，已写入 {file}")
