"""The two steps of an import: what a preview finds, that it writes nothing, and that a commit writes all or nothing."""

import re
from datetime import date

import pytest

from taizhang.county.audit.models import Change
from taizhang.county.ledger import services
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports, reading, returned
from taizhang.county.ledger.sheets.guard import Unsuitable
from taizhang.county.ledger.sheets.plan import Outcome
from taizhang.county.ledger.sheets.progress import Cancelled
from taizhang.county.ledger.validation import Refused
from tests.county import on
from tests.sheets import books

YULIN = {"place": "榆林乡", "unit": "榆林乡", "grid": "410726207200001"}


@pytest.fixture
def ledger():
    return books.get("disputes")


@pytest.fixture
def today():
    with on(books.TODAY):
        yield


def coded(ledger, county, count, **changes):
    """Rows with their own codes, so that a second file finds them."""
    rows = books.typed(ledger, county, count, **changes)
    return [{"code": f"JF{row['found_on'].replace('-', '')}-{n:04d}"} | row for n, row in enumerate(rows, 1)]


def preview(ledger, rows, by, **options):
    return imports.preview(ledger, books.upload(books.sheet(ledger, rows, **options)), by=by)


def counted(found):
    return tuple(found.counts[outcome] for outcome in Outcome if outcome is not Outcome.DUPLICATE)


def test_a_preview_writes_nothing(ledger, county, today):
    before = Change.objects.count()
    found = preview(ledger, coded(ledger, county, 5), county.clerk)
    assert counted(found) == (5, 0, 0, 0)
    assert ledger.model.objects.count() == 0
    assert Change.objects.count() == before


def test_a_commit_is_one_act_with_its_reason(ledger, county, today):
    found = preview(ledger, coded(ledger, county, 5), county.clerk)
    written = imports.commit(found, by=county.clerk, reason="八月排查")
    assert (written.added, written.changed) == (5, 0)
    act = Change.objects.get(pk=written.change_id)
    assert (act.actor, act.reason) == ("经办甲", "导入 台账.xlsx：八月排查")
    assert (found.state, found.change_id) == ("committed", act.pk)
    assert set(ledger.model.versions.objects.values_list("entry_id", flat=True)) == set(
        act.entries.values_list("pk", flat=True)
    )


def test_three_bad_rows_of_five_hundred_are_named_and_nothing_is_written(ledger, county, today):
    rows = coded(ledger, county, 500)
    rows[10]["found_on"], rows[200]["level"], rows[499]["grid"] = "去年八月", "不一般", "410726207200001"
    found = preview(ledger, rows, county.clerk)
    assert counted(found) == (497, 0, 0, 3)
    said = [(one["where"], one["text"]) for one in found.counts["troubles"]]
    assert said[0] == ("第 12 行 D 列（排查日期）", "应为日期，如 2023-09-01，现为“去年八月”")
    assert said[1][0] == "第 202 行 F 列（等级）"
    assert said[2][0].startswith("第 501 行")
    with pytest.raises(imports.Stale):
        imports.commit(found, by=county.clerk)
    assert ledger.model.objects.count() == 0


def test_errors_name_the_sheet_the_row_the_column_and_its_letter(ledger, county, today, tmp_path):
    content = books.sheet(ledger, coded(ledger, county, 1, found_on="八月"), above=2, name="七月明细")
    (row,) = books.plan(ledger, content, tmp_path, by=county.clerk)
    expected = "工作表“七月明细”第 4 行 D 列（排查日期）：应为日期，如 2023-09-01，现为“八月”"
    assert [str(trouble) for trouble in row.troubles] == [expected]


def test_a_changed_cell_is_shown_old_and_new(ledger, county, today):
    rows = coded(ledger, county, 3)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    rows[1] |= {"level": "疑难", "people": 7}
    found = preview(ledger, rows, county.clerk)
    assert counted(found) == (0, 1, 2, 0)
    assert found.counts["rows"]["changed"][0]["changes"] == [["等级", "一般", "疑难"], ["涉及人数", "2", "7"]]
    written = imports.commit(found, by=county.clerk)
    assert (written.added, written.changed) == (0, 1)
    assert ledger.model.versions.objects.count() == 4


