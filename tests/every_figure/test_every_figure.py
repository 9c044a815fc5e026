"""What holds for every figure of every line: it opens, its rows add up, its parts sum, it is documented."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest

from taizhang.county.audit import changes, clock
from taizhang.county.figures import registry, values
from taizhang.county.figures.asked import is_state
from taizhang.county.figures.definition import Distinct, Figure, Ratio
from taizhang.county.figures.drill import drill
from taizhang.county.figures.period import Period
from taizhang.county.figures.signed import recheck, sign
from taizhang.county.ledger.references import gather
from taizhang.county.ledger.validation import fill
from taizhang.county.people.models import Organisation
from tests.county import on
from tests.matters import office

TODAY = date(2023, 9, 1)
# Ledgers nobody writes by hand; a line says in its examples by whom its own are made.
MAKERS = {"matters": office.at_many_stages}
FIGURES = [pytest.param(figure, id=figure.key) for figure in registry.every()]
pytestmark = pytest.mark.parametrize("figure", FIGURES)


@pytest.fixture
def rows(county, figure, settings, tmp_path):
    """Ten believable rows in the figure's ledger: those the line keeps as examples, or what its own doors make."""
    ledger = figure.ledger
    if ledger.sealed:
        files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
        settings.STORAGES = settings.STORAGES | {"default": files}
        with on("2023-08-31"):
            return (MAKERS.get(ledger.slug) or examples(ledger).MAKERS[ledger.slug])(county)
    example = examples(ledger).EXAMPLES[ledger.slug]
    with on("2023-08-31"), changes.change(by=changes.SYSTEM, reason="示例"):
        for n in range(10):
            typed = example(n, county)
            filled = fill(ledger.model(), typed, ledger.editable, gather(ledger, TODAY))
            assert filled.errors == {}
            for name in ledger.key:
                if ledger.column(name).kind == "text" and not getattr(filled.record, name):
                    setattr(filled.record, name, f"SL{n:010d}")
            filled.record.save()
    return county


def examples(ledger):
    return import_module(ledger.model.__module__.rpartition(".")[0] + ".examples")


def period(figure):
    return Period.at(TODAY) if is_state(figure) else Period.between(date(2021, 1, 1), TODAY)


def test_its_value_opens_onto_rows_that_add_up(rows, figure):
    found = values.value(figure, period(figure))

    for person in (rows.clerk, rows.stranger, rows.leader):
        opened = drill(figure, period(figure), person=person)
        assert opened.shown.count() + opened.hidden == opened.total_rows == found.rows


@pytest.mark.parametrize("by", ["township", "unit"])
def test_its_parts_sum_to_the_county_and_open_onto_their_rows(rows, figure, by):
    board = values.board([figure], period(figure), by=by)

    for (_, part), found in board.items():
        asked = {"township": "place", "unit": "unit"}[by]
        assert values.counted(figure, period(figure), **{asked: part}).count() == found.rows
    parts = [found for (_, place), found in board.items() if place]
    assert sum(found.rows for found in parts) == board[figure.key, None].rows
    if isinstance(figure, Figure) and not isinstance(figure.total, Distinct):
        assert sum(found.amount for found in parts) == board[figure.key, None].amount


def test_its_months_sum_to_the_period(rows, figure):
    if is_state(figure) or isinstance(figure, Ratio) or isinstance(figure.total, Distinct) or callable(figure.where):
        return
    board = values.board([figure], period(figure), by="month")

    months = [found.amount for (_, month), found in board.items() if month]
    assert sum(months) == board[figure.key, None].amount


def test_before_anything_was_recorded_it_is_nothing(rows, figure):
    found = values.value(figure, period(figure), known_at=datetime(2000, 1, 1, tzinfo=UTC))

    assert found.rows == 0
    assert not found.amount


def test_it_counts_again_the_same_after_it_was_signed(rows, figure):
    with on("2023-09-01"):
        signed = sign(figure, period(figure))
    with on("2023-09-02"), changes.change(by=rows.clerk, reason="作废"):
        figure.ledger.model.objects.update(voided=True, void_reason="测试")

    assert recheck(signed) == []
    assert values.value(figure, period(figure)).rows == 0
    assert values.value(figure, period(figure), known_at=clock.end_of(TODAY)).rows == signed.rows


def test_its_definition_is_documented(county, signed_in, figure):
    with on("2023-09-01"):
        page = signed_in(county.leader).get(f"/figures/{figure.key}/").content.decode()

    assert figure.rule in page
    assert Organisation.objects.get(slug=figure.answers).name in page
    assert figure.since <= TODAY
