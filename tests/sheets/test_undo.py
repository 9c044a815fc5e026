"""Undoing a whole import: what goes back, what stays and why, who may, and that it happens once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Change, Entry
from taizhang.county.audit.verification import faults
from taizhang.county.documents.models import Attachment
from taizhang.county.ledger import jobs, services
from taizhang.county.ledger.models import SheetImport
from taizhang.county.ledger.sheets import imports, traces, undo
from taizhang.county.ledger.validation import Refused
from taizhang.county.matters import flow, records
from taizhang.county.matters import services as loop
from tests.county import on
from tests.sheets import books

LATER = "2023-09-05"


@pytest.fixture
def ledger():
    return books.get("disputes")


def coded(ledger, county, count, **changed):
    rows = books.typed(ledger, county, count, **changed)
    return [{"code": f"JF{row['found_on'].replace('-', '')}-{n:04d}"} | row for n, row in enumerate(rows, 1)]


def bring_in(ledger, rows, by, day=books.TODAY):
    """An import really made, and its run."""
    with on(day):
        found = imports.preview(ledger, books.upload(books.sheet(ledger, rows)), by=by)
        assert imports.commit(found, by=by) is not None, found.counts
    return found


def undo_it(run, by, day=LATER, **options):
    with on(day):
        return undo.undo(run, by=by, reason="选错了文件", **options)


def edit(ledger, code, by, day="2023-09-03", reason="核实人数", **values):
    with on(day):
        record = ledger.model.objects.get(code=code)
        for name, value in values.items():
            setattr(record, name, value)
        services.save(record, by=by, reason=reason)


def contents(ledger):
    """Everything of every record but the counter of its writes."""
    names = [field.attname for field in ledger.model._meta.concrete_fields if field.attname != "edition"]
    return {row["code"]: row for row in ledger.model.objects.values(*names)}


def test_what_was_added_is_voided_with_the_reason(ledger, county):
    run = bring_in(ledger, coded(ledger, county, 4), county.clerk)
    done = undo_it(run, county.clerk)
    assert (done.voided, done.restored, done.left) == (4, 0, 0)
    said = set(ledger.model.objects.values_list("voided", "void_reason"))
    assert said == {(True, "撤销导入 台账.xlsx：选错了文件")}


def test_what_was_changed_gets_back_exactly_what_it_held(ledger, county):
    rows = coded(ledger, county, 4)
    bring_in(ledger, rows, county.clerk, day="2023-08-30")
    before = contents(ledger)
    run = bring_in(ledger, [row | {"people": 9, "summary": "改过", "level": "疑难"} for row in rows[:3]], county.clerk)
    done = undo_it(run, county.clerk)
    assert (done.voided, done.restored) == (0, 3)
    assert contents(ledger) == before


def test_private_columns_come_back_readable_and_found_by_their_index(county):
    ledger = books.get("children")
    clerk = books.lead_clerk(ledger, county)
    rows = books.typed(ledger, county, 2)
    rows = [row | {"code": f"ET{row['enrolled_on'].replace('-', '')}-{n:04d}"} for n, row in enumerate(rows, 1)]
    bring_in(ledger, rows, clerk, day="2023-08-30")
    before = contents(ledger)
    run = bring_in(ledger, [rows[0] | {"name": "别的人"}], clerk)
    undo_it(run, clerk)
    assert contents(ledger) == before
    assert list(ledger.model.objects.order_by("code").values_list("name", flat=True)) == [row["name"] for row in rows]


def test_it_is_one_act_in_a_chain_that_still_holds(ledger, county):
    rows = coded(ledger, county, 3)
    bring_in(ledger, rows[:1], county.clerk, day="2023-08-30")
    run = bring_in(ledger, [rows[0] | {"people": 9}, *rows[1:]], county.clerk)
    undo_it(run, county.clerk)
    act = Change.objects.get(pk=run.undone_change_id)
    assert (act.actor, act.action, act.reason) == ("经办甲", "矛盾纠纷撤销导入", "撤销导入 台账.xlsx：选错了文件")
    assert sum(Entry.objects.filter(change=act).values_list("rows", flat=True)) == 3
    assert (run.state, run.undone_by, run.undone_at.date().isoformat()) == ("undone", county.clerk, LATER)


def test_a_record_changed_since_stays_and_says_who_changed_it_when_and_why(ledger, county):
    run = bring_in(ledger, rows := coded(ledger, county, 3), county.clerk)
    edit(ledger, rows[1]["code"], county.clerk, people=7)
    with on(LATER):
        plan = undo.plan(run, by=county.clerk)
    assert (plan.voided, plan.restored, plan.left) == (2, 0, 1)
    (stays,) = plan.staying
    assert stays.title == rows[1]["code"]
    assert stays.why == "经办甲 于 2023-09-03 12:00 修改：核实人数"
    assert stays.pk == ledger.model.objects.get(code=rows[1]["code"]).pk


def test_all_or_the_rest_is_the_persons_choice(ledger, county):
    run = bring_in(ledger, rows := coded(ledger, county, 3), county.clerk)
    edit(ledger, rows[1]["code"], county.clerk, people=7)
    with pytest.raises(Refused, match="有 1 条记录不能撤销"):
        undo_it(run, county.clerk)
    assert not ledger.model.objects.filter(voided=True).exists()
    assert undo_it(run, county.clerk, partly=True).voided == 2
    assert ledger.model.objects.get(voided=False).people == 7


def test_changed_and_changed_back_is_changed(ledger, county):
    run = bring_in(ledger, rows := coded(ledger, county, 2), county.clerk)
    edit(ledger, rows[0]["code"], county.clerk, people=7)
    edit(ledger, rows[0]["code"], county.clerk, people=2)
    with on(LATER):
        assert undo.plan(run, by=county.clerk).left == 1


def test_a_later_import_of_the_same_rows_keeps_them(ledger, county):
    rows = coded(ledger, county, 3)
    run = bring_in(ledger, rows, county.clerk)
    bring_in(ledger, [rows[0] | {"people": 8}], county.clerk, day="2023-09-02")
    with on(LATER):
        plan = undo.plan(run, by=county.clerk)
    assert plan.left == 1
    assert "导入" in plan.staying[0].why


def test_a_dispute_that_another_was_merged_into_since_stays(ledger, county):
    rows = coded(ledger, county, 3)
    bring_in(ledger, rows[:1], county.clerk, day="2023-08-30")
    run = bring_in(ledger, rows[1:], county.clerk)
    target = ledger.model.objects.get(code=rows[1]["code"])
    edit(ledger, rows[0]["code"], county.clerk, merged_into=target)
    with on(LATER):
        plan = undo.plan(run, by=county.clerk)
    assert [(one.title, one.why) for one in plan.staying] == [(target.code, "导入之后已有矛盾纠纷记录引用它")]


def test_records_of_one_run_that_name_each_other_go_back_together_or_stay_together(ledger, county):
    rows = coded(ledger, county, 3)
    run = bring_in(ledger, rows, county.clerk)
    merged = bring_in(
        ledger, [rows[0] | {"merged_into": rows[2]["code"]}], county.clerk, day="2023-09-02"
    )  # fmt: skip
    with on(LATER):
        assert undo.plan(merged, by=county.clerk).staying[0].why == "“并入”一经登记不得更改，导入时已经写入"
        plan = undo.plan(run, by=county.clerk)
    assert {one.title for one in plan.staying} == {rows[0]["code"], rows[2]["code"]}


def test_a_record_with_a_paper_since_stays(ledger, county):
    run = bring_in(ledger, coded(ledger, county, 2), county.clerk)
    first = ledger.model.objects.order_by("pk").first()
    with on("2023-09-02"):
        Attachment.objects.bulk_create([
            Attachment(ledger="disputes", record_id=first.pk, name="现场.jpg", media_type="image/jpeg", size=1,
                       sha256="0" * 64, by_id=county.clerk.pk, at=clock.now())
        ])  # fmt: skip
    with on(LATER):
        assert [one.why for one in undo.plan(run, by=county.clerk).staying] == ["导入之后添加了附件"]


def test_a_record_that_became_a_matter_since_stays(ledger, county):
    rows = coded(ledger, county, 2, outcome="办理中", handled_on=None, resolved_on=None)
    bring_in(ledger, rows[:1], county.clerk, day="2023-08-29")
    with on("2023-08-30"):
        open_matter(ledger, rows[0]["code"], county.clerk)
    run = bring_in(ledger, [row | {"people": 6} for row in rows], county.clerk)
    with on("2023-09-02"):
        open_matter(ledger, rows[1]["code"], county.clerk)
    with on(LATER):
        plan = undo.plan(run, by=county.clerk)
    assert (plan.restored, [one.why for one in plan.staying]) == (1, ["导入之后已作为督办事项办理"])


def open_matter(ledger, code, by):
    about = records.from_record(ledger, ledger.model.objects.get(code=code), flow.about(ledger.slug))
    return loop.open_matter(about, by=by)


def test_what_others_keep_on_a_record_is_told_by_them(ledger, county, monkeypatch):
    run = bring_in(ledger, coded(ledger, county, 2), county.clerk)
    rows = ledger.model.objects.filter(code__endswith="0001").values_list("pk")
    monkeypatch.setattr(traces, "_resting", [lambda ledger, since: ("已有事项在办", rows)])
    with on(LATER):
        assert [one.why for one in undo.plan(run, by=county.clerk).staying] == ["已有事项在办"]


def test_what_the_database_refuses_is_left_and_the_rest_goes_back(county):
    """A child's number moved to another record meanwhile: the old value cannot return beside it."""
    ledger = books.get("children")
    clerk = books.lead_clerk(ledger, county)
    rows = books.typed(ledger, county, 4)
    rows = [row | {"code": f"ET{row['enrolled_on'].replace('-', '')}-{n:04d}"} for n, row in enumerate(rows, 1)]
    others = [{name: rows[3][name] for name in ("id_no", "birth_date")}, rows.pop()][:1]
    bring_in(ledger, rows, clerk, day="2023-08-30")
    run = bring_in(ledger, [rows[0] | others[0], rows[1] | {"village": "改过"}], clerk)
    with on("2023-09-02"):
        taking = ledger.model.objects.get(code=rows[2]["code"])
        taking.category = ledger.model.objects.get(code=rows[0]["code"]).category
        taking.id_no, taking.birth_date = rows[0]["id_no"], ledger.column("birth_date").parse(
            rows[0]["birth_date"], None
        )  # fmt: skip
        services.save(taking, by=clerk)
    with pytest.raises(Refused, match="有 1 条记录不能撤销"):
        undo_it(run, clerk)
    done = undo_it(run, clerk, partly=True)
    assert (done.restored, done.left) == (1, 1)
    assert "已有登记" in done.staying[0].why