def test_a_blank_cell_leaves_what_is_stored(ledger, county, today):
    rows = coded(ledger, county, 1)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    found = preview(ledger, [rows[0] | {"summary": None, "people": 3}], county.clerk)
    imports.commit(found, by=county.clerk)
    kept = ledger.model.objects.get()
    assert (kept.people, kept.summary) == (3, rows[0]["summary"])


def test_a_sheet_with_some_columns_changes_those(ledger, county, today):
    rows = coded(ledger, county, 2)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    part = [{"code": row["code"], "people": 9} for row in rows]
    assert imports.commit(preview(ledger, part, county.clerk), by=county.clerk).changed == 2


def test_a_required_column_that_is_missing_is_named_once(ledger, county, today):
    rows = [{key: row[key] for key in ("code", "kind", "people")} for row in coded(ledger, county, 3)]
    found = preview(ledger, rows, county.clerk)
    assert len(found.counts["faults"]) == 1
    assert "缺少栏目“当事人”“排查日期”“来源”" in found.counts["faults"][0]
    assert not imports.ready(found)


def test_a_doubled_column_is_named_with_its_letters(ledger, county, today):
    rows = [row | {"排查 日期": "2023-08-01"} for row in coded(ledger, county, 1)]
    found = preview(ledger, rows, county.clerk)
    assert "栏目“排查日期”出现了 2 次（D、" in found.counts["faults"][0]


def test_an_unknown_column_is_told_and_passed_over(ledger, county, today):
    found = preview(ledger, [row | {"备注二": "x"} for row in coded(ledger, county, 1)], county.clerk)
    assert "“备注二”不是本台账的栏目" in found.counts["notes"][0]
    assert imports.ready(found)


def test_the_same_record_twice_in_a_file_is_a_duplicate_and_written_once(ledger, county, today):
    rows = coded(ledger, county, 2)
    found = preview(ledger, [rows[0], rows[1], rows[0]], county.clerk)
    assert (counted(found), found.counts["duplicate"]) == ((2, 0, 0, 0), 1)
    assert found.counts["rows"]["duplicate"][0]["again"] == "第 2 行"
    assert imports.commit(found, by=county.clerk).added == 2


def test_two_rows_that_say_different_things_of_one_record_are_refused_with_the_other_row(ledger, county, today):
    rows = coded(ledger, county, 2)
    found = preview(ledger, [rows[0], rows[1], rows[0] | {"people": 9}], county.clerk)
    assert found.counts["troubles"][0]["text"] == "与第 2 行是同一条记录，内容却不同，请只保留正确的一行"


def test_by_choice_the_good_rows_go_now_and_the_bad_ones_later(ledger, county, today):
    rows = coded(ledger, county, 3)
    bad = [rows[0], rows[1] | {"level": "不一般"}, rows[2]]
    found = preview(ledger, bad, county.clerk)
    assert (imports.ready(found), imports.ready(found, partial=True)) == (False, True)
    assert imports.commit(found, by=county.clerk, partial=True).added == 2
    assert (found.state, found.partial, found.counts["refused"]) == ("committed", True, 1)
    mended = preview(ledger, rows, county.clerk)
    assert counted(mended) == (1, 0, 2, 0)


def test_one_import_of_many_portions_is_one_act(ledger, county, today, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 10)
    rows = coded(ledger, county, 35)
    written = imports.commit(preview(ledger, rows, county.clerk), by=county.clerk)
    assert (written.added, Change.objects.get(pk=written.change_id).entries.count()) == (35, 4)
    changes = [row | {"people": 9} for row in rows]
    assert imports.commit(preview(ledger, changes, county.clerk), by=county.clerk).changed == 35
    assert list(ledger.model.objects.values_list("people", "edition").distinct()) == [(9, 2)]


