"""Reads one workbook in a process of its own with limits on memory and time, and writes its rows to standard output.

A few bytes can claim a sheet of 17 thousand million cells; the parser would end the process that runs it. This is run
by path, knows nothing of the rest, and writes pickles, per sheet: (name, visible, height, width), lists of rows, None.
"""

import pickle
import resource
import sys
from typing import Any, BinaryIO

MEMORY_BYTES = 1_200_000_000
SECONDS = 60
COLUMNS_MAX = 200
# The parser holds one sheet whole, about 100 bytes a cell: this many fit into the memory allowed.
CELLS_MAX = 8_000_000
SHEETS_MAX = 60
_ROWS_AT_ONCE = 2000
# How the process says why it stopped; anything else is a crash.
PASSWORD, BROKEN = 10, 11


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write(path: str, rows_max: int, out: BinaryIO) -> None:
    import python_calamine as calamine

    with calamine.load_workbook(path) as book:
        for number, about in enumerate(book.sheets_metadata[:SHEETS_MAX]):
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(number)
            height, width = (index + 1 for index in sheet.end or (-1, -1))
            put((about.name, about.visible == calamine.SheetVisibleEnum.Visible, height, width), out)
            if height <= rows_max and width <= COLUMNS_MAX and height * width <= CELLS_MAX:
                write_rows(sheet, out)
            put(None, out)


def write_rows(sheet: Any, out: BinaryIO) -> None:
    # The parser begins at the first filled column; letters in messages count from A.
    left = [""] * (sheet.start or (0, 0))[1]
    rows = []
    for row in sheet.iter_rows():
        rows.append(left + row)
        if len(rows) == _ROWS_AT_ONCE:
            put(rows, out)
            rows = []
    put(rows, out)


def put(thing: Any, out: BinaryIO) -> None:
    pickle.dump(thing, out, pickle.HIGHEST_PROTOCOL)


def main(path: str, rows_max: int) -> int:
    limit()
    import python_calamine as calamine

    try:
        write(path, rows_max, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except calamine.PasswordError:
        return PASSWORD
    except BaseException:  # a panic of the parser is no Exception
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
