"""The core never names a line of work, and the dependency order holds."""

import tomllib

from tests.architecture.source import LINES, PACKAGE, ROOT, modules


def lines():
    return sorted(path.name for path in LINES.iterdir() if (path / "apps.py").exists())


def test_the_core_never_names_a_line():
    named = [
        (str(path.relative_to(ROOT)), line)
        for path in [*modules(PACKAGE / "county"), *(PACKAGE / "county").rglob("*.html")]
        for line in lines()
        if f"lines.{line}" in (text := path.read_text(encoding="utf-8")) or f'"{line}.' in text or f"'{line}." in text
    ]
    assert named == []


def test_lines_are_listed_in_settings_and_nowhere_else():
    settings = (PACKAGE / "config/settings.py").read_text(encoding="utf-8")
    for line in lines():
        assert f'"taizhang.lines.{line}"' in settings


def test_every_direct_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert "  # " in line or "# " in line.split('",')[1], requirement


def test_the_lock_names_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    assert lock.count("--hash=sha256:") > 100
