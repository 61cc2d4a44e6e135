"""Pictures over time: positions per period, polarisation, phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil
from typing import Any

from counterpoint.writers.axes import (
    Scale,
    date_ticks,
    draw_bounds,
    draw_x_axis,
    draw_y_axis,
    nice_ticks,
    tick_text,
)
from counterpoint.writers.picture import (
    AGREE,
    DISAGREE,
    GROUPS,
    INK,
    PAPER,
    SOFT,
    Sheet,
    text_width,
    wrap,
)

__all__ = [
    "LinePicture",
    "LinePoint",
    "Panel",
    "PhasePicture",
    "TimelinePicture",
    "draw_line",
    "draw_phases",
    "draw_timeline",
]

_WIDTH = 860.0
_MOST_PANELS = 24
_MOST_CELLS = 160  # windows a heat map shows; more are merged


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts of one thing per period: up for agreement, down for disagreement."""

    label: str
    up: Sequence[float]
    down: Sequence[float]
    up_bounds: Sequence[tuple[float, float, float] | None] = ()  # estimate, low, high
    down_bounds: Sequence[tuple[float, float, float] | None] = ()

    def reach(self, *, up: bool) -> float:
        """How far out something is drawn on a side."""
        counts, bounds = (self.up, self.up_bounds) if up else (self.down, self.down_bounds)
        return max([0.0, *counts, *(one[2] for one in bounds if one)])


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePicture:
    """Panels over the same periods; each period is given by its start and its end."""

    periods: Sequence[tuple[datetime, datetime]]
    panels: Sequence[Panel]
    title: str
    subtitle: str = ""
    up_name: str = "agreement"
    down_name: str = "disagreement"
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A value at a time; None leaves a gap."""

    when: datetime
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePicture:
    """One measure over time."""

    points: Sequence[LinePoint]
    title: str
    axis: str
    subtitle: str = ""
    limits: tuple[float, float] | None = None
    kind: str = "polarisation"
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePicture:
    """How much the networks of all times differ from each other, and the phase of each."""

    times: Sequence[datetime]
    distances: Sequence[Sequence[float]]
    states: Sequence[int]
    title: str
    subtitle: str = ""
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def draw_timeline(picture: TimelinePicture) -> Sheet:
    """Draw one panel per thing, all on one scale, so that panels can be compared."""
    panels = picture.panels[:_MOST_PANELS]
    facts = {**picture.facts, "kind": "timeline"}
    about = f"{len(panels)} panels over {len(picture.periods)} periods. {picture.subtitle}"
    sheet = Sheet(_WIDTH, 100, picture.title, about, facts)
    y = sheet.head(picture.subtitle)
    if any(panel.reach(up=False) for panel in panels):
        x = 24.0
        for style, words in (
            (AGREE, f"↑ {picture.up_name}"),
            (DISAGREE, f"↓ {picture.down_name}"),
        ):
            sheet.rect((x, y - 6, 14, 12), style.colour)
            sheet.text(x + 20, y + 4, words, 12)
            x += 20 + text_width(words, 12) + 22
        y += 14
    margin = _margin([panel.label for panel in panels])
    start, stop = _reach(picture.periods)
    across = Scale(_number(start), _number(stop), margin + 36, _WIDTH - 30)
    up = ceil(max((panel.reach(up=True) for panel in panels), default=0)) or 1
    down = ceil(max((panel.reach(up=False) for panel in panels), default=0))
    height = max(46.0, min(150.0, 460.0 / max(len(panels), 1)))
    bottom = y + len(panels) * (height + 14)
    ticks = [(_number(day), words) for day, words in date_ticks(start, stop)]
    draw_x_axis(sheet, across, ticks, (y + 4, bottom))
    for at, panel in enumerate(panels):
        top = y + at * (height + 14) + 10
        scale = Scale(-down, up, top + height, top)
        _panel(sheet, panel, picture, (scale, across, margin))
    sheet.height = bottom + 28
    left = len(picture.panels) - len(panels)
    sheet.foot([*picture.notes, f"{left} more are left out." if left else ""])
    return sheet


def _panel(
    sheet: Sheet, panel: Panel, picture: TimelinePicture, place: tuple[Scale, Scale, float]
) -> None:
    scale, across, margin = place
    zero = scale(0)
    lines = wrap(panel.label, line=22)
    for row, words in enumerate(lines):
        y = zero + 4 + (row - (len(lines) - 1) / 2) * 13
        sheet.text(margin, y, words, 12, text_anchor="end")
    if panel is picture.panels[0]:
        for value in (scale.high, scale.low) if scale.low else (scale.high,):
            y, words = scale(value) + 4, tick_text(abs(value))
            sheet.text(across.start - 6, y, words, 10, fill=SOFT, text_anchor="end")
    for at, (start, stop) in enumerate(picture.periods):
        left, right = across(_number(start)), across(_number(stop))
        width = max(right - left - (1.5 if right - left > 5 else 0), 0.8)
        when = f"{panel.label}, {start:%Y-%m-%d}"
        for value, bounds, style, name, sign in (
            (panel.up[at], panel.up_bounds[at : at + 1], AGREE, picture.up_name, 1),
            (panel.down[at], panel.down_bounds[at : at + 1], DISAGREE, picture.down_name, -1),
        ):
            if value:
                end = scale(sign * value)
                box = (left, min(zero, end), width, abs(end - zero))
                sheet.rect(box, style.colour, tip=f"{when}: {value:.6g} {name}")
            for one in bounds:
                if one is None:
                    continue
                middle, low, high = one
                line = (scale(sign * middle), scale(sign * low), scale(sign * high))
                tip = f"{when}: {middle:.4g} ({low:.4g} to {high:.4g}) {name}"
                cap = min(3.5, width / 3) if width > 5 else 0.0
                draw_bounds(sheet, (line, left + width / 2), tip, upright=True, cap=cap)
    sheet.line((across.start, zero, across.end, zero), INK, stroke_width=1)


def draw_line(picture: LinePicture) -> Sheet:
    """Draw a measure over time with its interval, where there is one."""
    known = [point for point in picture.points if point.value is not None]
    about = f"{len(known)} points. {picture.subtitle}"
    sheet = Sheet(_WIDTH, 100, picture.title, about, {**picture.facts, "kind": picture.kind})
    y = sheet.head(picture.subtitle) + 8
    bottom = y + 300
    found = [
        value
        for point in picture.points
        for value in (point.value, point.low, point.high)
        if value is not None
    ]
    low, high = picture.limits or ((min(0.0, *found, 0.0), max(found)) if found else (0.0, 1.0))
    ticks = nice_ticks(low, high)
    down = Scale(ticks[0], ticks[-1] if len(ticks) > 1 else high, bottom, y)
    start, stop = _ends([point.when for point in picture.points])
    across = Scale(_number(start), _number(stop), 76, _WIDTH - 36)
    days = [(_number(day), words) for day, words in date_ticks(start, stop)]
    draw_x_axis(sheet, across, days, (y, bottom))
    draw_y_axis(sheet, down, [(tick, tick_text(tick)) for tick in ticks], (76, _WIDTH - 36))
    _band(sheet, picture.points, across, down)
    _line(sheet, picture.points, across, down)
    for point in known:
        _point(sheet, point, (across, down), len(known))
    middle = (y + bottom) / 2
    turn = f"rotate(-90 22 {middle:.1f})"
    sheet.text(22, middle, picture.axis, 12, text_anchor="middle", transform=turn)
    sheet.height = bottom + 32
    sheet.foot(picture.notes)
    return sheet


def _band(sheet: Sheet, points: Sequence[LinePoint], across: Scale, down: Scale) -> None:
    known = [point for point in points if point.low is not None and point.high is not None]
    if len(known) < 2:
        return
    upper = [f"{across(_number(p.when)):.2f},{down(p.high or 0):.2f}" for p in known]
    lower = [f"{across(_number(p.when)):.2f},{down(p.low or 0):.2f}" for p in reversed(known)]
    points_text = " ".join(upper + lower)
    sheet.add("polygon", points=points_text, fill=AGREE.colour, fill_opacity=0.15)


def _line(sheet: Sheet, points: Sequence[LinePoint], across: Scale, down: Scale) -> None:
    run: list[str] = []
    for point in [*points, LinePoint(datetime(1, 1, 1, tzinfo=UTC), None)]:
        if point.value is not None:
            run.append(f"{across(_number(point.when)):.2f},{down(point.value):.2f}")
            continue
        if len(run) > 1:
            sheet.add(
                "polyline",
                points=" ".join(run),
                fill="none",
                stroke=AGREE.colour,
                stroke_width=2.2,
                stroke_linejoin="round",
            )
        run = []


def _point(sheet: Sheet, point: LinePoint, scales: tuple[Scale, Scale], count: int) -> None:
    across, down = scales
    words = f"{point.when:%Y-%m-%d}: {point.value:.4g}"
    if point.low is not None and point.high is not None:
        words += f" ({point.low:.4g} to {point.high:.4g})"
    x, y = across(_number(point.when)), down(point.value or 0)
    radius = 4 if count < 60 else 2
    frame = {"fill": AGREE.colour, "stroke": PAPER, "stroke_width": 1 if count < 60 else 0}
    sheet.add("circle", sheet.tip(words), cx=x, cy=y, r=radius, **frame)


def draw_phases(picture: PhasePicture) -> Sheet:
    """Draw the distances between times as a map, and the phases as a band with letters."""
    count = len(picture.times)
    step = -(-count // _MOST_CELLS) if count else 1
    chosen = list(range(0, count, step))
    about = f"{len(set(picture.states))} phases over {count} time points. {picture.subtitle}"
    sheet = Sheet(_WIDTH, 100, picture.title, about, {**picture.facts, "kind": "phases"})
    y = sheet.head(picture.subtitle) + 6
    side = 520.0
    left = 110.0
    start, stop = _ends(picture.times)
    cell = side / max(len(chosen), 1)
    _band_of_states(sheet, picture, chosen, (left, y, cell))
    top = y + 34
    highest = max((max(row, default=0) for row in picture.distances), default=0) or 1.0
    sheet.open("g", shape_rendering="crispEdges")
    for i, one in enumerate(chosen):
        for j, two in enumerate(chosen):
            value = float(picture.distances[one][two]) / highest
            box = (left + j * cell, top + i * cell, cell, cell)
            sheet.rect(box, _shade(value))
    sheet.close("g")
    _phase_days(sheet, picture, chosen, (left, top, cell))
    _shade_key(sheet, left + side + 28, top)
    sheet.height = top + side + 34
    days = f"{start:%Y-%m-%d} to {stop:%Y-%m-%d}" if count else ""
    merged = f"Every {step}th time point is shown." if step > 1 else ""
    sheet.foot([days, *picture.notes, merged])
    return sheet


def _band_of_states(
    sheet: Sheet, picture: PhasePicture, chosen: Sequence[int], place: tuple[float, float, float]
) -> None:
    left, y, cell = place
    names = {state: at for at, state in enumerate(dict.fromkeys(picture.states))}
    run = 0
    for at in range(1, len(chosen) + 1):
        ends = at == len(chosen) or picture.states[chosen[at]] != picture.states[chosen[run]]
        if not ends:
            continue
        number = names[picture.states[chosen[run]]]
        letter = chr(ord("A") + number) if number < 26 else str(number)
        first, last = picture.times[chosen[run]], picture.times[chosen[at - 1]]
        tip = f"Phase {letter}: {first:%Y-%m-%d} to {last:%Y-%m-%d}"
        box = (left + run * cell, y, (at - run) * cell, 22)
        sheet.rect(box, GROUPS[number % len(GROUPS)], fill_opacity=0.35, stroke=PAPER, tip=tip)
        if (at - run) * cell > 12:
            x = left + (run + at) * cell / 2
            sheet.text(x, y + 16, letter, 12, font_weight="600", text_anchor="middle")
        run = at
    sheet.text(left - 10, y + 16, "phase", 12, text_anchor="end")


def _phase_days(
    sheet: Sheet, picture: PhasePicture, chosen: Sequence[int], place: tuple[float, float, float]
) -> None:
    left, top, cell = place
    every = max(1, -(-len(chosen) // 7))
    for at in range(0, len(chosen), every):
        words = f"{picture.times[chosen[at]]:%Y-%m-%d}"
        middle = (at + 0.5) * cell
        sheet.text(left - 10, top + middle + 4, words, 11, fill=SOFT, text_anchor="end")
        if at and left + middle + 34 > left + len(chosen) * cell + 30:
            continue
        below = top + len(chosen) * cell + 16
        sheet.text(left + middle, below, words, 11, fill=SOFT, text_anchor="middle")


def _shade_key(sheet: Sheet, x: float, top: float) -> None:
    sheet.text(x, top + 10, "distance", 12)
    for at in range(24):
        sheet.rect((x, top + 20 + at * 6, 18, 6.5), _shade(1 - at / 23))
    sheet.text(x + 26, top + 28, "most", 11, fill=SOFT)
    sheet.text(x + 26, top + 20 + 24 * 6, "none", 11, fill=SOFT)


def _shade(value: float) -> str:
    """From white (equal) to dark blue (as different as any pair), even in lightness."""
    share = min(max(value, 0.0), 1.0)
    ends = ((247, 249, 252), (91, 145, 196), (12, 44, 84))
    half = share * 2
    low, high = (ends[0], ends[1]) if half <= 1 else (ends[1], ends[2])
    part = half if half <= 1 else half - 1
    mixed = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _margin(labels: Sequence[str]) -> float:
    widest = max((text_width(w, 12) for label in labels for w in wrap(label, line=22)), default=40)
    return max(60.0, widest + 24)


def _number(when: datetime) -> float:
    return (
        when.replace(tzinfo=when.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    ).total_seconds()


def _reach(periods: Sequence[tuple[datetime, datetime]]) -> tuple[datetime, datetime]:
    return _ends([when for period in periods for when in period])


def _ends(times: Sequence[datetime]) -> tuple[datetime, datetime]:
    if not times:
        day = datetime(1970, 1, 1, tzinfo=UTC)
        return day, day
    return min(times), max(times)
