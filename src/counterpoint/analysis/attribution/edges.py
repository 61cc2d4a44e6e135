"""Where a source, cue or content begins and ends, drawn as people draw it.

The network says of each word how likely it is to belong to a role; where exactly a span begins and
ends is a habit of those who annotate: "said" without "in an interview", "called for" with its
preposition, a name with its office but not with the comma after it. For each edge of a span the
places around it compete. What speaks for a place is what the network says of the words that it
takes in, and what the words on its two sides are in other spans of the role.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from counterpoint.analysis.attribution.decode import Found, Reading
from counterpoint.analysis.attribution.features import PUNCTUATION, Sheet
from counterpoint.analysis.attribution.words import Words
from counterpoint.errors import ModelError

__all__ = [
    "EDGE_FIGURES",
    "ROLES",
    "SIDES",
    "Drawn",
    "Edges",
    "Habit",
    "Page",
    "Places",
    "lay_out",
    "move",
    "put",
    "redraw",
    "runs",
    "spans_of",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Span: TypeAlias = tuple[int, int]
Odds: TypeAlias = tuple[float, float, float, float]

SOURCE, CONTENT, CUE = 1, 2, 3
ROLES = {"cue": CUE, "source": SOURCE, "content": CONTENT}  # in the order of drawing
SIDES = {"start": -1, "end": 1}
EDGE_FIGURES = 22
_REACH = {CUE: 12, SOURCE: 8, CONTENT: 8}
_NOTHING = -5.0  # log odds of a role where no word is
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Habit:
    """How people draw the spans of one role.

    Attributes:
        words: By word, in small letters, log odds that it stands at an edge of a span rather than
            within one: as its first word, right before it, as its last word, right after it.
        sides: Weights of a place's figures, for the start and for the end of a span.
        most: Largest share of a span's length by which an edge moves; one word is always allowed.
    """

    words: Mapping[str, Odds]
    sides: Mapping[str, Floats]
    most: float


@dataclass(frozen=True, slots=True)
class Edges:
    """The habits of all roles."""

    habits: Mapping[str, Habit]

    @classmethod
    def read(cls, path: Path) -> Edges:
        """Read them from a file of a bundle."""
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            return cls({role: _habit(table[role]) for role in ROLES})
        except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(
                f"{path} cannot be read: {error}", hint="install counterpoint again"
            ) from None


def _habit(table: Mapping[str, Any]) -> Habit:
    sides = {side: np.array(table[side], dtype=np.float64) for side in SIDES}
    if any(weights.shape != (EDGE_FIGURES,) for weights in sides.values()):
        raise ValueError(f"an edge has {EDGE_FIGURES} weights")
    words = {}
    for word, odds in table["words"].items():
        first, before, last, after = map(float, odds)
        words[word] = (first, before, last, after)
    return Habit(words, sides, float(table["most"]))


class Page:
    """What is known of a text's words, laid out once for all edges in it."""

    def __init__(self, reading: Reading, sheet: Sheet, words: Words) -> None:
        self.sheet = sheet
        self.size = len(sheet)
        self.lows = reading.lows
        self.numbers = {cue: number for number, cue in enumerate(reading.cues)}
        self.likely = _log_odds(reading.roles)  # candidate x word x role
        self.begins = _log_odds(reading.tags[:, 1])
        self.cue = _log_odds(reading.tags[:, 1] + reading.tags[:, 2])
        self.mark = sheet.shape == PUNCTUATION
        self.texts = [text.lower() for text in words.texts]
        self.manner = np.array([text.endswith("ly") for text in self.texts], dtype=bool)

    def odds(self, habit: Habit) -> Floats:
        """Give the log odds of each word of the text."""
        none = (0.0, 0.0, 0.0, 0.0)
        return np.array([habit.words.get(text, none) for text in self.texts]).reshape(-1, 4)


def _log_odds(values: npt.NDArray[Any]) -> Floats:
    clipped = np.clip(values.astype(np.float64), 1e-3, 1 - 1e-3)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds


