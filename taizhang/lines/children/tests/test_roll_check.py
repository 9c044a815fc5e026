"""A register of pupils is read once, and says of every child of school age where it stands."""

from datetime import date

import pytest
import xlsxwriter
from django.db import connection

from taizhang.county.audit import clock
from taizhang.county.audit.models import Change
from taizhang.lines.children.models import Child
from taizhang.lines.children.roll import jobs, runs, terms
from taizhang.lines.children.roll.codes import Result
from taizhang.lines.children.roll.models import Candidate, RollCheck, SchoolResult
from taizhang.lines.children.tests import roll
from taizhang.lines.children.tests.roll import number, pupil, slipped
from tests.county import on


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on(roll.DAY):
        yield


@pytest.fixture
def office(county):
    county.post("bureau", "civil-affairs", "clerk")
    return county


def test_a_child_with_its_number_and_aid_is_on_the_roll(office):
    roll.child(office, "王小雨")
    run = roll.check(office, pupil("王小雨"))
    found = roll.result(run)
    assert (run.state, found.result, found.stage, found.score) == ("done", Result.AID_GRANTED, "exact", 100)


def test_a_slip_in_the_number_is_found(office):
    roll.child(office, "王小雨")
    found = roll.result(roll.check(office, pupil("王小雨", slipped(number(), 9))))
    assert (found.result, found.stage) == (Result.AID_GRANTED, "compared")


def test_a_name_that_sounds_alike_is_found(office):
    roll.child(office, "王梓轩")
    assert roll.result(roll.check(office, pupil("王子轩"))).result == Result.AID_GRANTED


def test_twins_are_kept_apart(office):
    roll.child(office, "王子轩", number(997))
    roll.child(office, "王子豪", number(999))
    run = roll.check(office, pupil("王子轩", number(997)), pupil("王子豪", number(999), status="辍学"))
    assert roll.results(run) == {"王子轩": "AID_GRANTED", "王子豪": "DROPPED_OUT"}


def test_a_twin_is_not_taken_for_the_one_who_is_not_at_school(office):
    roll.child(office, "王子豪", number(999))
    assert roll.results(roll.check(office, pupil("王子轩", number(997)))) == {"王子豪": "NOT_FOUND"}


@pytest.mark.parametrize(
    ("status", "aid", "result"),
    [
        ("在籍", "是", "AID_GRANTED"), ("", "寄宿生生活补助", "AID_GRANTED"), ("休学", "否", "AID_MISSING"),
        ("在校学生", "", "AID_MISSING"), ("辍学", "是", "DROPPED_OUT"), ("转出", "是", "NOT_FOUND"),
        ("说不清", "是", "UNDECIDED"),
    ],
)  # fmt: skip
def test_status_and_aid_decide_the_result(office, status, aid, result):
    roll.child(office, "王小雨")
    assert roll.result(roll.check(office, pupil("王小雨", status=status, aid=aid))).result == result


def test_aid_is_missing_only_where_it_is_due_and_the_register_speaks_of_it(office):
    roll.child(office, "王小雨", category="LEFT_BEHIND")
    assert roll.result(roll.check(office, pupil("王小雨", aid="否"))).result == Result.ON_ROLL
    silent = roll.checked(office, roll.book(pupil("王小雨")[:5], heads=roll.HEADS[:5]))
    assert roll.result(silent).result == Result.ON_ROLL
    assert silent.counts["lacking"] == ["资助"]


def test_who_changed_schools_counts_by_the_row_that_is_still_on_the_roll(office):
    roll.child(office, "王小雨")
    assert roll.result(roll.check(office, pupil("王小雨", status="转出"), pupil("王小雨"))).result == "AID_GRANTED"


def test_two_schools_at_once_are_for_a_clerk(office):
    roll.child(office, "王小雨")
    other = ("王小雨", number(), "第二小学", "五年级", "在籍", "是")
    found = roll.result(roll.check(office, pupil("王小雨"), other))
    assert (found.result, found.candidates.count()) == (Result.UNDECIDED, 2)


