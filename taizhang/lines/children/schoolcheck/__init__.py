"""Finds the register's children in a school roll; plain Python that knows neither the database nor the screens."""

from taizhang.lines.children.schoolcheck.matching import match
from taizhang.lines.children.schoolcheck.persons import Pair, Person, Result, Stage, Thresholds, Undecided

__all__ = ["Pair", "Person", "Result", "Stage", "Thresholds", "Undecided", "match"]
