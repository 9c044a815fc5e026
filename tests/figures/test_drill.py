"""Every number opens onto its rows: shown and hidden always make up the total."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.county.audit import clock
from taizhang.county.figures import values
from taizhang.county.figures.drill import cells, drill
from taizhang.county.people.models import Post
from taizhang.lines.disputes.figures import FOUND
from taizhang.lines.disputes.ledgers import DISPUTES
from taizhang.lines.disputes.models import Dispute
from tests.figures.rows import JANUARY_TO_AUGUST, YULIN, ZUOCHENG, change, enter

ROWS = st.lists(st.tuples(st.sampled_from([ZUOCHENG, YULIN]), st.booleans()), max_size=4)
POSTS = st.lists(
    st.tuples(
        st.sampled_from(["zuocheng", "yulin", "political-legal", "government-office"]),
        st.sampled_from(["clerk", "unit_head", "supervisor", "leader", "auditor", "administrator", "grid_worker"]),
    ),
    max_size=3,
)


def opened(county, person, **asked):
    return drill(FOUND, JANUARY_TO_AUGUST, person=person, **asked)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, posts=POSTS, place=st.sampled_from([None, ZUOCHENG, YULIN]))
def test_shown_and_hidden_always_add_up(county, rows, posts, place):
    for where, restricted in rows:
        enter(county, place=where, restricted=restricted)
    county.leader.__dict__["posts_now"] = [
        Post(person=county.leader, organisation=county.organisations[slug], role=role) for slug, role in posts
    ]

    for known_at in (None, clock.end_of(date(2023, 2, 1))):
        found = opened(county, county.leader, place=place, known_at=known_at)
        value = values.value(FOUND, JANUARY_TO_AUGUST, place=place, known_at=known_at)
        assert found.shown.count() + found.hidden == found.total_rows == value.rows
        assert found.hidden >= 0


def test_the_sentence_says_what_is_not_shown_and_still_counted(county):
    for place in (ZUOCHENG, ZUOCHENG, YULIN):
        enter(county, place=place)

    assert opened(county, county.clerk).sentence == "共 3 条，其中 1 条不在您的查看范围，仍计入合计"
    assert opened(county, county.leader).sentence == "共 3 条"
    assert opened(county, county.clerk, place=YULIN).sentence == "共 1 条，均不在您的查看范围，仍计入合计"


def test_old_versions_are_reached_by_where_the_row_was_then(county):
    row = enter(county)
    change(row, by=county.clerk, recorded="2023-06-01", place_id=YULIN, unit=county.yulin)

    known = clock.end_of(date(2023, 5, 1))
    assert [opened(county, p, known_at=known).hidden for p in (county.clerk, county.stranger)] == [0, 1]
    assert [opened(county, p).hidden for p in (county.clerk, county.stranger)] == [1, 0]


def test_a_row_restricted_since_is_closed_in_its_old_versions_too(county):
    row = enter(county)
    change(row, by=county.clerk, recorded="2023-06-01", restricted=True)

    known = clock.end_of(date(2023, 5, 1))
    assert opened(county, county.leader, known_at=known).hidden == 1
    assert opened(county, county.clerk, known_at=known).hidden == 0


def test_rows_print_as_they_were_known_with_private_columns_masked(county):
    row = enter(county, parties="张建国、李秀英")
    change(row, by=county.clerk, recorded="2023-06-01", kind="04")

    (record,) = opened(county, county.leader, known_at=clock.end_of(date(2023, 5, 1))).page(1).object_list

    assert isinstance(record, Dispute)
    assert record.pk == row.pk
    assert "邻里" in cells(DISPUTES, record)
    assert not any("张建国" in text for text in cells(DISPUTES, record))
