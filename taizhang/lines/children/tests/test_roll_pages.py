"""The pages of the school check, for the bureau, a township, and whoever has no business there."""

import pytest
from django.urls import reverse

from taizhang.county.audit.models import Reading
from taizhang.county.matters.models import Matter
from taizhang.lines.children.roll.models import RollCheck, SchoolResult
from taizhang.lines.children.tests import roll
from taizhang.lines.children.tests.roll import number, pupil
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


@pytest.fixture
def run(office):
    """One child of 胙城乡 whose pupil bears another name, one who dropped out, one of 榆林乡 who is not found."""
    roll.child(office, "王小雨", number(997))
    roll.child(office, "李明轩", number(998))
    roll.child(office, "赵欣怡", number(999), place=office.places["410726207"])
    return roll.check(office, pupil("孙浩然", number(997)), pupil("李明轩", number(998), status="辍学"))


def found(run, name):
    return next(one for one in run.results.all() if one.child.name == name)


def page(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    return response.status_code, response.content.decode()


def send(client, result, **fields):
    given = {"edition": result.edition} | fields
    return client.post(reverse("roll_decide", args=[result.pk]), given, follow=True)


def test_the_bureau_uploads_and_is_led_to_the_results(office, signed_in):
    roll.child(office, "王小雨")
    client = signed_in(office.bureau)
    assert page(client, "roll_new")[0] == 200
    given = {"term": roll.TERM, "file": roll.upload(roll.book(pupil("王小雨")))}
    response = client.post(reverse("roll_new"), given, follow=True)
    assert "在籍已享受资助" in response.content.decode()
    again = given | {"file": roll.upload(roll.book(pupil("王小雨")))}
    assert RollCheck.objects.count() == 1
    assert client.post(reverse("roll_new"), again).status_code == 302


def test_the_same_file_leads_to_the_check_of_before(office, signed_in):
    content, client = roll.book(pupil("王小雨")), signed_in(office.bureau)
    for _ in range(2):
        given = {"term": roll.TERM, "file": roll.upload(content)}
        response = client.post(reverse("roll_new"), given, follow=True)
    assert "没有重新比对" in response.content.decode()
    assert RollCheck.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"term": roll.TERM}, "请先选择学籍名册文件"),
        ({"term": "1999-1", "file": roll.upload(b"x")}, "请选择名册所属的学期"),
    ],
)  # fmt: skip
def test_an_upload_that_lacks_something_is_refused(office, signed_in, given, sentence):
    response = signed_in(office.bureau).post(reverse("roll_new"), given)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_wrong_file_says_so_on_its_page(office, signed_in):
    given = {"term": roll.TERM, "file": roll.upload(b"not a workbook")}
    response = signed_in(office.bureau).post(reverse("roll_new"), given, follow=True)
    assert "不是 Excel 表格" in response.content.decode()


def test_a_large_file_is_compared_in_the_queue_while_its_page_asks_again(office, signed_in, settings):
    settings.SHEET_AT_ONCE_BYTES = 10
    given = {"term": roll.TERM, "file": roll.upload(roll.book(pupil("王小雨")))}
    response = signed_in(office.bureau).post(reverse("roll_new"), given, follow=True)
    assert "正在比对" in response.content.decode()
    assert response.headers["Refresh"] == "2"


def test_the_list_is_masked_and_every_count_opens_onto_its_rows(office, run, signed_in):
    client = signed_in(office.bureau)
    status, text = page(client, "roll_run", run.pk)
    assert status == 200
    assert "王**" in text
    assert not any(name in text for name in ("王小雨", "孙浩然", "李明轩", number(997)))
    for result in ("UNDECIDED", "NOT_FOUND", "DROPPED_OUT"):
        assert page(client, "roll_run", run.pk, result=result)[1].count("ET20220115-") == 1
    assert page(client, "roll_run", run.pk, result="todo")[1].count("ET20220115-") == 2
    assert page(client, "roll_run", run.pk, place="410726207")[1].count("ET20220115-") == 1
    assert page(client, "roll_run", run.pk, place="x", result="x")[1].count("ET20220115-") == 3


