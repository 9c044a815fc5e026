"""What leaves a ledger: chosen rows and columns in three forms, and long exports made in the queue."""

import csv
import io
from datetime import date, timedelta

import pyarrow.parquet as parquet
import pytest
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.audit.models import Reading
from taizhang.county.ledger import jobs, registry
from taizhang.county.ledger.models import SheetExport
from taizhang.county.ledger.sheets import defusing, imports, outbox, writing
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from tests.county import on
from tests.sheets import books

every_ledger = pytest.mark.parametrize("ledger", registry.written(), ids=lambda ledger: ledger.slug)
ODD = ["\\N", "甲\n乙", '甲,乙"丙"', "NULL", "\\", "#", "甲;乙;丙;丁"]
NASTY = [
    "=1+1",
    "-5元",
    "+86 136",
    "@某人",
    "＝1＋1",
    "－",
    "'＠某人",
    "'=引号",
    "''",
    "'",
    "第一行\n第二行",
    '引"号,逗号',
    "𬀩㑇😀",
]


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def ledger():
    return books.get("disputes")


def filled(ledger, county, count=5, **changes):
    clerk = books.lead_clerk(ledger, county)
    books.bring_in(ledger, books.sheet(ledger, books.typed(ledger, county, count, **changes)), by=clerk)
    return clerk


def exported(ledger, by, form, **options):
    rows = access.rows(by, Action.EXPORT, ledger).filter(voided=False).order_by("pk")
    with writing.export(ledger, rows, by=by, form=form, **options).file as file:
        return file.read()


def given(response):
    assert response.streaming, response.content.decode()
    return b"".join(response.streaming_content)


def address(ledger, *pk):
    return reverse("ledger_export_made" if pk else "ledger_export", args=[ledger.slug, *pk])


# CSV


@every_ledger
def test_what_is_exported_as_csv_imports_back_with_no_change(ledger, county):
    clerk = filled(ledger, county)
    content = exported(ledger, clerk, Form.CSV, clear_reason="往返核对" if ledger.private_columns else "")
    found = imports.preview(ledger, books.upload(content, "台账.csv"), by=clerk)

    assert (found.counts["new"], found.counts["changed"], found.counts["refused"]) == (0, 0, 0), found.counts
    assert found.counts["unchanged"] >= 5


def test_formulas_are_defused_and_come_back_as_they_were(ledger, county):
    rows = [row | {"summary": text} for row, text in zip(books.typed(ledger, county, len(NASTY)), NASTY, strict=True)]
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    content = exported(ledger, county.clerk, Form.CSV, clear_reason="往返核对").decode("utf-8-sig")
    cells = {cell for line in csv.reader(io.StringIO(content)) for cell in line}
    found = imports.preview(ledger, books.upload(content.encode("utf-8-sig"), "台账.csv"), by=county.clerk)

    assert not [cell for cell in cells if cell.startswith(tuple("=+@-＝＋＠－"))]
    assert found.counts["unchanged"] == len(NASTY)


@pytest.mark.parametrize("text", [*NASTY, "", "\t=1", "'''-"])
def test_defusing_is_undone_by_restoring(text):
    assert defusing.restored(defusing.defused(text)) == text


# Parquet


@every_ledger
def test_parquet_holds_the_same_rows_with_real_types(ledger, county, tmp_path):
    clerk = filled(ledger, county)
    path = tmp_path / "台账.parquet"
    path.write_bytes(exported(ledger, clerk, Form.PARQUET))
    table = parquet.read_table(path)

    assert table.num_rows == ledger.model.objects.count()
    assert table.column_names == [column.name for column in ledger.all_columns]
    days = [column.name for column in ledger.all_columns if column.kind == "date" and not column.private]
    for name in days:
        assert {type(value) for value in table[name].to_pylist()} <= {date, type(None)}
        assert table[name].to_pylist() == list(ledger.model.objects.order_by("pk").values_list(name, flat=True))


def test_parquet_keeps_every_text_as_it_is(ledger, county, tmp_path):
    rows = [row | {"summary": text} for row, text in zip(books.typed(ledger, county, 7), ODD, strict=True)]
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    path = tmp_path / "台账.parquet"
    path.write_bytes(exported(ledger, county.clerk, Form.PARQUET))

    assert sorted(parquet.read_table(path)["summary"].to_pylist()) == sorted(ODD)


