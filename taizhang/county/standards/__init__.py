"""National standards as pure functions: codes, calendars, numerals, rounding words, masking; no Django, no clock."""
