"""Benchmarks: ours, a peer and a floor in one run, printed as ratios."""
