"""Organisations, persons, posts, and the three questions of access: can, rows, who."""
