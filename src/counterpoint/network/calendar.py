"""Steps of time: seconds to years, on the calendar, and whole units between two times."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.select import to_datetime, to_seconds
from counterpoint.network.values import year_month_day
from counterpoint.types.selection import TimeUnit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_WINDOWS", "add_units", "moved", "steps", "units_between"]

MOST_WINDOWS = 200_000

_SECONDS = {
    TimeUnit.SECONDS: 1,
    TimeUnit.MINUTES: 60,
    TimeUnit.HOURS: 3600,
    TimeUnit.DAYS: 86400,
    TimeUnit.WEEKS: 7 * 86400,
}
_LAST_YEAR = 9999
_NEVER = 1 << 60  # seconds: later than any calendar tells, or earlier


def add_units(seconds: int, count: int, unit: TimeUnit) -> int:
    """A time some units later (or earlier); a day beyond the month's end is cut to its last."""
    if unit in _SECONDS:
        return seconds + count * _SECONDS[unit]
    months = count * (12 if unit is TimeUnit.YEARS else 1)
    moment = to_datetime(seconds)
    total = moment.year * 12 + moment.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not 1 <= year <= _LAST_YEAR:
        raise InputError(
            f"{count} {unit} from {moment} lead beyond the calendar", hint="choose smaller windows"
        )
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return to_seconds(moment.replace(year=year, month=month, day=day))


def moved(seconds: int, count: int, unit: TimeUnit) -> int:
    """As ``add_units``, but what leads beyond the calendar is later, or earlier, than all times."""
    try:
        return add_units(seconds, count, unit)
    except InputError:
        return _NEVER if count > 0 else -_NEVER


def steps(first: int, last: int, unit: TimeUnit, *, clipped: bool) -> Iterator[int]:
    """Times from the first to the last, one unit apart.

    Args:
        first: Where to begin.
        last: Where to end, inclusive.
        unit: How far apart.
        clipped: Whether a day that was cut at a month's end stays cut (31 Jan, 28 Feb, 28 Mar),
            as in DNA; else each step is counted from the first (31 Jan, 28 Feb, 31 Mar).

    Raises:
        InputError: If there would be more than ``MOST_WINDOWS``.
    """
    shortest = _SECONDS.get(unit, 28 * 86400)
    if (last - first) // shortest > MOST_WINDOWS:
        raise InputError(
            f"a window for each of the {unit} in this range makes more than {MOST_WINDOWS}",
            hint="choose a larger unit or a shorter range",
        )
    at, count = first, 0
    while at <= last:
        yield at
        count += 1
        at = moved(at, 1, unit) if clipped else moved(first, count, unit)


def units_between(seconds: NDArray[np.int64], middle: int, unit: TimeUnit) -> NDArray[np.int64]:
    """Whole units from each time to the middle, cut toward zero."""
    if unit in _SECONDS:
        apart = middle - seconds
        units: NDArray[np.int64] = np.sign(apart) * (np.abs(apart) // _SECONDS[unit])
        return units
    year, month, day = year_month_day(seconds)
    to = [int(part[0]) for part in year_month_day(np.asarray([middle]))]
    months = (to[0] - year) * 12 + to[1] - month
    days = to[2] - day
    months = months - ((months > 0) & (days < 0)) + ((months < 0) & (days > 0))
    if unit is TimeUnit.MONTHS:
        return months
    years: NDArray[np.int64] = np.sign(months) * (np.abs(months) // 12)
    return years
