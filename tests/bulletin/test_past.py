"""Past issues come into the archive whole, once, with their numbers, and are read and found like the others."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from taizhang.county.audit import changes
from taizhang.county.audit.models import Change
from taizhang.county.bulletin import importing
from taizhang.county.bulletin.past import PastIssue, PastItem, PastNumber, PastUpload
from taizhang.county.bulletin.refusal import Refused
from taizhang.county.documents import numbering
from tests.bulletin import press
from tests.county import on

TEXT = """延津政务快报
第 {no} 期
延津县人民政府办公室　　{day}
【社会治理】
各乡镇做实基层调解 逐户走访，登记建账。截至目前，胙城乡排查矛盾纠纷{found}起；榆林乡排查矛盾纠纷12起，走访群众200余户。（胙城乡 榆林乡）
【平安开学】
县公安局守护开学季 组织警力到岗值守，累计出动警力240余人次，检查学校69所。（公安局）
本期发：县委常委，各乡镇。
责任编辑：周宁　审核：许立群　签发：高远
"""


def file(no=5, day="2023 年 8 月 4 日", found=4, **texts):
    return TEXT.format(no=no, day=day, found=found, **texts).encode()


def reading(no=5, day="2023 年 8 月 4 日", found=4, name="第5期.txt", **told):
    return importing.read(file(no, day, found), name, **told)


def keep(office, *args, **kwargs):
    return importing.keep(reading(*args, **kwargs), by=office.editor)


def test_an_issue_is_kept_with_its_parts(office):
    issue = keep(office)

    assert (issue.year, issue.no, issue.date, issue.signer) == (2023, 5, date(2023, 8, 4), "高远")
    assert [(item.section, item.headline, item.units) for item in issue.items.all()] == [
        ("社会治理", "各乡镇做实基层调解", ["胙城乡", "榆林乡"]),
        ("平安开学", "县公安局守护开学季", ["公安局"]),
    ]
    assert issue.parts["distribution"] == [["本期发", "县委常委，各乡镇。"]]


def test_numbers_stand_where_they_were_printed(office):
    issue = keep(office)

    for one in issue.numbers.select_related("item"):
        assert one.text == getattr(one.item, one.field)[one.start : one.end]
    assert list(issue.numbers.values_list("text", "value", "unit")) == [
        ("4起", Decimal(4), "起"),
        ("12起", Decimal(12), "起"),
        ("200余户", Decimal(200), "户"),
        ("240余人次", Decimal(240), "人次"),
        ("69所", Decimal(69), "所"),
    ]


def test_a_number_whose_words_leave_no_doubt_is_given_its_figure(office):
    issue = keep(office)
    found = {n.text: (n.key, n.place_id, n.period_start, n.period_end) for n in issue.numbers.all()}
    year = (date(2023, 1, 1), date(2023, 8, 4))

    assert found["4起"] == ("disputes.found", "410726206", *year)
    assert found["12起"] == ("disputes.found", "410726207", *year)
    assert found["69所"] == (None, None, None, None)


def test_everything_is_one_act_in_the_log(office):
    before = Change.objects.count()
    keep(office)

    assert Change.objects.count() == before + 1
    assert Change.objects.latest("pk").reason == "补录2023年第5期：第5期.txt"


def test_the_file_is_sealed_and_comes_back(office, signed_in):
    issue = keep(office)

    with issue.file.open("rb") as kept:
        assert "快报".encode() not in kept.read()
    assert signed_in(office.editor).get(reverse("past_original", args=[issue.pk])).content == file()


def test_the_same_file_twice_is_refused(office):
    keep(office)

    with pytest.raises(Refused, match="这个文件已由 责任编辑editor 于 2023-09-01 补录为2023年第5期"):
        keep(office)
    assert PastIssue.objects.count() == 1


def test_the_same_number_twice_is_refused(office):
    keep(office)

    with pytest.raises(Refused, match=r"2023年第5期已由 .* 补录（“第5期\.txt”），请核对期号"):
        keep(office, found=3)


def test_an_issue_signed_here_is_refused(office):
    press.signed(office)

    with pytest.raises(Refused, match="2023年第1期已在本系统签发"):
        keep(office, no=1)
    assert not PastIssue.objects.exists()


def test_signing_goes_on_behind_the_issues_brought_in(office):
    keep(office, no=38)

    assert press.signed(office).no == 39


def test_another_paper_does_not_move_our_numbers(office):
    given = file(no=90).replace("延津政务快报".encode(), "牧野区政务信息".encode())
    found = importing.read(given, "别县.txt")
    importing.keep(found, by=office.editor)

    assert "刊名“牧野区政务信息”与本县的“延津政务快报”不同，请核对是不是别的刊物。" in found.doubts
    with transaction.atomic():
        assert numbering.take("bulletin-2023") == 1


def test_another_papers_number_takes_none_of_ours(office, signed_in):
    other = importing.read(file().replace("延津政务快报".encode(), "平川信息".encode()), "平川.txt")

    theirs, ours = importing.keep(other, by=office.editor), keep(office)

    assert (str(theirs), str(ours)) == ("《平川信息》2023年第5期", "2023年第5期")
    listed = signed_in(office.editor).get(reverse("bulletin_archive")).content.decode()
    assert "《平川信息》2023 年第 5 期" in listed
    with pytest.raises(Refused, match="《平川信息》2023年第5期已由"):
        importing.keep(importing.read(other.given + b"\n", "again.txt"), by=office.editor)


def test_only_an_editor_brings_issues_in(office):
    with pytest.raises(Refused, match="需要“责任编辑”岗位"):
        importing.keep(reading(), by=office.clerk)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("第 5 期", "", "没有读到期号，请填写期号"),
        ("2023 年 8 月 4 日", "", "没有读到日期，请填写日期"),
        ("2023 年 8 月 4 日", "2024 年 8 月 4 日", "晚于今天，请核对"),
    ],
)
def test_what_lacks_number_or_date_is_refused(office, old, new, sentence):
    found = importing.read(file().replace(old.encode(), new.encode()), "缺.txt")

    with pytest.raises(Refused, match=sentence):
        importing.keep(found, by=office.editor)


def test_number_and_date_may_be_told_by_hand(office):
    given = file().replace("第 5 期".encode(), b"").replace("2023 年 8 月 4 日".encode(), b"")
    found = importing.read(given, "缺.txt", year=2023, no=6, day=date(2023, 8, 11))

    assert str(importing.keep(found, by=office.editor)) == "2023年第6期"


def test_what_was_brought_in_is_never_edited(office):
    issue = keep(office)

    with (
        pytest.raises(DatabaseError, match="补录的期次按原件保存"),
        transaction.atomic(),
        changes.change(by=office.editor),
    ):
        issue.numbers.update(value=1)


def test_a_failure_leaves_nothing(office, monkeypatch):
    found = reading()
    broken = importing.Reading(found.name, found.given, found.text, found.bulletin, found.numbers[:1])

    with pytest.raises(ValueError, match="shorter"):
        importing.keep(broken, by=office.editor)
    assert not PastIssue.objects.exists()
    assert not PastItem.objects.exists()


def command(*arguments):
    out = StringIO()
    try:
        call_command("bulletin", "import", *arguments, stdout=out)
    except SystemExit as stop:
        return out.getvalue(), stop.code
    return out.getvalue(), 0


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_bytes(file())
    (tmp_path / "b.txt").write_bytes(file(no=6, day="2023 年 8 月 11 日", found=5))
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xff")
    return tmp_path


def test_the_command_brings_files_in(office, folder):
    said, status = command(str(folder / "a.txt"), str(folder / "b.txt"), "--by", "editor")

    assert status == 0
    assert "a.txt：已导入" in said
    assert "栏目 2，稿件 2，数字 5" in said
    assert PastIssue.objects.count() == 2


def test_a_bad_file_stops_itself_alone(office, folder):
    said, status = command(str(folder / "bad.txt"), str(folder / "a.txt"), str(folder / "none.txt"), "--by", "editor")

    assert status == 1
    assert "bad.txt：未导入" in said
    assert "a.txt：已导入" in said
    assert "none.txt：没有这个文件" in said


def test_a_dry_run_writes_nothing_and_says_it_as_json(office, folder):
    said, status = command(str(folder / "a.txt"), "--by", "editor", "--dry-run", "--json")
    told = json.loads(said)

    assert (status, told["state"], told["no"], told["date"]) == (0, "可以导入", 5, "2023-08-04")
    assert told["sections"][0]["items"][0]["numbers"][0]["key"] == "disputes.found"
    assert not PastIssue.objects.exists()


def upload(client, given, name="第5期.txt"):
    return client.post(reverse("past_upload"), {"file": SimpleUploadedFile(name, given)})


def test_upload_preview_and_confirm(office, signed_in):
    client = signed_in(office.editor)
    preview = upload(client, file()).url
    page = client.get(preview).content.decode()
    done = client.post(preview, {"act": "keep", "year": "2023", "no": "5", "day": "2023-08-04"}, follow=True)

    assert "栏目 2 个，稿件 2 条，数字 5 个" in page
    assert "已补录2023年第5期" in done.content.decode()
    assert PastIssue.objects.get().imported_by == office.editor
    assert not PastUpload.objects.exists()


def test_a_refused_confirmation_keeps_what_was_typed(office, signed_in):
    client = signed_in(office.editor)
    preview = upload(client, file().replace("第 5 期".encode(), b"")).url

    refused = client.post(preview, {"act": "keep", "year": "2023", "no": "", "day": "2023-08-05"})
    assert refused.status_code == 422
    assert "没有读到期号，请填写期号" in refused.content.decode()
    assert 'value="2023-08-05"' in refused.content.decode()


def test_a_wrong_day_is_refused_with_the_way_out(office, signed_in):
    client = signed_in(office.editor)
    page = client.post(upload(client, file()).url, {"act": "keep", "day": "8月5日"}).content.decode()

    assert "日期“8月5日”不是日期" in page
    assert 'value="8月5日"' in page


def test_dropping_deletes_the_file(office, signed_in):
    client = signed_in(office.editor)
    client.post(upload(client, file()).url, {"act": "drop"})

    assert not PastUpload.objects.exists()
    assert not PastIssue.objects.exists()


def test_an_unreadable_upload_is_refused_on_the_page(office, signed_in):
    answer = upload(signed_in(office.editor), b"\x89PNG123", "a.png")

    assert answer.status_code == 422
    assert "“a.png”是图片，没有可读的文字" in answer.content.decode()


def test_the_pages_of_bringing_in_are_the_editors(office, signed_in):
    assert signed_in(office.clerk).get(reverse("past_upload")).status_code == 403


def test_the_archive_lists_and_finds_both_kinds(office, signed_in):
    past, signed = keep(office, no=3), press.signed(office)
    client = signed_in(office.leader)
    page = client.get(reverse("bulletin_archive")).content.decode()
    found = client.get(reverse("bulletin_archive"), {"q": "检查学校69所"}).content.decode()

    assert page.index(f"2023 年第 {signed.no} 期") < page.index("2023 年第 3 期")
    assert "补录" in page
    assert reverse("past_read", args=[past.pk]) in found
    assert f"2023 年第 {signed.no} 期" not in found


def test_the_one_search_box_finds_it(office, signed_in):
    past = keep(office, no=3)

    assert reverse("past_read", args=[past.pk]) in signed_in(office.leader).get("/search?q=开学季").content.decode()


def test_reading_marks_the_numbers_and_opens_one(office, signed_in):
    issue, client = keep(office), signed_in(office.leader)
    page = client.get(reverse("past_read", args=[issue.pk])).content.decode()
    one = client.get(reverse("past_number", args=[issue.pk, 1])).content.decode()

    assert f'<a class="fig" href="{reverse("past_number", args=[issue.pk, 2])}">12起</a>' in page
    assert "【平安开学】" in page
    assert "排查矛盾纠纷" in one.split('id="panel"')[1]
    assert 'class="fig sel"' in one


def test_every_number_has_one_row(office):
    with on("2023-09-02"):
        issue = keep(office)

    assert list(PastNumber.objects.filter(issue=issue).values_list("ordinal", flat=True)) == [1, 2, 3, 4, 5]
