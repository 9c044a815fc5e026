"""A table that does not fit is refused at load, by a sentence that says where and what to do."""

import subprocess
import sys
from datetime import date

import pytest

from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.eligibility import clock, moves, parameters, states
from taizhang.lines.children.eligibility.reading import BadTable

STATES = """
[[paper]]
code = "PAPER"
name = "材料"
[[state]]
code = "DEAD"
name = "死亡"
group = "dead"
evidence = [["PAPER"]]
ends = "PARENT_FOUND"
valid_from = 2020-01-01
document = "示范〔2020〕1号"
"""


def written(tmp_path, text):
    path = tmp_path / "table.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('group = "dead"', 'group = "gone"', "group“gone”不在dead、living、missing之中"),
        ('group = "dead"\n', "", "缺少 group"),
        ('code = "DEAD"', 'code = "dead"', "大写字母"),
        ('document = "示范〔2020〕1号"', "", "没有写依据"),
        ('document = "示范〔2020〕1号"', 'document = " "', "没有写依据"),
        ('[["PAPER"]]', '[["OTHER"]]', "材料表中没有的 OTHER"),
        ('[["PAPER"]]', "[]", "evidence 应为列表的列表"),
        ('[["PAPER"]]', '["PAPER"]', "evidence 应为列表的列表"),
        ('"PARENT_FOUND"', '"BORED"', "ends“BORED”不在"),
        ("2020-01-01", '"2020-01-01"', "应为日期"),
        ("2020-01-01", "2020-01-01\nvalid_to = 2019-12-31", "早于起始"),
        ("2020-01-01", "2020-01-01\ncolour = 3", "不认识的项目 colour"),
        ("2020-01-01", "2020-01-01\nmonths = 6", "months 与 counts 应同时填写"),
        ("2020-01-01", '2020-01-01\nmonths = 6\ncounts = "term"', "term 为 true 时 counts 应为 term"),
        ("2020-01-01", "2020-01-01\nmonths = -1", "不小于 0 的整数"),
        ("2020-01-01", '2020-01-01\nterm = "yes"', "true 或 false"),
        ("2020-01-01", "2020-01-01\ngrades = [1]", "应写成"),
        ("2020-01-01", "2020-01-01\ngrades = [{ grades = [5] }]", "1 至 4 级"),
        ("2020-01-01", '2020-01-01\ngrades = [{ kinds = "X", grades = [1] }]', "文字的列表"),
        ('name = "死亡"', 'name = ""', "name 应为不空的文字"),
        ("[[state]]", "[[paper]]\ncode = 'PAPER'\nname = '再'\n[[state]]", "已经用过"),
        ("[[state]]", "[[stat]]", "不认识的部分 stat"),
        ("[[state]]", "[state]", "没有"),
        ("[[paper]]", "[[paper", "不是可读的 TOML"),
    ],
)
def test_a_bad_table_of_states(tmp_path, old, new, sentence):
    with pytest.raises(BadTable, match=sentence):
        states.load(written(tmp_path, STATES.replace(old, new)))


def test_the_sentence_names_the_row(tmp_path):
    with pytest.raises(BadTable, match=r"table.toml 第 1 个 state（DEAD）的 group"):
        states.load(written(tmp_path, STATES.replace('"dead"', '"gone"')))


def test_two_rows_of_one_day_are_refused_and_in_turn_they_hold(tmp_path):
    row = STATES[STATES.index("[[state]]") :].replace("2020-01-01", "2022-01-01").replace("死亡", "去世")
    with pytest.raises(BadTable, match="两行在2022年1月1日同时有效"):
        states.load(written(tmp_path, STATES + row))
    turned = tmp_path / "turned.toml"
    first = STATES.replace("2020-01-01", "2020-01-01\nvalid_to = 2021-12-31")
    turned.write_text(first + row, encoding="utf-8")
    table = states.load(turned)
    assert table.at("DEAD", date(2021, 12, 31)).name == "死亡"
    assert table.at("DEAD", date(2022, 1, 1)).name == "去世"
    assert table.at("DEAD", date(2019, 1, 1)).name == "死亡"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadTable, match=r"nowhere.toml 没有这个文件"):
        states.load(tmp_path / "nowhere.toml")


PARAMETERS = parameters.OWN_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("value = 18", "value = true", "应为 1 至 30 的整数"),
        ("value = 18", "value = 180", "年龄上限"),
        ('name = "age_limit"', 'name = "age"', "name“age”不在"),
        ("value = [3, 9]", "value = [13]", "每项在"),
        ("value = 60\n", "", "缺少 value"),
        ("value = false", "value = 0", "应为 true 或 false"),
        ('"ends_after"\nvalue = 0', '"ends_after"\nvalue = 1', "重月或断月"),
        ("2019-06-30", "2019-07-01", "两行在2019年7月1日同时有效"),
    ],
)
def test_a_bad_table_of_parameters(tmp_path, old, new, sentence):
    with pytest.raises(BadTable, match=sentence):
        parameters.load(written(tmp_path, PARAMETERS.replace(old, new, 1)))


def test_an_absent_parameter_is_named(tmp_path):
    text = PARAMETERS[: PARAMETERS.rindex("[[parameter]]")]
    with pytest.raises(BadTable, match="参数表缺少warn_percent（期限过去百分之几亮黄灯）"):
        parameters.load(written(tmp_path, text))


def test_a_past_day_has_the_parameters_of_its_time():
    rules = parameters.load()
    assert not rules.flag("study_extends", date(2019, 6, 30))
    assert rules.flag("study_extends", date(2019, 7, 1))
    with pytest.raises(Invalid, match="2001年1月1日没有参数"):
        rules.at("age_limit", date(2001, 1, 1))


LIMIT = (
    '[[limit]]\nitem = "DEFACTO"\nstep = "verify"\ndays = 15\nvalid_from = 2020-01-01\ndocument = "示范〔2020〕1号"\n'
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LIMIT.replace("15", "0"), "不小于 1 的整数"),
        (LIMIT.replace("verify", "paint"), "step“paint”不在"),
        (LIMIT + LIMIT, "同时有效"),
        ("", r"没有 \[\[limit\]\]"),
    ],
)
def test_a_bad_table_of_limits(tmp_path, text, sentence):
    with pytest.raises(BadTable, match=sentence):
        clock.load(written(tmp_path, text))


def test_a_shortened_limit_holds_for_what_starts_after_it(tmp_path):
    first = LIMIT + "valid_to = 2023-12-31\n"
    limits = clock.load(written(tmp_path, first + LIMIT.replace("15", "10").replace("2020-01-01", "2024-01-01")))
    assert limits.at("DEFACTO", "verify", date(2023, 12, 31)).days == 15
    assert limits.at("DEFACTO", "verify", date(2024, 1, 1)).days == 10


def test_the_tables_that_come_with_the_package_load():
    assert len(list(states.load())) == 10
    assert moves.load().start == "DRAFT"
    assert clock.load().at("ORPHAN", "confirm", date(2023, 9, 1)).days == 15
    assert set(parameters.NAMES) <= {one for one in parameters.NAMES if parameters.load().at(one, date(2023, 9, 1))}


def test_the_package_is_plain_of_django():
    modules = "changes, clock, engine, registers, reviews"
    code = f"import sys\nfrom taizhang.lines.children.eligibility import {modules}\nassert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