def test_a_row_of_the_same_file_is_not_there_yet_whichever_portion_it_is_in(ledger, county, today, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 2)
    rows = coded(ledger, county, 6)
    rows[5]["merged_into"] = rows[0]["code"]
    found = preview(ledger, rows, county.clerk)
    assert counted(found) == (5, 0, 0, 1)
    assert imports.commit(found, by=county.clerk, partial=True).added == 5
    mended = preview(ledger, rows[5:], county.clerk)
    assert imports.commit(mended, by=county.clerk).added == 1


def test_a_step_that_is_told_to_stop_leaves_everything_as_it_was(ledger, county, today):
    found = preview(ledger, coded(ledger, county, 3), county.clerk)
    imports.confirm(found, by=county.clerk)

    def stop(done):
        raise Cancelled

    with pytest.raises(Cancelled):
        imports.write(found, stop)
    assert (ledger.model.objects.count(), found.state) == (0, "previewed")
    assert imports.commit(found, by=county.clerk).added == 3


def test_the_same_file_twice_does_nothing(ledger, county, today):
    content = books.sheet(ledger, books.typed(ledger, county, 4))
    books.bring_in(ledger, content, by=county.clerk)
    again = imports.preview(ledger, books.upload(content), by=county.clerk)
    assert counted(again) == (0, 0, 4, 0)
    assert "同一个文件已于 2023-09-01 12:00 由 经办甲 导入" in again.counts["notes"][0]
    assert imports.commit(again, by=county.clerk) is None
    assert ledger.model.objects.count() == 4


def test_two_previews_of_one_file_are_committed_once(ledger, county, today):
    content = books.sheet(ledger, books.typed(ledger, county, 4))
    first, second = (imports.preview(ledger, books.upload(content), by=county.clerk) for _ in range(2))
    imports.commit(first, by=county.clerk)
    assert imports.commit(second, by=county.clerk) is None
    assert ledger.model.objects.count() == 4


def test_a_second_click_does_nothing(ledger, county, today):
    found = preview(ledger, books.typed(ledger, county, 4), county.clerk)
    imports.commit(found, by=county.clerk)
    assert imports.commit(SheetImport.objects.get(), by=county.clerk) is None
    assert ledger.model.objects.count() == 4


def test_what_changed_since_the_preview_is_shown_before_it_is_overwritten(ledger, county, today):
    rows = coded(ledger, county, 2)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    rows[0]["people"] = 5
    found = preview(ledger, rows, county.clerk)
    other = ledger.model.objects.get(code=rows[1]["code"])
    other.people = 8
    services.save(other, by=county.clerk)
    with pytest.raises(imports.Stale, match="预览之后"):
        imports.commit(found, by=county.clerk)
    found.refresh_from_db()
    assert counted(found) == (0, 2, 0, 0)
    assert imports.commit(found, by=county.clerk).changed == 2


def test_a_row_of_another_township_is_refused(ledger, county, today):
    rows = coded(ledger, county, 2)
    rows[1] |= YULIN
    found = preview(ledger, rows, county.clerk)
    assert found.counts["refused"] == 1
    assert "榆林乡的矛盾纠纷不在您的管辖范围" in found.counts["troubles"][0]["text"]


def test_a_row_cannot_be_pulled_to_another_township(ledger, county, today):
    rows = coded(ledger, county, 1)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    found = preview(ledger, [rows[0] | YULIN], county.clerk)
    assert "不能修改到那里" in found.counts["troubles"][0]["text"]


def test_a_key_out_of_reach_is_refused_without_telling_of_it(ledger, county, today):
    rows = coded(ledger, county, 1)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    found = preview(ledger, [rows[0] | YULIN], county.stranger)
    (said,) = found.counts["troubles"]
    assert "管辖范围以外" in said["text"]
    assert not {"胙城乡", "经办甲", rows[0]["summary"]} & set(str(found.counts).split("'"))


