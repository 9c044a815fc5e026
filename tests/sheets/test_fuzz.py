"""A hundred workbooks broken at random: each is refused in Chinese or previewed, and none ends in an error."""

import os
import random
from datetime import date, datetime, time

import pytest

from taizhang.county.ledger.sheets import imports
from taizhang.county.ledger.sheets.guard import Unsuitable
from tests.county import on
from tests.sheets import books

# TAIZHANG_FUZZ=850 makes 2,000 of them, which take some minutes.
SEED, ROUNDS = int(os.environ.get("TAIZHANG_FUZZ_SEED", "20230901")), int(os.environ.get("TAIZHANG_FUZZ", "50"))
ODD = (
    None, "", " ", "\u3000", "=1+1", "@x", "+", "\t", "*", "张*", "是", "4.10726E+17", "１２３", "3.2万", "九月", "2023.9.1",
    "去年", "99999999999999999999", "-0", "1e400", "\u202e反", "𬀩㑇😀", "a\x7fb",
    "长" * 900, "'; DROP TABLE x--", "<b>", "{}",
    0, -1, 2**63, 1.5, 1e300, 4.10726199001011e17, True, False, date(2023, 8, 1), datetime(1900, 1, 1), time(3, 4),
    date(9999, 12, 31), "JF20230101-0001", "410726206200001", "胙城", "榆林乡", "99", "01", "00000000", "12345",
)  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


def judged(ledger, content, by):
    """True where a preview came of it, and False where it was refused in Chinese."""
    try:
        found = imports.preview(ledger, books.upload(content), by=by)
    except Unsuitable as refused:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in str(refused))
        return False
    if imports.ready(found):
        imports.commit(found, by=by)
    return True


@pytest.mark.parametrize("slug", ["disputes", "children", "payments"])
def test_any_value_in_any_cell(county, slug):
    ledger, chance = books.get(slug), random.Random(SEED)
    clerk = books.lead_clerk(ledger, county)
    for _ in range(ROUNDS // 3):
        rows = books.typed(ledger, county, 6)
        for row in rows:
            for name in chance.sample([*row], chance.randint(0, 3)):
                row[name] = chance.choice(ODD)
        assert judged(ledger, books.sheet(ledger, rows, above=chance.randint(0, 3)), clerk)


def test_any_byte_of_the_file(county):
    ledger, chance = books.get("disputes"), random.Random(SEED)
    whole = books.sheet(ledger, books.typed(ledger, county, 4))
    for _ in range(ROUNDS // 2):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        judged(ledger, bytes(broken[: chance.randint(len(broken) // 2, len(broken))]), county.clerk)


def test_any_byte_of_any_part(county):
    ledger, chance = books.get("disputes"), random.Random(SEED)
    files = books.parts(books.sheet(ledger, books.typed(ledger, county, 4)))
    for _ in range(ROUNDS):
        name = chance.choice([*files])
        part = bytearray(files[name])
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(part))
            part[at : at + chance.randint(0, 3)] = bytes(chance.choices(b'<>/="0A&; r', k=chance.randint(0, 3)))
        judged(ledger, books.package(files | {name: bytes(part)}), county.clerk)