@dataclass(frozen=True, slots=True)
class Drawn:
    """Unbroken spans of one role in a text, a row each.

    Attributes:
        role: Number of the role.
        spans: First word of each, and the word after its last.
        numbers: The candidate that each belongs to.
        cues: The candidate's cue.
        taken: Words that a span does not grow over.
    """

    role: int
    spans: Sequence[Span]
    numbers: Sequence[int]
    cues: Sequence[Span]
    taken: Sequence[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Places:
    """The places where one edge of each span may lie, from the inside out.

    Attributes:
        words: The span's outermost word on this side at each place.
        figures: Row x place x figure.
        open: Which places may be chosen.
        now: Number of the place where the edge lies.
    """

    words: Integers
    figures: Floats
    open: Flags
    now: Integers


@dataclass(frozen=True, slots=True)
class _Grid:
    """Places of an edge, before anything is known of them."""

    number: Integers
    low: Integers
    core: Integers
    inside: Integers
    outside: Integers
    count: Integers
    now: Integers
    held: Flags
    exists: Flags
    seen: Flags


def lay_out(page: Page, odds: Floats, drawn: Drawn, side: str) -> Places:
    """Lay out where an edge of some spans may lie.

    Args:
        page: The text.
        odds: Log odds of its words for the role, from `Page.odds`.
        drawn: The spans.
        side: Which edge of them.
    """
    grid = _grid(page, drawn, side)
    blocked = np.array(
        [
            [word in taken for word in words]
            for words, taken in zip(grid.inside.tolist(), drawn.taken, strict=True)
        ]
    )
    if drawn.role == CUE:
        blocked |= page.sheet.paragraph[grid.inside] != page.sheet.paragraph[grid.core]
    barred = np.logical_or.accumulate(blocked & (grid.count > grid.now), axis=1)
    figures = np.stack(
        [*_taken_in(page, grid, drawn.role), *_around(page, grid, drawn, side, odds, blocked)], -1
    )
    reach = _REACH[drawn.role]
    is_open = grid.held & ~barred & (grid.count <= grid.now + reach)
    return Places(grid.inside, figures, is_open, grid.now[:, 0])


def _grid(page: Page, drawn: Drawn, side: str) -> _Grid:
    step, reach = SIDES[side], _REACH[drawn.role]
    number = np.array(drawn.numbers)[:, None]
    low = page.lows[number]
    high = np.minimum(low + page.likely.shape[1], page.size) - 1
    core = np.array(
        [
            start + int(page.likely[k, start - base : end - base, drawn.role].argmax())
            for k, (start, end), base in zip(
                drawn.numbers, drawn.spans, low[:, 0].tolist(), strict=True
            )
        ]
    )[:, None]
    edge = np.array([start if step < 0 else end - 1 for start, end in drawn.spans])[:, None]
    inmost = np.minimum(core, edge + reach) if step < 0 else np.maximum(core, edge - reach)
    count = np.arange(2 * reach + 1)[None, :]
    inside = inmost + step * count
    held = (inside >= low) & (inside <= high)
    inside = np.clip(inside, low, high)
    outside = inside + step
    exists = (outside >= 0) & (outside < page.size)
    seen = (outside >= low) & (outside <= high)
    outside = np.clip(outside, 0, page.size - 1)
    now = (edge - inmost) * step
    return _Grid(number, low, core, inside, outside, count, now, held, exists, seen)


def _taken_in(page: Page, grid: _Grid, role: int) -> list[Floats]:
    """What the words between the inmost place and each other add up to."""
    sentence = page.sheet.sentence
    own = page.likely[grid.number, grid.inside - grid.low]
    columns = [
        np.ones(grid.inside.shape),
        own[..., role],
        page.cue[grid.inside],
        own[..., SOURCE],
        own[..., CONTENT],
        page.mark[grid.inside].astype(np.float64),
        (sentence[grid.inside] != sentence[grid.core]).astype(np.float64),
        1 / (1 + np.exp(-own[..., role])),
    ]
    for column in columns:
        column[:, 0] = 0.0
    return [column.cumsum(1) for column in columns]


def _around(
    page: Page, grid: _Grid, drawn: Drawn, side: str, odds: Floats, blocked: Flags
) -> list[npt.NDArray[Any]]:
    """What stands on the two sides of each place."""
    sheet, inside, outside, exists = page.sheet, grid.inside, grid.outside, grid.exists
    near = np.clip(outside - grid.low, 0, page.likely.shape[1] - 1)
    beyond = np.where(grid.seen[..., None], page.likely[grid.number, near], _NOTHING)
    own = page.likely[grid.number, inside - grid.low, drawn.role]
    quoted = sheet.quotation[inside] >= 0
    other = ~exists | (sheet.quotation[outside] != sheet.quotation[inside])
    first, after = (0, 1) if side == "start" else (2, 3)
    cue = np.array(drawn.cues)
    following = np.minimum(grid.count[0] + 1, grid.count.shape[1] - 1)
    return [
        page.begins[inside],
        beyond[..., CONTENT],
        grid.count == grid.now,
        odds[inside, first],
        np.where(exists, odds[outside, after], 0.0),
        ~exists | (sheet.sentence[outside] != sheet.sentence[inside]),
        ~exists | (sheet.paragraph[outside] != sheet.paragraph[inside]),
        quoted & other,
        ~quoted & exists & (sheet.quotation[outside] >= 0),
        own - beyond[..., drawn.role],
        exists & (outside >= cue[:, :1]) & (outside < cue[:, 1:]),
        blocked[:, following],
        exists & page.manner[outside],
        inside == grid.core,
    ]


# ------------------------------------------------------------------ drawing


def redraw(found: Sequence[Found], page: Page, edges: Edges) -> list[Found]:
    """Draw the edges of some candidates of a text anew.

    Args:
        found: The candidates, with the cues that the network's reading gave them.
        page: The text.
        edges: The habits of those who annotate.
    """
    numbers = [page.numbers[one.cue] for one in found]
    out = list(found)
    for role, habit in edges.habits.items():
        drawn, owners = spans_of(out, numbers, role)
        if drawn.spans:
            out = put(out, owners, move(page, drawn, habit), role)
    return out


def spans_of(found: Sequence[Found], numbers: Sequence[int], role: str) -> tuple[Drawn, list[int]]:
    """Give the unbroken spans of a role, and the place in `found` of each one's owner."""
    spans: list[Span] = []
    owners: list[int] = []
    taken: list[frozenset[int]] = []
    for place, one in enumerate(found):
        mine = [one.cue] if role == "cue" else runs(getattr(one, role))
        others = {
            "cue": one.source,
            "source": (*range(*one.cue), *one.content),
            "content": (*range(*one.cue), *one.source),
        }
        spans += mine
        owners += [place] * len(mine)
        taken += [frozenset(others[role])] * len(mine)
    chosen, cues = [numbers[k] for k in owners], [found[k].cue for k in owners]
    return Drawn(ROLES[role], spans, chosen, cues, taken), owners


def move(page: Page, drawn: Drawn, habit: Habit) -> list[Span]:
    """Give the spans with both edges where people would draw them."""
    odds = page.odds(habit)
    length = np.array([end - start for start, end in drawn.spans])
    most = np.maximum(1, np.floor(habit.most * length))[:, None]
    ends = []
    for side, weights in habit.sides.items():
        places = lay_out(page, odds, drawn, side)
        count = np.arange(places.words.shape[1])[None, :]
        near = np.abs(count - places.now[:, None]) <= most
        value = np.where(places.open & near, places.figures @ weights, _NEVER)
        ends.append(places.words[np.arange(len(value)), value.argmax(1)].tolist())
    return [(first, last + 1) for first, last in zip(*ends, strict=True)]


def put(
    found: Sequence[Found], owners: Sequence[int], spans: Sequence[Span], role: str
) -> list[Found]:
    """Give the candidates with new spans of a role; what a cue takes leaves the other roles."""
    mine: list[set[int]] = [set() for _ in found]
    for owner, span in zip(owners, spans, strict=True):
        mine[owner].update(range(*span))
    out = []
    for one, words in zip(found, mine, strict=True):
        if role == "cue":
            content = tuple(word for word in one.content if word not in words)
            if content:
                one = replace(one, cue=(min(words), max(words) + 1), content=content)
        elif words and role == "source":
            one = replace(one, source=tuple(sorted(words)))
        elif words:
            one = replace(one, content=tuple(sorted(words)))
        out.append(one)
    return out


def runs(words: Sequence[int]) -> list[Span]:
    """Give the unbroken runs of words in order."""
    spans: list[Span] = []
    for word in words:
        if spans and spans[-1][1] == word:
            spans[-1] = (spans[-1][0], word + 1)
        else:
            spans.append((word, word + 1))
    return spans
