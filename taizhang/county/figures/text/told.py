"""What a text says in figures, as plain objects: the form of the command and of the API."""

from typing import Any

from taizhang.county.figures.text.reader import spans
from taizhang.county.figures.text.relations import Relation, relations
from taizhang.county.figures.text.span import Span


def told(text: str) -> dict[str, Any]:
    """{"spans": [...], "relations": [...]}; `start`, `end` and members are indices into the text as given."""
    found = list(spans(text))
    return {
        "spans": [_span(span) for span in found],
        "relations": [_relation(one) for one in relations(text, found)],
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "value": span.value,
        "unit": span.unit,
        "kind": span.kind.value,
        "qualifier": span.qualifier,
    }


def _relation(one: Relation) -> dict[str, Any]:
    return {
        "type": one.type,
        "members": [list(member) for member in one.members],
        "holds": one.holds,
        "note": one.note,
    }
