"""A matter on its way: who may do what, what each step needs, and what it leaves behind."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.county.audit import changes, clock
from taizhang.county.documents import attachments
from taizhang.county.matters import clocks, needs, parties, requests, services
from taizhang.county.matters.clocks import Light
from taizhang.county.matters.flows import TASK
from taizhang.county.matters.ledgers import MATTERS
from taizhang.county.matters.models import Matter
from taizhang.county.matters.refusal import Overtaken, Refused
from tests.county import on
from tests.matters.office import ZUOCHENG, assigned, closed, matter, paper, submitted, working


def test_a_matter_goes_from_assignment_to_the_call_back(office):
    done = closed(office)
    seen = services.move(done, "visit", by=office.supervisor2, score=5, note="电话回访，满意")
    assert (seen.state, seen.score, seen.closed_on) == ("visited", 5, date(2023, 9, 1))


def test_every_move_is_a_version_with_who_when_and_why(office):
    done = closed(office)
    moves = list(
        Matter.versions.objects.filter(id=done.pk).order_by("version_id").values_list("move", "moved_by__name")
    )
    assert [move for move, _ in moves] == ["register", "assign", "claim", "submit", "close"]
    assert moves[2][1] == office.clerk.name


def test_both_clocks_run_from_the_assignment(office):
    held = assigned(office)
    assert clock.local(held.claim_due_at).date() == date(2023, 9, 4)
    assert held.due_on == date(2023, 9, 15)


def test_lights_are_computed_for_any_moment(office):
    held = working(office)
    shown = [clocks.light(held, clock.end_of(date(2023, 9, day))) for day in (4, 12, 15)]
    with on("2023-09-16", 0):
        assert [*shown, clocks.light(held, clock.now())] == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]


def test_who_handled_it_does_not_check_it(office):
    held = submitted(office, unit="zuocheng", by=office.clerk2)
    with pytest.raises(Refused, match="由您办理，不能再由您核验办结"):
        services.move(held, "close", by=office.clerk)
    assert services.move(held, "close", by=office.clerk2).state == "closed"


def test_reporting_done_needs_note_result_and_paper(office):
    with pytest.raises(Refused) as refused:
        services.move(working(office), "submit", by=office.clerk)
    assert set(refused.value.fields) == {"note", "outcome", "papers"}


def test_the_second_to_claim_is_told_who_was_first(office):
    held = assigned(office)
    services.move(held, "claim", by=office.clerk)
    with pytest.raises(Overtaken, match=r"经办甲.*领办"):
        services.move(held, "claim", by=office.clerk2)


def test_a_unit_sends_back_once_and_the_second_refusal_goes_to_the_arbiter(office):
    once = services.move(assigned(office), "refuse", by=office.clerk, note="不属本乡")
    again = services.move(once, "assign", by=office.supervisor, unit=office.yulin)
    twice = services.move(again, "refuse", by=office.stranger, note="也不属本乡")
    assert (once.state, once.due_at, twice.state) == ("refused", None, "arbitration")
    ordered = services.move(twice, "decide", by=office.supervisor, unit=office.zuocheng, note="属地负责")
    assert "refuse" not in [move.name for move in services.open_to(ordered, office.clerk)]


def test_sending_back_after_a_working_day_is_too_late(office):
    held = assigned(office)
    with on("2023-09-04", 13), pytest.raises(Refused, match="已于 2023-09-04 12:00 截止"):
        services.move(held, "refuse", by=office.clerk, note="不属本乡")


def test_work_sent_back_gets_half_the_limit_anew(office):
    with on("2023-09-14"):
        held = services.move(submitted(office), "send_back", by=office.supervisor, note="照片不清")
        assert held.due_on == date(2023, 9, 28)
    with on("2023-09-27"):
        done = services.move(held, "submit", by=office.clerk, note="已重拍", outcome="done", papers=(paper(seed=7),))
        again = services.move(done, "send_back", by=office.supervisor, note="护栏仍松动")
    assert (again.due_on, again.returns) == (date(2023, 10, 10), 2)


def test_the_third_return_goes_to_the_arbiter(office):
    held = submitted(office)
    for turn in range(2):
        held = services.move(held, "send_back", by=office.supervisor, note="不符")
        held = services.move(
            held, "submit", by=office.clerk, note="再报", outcome="done", papers=(paper(seed=50 + turn),)
        )
    held = services.move(held, "send_back", by=office.supervisor, note="仍不符")
    assert (held.state, held.stage) == ("escalated", "arbitration")


def test_an_extension_moves_the_due_day_exactly(office):
    held = working(office)
    with on("2023-09-15", 17):
        asked = requests.ask(held, "extend", by=office.clerk, reason="等材料", days=5)
    with on("2023-09-18"):
        requests.decide(asked, granted=True, by=office.supervisor)
    assert Matter.objects.get(pk=held.pk).due_on == date(2023, 9, 22)


def test_a_paused_clock_keeps_the_days_it_had_left(office):
    held = working(office)
    with on("2023-09-05"):
        requests.decide(
            requests.ask(held, "pause", by=office.clerk, reason="等鉴定"), granted=True, by=office.supervisor
        )
    with on("2023-09-20"):
        resumed = requests.resume(held, by=office.clerk)
    assert resumed.due_on == date(2023, 10, 8)


def test_a_low_score_reopens_into_a_new_matter_linked_to_the_old(office):
    seen = services.move(closed(office), "visit", by=office.supervisor2, score=1, note="没有解决")
    old = Matter.objects.get(pk=seen.pk)
    new = Matter.objects.get(reopens=old)
    assert (old.state, old.reopened_on, new.state) == ("reopened", date(2023, 9, 1), "registered")


def test_a_relapse_after_half_a_year_is_a_new_matter(office):
    done = closed(office)
    with on("2024-03-10"), pytest.raises(Refused, match="不再作为原事项的反复"):
        services.move(done, "reopen", by=office.supervisor, note="又坏了")


def test_a_helping_unit_ends_before_the_leading_unit_reports_done(office):
    held = working(office)
    child = services.assist(held, unit=office.organisations["civil-affairs"], note="协助安置", by=office.clerk)
    with pytest.raises(Refused, match="协办单位民政局还没有办结"):
        services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(),))
    services.move(child, "claim", by=office.civil)
    services.move(child, "submit", by=office.civil, note="已安置")
    services.move(child, "close", by=office.clerk)
    assert (
        services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(),)).state
        == "submitted"
    )


def test_another_township_does_not_know_of_it(office):
    with pytest.raises(Refused, match="不在您的权限范围"):
        services.move(matter(office), "assign", by=office.stranger, unit=office.yulin)


def test_the_evidence_is_kept_with_the_matter(office):
    held = submitted(office)
    assert [one.media_type for one in attachments.of(MATTERS, held)] == ["image/jpeg"]


def test_found_and_settled_on_the_spot_still_needs_another_person(office):
    held = services.move(
        matter(office, by=office.grid),
        "on_the_spot",
        by=office.grid,
        note="当场劝和",
        outcome="done",
        papers=(paper(),),
    )
    with pytest.raises(Refused):
        services.move(held, "close", by=office.grid)
    assert services.move(held, "close", by=office.clerk).closed_by == office.clerk


def test_a_refused_move_leaves_nothing_even_inside_a_larger_act(office):
    held = working(office)
    before = Matter.objects.filter(pk=held.pk).values().get()
    with changes.change(by=office.clerk, reason="批量办理"):
        for paper_given in (paper("坏.exe.jpg"), SimpleUploadedFile("坏.jpg", b"MZ no picture")):
            with pytest.raises(Refused):
                services.move(held, "submit", by=office.clerk, note="", outcome="done", papers=(paper_given,))
        with pytest.raises(Refused, match=r"坏.jpg"):
            papers = (paper(seed=3), SimpleUploadedFile("坏.jpg", b"MZ no picture"))
            services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=papers)
    assert Matter.objects.filter(pk=held.pk).values().get() == before
    assert attachments.of(MATTERS, held) == []


def test_the_same_paper_twice_is_refused_with_its_name(office):
    held = working(office)
    services.move(held, "progress", by=office.clerk, note="已到现场", papers=(paper(seed=1),))
    with pytest.raises(Refused, match=r"协议.jpg：这个文件已经在"):
        services.move(held, "submit", by=office.clerk, note="好了", outcome="done", papers=(paper(seed=1),))


def test_a_photo_shown_while_working_is_evidence_but_not_one_from_before_the_claim(office):
    reported = services.open_matter(
        Matter(flow="task", title="桥头护栏缺失", place_id=ZUOCHENG, source="report"), by=office.grid, papers=(paper(),)
    )
    held = services.move(reported, "assign", by=office.supervisor, unit=office.zuocheng)
    services.move(held, "claim", by=office.clerk)
    with pytest.raises(Refused) as refused:
        services.move(held, "submit", by=office.clerk, note="好了", outcome="done")
    services.move(held, "progress", by=office.clerk, note="装好了", papers=(paper(seed=2),))
    assert set(refused.value.fields) == {"papers"}
    assert services.move(held, "submit", by=office.clerk, note="好了", outcome="done").state == "submitted"


def test_what_was_shown_on_the_spot_counts_when_the_report_is_sent_back(office):
    held = matter(office, by=office.grid)
    services.move(held, "on_the_spot", by=office.grid, note="劝和", outcome="done", papers=(paper(),))
    services.move(held, "send_back", by=office.clerk, note="写明经过")
    assert services.move(held, "submit", by=office.grid, note="已写明", outcome="done").state == "submitted"


def test_the_first_bytes_say_what_a_photo_is(office):
    asks_photo = replace(TASK.by_name["progress"], needs=("photo",))
    held = working(office)
    for given, sound in ((paper("门.txt"), True), (SimpleUploadedFile("门.jpg", b"%PDF-1.4", "image/jpeg"), False)):
        lacking = needs._photo(held, TASK, asks_photo, services.Given(papers=(given,)), office.clerk)
        assert (lacking == "", given.tell()) == (sound, 0)


def test_a_move_takes_only_what_it_asks_for(office):
    held = submitted(office)
    back = services.move(
        held, "send_back", by=office.supervisor, note="不符", handler=office.stranger, unit=office.yulin, score=5
    )
    assert (back.handler, back.unit, back.score) == (office.clerk, office.zuocheng, None)


def test_the_handler_does_not_settle_the_level(office):
    held = assigned(office)
    with pytest.raises(Refused) as refused:
        services.move(held, "claim", by=office.clerk, level="complex")
    with pytest.raises(Refused, match="等级应为简易、一般、疑难之一"):
        services.move(matter(office), "assign", by=office.supervisor, unit=office.zuocheng, level="hard")
    assert refused.value.fields == {"level": ["等级由交办单位在交办时确定，现为“一般”，领办时不能更改"]}


def test_an_arbiter_who_handled_it_does_not_decide_on_it(office):
    office.post("civil", "government-office", "supervisor")
    held = working(office, unit="civil-affairs", handler=office.civil)
    for turn in range(3):
        services.move(held, "submit", by=office.civil, note="再报", outcome="done", papers=(paper(seed=turn),))
        services.move(held, "send_back", by=office.supervisor, note="不符")
    with pytest.raises(Refused, match="由您办理，不能再由您裁定办结"):
        services.move(held, "accept", by=office.civil, note="可以")
    assert services.move(held, "accept", by=office.supervisor2, note="可以").closed_by == office.supervisor2


def test_words_that_are_too_long_are_named_and_not_cut(office):
    with pytest.raises(Refused) as refused:
        matter(office, title="护" * 121, detail="栏" * 2001)
    with pytest.raises(Refused, match="理由最多 1000 字，现有 1001 字"):
        services.move(assigned(office), "refuse", by=office.clerk, note="不" * 1001)
    assert set(refused.value.fields) == {"title", "detail"}


def test_who_was_first_is_told_also_where_they_only_granted_a_pause(office):
    held = working(office)
    asked = requests.ask(held, "extend", by=office.clerk, reason="等材料", days=5)
    requests.decide(asked, granted=True, by=office.supervisor)
    with pytest.raises(Overtaken, match=r"督办supervisor（县政府办 督办）已于 09-01 12:00 审批"):
        services.move(held, "transfer", by=office.supervisor2, editing=held.edition, unit=office.yulin, note="改派")


def test_who_may_see_it_may_not_therefore_move_it(office):
    for held in (matter(office), assigned(office), working(office), submitted(office), closed(office)):
        assert services.open_to(held, office.leader) == []
        for one in TASK.moves:
            with pytest.raises(Refused):
                services.move(held, one.name, by=office.leader, note="说明", unit=office.yulin, score=5)


def test_everybody_able_is_everybody_who_would_not_be_refused(office):
    held = closed(office)
    visit = TASK.by_name["visit"]
    able = {person.username for person in parties.able(held, visit.who)}
    assert able == {name for name, person in office.people.items() if visit in services.open_to(held, person)}
    assert "supervisor" not in able and "clerk" not in able
    assert parties.able(held, visit.who, parties.staff()) == parties.able(held, visit.who)
