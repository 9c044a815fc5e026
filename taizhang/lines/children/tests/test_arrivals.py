"""The check that money arrived: a sample anybody can draw again, answers by phone or visit, and what did not arrive."""

from collections import Counter
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from taizhang.county.figures import registry, values
from taizhang.county.figures.period import Period
from taizhang.county.matters.models import Matter
from taizhang.county.standards.errors import Invalid
from taizhang.lines.children.arrivals import checking, sampling
from taizhang.lines.children.arrivals.checking import Answer
from taizhang.lines.children.arrivals.models import ArrivalCheck, ArrivalSample
from taizhang.lines.children.models import Payment
from taizhang.lines.children.money.months import at
from taizhang.lines.children.payroll import drafting
from taizhang.lines.children.tests import bureau as small
from taizhang.lines.children.tests.bureau import SEPTEMBER
from tests.county import on

AUGUST = at(2023, 8)
GOT = Answer("RECEIVED", small.TODAY, "phone", "儿童主任王")


@pytest.fixture
def bureau(county):
    with on(small.TODAY):
        yield small.staff(county)


@pytest.fixture
def paid(bureau):
    """Three children of 胙城乡 and one of 榆林乡 paid in August, one returned, one paid in July."""
    for n in range(3):
        small.paid(bureau, small.child(bureau, n), date(2023, 8, 1))
    there = small.child(bureau, 3, place_id="410726207")
    small.paid(bureau, there, date(2023, 8, 1))
    small.paid(bureau, there, date(2023, 7, 1), bank_date=date(2023, 7, 18))
    back = small.child(bureau, 4)
    small.paid(bureau, back, date(2023, 8, 1), status="RETURNED", return_reason="户名不符")
    return bureau


@pytest.fixture
def sample(paid):
    drawn, _ = checking.draw(AUGUST, 10, "七", by=paid.maker)
    return drawn


def text(response):
    return unescape(response.content.decode())


def first(place="410726206"):
    return ArrivalCheck.objects.filter(place_id=place).order_by("code").first()


def record(check, answer, by):
    return checking.record(check.pk, answer, by=by, edition=check.edition)


def told(key):
    return values.value(registry.get(f"children.{key}"), Period.year_to(date(2023, 12, 31))).amount


# The draw


def test_the_same_list_size_and_seed_draw_the_same_and_another_seed_others():
    frame = [((f"乡{n % 3}",), f"FF{n:04d}") for n in range(300)]
    drawn = sampling.draw(frame, 30, "20230905")

    assert sampling.draw(reversed(frame), 30, "20230905") == drawn
    assert sampling.draw(frame, 30, "20230906") != drawn
    assert len(set(drawn)) == 30


def test_every_stratum_has_its_share_and_none_is_left_out():
    counts = {("大",): 700, ("中",): 250, ("小",): 49, ("一",): 1}

    assert sampling.shares(counts, 40) == {("大",): 26, ("中",): 10, ("小",): 3, ("一",): 1}
    assert sampling.shares(counts, 2) == {("大",): 1, ("中",): 1, ("小",): 0, ("一",): 0}
    assert sampling.shares(counts, 5000) == counts
    assert sampling.shares({}, 5) == {}


@pytest.mark.parametrize("size", range(1, 60))
def test_shares_sum_to_the_size_and_stay_within_the_stratum(size):
    counts = {("甲",): 3, ("乙",): 17, ("丙",): 40, ("丁",): 1}
    shares = sampling.shares(counts, size)

    assert sum(shares.values()) == min(size, 61)
    assert all(0 <= shares[one] <= counts[one] for one in counts)


def test_only_what_the_bank_paid_in_the_month_is_in_the_sample(sample):
    assert (sample.population, sample.size, sample.strata) == (4, 4, 2)
    assert Counter(ArrivalCheck.objects.values_list("place_id", flat=True)) == {"410726206": 3, "410726207": 1}
    assert {str(one.payment.bank_date) for one in ArrivalCheck.objects.all()} == {"2023-08-18"}


def test_a_month_is_drawn_once_whatever_the_seed(paid, sample):
    again, new = checking.draw(AUGUST, 2, "八", by=paid.maker)

    assert (again, new, ArrivalSample.objects.count()) == (sample, False, 1)


def test_nothing_is_drawn_from_nothing_nor_by_others(paid):
    with pytest.raises(Invalid, match="没有银行已入账的发放"):
        checking.draw(at(2023, 6), 10, by=paid.maker)
    with pytest.raises(Invalid, match="应在1到1000之间"):
        checking.draw(AUGUST, 0, by=paid.maker)
    with pytest.raises(Invalid, match="由民政局经办抽取"):
        checking.draw(AUGUST, 10, by=paid.clerk)
    assert ArrivalSample.objects.count() == 0


# The answers


def test_the_rate_counts_answers_and_leaves_out_whom_nobody_reached(paid, sample):
    one, two, three = ArrivalCheck.objects.filter(place_id="410726206")
    record(one, GOT, paid.clerk)
    record(two, Answer("NOT_RECEIVED", small.TODAY, "visit", "儿童主任王"), paid.clerk)
    record(three, Answer("UNREACHABLE", small.TODAY, "phone", "儿童主任王"), paid.clerk)

    assert (told("arrivals_received"), told("arrivals_answered"), told("arrivals_unreachable")) == (1, 2, 1)
    assert told("arrival_rate") == 50


