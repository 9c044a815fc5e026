"""Minors' data leaves by two people: what has to be asked for, who decides, what stops it, what is on record."""

import threading
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.urls import reverse

from taizhang.county.audit import changes, clock
from taizhang.county.audit.models import Reading, Sighting
from taizhang.county.ledger.models import SheetExport
from taizhang.county.ledger.sheets import outbox, releases
from taizhang.county.ledger.sheets.asking import Asked
from taizhang.county.ledger.sheets.formats import Form
from taizhang.county.ledger.validation import Refused
from taizhang.county.people.models import Post
from taizhang.lines.children.ledgers import CHILDREN
from tests.county import on
from tests.every_ledger import rows

State = SheetExport.State
REASON = "核对银行代发账号"


@pytest.fixture(autouse=True)
def _september(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on("2023-09-01"):
        yield


def peopled(county):
    county.post("keeper", "civil-affairs", "clerk")
    county.post("director", "civil-affairs", "unit_head")
    county.post("deputy", "civil-affairs", "unit_head")
    return county


@pytest.fixture
def office(county):
    return peopled(county)


@pytest.fixture
def children(office):
    return [rows.add(CHILDREN, office, n) for n in range(3)]


def ask(client, **more):
    form = {"scope": "whole", "which": "all", "form": "csv", "clear": "1", "reason": REASON} | more
    return client.post("/l/children/export", form)


def asked(client, **more):
    ask(client, **more)
    return SheetExport.objects.get()


def text(response):
    return unescape(response.content.decode())


def decide(client, export, act="release", rows=3, reason=""):
    return client.post(reverse("release", args=[export.pk]), {"act": act, "rows": rows, "reason": reason})


def content(response):
    return b"".join(response.streaming_content).decode()


def test_one_asks_another_releases_and_the_first_fetches(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    assert (export.state, export.reason, export.asked_rows) == (State.ASKED, REASON, 3)

    decide(signed_in(office.director), export)
    keeper = signed_in(office.keeper)
    file = content(keeper.post(reverse("ledger_export_made", args=["children", export.pk]), {"act": "fetch"}))

    assert all(child.id_no in file for child in children)
    last = Reading.objects.order_by("-pk")[0]
    assert (last.actor, last.rows) == (office.keeper.name, 3)
    assert last.reason == f"下载导出文件（{office.keeper.name}申请，{office.director.name}批准）：{REASON}"


def test_each_time_it_is_fetched_is_on_record(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    decide(signed_in(office.director), export)
    keeper = signed_in(office.keeper)
    for _ in range(2):
        content(keeper.post(reverse("ledger_export_made", args=["children", export.pk]), {"act": "fetch"}))

    assert Reading.objects.filter(reason__startswith="下载导出文件").count() == 2


def test_nobody_else_fetches_not_even_who_released(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    director = signed_in(office.director)
    decide(director, export)

    url = reverse("ledger_export_made", args=["children", export.pk])
    assert director.post(url, {"act": "fetch"}).status_code == 404


def test_it_waits_on_the_first_page_of_both(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    director = signed_in(office.director)
    assert f"审批{office.keeper.name}导出儿童的申请" in text(director.get("/"))
    assert REASON in text(director.get(reverse("release", args=[export.pk])))

    decide(director, export)

    assert "的申请" not in text(director.get("/"))
    assert "下载已批准的儿童导出文件" in text(signed_in(office.keeper).get("/"))


def test_masked_rows_up_to_a_number_a_day_leave_at_once(office, children, signed_in, settings):
    settings.EXPORT_ALONE_ROWS = 5
    keeper = signed_in(office.keeper)

    first = ask(keeper, clear="", reason="")
    assert content(first).count("ET2022") == 3
    assert Sighting.objects.get(page="导出").rows == 3
    assert ask(keeper, clear="", reason="").status_code == 422
    assert not SheetExport.objects.exists()

    assert asked(keeper, clear="").clear_reason == ""


def test_an_address_alone_asks_for_nothing(office, children, signed_in, settings):
    settings.EXPORT_ALONE_ROWS = 0
    html = text(signed_in(office.keeper).get("/l/children/export?file=csv"))

    assert "须经审批" in html
    assert not SheetExport.objects.exists()


def test_a_reason_is_asked_for_and_nothing_typed_is_lost(office, children, signed_in):
    answer = ask(signed_in(office.keeper), reason="看看")

    assert answer.status_code == 422
    assert 'value="看看"' in text(answer)
    assert not SheetExport.objects.exists()


def test_a_double_click_asks_once(office, children, signed_in):
    keeper = signed_in(office.keeper)
    assert ask(keeper).url == ask(keeper).url
    assert SheetExport.objects.count() == 1


def test_nobody_releases_their_own(office, children, signed_in):
    director = signed_in(office.director)
    export = releases.ask(_asked(), by=office.director, rows=3)

    assert "自己的申请由另一名负责人审批" in text(director.get(reverse("release", args=[export.pk])))
    assert decide(director, export).status_code == 422
    assert not releases.to_decide(office.director).exists()
    assert releases.to_decide(office.deputy).get() == export
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetExport.objects.filter(pk=export.pk).update(decided_by=office.director, decided_at=clock.now())


def _asked():
    return Asked(CHILDREN, QueryDict(), Form.CSV, True, (), REASON, REASON)


def test_a_single_head_has_nobody_to_ask(county, children, signed_in):
    with changes.change(by=changes.SYSTEM, reason="测试"):
        Post.objects.filter(person=county.deputy).update(until="2020-01-01")

    with pytest.raises(Refused, match="没有其他负责人"):
        releases.ask(_asked(), by=county.director, rows=3)


@pytest.mark.parametrize("who", ["keeper", "clerk", "head", "leader", "stranger"])
def test_whoever_does_not_answer_for_the_ledger_has_no_such_page(office, children, signed_in, who):
    export = asked(signed_in(office.keeper))
    client = signed_in(office.people[who])

    assert client.get(reverse("release_list")).status_code == 404
    assert decide(client, export).status_code == 404
    assert "导出审批" not in text(client.get("/"))


def test_a_refusal_has_a_reason_which_the_asker_reads(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    director = signed_in(office.director)

    assert "不予批准的理由" in text(decide(director, export, "refuse", reason="不"))
    decide(director, export, "refuse", reason="理由不具体")

    html = text(signed_in(office.keeper).get(reverse("ledger_export_made", args=["children", export.pk])))
    assert "理由不具体" in html
    assert "未获批准" in html


def test_rows_that_moved_under_the_reader_stop_the_release(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    rows.add(CHILDREN, office, 7)
    director = signed_in(office.director)

    assert "现在 4 人" in text(director.get(reverse("release", args=[export.pk])))
    answer = decide(director, export)
    assert "由 3 条变为 4 条" in text(answer)
    decide(director, export, rows=4)

    export.refresh_from_db()
    assert (export.state, export.rows, export.asked_rows) == (State.READY, 4, 3)


def test_a_post_lost_meanwhile_stops_the_release(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    with changes.change(by=changes.SYSTEM, reason="调离"):
        Post.objects.filter(person=office.keeper).update(until="2023-08-31")

    assert "申请人已不在可以导出的岗位" in text(decide(signed_in(office.director), export))


def test_a_post_lost_after_the_release_deletes_the_file(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    decide(signed_in(office.director), export)
    with changes.change(by=changes.SYSTEM, reason="调离"):
        Post.objects.filter(person=office.keeper).update(until="2023-08-31")
    office.post("keeper", "zuocheng", "clerk")

    export.refresh_from_db()
    with pytest.raises(outbox.NotGiven, match="岗位有变动"):
        outbox.fetch(export, by=office.keeper)
    assert SheetExport.objects.get().state == State.GONE


def test_what_nobody_decided_in_three_working_days_lapses(office, children, signed_in):
    export = asked(signed_in(office.keeper))
    assert f"{export.lapses_on}" == "2023-09-06"

    with clock.at(clock.now() + timedelta(days=6)):
        assert "已经过期" in text(decide(signed_in(office.director), export))
        outbox.tidy()
        export.refresh_from_db()
        assert export.state == State.LAPSED
        assert not releases.to_decide(office.director).exists()
        # It may be asked for again.
        ask(signed_in(office.keeper))
        assert SheetExport.objects.filter(state=State.ASKED).count() == 1


def test_what_was_withdrawn_is_released_no_more(office, children, signed_in):
    keeper = signed_in(office.keeper)
    export = asked(keeper)
    keeper.post(reverse("ledger_export_made", args=["children", export.pk]), {"act": "drop"})

    assert "过期或撤回" in text(decide(signed_in(office.director), export))


def test_the_database_makes_no_file_that_nobody_released(office, children, signed_in):
    export = asked(signed_in(office.keeper))

    with pytest.raises(IntegrityError), transaction.atomic():
        SheetExport.objects.filter(pk=export.pk).update(state=State.WAITING)


def test_of_two_who_release_at_once_the_second_is_told_of_the_first(committed_county):
    office = peopled(committed_county)
    for n in range(3):
        rows.add(CHILDREN, office, n)
    export = releases.ask(_asked(), by=office.keeper, rows=3)
    said: list[str] = []

    def release(person):
        try:
            with on("2023-09-01"):
                releases.release(export, by=person, rows=3)
            said.append("released")
        except releases.NotDecided as refused:
            said.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=(one,)) for one in (office.director, office.deputy)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(len(one) > 8 for one in said) == [False, True]
    assert any("没有重复审批" in one for one in said)


def test_the_command_says_by_whom_and_is_on_record(office, children, tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("export", "children", str(tmp_path / "a.csv"))
    assert "--by" in capsys.readouterr().err

    call_command("export", "children", str(tmp_path / "a.csv"), by="keeper")
    assert Sighting.objects.get(page="导出").actor == office.keeper.name
    assert not any(child.id_no in (tmp_path / "a.csv").read_text(encoding="utf-8") for child in children)
