"""Sentences the line offers for the bulletin, every number a pin."""

from taizhang.county.bulletin.drafts import Draft, register

TOWNSHIP = Draft(
    unit_slug="",
    section="governance",
    title="矛盾纠纷排查化解",
    headline="@unit建账到户、办结到人把矛盾化解在基层",
    body=(
        "网格员逐户走访，发现一起登记一起，由乡综治中心统一交办、限时领办、跟踪督办、回访办结。截至目前，"
        "@unit排查矛盾纠纷{disputes.found | place=@place}，化解{disputes.resolved | place=@place}，"
        "化解率{disputes.resolved_rate | place=@place}。"
    ),
)

register(TOWNSHIP)
