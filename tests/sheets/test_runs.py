"""The pages of imports: who sees which, what the list counts, and undoing one step by step without script."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taizhang.county.audit import changes
from taizhang.county.ledger import services
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports, runs
from tests.county import on
from tests.sheets import books


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def ledger():
    return books.get("disputes")


def bring_in(ledger, county, count, by, name="台账.xlsx", *, commit=True):
    rows = books.typed(ledger, county, count, summary=name)
    found = imports.preview(ledger, books.upload(books.sheet(ledger, rows), name), by=by)
    if commit:
        assert imports.commit(found, by=by)
    return found


def body(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, name, ledger, *rest):
    return client.get(reverse(name, args=[ledger.slug, *rest]))


def names(ledger, person):
    return list(runs.within(ledger, person).order_by("pk").values_list("name", flat=True))


def test_the_list_says_who_when_which_file_and_what_became_of_it(signed_in, ledger, county):
    run = bring_in(ledger, county, 3, county.clerk, "八月.xlsx")
    bring_in(ledger, county, 2, county.clerk, "九月.xlsx", commit=False)
    shown = page(signed_in(county.clerk), "ledger_import_runs", ledger)
    text = body(shown)
    assert text.index("九月.xlsx") < text.index("八月.xlsx")
    assert re.search(r"八月\.xlsx\s+已导入\s+2023-09-01 12:00\s+经办甲\s+3\s+0\s+0", text)
    assert "待确认" in text
    assert run.sha256[:12] in text
    assert len(shown.content) < 30_000


def test_a_list_costs_the_same_whatever_its_length(signed_in, ledger, county):
    client, asked = signed_in(county.clerk), []
    for number in range(4):
        bring_in(ledger, county, 1, county.clerk, f"{number}.xlsx")
        page(client, "ledger_import_runs", ledger)
        with CaptureQueriesContext(connection) as queries:
            page(client, "ledger_import_runs", ledger)
        asked.append(len(queries))
    assert asked[0] == asked[-1]


def test_one_sees_the_imports_of_the_own_unit_only(ledger, county):
    bring_in(ledger, county, 1, county.clerk, "胙城.xlsx")
    colleague = county.post("colleague", "zuocheng", "clerk")
    assert names(ledger, colleague) == ["胙城.xlsx"]
    assert names(ledger, county.stranger) == []
    assert names(ledger, county.head) == []


def test_the_imports_of_somebody_who_left_stay_with_the_unit_they_were_made_for(ledger, county):
    mover = county.post("mover", "zuocheng", "clerk")
    bring_in(ledger, county, 1, mover, "胙城.xlsx")
    with changes.change(by=changes.SYSTEM, reason="调动"):
        mover.posts.update(until=books.TODAY)
    with on("2023-09-02"):
        county.post("mover", "yulin", "clerk")
        mover.posts.filter(organisation=county.yulin).update(since="2023-09-02")
        assert names(ledger, county.clerk) == ["胙城.xlsx"]
        assert names(ledger, county.stranger) == []


@pytest.mark.parametrize("name", ["ledger_import_undo", "ledger_import_preview"])
def test_an_import_of_another_unit_is_not_there(signed_in, ledger, county, name):
    run = bring_in(ledger, county, 1, county.clerk)
    assert page(signed_in(county.stranger), name, ledger, run.pk).status_code == 404


def test_who_may_not_import_is_told_whom_to_ask(signed_in, ledger, county):
    assert page(signed_in(county.head), "ledger_import_runs", ledger).status_code == 403


def test_from_the_import_page_to_undone(signed_in, ledger, county):
    run = bring_in(ledger, county, 3, county.clerk, "八月.xlsx")
    client = signed_in(county.clerk)
    runs_url = reverse("ledger_import_runs", args=[ledger.slug])
    assert runs_url in page(client, "ledger_import", ledger).content.decode()
    assert runs_url in page(client, "ledger_list", ledger).content.decode()
    undo_url = reverse("ledger_import_undo", args=[ledger.slug, run.pk])
    assert undo_url in page(client, "ledger_import_preview", ledger, run.pk).content.decode()
    shown = client.get(undo_url)
    assert "将作废 3 条" in body(shown)
    assert "撤销全部 3 条" in body(shown)
    done = client.post(undo_url, {"reason": "选错了文件", "shown": "3"}, follow=True)
    assert "已撤销导入“八月.xlsx”：作废 3 条，恢复 0 条" in body(done)
    assert "2023-09-01 12:00 由 经办甲 撤销" in body(done)
    assert undo_url not in done.content.decode()
    assert re.search(r"八月\.xlsx\s+已撤销\s+2023-09-01 12:00\s+经办甲\s+3\s+0\s+0\s+3", body(client.get(runs_url)))


def test_without_a_reason_the_page_asks_for_it_and_nothing_is_undone(signed_in, ledger, county):
    run = bring_in(ledger, county, 2, county.clerk)
    answer = signed_in(county.clerk).post(reverse("ledger_import_undo", args=[ledger.slug, run.pk]), {"shown": "2"})
    assert answer.status_code == 422
    assert "请写明撤销理由" in body(answer)
    assert not ledger.model.objects.filter(voided=True).exists()


def test_what_stays_is_listed_with_its_reason_and_a_link_and_the_button_says_how_many_go(signed_in, ledger, county):
    run = bring_in(ledger, county, 3, county.clerk)
    record = ledger.model.objects.order_by("pk").first()
    record.people = 7
    services.save(record, by=county.clerk, reason="核实人数")
    client = signed_in(county.clerk)
    shown = page(client, "ledger_import_undo", ledger, run.pk)
    assert "只撤销没有再改动的 2 条" in body(shown)
    assert "经办甲 于 2023-09-01 12:00 修改：核实人数" in body(shown)
    assert reverse("ledger_detail", args=[ledger.slug, record.pk]) in shown.content.decode()
    posted = {"reason": "选错了文件", "shown": "2", "partly": "1"}
    done = client.post(reverse("ledger_import_undo", args=[ledger.slug, run.pk]), posted, follow=True)
    assert "有 1 条已另有改动，保持原样" in body(done)


def test_what_changed_after_the_page_was_shown_brings_the_page_again_with_the_typed_reason(signed_in, ledger, county):
    run = bring_in(ledger, county, 3, county.clerk)
    record = ledger.model.objects.order_by("pk").first()
    record.people = 7
    services.save(record, by=county.clerk)
    answer = signed_in(county.clerk).post(
        reverse("ledger_import_undo", args=[ledger.slug, run.pk]), {"reason": "选错了文件", "shown": "3"}
    )
    assert answer.status_code == 422
    assert "有 1 条记录不能撤销" in body(answer)
    assert 'value="选错了文件"' in answer.content.decode()
    assert SheetImport.objects.get().state == "committed"


def test_a_colleague_reads_why_they_may_not_undo(signed_in, ledger, county):
    run = bring_in(ledger, county, 1, county.clerk)
    colleague = county.post("colleague", "zuocheng", "clerk")
    shown = page(signed_in(colleague), "ledger_import_undo", ledger, run.pk)
    assert "只有导入人经办甲或本单位审核人员可以撤销" in body(shown)
    assert "<form class=" not in shown.content.decode().split("<main", 1)[-1]
