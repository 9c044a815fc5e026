"""House style: each habit is found in wrong sentences and mended at one click, and sound prose is left alone."""

import re
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.config.demo.bulletin import PIECES
from taizhang.county.bulletin import drafts, style
from taizhang.county.bulletin.style import names
from tests.bulletin.prose import MENDED, SOUND, WARNED

TOWNS = names.kinds(["胙城乡", "榆林乡", "丰庄镇", "魏邱乡", "东屯镇", "城关镇", "新城街道"])
UNITS = names.short_and_full([("民政局", "延津县民政局"), ("教体局", "延津县教育体育局")])
EVERY = (*style.HABITS, TOWNS, UNITS)


def places(text):
    return [(habit, place) for habit in EVERY for place in habit.find(text)]


def mended(text, *, choice=0):
    """The text after its first fixable places were mended one after the other."""
    for turn in count():
        changes = [place.changes[min(choice, len(place.changes) - 1)] for _, place in places(text) if place.changes]
        if not changes:
            return text
        text = text[: changes[0].start] + changes[0].text + text[changes[0].end :]
        assert turn < 80, f"no end to mending: {text}"


@pytest.mark.parametrize("text", SOUND)
def test_sound_prose_is_left_alone(text):
    assert [habit.sentence for habit, _ in places(text)] == []


def test_the_texts_of_the_demo_and_of_the_lines_are_sound():
    written = [text for piece in (*PIECES, *drafts.every()) for text in (piece.headline, piece.body)]
    printed = [re.sub(r"\{[^}]*\}", "12起", text) for text in written]

    assert [habit.sentence for text in printed for habit, _ in places(text)] == []


@pytest.mark.parametrize(("wrong", "right"), MENDED)
def test_a_habit_that_can_be_mended_is(wrong, right):
    assert mended(wrong) == right


@pytest.mark.parametrize("wrong", [wrong for wrong, _ in MENDED])
@pytest.mark.parametrize("choice", [0, 1])
def test_what_was_mended_reads_clean(wrong, choice):
    assert [habit.sentence for habit, _ in places(mended(wrong, choice=choice))] == []


@pytest.mark.parametrize(("text", "sentence"), WARNED)
def test_what_only_a_person_can_mend_is_a_warning(text, sentence):
    ((habit, place),) = places(text)

    assert sentence in habit.sentence
    assert place.changes == ()


@given(st.lists(st.sampled_from([*SOUND, *(wrong for wrong, _ in MENDED)]), min_size=2, max_size=5), st.integers(0, 1))
def test_several_faults_in_one_text_are_all_mended(some, choice):
    left = [place for _, place in places(mended("".join(some), choice=choice)) if place.changes]

    assert left == []
