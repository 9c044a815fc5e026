"""System check: a flow with a dead end, a lost state or a clock that runs on does not start."""

from typing import Any

from django.core.checks import CheckMessage, Error

from taizhang.county.ledger import registry
from taizhang.county.matters import flow
from taizhang.county.matters.faults import faults


def flows_can_close(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for one in flow.every():
        sentences = faults(one)
        if one.about and registry.get(one.about) is None:
            sentences.append(f"台账 {one.about!r} 不存在")
        found += [
            Error(f"流程“{one.label}”：{sentence}", hint="更正这条流程的动作表", obj=one.slug, id="matters.E001")
            for sentence in sentences
        ]
    return found