def test_the_second_click_does_nothing(ledger, county):
    run = bring_in(ledger, coded(ledger, county, 2), county.clerk)
    undo_it(run, county.clerk)
    acts = Change.objects.count()
    assert undo_it(SheetImport.objects.get(), county.clerk) is None
    assert Change.objects.count() == acts


def test_what_moved_since_the_page_was_shown_stops_it(ledger, county):
    run = bring_in(ledger, rows := coded(ledger, county, 3), county.clerk)
    edit(ledger, rows[1]["code"], county.clerk, people=7)
    with pytest.raises(Refused, match="现在可以撤销 2 条"):
        undo_it(run, county.clerk, partly=True, expecting=3)
    assert not ledger.model.objects.filter(voided=True).exists()


def test_without_a_reason_nothing_is_undone(ledger, county):
    run = bring_in(ledger, coded(ledger, county, 2), county.clerk)
    with pytest.raises(Refused, match="请写明撤销理由"):
        undo.undo(run, by=county.clerk, reason="  ")


def test_an_import_that_wrote_nothing_cannot_be_undone(ledger, county):
    with on(books.TODAY):
        found = imports.preview(ledger, books.upload(books.sheet(ledger, coded(ledger, county, 2))), by=county.clerk)
    with pytest.raises(Refused, match="没有写入台账"):
        undo_it(found, county.clerk)


