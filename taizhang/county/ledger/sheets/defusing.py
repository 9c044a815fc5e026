"""Text in CSV files that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in."""

import re

# East Asian spreadsheets take a full-width sign for the sign. Any number of marks before it, so that a text which
# begins with a mark of its own comes back as it was.
_SIGNED = r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(_SIGNED)
_DEFUSED = re.compile(f"'{_SIGNED}")


def defused(text: str) -> str:
    """With the mark ' before it, by which spreadsheets know text (OWASP, CSV Injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith("'") and _DEFUSED.match(text) else text
