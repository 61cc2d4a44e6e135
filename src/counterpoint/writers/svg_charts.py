"""Charts with one row per thing: bars in two directions, points with intervals, a dendrogram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoint.writers.axes import Scale, draw_bounds, draw_x_axis, nice_ticks, tick_text
from counterpoint.writers.picture import (
    AGREE,
    DISAGREE,
    INK,
    PAPER,
    SOFT,
    Sheet,
    Style,
    text_width,
    wrap,
)

__all__ = [
    "Bar",
    "BarPicture",
    "IntervalPicture",
    "IntervalRow",
    "StepPicture",
    "draw_bars",
    "draw_intervals",
    "draw_steps",
]

_ROW = 26.0
_WIDTH = 860.0
_LABEL = 12.0
_MOST_ROWS = 400  # a sheet higher than this opens nowhere


@dataclass(frozen=True, slots=True)
class Bar:
    """A label with what is counted on either side; ``shares`` names the parts of each side."""

    label: str
    right: tuple[float, ...]  # parts, from the middle outwards
    left: tuple[float, ...] = ()
    right_bounds: tuple[float, float, float] | None = None  # estimate, low, high
    left_bounds: tuple[float, float, float] | None = None

    def reach(self, *, right: bool) -> float:
        """How far out something is drawn on a side."""
        parts, bounds = (self.right, self.right_bounds) if right else (self.left, self.left_bounds)
        return max(sum(parts), bounds[2] if bounds else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPicture:
    """Bars in two directions; the parts of a side get darker outwards."""

    bars: Sequence[Bar]
    title: str
    subtitle: str = ""
    right_name: str = "agreement"
    left_name: str = "disagreement"
    right_parts: Sequence[str] = ()
    left_parts: Sequence[str] = ()
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A labelled point with its interval; None where it is not defined."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    group: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalPicture:
    """Points with intervals, one per row, in groups."""

    rows: Sequence[IntervalRow]
    title: str
    axis: str
    subtitle: str = ""
    marks: Sequence[tuple[float, str]] = ()  # lines across all rows, with their meaning
    limits: tuple[float, float] | None = None
    kind: str = "intervals"
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPicture:
    """Things that join one after the other, each at its height: a nested backbone."""

    steps: Sequence[tuple[str, float]]  # first removed first
    title: str
    axis: str
    subtitle: str = ""
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def draw_bars(picture: BarPicture) -> Sheet:
    """Draw disagreement to the left, agreement to the right, the count at each end."""
    bars = picture.bars[:_MOST_ROWS]
    sheet = _sheet(picture.title, picture.subtitle, {**picture.facts, "kind": "bars"}, len(bars))
    two = any(bar.reach(right=False) for bar in bars)
    y = sheet.head(picture.subtitle)
    if two:
        y = _bar_key(sheet, y)
    y += 6
    margin = _margin([bar.label for bar in bars])
    most_left = max((bar.reach(right=False) for bar in bars), default=0)
    most_right = max((bar.reach(right=True) for bar in bars), default=0)
    scale = Scale(-most_left, most_right or 1, margin + (44 if two else 4), _WIDTH - 64)
    bottom = y + _ROW * len(bars)
    for at, bar in enumerate(bars):
        middle = y + _ROW * (at + 0.5)
        _row_label(sheet, bar.label, margin - 10, middle)
        _half(sheet, bar, scale, middle, right=True, style=AGREE, name=picture.right_name)
        if two:
            _half(sheet, bar, scale, middle, right=False, style=DISAGREE, name=picture.left_name)
    sheet.line((scale(0), y - 2, scale(0), bottom + 2), INK, stroke_width=1)
    sheet.height = bottom + 14
    sheet.foot([*picture.notes, _cut_note(len(picture.bars), "bars")])
    return sheet


def _bar_key(sheet: Sheet, y: float) -> float:
    x = 24.0
    for style, words in ((DISAGREE, "← disagreement"), (AGREE, "agreement →")):
        sheet.rect((x, y - 6, 14, 12), style.colour)
        sheet.text(x + 20, y + 4, words, 12)
        x += 20 + text_width(words, 12) + 22
    return y + 14


def _half(
    sheet: Sheet, bar: Bar, scale: Scale, middle: float, *, right: bool, style: Style, name: str
) -> None:
    parts = bar.right if right else bar.left
    total = sum(parts)
    reach = 0.0
    for at, part in enumerate(parts):
        start, end = (reach, reach + part) if right else (-reach - part, -reach)
        box = (scale(start), middle - 8, scale(end) - scale(start), 16)
        strength = 0.5 + 0.5 * (at + 1) / len(parts)
        tip = f"{bar.label}: {part:.6g} {name}"
        if part:
            sheet.rect(box, style.colour, fill_opacity=strength, tip=tip)
        reach += part
    bounds = bar.right_bounds if right else bar.left_bounds
    if bounds:
        sign = 1 if right else -1
        value, low, high = bounds
        tip = f"{bar.label}: {value:.4g} ({low:.4g} to {high:.4g}) {name}"
        draw_bounds(
            sheet, ((scale(sign * value), scale(sign * low), scale(sign * high)), middle), tip
        )
    if total or bounds:
        reach = bar.reach(right=right)
        x = scale(reach if right else -reach)
        anchor = "start" if right else "end"
        x += 5 if right else -5
        sheet.text(x, middle + 4, tick_text(total), 11, fill=SOFT, text_anchor=anchor)


def draw_intervals(picture: IntervalPicture) -> Sheet:
    """Draw a point and its interval per row."""
    rows = picture.rows[:_MOST_ROWS]
    groups = len({row.group for row in rows if row.group})
    sheet = _sheet(
        picture.title, picture.subtitle, {**picture.facts, "kind": picture.kind}, len(rows) + groups
    )
    y = sheet.head(picture.subtitle) + (18 if picture.marks else 6)
    margin = _margin([row.label for row in rows])
    remark = max((text_width(row.remark, 11) for row in rows), default=0)
    low, high = picture.limits or _limits(rows)
    ticks = nice_ticks(low, high)
    right = _WIDTH - 40 - (remark + 12 if remark else 0)
    scale = Scale(min(low, ticks[0]), max(high, ticks[-1]), margin + 10, right)
    bottom = y + _ROW * (len(rows) + groups)
    draw_x_axis(sheet, scale, [(tick, tick_text(tick)) for tick in ticks], (y, bottom))
    for value, words in picture.marks:
        sheet.line((scale(value), y, scale(value), bottom), SOFT, stroke_dasharray="2 3")
        sheet.text(scale(value), y - 6, words, 11, fill=SOFT, text_anchor="middle")
    group, place = "", y
    for row in rows:
        if row.group and row.group != group:
            sheet.text(24, place + _ROW / 2 + 5, row.group, 12, font_weight="600", halo=True)
            place, group = place + _ROW, row.group
        _interval(sheet, row, scale, (place + _ROW / 2, margin, right))
        place += _ROW
    sheet.text((scale.start + right) / 2, bottom + 34, picture.axis, 12, text_anchor="middle")
    sheet.height = bottom + 44
    sheet.foot([*picture.notes, _cut_note(len(picture.rows), "rows")])
    return sheet


def _interval(
    sheet: Sheet, row: IntervalRow, scale: Scale, place: tuple[float, float, float]
) -> None:
    y, margin, right = place
    _row_label(sheet, row.label, margin - 10, y)
    if row.remark:
        sheet.text(right + 14, y + 4, row.remark, 11, fill=SOFT)
    if row.value is None:
        sheet.text(scale.start + 6, y + 4, "not defined", 11, fill=SOFT, font_style="italic")
        return
    words = f"{row.label}: {row.value:.3f}"
    if row.low is not None and row.high is not None:
        words += f" ({row.low:.3f} to {row.high:.3f})"
        ends = (scale(max(row.low, scale.low)), scale(min(row.high, scale.high)))
        sheet.line((ends[0], y, ends[1], y), AGREE.colour, stroke_width=2.5, tip=words)
        for x in ends:
            sheet.line((x, y - 4, x, y + 4), AGREE.colour, stroke_width=1.5)
    x = scale(min(max(row.value, scale.low), scale.high))
    frame = {"fill": AGREE.colour, "stroke": PAPER, "stroke_width": 1.5}
    sheet.add("circle", sheet.tip(words), cx=x, cy=y, r=5.5, **frame)


def _limits(rows: Sequence[IntervalRow]) -> tuple[float, float]:
    found = [value for row in rows for value in (row.value, row.low, row.high) if value is not None]
    return (min(found), max(found)) if found else (0.0, 1.0)


def draw_steps(picture: StepPicture) -> Sheet:
    """Draw a dendrogram of things that leave one after the other; the last to leave on top."""
    steps = list(reversed(picture.steps))[:_MOST_ROWS]
    sheet = _sheet(
        picture.title, picture.subtitle, {**picture.facts, "kind": "backbone"}, len(steps)
    )
    y = sheet.head(picture.subtitle) + 6
    margin = _margin([label for label, _ in steps])
    highest = max((height for _, height in steps), default=1.0) or 1.0
    ticks = nice_ticks(0, highest)
    scale = Scale(0, ticks[-1], margin + 6, _WIDTH - 40)
    bottom = y + _ROW * len(steps)
    draw_x_axis(sheet, scale, [(tick, tick_text(tick)) for tick in ticks], (y, bottom))
    for at, (label, height) in enumerate(steps):
        middle = y + _ROW * (at + 0.5)
        _row_label(sheet, label, margin - 10, middle)
        joined = highest if at == 0 else height
        tip = f"{label}: {height:.4g}"
        sheet.line((scale(0), middle, scale(joined), middle), AGREE.colour, stroke_width=2, tip=tip)
        if at + 1 < len(steps):
            inner = scale(height)
            sheet.line((inner, middle, inner, middle + _ROW), AGREE.colour, stroke_width=2)
        frame = {"fill": AGREE.colour, "stroke": PAPER, "stroke_width": 1.2}
        sheet.add("circle", sheet.tip(tip), cx=scale(height), cy=middle, r=4, **frame)
    sheet.text((margin + _WIDTH) / 2, bottom + 34, picture.axis, 12, text_anchor="middle")
    sheet.height = bottom + 44
    sheet.foot([*picture.notes, _cut_note(len(picture.steps), "rows")])
    return sheet


def _sheet(title: str, subtitle: str, facts: Mapping[str, Any], rows: int) -> Sheet:
    return Sheet(_WIDTH, 80 + _ROW * rows, title, f"{rows} rows. {subtitle}", facts)


def _margin(labels: Sequence[str]) -> float:
    widest = max(
        (text_width(words, _LABEL) for label in labels for words in wrap(label, line=34)),
        default=60,
    )
    return min(max(90.0, widest + 36), 300.0)


def _row_label(sheet: Sheet, label: str, x: float, middle: float) -> None:
    lines = wrap(label, line=34)
    size = _LABEL if len(lines) == 1 else 10.5
    sheet.open("g")
    sheet.add("title", sheet.tip(label).removeprefix("<title>").removesuffix("</title>"))
    for at, words in enumerate(lines):
        y = middle + 4 + (at - (len(lines) - 1) / 2) * size * 1.1
        sheet.text(x, y, words, size, text_anchor="end")
    sheet.close("g")


def _cut_note(rows: int, what: str) -> str:
    return f"The first {_MOST_ROWS} of {rows} {what} are shown." if rows > _MOST_ROWS else ""
