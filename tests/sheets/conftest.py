"""Keeps what tests upload out of the kept files."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def kept_files(settings: Any, tmp_path: Path) -> Path:
    storages = deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.STORAGES = storages
    return tmp_path / "files"
