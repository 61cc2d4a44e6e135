"""Tables of what runs reach that differ in their seed alone."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

__all__ = ["print_table"]


def print_table(names: Sequence[str], runs: Sequence[Mapping[str, float]]) -> None:
    """Print the figures of some runs, their mean and their spread, in Markdown.

    Args:
        names: Of the runs.
        runs: The figures of each by name, in percent; those of calibration errors are shares.
    """
    print(f"\n| | {' | '.join(names)} | mean | spread |\n| --- |{' --- |' * (len(runs) + 2)}")
    for name in runs[0]:
        values = [run[name] for run in runs]
        digits = 3 if "calibration" in name else 1
        cells = [f"{value:.{digits}f}" for value in (*values, statistics.fmean(values))]
        spread = statistics.stdev(values) if len(values) > 1 else 0.0
        print(f"| {name} | {' | '.join(cells)} | {spread:.{digits}f} |")