def test_a_child_in_two_categories_comes_once_with_the_aid_of_either(office):
    roll.child(office, "王小雨", category="LEFT_BEHIND")
    roll.child(office, "王小雨")
    found = roll.result(roll.check(office, pupil("王小雨", aid="无")))
    assert (found.result, found.child.category) == (Result.AID_MISSING, "DEFACTO")


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ({"birth_date": date(2017, 8, 31)}, True), ({"birth_date": date(2017, 9, 1)}, False),
        ({"birth_date": date(2008, 9, 1), "school": "finished"}, True),
        ({"birth_date": date(2008, 8, 31), "school": "finished"}, False),
        ({"birth_date": date(2008, 8, 31), "school": "vocational"}, True),
        ({"birth_date": date(2005, 9, 15), "school": "senior"}, True),
        ({"birth_date": date(2005, 9, 15), "school": "college"}, False),
        ({"stopped_on": date(2023, 9, 15), "stop_reason": "ADOPTED"}, False),
        ({"enrolled_on": date(2023, 9, 16)}, False),
    ],
)  # fmt: skip
def test_only_children_of_school_age_in_the_register_are_asked_for(office, columns, asked):
    roll.child(office, "王小雨", **columns)
    assert roll.check(office, pupil("赵敏", number(998))).results.exists() == asked


def test_a_text_file_of_another_order_is_read_too(office):
    roll.child(office, "王小雨")
    heads = ("序号", "学校名称", "公民身份号码", "学生姓名", "班级")
    row = (1, "实验小学", number(), "王小雨", "五年级（2）班")
    run = roll.checked(office, roll.text(row, heads=heads), "名册.csv")
    assert roll.result(run).result == Result.ON_ROLL


def test_titles_are_found_below_other_lines(office):
    roll.child(office, "王小雨")
    assert roll.result(roll.checked(office, roll.book(pupil("王小雨"), above=3))).result == Result.AID_GRANTED


def test_numbers_that_excel_destroyed_are_told_and_never_settled(office):
    roll.child(office, "王小雨")
    run = roll.check(office, ("王小雨", float(number()[:17] + "0"), "实验小学", "五年级", "在籍", "是"))
    assert (roll.result(run).result, run.counts["destroyed"]) == (Result.UNDECIDED, 1)


