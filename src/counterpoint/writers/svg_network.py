"""A network as a picture: who is tied to whom, how strongly, in agreement or not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoint.types import StatementId
from counterpoint.writers.labels import Dot, Placed, place_labels
from counterpoint.writers.picture import (
    AGREE,
    DISAGREE,
    GROUPS,
    INK,
    MIXED,
    PAPER,
    PLAIN,
    SOFT,
    Sheet,
    Style,
    text_width,
)

__all__ = ["NetworkPicture", "PictureNode", "PictureTie", "draw_network"]

_STYLES = {"agree": AGREE, "disagree": DISAGREE, "mixed": MIXED, "plain": PLAIN}
_LABEL = 12.0


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A node with its place (any unit), its size (any unit) and its group (-1 for none)."""

    label: str
    x: float
    y: float
    weight: float = 1.0
    group: int = -1
    column: bool = False  # the second mode of a two-mode network: a square
    colour: str = ""


@dataclass(frozen=True, slots=True)
class PictureTie:
    """A tie between two nodes, given by their index."""

    source: int
    target: int
    weight: float
    sign: str = "plain"  # agree, disagree, mixed or plain
    statement_ids: tuple[StatementId, ...] = ()  # the first of them, for a page
    count: int = 0  # how many statements the tie rests on
    bounds: tuple[float, float] | None = None  # of its interval; pale if zero lies between


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPicture:
    """Everything that is drawn."""

    nodes: Sequence[PictureNode]
    ties: Sequence[PictureTie]
    title: str
    subtitle: str = ""
    notes: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    sign_names: Mapping[str, str] = field(default_factory=dict)
    shape_names: tuple[str, str] = ("", "")
    linked: bool = False  # ties lead to #tie-N on the same page


@dataclass(frozen=True, slots=True)
class _Plan:
    width: float
    height: float
    dots: list[Dot]
    labels: list[Placed | None]


def draw_network(picture: NetworkPicture) -> Sheet:
    """Draw a network; the sheet grows until every label has room, up to a limit."""
    top = _top(picture)
    plan = _plan(picture, 1.0, top)
    for scale in (1.25, 1.55, 1.9, 2.3):
        if all(plan.labels) or len(picture.nodes) > 150:
            break
        plan = _plan(picture, scale, top)
    sheet = Sheet(
        plan.width,
        plan.height,
        picture.title,
        _sentence(picture),
        {**picture.facts, "kind": "network"},
    )
    below = sheet.head(picture.subtitle)
    _legend(sheet, picture, below)
    _ties(sheet, picture, plan)
    _nodes(sheet, picture, plan)
    missing = sum(placed is None for placed in plan.labels)
    left_out = f"{missing} labels left out for lack of room." if missing else ""
    sheet.foot([*picture.notes, left_out])
    return sheet


def _sentence(picture: NetworkPicture) -> str:
    return f"{len(picture.nodes)} nodes, {len(picture.ties)} ties. {picture.subtitle}"


def _top(picture: NetworkPicture) -> float:
    probe = Sheet(860, 10, picture.title)
    return probe.head(picture.subtitle) + (24 if _legend_entries(picture) else 0)


def _plan(picture: NetworkPicture, scale: float, top: float) -> _Plan:
    nodes = picture.nodes
    width = 860 * scale
    xs, ys = [node.x for node in nodes] or [0.0], [node.y for node in nodes] or [0.0]
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    aspect = min(max(down / across if across > 1e-9 else 0.3, 0.3), 0.85)
    side, room = 110.0, (width - 220)
    height = max(room * aspect, 120.0)
    unit = min(room / max(across, 1e-9), height / max(down, 1e-9))
    unit = unit if unit < 1e8 else 1.0
    left = side + (room - across * unit) / 2
    heaviest = max((node.weight for node in nodes), default=1.0) or 1.0
    smaller = min(1.0, 7 / math.sqrt(max(len(nodes), 1)))
    dots = [
        Dot(
            left + (node.x - min(xs)) * unit,
            top + 40 + (node.y - min(ys)) * unit,
            (4 + 9 * math.sqrt(max(node.weight, 0) / heaviest)) * (0.55 + 0.45 * smaller),
            node.label,
            node.weight,
        )
        for node in nodes
    ]
    bottom = top + 80 + down * unit
    labels = place_labels(dots, _LABEL, (6, top, width - 6, bottom + 10))
    return _Plan(width, bottom, dots, labels)


