"""Rows that are likely the same: what is found, with which words, within whose reach, and at what cost."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.county.audit import changes
from taizhang.county.ledger import registry
from taizhang.county.ledger.sheets import alike, likeness
from taizhang.county.ledger.sheets.plan import Row
from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.county.standards import citizen_id
from tests.county import on
from tests.sheets import books

BORN = date(2013, 5, 4)


@pytest.fixture
def disputes():
    return books.get("disputes")


@pytest.fixture
def children():
    return books.get("children")


def rows(ledger, *records):
    """What the planner hands on of rows that would be new."""
    return [Row("明细", number, {}, {}, record=record) for number, record in enumerate(records, 2)]


def dispute(county, parties="张建国、李秀英", found_on=date(2023, 8, 10), kind="01", place="410726206", **more):
    unit = county.zuocheng if place.startswith("410726206") else county.yulin
    return books.get("disputes").model(
        parties=parties, found_on=found_on, kind=kind, place_id=place, unit=unit, channel="GRID", **more
    )


def child(county, name="王小雨", born=BORN, sequence=997, id_no="", place="410726206", **more):
    return books.get("children").model(
        name=name, id_no=id_no or citizen_id.synthetic("410726", born, sequence), birth_date=born, category="DEFACTO",
        place_id=place, unit=county.organisations["civil-affairs"], enrolled_on=date(2022, 1, 1), **more,
    )  # fmt: skip


def keep(*records):
    with on("2023-09-01"), changes.change(by=changes.SYSTEM, reason="已有"):
        for number, record in enumerate(records, 1):
            record.code = record.code or f"XX{number:04d}"
            record.save()
    return records[0] if len(records) == 1 else records


def found(ledger, by, *records):
    with on("2023-09-01"):
        return alike.pairs(ledger, rows(ledger, *records), by=by)


def evidence(ledger, by, record):
    pairs = found(ledger, by, record)
    return pairs[0].evidence if pairs else None


def lead(ledger, county):
    return books.lead_clerk(ledger, county)


# What makes two rows alike


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("410726201305049971", "410726201305049971", "相同"),
        ("410726201305049971", "410726201305049871", "差一位"),
        ("410726201305049971", "410726201305048872", "差两位"),
        ("410726201305049971", "410726201350049971", "相邻两位颠倒"),
        ("410726201305049971", "41072620130504997X", "只差校验码"),
        ("41072620130504997", "410726201305049971", "少一位"),
        ("410726201305049971", "410101199001011234", "不同"),
    ],
)
def test_what_differs_in_two_numbers_is_told(one, other, words):
    assert likeness.numbers(one, other)[1] == words
    assert likeness.numbers(one, other) == likeness.numbers(other, one)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四", ("张三", "李四")),
        ("张三，李四;王五", ("张三", "李四", "王五")),
        ("张　三", ("张三",)),
        ("张建国 李秀英", ("张建国", "李秀英")),
        ("张三、李四等5人", ("张三", "李四")),
        ("", ()),
    ],
)
def test_the_persons_in_a_cell(text, names):
    assert likeness.names(text) == names


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("王小雨", "王小宇", True), ("王小雨", "王雨小", True), ("王小雨", "王雨", True), ("王小雨", "李小宇", False),
        ("王小雨", "刘子轩", False), ("王雨", "王", False),
    ],
)  # fmt: skip
def test_names_that_are_nearly_the_same(one, other, near):
    assert likeness.nearly(one, other) is near
    assert likeness.nearly(other, one) is near


def test_the_same_number_under_another_name_is_alike(county, children):
    keep(child(county))
    assert evidence(children, lead(children, county), child(county, name="赵欣怡")) == (
        "姓名不同", "公民身份号码相同", "出生日期相同", "所属乡镇相同"
    )  # fmt: skip


def test_the_same_name_with_one_digit_wrong_is_alike(county, children):
    keep(child(county))
    record = child(county, id_no="410726201305049" + "8" + citizen_id.synthetic("410726", BORN, 997)[16:])
    assert evidence(children, lead(children, county), record) == (
        "姓名相同", "公民身份号码差一位", "出生日期相同", "所属乡镇相同"
    )  # fmt: skip


def test_a_digit_wrong_in_the_birth_date_is_found_too(county, children):
    keep(child(county))
    words = evidence(children, lead(children, county), child(county, born=date(2013, 5, 14)))
    assert words == ("姓名相同", "公民身份号码差一位", "出生日期只差日", "所属乡镇相同")


def test_a_misheard_name_is_found_by_birth_and_number(county, children):
    keep(child(county))
    words = evidence(children, lead(children, county), child(county, name="王小宇", sequence=998))
    assert words == ("姓名差一个字", "公民身份号码差一位", "出生日期相同", "所属乡镇相同")


def test_another_child_of_the_same_name_is_not_alike(county, children):
    keep(child(county))
    assert evidence(children, lead(children, county), child(county, born=date(2016, 11, 23), sequence=995)) is None


def test_a_quarrel_that_two_channels_reported_is_alike(county, disputes):
    keep(dispute(county))
    words = evidence(disputes, county.clerk, dispute(county, "李秀英、张建国", date(2023, 8, 20)))
    assert words == ("当事人相同", "排查日期相差 10 天", "所属乡镇相同", "类型相同")


def test_one_of_two_parties_is_enough_only_where_the_kind_agrees(county, disputes):
    keep(dispute(county))
    same = evidence(disputes, county.clerk, dispute(county, "张建国、王海涛", date(2023, 8, 12)))
    assert same is not None
    assert same[0] == "当事人有 1 人相同"
    assert evidence(disputes, county.clerk, dispute(county, "张建国、王海涛", date(2023, 8, 12), kind="02")) is None


@pytest.mark.parametrize(("days", "alike"), [(30, True), (31, False), (-30, True), (-31, False)])
def test_beyond_the_days_of_the_rule_it_is_another_quarrel(county, disputes, days, alike):
    keep(dispute(county))
    words = evidence(disputes, county.clerk, dispute(county, found_on=date(2023, 8, 10) + timedelta(days=days)))
    assert (words is not None) is alike


def test_what_is_voided_is_like_nothing(county, disputes):
    keep(dispute(county, voided=True, void_reason="登记错误"))
    assert found(disputes, county.clerk, dispute(county)) == []


def test_rows_of_the_file_are_compared_with_each_other(county, disputes):
    (pair,) = found(disputes, county.clerk, dispute(county), dispute(county, found_on=date(2023, 8, 11)))
    assert (pair.sheet, pair.row, pair.pk, pair.other) == ("明细", 3, None, ("明细", 2))
    assert pair.theirs["found_on"] == date(2023, 8, 10)


def test_of_many_the_likeliest_come_first_and_few(county, disputes):
    kept = keep(*(dispute(county, found_on=date(2023, 8, 10) + timedelta(days=n)) for n in range(6)))
    pairs = found(disputes, county.clerk, dispute(county))
    assert [pair.pk for pair in pairs] == [record.pk for record in kept[:3]]
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)


def test_a_ledger_that_names_no_columns_has_no_pairs(county):
    ledger = books.get("publicity")
    assert alike.pairs(ledger, [Row("明细", 2, {}, {}, record=ledger.model())], by=county.clerk) == []


# Within whose reach


def test_what_one_sees_only_masked_is_not_compared(county, disputes):
    keep(dispute(county))
    assert found(disputes, county.leader, dispute(county)) == []
    assert found(disputes, lead(disputes, county), dispute(county)) != []


PLACES = ("410726206", "410726207")


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.booleans(), st.integers(0, 20)), min_size=1, max_size=8))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_pair_ever_leaves_the_reach_of_the_person(county, disputes, kept):
    leading = county.people.get("lead-political-legal") or lead(disputes, county)
    before = disputes.model.objects.count()
    records = [
        dispute(county, place=place, restricted=hidden, found_on=date(2023, 8, 10) + timedelta(days=days))
        for place, hidden, days in kept
    ]
    for number, record in enumerate(records, before + 1):
        record.code = f"YY{number:05d}"
    keep(*records)
    for person in (county.clerk, county.stranger, county.leader, leading):
        reach = set(access.rows(person, Action.VIEW, disputes).values_list("pk", flat=True))
        probes = [dispute(county, place=place) for place in PLACES]
        paired = {pair.pk for pair in found(disputes, person, *probes)} - {None}
        assert paired <= reach
        if person in (county.clerk, county.stranger):
            assert bool(paired) is bool(reach)


# At what cost


def test_the_work_grows_with_the_rows_and_not_with_their_pairs(county, disputes, monkeypatch):
    compared = []
    compare = likeness.Likeness.compare
    monkeypatch.setattr(
        likeness.Likeness, "compare", lambda self, one, other: compared.append(1) or compare(self, one, other)
    )
    costs = []
    for count in (200, 400):
        compared.clear()
        found(disputes, county.clerk, *(dispute(county) for _ in range(count)))
        costs.append(len(compared))
    assert costs[1] <= 2.2 * costs[0]
    assert costs[1] <= 30 * 400


def test_a_file_costs_one_question(county, disputes, django_assert_max_num_queries):
    keep(*(dispute(county) for _ in range(5)))
    with django_assert_max_num_queries(3):
        found(disputes, county.clerk, *(dispute(county) for _ in range(50)))


def test_what_ledgers_name_is_theirs():
    for ledger in registry.every():
        assert set(ledger.alike) <= set(ledger.by_name)
        assert not ledger.alike_days or likeness.Likeness(ledger).day
