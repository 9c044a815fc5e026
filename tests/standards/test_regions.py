"""Region codes: one short form for each division, and the tree they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.county.standards import regions
from taizhang.county.standards.errors import Invalid
from taizhang.county.standards.regions import Level


@st.composite
def codes(draw):
    groups = draw(st.lists(st.integers(1, 999), max_size=3))
    return "410726" + "".join(f"{group:03d}" for group in groups)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("410726206000", "410726206"),
        ("410726000000", "410726"),
        ("410726", "410726"),
        ("410726206201", "410726206201"),
        ("410726206201007", "410726206201007"),
        (" 410726 206 ", "410726206"),
        ("410700000000", "410700"),
    ],
)
def test_it_strips_trailing_zero_groups(typed, code):
    assert regions.normalise(typed) == code


@pytest.mark.parametrize("typed", ["", "4107", "41072620", "胙城乡", "010726", "410726000201", "410700206"])
def test_it_refuses_what_is_no_division(typed):
    with pytest.raises(Invalid, match="请"):
        regions.normalise(typed)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("410000", Level.PROVINCE, None),
        ("410700", Level.CITY, "410000"),
        ("410726", Level.COUNTY, "410700"),
        ("410726206000", Level.TOWNSHIP, "410726"),
        ("410726206201", Level.VILLAGE, "410726206"),
        ("410726206201007", Level.GRID, "410726206201"),
    ],
)
def test_it_knows_level_and_parent(code, level, parent):
    assert (regions.level(code), regions.parent(code)) == (level, parent)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("410726003", "街道"),
        ("410726104", "镇"),
        ("410726206000", "乡"),
        ("410726403", "虚拟"),
        ("410726001001", "社区"),
        ("410726206201", "村"),
        ("410726206201007", "网格"),
        ("410726", "县级"),
    ],
)
def test_it_tells_the_kind_from_the_serial(code, kind):
    assert regions.kind(code) == kind


def test_a_neighbour_is_not_contained():
    assert regions.contains("410726206000", "410726206201")
    assert regions.contains("410700", "410726206")
    assert not regions.contains("410726206", "410726207201")
    assert not regions.contains("410726206201", "410726206")


@given(codes())
def test_normalising_the_padded_form_gives_the_code_back(code):
    assert regions.normalise(code.ljust(15, "0")) == regions.normalise(regions.normalise(code)) == code


@given(codes())
def test_every_division_is_contained_in_its_parent_and_not_the_reverse(code):
    parent = regions.parent(code)

    assert parent is not None
    assert regions.contains(parent, code)
    assert not regions.contains(code, parent)
