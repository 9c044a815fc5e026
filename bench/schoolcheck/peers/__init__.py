"""Public linkers of records, each run in a process of its own on the rows that ours was given."""
