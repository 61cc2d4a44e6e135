"""Ideal points as a picture: one axis with intervals, or a plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoint.writers.axes import Scale, draw_x_axis, draw_y_axis, nice_ticks, tick_text
from counterpoint.writers.labels import Dot, place_labels
from counterpoint.writers.picture import AGREE, PAPER, Sheet
from counterpoint.writers.svg_charts import IntervalPicture, IntervalRow, draw_intervals

__all__ = ["ScalingPicture", "ScalingPoint", "draw_scaling"]

_WIDTH = 860.0


@dataclass(frozen=True, slots=True)
class ScalingPoint:
    """Where one actor stands; one number per dimension."""

    label: str
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingPicture:
    """Positions of actors on one or two axes."""

    points: Sequence[ScalingPoint]
    title: str
    subtitle: str = ""
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def draw_scaling(picture: ScalingPicture) -> Sheet:
    """Draw points with intervals, sorted along the axis, or a plane with crosses."""
    if all(len(point.mean) == 1 for point in picture.points):
        rows = sorted(picture.points, key=lambda point: (-point.mean[0], point.label))
        return draw_intervals(
            IntervalPicture(
                rows=[IntervalRow(p.label, p.mean[0], p.low[0], p.high[0]) for p in rows],
                title=picture.title,
                subtitle=picture.subtitle,
                axis="position (posterior mean and 95 % interval)",
                kind="scaling",
                notes=picture.notes,
                facts=picture.facts,
            )
        )
    return _plane(picture)


def _plane(picture: ScalingPicture) -> Sheet:
    facts = {**picture.facts, "kind": "scaling"}
    sheet = Sheet(_WIDTH, 100, picture.title, f"{len(picture.points)} actors", facts)
    y = sheet.head(picture.subtitle) + 6
    bottom = y + 560
    scales = []
    for axis, (start, end) in enumerate(((80.0, _WIDTH - 40), (bottom, y))):
        values = [value for p in picture.points for value in (p.low[axis], p.high[axis])]
        ticks = nice_ticks(min(values), max(values), most=7)
        scale = Scale(ticks[0], ticks[-1], start, end)
        marks = [(tick, tick_text(tick)) for tick in ticks]
        draw_axis, span = ((draw_x_axis, (y, bottom)), (draw_y_axis, (80.0, _WIDTH - 40)))[axis]
        draw_axis(sheet, scale, marks, span)
        scales.append(scale)
    across, up = scales
    for point in picture.points:
        _cross(sheet, point, across, up)
    dots = [Dot(across(p.mean[0]), up(p.mean[1]), 6, p.label) for p in picture.points]
    for placed in place_labels(dots, 12, (84, y, _WIDTH - 36, bottom)):
        for row, words in enumerate(placed.lines if placed else ()):
            where = placed.y + row * 13.8 if placed else 0.0
            anchor = placed.anchor if placed else "start"
            sheet.text(placed.x if placed else 0, where, words, 12, halo=True, text_anchor=anchor)
    sheet.text((80 + _WIDTH) / 2, bottom + 36, "first dimension", 12, text_anchor="middle")
    middle = (y + bottom) / 2
    turn = f"rotate(-90 24 {middle:.1f})"
    sheet.text(24, middle, "second dimension", 12, text_anchor="middle", transform=turn)
    sheet.height = bottom + 46
    sheet.foot(picture.notes)
    return sheet


def _cross(sheet: Sheet, point: ScalingPoint, across: Scale, up: Scale) -> None:
    x, y = across(point.mean[0]), up(point.mean[1])
    thin = {"stroke_width": 1.2, "stroke_opacity": 0.35}
    sheet.line((across(point.low[0]), y, across(point.high[0]), y), AGREE.colour, **thin)
    sheet.line((x, up(point.low[1]), x, up(point.high[1])), AGREE.colour, **thin)
    words = f"{point.label}: {point.mean[0]:.2f}, {point.mean[1]:.2f}"
    frame = {"fill": AGREE.colour, "stroke": PAPER, "stroke_width": 1.5}
    sheet.add("circle", sheet.tip(words), cx=x, cy=y, r=5.5, **frame)
