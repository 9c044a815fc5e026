"""System check: rules, robots and quiet hours that cannot be used stop the start, not the night's run."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.core.checks import CheckMessage, Error

from taizhang.county.matters import digest, ladder, webhook

_NEVER = datetime(2024, 1, 2, 4, tzinfo=UTC)


def rules_are_sound(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    tried: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: ladder.rules(date.max), "更正 TAIZHANG_LADDER 所指的文件"),
        (webhook.addresses, "更正 TAIZHANG_WEBHOOKS"),
        (lambda: digest.quiet(_NEVER), "更正 TAIZHANG_QUIET_HOURS"),
    )
    found: list[CheckMessage] = []
    for attempt, hint in tried:
        try:
            attempt()
        except (ladder.BadLadder, webhook.BadAddress, digest.BadHours) as error:
            found.append(Error(str(error), hint=hint, id="matters.E002"))
    return found
