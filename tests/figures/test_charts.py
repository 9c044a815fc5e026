"""Charts are drawn once for the same numbers and say what is not shown."""

from taizhang.county.figures import charts
from taizhang.county.figures.charts import Point


def test_a_comparison_names_every_place_also_one_whose_number_is_withheld(db):
    drawn = charts.svg(charts.comparison([Point("胙城乡", 109.0, "109起", marked=True), Point("榆林乡", None, "<3")]))

    assert drawn.startswith("<svg")
    for text in ("胙城乡", "109起", "榆林乡", "&lt;3", "Noto Sans CJK SC"):
        assert text in drawn


def test_the_same_numbers_are_drawn_once(db, django_assert_num_queries):
    spec = charts.trend([Point("1月", 3.0, "3起"), Point("2月", None, "—")], state=True)
    first = charts.svg(spec)

    with django_assert_num_queries(1):
        assert charts.svg(spec) == first


def test_a_line_has_a_gap_where_a_bar_has_no_length():
    points = [Point("1月", None, "—")]

    line, bars = charts.trend(points, state=True), charts.trend(points, state=False)

    assert [spec["data"]["values"][0]["amount"] for spec in (line, bars)] == [None, 0]
