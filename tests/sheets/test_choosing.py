"""Columns that a person has to confirm: guessed by content, chosen on a page, remembered by the organisation."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from taizhang.county.ledger.models import SheetImport, SheetMapping
from taizhang.county.ledger.sheets import imports
from tests.county import on
from tests.sheets import books


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def ledger():
    return books.get("disputes")


def titled(ledger, rows, titles, *, above=0):
    """A sheet with other titles over the same cells."""
    return books.sheet_of([titles.get(name, ledger.column(name).label) for name in rows[0]], ledger, rows, above=above)


def uploaded(ledger, county, titles, **changes):
    rows = books.typed(ledger, county, 6, **changes)
    return imports.preview(ledger, books.upload(titled(ledger, rows, titles)), by=county.clerk)


def address(run, page="columns"):
    return reverse(f"ledger_import_{page}", args=[run.ledger, run.pk])


def body(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def confirm(client, run, **changes):
    """Sends the page as it is shown, but for the changes."""
    page = client.get(address(run)).content.decode()
    fields = {}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1]
    answer = client.post(address(run), fields | {"act": "take", "remember": "1"} | changes, follow=True)
    run.refresh_from_db()
    return answer


def test_guessed_columns_are_to_be_confirmed_before_anything_is_written(county, ledger):
    run = uploaded(ledger, county, {"found_on": "哪天发现的", "kind": "种类"})

    assert "栏目“哪天发现的”可能是“排查日期”" in "".join(run.counts["unsure"])
    assert not imports.ready(run)
    with pytest.raises(imports.Stale):
        imports.commit(run, by=county.clerk)
    assert ledger.model.objects.count() == 0


def test_the_page_shows_titles_cells_and_what_they_are_taken_for(signed_in, county, ledger):
    run = uploaded(ledger, county, {"found_on": "哪天发现的"})
    text = body(signed_in(county.clerk).get(address(run)))

    assert "哪天发现的" in text
    assert "推测" in text
    assert "核对栏目" in body(signed_in(county.clerk).get(address(run, "preview")))


def test_what_was_confirmed_is_read_and_remembered(signed_in, county, ledger):
    run = uploaded(ledger, county, {"found_on": "哪天发现的", "kind": "种类"})
    answer = confirm(signed_in(county.clerk), run)

    assert "确认导入（新增 6，变动 0）" in body(answer)
    assert SheetMapping.objects.get(title="哪天发现的").column == "found_on"
    assert imports.commit(run, by=county.clerk).change_id
    again = uploaded(ledger, county, {"found_on": "哪天发现的", "kind": "种类"}, people=9)
    assert again.counts["unsure"] == []
    assert "“哪天发现的”按“排查日期”" in "".join(again.counts["notes"])


def test_what_somebody_with_two_posts_confirms_serves_the_colleagues_of_both(signed_in, county, ledger):
    county.post("clerk", "yulin", "clerk")
    confirm(signed_in(county.clerk), uploaded(ledger, county, {"found_on": "哪天发现的"}))

    remembered = SheetMapping.objects.filter(title="哪天发现的", column="found_on")
    assert {one.unit.slug for one in remembered} == {"zuocheng", "yulin"}


def test_titles_nobody_knows_can_all_be_named(signed_in, county, ledger):
    rows = books.typed(ledger, county, 6)
    names = list(rows[0])
    content = titled(ledger, rows, {name: f"第{n}项" for n, name in enumerate(names)})
    run = imports.preview(ledger, books.upload(content), by=county.clerk)
    assert not imports.ready(run)
    confirm(signed_in(county.clerk), run, **{f"s0-c{n}": name for n, name in enumerate(names)})

    assert run.counts["faults"] == []
    assert {one.column for one in SheetMapping.objects.all()} == set(names)


def test_a_choice_is_for_this_file_alone_where_it_is_not_to_be_remembered(signed_in, county, ledger):
    run = uploaded(ledger, county, {"summary": "备注事项"})
    position = next(
        int(at) for at, title in re.findall(r"s0-c(\d+)\" aria-label=\"[A-Z]+ 列 ([^\"]+)\"",
        signed_in(county.clerk).get(address(run)).content.decode()) if title == "备注事项"
    )  # fmt: skip
    confirm(signed_in(county.clerk), run, **{f"s0-c{position}": "summary", "remember": ""})

    assert imports.ready(run)
    assert not SheetMapping.objects.exists()
    assert uploaded(ledger, county, {"summary": "备注事项"}).columns == {}


def test_a_column_that_is_not_wanted_is_left_out_and_told_so(signed_in, county, ledger):
    run = uploaded(ledger, county, {"people": "编外"})
    confirm(signed_in(county.clerk), run)

    again = uploaded(ledger, county, {"people": "编外"}, summary="另一件")
    assert SheetMapping.objects.get(title="编外").column == ""
    assert "“编外”按本单位以前的选择不导入" in "".join(again.counts["notes"])


def test_a_label_of_the_ledger_never_comes_to_mean_something_else(signed_in, county, ledger):
    run = uploaded(ledger, county, {})
    names = list(books.typed(ledger, county, 1)[0])
    confirm(signed_in(county.clerk), run, **{f"s0-c{names.index('people')}": ""})

    assert not SheetMapping.objects.exists()


def test_a_title_answered_in_two_ways_is_not_remembered(signed_in, county, ledger):
    rows = [row | {"handler": "甲"} for row in books.typed(ledger, county, 4)]
    titles = ["备注栏" if name in ("summary", "handler") else ledger.column(name).label for name in rows[0]]
    run = imports.preview(ledger, books.upload(books.sheet_of(titles, ledger, rows)), by=county.clerk)
    at = [number for number, title in enumerate(titles) if title == "备注栏"]
    confirm(signed_in(county.clerk), run, **{f"s0-c{at[0]}": "summary", f"s0-c{at[1]}": ""})

    assert not SheetMapping.objects.filter(title="备注栏").exists()


def test_a_file_confirmed_and_imported_is_known_when_it_comes_again(signed_in, county, ledger):
    content = titled(ledger, books.typed(ledger, county, 6), {"found_on": "哪天发现的"})
    run = imports.preview(ledger, books.upload(content), by=county.clerk)
    client = signed_in(county.clerk)
    confirm(client, run)
    imports.commit(run, by=county.clerk)
    again = imports.preview(ledger, books.upload(content), by=county.clerk)
    assert again.counts["repeated"]
    confirm(client, again)

    assert again.counts["repeated"]
    assert ledger.model.objects.count() == 6


def test_a_sheet_of_remarks_stays_passed_over_when_the_page_is_sent_unchanged(signed_in, county, ledger):
    book = openpyxl.load_workbook(io.BytesIO(books.sheet(ledger, books.typed(ledger, county, 4))))
    page = book.create_sheet("汇总")
    page.append(["乡镇名", "统计日", "类型一", "件数"])
    for n in range(5):
        page.append(["胙城乡", f"2023-08-0{n + 1}", "邻里", n])
    run = imports.preview(ledger, books.upload(books.saved(book)), by=county.clerk)
    confirm(signed_in(county.clerk), run, **{"s1-skip": "1"})

    assert (run.counts["new"], run.counts["faults"]) == (4, [])
    assert 'name="s1-skip" value="1" checked' in signed_in(county.clerk).get(address(run)).content.decode()


def test_a_header_on_a_row_of_content_is_neither_remembered_nor_shown_to_colleagues(signed_in, county):
    children = books.get("children")
    lead = books.lead_clerk(children, county)
    rows = books.typed(children, county, 4)
    run = imports.preview(children, books.upload(books.sheet(children, rows)), by=lead)
    confirm(signed_in(lead), run, **{"s0-row": "1"})
    page = signed_in(county.post("colleague", children.lead, "clerk")).get(address(run)).content.decode()

    assert not any(rows[0]["id_no"] in one.title for one in SheetMapping.objects.all())
    assert rows[0]["name"] not in page
    assert rows[0]["id_no"] not in page


def test_the_header_can_be_moved_and_a_sheet_passed_over(signed_in, county, ledger):
    run = uploaded(ledger, county, {})
    client = signed_in(county.clerk)
    moved = client.post(address(run), {"s0-row": "2", "s0-height": "1", "act": "look"})
    assert 'value="2" selected' in moved.content.decode()

    confirm(client, run, **{"s0-skip": "1"})
    assert run.columns["明细"]["skip"]
    assert run.counts["new"] == 0


def test_the_same_file_read_otherwise_may_come_in_again(signed_in, county, ledger):
    content = titled(ledger, books.typed(ledger, county, 6), {"people": "编外"})
    run = imports.preview(ledger, books.upload(content), by=county.clerk)
    imports.commit(run, by=county.clerk)
    again = imports.preview(ledger, books.upload(content), by=county.clerk)
    assert again.counts["repeated"]
    names = list(books.typed(ledger, county, 1)[0])
    confirm(signed_in(county.clerk), again, **{f"s0-c{names.index('people')}": "people"})

    assert not again.counts.get("repeated")


def test_another_organisation_has_words_of_its_own(county, ledger, signed_in):
    run = uploaded(ledger, county, {"found_on": "哪天发现的"})
    confirm(signed_in(county.clerk), run)
    content = titled(ledger, books.typed(ledger, county, 3, place="榆林乡"), {"found_on": "哪天发现的"})
    other = imports.preview(ledger, books.upload(content), by=county.stranger)

    assert other.counts["unsure"]


def test_colleagues_see_no_private_cell_on_the_page(signed_in, county):
    children = books.get("children")
    lead = books.lead_clerk(children, county)
    colleague = county.post("colleague", children.lead, "clerk")
    rows = books.typed(children, county, 4)
    content = titled(children, rows, {"name": "孩子叫啥"})
    run = imports.preview(children, books.upload(content), by=lead)
    page = signed_in(colleague).get(address(run)).content.decode()

    assert rows[0]["name"] not in page
    assert rows[0]["id_no"] not in page


def test_a_preview_of_another_township_has_no_such_page(signed_in, county, ledger):
    run = uploaded(ledger, county, {})
    client = signed_in(county.stranger)
    assert client.get(address(run)).status_code == 404
    assert client.post(address(run), {"act": "take"}).status_code == 404


def test_a_settled_import_is_not_read_again(signed_in, county, ledger):
    run = uploaded(ledger, county, {})
    imports.commit(run, by=county.clerk)
    answer = signed_in(county.clerk).post(address(run), {"act": "take", "s0-skip": "1"}, follow=True)

    assert answer.redirect_chain[0][0] == address(run, "preview")
    run.refresh_from_db()
    assert run.columns == {}


def test_nonsense_in_the_form_changes_nothing(signed_in, county, ledger):
    run = uploaded(ledger, county, {})
    wrong = {"s0-row": "９９９", "s0-height": "x", "s0-c0": "password", "s0-p1": "-5", "s9-c0": "code"}
    confirm(signed_in(county.clerk), run, **wrong)

    assert run.state == SheetImport.State.PREVIEWED
    assert run.counts["new"] == 6


# What the file does not have


def without(ledger, county, name, count=4):
    rows = [{key: value for key, value in row.items() if key != name} for row in books.typed(ledger, county, count)]
    return imports.preview(ledger, books.upload(books.sheet(ledger, rows)), by=county.clerk)


def test_a_column_the_file_lacks_is_filled_in_for_all_new_rows(signed_in, county, ledger):
    run = without(ledger, county, "kind")
    assert "缺少栏目“类型”" in run.counts["faults"][0]
    client = signed_in(county.clerk)
    assert "文件中没有、但必须填写的栏目" in body(client.get(address(run)))
    confirm(client, run, **{"s0-f-kind": "邻里"})

    assert imports.ready(run), run.counts["faults"]
    imports.commit(run, by=county.clerk)
    kinds = {ledger.column("kind").text(record.kind) for record in ledger.model.objects.all()}
    assert kinds == {"邻里"}


def test_what_is_filled_in_for_all_does_not_touch_what_is_stored(signed_in, county, ledger):
    imports.commit(uploaded(ledger, county, {}), by=county.clerk)
    before = {record.code: record.kind for record in ledger.model.objects.all()}
    rows = [{"code": code, "people": 8} for code in before]
    run = imports.preview(ledger, books.upload(books.sheet(ledger, rows)), by=county.clerk)
    confirm(signed_in(county.clerk), run, **{"s0-f-kind": "邻里"})
    imports.commit(run, by=county.clerk)

    assert {record.code: record.kind for record in ledger.model.objects.all()} == before


def test_a_private_or_a_key_column_is_not_filled_in_for_all(signed_in, county, ledger):
    run = without(ledger, county, "parties")
    client = signed_in(county.clerk)
    assert "s0-f-parties" not in client.get(address(run)).content.decode()
    confirm(client, run, **{"s0-f-parties": "王小虎", "s0-f-code": "JF20230101-0099"})

    assert run.columns["明细"]["fixed"] == {}


def test_what_is_filled_in_for_all_is_part_of_what_is_confirmed(signed_in, county, ledger):
    run = without(ledger, county, "kind")
    client = signed_in(county.clerk)
    confirm(client, run, **{"s0-f-kind": "邻里"})
    seal = run.counts["seal"]
    confirm(client, run, **{"s0-f-kind": "消费"})

    assert run.counts["seal"] != seal


def test_a_wrong_word_for_all_rows_stops_the_import(signed_in, county, ledger):
    run = without(ledger, county, "found_on")
    confirm(signed_in(county.clerk), run, **{"s0-f-found_on": "去年"})

    assert any("为“排查日期”统一填写的内容有误" in fault for fault in run.counts["faults"])


# Zeros


def test_lost_zeros_are_offered_and_put_back(signed_in, county, ledger):
    rows = books.typed(ledger, county, 4)
    for row, number in zip(rows, ("037312345678", 37312345679, 37312345680, 13812345678), strict=True):
        row["handler"] = number
    run = imports.preview(ledger, books.upload(books.sheet(ledger, rows)), by=county.clerk)
    assert "前面的 0 可能被 Excel 去掉了" in "".join(run.counts["notes"])

    client = signed_in(county.clerk)
    field = re.search(r'name="(s0-p\d+)" value="12"', client.get(address(run)).content.decode())[1]
    confirm(client, run, **{field: "12"})
    imports.commit(run, by=county.clerk)
    assert set(ledger.model.objects.values_list("handler", flat=True)) == {
        "037312345678", "037312345679", "037312345680", "13812345678",
    }  # fmt: skip