def test_a_text_full_of_another_delimiter_comes_back_by_csv(ledger, county):
    books.bring_in(
        ledger, books.sheet(ledger, books.typed(ledger, county, 4, summary="甲;乙;丙;丁;戊")), by=county.clerk
    )
    columns = [ledger.column("code"), ledger.column("summary")]
    content = exported(ledger, county.clerk, Form.CSV, columns=columns)
    found = imports.preview(ledger, books.upload(content, "台账.csv"), by=county.clerk)

    assert found.counts["unchanged"] == 4


def test_parquet_says_where_it_is_from(ledger, county, tmp_path):
    path = tmp_path / "台账.parquet"
    path.write_bytes(exported(ledger, filled(ledger, county), Form.PARQUET, words=["排查日期 2023-01-01 至 最新"]))
    about = parquet.read_schema(path).metadata

    assert "排查日期 2023-01-01 至 最新" in about[b"about"].decode()
    assert '"found_on": "排查日期"' in about[b"labels"].decode()


def test_private_columns_leave_masked_in_every_form(ledger, county, tmp_path):
    clerk = filled(ledger, county)
    path = tmp_path / "台账.parquet"
    path.write_bytes(exported(ledger, clerk, Form.PARQUET))

    assert "张建国" not in str(parquet.read_table(path).to_pydict())
    assert "张建国" not in exported(ledger, clerk, Form.CSV).decode("utf-8-sig")


# Choices


def test_an_export_holds_what_the_list_shows(signed_in, county, ledger):
    filled(ledger, county, 6)
    asked = {"found_on_from": "2023-03-01", "found_on_to": "2023-04-30", "file": "xlsx"}
    content = given(signed_in(county.clerk).get(address(ledger), asked))

    assert len(books.cells(content)) == 1 + 2
    assert dict(books.cells(content, "说明"))["条件"] == "排查日期 2023-03-01 至 2023-04-30"


def test_the_whole_ledger_can_leave_from_a_narrowed_list(signed_in, county, ledger):
    filled(ledger, county, 6)
    narrowed = f"{address(ledger)}?found_on_from=2023-03-01"
    content = given(signed_in(county.clerk).post(narrowed, {"scope": "whole", "form": "xlsx"}))

    assert len(books.cells(content)) == 1 + 6


def test_chosen_columns_leave_with_the_key_and_import_back(signed_in, county, ledger):
    filled(ledger, county)
    client = signed_in(county.clerk)
    content = given(client.post(address(ledger), {"which": "own", "column": ["level", "found_on", "password"]}))
    assert books.cells(content)[0] == ("编号", "排查日期", "等级")

    found = imports.preview(ledger, books.upload(content), by=county.clerk)
    assert found.counts["unchanged"] == 5
    assert len(books.cells(given(client.post(address(ledger), {"which": "listed"})))[0]) <= 10


def test_no_column_chosen_is_not_every_column(signed_in, county, ledger):
    filled(ledger, county)
    answer = signed_in(county.clerk).post(address(ledger), {"which": "own"})

    assert answer.status_code == 422
    assert "请至少勾选一个栏目" in answer.content.decode()


def test_a_clear_export_asks_for_a_reason_and_is_logged(signed_in, county, ledger):
    filled(ledger, county, 3)
    client = signed_in(county.clerk)
    assert "完整导出并留痕" in client.get(address(ledger)).content.decode()
    refused = client.post(address(ledger), {"clear": "1", "which": "own", "column": ["parties"]})
    assert refused.status_code == 422
    assert 'value="parties" checked' in refused.content.decode()

    content = given(client.post(address(ledger), {"clear": "1", "reason": "核对当事人姓名"}))
    assert "张建国" in str(books.cells(content))
    assert Reading.objects.get().rows == 3


def test_a_reason_alone_opens_nothing(signed_in, county, ledger):
    filled(ledger, county, 3)
    content = given(signed_in(county.clerk).post(address(ledger), {"reason": "核对当事人姓名"}))

    assert "张建国" not in str(books.cells(content))
    assert not Reading.objects.exists()


def test_whoever_sees_no_private_column_has_no_such_choice(signed_in, county, ledger):
    filled(ledger, county, 3)
    client = signed_in(county.post("supervisor", "government-office", "supervisor"))

    assert "完整导出并留痕" not in client.get(address(ledger)).content.decode()
    assert client.post(address(ledger), {"clear": "1", "reason": "想看一看"}).status_code == 422


def test_a_text_that_no_cell_holds_is_not_cut(county, ledger, monkeypatch):
    filled(ledger, county, 3)
    monkeypatch.setattr("taizhang.county.ledger.sheets.formats.EXCEL_CELL_MAX", 3)
    with pytest.raises(writing.Refused, match=r"一格最多 3 个字.*CSV"):
        exported(ledger, county.clerk, Form.XLSX)
    assert exported(ledger, county.clerk, Form.CSV)