def test_the_importer_or_who_confirms_the_units_figures_may_undo_and_nobody_else(ledger, county):
    run = bring_in(ledger, coded(ledger, county, 2), county.clerk)
    colleague = county.post("colleague", "zuocheng", "clerk")
    county.post("both", "zuocheng", "clerk")
    county.post("both", "zuocheng", "unit_head")
    with on(LATER):
        barred = {name: bool(undo.barred(run, county.people[name])) for name in ("clerk", "both", "colleague")}
        assert barred == {"clerk": False, "both": False, "colleague": True}
        assert undo.barred(run, county.stranger)
        assert "不能导入" in undo.barred(run, county.head)
    with pytest.raises(Refused, match="只有导入人经办甲或本单位审核人员"):
        undo_it(run, colleague)


def test_once_the_importer_left_a_colleague_may_undo(ledger, county):
    gone = county.post("gone", "zuocheng", "clerk")
    run = bring_in(ledger, coded(ledger, county, 2), gone)
    with on("2023-09-02"), changes.change(by=changes.SYSTEM, reason="调离"):
        gone.posts.update(until="2023-09-02")
    assert undo_it(SheetImport.objects.get(pk=run.pk), county.clerk).voided == 2


def test_what_is_no_longer_within_reach_stays_without_telling_of_it(ledger, county):
    lead = books.lead_clerk(ledger, county)
    run = bring_in(ledger, rows := coded(ledger, county, 2), county.clerk)
    edit(ledger, rows[0]["code"], lead, place_id="410726207", unit=county.yulin, grid="410726207200001")
    with on(LATER):
        (stays,) = undo.plan(run, by=county.clerk).staying
    assert (stays.title, stays.why, stays.pk) == (rows[0]["code"], "已不在您的管辖范围", None)


