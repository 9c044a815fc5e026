"""A matter is work that came to rest on a record: the import that wrote the record is not undone under it."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from taizhang.county.ledger.declaration import Ledger
from taizhang.county.ledger.sheets import traces
from taizhang.county.matters.models import Matter


def register_resting() -> None:
    traces.register(opened_since)


def opened_since(ledger: Ledger, since: datetime) -> "tuple[str, QuerySet[Any, Any]]":
    earlier = Matter.versions.objects.filter(id=OuterRef("pk"), recorded_from__lt=since)
    opened = Matter.objects.filter(~Exists(earlier), about=ledger.slug, voided=False)
    return "导入之后已作为督办事项办理", opened.values_list("about_id")
