"""What is exported imports back with no change, for every ledger; and what stands in an export."""

import datetime
import io

import openpyxl
import pytest

from taizhang.county.audit.models import Change, Reading
from taizhang.county.ledger import registry
from taizhang.county.ledger.sheets import imports, template, writing
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from tests.county import on
from tests.sheets import books

every_ledger = pytest.mark.parametrize("ledger", registry.written(), ids=lambda ledger: ledger.slug)


@pytest.fixture
def filled(county):
    """`filled(ledger)` imports five example rows through the front door and returns who did."""

    def fill(ledger):
        clerk = books.lead_clerk(ledger, county)
        with on(books.TODAY):
            books.bring_in(ledger, books.sheet(ledger, books.typed(ledger, county, 5)), by=clerk)
        return clerk

    return fill


def exported(ledger, by, **options):
    rows = access.rows(by, Action.EXPORT, ledger).filter(voided=False).order_by("pk")
    with on(books.TODAY), writing.export(ledger, rows, by=by, **options).file as file:
        return file.read()


@every_ledger
def test_what_is_exported_in_clear_imports_back_with_no_change(ledger, filled):
    clerk = filled(ledger)
    versions, changes = ledger.model.versions.objects.count(), Change.objects.count()
    reason = "往返核对" if ledger.private_columns else ""
    content = exported(ledger, clerk, clear_reason=reason)
    with on("2023-09-02"):
        found = imports.preview(ledger, books.upload(content), by=clerk)
        assert imports.commit(found, by=clerk) is None
    assert found.counts["unchanged"] == ledger.model.objects.count() >= 5
    assert (found.counts["new"], found.counts["changed"], found.counts["refused"]) == (0, 0, 0), found.counts
    assert (ledger.model.versions.objects.count(), Change.objects.count()) == (versions, changes)


@every_ledger
def test_a_masked_export_imports_back_with_no_change(ledger, filled):
    clerk = filled(ledger)
    with on("2023-09-02"):
        found = imports.preview(ledger, books.upload(exported(ledger, clerk)), by=clerk)
    assert (found.counts["new"], found.counts["changed"], found.counts["refused"]) == (0, 0, 0), found.counts
    assert found.counts["unchanged"] >= 5


@every_ledger
def test_private_columns_leave_masked_and_unlogged(ledger, filled):
    clerk = filled(ledger)
    rows = books.cells(exported(ledger, clerk))
    for column in ledger.private_columns:
        position = rows[0].index(column.label)
        stored = {column.text(column.value(record)) for record in ledger.model.objects.all()} - {""}
        assert not stored & {row[position] for row in rows[1:]}
    assert not Reading.objects.exists()


@every_ledger
def test_the_template_is_filled_in_and_imports(ledger, county):
    clerk = books.lead_clerk(ledger, county)
    with on(books.TODAY):
        book = openpyxl.load_workbook(io.BytesIO(template.blank(ledger)))
        row = books.examples(ledger)(0, county)
        book["明细"].append([row.get(column.name) for column in ledger.editable])
        written = books.bring_in(ledger, books.saved(book), by=clerk)
    assert written.added == 1


@every_ledger
def test_labels_of_a_ledger_differ(ledger):
    labels = [column.label for column in ledger.all_columns]
    assert len(set(labels)) == len(labels)


def test_an_export_keeps_types_and_says_where_it_is_from(filled):
    ledger = books.get("disputes")
    content = exported(ledger, filled(ledger), words=["乡镇 胙城乡"])
    book = openpyxl.load_workbook(io.BytesIO(content))
    first = dict(zip(ledger.by_name, book["明细"][2], strict=True))
    assert isinstance(first["found_on"].value, datetime.datetime)
    assert first["people"].value == 2
    assert (first["grid"].data_type, first["grid"].number_format) == ("s", "@")
    assert book["明细"].freeze_panes == "B2"
    said = dict(row for row in books.cells(content, "说明") if row[0])
    assert said["条件"] == "乡镇 胙城乡"
    assert "2023-09-01 12:00" in said["导出时间"]
    assert said["行数"] == "5 起"
    assert said["隐私栏目"] == "当事人：已遮蔽"


def test_choices_are_drop_downs(filled):
    ledger = books.get("disputes")
    book = openpyxl.load_workbook(io.BytesIO(exported(ledger, filled(ledger))))
    lists = [rule.formula1 for rule in book["明细"].data_validations.dataValidation]
    assert '"简易,一般,疑难"' in lists
    assert '"是,否"' in lists


def test_nothing_to_export_still_gives_a_header(county):
    ledger = books.get("disputes")
    rows = books.cells(exported(ledger, county.clerk))
    assert rows[0] == tuple(column.label for column in ledger.all_columns)


def test_text_that_looks_like_a_formula_stays_text(filled, county):
    ledger = books.get("disputes")
    clerk = filled(ledger)
    poison = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1"]
    rows = [books.examples(ledger)(n, county) | {"summary": text} for n, text in enumerate(poison)]
    with on("2023-09-02"):
        books.bring_in(ledger, books.sheet(ledger, rows), by=clerk)
    book = openpyxl.load_workbook(io.BytesIO(exported(ledger, clerk)))
    position = list(ledger.by_name).index("summary")
    kept = [row[position] for row in book["明细"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in kept} == {"s"}
    assert {text.strip() for text in poison} <= {cell.value for cell in kept}


def test_a_clear_export_is_on_record_with_its_rows_and_reason(filled):
    ledger = books.get("children")
    content = exported(ledger, filled(ledger), clear_reason="核对银行代发账号")
    reading = Reading.objects.get()
    assert (reading.rows, reading.reason) == (5, "导出：核对银行代发账号")
    assert "公民身份号码" in reading.columns
    assert not any("*" in str(cell) for row in books.cells(content) for cell in row)


def test_minors_leave_in_clear_through_the_lead_only(filled, county):
    ledger = books.get("children")
    filled(ledger)
    with pytest.raises(writing.Refused, match="牵头单位"):
        exported(ledger, county.clerk, clear_reason="核对银行代发账号")
    assert not Reading.objects.exists()


def test_a_clear_export_needs_a_reason_one_can_read(filled):
    ledger = books.get("disputes")
    with pytest.raises(writing.Refused, match="理由"):
        exported(ledger, filled(ledger), clear_reason="x")