def test_a_township_sees_its_own_children_and_no_pupil_who_may_be_another(office, run, signed_in):
    client = signed_in(office.clerk)
    text = page(client, "roll_run", run.pk)[1]
    assert text.count("ET20220115-") == 2
    own, other = found(run, "王小雨"), found(run, "赵欣怡")
    status, text = page(client, "roll_result", own.pk)
    assert status == 200
    assert "孙**" not in text
    assert page(client, "roll_result", other.pk)[0] == 404
    assert send(client, own, decision="ask").status_code == 403
    assert client.post(reverse("roll_give", args=[found(run, "李明轩").pk])).status_code == 403
    assert client.post(reverse("roll_unmask", args=[other.pk]), {"reason": "想看一看"}).status_code == 404
    assert page(client, "roll_new")[0] == 403


@pytest.mark.parametrize("who", ["leader", "head"])
def test_for_whoever_may_not_write_the_register_nothing_is_there(office, run, signed_in, who):
    client, result = signed_in(getattr(office, who)), found(run, "王小雨")
    pages = [("roll_list",), ("roll_new",), ("roll_run", run.pk), ("roll_next", run.pk), ("roll_result", result.pk)]
    assert {page(client, *one)[0] for one in pages} == {404}
    assert "就学比对" not in client.get("/").content.decode()
    for name in ("roll_decide", "roll_unmask", "roll_give"):
        assert client.post(reverse(name, args=[result.pk])).status_code == 404


def test_evidence_is_side_by_side_and_masked(office, run, signed_in):
    text = page(signed_in(office.bureau), "roll_result", found(run, "王小雨").pk)[1]
    assert "孙**" in text
    assert "姓名不同" in text
    assert not any(word in text for word in ("孙浩然", "王小雨", "浩", number(997)))


def test_the_clear_text_is_shown_once_with_a_reason_and_on_record(office, run, signed_in):
    client, result = signed_in(office.bureau), found(run, "王小雨")
    address = reverse("roll_unmask", args=[result.pk])
    assert "请写明查看理由" in client.post(address, {"reason": "看"}).content.decode()
    text = client.post(address, {"reason": "核对候选学籍"}).content.decode()
    assert "孙浩然" in text
    assert "姓名不同：王小雨 / 孙浩然" in text
    kept = list(Reading.objects.order_by("pk").values_list("ledger", "reason", "rows"))
    assert kept == [("儿童", "核对候选学籍", 1), ("就学比对", "核对候选学籍", 1)]
    assert "孙浩然" not in page(client, "roll_result", result.pk)[1]


def test_the_queue_leads_from_child_to_child_until_none_waits(office, run, signed_in):
    client, result = signed_in(office.bureau), found(run, "王小雨")
    response = client.get(reverse("roll_next", args=[run.pk]))
    assert response.url == reverse("roll_result", args=[result.pk])
    response = send(client, result, decision="same", candidate=result.candidates.get().pk)
    assert "没有待判定的儿童了" in response.content.decode()
    assert found(run, "王小雨").result == "AID_GRANTED"


def test_a_child_may_be_passed_over(office, signed_in):
    for n in (997, 998):
        roll.child(office, "王小雨", number(n))
    run = roll.check(office, pupil("孙浩然", number(997)), pupil("赵敏", number(998)))
    first, second = run.results.order_by("pk")
    client, address = signed_in(office.bureau), reverse("roll_next", args=[run.pk])
    for after, then in ((0, first), (first.pk, second), (second.pk, first)):
        assert client.get(address, {"after": after}).url == reverse("roll_result", args=[then.pk])


def test_the_childs_own_page_tells_what_the_last_check_found(office, run, signed_in):
    child = found(run, "李明轩").child
    for who, told in ((office.bureau, True), (office.clerk, True), (office.head, False)):
        text = page(signed_in(who), "ledger_detail", "children", child.pk)[1]
        assert ("就学比对</h2>" in text) == told


