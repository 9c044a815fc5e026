"""How a column looks in any workbook we write: its width, number format and drop-down."""

from taizhang.county.audit import clock
from taizhang.county.ledger.columns import Column
from taizhang.county.people.models import Organisation
from taizhang.county.places.models import Place, existing

# The most characters of a list that Excel takes into the sheet itself.
_LIST_MAX = 255
_WIDEST = 50


def number_format(column: Column) -> str:
    """Text has the text format, so that when somebody edits the cell no id becomes a number and =cmd no formula."""
    if column.kind == "amount":
        places = getattr(column, "places", 2)
        return f"#,##0.{'0' * places}" if places else "#,##0"
    return {"date": "yyyy-mm-dd", "whole": "0"}.get(column.kind, "@")


def width(column: Column) -> int:
    return min(max(column.width, len(column.label) * 2 + 4), _WIDEST)


def offered(column: Column) -> list[str]:
    return ["是", "否"] if column.kind == "flag" else [label for _, label in column.choices]


def named(column: Column) -> list[str]:
    """The names a link to a unit or a place may take today; rows of other ledgers are too many for a list."""
    target = getattr(column, "target", "")
    if target == "unit":
        return list(Organisation.objects.filter(valid_to=None).values_list("short", flat=True))
    if target == "place":
        places = Place.objects.filter(existing(clock.today())).exclude(level__in=("village", "grid"))
        return list(places.values_list("name", flat=True))
    return []


def choices_in_sheet(column: Column) -> list[str]:
    """The choices where they are few enough for a drop-down without a sheet of its own; else nothing."""
    words = (offered(column) or named(column)) if column.editable else []
    return words if len(",".join(words)) <= _LIST_MAX and not any("," in word for word in words) else []
