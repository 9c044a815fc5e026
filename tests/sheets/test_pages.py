"""The pages of workbooks as people meet them: upload, preview, commit, drop, template."""

import io
import re

import openpyxl
import pytest
from django.urls import reverse

from taizhang.county.ledger import jobs
from taizhang.county.ledger.models import SheetImport, SheetProgress
from tests.county import on
from tests.sheets import books


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def ledger():
    return books.get("disputes")


def send(client, ledger, rows, **options):
    """Uploads a sheet of rows and follows to the preview."""
    return send_file(client, ledger, books.sheet(ledger, rows, **options))


def send_file(client, ledger, content):
    upload = books.upload(content)
    return client.post(reverse("ledger_import", args=[ledger.slug]), {"file": upload}, follow=True)


def body(response):
    """As people read it: without tags, spaces folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def downloaded(response):
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_from_upload_to_ledger(signed_in, county, ledger):
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 5))
    assert "还没有写入台账" in body(page)
    assert "确认导入（新增 5，变动 0）" in body(page)
    done = client.post(page.request["PATH_INFO"], {"act": "commit", "reason": "八月排查"}, follow=True)
    assert "已导入：新增 5 条，更正 0 条" in body(done)
    assert ledger.model.objects.count() == 5


def test_three_bad_rows_of_five_hundred_are_all_named_on_the_page(signed_in, county, ledger):
    rows = books.typed(ledger, county, 500)
    rows[10]["found_on"], rows[200]["level"], rows[499]["people"] = "去年八月", "不一般", "几个"
    text = body(send(signed_in(county.clerk), ledger, rows))
    assert "第 12 行 C 列（排查日期） 应为日期，如 2023-09-01，现为“去年八月”" in text
    assert "第 202 行 E 列（等级） “不一般”不在可选项中" in text
    assert "第 501 行 J 列（涉及人数） 应为整数，现为“几个”" in text
    assert "有 3 行需要改正，还没有写入任何内容" in text
    assert "确认导入" not in text
    assert ledger.model.objects.count() == 0


def test_a_commit_without_the_button_writes_nothing_either(signed_in, county, ledger):
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 2, level="不一般"))
    answer = client.post(page.request["PATH_INFO"], {"act": "commit"}, follow=True)
    assert answer.status_code == 200
    assert ledger.model.objects.count() == 0


def test_refused_rows_can_be_downloaded(signed_in, county, ledger):
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 2, level="不一般"))
    content = downloaded(client.get(page.request["PATH_INFO"] + "/refused"))
    assert len(books.cells(content, "有误的行")) == 3


def test_dropping_leaves_the_ledger_alone(signed_in, county, ledger):
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 2))
    assert "没有任何改动" in body(client.post(page.request["PATH_INFO"], {"act": "drop"}, follow=True))
    assert "已放弃" in body(client.get(page.request["PATH_INFO"]))
    assert ledger.model.objects.count() == 0


def test_an_undecided_preview_is_found_again(signed_in, county, ledger):
    client = signed_in(county.clerk)
    send(client, ledger, books.typed(ledger, county, 2))
    assert "台账.xlsx" in body(client.get(reverse("ledger_import", args=[ledger.slug])))


@pytest.mark.parametrize("show", ["refused", "changed", "new", "unchanged", "nonsense"])
def test_each_class_of_rows_has_its_page(signed_in, county, ledger, show):
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 2))
    assert client.get(page.request["PATH_INFO"], {"show": show}).status_code == 200


def test_no_file_and_a_wrong_file_say_what_to_do(signed_in, county, ledger):
    client = signed_in(county.clerk)
    address = reverse("ledger_import", args=[ledger.slug])
    assert "请先选择要导入的文件" in body(client.post(address))
    wrong = client.post(address, {"file": books.upload(b"\xff\xd8\xff\xe0" + bytes(99), "照片.xlsx")})
    assert wrong.status_code == 422
    assert "“照片.xlsx”不是 Excel 表格" in body(wrong)


def test_a_file_over_the_limit_is_not_even_kept_while_it_arrives(signed_in, county, ledger, settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    address = reverse("ledger_import", args=[ledger.slug])
    answer = signed_in(county.clerk).post(address, {"file": books.upload(b"PK" + bytes(300_000))})
    assert answer.status_code == 422
    assert "超过" in body(answer)


def test_only_who_may_import_sees_the_page(signed_in, county, ledger):
    address = reverse("ledger_import", args=[ledger.slug])
    assert signed_in(county.head).get(address).status_code == 403
    assert signed_in(county.clerk).get(address).status_code == 200


def test_a_preview_is_not_there_for_another_township(signed_in, county, ledger):
    page = send(signed_in(county.clerk), ledger, books.typed(ledger, county, 2))
    client = signed_in(county.stranger)
    for address in (page.request["PATH_INFO"], page.request["PATH_INFO"] + "/refused"):
        assert client.get(address).status_code == 404
    assert client.post(page.request["PATH_INFO"], {"act": "commit"}).status_code == 404
    assert SheetImport.objects.get().state == "previewed"


def test_the_template_explains_itself(signed_in, county, ledger):
    content = downloaded(signed_in(county.clerk).get(reverse("ledger_template", args=[ledger.slug])))
    book = openpyxl.load_workbook(io.BytesIO(content))
    heads = {cell.value: cell.comment.text for cell in book["明细"][1]}
    assert "例：2023-09-01" in heads["排查日期"]
    assert "可以不填" in heads["编号"]
    assert {rule.type for rule in book["明细"].data_validations.dataValidation} >= {"list", "date", "whole"}
    assert dict(books.cells(content, "说明"))["空白格"].startswith("已有的记录：空白格表示不改动")


def test_the_good_rows_go_first_by_choice_and_the_bad_ones_are_offered(signed_in, county, ledger):
    rows = books.typed(ledger, county, 4)
    rows[2]["level"] = "不一般"
    client, content = signed_in(county.clerk), books.sheet(ledger, rows)
    page = send_file(client, ledger, content)
    assert "先导入无误的行（新增 3，变动 0）" in page.content.decode()
    after = client.post(page.request["PATH_INFO"], {"act": "partly"}, follow=True).content.decode()
    assert ledger.model.objects.count() == 3
    assert "还有 1 行有误" in after
    again = client.post(page.request["PATH_INFO"], {"act": "partly"}, follow=True)
    assert (again.status_code, ledger.model.objects.count()) == (200, 3)
    same = send_file(client, ledger, content).content.decode()
    assert "当时有误的 1 行还没有登记" in same
    assert "表格内容与台账一致" not in same


def test_a_large_file_is_read_and_written_in_the_queue_while_its_page_tells_how_far(
    signed_in, county, ledger, settings
):
    settings.SHEET_AT_ONCE_BYTES = 10
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 4))
    assert "正在核对" in page.content.decode()
    assert page.headers["Refresh"] == "2"
    (run,) = SheetImport.objects.all()
    with on(books.TODAY):
        jobs.sheet_step(run=run.pk)
    address = page.request["PATH_INFO"]
    assert "确认导入（新增 4" in client.get(address).content.decode()

    SheetProgress.objects.filter(run=run).update(done=1)
    assert "正在写入" in client.post(address, {"act": "commit"}, follow=True).content.decode()
    assert ledger.model.objects.count() == 0
    with on(books.TODAY):
        jobs.sheet_step(run=run.pk)
        jobs.sheet_step(run=run.pk)
    assert ledger.model.objects.count() == 4


def test_a_step_under_way_can_be_stopped_from_its_page(signed_in, county, ledger, settings):
    settings.SHEET_AT_ONCE_BYTES = 10
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 4))
    stopping = client.post(page.request["PATH_INFO"], {"act": "cancel"}, follow=True).content.decode()
    assert "正在停止" in stopping
    assert SheetProgress.objects.get().cancelled


def test_a_large_file_that_is_no_workbook_says_so_on_its_page(signed_in, county, ledger, settings):
    settings.SHEET_AT_ONCE_BYTES = 10
    client = signed_in(county.clerk)
    upload = books.upload(b"\xff\xd8\xff\xe0" + bytes(99), "照片.xlsx")
    page = client.post(reverse("ledger_import", args=[ledger.slug]), {"file": upload}, follow=True)
    jobs.sheet_step(run=SheetImport.objects.get().pk)
    told = client.get(page.request["PATH_INFO"]).content.decode()
    assert "不是 Excel 表格" in told
    assert "重新上传" in told


def test_what_nobody_foresaw_in_the_queue_leaves_a_page_to_act_on(signed_in, county, ledger, settings, monkeypatch):
    settings.SHEET_AT_ONCE_BYTES = 10
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 2))
    run = SheetImport.objects.get()
    monkeypatch.setattr(jobs.imports, "read", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.sheet_step(run=run.pk)

    assert "系统出错" in body(client.get(page.request["PATH_INFO"]))
    assert SheetImport.objects.get().state == "failed"


def test_giving_up_what_was_imported_already_is_not_promised(signed_in, county, ledger):
    client = signed_in(county.clerk)
    page = send(client, ledger, books.typed(ledger, county, 2))
    client.post(page.request["PATH_INFO"], {"act": "commit", "reason": "长" * 300})
    answer = body(client.post(page.request["PATH_INFO"], {"act": "drop"}, follow=True))

    assert "没有放弃" in answer
    assert ledger.model.objects.count() == 2
