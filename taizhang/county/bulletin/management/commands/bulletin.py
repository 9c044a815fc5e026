"""taizhang bulletin import: past issues from their files into the archive, each file whole or not at all."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taizhang.county.bulletin import importing
from taizhang.county.bulletin.importing import Reading
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.ledger.management.arguments import person_called
from taizhang.county.standards.errors import unreadable


class Command(BaseCommand):
    help = "快报档案。import：把往期快报（.txt、.docx、有文字的 .pdf）补录进档案，先列出读到的内容；有误的文件一个字也不写（退出码 1）"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", metavar="动作", required=True)
        taken = acts.add_parser("import", help="补录往期快报")
        taken.add_argument("files", metavar="文件", nargs="+", type=Path)
        taken.add_argument("--by", required=True, metavar="登录名", help="以谁的名义和权限补录")
        taken.add_argument("--dry-run", action="store_true", help="只读出来看，不写入")
        taken.add_argument("--json", action="store_true", help="每个文件输出一行 JSON")
        taken.add_argument("--year", type=int, metavar="年", help="文件里没有写年份时指明")
        taken.add_argument("--no", type=int, metavar="期号", help="文件里没有写期号时指明，只用于一个文件")
        taken.add_argument(
            "--date", type=date.fromisoformat, metavar="日期", help="文件里没有写日期时指明，如 2023-09-01"
        )

    def handle(self, *, files: list[Path], by: str, **options: Any) -> None:
        if len(files) > 1 and (options["no"] or options["date"]):
            raise CommandError("--no 和 --date 只能用于一个文件，请逐个导入")
        person, refused = person_called(by), 0
        for file in files:
            reading, against = self._read(file, options)
            if reading is not None and not against and not options["dry_run"]:
                against = _kept(reading, person)
            refused += bool(against)
            report = _json if options["json"] else _listed
            self.stdout.write(report(file, reading, against, dry=options["dry_run"]))
        if refused:
            raise SystemExit(1)

    def _read(self, file: Path, options: dict[str, Any]) -> tuple[Reading | None, list[str]]:
        try:
            given = file.read_bytes()
            found = importing.read(given, file.name, year=options["year"], no=options["no"], day=options["date"])
            return found, list(importing.against(found))
        except OSError as error:
            return None, [f"{file}：{unreadable(error)}"]
        except Refused as refused:
            return None, refused.all()


def _kept(reading: Reading, person: Any) -> list[str]:
    try:
        importing.keep(reading, by=person)
    except Refused as refused:
        return refused.all()
    return []


def _state(against: list[str], dry: bool) -> str:
    return "未导入" if against else "可以导入" if dry else "已导入"


def _listed(file: Path, reading: Reading | None, against: list[str], *, dry: bool) -> str:
    lines = [f"{file.name or file}：{_state(against, dry)}", *(f"  {sentence}" for sentence in against)]
    if reading is None:
        return "\n".join(lines)
    found, order = reading.bulletin, 0
    number = f"第 {found.no} 期" if found.no is not None else "期号不详"
    lines.append(f"  {found.name or '刊名不详'} {found.year or ''} {number} {found.issuer} {found.date or '日期不详'}")
    for section in found.sections:
        lines.append(f"  【{section.title}】 {len(section.items)} 条")
        for item in section.items:
            numbers = "、".join(one.span.text for one in reading.numbers[order])
            lines.append(f"    {item.headline or item.body[:20]}（{' '.join(item.units)}）{numbers}")
            order += 1
    lines.append(f"  栏目 {len(found.sections)}，稿件 {len(found.items)}，数字 {reading.count}")
    return "\n".join([*lines, *(f"  请核对：{doubt}" for doubt in reading.doubts)])


def _json(file: Path, reading: Reading | None, against: list[str], *, dry: bool) -> str:
    said: dict[str, Any] = {"file": file.name, "state": _state(against, dry), "refused": against}
    if reading is not None:
        found, numbers = reading.bulletin, iter(reading.numbers)
        said |= {
            name: getattr(found, name) for name in ("name", "year", "no", "total_no", "extra", "issuer", "secrecy")
        }
        said |= {name: getattr(found, name) for name in ("editor", "checker", "signer", "copies")}
        said["date"] = found.date.isoformat() if found.date else None
        said["distribution"] = [{"label": one.label, "text": one.text} for one in found.distribution]
        said["sections"] = [
            {"title": section.title, "items": [_item(item, next(numbers)) for item in section.items]}
            for section in found.sections
        ]
        said |= {"notes": found.notes, "rest": found.rest, "warnings": reading.doubts}
    return json.dumps(said, ensure_ascii=False)


def _item(item: Any, numbers: Any) -> dict[str, Any]:
    said = [
        {"field": one.field, "start": one.span.start, "end": one.span.end, "text": one.span.text,
         "value": one.span.value, "unit": one.span.unit, "key": one.key, "place": one.place}
        for one in numbers
    ]  # fmt: skip
    return {"headline": item.headline, "body": item.body, "units": item.units, "numbers": said}
