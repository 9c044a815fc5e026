"""Reads the two lists that a peer is given and prints the pairs that it found, best first and one to one."""

import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable

import pandas as pd

Found = Iterable[tuple[str, str, float]]


def answer(link: Callable[[pd.DataFrame, pd.DataFrame], Found]) -> None:
    asked = json.load(sys.stdin)
    children, pupils = _frame(asked["children"]), _frame(asked["pupils"])
    start = time.perf_counter()
    pairs = _one_to_one(link(children, pupils))
    json.dump({"seconds": time.perf_counter() - start, "pairs": pairs}, sys.stdout)


def _frame(rows: list[list[str]]) -> pd.DataFrame:
    """With what any team would clean before it links: full-width forms, spaces, small letters."""
    frame = pd.DataFrame(rows, columns=["unique_id", "name", "id_no"])
    for column in ("name", "id_no"):
        frame[column] = [_clean(text) or None for text in frame[column]]
    return frame


def _clean(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("'", "").split())


def _one_to_one(found: Found) -> list[tuple[str, str]]:
    children: set[str] = set()
    pupils: set[str] = set()
    pairs = []
    for child, pupil, _ in sorted(found, key=lambda one: -one[2]):
        if child not in children and pupil not in pupils:
            pairs.append((child, pupil))
            children.add(child)
            pupils.add(pupil)
    return pairs
