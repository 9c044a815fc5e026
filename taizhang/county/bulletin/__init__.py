"""Items, issues, checks, sign-off, distribution and archive of the official bulletin."""
