"""Put labels beside nodes so that none covers another or a node; the largest node goes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoint.writers.picture import text_width, wrap

__all__ = ["Dot", "Placed", "place_labels"]

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Dot:
    """A node on the sheet and the words beside it."""

    x: float
    y: float
    radius: float
    label: str
    importance: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines of a label with the place of their first baseline."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str


def place_labels(
    dots: Sequence[Dot], size: float, bounds: Box, *, line: int = 24
) -> list[Placed | None]:
    """Find a place for every label; None where there is no room.

    Args:
        dots: Nodes in pixels.
        size: Font size.
        bounds: The sheet; no label leaves it.
        line: Characters per line before a label is broken into two.
    """
    grid = _Grid(4 * size)
    for at, dot in enumerate(dots):
        grid.add(_around(dot), at)
    found: list[Placed | None] = [None] * len(dots)
    order = sorted(range(len(dots)), key=lambda at: (-dots[at].importance, dots[at].label, at))
    for at in order:
        for placed, box in _choices(dots[at], size, line):
            if _within(box, bounds) and not grid.hits(box, at):
                grid.add(box, -1)
                found[at] = placed
                break
    return found


def _choices(dot: Dot, size: float, line: int) -> list[tuple[Placed, Box]]:
    lines = tuple(wrap(dot.label, line=line))
    width = max(text_width(words, size) for words in lines)
    height = size * 1.15 * len(lines)
    found = []
    for gap in (3.0, 9.0, 16.0):
        reach = dot.radius + gap
        slant = reach * 0.75
        for x, y, anchor in (
            (dot.x + reach, dot.y - height / 2, "start"),
            (dot.x - reach, dot.y - height / 2, "end"),
            (dot.x, dot.y + reach - 1, "middle"),
            (dot.x, dot.y - reach - height + 1, "middle"),
            (dot.x + slant, dot.y + slant - 2, "start"),
            (dot.x - slant, dot.y + slant - 2, "end"),
            (dot.x + slant, dot.y - slant - height + 2, "start"),
            (dot.x - slant, dot.y - slant - height + 2, "end"),
        ):
            left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
            box = (left - 1, y, left + width + 1, y + height)
            found.append((Placed(lines, x, y + size * 0.9, anchor), box))
    return found


def _around(dot: Dot) -> Box:
    return (dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)


def _within(box: Box, bounds: Box) -> bool:
    left, top, right, bottom = bounds
    return box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom


class _Grid:
    """Boxes by the squares of a grid that they touch, to find neighbours quickly."""

    def __init__(self, square: float) -> None:
        self.square = square
        self.boxes: dict[tuple[int, int], list[tuple[Box, int]]] = {}

    def _squares(self, box: Box) -> list[tuple[int, int]]:
        columns = range(int(box[0] // self.square), int(box[2] // self.square) + 1)
        rows = range(int(box[1] // self.square), int(box[3] // self.square) + 1)
        return [(column, row) for column in columns for row in rows]

    def add(self, box: Box, owner: int) -> None:
        for square in self._squares(box):
            self.boxes.setdefault(square, []).append((box, owner))

    def hits(self, box: Box, owner: int) -> bool:
        return any(
            other != owner
            and box[0] < taken[2]
            and taken[0] < box[2]
            and box[1] < taken[3]
            and taken[1] < box[3]
            for square in self._squares(box)
            for taken, other in self.boxes.get(square, ())
        )
