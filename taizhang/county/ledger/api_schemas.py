"""The shapes of the JSON API, made from each ledger's declaration, so that the OpenAPI document is what is served."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from taizhang.county.ledger import listing, narrowing
from taizhang.county.ledger.columns import Column
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets.notes import demand

_READ: dict[str, Any] = {"whole": int, "date": date, "flag": bool}
_WRITE: dict[str, Any] = {"whole": int | str, "amount": float | str, "flag": bool | str}
_OWN = {"id": (int, ...), "edition": (int, ...), "voided": (bool, ...)}


class Wrong(Schema):
    """What was not done and why; `errors` by column, those of the row as a whole under ""."""

    detail: str
    errors: dict[str, list[str]] = {}


def row(ledger: Ledger) -> type[Schema]:
    """A record as the API gives it: private columns masked."""
    fields = {**_OWN, **{column.name: _given(column) for column in ledger.all_columns}}
    return create_model(_name(ledger, "Row"), __base__=Schema, __doc__=ledger.note or ledger.label, **fields)


def page(ledger: Ledger, row: type[Schema]) -> type[Schema]:
    return create_model(
        _name(ledger, "Page"),
        __base__=Schema,
        page=(int, ...),
        next=(int | None, Field(description="下一页的页码，没有则为 null")),
        count=(int | None, Field(description="符合条件的总条数，带 count=1 时才计算")),
        rows=(list[row], ...),  # type: ignore[valid-type]
        **_closed(ledger),
    )


def _closed(ledger: Ledger) -> dict[str, Any]:
    if not ledger.search_first:
        return {}
    said = f"符合条件而没有列出的条数：q 须为完整的{narrowing.ways(ledger)}；登记人员列出本人管辖的，没有这一项"
    return {"closed": (int | None, Field(None, description=said))}


def clash(ledger: Ledger, row: type[Schema]) -> type[Schema]:
    return create_model(_name(ledger, "Clash"), __base__=Wrong, stored=(row, ...))


def typed(ledger: Ledger, *, change: bool) -> type[Schema]:
    """What may be written, as one would type it; only what is given is changed. Other names are refused."""
    fields: dict[str, Any] = {column.name: _taken(ledger, column) for column in ledger.editable}
    fields["reason"] = (str, Field("", title="理由", description="写入留痕"))
    if change:
        fields["edition"] = (int, Field(title="版次", description="读到这条记录时的版次；其间有人改过则为 409"))
    closed = type("Closed", (Schema,), {"model_config": ConfigDict(extra="forbid"), "__module__": __name__})
    return create_model(_name(ledger, "Change" if change else "New"), __base__=closed, **fields)


def parameters(ledger: Ledger) -> list[dict[str, Any]]:
    """The query of a list, under the same names as in the address of its page."""
    sorts = sorted(listing.sortable(ledger))
    searched = "、".join(ledger.column(name).label for name in ledger.search)
    own = [
        _parameter("page", {"type": "integer", "minimum": 1}, f"页码，每页 {listing.PER_PAGE} 条"),
        _parameter("q", {"type": "string"}, f"查找：{searched}"),
        _parameter("sort", {"enum": [*sorts, *(f"-{name}" for name in sorts)]}, f"排序，默认 {ledger.sort}"),
        _parameter("count", {"enum": ["1"]}, "1 为同时给出总条数"),
        _parameter("voided", {"enum": ["1"]}, "1 为含作废的记录"),
    ]
    fields = listing.filterset(ledger).base_filters
    return [*own, *(_filter(name, one) for name, one in fields.items())]


def _given(column: Column) -> Any:
    kind = str if column.private else _READ.get(column.kind, str)
    note = "（隐私栏目，已遮蔽）" if column.private else column.help
    return (kind | None, Field(None, title=column.label, description=note or None))


def _taken(ledger: Ledger, column: Column) -> Any:
    note = Field(None, title=column.label, description=demand(ledger, column))
    return (_WRITE.get(column.kind, str) | None, note)


def _filter(name: str, one: Any) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    many = isinstance(one, listing.Among)
    choices = [str(code) for code, _ in one.extra.get("choices") or ()]
    schema = text | ({"enum": choices} if choices else {})
    return _parameter(name, {"type": "array", "items": schema} if many else schema, str(one.label))


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "schema": schema, "required": False, "description": description}


def _name(ledger: Ledger, what: str) -> str:
    return "".join(word.capitalize() for word in ledger.slug.split("-")) + what
