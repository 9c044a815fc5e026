"""A campaign is a named window of days: clipped to the asked day, moved with a reason, beside the days before."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from taizhang.county.bulletin import content
from taizhang.county.bulletin.models import Item
from taizhang.county.figures import campaigns
from taizhang.county.figures.asked import read
from taizhang.county.figures.models import Campaign
from taizhang.county.figures.period import Period
from taizhang.county.ledger import references, services
from taizhang.county.ledger.validation import Refused, fill
from taizhang.county.standards.errors import Invalid
from tests.county import on
from tests.figures.rows import YULIN, ZUOCHENG, enter

DAYS = "2023-05-24", "2023-08-31"
TYPED = {
    "slug": "bairi-2023", "name": "百日行动", "place": "410726", "unit": "政法委", "document": "百日行动方案",
    "document_no": "延政法〔2023〕8号", "starts_on": DAYS[0], "ends_on": DAYS[1], "counts": "排查矛盾纠纷、化解率",
    "targets": "排查矛盾纠纷 4、化解率 95%",
}  # fmt: skip
PAGE = "/figures/campaigns/bairi-2023/"


@pytest.fixture
def lead(county):
    return county.post("lead", "political-legal", "clerk")


@pytest.fixture
def declare(county, lead):
    """`declare(column=typed)` registers the hundred days on 20 May 2023, or what differs from them."""

    def made(**typed):
        with on("2023-05-20"):
            filled = fill(
                Campaign(), TYPED | typed, campaigns.CAMPAIGNS.editable,
                references.gather(campaigns.CAMPAIGNS, date(2023, 5, 20)),
            )  # fmt: skip
            if filled.errors:
                raise Refused(filled.errors, campaigns.CAMPAIGNS)
            services.save(filled.record, by=lead)
        return filled.record

    return made


@pytest.fixture
def hundred(declare):
    return declare()


def moved(campaign, by, day, **columns):
    with on(day):
        stored = Campaign.objects.get(pk=campaign.pk)
        for name, value in columns.items():
            setattr(stored, name, value)
        services.save(stored, by=by)


def asked(**given):
    return read({"campaign": "bairi-2023", **given}, figure=None, today=date(2023, 9, 1))


def test_its_window_ends_at_its_last_day_or_at_the_asked_one(hundred):
    assert asked().period == Period(date(2023, 5, 24), date(2023, 8, 31), "百日行动期间")
    assert asked(to="2023-07-31").period == Period(date(2023, 5, 24), date(2023, 7, 31), "百日行动开展以来")
    with pytest.raises(Invalid, match="2023-05-24 才开始"):
        asked(to="2023-05-23")


def test_an_open_one_goes_on_to_today(declare):
    declare(ends_on="")
    assert asked().period.end == date(2023, 9, 1)
    assert asked(to="2031-01-01").period.end == date(2023, 9, 1)


def test_it_is_no_second_period_beside_another(hundred):
    for other in ({"from": "2023-01-01"}, {"months": "1-8"}, {"on": "2023-08-31"}):
        with pytest.raises(Invalid, match="专项行动有自己的起止日期"):
            asked(**other)


def test_an_unknown_one_is_refused_with_those_there_are(hundred):
    with pytest.raises(Invalid, match="没有“bairi”这项专项行动，已登记的有：bairi-2023"):
        read({"campaign": "bairi"}, figure=None, today=date(2023, 9, 1))


def test_prolonged_it_says_why_and_an_earlier_moment_keeps_the_earlier_window(hundred, lead):
    with pytest.raises(Refused, match="结束日期由 2023-08-31 改为 2023-09-30"):
        moved(hundred, lead, "2023-08-20", ends_on=date(2023, 9, 30))
    moved(hundred, lead, "2023-08-20", ends_on=date(2023, 9, 30), moved_because="县委政法委会议")
    with pytest.raises(Refused, match="请写明这次调整的依据"):
        moved(hundred, lead, "2023-08-21", ends_on=None)
    assert asked().period.end == date(2023, 9, 1)
    assert asked(known_at="2023-08-19").period.end == date(2023, 8, 31)
    (move,) = campaigns.moves(hundred)
    assert (move.was[1], move.to[1], move.because) == (date(2023, 8, 31), date(2023, 9, 30), "县委政法委会议")


def test_asked_as_known_before_it_was_registered_it_has_its_first_window(hundred, lead):
    moved(hundred, lead, "2023-08-20", ends_on=date(2023, 9, 30), moved_because="县委政法委会议")
    assert asked(known_at="2023-05-01").period.end == date(2023, 8, 31)


def test_the_days_before_are_as_many():
    before = campaigns.before(Period(date(2023, 5, 24), date(2023, 8, 31), ""))
    assert (before.start, before.end) == (date(2023, 2, 13), date(2023, 5, 23))


def test_a_whole_ledger_is_every_figure_of_it(declare):
    keys = {figure.key for figure in campaigns.counted(declare(counts="信访事项台账、disputes.found", targets=""))}
    assert keys == {"disputes.petitions_resolved", "disputes.found"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"counts": "排查矛盾"}, "没有“排查矛盾”这个指标或台账，相近的有：排查矛盾纠纷"),
        ({"targets": "排查矛盾纠纷"}, "应写成“指标 数值”"),
        ({"targets": "排查矛盾纠纷 4件"}, "单位是“起”，现为“件”"),
        ({"targets": "成功率 95"}, "成功率不在统计内容里"),
        ({"units_named": "胙城"}, "没有“胙城”这个单位"),
        ({"slug": "百日"}, "应形如 bairi-2023"),
        ({"ends_on": "2023-05-01"}, "早于开始日期"),
    ],
)
def test_what_cannot_be_counted_is_refused_at_the_door(declare, typed, sentence):
    with pytest.raises(Refused, match=sentence):
        declare(**typed)


def test_each_unit_declares_its_own_and_nobody_anothers(county, hundred, declare):
    with pytest.raises(Refused, match="不在您的管辖范围"):
        moved(hundred, county.clerk, "2023-08-20", name="百日")
    with pytest.raises(Refused, match="不在您的管辖范围"):
        declare(slug="other", unit="胙城乡", place="胙城乡")


def test_the_command_counts_the_window_and_the_days_before(county, hundred, capsys):
    enter(county, found_on=date(2023, 5, 23))
    enter(county, found_on=date(2023, 5, 24), place=YULIN)
    enter(county, found_on=date(2023, 9, 1))
    with on("2023-09-01"):
        call_command("figure", "disputes.found", "--campaign", "bairi-2023", "--by", "township")
    told = json.loads(capsys.readouterr().out)
    assert (told["value"], told["period"]["from"], told["period"]["to"]) == ("1", *DAYS)
    assert [(part["place"], part["value"]) for part in told["parts"]] == [(ZUOCHENG, "0"), (YULIN, "1")]
    assert (told["campaign"]["before"]["value"], told["campaign"]["before"]["to"]) == ("1", "2023-05-23")


def test_a_pin_counts_the_window_up_to_the_cut_off(county, hundred):
    enter(county, found_on=date(2023, 5, 23))
    enter(county, found_on=date(2023, 6, 1))
    enter(county, found_on=date(2023, 8, 1), place=YULIN)
    line = printed(
        "共{disputes.found | campaign=bairi-2023}，其中榆林乡{disputes.found | campaign=bairi-2023 | place=榆林乡}。"
    )
    assert line.body.text == "共1起，其中榆林乡0起。"
    (fault,) = printed("共{disputes.found | campaign=xxx}。").body.faults
    assert "没有“xxx”这项专项行动" in fault.sentence


def printed(body):
    with on("2023-09-01"):
        return content.of_item(Item(section="governance", headline="标题", body=body, cutoff=date(2023, 7, 31)))


def test_a_townships_own_campaign_counts_the_township(county):
    with on("2023-05-20"):
        row = Campaign(slug="own", name="集中整治", unit=county.zuocheng, place_id=ZUOCHENG, document="通知",
                       starts_on=date(2023, 5, 1), counts="disputes.found")  # fmt: skip
        services.save(row, by=county.clerk)
    assert read({"campaign": "own"}, figure=None, today=date(2023, 9, 1)).code == ZUOCHENG


# Pages


@pytest.fixture
def look(signed_in):
    def page(person, address, status=200, day="2023-09-01"):
        with on(day):
            response = signed_in(person).get(address)
        assert response.status_code == status
        return response.content.decode()

    return page


def test_everybody_with_a_post_sees_its_numbers_and_each_opens_its_rows(county, hundred, look):
    enter(county, found_on=date(2023, 3, 1))
    row = enter(county, found_on=date(2023, 6, 1), handled_on=date(2023, 6, 5))
    page = look(county.clerk, PAGE)
    assert "全县 百日行动期间（2023-05-24至2023-08-31）" in page
    assert "目标 4起，完成 25.0%" in page
    assert "还差 95.0 个百分点" in page
    assert "前 100 天" in page
    assert "延政法〔2023〕8号" in page
    rows = f"/figures/disputes.found/rows?campaign=bairi-2023&place={ZUOCHENG}"
    assert rows.replace("&", "&amp;") in page
    assert row.code in look(county.clerk, rows)
    assert len(page) < 30_000


def test_its_table_shows_the_days_before_as_well(county, hundred, look):
    row = enter(county, found_on=date(2023, 3, 1))
    page = look(county.leader, f"{PAGE}?before=1")
    rows = f"/figures/disputes.found/rows?from=2023-02-13&to=2023-05-23&place={ZUOCHENG}"
    assert rows.replace("&", "&amp;") in page
    assert row.code in look(county.leader, rows)


def test_who_takes_part_stands_before_the_others(declare, county, look):
    declare(units_named="榆林乡")
    page = look(county.leader, PAGE)
    assert page.index("<th>榆林乡</th>") < page.index("未列入参加单位的") < page.index("<th>胙城乡</th>")


def test_before_its_first_day_it_has_no_numbers(county, hundred, look):
    page = look(county.leader, PAGE, day="2023-05-22")
    assert "尚未开始" in page
    assert "2023-05-24 才开始" in page


def test_the_list_leads_to_each_and_offers_a_new_one_to_whoever_may(county, hundred, lead, look):
    assert PAGE in look(county.leader, "/figures/campaigns/")
    assert "登记专项行动" not in look(county.leader, "/figures/campaigns/")
    assert 'href="/l/campaigns/new"' in look(lead, "/figures/campaigns/")
    assert "修改、延长" in look(lead, PAGE)
    assert PAGE in look(lead, f"/l/campaigns/{hundred.pk}/")


def test_one_that_is_not_there_is_not_found(county, look):
    look(county.leader, PAGE, status=404)


def test_the_page_costs_the_same_however_many_rows(county, hundred, signed_in, django_assert_max_num_queries):
    for _ in range(30):
        enter(county, found_on=date(2023, 6, 1))
    client = signed_in(county.leader)
    with on("2023-09-01"), django_assert_max_num_queries(30):
        client.get(PAGE)
