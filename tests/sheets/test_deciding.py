"""Likely pairs as a clerk decides them: side by side and masked, and what each decision then writes."""

import re

import pytest
from django.urls import reverse

from taizhang.county.ledger import jobs
from taizhang.county.ledger.models import SheetProgress
from taizhang.county.ledger.sheets import decisions, imports
from tests.county import on
from tests.sheets import books


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def ledger():
    return books.get("disputes")


def dispute(ledger, county, **values):
    row = books.typed(ledger, county, 1)[0]
    return row | {"found_on": "2023-08-10", "parties": "张建国、李秀英", "kind": "婚姻家庭"} | values


def preview(ledger, rows, by):
    return imports.preview(ledger, books.upload(books.sheet(ledger, rows)), by=by)


def bring_in(ledger, rows, by):
    found = preview(ledger, rows, by)
    assert found.counts["refused"] == 0, found.counts["troubles"]
    assert imports.commit(found, by=by)


def looked(ledger, rows, by):
    found = preview(ledger, rows, by)
    imports.look(found, by=by)
    return found


def decide(found, said, by):
    """Every pair that was found decided the same way, and the preview made anew."""
    pairs = decisions.pending(found)
    words = {pair["at"]: pair["decision"] if said == "same" else said for pair in reversed(pairs)}
    assert decisions.decide(found, words) == len(words)
    imports.read_again(found)
    return found


