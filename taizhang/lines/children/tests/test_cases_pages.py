"""The pages of cases: who sees what, one form for an application, every act by its button, nothing typed is lost."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.county.audit.models import Reading, Sighting
from taizhang.county.documents.models import Attachment
from taizhang.lines.children.cases import moving
from taizhang.lines.children.cases.models import ChildCase, Parent, ParentState
from taizhang.lines.children.models import Child
from taizhang.lines.children.tests import cases
from taizhang.lines.children.tests.cases import act, again, go, shown, url
from tests.county import on

TYPED = {
    "applicant": "张桂兰", "relation": "grandparent", "phone": "13800000001", "name": "王小雨",
    "id_no": cases.number(), "category": "DEFACTO", "village": "西街村", "school": "primary", "rural": "是",
    "holder": "CHILD", "account": cases.ACCOUNT, "paper": ["申请表", "儿童户口页"],
    "father-name": "王建国", "father-unknown": "否", "father-state-state": "IMPRISONED",
    "father-state-since": "2022-01-10", "father-state-until": "2026-01-10",
    "mother-unknown": "是",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _day(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on("2023-09-05"):
        yield


@pytest.fixture
def office(county):
    return cases.staff(county)


# The application


def test_one_form_makes_the_case_both_parents_and_a_circumstance(office, signed_in):
    response = signed_in(office.clerk).post(reverse("case_new"), TYPED)

    case = ChildCase.objects.get()
    assert response.url == url(case)
    assert (case.state, case.birth_date, case.place_id) == ("DRAFT", cases.BORN, "410726206")
    assert case.papers == "申请表、儿童户口页"
    assert ParentState.objects.get().parent.role == "father"
    assert Parent.objects.get(role="mother").unknown


def test_a_form_sent_twice_makes_one_case(office, signed_in):
    client, typed = signed_in(office.clerk), TYPED | {"token": str(uuid4())}
    first, second = (client.post(reverse("case_new"), typed) for _ in range(2))
    assert first.url == second.url
    assert ChildCase.objects.count() == 1


@pytest.mark.parametrize("left_out", ["name", "id_no", "father-name", "category"])
def test_with_something_missing_it_is_a_draft_that_says_what(office, signed_in, left_out):
    client = signed_in(office.clerk)
    typed = {name: value for name, value in TYPED.items() if name != left_out and not name.startswith("father-state")}
    html = shown(client.post(reverse("case_new"), typed, follow=True))
    assert "还缺什么" in html
    assert {"name": "儿童姓名", "id_no": "儿童身份号码", "father-name": "父亲的情况", "category": "申请类别"}[
        left_out
    ] in html


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id_no": "410726201405209960"}, "身份证号"),
        ({"phone": "123"}, "手机号"),
        ({"father-state-since": "八月"}, "起始日期"),
        ({"father-state-until": "2021-01-01"}, "期限届满日 2021-01-01 早于起始日期"),
        ({"father-name": ""}, "填写了情形，还须填写姓名"),
    ],
)
def test_what_is_wrong_comes_back_with_everything_that_was_typed(office, signed_in, wrong, told):
    response = signed_in(office.clerk).post(reverse("case_new"), TYPED | wrong)

    html = shown(response)
    assert response.status_code == 422
    assert told in html
    kept = [value for value in (TYPED | wrong).values() if isinstance(value, str) and value not in ("是", "否")]
    assert [value for value in kept if value not in html] == []
    assert 'value="儿童户口页" checked' in html
    assert not ChildCase.objects.exists()


def test_what_pays_nothing_is_not_applied_for(office, signed_in):
    response = signed_in(office.clerk).post(reverse("case_new"), TYPED | {"category": "MIGRANT"})
    assert "不用申请，在儿童台账登记" in shown(response)
    assert not ChildCase.objects.exists()


def test_a_change_of_the_application_meets_what_somebody_else_saved(office, signed_in):
    case = cases.application(office)
    client = signed_in(office.clerk)
    stored = again(case)
    stored.village = "东街村"
    moving.save(stored, by=office.clerk)

    late = client.post(url(case, "case_edit"), {"edition": "1", "village": "南街村"})
    assert late.status_code == 422
    assert "已被他人修改" in shown(late)
    assert "南街村" in shown(late)
    client.post(url(case, "case_edit"), {"edition": "2", "village": "南街村"})
    assert again(case).village == "南街村"


# Who sees it


@pytest.mark.parametrize("who", ["stranger", "villager", "leader"])
def test_whoever_has_no_part_in_it_finds_nothing(office, signed_in, who):
    case = cases.application(office)
    client = signed_in(office.people[who])
    for address in (url(case), url(case, "case_edit"), url(case, "case_parent", "father"),
                    url(case, "case_state_new", "father")):  # fmt: skip
        assert client.get(address).status_code == 404
    for code in ("submit", "confirm", "terminate"):
        assert act(client, case, code).status_code == 404
    assert client.post(url(case, "case_papers"), {"paper": "申请表"}).status_code == 404
    assert case.code not in shown(client.get(reverse("case_list")))
    assert again(case).state == "DRAFT"


@pytest.mark.parametrize("who", ["villager", "leader"])
def test_village_and_leaders_have_no_pages_of_cases(office, signed_in, who):
    client = signed_in(office.people[who])
    for name in ("case_list", "case_new", "review_list"):
        assert client.get(reverse(name)).status_code == 404
    assert "儿童办理" not in shown(client.get("/"))


def test_the_bureau_opens_no_application_and_the_head_only_looks(office, signed_in):
    case = cases.application(office)
    assert signed_in(office.maker).get(reverse("case_new")).status_code == 404
    client = signed_in(office.head)
    assert client.get(url(case)).status_code == 200
    assert "<button" not in shown(client.get(url(case))).split('id="next"')[1].split("</section>")[0]


def test_anonymous_visitors_are_sent_to_sign_in(office, client):
    assert client.get(reverse("case_list")).status_code == 302


def test_no_page_shows_a_name_or_a_number(office, signed_in):
    case = cases.confirmed(office)
    refused = cases.verified(office, cases.application(office, mother={}, id_no=cases.number(997), name="王小雪"))
    refused = go(refused, office.checker, "REFUSE", note="母亲有抚养能力，应由母亲抚养")
    pages = [
        url(case), reverse("case_list"), reverse("case_list") + "?tab=active", reverse("review_list"),
        url(case, "case_notice", 5), url(refused, "case_notice", 5), reverse("ledger_list", args=["child-cases"]),
        reverse("ledger_detail", args=["children", case.child_id]), url(case, "case_parent", "father"),
    ]  # fmt: skip
    for who in (office.clerk, office.maker, office.checker):
        client = signed_in(who)
        for page in pages:
            html = shown(client.get(page))
            hidden = ("王小雨", "王小雪", "王建国", "张桂兰", cases.number(), cases.ACCOUNT, "13800000001")
            assert [text for text in hidden if text in html] == [], page


# The work


def test_from_the_draft_to_the_register_by_the_buttons(office, signed_in):
    client = signed_in(office.clerk)
    mother = {"mother-unknown": "否", "mother-name": "孙玉梅", "mother-state-state": "DEAD"}
    client.post(reverse("case_new"), TYPED | mother | {"mother-state-since": "2021-03-05"})
    case = ChildCase.objects.get()
    act(client, case, "submit")
    html = shown(client.get(url(case)))
    assert "请补交：" in html
    assert "父亲：服刑在押的刑事判决书或羁押通知书" in html
    act(client, case, "ask", note="请补交刑事判决书、死亡证明等")
    ticked = {f"shown-{state.pk}": "1" for state in ParentState.objects.all()}
    for state in ParentState.objects.all():
        ticked[f"state-{state.pk}"] = ["刑事判决书" if state.state == "IMPRISONED" else "死亡证明"]
    everything = ["申请表", "儿童户口页", "监护人身份证明", "银行账户复印件", "数据核对授权书", "儿童照片"]
    client.post(url(case, "case_papers"), ticked | {"paper": everything})
    for code in ("resubmit", "verify"):
        act(client, case, code)
    act(client, case, "pass", note="经公安、残联数据比对，与申请相符")
    act(signed_in(office.maker), case, "receive")
    response = act(signed_in(office.checker), case, "confirm")
    assert response.status_code == 302
    assert Child.objects.get().category == "DEFACTO"
    assert again(case).state == "ACTIVE"


def test_a_refused_act_says_why_and_keeps_the_words(office, signed_in):
    case = go(cases.application(office), office.clerk, "SUBMIT", "VERIFY")
    response = act(signed_in(office.clerk), case, "pass", note="好", act="PASS")
    assert response.status_code == 422
    assert "请写明理由或意见" in shown(response)
    assert ">好</textarea>" in shown(response)


def test_who_acts_on_an_old_page_is_told_what_happened(office, signed_in):
    case = go(cases.application(office), office.clerk, "SUBMIT")
    colleague = office.post("colleague", "zuocheng", "clerk")
    go(case, colleague, "VERIFY")
    response = signed_in(office.clerk).post(
        url(case, "case_act", "ask"), {"seen": 1, "note": "请补交银行账户复印件", "act": "ASK"}
    )
    assert response.status_code == 422
    assert "已于09-05 12:00办理“开始查验”" in shown(response)
    assert "请补交银行账户复印件" in shown(response)


def test_the_clock_stops_over_the_national_day_break(office, signed_in):
    with on("2023-09-20"):
        case = go(cases.application(office, papers="申请表"), office.clerk, "SUBMIT")
    with on("2023-09-28"):
        case = go(case, office.clerk, "ASK", note="请补交儿童户口页等材料")
    with on("2023-10-06"):
        html = shown(signed_in(office.clerk).get(url(case)))
        # 国庆和中秋: 29 September to 6 October off, 7 and 8 October are working days.
        assert "补正期间暂停，补正后还剩 9 个工作日" in html
        assert "补正暂停：2023-09-28 至 今" in html
    with on("2023-10-07"):
        stored = again(case)
        stored.papers = "申请表、儿童户口页、监护人身份证明、银行账户复印件、数据核对授权书、儿童照片"
        moving.save(stored, by=office.clerk)
        case = go(case, office.clerk, "RESUBMIT")
        assert "期限 2023-10-18，还剩 9 个工作日" in shown(signed_in(office.clerk).get(reverse("case_list")))


def test_the_list_shows_the_light_and_what_is_mine_comes_by_its_limit(office, signed_in):
    with on("2023-08-01"):
        late = go(cases.application(office), office.clerk, "SUBMIT")
    fresh = go(cases.application(office, id_no=cases.number(997)), office.clerk, "SUBMIT")
    html = shown(signed_in(office.clerk).get(reverse("case_list")))
    assert re.findall(r"BJ\d{8}-\d{4}", html) == [late.code, fresh.code]
    assert "超期" in html
    assert "已超 10 个工作日" in html
    assert "还剩 15 个工作日" in html
    assert '等我办理 <span class="count">0</span>' in shown(signed_in(office.maker).get(reverse("case_list")))


def test_filters_stand_in_the_address_and_wrong_ones_narrow_nothing(office, signed_in):
    case = go(cases.application(office), office.clerk, "SUBMIT")
    client = signed_in(office.maker)
    for asked, there in (("place=410726206", True), ("place=410726207", False), ("state=SUBMITTED", True),
                         ("state=DRAFT", False), ("place=x&state=x&page=x", True)):  # fmt: skip
        assert (case.code in shown(client.get(f"{reverse('case_list')}?tab=open&{asked}"))) is there, asked


def test_a_paper_is_kept_under_the_kind_it_is_of(office, signed_in):
    case, client = cases.application(office), signed_in(office.clerk)
    file = SimpleUploadedFile("扫描.pdf", b"%PDF-1.7 test")
    client.post(url(case, "case_papers"), {"what": "upload", "kind": "刑事判决书", "file": file})
    paper = Attachment.objects.get()
    assert paper.name == "刑事判决书_扫描.pdf"
    assert signed_in(office.stranger).get(reverse("attachment", args=["child-cases", paper.pk])).status_code == 404


def test_a_paper_without_its_kind_is_not_kept(office, signed_in):
    case = cases.application(office)
    file = SimpleUploadedFile("扫描.pdf", b"%PDF-1.7 test")
    response = signed_in(office.clerk).post(url(case, "case_papers"), {"what": "upload", "kind": "", "file": file})
    assert "请选择这份文件是哪一种材料" in shown(response)


def test_a_notice_is_due_in_three_working_days_and_its_giving_is_kept(office, signed_in):
    case = go(cases.application(office, papers="申请表"), office.clerk, "SUBMIT", "ASK", note="请补交儿童户口页等材料")
    client = signed_in(office.clerk)
    assert "告知期限 2023-09-08，还剩 3 个工作日" in shown(client.get(url(case)))
    assert "请补交儿童户口页等材料" in shown(client.get(url(case, "case_notice", 2)))
    assert "张桂兰" not in shown(client.get(url(case, "case_notice", 2)))
    assert "张桂兰" in shown(client.post(url(case, "case_notice", 2)))
    assert Reading.objects.get().reason == "打印补正告知书"
    client.post(url(case, "case_told", 2), {"notified_on": "2023-09-05"})
    assert case.steps.get(number=2).notified_on == date(2023, 9, 5)
    assert "已告知" in shown(client.get(url(case)))
    assert client.get(url(case, "case_notice", 1)).status_code == 404


def test_a_refusal_names_the_remedies_as_their_laws_stand(office, signed_in):
    case = go(cases.application(office), office.clerk, "SUBMIT", "VERIFY", "FAIL", note="母亲有抚养能力")
    case = go(go(case, office.maker, "RECEIVE"), office.checker, "REFUSE", note="母亲有抚养能力，应由母亲抚养")

    html = shown(signed_in(office.maker).get(url(case, "case_notice", case.steps.count())))

    assert "60日内申请行政复议（《中华人民共和国行政复议法》）" in html
    assert "6个月内向人民法院提起行政诉讼（《中华人民共和国行政诉讼法》第四十六条）" in html


def test_the_head_of_a_township_is_listed_no_children_and_a_look_at_a_case_is_on_record(office, signed_in):
    case = cases.application(office)
    head = signed_in(office.post("chief", "zuocheng", "unit_head"))
    for name in ("case_list", "review_list"):
        assert head.get(reverse(name)).status_code == 404

    assert head.get(url(case)).status_code == 200

    (look,) = Sighting.objects.filter(record=case.code)
    assert (look.subject, look.page) == (case.id_no_index, "儿童办件")