def test_a_wrong_amount_says_which(paid, sample):
    with pytest.raises(Invalid, match="请填写实收金额"):
        record(first(), Answer("WRONG_AMOUNT", small.TODAY, "phone", "王"), paid.clerk)
    with pytest.raises(Invalid, match="请选“已收到”"):
        record(first(), Answer("WRONG_AMOUNT", small.TODAY, "phone", "王", "1050"), paid.clerk)
    record(first(), Answer("WRONG_AMOUNT", small.TODAY, "phone", "王", "1,000"), paid.clerk)

    assert first().said_amount == 1000


def test_whoever_answers_on_an_old_page_is_told(paid, sample):
    old = first()
    record(old, GOT, paid.clerk)

    with pytest.raises(Invalid, match="已由别人登记"):
        record(old, Answer("NOT_RECEIVED", small.TODAY, "phone", "李"), paid.clerk)
    assert first().result == "RECEIVED"
    assert not record(first(), GOT, paid.clerk)


def test_another_township_and_the_maker_of_the_batch_record_nothing(bureau):
    small.child(bureau)
    small.answered(bureau, drafting.draft(SEPTEMBER, "REGULAR", by=bureau.maker), "00", "00")
    checking.draw(SEPTEMBER, 5, by=bureau.maker)

    for person in (bureau.stranger, bureau.maker, bureau.treasurer):
        with pytest.raises(Invalid, match="不能核实自己制的单"):
            record(first(), GOT, person)
    assert record(first(), GOT, bureau.clerk)
    assert Payment.objects.filter(status="PAID").count() == 2


def test_an_answer_of_tomorrow_or_of_nobody_is_refused(paid, sample):
    with pytest.raises(Invalid, match="还没有到"):
        record(first(), Answer("RECEIVED", date(2023, 9, 6), "phone", "王"), paid.clerk)
    with pytest.raises(Invalid, match="请填写核实人"):
        record(first(), Answer("RECEIVED", small.TODAY, "phone", " "), paid.clerk)


# What did not arrive


def test_what_did_not_arrive_becomes_one_matter_with_a_deadline(paid, sample):
    record(first(), Answer("NOT_RECEIVED", small.TODAY, "visit", "儿童主任王"), paid.clerk)

    stored, new = checking.give(first().pk, paid.organisations["civil-affairs"].pk, by=paid.maker)
    again, newer = checking.give(first().pk, paid.organisations["zuocheng"].pk, by=paid.maker)

    matter = Matter.objects.get()
    assert (new, newer, again.matter) == (True, False, stored.matter)
    assert (matter.flow, matter.level, matter.unit, matter.restricted) == (
        "arrival", "missing", paid.organisations["civil-affairs"], True,
    )  # fmt: skip
    assert "王小雨" not in matter.title + matter.detail
    with pytest.raises(Invalid, match="已经交办"):
        record(first(), GOT, paid.clerk)


def test_only_what_did_not_arrive_is_given_and_only_by_the_bureau(paid, sample):
    unit = paid.organisations["civil-affairs"].pk
    with pytest.raises(Invalid, match="只有未收到"):
        checking.give(first().pk, unit, by=paid.maker)
    record(first(), Answer("NOT_RECEIVED", small.TODAY, "visit", "儿童主任王"), paid.clerk)
    for person, to in ((paid.clerk, unit), (paid.maker, paid.organisations["yulin"].pk)):
        with pytest.raises(Invalid, match="只有未收到"):
            checking.give(first().pk, to, by=person)


# The pages


def test_a_township_sees_its_own_rows_masked(paid, sample, signed_in):
    html = text(signed_in(paid.stranger).get(reverse("arrivals_sample", args=[sample.pk])))

    assert first("410726207").code in html
    assert first().code not in html
    assert "刘子轩" not in html
    assert "随机种子 七" in html


def test_the_page_draws_records_and_keeps_what_was_typed(paid, signed_in):
    drawn = signed_in(paid.maker).post(
        reverse("arrivals_draw"), {"month": "2023-08", "size": "2", "seed": "3"}, follow=True
    )
    assert "已从 4 笔中抽取 2 笔，随机种子 3" in text(drawn)
    client, check = signed_in(paid.clerk), first()
    given = {"edition": check.edition, "result": "WRONG_AMOUNT", "how": "phone", "asked_on": "2023-09-05"}
    wrong = client.post(reverse("arrivals_record", args=[check.pk]), given | {"asker": "王主任", "note": "孩子奶奶说"})
    assert wrong.status_code == 422
    assert 'value="孩子奶奶说"' in text(wrong)
    right = given | {"asker": "王主任", "said_amount": "1000"}
    assert "已登记" in text(client.post(reverse("arrivals_record", args=[check.pk]), right, follow=True))


def test_whom_nothing_is_open_to_finds_nothing(paid, sample, signed_in):
    for person in (paid.leader, paid.treasurer):
        client = signed_in(person)
        assert client.get(reverse("arrivals_list")).status_code == 404
        assert client.get(reverse("arrivals_sample", args=[sample.pk])).status_code == 404
    assert signed_in(paid.stranger).get(reverse("arrivals_check", args=[first().pk])).status_code == 404