def test_values_from_another_township_do_not_come_back_by_whoever_may_not_write_there(ledger, county):
    lead = books.lead_clerk(ledger, county)
    rows = coded(ledger, county, 2)
    moved = rows[0] | {"place": "榆林乡", "unit": "榆林乡", "grid": "410726207200001"}
    bring_in(ledger, [moved], lead, day="2023-08-30")
    run = bring_in(ledger, rows, lead)
    SheetImport.objects.filter(pk=run.pk).update(by=county.clerk, confirmed_by=county.clerk)
    run.refresh_from_db()
    with on(LATER):
        plan = undo.plan(run, by=county.clerk)
    assert (plan.voided, plan.left) == (1, 1)
    assert plan.staying[0].why == "您的岗位现在不能修改或作废它"


def test_the_same_file_after_an_undo_is_a_new_import(ledger, county):
    content = books.sheet(ledger, books.typed(ledger, county, 3))
    with on(books.TODAY):
        run = imports.preview(ledger, books.upload(content), by=county.clerk)
        imports.commit(run, by=county.clerk)
    undo_it(run, county.clerk)
    with on(LATER):
        again = imports.preview(ledger, books.upload(content), by=county.clerk)
        assert not again.counts.get("repeated")
        assert imports.commit(again, by=county.clerk).added == 3
    assert ledger.model.objects.filter(voided=False).count() == 3


def test_rows_with_codes_come_back_after_an_undo_and_count_as_new(ledger, county):
    rows = coded(ledger, county, 3)
    undo_it(bring_in(ledger, rows, county.clerk), county.clerk, day="2023-09-02")
    with on("2023-09-03"):
        again = imports.preview(ledger, books.upload(books.sheet(ledger, rows)), by=county.clerk)
        assert (again.counts["new"], again.counts["refused"]) == (3, 0)
        imports.commit(again, by=county.clerk)
    assert set(ledger.model.objects.values_list("voided", "void_reason", "edition")) == {(False, "", 3)}
    assert undo_it(again, county.clerk).voided == 3


def test_a_record_voided_by_hand_does_not_come_back_by_an_import(ledger, county):
    rows = coded(ledger, county, 1)
    run = bring_in(ledger, rows, county.clerk)
    with on("2023-09-02"):
        services.void(ledger.model.objects.get(), by=county.clerk, reason="撤销导入 台账.xlsx：选错了文件")
        again = imports.preview(ledger, books.upload(books.sheet(ledger, [rows[0] | {"people": 9}])), by=county.clerk)
        assert (again.counts["new"], again.counts["refused"]) == (0, 1)
    with on(LATER):
        assert undo.plan(run, by=county.clerk).left == 1


def test_many_records_cost_few_statements(ledger, county, django_assert_max_num_queries):
    run = bring_in(ledger, coded(ledger, county, 300), county.clerk)
    with django_assert_max_num_queries(60):
        assert undo_it(run, county.clerk).voided == 300


