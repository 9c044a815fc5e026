"""Arithmetic inside a text: sound sentences raise no alarm, one changed number is found."""

import re

import pytest

from taizhang.county.figures.text.relations import relations
from tests.figures.text.covered import COVERED
from tests.figures.text.sound import SOUND

_MARK = re.compile(r"\{([^|}]+)\|([^}]+)\}")


def _sound(marked):
    return _MARK.sub(r"\1", marked)


def _broken(marked):
    for mark in _MARK.finditer(marked):
        yield _sound(marked[: mark.start()]) + mark[2] + _sound(marked[mark.end() :])


def _failing(text):
    return [one for one in relations(text) if not one.holds]


@pytest.mark.parametrize("text", [*SOUND, *map(_sound, COVERED)])
def test_sound_arithmetic_raises_no_alarm(text):
    assert _failing(text) == []


@pytest.mark.parametrize("marked", COVERED)
def test_stated_arithmetic_is_found(marked):
    assert relations(_sound(marked)) != []


@pytest.mark.parametrize("text", [wrong for marked in COVERED for wrong in _broken(marked)])
def test_one_changed_number_is_found(text):
    failing = _failing(text)

    assert failing != []
    assert all(re.search(r"[\u4e00-\u9fff]", one.note) for one in failing)
