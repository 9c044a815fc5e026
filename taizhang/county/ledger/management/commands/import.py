"""taizhang import: a workbook into a ledger, all rows or none."""  # noqa: N999 — the command is called import

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandParser

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.management.arguments import ledger_called, person_called
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.validation import Refused


class Command(BaseCommand):
    help = "把工作簿导入台账：先核对，全部无误才写入；有误时按工作表的行列出，一条也不写（退出码 1）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ledger", metavar="台账", help="如 disputes")
        parser.add_argument("file", metavar="文件", type=Path, help=".xlsx、.xls、.ods、.csv")
        parser.add_argument("--by", required=True, metavar="登录名", help="以谁的名义和权限导入")
        parser.add_argument("--reason", default="", metavar="说明", help="写入留痕的导入说明")

    def handle(self, *, ledger: str, file: Path, by: str, reason: str, **_: Any) -> None:
        kept, person = ledger_called(ledger), person_called(by)
        try:
            with file.open("rb") as opened:
                found = imports.preview(kept, File(opened, name=file.name), by=person)
            self._finish(kept, found, person, reason)
        except OSError as error:
            self._stop([f"{file}：无法读取（{error.strerror}）"])
        except Refused as refused:
            self._stop(refused.sentences())
        except (Unsuitable, imports.Stale) as error:
            self._stop([str(error)])

    def _finish(self, ledger: Ledger, found: SheetImport, person: Any, reason: str) -> None:
        against = imports.against(found, by=person)
        if against:
            imports.drop(found)
            self._stop([*against, "没有写入任何内容。"])
        written = imports.commit(found, by=person, reason=reason)
        if written is None:
            imports.drop(found)
        added, changed = (written.added, written.changed) if written else (0, 0)
        unchanged = found.counts["unchanged"]
        self.stdout.write(f"{ledger.label}：新增 {added}，变动 {changed}，未变 {unchanged}")
        for note in found.counts["notes"]:
            self.stdout.write(note)

    def _stop(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stderr.write(sentence)
        raise SystemExit(1)
