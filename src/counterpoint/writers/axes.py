"""Axes: round numbers, calendar steps, and the lines and words that show them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from counterpoint.writers.picture import INK, LINE, PAPER, SOFT, Sheet, text_width

__all__ = [
    "Scale",
    "date_ticks",
    "draw_bounds",
    "draw_x_axis",
    "draw_y_axis",
    "nice_ticks",
    "tick_text",
]


class Scale:
    """Maps values onto pixels.

    Args:
        low: Value at ``start``.
        high: Value at ``end``.
        start: First pixel.
        end: Last pixel; smaller than ``start`` for an axis that points up.
    """

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.low, self.high = (low, high) if high > low else (low - 0.5, low + 0.5)
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def nice_ticks(low: float, high: float, *, most: int = 6) -> list[float]:
    """Round values that cover a stretch; at most about ``most`` of them."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [low] if math.isfinite(low) else [0.0]
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * by for by in (1, 2, 2.5, 5, 10) if power * by >= rough), power * 10)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 12) for at in range(first, last + 1)]


def tick_text(value: float) -> str:
    """A tick's number with a real minus sign."""
    return f"{value:.10g}".replace("-", "−")


def date_ticks(start: datetime, stop: datetime, *, most: int = 8) -> list[tuple[datetime, str]]:
    """Calendar days to mark between two dates, with what to write there."""
    days = max((stop - start).total_seconds() / 86400, 1e-9)
    months = days / 30.4
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1200):
        if months / step <= most and months / step >= 1.5:
            return _months(start, stop, step)
    if months > most:
        return _months(start, stop, 12 * math.ceil(months / 12 / most))
    stride = next((one for one in (1, 2, 7, 14) if days / one <= most), 14)
    first = datetime(start.year, start.month, start.day, tzinfo=start.tzinfo)
    found = [first + timedelta(days=stride * at) for at in range(int(days / stride) + 2)]
    return [(day, f"{day.day} {day:%b %Y}") for day in found if start <= day <= stop]


def _months(start: datetime, stop: datetime, step: int) -> list[tuple[datetime, str]]:
    number = start.year * 12 + start.month - 1
    number = -(-number // step) * step
    found = []
    while number // 12 <= 9999:
        year, month = divmod(number, 12)
        day = datetime(max(year, 1), month + 1, 1, tzinfo=start.tzinfo or UTC)
        if day > stop.replace(tzinfo=stop.tzinfo or UTC):
            break
        if day >= start.replace(tzinfo=start.tzinfo or UTC):
            found.append((day, f"{year}" if step % 12 == 0 else f"{day:%b} {year}"))
        number += step
    return found


def draw_x_axis(
    sheet: Sheet, scale: Scale, ticks: Sequence[tuple[float, str]], span: tuple[float, float]
) -> None:
    """Vertical lines from top to bottom (``span``) with words below; crowded words are left out."""
    top, bottom = span
    free = -math.inf
    for value, words in ticks:
        x = scale(value)
        sheet.line((x, top, x, bottom), LINE, stroke_width=1)
        half = text_width(words, 11) / 2
        if x - half > free:
            sheet.text(x, bottom + 16, words, 11, fill=SOFT, text_anchor="middle")
            free = x + half + 6


def draw_y_axis(
    sheet: Sheet, scale: Scale, ticks: Sequence[tuple[float, str]], span: tuple[float, float]
) -> None:
    """Horizontal lines from left to right (``span``) with words on the left."""
    left, right = span
    for value, words in ticks:
        y = scale(value)
        sheet.line((left, y, right, y), LINE, stroke_width=1)
        sheet.text(left - 8, y + 4, words, 11, fill=SOFT, text_anchor="end")


def draw_bounds(
    sheet: Sheet,
    place: tuple[tuple[float, float, float], float],
    tip: str,
    *,
    upright: bool = False,
    cap: float = 3.5,
) -> None:
    """Draw an estimate as a dot on a line from its low to its high end.

    Args:
        sheet: Where.
        place: Estimate, low and high along the line, and where the line stands across.
        tip: What it says.
        upright: Whether the line stands rather than lies.
        cap: Half the width of its ends; 0 where there is no room for them.
    """
    (value, low, high), across = place

    def ends(one: float, two: float, three: float, four: float) -> tuple[float, ...]:
        return (two, one, four, three) if upright else (one, two, three, four)

    # a pale line below keeps the dark one legible on a full colour
    for colour, width in ((PAPER, 3.0), (INK, 1.4)):
        x1, y1, x2, y2 = ends(low, across, high, across)
        more = {"tip": tip} if colour == INK else {}
        sheet.line((x1, y1, x2, y2), colour, stroke_width=width, **more)
    for end in (low, high) if cap else ():
        x1, y1, x2, y2 = ends(end, across - cap, end, across + cap)
        sheet.line((x1, y1, x2, y2), INK, stroke_width=1.4)
    if cap:
        x, y = (across, value) if upright else (value, across)
        sheet.add("circle", sheet.tip(tip), cx=x, cy=y, r=2.6, fill=INK, stroke=PAPER)
