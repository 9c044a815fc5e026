"""Reads the tree's own source for the tests of its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "taizhang"
LINES = PACKAGE / "lines"


@dataclass(frozen=True)
class Function:
    path: Path
    name: str
    length: int


def modules(*folders: Path) -> Iterator[Path]:
    for folder in folders or (PACKAGE,):
        yield from (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[Function]:
    """Every function with its length in lines, the docstring left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            yield Function(path.relative_to(ROOT), node.name, length)


def exemptions() -> dict[str, str]:
    """Path or path:function to the reason why a limit does not hold there."""
    lines = (ROOT / "tests/architecture/exemptions.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  # ", 1) for line in lines if line and not line.startswith("#"))
    return {what.strip(): reason.strip() for what, reason in pairs}
