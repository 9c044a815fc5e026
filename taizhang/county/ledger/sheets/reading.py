"""Reads an uploaded workbook into sheets of plain rows, whatever its format; refuses what is not one."""

import csv
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from taizhang.county.ledger.sheets import guard, reader
from taizhang.county.ledger.sheets.guard import SAVE_AS, Kind, Unsuitable

ROWS_AT_ONCE = 2000
Cell = str | float | int | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class Sheet:
    """A visible worksheet; `rows[0]` is the row that Excel numbers 1."""

    name: str
    rows: list[list[Cell]]

    def portions(self) -> Iterator[tuple[int, list[list[Cell]]]]:
        """The number of the first row as Excel counts, and rows."""
        for start in range(0, len(self.rows), ROWS_AT_ONCE):
            yield start + 1, self.rows[start : start + ROWS_AT_ONCE]


def read(path: Path, name: str) -> list[Sheet]:
    """All visible sheets that hold anything. Raises Unsuitable."""
    kind = guard.check(path, name)
    sheets = [_csv(path)] if kind is Kind.CSV else list(_in_own_process(path))
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise Unsuitable("文件中没有内容。请把台账填在第一张工作表里，第一行写栏目名称。")
    return filled


def _in_own_process(path: Path) -> Iterator[Sheet]:
    # -I keeps the reader away from the working folder and the environment of whoever started the server.
    command = [sys.executable, "-I", str(Path(reader.__file__)), str(path)]
    calm = {**os.environ, "RUST_BACKTRACE": "0"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=calm) as process:
        assert process.stdout is not None
        try:
            yield from _sheets(process.stdout)
        except (EOFError, pickle.UnpicklingError):
            process.kill()
        finally:
            process.stdout.close()
    if process.returncode:
        raise Unsuitable(_why(process.returncode))


def _sheets(stream: IO[bytes]) -> Iterator[Sheet]:
    while stream.peek(1):  # type: ignore[attr-defined]
        name, visible, height, width = pickle.load(stream)
        rows: list[list[Cell]] = []
        while (part := pickle.load(stream)) is not None:
            rows.extend(part)
        if visible:
            _measure(name, height, width)
            yield Sheet(name, rows)


def _measure(name: str, height: int, width: int) -> None:
    if width > reader.COLUMNS_MAX:
        raise Unsuitable(
            f"工作表“{name}”有 {width:,} 列，最多 {reader.COLUMNS_MAX} 列。请删除右侧多余的列（选中后右键“删除”），再上传。"
        )
    if height > reader.ROWS_MAX or height * width > reader.CELLS_MAX:
        raise Unsuitable(
            f"工作表“{name}”到第 {height:,} 行、共 {width} 列，超出一次可导入的范围"
            f"（{reader.ROWS_MAX:,} 行、{reader.CELLS_MAX:,} 格）。下方若是空行请删除，确有这么多请分成几个文件。"
        )


def _why(code: int) -> str:
    if code == reader.PASSWORD:
        return "文件加了密码，无法读取。请取消密码后再上传。"
    if code == reader.BROKEN:
        return f"文件不完整或已损坏，无法读出表格。{SAVE_AS}"
    return f"这个文件占用的内存或时间超出上限，已停止读取；常见原因是最后一行或最后一列有误填的单元格。{SAVE_AS}"


def _csv(path: Path) -> Sheet:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Sheet(path.stem, _rows(text))
    raise Unsuitable(f"无法识别 CSV 文件的编码，应为 UTF-8 或 GB18030。{SAVE_AS}")


def _rows(text: str) -> list[list[Cell]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)]
    except csv.Error as error:
        raise Unsuitable(f"CSV 文件的引号或分隔符有误，无法分栏。{SAVE_AS}") from error
    _measure("CSV", len(rows), max(map(len, rows), default=0))
    return rows


@contextmanager
def opened(path: Path, name: str) -> "Iterator[Iterator[Sheet]]":
    yield iter(read(path, name))
