"""From the network's values to attributions.

A word belongs to at most one content: that of the candidate that is surest of it. What is left of a
candidate, and how clear-cut it is, goes into a dozen figures; the ranker makes one probability of
them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from counterpoint.analysis.attribution.features import PUNCTUATION, Sheet

__all__ = ["FIGURES", "Found", "Reading", "Thresholds", "cue_runs", "decode"]

Floats: TypeAlias = npt.NDArray[np.floating]

SOURCE, CONTENT = 1, 2
FIGURES = (
    "cue_max",
    "cue_mean",
    "valid",
    "has_source",
    "expected_overlap",
    "content_mean",
    "content_edge",
    "source_best",
    "no_source",
    "content_length",
    "content_short",
    "quoted_share",
    "pieces",
    "cue_length",
    "lost_share",
    "gap",
    "source_rival",
    "cue_role",
)

_SPLIT = 0.3
_FAR = 8.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one text.

    Attributes:
        cues: First word of each candidate, and the word after its last.
        sure: Largest and mean probability of a candidate's words to be a cue's.
        lows: First word that each candidate's roles are given for.
        roles: Candidate x word x (none, source, content, cue), probabilities.
        whole: Candidate x (it is a cue, it has a source), logits.
        tags: Word x (none, begins a cue, continues one), probabilities.
    """

    cues: list[tuple[int, int]]
    sure: Floats
    lows: npt.NDArray[np.int64]
    roles: Floats
    whole: Floats
    tags: Floats


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a value becomes a decision.

    Attributes:
        content: Least probability of a word of the content.
        share: A candidate whose words are all less probable takes those with this share of its
            best.
        floor: It has none when its best is below this.
        gap: Most words between two pieces of a content that are filled.
        crumb: A piece with less than this share of the largest piece's mass goes.
        source: Least probability of a source's best word.
        source_word: Least probability of its other words.
        valid: Candidates less probable than this are not looked at.
        lost: A candidate goes when more than this share of its content is surer elsewhere.
    """

    content: float = 0.45
    share: float = 0.6
    floor: float = 0.15
    gap: int = 3
    crumb: float = 0.1
    source: float = 0.15
    source_word: float = 0.15
    valid: float = 0.05
    lost: float = 0.85


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution in words, with the figures that the ranker judges it by."""

    cue: tuple[int, int]
    source: tuple[int, ...]
    content: tuple[int, ...]
    figures: tuple[float, ...]


def cue_runs(begin: Floats, inside: Floats, least: float) -> list[tuple[int, int]]:
    """Give the runs of words that may be cues.

    Args:
        begin: Probability of each word to begin a cue.
        inside: Probability of each word to continue one.
        least: Words with less probability of both together are no cue.
    """
    runs: list[tuple[int, int]] = []
    start = end = -1
    for here in np.flatnonzero(begin + inside >= least).tolist():
        parts = begin[here] >= max(_SPLIT, float(inside[here]))
        if start < 0 or here != end or parts:
            if start >= 0:
                runs.append((start, end))
            start = here
        end = here + 1
    if start >= 0:
        runs.append((start, end))
    return runs


def decode(reading: Reading, sheet: Sheet, thresholds: Thresholds) -> list[Found]:
    """Give what stands of each candidate, in the order of the candidates."""
    valid = 1.0 / (1.0 + np.exp(-reading.whole[:, 0]))
    said = reading.roles[:, :, CONTENT]
    width = said.shape[1]
    peak = said.max(1, initial=0.0)
    least = np.minimum(thresholds.content, thresholds.share * peak)
    least[peak < thresholds.floor] = 2.0
    best = np.zeros(len(sheet))
    owner = np.full(len(sheet), -1)
    for number in np.flatnonzero(valid >= thresholds.valid).tolist():
        low = int(reading.lows[number])
        value = said[number] * valid[number]
        better = (said[number] >= least[number]) & (value > best[low : low + width])
        best[low : low + width][better] = value[better]
        owner[low : low + width][better] = number
    out = []
    for number in np.flatnonzero(valid >= thresholds.valid).tolist():
        low = int(reading.lows[number])
        wanted = int((said[number] >= least[number]).sum())
        mine = np.flatnonzero(owner[low : low + width] == number)
        if not wanted or len(mine) < (1.0 - thresholds.lost) * wanted:
            continue
        found = _decode_one(reading, sheet, thresholds, number, mine, 1.0 - len(mine) / wanted)
        if found is not None:
            out.append(found)
    return out


