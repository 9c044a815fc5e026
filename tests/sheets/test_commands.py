"""taizhang import and export, as the shell sees them."""

import pytest
from django.core.management import CommandError, call_command

from taizhang.county.ledger.models import SheetImport
from tests.county import on
from tests.sheets import books


@pytest.fixture(autouse=True)
def today():
    with on(books.TODAY):
        yield


@pytest.fixture
def ledger():
    return books.get("disputes")


def written(path, content):
    path.write_bytes(content)
    return str(path)


def test_import_prints_what_it_did(county, ledger, tmp_path, capsys):
    file = written(tmp_path / "八月.xlsx", books.sheet(ledger, books.typed(ledger, county, 4)))
    call_command("import", "disputes", file, by="clerk", reason="八月")
    assert capsys.readouterr().out == "矛盾纠纷：新增 4，变动 0，未变 0\n"
    call_command("import", "disputes", file, by="clerk")
    assert capsys.readouterr().out.startswith("矛盾纠纷：新增 0，变动 0，未变 4\n同一个文件已于")
    assert ledger.model.objects.count() == 4


def test_import_names_every_bad_row_and_writes_none(county, ledger, tmp_path, capsys):
    rows = books.typed(ledger, county, 4)
    rows[1]["level"], rows[3]["found_on"] = "不一般", "八月"
    file = written(tmp_path / "八月.xlsx", books.sheet(ledger, rows))
    with pytest.raises(SystemExit, match="1"):
        call_command("import", "disputes", file, by="clerk")
    said = capsys.readouterr().err.splitlines()
    assert [line.partition("：")[0] for line in said[:2]] == [
        "工作表“明细”第 3 行 E 列（等级）",
        "工作表“明细”第 5 行 C 列（排查日期）",
    ]
    assert said[-1] == "没有写入任何内容。"
    assert ledger.model.objects.count() == 0
    assert SheetImport.objects.get().state == "dropped"


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", b"x"), ("没有.xlsx", None)])
def test_import_says_what_is_wrong_with_the_file(county, tmp_path, capsys, name, content):
    path = tmp_path / name
    if content:
        path.write_bytes(content)
    with pytest.raises(SystemExit):
        call_command("import", "disputes", str(path), by="clerk")
    assert capsys.readouterr().err


def test_who_may_not_import_may_not_here_either(county, ledger, tmp_path, capsys):
    file = written(tmp_path / "八月.xlsx", books.sheet(ledger, books.typed(ledger, county, 1)))
    with pytest.raises(SystemExit):
        call_command("import", "disputes", file, by="head")
    assert "不能导入" in capsys.readouterr().err


@pytest.mark.parametrize(("slug", "username"), [("nothing", "clerk"), ("disputes", "nobody")])
def test_a_wrong_name_is_named(county, tmp_path, slug, username):
    with pytest.raises(CommandError, match="没有"):
        call_command("import", slug, "a.xlsx", by=username)


def test_export_writes_what_the_person_reaches(county, ledger, tmp_path, capsys):
    books.bring_in(ledger, books.sheet(ledger, books.typed(ledger, county, 3)), by=county.clerk)
    whole, theirs = tmp_path / "全县.xlsx", tmp_path / "榆林.xlsx"
    call_command("export", "disputes", str(whole))
    call_command("export", "disputes", str(theirs), by="stranger")
    assert "矛盾纠纷：3 起" in capsys.readouterr().out
    assert len(books.cells(str(whole))) == 4
    assert "张建国" not in str(books.cells(str(whole)))
    assert not [cell for row in books.cells(str(theirs))[1:] for cell in row if cell]
