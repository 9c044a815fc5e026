"""The campaign of the summer as the political and legal commission ordered it, and prolonged it by three weeks."""

from datetime import date
from typing import Any

from taizhang.config.demo.places import COUNTY
from taizhang.config.demo.steps import Step, act, moment
from taizhang.county.audit import clock
from taizhang.county.figures.campaigns import CAMPAIGNS, Campaign
from taizhang.county.ledger import references, services
from taizhang.county.ledger.validation import Refused, fill

_SLUG, _CLERK = "bairi-2023", "heping"
_ORDERED = {
    "slug": _SLUG, "name": "百日行动", "place": COUNTY, "unit": "政法委",
    "document": "矛盾纠纷大排查大整治大化解百日行动实施方案", "document_no": "延政法〔2023〕11号",
    "starts_on": "2023-05-24", "ends_on": "2023-08-31",
    "counts": "排查矛盾纠纷、化解率、信访事项", "targets": "化解率 95",
}  # fmt: skip


def steps() -> list[Step]:
    return [
        act("县委政法委部署百日行动", _order, by=_CLERK, at=moment(5, 23, 9)),
        act("县委政法委会议决定延长百日行动", _prolong, by=_CLERK, at=moment(8, 28, 16)),
    ]


def _order(person: Any, reason: str) -> None:
    filled = fill(Campaign(), _ORDERED, CAMPAIGNS.editable, references.gather(CAMPAIGNS, clock.today()))
    if filled.errors:
        raise Refused(filled.errors, CAMPAIGNS)
    services.save(filled.record, by=person, reason=reason)


def _prolong(person: Any, reason: str) -> None:
    campaign = Campaign.objects.get(slug=_SLUG)
    campaign.ends_on, campaign.moved_because = date(2023, 9, 20), "8 月 28 日政法委会议：国庆前再排查一遍"
    services.save(campaign, by=person, reason=reason, editing=campaign.edition)