def test_the_chain_is_whole_afterwards(ledger, committed_county):
    county = committed_county
    rows = coded(ledger, county, 3)
    bring_in(ledger, rows[:1], county.clerk, day="2023-08-30")
    run = bring_in(ledger, [rows[0] | {"people": 9}, *rows[1:]], county.clerk)
    undo_it(run, county.clerk)
    counted = Counter(ledger.model.versions.objects.values_list("code", flat=True))
    assert sorted(counted.values()) == [2, 2, 3]
    assert faults() == []


def in_threads(*acts):
    """Runs them at once, each with its own connection; their answers, or what they raised."""

    def run(act):
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def test_two_clicks_at_once_undo_once(ledger, committed_county):
    county = committed_county
    run = bring_in(ledger, coded(ledger, county, 30), county.clerk)
    acts = Change.objects.count()
    answers = in_threads(*[lambda: undo_it(SheetImport.objects.get(pk=run.pk), county.clerk)] * 2)
    assert sorted(answer is None for answer in answers) == [False, True]
    assert Change.objects.count() == acts + 1
    assert set(ledger.model.objects.values_list("voided", "edition")) == {(True, 2)}


def test_what_is_being_changed_meanwhile_is_waited_for_and_stays(ledger, committed_county):
    county = committed_county
    run = bring_in(ledger, rows := coded(ledger, county, 3), county.clerk)
    began, ended = Event(), Event()

    def change():
        with transaction.atomic():
            edit(ledger, rows[0]["code"], county.clerk, people=7)
            began.set()
            ended.wait(1)

    def undoing():
        began.wait(10)
        return undo_it(run, county.clerk, partly=True)

    _, done = in_threads(change, undoing)
    assert (done.voided, done.left) == (2, 1)
    assert ledger.model.objects.get(voided=False).people == 7


# In the queue


@pytest.fixture
def long(settings):
    settings.UNDO_AT_ONCE_ROWS = 1


def ask_to_undo(client, run, **changes):
    with on(LATER):
        return client.post(
            reverse("ledger_import_undo", args=[run.ledger, run.pk]), {"reason": "选错了文件"} | changes, follow=True
        )


def test_a_long_import_is_undone_in_the_queue(long, ledger, county, signed_in):
    run = bring_in(ledger, coded(ledger, county, 3), county.clerk)
    page = ask_to_undo(signed_in(county.clerk), run).content.decode()
    assert "正在撤销" in page
    run.refresh_from_db()
    assert run.state == undo.State.UNDOING

    with on(LATER):
        jobs.sheet_undo(run=run.pk, by=county.clerk.pk, reason="选错了文件", partly=False, expecting=3)
        jobs.sheet_undo(run=run.pk, by=county.clerk.pk, reason="选错了文件", partly=False, expecting=3)
    run.refresh_from_db()
    assert run.state == undo.State.UNDONE
    assert not ledger.model.objects.filter(voided=False).exists()


def test_an_undoing_that_is_refused_in_the_queue_says_why(long, ledger, county, signed_in):
    run = bring_in(ledger, coded(ledger, county, 3), county.clerk)
    client = signed_in(county.clerk)
    ask_to_undo(client, run)
    edit(ledger, "JF20230101-0001", county.clerk, people=7)
    with on(LATER):
        jobs.sheet_undo(run=run.pk, by=county.clerk.pk, reason="选错了文件", partly=False, expecting=3)

    run.refresh_from_db()
    assert run.state == undo.State.COMMITTED
    page = client.get(reverse("ledger_import_preview", args=[run.ledger, run.pk])).content.decode()
    assert "没有撤销" in page


def test_no_reason_and_a_second_click_put_nothing_in_line(long, ledger, county, signed_in):
    run = bring_in(ledger, coded(ledger, county, 3), county.clerk)
    client = signed_in(county.clerk)
    assert ask_to_undo(client, run, reason=" ").status_code == 422
    ask_to_undo(client, run)
    again = ask_to_undo(client, run)

    assert "正在撤销" in again.content.decode()
    run.refresh_from_db()
    assert run.state == undo.State.UNDOING
