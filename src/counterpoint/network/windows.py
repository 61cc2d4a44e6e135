"""Where the windows of time lie: by events, or by seconds to years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.calendar import moved, steps
from counterpoint.types.selection import Mode, NetworkSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Window", "event_windows", "kernel_windows", "time_windows"]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, both ends inclusive, and the statements in it.

    Attributes:
        start: First second; likewise ``middle`` and ``stop``.
        low: First of the ordered statements inside.
        high: The one after the last.
    """

    start: int
    middle: int
    stop: int
    low: int
    high: int


def time_windows(
    dates: NDArray[np.int64], start: int, stop: int, spec: NetworkSpec
) -> Iterator[Window]:
    """Windows in units of time that lie wholly inside the range.

    DNA makes a window of an odd size one unit too short; mode ``standard`` gives it its size.
    """
    unit, size = spec.time_unit, spec.time_size
    if spec.mode is Mode.DNA:
        before = after = max(0, (size - 1 + 1) // 2)  # floor((size - 1) / 2 + 0.5)
    else:
        before, after = size // 2, size - size // 2
    for middle in steps(start, stop, unit, clipped=spec.mode is Mode.DNA):
        low, high = moved(middle, -before, unit), moved(middle, after, unit)
        if low < start or high > stop:
            continue
        inside = np.searchsorted(dates, [low, high + 1])
        yield Window(low, middle, high, int(inside[0]), int(inside[1]))


def event_windows(dates: NDArray[np.int64], spec: NetworkSpec) -> Iterator[Window]:
    """Windows of a number of statements around each statement."""
    half = spec.time_size // 2
    for at in range(half, len(dates) - half):
        low, high = at - half, at + half
        yield Window(int(dates[low]), int(dates[at]), int(dates[high]), low, high + 1)


def kernel_windows(
    dates: NDArray[np.int64], start: int, stop: int, spec: NetworkSpec
) -> Iterator[Window]:
    """Mid-points with their support; a Gaussian kernel's support is everything."""
    if not len(dates):
        return
    unit = spec.time_unit
    half = (spec.time_size + 1) // 2
    first, last = max(start, int(dates[0])), min(stop, int(dates[-1]))
    begin, end = first, last
    if spec.indent:
        begin, end = moved(first, half, unit), moved(last, -half, unit)
    for middle in steps(begin, end, unit, clipped=spec.mode is Mode.DNA):
        low = max(first, moved(middle, -half, unit))
        high = min(last, moved(middle, half, unit))
        if spec.kernel.value == "gaussian":
            low, high = first, last
        inside = np.searchsorted(dates, [low, high + 1])
        yield Window(low, middle, high, int(inside[0]), int(inside[1]))
