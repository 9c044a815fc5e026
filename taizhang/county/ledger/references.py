"""Collects what names in cells may mean: units, places and keys of other ledgers, by everything clerks write."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Max

from taizhang.county.ledger import registry
from taizhang.county.ledger.columns import References, clean
from taizhang.county.ledger.declaration import Ledger
from taizhang.county.people import access
from taizhang.county.people.models import Organisation
from taizhang.county.people.roles import Action
from taizhang.county.places.divisions import short
from taizhang.county.places.models import Place, existing


def gather(ledger: Ledger, day: date, *, by: Any = None) -> References:
    """Everything the ledger's links may point to on a day; of other ledgers, what `by` may see where given."""
    targets = {column.target for column in ledger.editable if column.kind == "link"}  # type: ignore[attr-defined]
    return References(
        units=_units() if "unit" in targets else {},
        places=_places(day) if "place" in targets else {},
        records={target: _records(target, by) for target in targets - {"unit", "place"}},
    )


def _units() -> dict[str, int]:
    rows = Organisation.objects.filter(valid_to=None).values_list("pk", "name", "short", "slug")
    return {name: pk for pk, *written in rows for name in written}


def _places(day: date) -> dict[str, str]:
    """A name that several villages share means none of them: it is to be written as a code."""
    places = list(Place.objects.filter(existing(day)))
    written = Counter(name for place in places for name in {place.name, short(place.name)})
    known = {name: place.code for place in places for name in (short(place.name), place.name) if written[name] == 1}
    for place in places:
        known[place.code] = known[place.code.ljust(12, "0")] = place.code
    return known


class Keys(Mapping[str, int]):
    """The records of another ledger by key: asked one at a time by a form, a portion at a time by a sheet."""

    def __init__(self, rows: Any, key: str) -> None:
        self._rows = rows.filter(voided=False).values_list(key, "pk")
        self._key = key
        self._known: dict[str, int | None] = {}

    def as_of_now(self) -> None:
        """Knows no record that is written from now on: a sheet is judged by what was stored before it."""
        last = self._rows.model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self._rows = self._rows.filter(pk__lte=last)

    def learn(self, written: Iterable[Any]) -> None:
        """Looks up what a portion of a sheet names, and forgets the portion before: sheets may name a million."""
        wanted = {text for cell in written if (text := clean(cell))}
        found = dict(self._rows.filter(**{f"{self._key}__in": wanted})) if wanted else {}
        self._known = {text: found.get(text) for text in wanted}

    def __getitem__(self, key: str) -> int:
        if key not in self._known:
            self._known[key] = dict(self._rows.filter(**{self._key: key})).get(key)
        pk = self._known[key]
        if pk is None:
            raise KeyError(key)
        return pk

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._rows))

    def __len__(self) -> int:
        return int(self._rows.count())


def _records(target: str, by: Any) -> Keys:
    model: Any = apps.get_model(target)
    ledger = registry.of(model)
    (key,) = ledger.key
    return Keys(model.objects.all() if by is None else access.rows(by, Action.VIEW, ledger), key)
