"""Figures: a set of rows and a way to total them, for a period and as known at a moment."""
