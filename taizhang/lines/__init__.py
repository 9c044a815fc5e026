"""Lines of work, one folder each, unaware of each other."""
