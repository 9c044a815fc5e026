"""taizhang read as people and programs call it: real processes, files as they are stored, pipes, refusals."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

TEXT = "全县排查矛盾纠纷１２０６起，发放170余万元。\n化解率96.8%。\n"
NO_DATABASE = "postgresql://nobody:nothing@127.0.0.1:9/none"


def read(*words, given=b"", folder=None):
    """The finished process; it has no database and no settings that could be read."""
    environment = {**os.environ, "DATABASE_URL": NO_DATABASE, "TAIZHANG_IDLE_MINUTES": "no number"}
    return subprocess.run(
        [sys.executable, "-m", "taizhang", "read", *map(str, words)], input=given, env=environment, cwd=folder,
        capture_output=True, timeout=60,
    )  # fmt: skip


def objects(done):
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]


def keep(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def figures(one):
    kinds = {"quantity", "money", "percent", "range"}
    return [(span["value"], span["unit"]) for span in one["spans"] if span["kind"] in kinds]


def test_each_file_is_one_object_on_one_line(tmp_path):
    files = [keep(tmp_path, name, TEXT) for name in ("issue-39.txt", "b.c.txt")]

    done = read(*files, "--json")

    assert (done.returncode, done.stderr) == (0, b"")
    assert [one["id"] for one in objects(done)] == ["issue-39", "b.c"]
    assert all(list(one) == ["id", "spans", "relations"] for one in objects(done))
    first = objects(done)[0]["spans"][1]
    assert first == {
        "start": 16, "end": 22, "text": "170余万元", "value": "1700000", "unit": "元", "kind": "money",
        "qualifier": "over",
    }  # fmt: skip


def test_relations_have_members_and_a_sentence(tmp_path):
    broken = keep(tmp_path, "a.txt", "全县共化解421起，其中甲乡120起、乙乡150起、丙乡161起。")

    (one,) = objects(read(broken, "--json"))

    told = next(relation for relation in one["relations"] if not relation["holds"])
    assert set(told) == {"type", "members", "holds", "note"}
    assert told["type"] == "sum"
    spans = [[span["start"], span["end"]] for span in one["spans"]]
    assert all(member in spans for member in told["members"])
    assert "431" in told["note"]


@pytest.mark.parametrize("words", [("-", "--json"), ("--json",), ("--json", "-")])
def test_a_pipe_is_called_stdin(words):
    (one,) = objects(read(*words, given=TEXT.encode()))

    assert one["id"] == "stdin"
    assert ("1700000", "元") in figures(one)


@pytest.mark.parametrize("stored", ["一\r\n共 12\r\n人\r\n", "\ufeff共12人", "共\r12人", "𠮷家共１２人", ""])
def test_indices_count_the_characters_as_they_are_stored(tmp_path, stored):
    (one,) = objects(read(keep(tmp_path, "a.txt", stored), "--json"))

    assert all(stored[span["start"] : span["end"]] == span["text"] for span in one["spans"])
    assert bool(one["spans"]) == bool(stored)


def test_gb_18030_is_read_and_said(tmp_path):
    done = read(keep(tmp_path, "旧稿.txt", TEXT.encode("gb18030")), "--json")

    assert done.returncode == 0
    assert ("1700000", "元") in figures(objects(done)[0])
    assert "旧稿.txt：不是 UTF-8，已按 GB 18030 读取" in done.stderr.decode()


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path):
    good, picture = keep(tmp_path, "好.txt", TEXT), keep(tmp_path, "图.txt", b"\x89PNG\r\n\x1a\n\0\0")
    noise, wide = keep(tmp_path, "noise", bytes(range(1, 256))), keep(tmp_path, "宽.txt", TEXT.encode("utf-16"))

    done = read(picture, tmp_path / "无.txt", tmp_path, noise, wide, good, "--json")

    assert done.returncode == 1
    assert [one["id"] for one in objects(done)] == ["好"]
    said = done.stderr.decode().splitlines()
    for line, ending in zip(said, ("不是文本文件", "没有这个文件", "文件夹", "UTF-8", "UTF-16"), strict=True):
        assert ending in line


def test_word_files_are_read_without_settings_too(tmp_path):
    document, path = Document(), tmp_path / "稿.docx"
    document.add_paragraph().add_run(TEXT.splitlines()[0]).bold = True
    document.save(path)

    (one,) = objects(read(path, "--json"))

    assert one["id"] == "稿"
    assert ("1700000", "元") in figures(one)


def test_a_broken_document_is_named_once(tmp_path):
    done = read(keep(tmp_path, "坏.pdf", b"%PDF-1.4 broken"))

    assert done.returncode == 1
    assert done.stderr.decode().count("坏.pdf") == 1
    assert "坏.pdf：不完整或已损坏" in done.stderr.decode()


def test_a_file_too_large_is_refused(tmp_path):
    large = tmp_path / "大.txt"
    with large.open("wb") as opened:
        opened.truncate(20_000_001)

    done = read(large)

    assert done.returncode == 1
    assert "大.txt：超过 20 MB" in done.stderr.decode()


def test_people_get_lines_columns_and_chinese_words(tmp_path):
    done = read(keep(tmp_path, "a.txt", TEXT))

    lines = done.stdout.decode().splitlines()
    assert lines[0].endswith("a.txt：数字 3 个，日期、序号、编号等 0 处")
    assert lines[1].startswith("第 1 行") and lines[4].startswith("第 2 行")
    assert lines[3].split() == ["170余万元", "1,700,000", "元", "金额", "余"]
    # GBK takes as many bytes for a character as a terminal takes columns.
    columns = [
        line.encode("gbk").index(kind.encode("gbk")) for line, kind in zip(lines[2:4], ("数量", "金额"), strict=True)
    ]
    assert columns[0] == columns[1]
    assert "\x1b" not in done.stdout.decode()


def test_two_files_for_people_are_kept_apart(tmp_path):
    files = [keep(tmp_path, name, TEXT) for name in ("a.txt", "b.txt")]

    assert "\n\n" in read(*files).stdout.decode()


def test_a_text_cannot_steer_the_terminal(tmp_path):
    done = read(keep(tmp_path, "a\x1b[31m.txt", "\x1b[2J共1\x1b[5m2人"))

    assert b"\x1b" not in done.stdout + done.stderr


def test_a_reader_that_leaves_ends_it_quietly(tmp_path):
    files = [keep(tmp_path, f"{number}.txt", TEXT * 200) for number in range(60)]
    pipe = subprocess.Popen(
        [sys.executable, "-m", "taizhang", "read", *map(str, files), "--json"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert pipe.stdout is not None and pipe.stderr is not None

    pipe.stdout.readline()
    pipe.stdout.close()

    assert pipe.stderr.read() == b""
    assert pipe.wait(timeout=60) == 141
    pipe.stderr.close()


def test_files_are_answered_one_after_another(tmp_path):
    keep(tmp_path, "a.txt", TEXT)
    os.mkfifo(tmp_path / "later")
    waiting = subprocess.Popen(
        [sys.executable, "-m", "taizhang", "read", "a.txt", "later", "--json"], cwd=tmp_path, stdout=subprocess.PIPE
    )
    assert waiting.stdout is not None

    assert json.loads(waiting.stdout.readline())["id"] == "a"
    (tmp_path / "later").write_text(TEXT, encoding="utf-8")
    assert json.loads(waiting.stdout.readline())["id"] == "later"
    waiting.communicate(timeout=60)


def test_help_and_misuse_are_chinese():
    helped, misused = read("--help"), read("--yaml")

    assert helped.returncode == 0
    assert helped.stdout.decode().startswith("用法：taizhang read")
    assert misused.returncode == 2
    assert "没有“--yaml”这个选项" in misused.stderr.decode()


def test_names_that_begin_with_a_dash_come_after_two(tmp_path):
    keep(tmp_path, "--json", TEXT)

    (one,) = objects(read("--json", "--", "--json", folder=tmp_path))

    assert one["id"] == "--json"


def test_it_starts_without_django():
    asked = "import sys; sys.argv = ['taizhang', 'read', '-']\n"
    run = "from taizhang.config.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    told = "print([name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg', 'pgserver')])"

    done = subprocess.run([sys.executable, "-c", asked + run + told], input=b"", capture_output=True, timeout=60)

    assert done.stdout.decode().splitlines()[-1] == "[]"
