"""The office of the closed loop, on Friday 1 September 2023, with papers in a folder of the test."""

import pytest

from tests.county import on
from tests.matters import office as people


@pytest.fixture(autouse=True)
def _september(settings, tmp_path):
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    with on("2023-09-01"):
        yield


@pytest.fixture
def office(county):
    return people.staff(county)
