"""An address fills in what a person may type, and never a private column, whatever the ledger."""

import pytest

from taizhang.county.ledger import registry
from taizhang.county.ledger.prefilled import LENGTH_MAX, prefilled

LEDGERS = [pytest.param(ledger, id=ledger.slug) for ledger in registry.written()]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_no_private_or_computed_column_is_filled_in(ledger):
    asked = {column.name: "410726" for column in ledger.all_columns} | {"voided": "1", "edition": "7"}

    filled = prefilled(ledger, asked)

    allowed = {column.name for column in ledger.editable if not column.private}
    assert set(filled) <= allowed
    assert {name for name in allowed if ledger.column(name).kind != "choice"} <= set(filled)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_only_choices_that_the_list_offers_are_taken(ledger):
    for column in ledger.editable:
        if column.kind == "choice" and not column.private:
            value = column.choices[0][0]
            assert prefilled(ledger, {column.name: value}) == {column.name: value}
            assert prefilled(ledger, {column.name: f"{value}?"}) == {}


@pytest.mark.parametrize("ledger", LEDGERS[:1])
def test_prose_and_nothing_are_left_out(ledger):
    name = next(column.name for column in ledger.editable if column.kind == "text" and not column.private)

    assert prefilled(ledger, {name: "字" * (LENGTH_MAX + 1)}) == prefilled(ledger, {name: "  "}) == {}