def test_who_may_not_import_is_told_so(ledger, county, today):
    with pytest.raises(Refused, match="不能导入"):
        preview(ledger, coded(ledger, county, 1), county.head)


def test_a_colleague_may_commit_and_a_stranger_not_even_look(ledger, county, today):
    colleague = county.post("colleague", "zuocheng", "clerk")
    found = preview(ledger, coded(ledger, county, 2), county.clerk)
    assert imports.opens(found, colleague)
    assert not imports.opens(found, county.stranger)
    assert imports.commit(found, by=colleague).added == 2


def test_private_cells_are_masked_in_the_preview(ledger, county, today):
    rows = coded(ledger, county, 2)
    books.bring_in(ledger, books.sheet(ledger, rows), by=county.clerk)
    rows[0] |= {"parties": "孙大圣、朱八戒"}
    found = preview(ledger, rows, county.clerk)
    assert ["当事人", "张*国、李*英", "孙*圣、朱*戒"] in found.counts["rows"]["changed"][0]["changes"]
    assert "孙大圣" not in str(found.counts)


def test_a_masked_cell_makes_no_new_record(ledger, county, today):
    found = preview(ledger, coded(ledger, county, 1, parties="张*、李*"), county.clerk)
    assert found.counts["troubles"][0]["text"].startswith("是遮蔽后的内容")


def test_ids_damaged_by_excel_are_refused_with_the_reason(county, today):
    ledger = books.get("children")
    clerk = books.lead_clerk(ledger, county)
    found = preview(ledger, books.typed(ledger, county, 1, id_no=4.10726201201019e17), clerk)
    assert "科学计数" in found.counts["troubles"][0]["text"]
    found = preview(ledger, books.typed(ledger, county, 1, id_no="4.10726E+17"), clerk)
    assert "末几位已经丢失" in found.counts["troubles"][0]["text"]


def test_the_file_is_kept_unreadable(ledger, county, today, kept_files):
    content = books.sheet(ledger, coded(ledger, county, 1))
    found = imports.preview(ledger, books.upload(content), by=county.clerk)
    (kept,) = (path for path in kept_files.rglob("*") if path.is_file())
    assert not kept.read_bytes().startswith(b"PK")
    imports.drop(found)
    assert not kept.exists()


def test_what_is_dropped_cannot_be_committed(ledger, county, today):
    found = preview(ledger, coded(ledger, county, 1), county.clerk)
    imports.drop(found)
    assert imports.commit(found, by=county.clerk) is None
    assert ledger.model.objects.count() == 0


def test_refused_rows_come_back_marked_and_only_they_are_added_then(ledger, county, today, tmp_path):
    rows = coded(ledger, county, 3)
    rows[2]["level"] = "不一般"
    found = preview(ledger, rows, county.clerk)
    with returned.refused(ledger.editable, imports.bad_rows(found, by=county.clerk)) as file:
        content = file.read()
    head, *lines = books.cells(content, "有误的行")
    assert len(lines) == 1
    assert lines[0][head.index("等级")] == "不一般"
    assert "第 4 行" in lines[0][-1]
    assert isinstance(lines[0][head.index("排查日期")].date(), date)
    assert [row.outcome for row in books.plan(ledger, content, tmp_path, by=county.clerk)] == [Outcome.REFUSED]


def test_a_table_of_other_titles_waits_for_somebody_to_say_what_they_are(ledger, county, today):
    stops = books.get("stops")
    found = preview(stops, [{"甲": 1, "乙": 2}], books.lead_clerk(stops, county))

    assert re.search(r"没有找到表头.*编号、日期、所属乡镇.*核对栏目", found.counts["faults"][0])
    assert not imports.ready(found)


def test_a_sheet_that_is_no_table_is_refused(county, today):
    stops = books.get("stops")
    with pytest.raises(Unsuitable, match="没有找到表头"):
        preview(stops, [{"甲": 1}], books.lead_clerk(stops, county))
