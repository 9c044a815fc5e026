"""The desk's pages of the closed loop: what opens to whom, what a refusal keeps, who was first."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from taizhang.county.audit import clock
from taizhang.county.matters import log, requests, services, shown
from taizhang.county.matters.models import Matter, Request
from tests.county import on
from tests.matters.office import assigned, closed, matter, paper, submitted, working


def page(signed_in, person, one):
    answer = signed_in(person).get(reverse("matter", args=[one.pk]))
    return answer, answer.content.decode()


def act(signed_in, person, one, name, **given):
    given = {"act": name, "edition": one.edition} | given
    return signed_in(person).post(reverse("matter_act", args=[one.pk]), given)


def test_the_page_offers_the_next_thing_to_do_first(office, signed_in):
    held = assigned(office)
    answer, text = page(signed_in, office.clerk, held)
    assert answer.status_code == 200
    assert "轮到您：领办" in text
    assert "2023-09-15 到期" in text
    assert "等待胙城乡领办" in text


def test_who_has_nothing_to_do_reads_whom_it_waits_for(office, signed_in):
    _, text = page(signed_in, office.leader, submitted(office))
    assert "等待县政府办核验办结" in text
    assert "轮到您" not in text


@pytest.mark.parametrize("stage", [matter, assigned, working, submitted, closed])
def test_every_stage_opens_for_everybody_who_may_know(office, signed_in, stage):
    held = stage(office)
    for name, person in office.people.items():
        answer, _ = page(signed_in, person, held)
        assert answer.status_code == (404 if name in ("stranger", "yulin_head", "civil") else 200), name
        assert len(answer.content) < 30_000


def test_a_restricted_matter_is_not_there_for_others(office, signed_in):
    held = services.move(
        matter(office, by=office.stranger, place_id="410726207", restricted=True), "assign", by=office.supervisor,
        unit=office.yulin,
    )  # fmt: skip
    assert page(signed_in, office.stranger, held)[0].status_code == 200
    assert page(signed_in, office.leader, held)[0].status_code == 200
    office.post("editor2", "political-legal", "editor")
    assert page(signed_in, office.editor2, held)[0].status_code == 404
    assert act(signed_in, office.editor2, held, "claim").status_code == 404


def test_a_matter_goes_through_the_loop_by_its_page(office, signed_in):
    held = matter(office)
    given = {"unit": office.zuocheng.pk, "level": "simple", "note": "请三日内修好"}
    act(signed_in, office.supervisor, held, "assign", **given)
    held.refresh_from_db()
    assert (held.state, held.level, held.limit_days) == ("assigned", "simple", 3)
    act(signed_in, office.clerk, held, "claim", handler=office.grid.pk)
    held.refresh_from_db()
    assert held.handler == office.grid
    act(signed_in, office.grid, held, "submit", note="已修好", outcome="done", papers=paper())
    held.refresh_from_db()
    act(signed_in, office.supervisor, held, "close")
    held.refresh_from_db()
    act(signed_in, office.supervisor2, held, "visit", score=5)
    held.refresh_from_db()
    assert (held.state, held.score) == ("visited", 5)
    _, text = page(signed_in, office.supervisor, held)
    assert text.index("请三日内修好") > text.index("已修好"), "the latest comes first"


def test_a_refused_form_keeps_what_was_typed_and_sent(office, signed_in):
    held = working(office)
    answer = act(signed_in, office.clerk, held, "submit", note="护栏已装好", papers=paper("现场.jpg"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择办理结果" in text
    assert "护栏已装好" in text
    assert "已上传的 现场.jpg 保存在本事项的附件中" in text
    held.refresh_from_db()
    assert act(signed_in, office.clerk, held, "submit", note="护栏已装好", outcome="done").status_code == 302


def test_the_second_is_told_who_was_first_and_loses_no_word(office, signed_in):
    held = working(office)
    act(signed_in, office.clerk, held, "submit", note="甲写的", outcome="done", papers=paper())
    answer = act(signed_in, office.clerk2, held, "submit", note="乙写了很多", outcome="done")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "经办甲" in text
    assert "报结" in text
    assert "乙写了很多" in text


def test_a_page_opened_before_a_move_is_refused_with_the_form_filled_again(office, signed_in):
    held = submitted(office)
    back = services.move(held, "send_back", by=office.supervisor, note="照片不清")
    again = services.move(back, "submit", by=office.clerk, note="重拍", outcome="done", papers=(paper(seed=5),))
    answer = act(signed_in, office.supervisor2, held, "close", note="同意办结")
    assert answer.status_code == 409
    assert "同意办结" in answer.content.decode()
    assert Matter.objects.get(pk=held.pk).edition == again.edition


def test_a_form_sent_twice_acts_once(office, signed_in):
    held = working(office)
    token = "6f1c3f0e-6a7b-4f0e-9a51-1f6e6a3f0001"
    for _ in range(2):
        answer = act(signed_in, office.clerk, held, "progress", note="已到现场", token=token)
        assert answer.status_code == 302
    assert Matter.versions.objects.filter(id=held.pk, move="progress").count() == 1


def test_an_extension_is_asked_and_decided_on_the_page(office, signed_in):
    held = working(office)
    answer = act(signed_in, office.clerk, held, "extend", reason="等鉴定", days=99)
    assert answer.status_code == 422
    assert "等鉴定" in answer.content.decode()
    act(signed_in, office.clerk, held, "extend", reason="等鉴定", days=5)
    _, text = page(signed_in, office.supervisor, held)
    assert "轮到您：审批延期 5 天" in text
    assert act(signed_in, office.supervisor, held, "decide", granted="no").status_code == 422
    act(signed_in, office.supervisor, held, "decide", granted="yes")
    held.refresh_from_db()
    assert held.extended_days == 5
    assert Request.objects.get(matter=held).granted is True


def test_a_paused_matter_is_resumed_on_the_page(office, signed_in):
    held = working(office)
    requests.decide(requests.ask(held, "pause", by=office.clerk, reason="等鉴定"), granted=True, by=office.supervisor)
    held.refresh_from_db()
    _, text = page(signed_in, office.clerk, held)
    assert "轮到您：恢复计时" in text
    act(signed_in, office.clerk, held, "resume")
    held.refresh_from_db()
    assert held.paused_at is None


def test_help_is_asked_of_another_unit_and_shown_with_its_state(office, signed_in):
    held = working(office)
    act(signed_in, office.clerk, held, "assist", unit=office.organisations["civil-affairs"].pk, note="请协助安置")
    _, text = page(signed_in, office.clerk, held)
    assert "协办" in text
    assert "民政局" in text
    assert page(signed_in, office.civil, held)[0].status_code == 200


def test_pressing_is_for_who_gave_it(office, signed_in):
    held = working(office)
    assert act(signed_in, office.supervisor, held, "urge", note="请明日前报进展").status_code == 302
    _, text = page(signed_in, office.clerk, held)
    assert "请明日前报进展" in text
    assert act(signed_in, office.clerk, held, "urge", note="催").status_code == 409


def test_the_evidence_opens_through_the_attachment_page(office, signed_in):
    held = submitted(office)
    _, text = page(signed_in, office.supervisor, held)
    url = text.split('<img src="')[1].split('"')[0]
    assert signed_in(office.supervisor).get(url).status_code == 200
    assert signed_in(office.stranger).get(url).status_code == 404


def test_levels_say_their_limit_and_the_day_it_ends(office, signed_in):
    _, text = page(signed_in, office.supervisor, matter(office))
    assert "一般（10 个工作日，09-15 前办结）" in text


def test_a_deadline_in_a_year_without_calendar_says_so(office, signed_in):
    held = assigned(office)
    Matter.objects.filter(pk=held.pk).update(provisional=True)
    assert "放假安排尚未公布" in page(signed_in, office.clerk, held)[1]


def test_a_page_takes_few_statements_however_much_happened(office, signed_in, django_assert_max_num_queries):
    held = submitted(office)
    for turn in range(2):
        held = services.move(held, "send_back", by=office.supervisor, note="不符")
        held = services.move(
            held, "submit", by=office.clerk, note="再报", outcome="done", papers=(paper(seed=50 + turn),)
        )
    client = signed_in(office.supervisor)
    # The first page of a session also writes when it was last used.
    client.get(reverse("home"))
    with django_assert_max_num_queries(12):
        client.get(reverse("matter", args=[held.pk]))


@pytest.mark.parametrize("name", ["clerk", "head", "grid", "supervisor", "leader", "stranger", "civil"])
def test_the_inbox_opens_for_every_role(office, signed_in, name):
    submitted(office)
    answer = signed_in(office.people[name]).get(reverse("matter_inbox"))
    assert answer.status_code == 200


def test_the_inbox_says_how_late_and_claims_in_the_row(office, signed_in):
    held = assigned(office)
    with on("2023-09-18"):
        text = signed_in(office.clerk).get(reverse("matter_inbox")).content.decode()
        assert "▲ 超期" in text
    answer = signed_in(office.clerk).post(
        reverse("matter_batch"), {"box": "claim", "only": held.pk}, headers={"accept": "text/html"}
    )
    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.handler == office.clerk


def test_an_inbox_page_takes_few_statements(office, signed_in, django_assert_max_num_queries):
    for _ in range(8):
        submitted(office)
    client = signed_in(office.supervisor)
    with django_assert_max_num_queries(12):
        client.get(reverse("matter_inbox"), {"box": "check"})


def test_what_was_done_is_said_with_what_is_next(office, signed_in):
    held = matter(office)
    form = {"act": "assign", "unit": office.zuocheng.pk, "level": held.level, "edition": held.edition}
    page = signed_in(office.clerk).post(reverse("matter_act", args=[held.pk]), form, follow=True).content.decode()

    assert "已交办。等待胙城乡领办，2023-09-04 到期。" in page


def test_a_paused_matter_is_due_on_no_day(office, signed_in):
    held = working(office)
    asked = requests.ask(held, "pause", by=office.clerk, reason="等鉴定")
    requests.decide(asked, granted=True, by=office.supervisor)
    client = signed_in(office.clerk)

    assert "恢复后重算到期日" in client.get(reverse("matter", args=[held.pk])).content.decode()
    assert "2023-09-15" not in client.get(reverse("matter_inbox"), {"box": "mine"}).content.decode()


def test_the_search_box_finds_a_matter_by_its_code_and_names_it(office, signed_in):
    held = assigned(office)
    found = signed_in(office.leader).get("/search", {"q": held.code}).content.decode()
    assert f"{held.title} {held.code}</a>" in found
    assert held.title in signed_in(office.leader).get("/").content.decode()
    assert held.title not in signed_in(office.stranger).get("/search", {"q": held.code}).content.decode()


def test_what_is_only_allowed_is_not_called_ones_turn(office, signed_in):
    for held in (assigned(office), working(office)):
        for person in (office.supervisor, office.clerk2):
            text = signed_in(person).get(reverse("matter", args=[held.pk])).content.decode()
            assert ("轮到您" in text) is (person == office.clerk2 and held.handler is None)


def test_an_extension_is_not_offered_when_none_is_left(office, signed_in):
    held = working(office)
    asked = requests.ask(held, "extend", by=office.clerk, reason="等鉴定", days=3)
    requests.decide(asked, granted=True, by=office.supervisor)

    assert "申请延期" not in signed_in(office.clerk).get(reverse("matter", args=[held.pk])).content.decode()


def test_the_answer_to_a_request_says_which(office, signed_in):
    held = working(office)
    requests.ask(held, "extend", by=office.clerk, reason="等鉴定", days=3)
    form = {"act": "decide", "granted": "no", "opinion": "时间够用"}
    page = signed_in(office.supervisor).post(reverse("matter_act", args=[held.pk]), form, follow=True)

    assert f"已驳回{office.clerk.name}的申请（延期 3 天）。" in page.content.decode()


def test_the_file_of_whoever_was_overtaken_stays_with_the_matter(office, signed_in):
    held = working(office)
    services.move(held, "submit", by=office.clerk, note="已装好护栏", outcome="done", papers=(paper(),))
    form = {
        "act": "submit",
        "note": "也装好了",
        "outcome": "done",
        "edition": held.edition,
        "papers": paper("另一张.jpg", 7),
    }
    answer = signed_in(office.clerk2).post(reverse("matter_act", args=[held.pk]), form)

    assert answer.status_code == 409
    assert "已上传的 另一张.jpg 保存在本事项的附件中" in answer.content.decode()


def test_a_wrong_file_is_named_though_something_else_was_refused_first(office, signed_in):
    held = working(office)
    form = {"act": "submit", "outcome": "done", "papers": SimpleUploadedFile("说明.jpg", b"no picture")}
    page = signed_in(office.clerk).post(reverse("matter_act", args=[held.pk]), form).content.decode()

    assert "说明.jpg：" in page


def test_a_closed_matter_says_whether_it_was_in_time(office, signed_in):
    held = closed(office)
    page = signed_in(office.clerk).get(reverse("matter", args=[held.pk])).content.decode()

    assert "回访剩 15 天" in page and "按期办结" in page


def test_a_low_score_says_what_came_of_it(office, signed_in):
    held = closed(office)
    form = {"act": "visit", "score": 1, "note": "护栏又松了", "edition": held.edition}
    page = signed_in(office.supervisor2).post(reverse("matter_act", args=[held.pk]), form, follow=True).content.decode()

    assert "已回访。这件事项已另立一件，重新交办。" in page


def test_what_was_withdrawn_waits_for_no_clock(office, signed_in):
    held = services.move(matter(office), "cancel", by=office.clerk, note="重复登记")
    page = signed_in(office.clerk).get(reverse("matter", args=[held.pk])).content.decode()

    assert "撤销，不再计时" in page
    assert "未计时" not in page and "交办后开始计时" not in page


def test_a_refused_matter_stands_where_it_was_sent_back_since_then(office):
    held = assigned(office)
    with on("2023-09-04"):
        refused = services.move(held, "refuse", by=office.clerk, note="不属本乡")
        drawn = shown.steps(refused, log.of(refused), clock.now())

    (back,) = [step for step in drawn if step.state == "back"]
    assert back.lines[0].startswith("09-04") and back.lines[1] == office.clerk.name
