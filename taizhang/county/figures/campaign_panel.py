"""The panel on the record of a campaign: the way to its numbers."""

from typing import Any

from django.http import HttpRequest

from taizhang.county.figures.campaigns import CAMPAIGNS
from taizhang.county.ledger import beside
from taizhang.county.ledger.declaration import Ledger


def register_panel() -> None:
    beside.register(panel)


def panel(request: HttpRequest, ledger: Ledger, record: Any) -> tuple[str, dict[str, Any]] | None:
    if ledger is not CAMPAIGNS or record.voided:
        return None
    return "figures/campaign_panel.html", {"campaign": record}
