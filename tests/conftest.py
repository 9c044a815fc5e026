"""Fixtures that every test may ask for: the small county, and its people signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import county as small
from taizhang.county.audit import clock


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
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