def _decode_one(
    reading: Reading,
    sheet: Sheet,
    thresholds: Thresholds,
    number: int,
    mine: npt.NDArray[np.int64],
    lost: float,
) -> Found | None:
    low = int(reading.lows[number])
    start, end = reading.cues[number]
    cue = range(start - low, end - low)
    said = reading.roles[number, :, CONTENT]
    pieces = _pieces(mine.tolist(), thresholds.gap, cue)
    mass = [float(said[first : last + 1].sum()) for first, last in pieces]
    pieces = [
        piece
        for piece, weight in zip(pieces, mass, strict=True)
        if weight >= thresholds.crumb * max(mass)
        and (sheet.shape[low + piece[0] : low + piece[1] + 1] != PUNCTUATION).any()
    ]
    content = [place for first, last in pieces for place in range(first, last + 1)]
    if not content:
        return None
    source, source_best, rival = _source(
        reading.roles[number, :, SOURCE], set(content) | set(cue), thresholds
    )
    inside = said[content]
    total = float(said.sum())
    quoted = sheet.quoted[np.array(content) + low]
    gap = (
        0
        if not cue
        else min(min(abs(first - cue[-1]), abs(last - cue[0])) for first, last in pieces)
    )
    overlap = float(inside.sum()) / (len(content) + total - float(inside.sum()))
    figures = (
        _logit(float(reading.sure[number, 0])),
        _logit(float(reading.sure[number, 1])),
        float(np.clip(reading.whole[number, 0], -_FAR, _FAR)),
        float(np.clip(reading.whole[number, 1], -_FAR, _FAR)),
        _logit(overlap),
        _logit(float(inside.mean())),
        float(min(inside[0], inside[-1])),
        source_best if source else 0.0,
        float(not source),
        math.log(len(content)),
        float(len(content) <= 3),
        float(quoted.mean()),
        math.log(len(pieces)),
        math.log(len(cue)),
        lost,
        math.log1p(gap),
        rival,
        float(reading.roles[number, list(cue), 3].mean()),
    )
    return Found(
        cue=(start, end),
        source=tuple(place + low for place in source),
        content=tuple(place + low for place in content),
        figures=figures,
    )


def _pieces(places: list[int], gap: int, cue: range) -> list[tuple[int, int]]:
    """Join words into unbroken pieces, over small gaps but not over the cue."""
    pieces: list[tuple[int, int]] = []
    for place in places:
        if pieces:
            first, last = pieces[-1]
            between = range(last + 1, place)
            if len(between) <= gap and not (between and _meet(between, cue)):
                pieces[-1] = (first, place)
                continue
        pieces.append((place, place))
    return pieces


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _source(
    named: Floats, taken: set[int], thresholds: Thresholds
) -> tuple[list[int], float, float]:
    """Give the words of the source, the best of their values, and the best value elsewhere."""
    runs: list[list[int]] = []
    for place in np.flatnonzero(named >= thresholds.source_word).tolist():
        if place in taken:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    ranked = sorted(runs, key=lambda run: -float(named[run].max()))
    if not ranked or float(named[ranked[0]].max()) < thresholds.source:
        return [], 0.0, float(named.max())
    rival = float(named[ranked[1]].max()) if len(ranked) > 1 else 0.0
    return ranked[0], float(named[ranked[0]].max()), rival


def _logit(value: float) -> float:
    value = min(max(value, 1e-4), 1.0 - 1e-4)
    return math.log(value / (1.0 - value))