def body(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_both_sides_are_told_masked_and_what_differs_is_marked(ledger, county):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    found = looked(ledger, [dispute(ledger, county, found_on="2023-08-15", parties="张建国、李秀荣")], county.clerk)
    (pair,) = decisions.pending(found)
    assert pair["evidence"] == ["当事人有 1 人相同、1 人差一个字", "排查日期相差 5 天", "所属乡镇相同", "类型相同"]
    sides = {label: (mine, theirs, differs) for label, mine, theirs, differs in pair["sides"]}
    assert sides["当事人"] == ("张*国、李*荣", "张*国、李*英", True)
    assert sides["排查日期"] == ("2023-08-15", "2023-08-10", True)
    assert sides["所属乡镇"] == ("胙城乡", "胙城乡", False)
    assert "李秀" not in str(found.counts["alike"])


def test_decided_the_same_a_row_corrects_the_record_and_adds_none(ledger, county):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    kept = ledger.model.objects.get()
    found = looked(ledger, [dispute(ledger, county, found_on="2023-08-15", people="9")], county.clerk)
    decide(found, "same", county.clerk)
    assert (found.counts["new"], found.counts["changed"]) == (0, 1)
    written = imports.commit(found, by=county.clerk)
    assert (written.added, written.changed) == (0, 1)
    now = ledger.model.objects.get()
    assert (now.pk, now.code, now.people, str(now.found_on)) == (kept.pk, kept.code, 9, "2023-08-15")


def test_a_record_keeps_its_own_code_under_a_row_that_brought_another(ledger, county):
    bring_in(ledger, [dispute(ledger, county, code="JF20230810-0001")], county.clerk)
    found = looked(ledger, [dispute(ledger, county, code="JF20230810-0077", people="9")], county.clerk)
    imports.commit(decide(found, "same", county.clerk), by=county.clerk)
    assert list(ledger.model.objects.values_list("code", "people")) == [("JF20230810-0001", 9)]


def test_decided_new_a_row_is_added_and_not_asked_again(ledger, county):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    found = looked(ledger, [dispute(ledger, county, found_on="2023-08-15")], county.clerk)
    decide(found, "new", county.clerk)
    imports.look(found, by=county.clerk)
    assert decisions.pending(found) == []
    assert imports.commit(found, by=county.clerk).added == 1


def test_a_row_that_is_the_same_again_is_written_once(ledger, county):
    rows = [dispute(ledger, county), dispute(ledger, county, found_on="2023-08-12")]
    found = looked(ledger, rows, county.clerk)
    (pair,) = decisions.pending(found)
    assert (pair["at"], pair["decision"]) == ("明细!3", "again:明细!2")
    decide(found, "same", county.clerk)
    assert (found.counts["new"], found.counts["duplicate"]) == (1, 1)
    assert imports.commit(found, by=county.clerk).added == 1


def test_two_rows_decided_to_be_one_record_are_refused(ledger, county):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    rows = [dispute(ledger, county, found_on=day, people=n) for n, day in ((5, "2023-08-11"), (6, "2023-08-12"))]
    found = looked(ledger, rows, county.clerk)
    record = ledger.model.objects.get()
    assert decisions.decide(found, {f"明细!{row}": f"same:{record.pk}" for row in (2, 3)}) == 2
    imports.read_again(found)
    assert (found.counts["changed"], found.counts["refused"]) == (1, 1)
    assert "第 2 行判断为同一条记录" in found.counts["troubles"][0]["text"]


def test_a_row_with_the_key_of_a_record_and_one_decided_to_be_it_are_not_both_written(ledger, county):
    bring_in(ledger, [dispute(ledger, county, code="JF20230810-0001")], county.clerk)
    rows = [dispute(ledger, county, people=5), dispute(ledger, county, code="JF20230810-0001", people=6)]
    found = looked(ledger, rows, county.clerk)
    decide(found, "same", county.clerk)
    assert found.counts["refused"] == 1


def test_only_what_was_offered_can_be_decided(ledger, county):
    bring_in(ledger, [dispute(ledger, county), dispute(ledger, county, parties="王海涛")], county.clerk)
    other = ledger.model.objects.get(parties="王海涛")
    found = looked(ledger, [dispute(ledger, county)], county.clerk)
    said = {"明细!2": f"same:{other.pk}", "明细!3": "new", "csrfmiddlewaretoken": "x"}
    assert decisions.decide(found, said) == 0


def test_a_settled_import_takes_no_more_decisions(ledger, county):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    found = looked(ledger, [dispute(ledger, county)], county.clerk)
    (pair,) = decisions.pending(found)
    imports.commit(found, by=county.clerk)
    assert decisions.decide(found, {pair["at"]: "new"}) == 0


def test_a_clerk_decides_pair_by_pair_on_a_page_without_script(signed_in, ledger, county):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    record = ledger.model.objects.get()
    found = preview(ledger, [dispute(ledger, county, found_on="2023-08-15", people="9")], county.clerk)
    client = signed_in(county.clerk)
    address = reverse("ledger_import_alike", args=[ledger.slug, found.pk])
    shown = client.get(reverse("ledger_import_preview", args=[ledger.slug, found.pk]))
    assert address in shown.content.decode()
    assert "查找可能重复的行" in body(client.get(address))
    page = client.post(address, {"act": "find"}, follow=True)
    text = body(page)
    assert "当事人相同，排查日期相差 5 天" in text
    assert f"同一条：用这一行更正 {record.code}" in text
    assert "李秀英" not in text
    assert len(page.content) < 30_000
    done = client.post(address, {"act": "decide", "明细!2": f"same:{record.pk}"}, follow=True)
    assert "已记下 1 行的判断" in body(done)
    assert "确认导入（新增 0，变动 1）" in body(done)


def test_ten_pairs_fit_a_page(signed_in, ledger, county):
    rows = [
        dispute(ledger, county, parties=f"张{name}国、李秀英", summary="很长的事由" * 20)
        for name in "甲乙丙丁戊己庚辛壬癸子丑"
    ]
    bring_in(ledger, rows, county.clerk)
    found = looked(ledger, [row | {"found_on": "2023-08-14", "level": "疑难"} for row in rows], county.clerk)
    page = signed_in(county.clerk).get(reverse("ledger_import_alike", args=[ledger.slug, found.pk]))
    assert "先列出 10 对" in body(page)
    assert len(page.content) < 30_000


def test_a_ledger_that_names_no_columns_has_no_such_page(signed_in, county):
    ledger = books.get("publicity")
    found = preview(ledger, books.typed(ledger, county, 1), county.clerk)
    client = signed_in(county.clerk)
    assert client.get(reverse("ledger_import_alike", args=[ledger.slug, found.pk])).status_code == 404
    assert "查找可能重复" not in body(client.get(reverse("ledger_import_preview", args=[ledger.slug, found.pk])))


def test_a_long_file_is_looked_through_in_the_queue_and_can_be_stopped(ledger, county, signed_in, settings):
    bring_in(ledger, [dispute(ledger, county)], county.clerk)
    found = preview(ledger, [dispute(ledger, county, found_on="2023-08-15", parties="张建国、李秀荣")], county.clerk)
    settings.SHEET_AT_ONCE_BYTES = 10
    client = signed_in(county.clerk)
    address = reverse("ledger_import_alike", args=[ledger.slug, found.pk])
    assert "正在查找可能重复的行" in body(client.post(address, {"act": "find"}, follow=True))

    jobs.sheet_look(run=found.pk, by=county.clerk.pk)
    jobs.sheet_look(run=found.pk, by=county.clerk.pk)
    found.refresh_from_db()
    assert (found.state, len(found.counts["alike"])) == ("previewed", 1)


def test_a_search_that_was_stopped_leaves_the_preview_as_it_was(ledger, county, signed_in, settings):
    found = preview(ledger, [dispute(ledger, county)], county.clerk)
    settings.SHEET_AT_ONCE_BYTES = 10
    client = signed_in(county.clerk)
    client.post(reverse("ledger_import_alike", args=[ledger.slug, found.pk]), {"act": "find"})
    client.post(reverse("ledger_import_preview", args=[ledger.slug, found.pk]), {"act": "cancel"})
    SheetProgress.objects.update(cancelled=True)
    jobs.sheet_look(run=found.pk, by=county.clerk.pk)

    found.refresh_from_db()
    assert found.state == "previewed"