def _legend_entries(picture: NetworkPicture) -> list[tuple[Style, str]]:
    signs = {tie.sign for tie in picture.ties}
    names = {sign: style.name for sign, style in _STYLES.items()} | dict(picture.sign_names)
    return [(style, names[sign]) for sign, style in _STYLES.items() if sign in signs]


def _legend(sheet: Sheet, picture: NetworkPicture, y: float) -> None:
    entries = _legend_entries(picture)
    x = sheet.key(24, y + 6, entries) if entries else 24
    if any(node.column for node in picture.nodes) and all(picture.shape_names):
        first, second = picture.shape_names
        sheet.add("circle", cx=x + 6, cy=y + 2, r=5, fill=SOFT)
        sheet.text(x + 16, y + 6, first)
        x += 16 + text_width(first, 12) + 22
        sheet.rect((x, y - 3, 10, 10), SOFT)
        sheet.text(x + 16, y + 6, second)


def _ties(sheet: Sheet, picture: NetworkPicture, plan: _Plan) -> None:
    strongest = max((abs(tie.weight) for tie in picture.ties), default=1.0) or 1.0
    order = sorted(range(len(picture.ties)), key=lambda at: abs(picture.ties[at].weight))
    crowd = max(0.35, min(0.8, 0.8 - (len(picture.ties) - 60) / 900))
    thick = 6.0 if len(picture.ties) < 150 else 4.0
    sheet.open("g", fill="none", stroke_linecap="butt")
    for at in order:
        tie = picture.ties[at]
        style = _STYLES[tie.sign]
        share = abs(tie.weight) / strongest
        words = _tie_words(picture, tie)
        if picture.linked:
            sheet.open("a", href=f"#tie-{at + 1}", aria_label=words, class_="tie")
        one, two = plan.dots[tie.source], plan.dots[tie.target]
        if picture.linked:  # a wider stretch to hit
            sheet.line((one.x, one.y, two.x, two.y), "transparent", stroke_width=12)
        sheet.line(
            (one.x, one.y, two.x, two.y),
            style.colour,
            stroke_width=0.7 + (thick - 0.7) * share,
            stroke_dasharray=style.dash,
            stroke_opacity=0.34 * crowd if _unsure(tie) else crowd * (0.55 + 0.45 * share),
            tip=words,
        )
        if picture.linked:
            sheet.close("a")
    sheet.close("g")


def _tie_words(picture: NetworkPicture, tie: PictureTie) -> str:
    one, two = picture.nodes[tie.source].label, picture.nodes[tie.target].label
    count = tie.count or len(tie.statement_ids)
    rests = f", {count} statement{'s' if count != 1 else ''}" if count else ""
    name = dict(picture.sign_names).get(tie.sign, _STYLES[tie.sign].name)
    bounds = f" ({tie.bounds[0]:.3g} to {tie.bounds[1]:.3g})" if tie.bounds else ""
    return f"{one} – {two}: {name} {tie.weight:.4g}{bounds}{rests}"


def _unsure(tie: PictureTie) -> bool:
    return tie.bounds is not None and tie.bounds[0] <= 0 <= tie.bounds[1]


def _nodes(sheet: Sheet, picture: NetworkPicture, plan: _Plan) -> None:
    for node, dot in zip(picture.nodes, plan.dots, strict=True):
        fill = node.colour or (GROUPS[node.group % len(GROUPS)] if node.group >= 0 else "#3d4650")
        frame = {"stroke": PAPER, "stroke_width": 1.5}
        camp = f", group {node.group + 1}" if node.group >= 0 else ""
        tip = sheet.tip(f"{node.label}: {node.weight:.4g}{camp}")
        if node.column:
            side = dot.radius * 1.7
            box = {"x": dot.x - side / 2, "y": dot.y - side / 2, "width": side, "height": side}
            sheet.add("rect", tip, **box, fill=fill if node.colour else "#8a6d00", **frame)
        else:
            sheet.add("circle", tip, cx=dot.x, cy=dot.y, r=dot.radius, fill=fill, **frame)
        if node.group >= 0 and dot.radius >= 6:
            size = min(11.0, dot.radius * 1.1)
            place = {"text_anchor": "middle", "fill": INK, "font_weight": "700"}
            sheet.text(dot.x, dot.y + size * 0.36, str(node.group + 1), size, halo=True, **place)
    for node, placed in zip(picture.nodes, plan.labels, strict=True):
        if placed is None:
            continue
        for row, words in enumerate(placed.lines):
            y = placed.y + row * _LABEL * 1.15
            style = "italic" if node.column else ""
            more = {"text_anchor": placed.anchor, "font_style": style, "fill": INK}
            sheet.text(placed.x, y, words, _LABEL, halo=True, **more)
