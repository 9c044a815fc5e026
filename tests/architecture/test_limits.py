"""The limits of the house: file, function and declaration lengths, docstrings, documentation."""

import ast
from statistics import median, quantiles

import pytest

from tests.architecture.source import LINES, PACKAGE, ROOT, exemptions, functions, modules

FILE, FUNCTION, P90, MEDIAN, DECLARATIONS, COLUMNS = 400, 40, 15, 10, 300, 120
EXEMPT = exemptions()


def test_no_file_is_longer_than_the_limit():
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE
        and str(path.relative_to(ROOT)) not in EXEMPT
    ]
    assert long == []


def test_no_function_is_longer_than_the_limit():
    long = [f for path in modules() for f in functions(path) if f.length > FUNCTION]
    assert [f for f in long if f"{f.path}:{f.name}" not in EXEMPT] == []


def test_no_line_is_longer_than_the_limit():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules(PACKAGE, ROOT / "tests", ROOT / "bench")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > COLUMNS
    ]
    assert long == []


def test_functions_are_small_on_the_whole():
    lengths = [function.length for path in modules() for function in functions(path)]
    assert median(lengths) < MEDIAN
    assert quantiles(lengths, n=10)[-1] <= P90


@pytest.mark.parametrize("line", [p for p in LINES.iterdir() if (p / "ledgers.py").exists()], ids=lambda p: p.name)
def test_a_lines_declarations_stay_short(line):
    files = ("models.py", "ledgers.py", "rules.py", "figures.py", "flows.py", "items.py")
    lengths = [len((line / name).read_text(encoding="utf-8").splitlines()) for name in files if (line / name).exists()]
    assert sum(lengths) <= DECLARATIONS or str(line.relative_to(ROOT)) in EXEMPT


def test_every_module_opens_with_a_sentence():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if (source := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(source))
    ]
    assert [path for path in silent if not path.endswith("/__init__.py")] == []


def test_every_exemption_has_a_reason_and_is_still_needed():
    for what, reason in EXEMPT.items():
        assert len(reason) > 10
        assert (ROOT / what.split(":")[0]).exists(), what


def test_templates_carry_no_inline_script_or_style():
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert " style=" not in text, path
        assert " onclick=" not in text, path
        assert "<script>" not in text, path