def test_a_double_click_is_told_and_a_late_clerk_too(office, run, signed_in):
    client, result = signed_in(office.bureau), found(run, "王小雨")
    send(client, result, decision="ask")
    assert "没有重复登记" in send(client, result, decision="ask").content.decode()
    late = send(client, result, decision="not_found", reason="在外省就读").content.decode()
    assert "没有按您打开时的情况再作判定" in late


def test_decisions_and_earlier_checks_are_told_on_the_page(office, run, signed_in):
    client, result = signed_in(office.bureau), found(run, "王小雨")
    send(client, result, decision="ask", reason="请学校看照片")
    send(client, found(run, "王小雨"), decision="not_found", reason="学校查无此人")
    text = page(client, "roll_result", result.pk)[1]
    assert "请学校看照片" in text.split("判定经过")[1]
    assert text.count("学校查无此人") == 2
    later = roll.check(office, pupil("王小雨"), term="2023-1")
    assert "以前的比对" in page(client, "roll_result", found(later, "王小雨").pk)[1]


def test_a_register_in_which_most_children_are_missing_is_called_incomplete(office, run, signed_in):
    client = signed_in(office.bureau)
    assert "名册可能不完整" not in page(client, "roll_run", run.pk)[1]
    part = roll.check(office, pupil("王小雨", number(997)))
    assert "名册可能不完整" in page(client, "roll_run", part.pk)[1]


def test_a_refused_decision_keeps_the_reason_that_was_typed(office, run, signed_in):
    response = send(signed_in(office.bureau), found(run, "李明轩"), decision="not_same", reason="不是")
    assert response.status_code == 422
    assert 'value="不是"' in response.content.decode()


@pytest.mark.parametrize(
    "fields", [{"decision": "x"}, {"decision": "ask", "edition": "x"}, {"decision": "same", "candidate": "x"}]
)
def test_a_form_that_is_none_of_ours_is_not_found(office, run, signed_in, fields):
    assert send(signed_in(office.bureau), found(run, "王小雨"), **fields).status_code == 404


def test_one_click_gives_the_child_and_the_page_shows_how_it_goes(office, run, signed_in):
    client, result = signed_in(office.bureau), found(run, "李明轩")
    assert "交胙城乡" in page(client, "roll_result", result.pk)[1]
    for _ in range(2):
        client.post(reverse("roll_give", args=[result.pk]), {"unit": office.zuocheng.pk})
    matter = Matter.objects.get()
    text = page(client, "roll_result", result.pk)[1]
    assert matter.code in text
    assert "剩 1 天" in text
    assert "交胙城乡" not in text
    assert page(client, "roll_run", run.pk)[1].count("交办 ") >= 1


def test_the_township_opens_the_matter_and_the_child(office, run, signed_in):
    result = found(run, "李明轩")
    signed_in(office.bureau).post(reverse("roll_give", args=[result.pk]), {"unit": office.zuocheng.pk})
    text = page(signed_in(office.clerk), "matter", Matter.objects.get().pk)[1]
    assert "辍学劝返" in text
    assert "李明轩" not in text


def test_pages_that_are_not_there_are_not_found(office, run, signed_in):
    client = signed_in(office.bureau)
    assert page(client, "roll_run", 999_999)[0] == 404
    assert page(client, "roll_result", 10**18)[0] == 404


def test_the_list_of_checks_counts_what_waits(office, run, signed_in):
    text = page(signed_in(office.bureau), "roll_list")[1]
    assert f'{reverse("roll_run", args=[run.pk])}?result=todo">2<' in text
    assert "就学比对" in signed_in(office.bureau).get("/").content.decode()


def test_a_list_costs_as_many_queries_whatever_its_length(office, signed_in, django_assert_max_num_queries):
    for n in range(20):
        roll.child(office, "王小雨", number(997 + n % 3, roll.BORN.replace(day=1 + n)))
    run = roll.check(office, pupil("赵敏", number(996)))
    client = signed_in(office.bureau)
    with django_assert_max_num_queries(21):
        page(client, "roll_run", run.pk)
    assert SchoolResult.objects.count() == 20
