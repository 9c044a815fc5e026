"""System checks: every issue can come to an end, and every draft that lines offer can be printed."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from taizhang.county.bulletin import drafts, flow, pins


def flow_can_close(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    return [
        Error(sentence, hint="在 bulletin/flow.py 的 MOVES 中补上动作", id="bulletin.E001")
        for sentence in flow.faults()
    ]


def drafts_are_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for draft in drafts.every():
        if draft.section not in settings.BULLETIN_SECTIONS:
            known = "、".join(settings.BULLETIN_SECTIONS)
            found.append(
                Error(
                    f"稿件样例“{draft.key}”的栏目 {draft.section!r} 不存在", hint=f"可用：{known}", id="bulletin.E002"
                )
            )
        for text in (draft.headline, draft.body):
            found += [
                Error(f"稿件样例“{draft.key}”{fault.sentence}", hint="更正引用", id="bulletin.E003")
                for fault in pins.parse(text).faults
            ]
    return found
