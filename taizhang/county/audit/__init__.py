"""Versions of every record, who and why, the reading log, the tamper-evident chain, the one clock."""
