"""The database triggers that keep a signed issue as it was signed, whatever code tries to change it."""

from typing import Any

import pgtrigger

SENTENCE = "本期已经签发，文字和数字不得改动；有误请在以后的期次刊发更正"


class Frozen(pgtrigger.Trigger):
    """Refuses rows that belong to a signed issue; `issues` is SQL for the ids of the issues a row belongs to."""

    when = pgtrigger.Before

    def __init__(self, *, issues: str, **kwargs: Any) -> None:
        super().__init__(
            func=f"""
                IF EXISTS (SELECT 1 FROM bulletin_issue WHERE signed_at IS NOT NULL AND id IN ({issues})) THEN
                    RAISE EXCEPTION '{SENTENCE}';
                END IF;
                RETURN NEW;
            """,
            **kwargs,
        )


def differs(*columns: str) -> pgtrigger.Condition:
    """A signed row in which one of these columns would change."""
    moved = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    return pgtrigger.Condition(f"OLD.signed_at IS NOT NULL AND ({moved})")
