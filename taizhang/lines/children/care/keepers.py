"""Who looks after the children of a village: its child director, and where there is none the township's supervisor."""

from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.county.people import access
from taizhang.county.people.roles import Action
from taizhang.lines.children.care.codes import Role
from taizhang.lines.children.care.ledgers import WORKERS

TOWNSHIP = 9


class Keepers:
    """Those in office on a day within reach, by township and village; one question for all."""

    def __init__(self, person: Any, day: date) -> None:
        rows = _in_office(access.rows(person, Action.VIEW, WORKERS), day)
        self._names = {(place[:TOWNSHIP], village): f"{name}（{role}）" for place, village, name, role in rows}

    def of(self, place: str, village: str) -> str:
        township = place[:TOWNSHIP]
        return self._names.get((township, village)) or self._names.get((township, ""), "")


def _in_office(found: Any, day: date) -> list[tuple[str, str, str, str]]:
    lasting = Q(until=None) | Q(until__gte=day)
    rows = found.filter(lasting, since__lte=day, voided=False).order_by("since", "pk")
    columns = rows.values_list("place_id", "village", "name", "role")
    return [(place, village, name, Role(role).label) for place, village, name, role in columns]