def test_the_same_file_twice_does_nothing_new(office):
    roll.child(office, "王小雨")
    content = roll.book(pupil("王小雨"))
    first, new = runs.receive(roll.TERM, roll.upload(content), by=office.bureau)
    again, newer = runs.receive(roll.TERM, roll.upload(content, "改名.xlsx"), by=office.bureau)
    assert (new, newer, again.pk) == (True, False, first.pk)
    assert RollCheck.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\xff\xd8\xff\xe0 a picture", "名册.xlsx", "不是 Excel 表格"),
        (roll.book(("王小雨", "小学"), heads=("编号", "数量")), "名册.xlsx", "没有找到栏目"),
        (roll.book(), "名册.xlsx", "没有一行学生"),
        (roll.book(heads=(*roll.HEADS, "学生姓名")), "名册.xlsx", "有 2 列（A、G）都像“姓名”"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_what_is_wrong_and_is_not_kept(office, content, name, sentence):
    run = roll.checked(office, content, name)
    assert (run.state, bool(run.file)) == ("failed", False)
    assert sentence in run.error
    assert "王小雨" not in run.error


def test_a_file_that_failed_may_be_sent_again(office):
    content = roll.book(heads=("甲", "乙"))
    assert roll.checked(office, content).pk != roll.checked(office, content).pk


def test_of_other_children_nothing_is_kept_and_of_ours_nothing_in_clear(office, tmp_path):
    roll.child(office, "王小雨")
    roll.child(office, "赵欣怡", number(998))
    roll.check(office, pupil("王小雨"), pupil("孙浩然", number(998)), pupil("陈静", number(996, date(2013, 1, 1))))
    assert Candidate.objects.count() == 1
    with connection.cursor() as cursor:
        for table in ("school_result", "school_result_version", "roll_candidate", "roll_check"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM children_{table} t")
            kept = cursor.fetchone()[0]
            assert not any(word in kept for word in ("孙浩然", "陈静", "王小雨", number(), number(998))), table
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_step_done_again_leaves_one_set_of_results(office):
    roll.child(office, "王小雨")
    run = roll.check(office, pupil("王小雨"))
    runs.take(RollCheck.objects.get(pk=run.pk))
    jobs.roll_step(run=run.pk)
    assert SchoolResult.objects.count() == 1
    assert Change.objects.filter(action="就学比对").count() == 1


def test_a_job_that_dies_before_its_end_is_made_again_with_one_set_of_results(office, monkeypatch):
    roll.child(office, "王小雨")
    run, _ = runs.receive(roll.TERM, roll.upload(roll.book(pupil("王小雨"))), by=office.bureau)
    monkeypatch.setattr(runs, "_end", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        runs.take(run)
    assert (SchoolResult.objects.count(), RollCheck.objects.get().state) == (0, "reading")
    monkeypatch.undo()
    jobs.roll_step(run=run.pk)
    assert (SchoolResult.objects.count(), RollCheck.objects.get().state) == (1, "done")


def test_a_step_that_was_overtaken_while_it_compared_writes_nothing(office, monkeypatch):
    roll.child(office, "王小雨")
    run, _ = runs.receive(roll.TERM, roll.upload(roll.book(pupil("王小雨"))), by=office.bureau)
    compared = runs.comparing.compared

    def meanwhile(*given):
        monkeypatch.undo()
        runs.take(RollCheck.objects.get(pk=run.pk))
        return compared(*given)

    monkeypatch.setattr(runs.comparing, "compared", meanwhile)
    runs.take(run)
    assert (SchoolResult.objects.count(), run.state) == (1, "done")


def test_proposed_pupils_are_erased_some_time_after_the_decision(office):
    roll.child(office, "王小雨")
    assert roll.result(roll.check(office, pupil("孙浩然"))).result == Result.UNDECIDED
    jobs.tidy()
    assert Candidate.objects.count() == 1
    with on("2024-04-01"):
        jobs.tidy()
    assert Candidate.objects.count() == 0


def test_a_check_that_never_ended_is_given_up_after_a_day(office):
    run, _ = runs.receive(roll.TERM, roll.upload(roll.book(pupil("王小雨"))), by=office.bureau)
    with on("2023-09-17"):
        jobs.tidy()
    run.refresh_from_db()
    assert (run.state, bool(run.file)) == ("failed", False)


def test_terms_follow_the_school_year():
    assert [terms.of(date(2023, month, 1)) for month in (1, 2, 7, 8)] == ["2022-2", "2023-1", "2023-1", "2023-2"]
    assert terms.recent(clock.today())[0] == ("2023-2", "2023 年秋季学期")
    assert terms.age_day("2023-1") == date(2022, 8, 31)


def test_the_child_itself_is_not_changed(office):
    roll.child(office, "王小雨")
    roll.check(office, pupil("王小雨", status="辍学"))
    assert Child.objects.get().school == "primary"


# Files as they come


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (("学生信息", "", "就读情况", "", "", ""), roll.HEADS),
        (("姓名", "身份证号", "学籍信息", "", "", "资助"), ("", "", "学校", "年级", "状态", "")),
        (("学生", "", "就读", "", "学籍", "是否资助"), ("姓名", "身份证号", "学校", "年级", "状态", "")),
    ],
)
def test_titles_in_two_rows_are_read(office, upper, lower):
    roll.child(office, "王小雨")
    run = roll.checked(office, roll.book(lower, pupil("王小雨", aid="否"), heads=upper, above=1))

    assert (run.state, run.counts["rows"], run.counts["lacking"]) == ("done", 1, [])
    assert roll.result(run).result == Result.AID_MISSING


def test_of_two_rows_the_guardians_name_and_number_are_not_the_pupils(office):
    roll.child(office, "王小雨")
    upper = ("监护人", "", "学生", "", "学籍")
    lower = ("姓名", "身份证号", "姓名", "身份证号", "状态")
    run = roll.checked(office, roll.book(lower, ("张桂兰", number(995), "王小雨", number(), "辍学"), heads=upper))

    assert roll.result(run).result == Result.DROPPED_OUT


def test_a_sheet_of_more_than_two_hundred_thousand_rows_is_read(office, tmp_path):
    roll.child(office, "王小雨")
    path = tmp_path / "大名册.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        page = made.add_worksheet("名册")
        page.write_row(0, 0, ("姓名", "身份证号"))
        for at in range(1, 200_002):
            page.write_row(at, 0, ("王小雨", number()) if at == 200_001 else ("李", ""))
    run = roll.checked(office, path.read_bytes())

    assert (run.state, run.counts["rows"], roll.result(run).stage) == ("done", 200_001, "exact")


def test_a_sheet_longer_than_the_countys_limit_says_the_limit(office, settings):
    settings.SHEET_ROWS_MAX = 3
    run = roll.checked(office, roll.book(pupil("甲甲"), pupil("乙乙"), pupil("丙丙")))

    assert run.state == "failed"
    assert "（3 行、" in run.error
