"""Fixtures that every test may ask for: the small county, and its people signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from taizhang.county.audit import clock
from tests import county as small


def pytest_configure(config: pytest.Config) -> None:
    # The slow hash is for real passwords; here it would be most of the time of every test with people.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _real_time_in_each_database() -> None:
    # The shift is cached for the life of a process; a test database never has one, a former test's might.
    clock.offset.cache_clear()


@pytest.fixture
def county(db: Any) -> small.County:
    return small.found()


@pytest.fixture
def committed_county(transactional_db: Any) -> small.County:
    """The same county really committed, for tests with several connections or processes."""
    return small.found()


@pytest.fixture
def signed_in(client: Client) -> Callable[[Any], Client]:
    """`signed_in(person)` is a client with that person's session."""

    def sign_in(person: Any) -> Client:
        client.force_login(person, backend="taizhang.county.people.backend.Backend")
        return client

    return sign_in
