"""Columns are read off the model, so that labels, lengths and choices are written once."""

import pytest

from taizhang.county.ledger import registry
from taizhang.county.ledger.derive import column
from taizhang.county.people.models import Organisation, Post


@pytest.mark.parametrize(
    ("model", "name", "kind"),
    [
        (Organisation, "name", "text"),
        (Organisation, "kind", "choice"),
        (Organisation, "order", "whole"),
        (Organisation, "valid_from", "date"),
        (Post, "organisation", "link"),
    ],
)
def test_the_kind_of_a_column_comes_from_its_field(model, name, kind):
    assert column(model, name).kind == kind


def test_label_length_and_demand_come_from_the_field():
    name, ended = column(Organisation, "short"), column(Organisation, "valid_to")

    assert (name.label, name.max_length, name.required) == ("简称", 20, True)
    assert not ended.required


def test_a_number_knows_what_the_database_holds():
    assert (column(Organisation, "order").least, column(Organisation, "order").most) == (0, 32767)


def test_a_name_that_is_neither_field_nor_method_stops_the_start():
    with pytest.raises(AttributeError):
        column(Organisation, "nothing")


@pytest.mark.parametrize("ledger", registry.every(), ids=lambda ledger: ledger.slug)
def test_everything_a_ledger_names_is_one_of_its_columns(ledger):
    named = {*ledger.key, *ledger.card, *ledger.filters, *ledger.search, *(ledger.private or {}), *(ledger.tones or {})}

    assert named <= set(ledger.by_name)
    assert {"unit", "place"} <= set(ledger.by_name)
