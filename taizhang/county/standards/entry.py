"""Cleans what was typed or pasted before it is read as a code, and recognises what a spreadsheet has destroyed."""

import re
import unicodedata

# Zero-width and direction marks come along when text is copied from chat windows and web pages.
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SCIENTIFIC = re.compile(r"\d(\.\d{0,9})?E\+?\d{1,2}")
_LONG_FLOAT = re.compile(r"\d{16,}\.0*")


def compact(text: str) -> str:
    """Half-width capitals without any space, and without the apostrophe that marks text in a spreadsheet cell."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lstrip("'’‘`").upper()


def destroyed_by_spreadsheet(compacted: str) -> bool:
    """Spreadsheets keep 15 digits of a number: in 4.10726E+17 or 410726200509019000.0 the rest is gone."""
    return bool(_SCIENTIFIC.fullmatch(compacted) or _LONG_FLOAT.fullmatch(compacted))