# The queue


@pytest.fixture
def long(signed_in, county, ledger, settings):
    """A long export that waits to be made, with the client of who asked."""
    settings.EXPORT_AT_ONCE_ROWS = 2
    filled(ledger, county, 4)
    client = signed_in(county.clerk)
    page = client.post(address(ledger), {"form": "csv"}, follow=True)
    assert "正在生成" in page.content.decode()
    assert page.headers["Refresh"] == "2"
    return client, SheetExport.objects.get()


def make(export):
    jobs.sheet_export(export=export.pk)
    export.refresh_from_db()


def test_a_long_export_is_made_in_the_queue_and_fetched_later(long, ledger):
    client, export = long
    make(export)

    assert "共 4 起" in client.get(address(ledger, export.pk)).content.decode()
    assert given(client.post(address(ledger, export.pk), {"act": "fetch"})).decode("utf-8-sig").count("\n") == 5
    export.refresh_from_db()
    assert export.fetched_at


def test_the_file_that_waits_is_sealed(long):
    _, export = long
    make(export)

    with export.file.open() as sealed:
        assert "排查日期".encode() not in sealed.read()


def test_an_address_sets_nothing_going(long, ledger):
    client, export = long
    page = client.get(address(ledger), {"file": "xlsx"})

    assert "在后台生成" in page.content.decode()
    assert SheetExport.objects.get() == export


def test_a_second_click_finds_what_is_in_line(long, ledger):
    client, export = long
    client.post(address(ledger), {"form": "csv"})

    assert SheetExport.objects.get() == export


def test_a_job_that_comes_twice_makes_one_file(long):
    _, export = long
    make(export)
    name = export.file.name
    make(export)

    assert export.file.name == name


def test_a_long_export_is_given_up_while_it_is_made(long, ledger, monkeypatch):
    client, export = long
    monkeypatch.setattr("taizhang.county.ledger.sheets.writing._ROWS_AT_ONCE", 1)
    client.post(address(ledger, export.pk), {"act": "drop"})
    export.state = SheetExport.State.WAITING
    outbox.make(export)

    export.refresh_from_db()
    assert (export.state, export.file.name) == (SheetExport.State.GONE, "")


def test_a_file_is_deleted_even_where_it_was_made_since_one_looked(long):
    _, export = long
    earlier = SheetExport.objects.get()
    make(export)
    outbox.drop(earlier)

    assert not export.file.storage.exists(export.file.name)


def test_what_nobody_foresaw_is_said_and_fails_the_job(long, monkeypatch):
    _, export = long
    monkeypatch.setattr(outbox.asking, "made", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make(export)

    export.refresh_from_db()
    assert (export.state, export.note) == (SheetExport.State.FAILED, jobs.BROKEN)


def test_nobody_else_fetches_it(long, ledger, signed_in, county):
    _, export = long
    make(export)
    colleague = county.post("colleague", "zuocheng", "clerk")
    for person in (county.stranger, colleague):
        assert signed_in(person).post(address(ledger, export.pk), {"act": "fetch"}).status_code == 404


def test_whoever_left_the_post_gets_no_file(long, ledger, county):
    client, export = long
    make(export)
    county.clerk.posts.update(until=date(2023, 8, 31))

    answer = client.post(address(ledger, export.pk), {"act": "fetch"})
    export.refresh_from_db()
    assert not answer.streaming
    assert answer.status_code in (302, 403, 404)


def test_a_post_that_reaches_other_rows_since_gets_no_file_of_then(long, ledger, county):
    client, export = long
    make(export)
    SheetExport.objects.update(rights="另一个范围")

    answer = client.post(address(ledger, export.pk), {"act": "fetch"}, follow=True)
    assert "岗位有变动" in answer.content.decode()
    export.refresh_from_db()
    assert (export.state, export.file.name) == (SheetExport.State.GONE, "")


def test_what_cannot_be_made_says_why(long, county):
    client, export = long
    SheetExport.objects.update(clear_reason="短")
    export.refresh_from_db()
    make(export)

    assert export.state == SheetExport.State.FAILED
    assert "写明理由" in client.get(address(books.get("disputes"), export.pk)).content.decode()


def test_files_are_deleted_in_time(long, settings):
    _, export = long
    make(export)
    storage, name = export.file.storage, export.file.name
    SheetExport.objects.update(made_at=clock.now() - timedelta(hours=settings.EXPORT_KEPT_HOURS + 1))

    assert outbox.tidy() == 1
    assert not storage.exists(name)
    assert outbox.tidy() == 0
