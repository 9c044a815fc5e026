"""Reads an uploaded workbook into sheets of plain rows, whatever its format; refuses what is not one."""

import codecs
import csv
import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO

from django.conf import settings

from taizhang.county.ledger.sheets import defusing, guard, reader
from taizhang.county.ledger.sheets.guard import SAVE_AS, Kind, Unsuitable

ROWS_AT_ONCE = 2000
CSV_ROWS_MAX = 2_000_000
_SNIFFED_LINES = 20
Cell = str | float | int | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class Sheet:
    """A visible worksheet that is read as it is asked for, once, and before the next one."""

    name: str
    rows: Iterator[list[Cell]]

    def portions(self) -> Iterator[tuple[int, list[list[Cell]]]]:
        """The number of the first row as Excel counts, and rows."""
        first = 1
        while portion := list(islice(self.rows, ROWS_AT_ONCE)):
            yield first, portion
            first += len(portion)


@contextmanager
def opened(path: Path, name: str, *, judged: bool = False) -> Iterator[Iterator[Sheet]]:
    """All visible sheets that hold anything. What is `judged` was found sound before, and is the same file.

    Raises Unsuitable, for what turns out later as late as that.
    """
    plain = guard.is_plain(path) if judged else guard.check(path, name) is Kind.CSV
    with closing(_csv(path, Path(name).stem) if plain else _in_own_process(path)) as sheets:
        yield _filled(sheets)


def _filled(sheets: Iterator[Sheet]) -> Iterator[Sheet]:
    found = False
    for sheet in sheets:
        for first in sheet.rows:
            found = True
            yield Sheet(sheet.name, chain([first], sheet.rows))
            break
    if not found:
        raise Unsuitable("文件中没有内容。请把台账填在第一张工作表里，第一行写栏目名称。")


def _in_own_process(path: Path) -> Generator[Sheet]:
    # -I keeps the reader away from the working folder and the environment of whoever started the server.
    command = [sys.executable, "-I", str(Path(reader.__file__)), str(path), str(settings.SHEET_ROWS_MAX)]
    calm = {**os.environ, "RUST_BACKTRACE": "0"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=calm) as process:
        assert process.stdout is not None
        try:
            yield from _sheets(process.stdout)
        except (EOFError, pickle.UnpicklingError):
            process.kill()
        except GeneratorExit:
            # Nobody wants the rest: what the process was about to say of it is no trouble of the file.
            process.kill()
            return
        finally:
            process.stdout.close()
    if process.returncode:
        raise Unsuitable(_why(process.returncode))


def _sheets(stream: IO[bytes]) -> Iterator[Sheet]:
    while stream.peek(1):  # type: ignore[attr-defined]
        name, visible, height, width = pickle.load(stream)
        rows = _rows(stream)
        if visible:
            _measure(name, height, width)
            yield Sheet(name, rows)
        # What nobody asked for lies before the next sheet.
        for _ in rows:
            pass


def _rows(stream: IO[bytes]) -> Iterator[list[Cell]]:
    while (part := pickle.load(stream)) is not None:
        yield from part


def _measure(name: str, height: int, width: int) -> None:
    if width > reader.COLUMNS_MAX:
        raise Unsuitable(
            f"工作表“{name}”有 {width:,} 列，最多 {reader.COLUMNS_MAX} 列。请删除右侧多余的列（选中后右键“删除”），再上传。"
        )
    if height > settings.SHEET_ROWS_MAX or height * width > reader.CELLS_MAX:
        raise Unsuitable(
            f"工作表“{name}”到第 {height:,} 行、共 {width} 列，超出一次可导入的范围"
            f"（{settings.SHEET_ROWS_MAX:,} 行、{reader.CELLS_MAX:,} 格）。下方若是空行请删除，确有这么多请分成几个文件。"
        )


def _why(code: int) -> str:
    if code == reader.PASSWORD:
        return "文件加了密码，无法读取。请取消密码后再上传。"
    if code == reader.BROKEN:
        return f"文件不完整或已损坏，无法读出表格。{SAVE_AS}"
    return f"这个文件占用的内存或时间超出上限，已停止读取；常见原因是最后一行或最后一列有误填的单元格。{SAVE_AS}"


def _csv(path: Path, name: str) -> Generator[Sheet]:
    with path.open(encoding=_encoding(path), newline="") as file:
        first = list(islice(file, _SNIFFED_LINES))
        file.seek(0)
        yield Sheet(name, _lines(csv.reader(file, delimiter=max(",\t;", key=partial(_even, first)))))


def _even(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines a delimiter cuts into equally many cells, and into how many; a title above has none of it."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    return times, width


def _encoding(path: Path) -> str:
    """What the whole file can be read in; found before any row is given, so that none is given in the wrong one."""
    with path.open("rb") as file:
        wide = file.read(2) in guard.UTF_16
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unsuitable(f"无法识别 CSV 文件的编码，应为 UTF-8、UTF-16 或 GB18030。{SAVE_AS}")


def _lines(rows: Iterator[list[str]]) -> Iterator[list[Cell]]:
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            if len(row) > reader.COLUMNS_MAX:
                _measure("CSV", number, len(row))
            if number > CSV_ROWS_MAX:
                raise Unsuitable(f"CSV 文件超过 {CSV_ROWS_MAX:,} 行，请分成几个文件上传。")
            yield [defusing.restored(cell) for cell in row]
    except csv.Error as error:
        raise Unsuitable(f"CSV 文件第 {number + 1} 行附近的引号或分隔符有误，无法分栏。{SAVE_AS}") from error
