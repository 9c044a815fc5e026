"""Finds the figures in a text: where each stands, its value in base units, its unit and how it is rounded."""

from taizhang.county.figures.text.reader import numbers, spans
from taizhang.county.figures.text.span import Kind, Span

__all__ = ["Kind", "Span", "numbers", "spans"]
