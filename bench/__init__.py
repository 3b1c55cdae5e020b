"""Benchmarks: one file a question. Each prints what it measures and ends with `QUESTION measured goal holds|short`."""
