"""What a user needs to know is written down: every setting, every command, every decision in its place."""

import re

from tests.architecture.source import PACKAGE, ROOT

OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def test_every_setting_is_documented():
    names = {
        name
        for path in PACKAGE.joinpath("config").glob("*.py")
        for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert {name for name in names if f"`{name}`" not in OPERATIONS} == set()


def test_every_command_is_documented():
    commands = {path.stem for path in PACKAGE.rglob("management/commands/*.py")} - {"__init__"}
    assert {name for name in commands if f"taizhang {name}" not in OPERATIONS} == set()


def test_decisions_are_short():
    for path in (ROOT / "docs/decisions").glob("*.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 40, path.name


def test_architecture_fits_on_a_page():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_pictures_of_the_readme_exist():
    pictures = re.findall(r"\]\((docs/images/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert pictures
    assert all((ROOT / picture).exists() for picture in pictures)
