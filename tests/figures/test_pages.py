"""The board, the page of a figure, its charts and its rows."""

from datetime import date

import pytest

from taizhang.county.figures import printed
from taizhang.county.figures.printed import Printed
from tests.county import on
from tests.figures.rows import YULIN, ZUOCHENG, change, enter

FIGURE = "/figures/disputes.found/"


@pytest.fixture
def look(signed_in):
    """`look(person, address)` is the page on 1 September 2023."""

    def page(person, address, status=200):
        with on("2023-09-01"):
            response = signed_in(person).get(address)
        assert response.status_code == status
        return response.content.decode()

    return page


def test_a_leader_sees_large_numbers_one_tap_from_their_rows(county, look):
    for _ in range(3):
        enter(county, handled_on=date(2023, 2, 1))

    page = look(county.leader, "/figures/")

    assert "排查矛盾纠纷" in page
    assert ">3<small>起</small>" in page
    assert 'href="/figures/disputes.found/rows"' in page
    assert "3 / 3" in page
    assert len(page) < 30_000


def test_the_board_keeps_its_question_in_the_address(county, look):
    enter(county, place=YULIN)

    page = look(county.leader, f"/figures/?place={YULIN}&from=2023-01-01&to=2023-03-31")

    assert f"rows?from=2023-01-01&amp;to=2023-03-31&amp;place={YULIN}" in page
    assert "榆林乡 今年以来（2023-01-01至2023-03-31）" in page


def test_a_line_opens_into_townships(county, look):
    enter(county)

    page = look(county.leader, "/figures/?line=社会治理")

    assert f"/figures/disputes.found/rows?place={ZUOCHENG}" in page
    assert "<th>榆林乡</th>" in page
    assert "<th>全县</th>" in page


@pytest.mark.parametrize("address", ["/figures/?from=x", f"{FIGURE}?to=2023-99-01", f"{FIGURE}rows?place=410726999"])
def test_what_cannot_be_read_is_said_and_the_usual_numbers_shown(county, look, address):
    page = look(county.leader, address)

    assert 'role="alert"' in page
    assert "下面是今年以来全县的数" in page


def test_the_page_of_a_figure_tells_all_about_it(county, look):
    enter(county)

    page = look(county.leader, FIGURE)

    for told in (
        "一案计一次",
        "中共延津县委政法委员会",
        "第 1 版",
        "2023-01-01 起",
        "矛盾纠纷",
        "disputes.found",
        "期间发生",
    ):
        assert told in page
    assert "胙城乡 1起，榆林乡 0起" in page
    assert "1月 1起，2月 0起" in page
    assert len(page) < 30_000


def test_a_rate_leads_to_its_parts(county, look):
    page = look(county.leader, "/figures/disputes.handled_rate/")

    assert 'href="/figures/disputes.handled/"' in page
    assert 'href="/figures/disputes.found/"' in page


def test_the_page_tells_where_the_figure_was_printed(county, look, monkeypatch):
    monkeypatch.setattr(printed, "_finders", [])
    printed.register(lambda key: [Printed("2023 年第 39 期", "/bulletin/2023/39/", "109起", date(2023, 9, 1))])

    page = look(county.leader, FIGURE)

    assert "2023 年第 39 期" in page
    assert "109起" in page


def test_charts_are_pictures_of_the_same_numbers(county, look):
    enter(county)

    assert "1起" in look(county.leader, f"{FIGURE}trend.svg")
    assert "胙城乡" in look(county.leader, f"{FIGURE}places.svg?place={ZUOCHENG}")


def test_rows_show_what_the_reader_reaches_and_count_the_rest(county, look):
    mine, theirs = enter(county, parties="张建国、李秀英"), enter(county, place=YULIN)

    page = look(county.clerk, f"{FIGURE}rows")

    assert "共 2 条，其中 1 条不在您的查看范围，仍计入合计" in page
    assert mine.code in page
    assert theirs.code not in page
    assert "张建国" not in page


def test_rows_as_known_at_a_date(county, look):
    row = enter(county)
    change(row, by=county.clerk, recorded="2023-06-01", voided=True, void_reason="重复")

    assert row.code not in look(county.leader, f"{FIGURE}rows")
    assert row.code in look(county.leader, f"{FIGURE}rows?known_at=2023-05-31")


def test_a_list_of_rows_costs_the_same_however_long(county, signed_in, django_assert_max_num_queries):
    for _ in range(60):
        enter(county)
    client = signed_in(county.leader)

    with on("2023-09-01"), django_assert_max_num_queries(12):
        page = client.get(f"{FIGURE}rows?page=2").content.decode()

    assert "共 60 条" in page
    assert len(page) < 30_000


def test_numbers_of_minors_by_township_are_for_those_who_keep_them(county, look):
    look(county.leader, "/figures/children.orphans/rows?place=410726206", status=403)
    page = look(county.leader, "/figures/children.orphans/?place=410726206")

    assert "不公布" in page or "0人" in page


def test_a_figure_parts_by_unit_and_each_opens_onto_its_rows(county, look):
    enter(county, unit=county.organisations["civil-affairs"])
    enter(county, place=YULIN)

    page = look(county.leader, f"{FIGURE}?by=unit")
    assert "rows?unit=civil-affairs" in page
    assert "胙城乡 0" not in page
    assert look(county.leader, f"{FIGURE}places.svg?by=unit").count("民政局") >= 1
    assert "民政局 今年以来" in look(county.leader, f"{FIGURE}?unit=civil-affairs")
    assert "共 1 条" in look(county.leader, f"{FIGURE}rows?unit=civil-affairs")
    table = look(county.leader, "/figures/?line=社会治理&by=unit")
    assert "<th>民政局</th>" in table
    assert "<th>全县</th>" in table


def test_numbers_of_minors_by_unit_are_for_who_opens_all_of_them(county, look):
    person = county.post("civil", "civil-affairs", "clerk")
    orphans = "/figures/children.orphans/"

    assert "分单位的数只对主管单位开放" in look(county.leader, f"{orphans}?by=unit")
    assert "分单位的数只对主管单位开放" not in look(person, f"{orphans}?by=unit")
    assert "不公布" in look(county.leader, f"{orphans}?unit=zuocheng")
    look(county.clerk, f"{orphans}rows?unit=zuocheng", status=403)
    look(person, f"{orphans}rows?unit=zuocheng")


def test_without_a_post_no_figure_is_shown(county, look):
    county.leader.posts.all().update(until=date(2023, 8, 1))

    assert "没有在任岗位" in look(county.leader, "/figures/", status=403)


def test_an_unknown_figure_is_not_found(county, look):
    look(county.leader, "/figures/disputes.fund/", status=404)


def test_strangers_are_asked_to_sign_in(db, client):
    assert client.get(FIGURE).status_code == 302


def test_the_search_box_is_empty_where_a_question_is_in_the_address(county, look):
    assert 'id="q" name="q" value=""' in look(county.leader, f"{FIGURE}?from=2023-01-01")
    assert 'id="q" name="q" value="JF2023"' in look(county.leader, "/search?q=JF2023")


def test_a_state_is_not_told_of_a_day_to_come(county, look):
    page = look(county.leader, "/figures/children.orphans/?to=2031-02-01")

    assert "2031-02-01 还没有到" in page
    assert "截至目前（2031" not in page


@pytest.mark.parametrize("address", ["/search?q=%00", "/figures/?unit=%00", "/figures/?place=%00"])
def test_what_the_database_cannot_hold_is_refused_not_broken_on(county, look, address):
    assert "请求无法处理" in look(county.leader, address, status=400)
