"""Text in CSV files that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in."""

import re

# Any number of marks before the sign, so that a text which begins with a mark of its own comes back as it was.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"''*[=+\-@\t\r]")


def defused(text: str) -> str:
    """With the mark ' before it, by which spreadsheets know text (OWASP, CSV Injection)."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    return text[1:] if text.startswith("'") and _DEFUSED.match(text) else text
