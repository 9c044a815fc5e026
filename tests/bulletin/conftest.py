"""The editorial office and its clock, for every test of the bulletin."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bulletin import press
from tests.county import on


@pytest.fixture
def office(county: Any) -> Iterator[Any]:
    """The small county with an editorial office, on the day of signing, with five disputes of 胙城乡."""
    with on("2023-09-01"):
        press.staff(county)
        for _ in range(5):
            press.dispute(county)
        yield county


@pytest.fixture
def committed_office(committed_county: Any) -> Iterator[Any]:
    """The same, really committed, for tests with several connections or processes."""
    with on("2023-09-01"):
        press.staff(committed_county)
        press.dispute(committed_county)
        yield committed_county
