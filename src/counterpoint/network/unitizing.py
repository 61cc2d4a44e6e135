"""Agreement on where statements lie: Krippendorff's unitizing alpha, and matching of spans.

Coders who mark spans first have to agree that there is something to mark. Kappa over the words of a
text rewards them for the words that nobody marked; unitizing alpha compares the marked spans
themselves, with their ends and the gaps between them.

Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology
25; the form for several coders and documents is that of Krippendorff (2004), chapter 11.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from counterpoint.network.agreement_coders import Interval, draw_interval

__all__ = ["Continuum", "match_spans", "unitizing_alpha"]

Ends = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Continuum:
    """One document: its length and, for each coder, the spans that the coder marked.

    Spans are half open. Spans of one coder that touch or overlap count as one stretch, because a
    place is either marked or not.
    """

    length: int
    spans: Mapping[str, Sequence[Ends]]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document of one coder in marked stretches and gaps that together cover it."""

    units: tuple[Ends, ...]
    gaps: tuple[Ends, ...]


def unitizing_alpha(
    documents: Sequence[Continuum],
    *,
    draws: int = 0,
    seed: int = 1,
    confidence: float = 0.95,
) -> Interval:
    """Krippendorff's unitizing alpha over documents that the same coders read.

    1 where all spans are the same, about 0 where they lie as if thrown at random. None where
    nobody marked anything, or where everything is marked by everybody.

    Args:
        documents: What was read; a coder of any document counts as a reader of all.
        draws: Samples of documents for the interval; 0 for none.
        seed: Start of the random numbers.
        confidence: Share of the samples between the bounds.
    """
    coders = sorted({coder for document in documents for coder in document.spans})
    if len(coders) < 2 or not documents:
        return Interval(None, None, None)
    parts = np.array([_sums(document, coders) for document in documents])
    longest = max(document.length for document in documents)
    classes = _gap_lengths(documents, coders)
    counts = np.hstack([parts, classes]) if longest else parts
    lengths = _lengths(documents, coders)

    def measure(counts: NDArray[np.float64]) -> float | None:
        return _alpha_u(counts, lengths, len(coders))

    return draw_interval(counts, measure, draws=draws, seed=seed, confidence=confidence)


def match_spans(spans: Sequence[tuple[str, int, int]]) -> list[list[int]]:
    """Group the spans of several coders in one document that mark the same thing.

    Pairs of spans of two coders are joined from the largest overlap (intersection over union) to
    the smallest, as long as no group gets two spans of one coder. Each span is in one group.

    Args:
        spans: Coder, start and end of each span.

    Returns:
        Groups of indexes into ``spans``, in the order of their first span.

    Example:
        >>> match_spans([("ann", 0, 10), ("bob", 1, 9), ("bob", 20, 30)])
        [[0, 1], [2]]
    """
    group = list(range(len(spans)))
    members = {index: [index] for index in group}
    for _, first, second in sorted(_overlaps(spans)):
        one, two = group[first], group[second]
        here = {spans[index][0] for index in members[one]}
        if one == two or here & {spans[index][0] for index in members[two]}:
            continue
        members[one] += members.pop(two)
        for index in members[one]:
            group[index] = one
    return sorted(sorted(indexes) for indexes in members.values())


def _overlaps(spans: Sequence[tuple[str, int, int]]) -> list[tuple[float, int, int]]:
    """Pairs of overlapping spans of different coders, keyed by minus their overlap."""
    order = sorted(range(len(spans)), key=lambda index: spans[index][1])
    found: list[tuple[float, int, int]] = []
    open_spans: list[int] = []
    for here in order:
        coder, start, end = spans[here]
        open_spans = [index for index in open_spans if spans[index][2] > start]
        for other in open_spans:
            name, other_start, other_end = spans[other]
            if name != coder:
                shared = min(end, other_end) - start
                union = max(end, other_end) - other_start
                found.append((-shared / union, min(here, other), max(here, other)))
        open_spans.append(here)
    return found


def _cut(length: int, spans: Sequence[Ends]) -> _Cut:
    units: list[Ends] = []
    for start, end in sorted(spans):
        begin, stop = max(0, start), min(length, end)
        if begin >= stop:
            continue
        if units and begin <= units[-1][1]:
            units[-1] = (units[-1][0], max(stop, units[-1][1]))
        else:
            units.append((begin, stop))
    edges = [0, *(edge for unit in units for edge in unit), length]
    gaps = tuple((edges[at], edges[at + 1]) for at in range(0, len(edges), 2))
    return _Cut(tuple(units), tuple(gap for gap in gaps if gap[0] < gap[1]))


def _cuts(document: Continuum, coders: Sequence[str]) -> list[_Cut]:
    return [_cut(document.length, document.spans.get(coder, ())) for coder in coders]


def _sums(document: Continuum, coders: Sequence[str]) -> list[float]:
    """Length, observed differences, and the sums over units that the expectation needs."""
    cuts = _cuts(document, coders)
    observed = sum(_between(one, two) for one, two in combinations(cuts, 2))
    sizes = np.array([end - start for cut in cuts for start, end in cut.units], dtype=float)
    within = float((2 * sizes**3 - 3 * sizes**2 + sizes).sum() / 3)
    return [document.length, 2.0 * observed, len(sizes), within, float((sizes * (sizes - 1)).sum())]


def _between(one: _Cut, two: _Cut) -> float:
    """Sum of squared differences between the units of two coders."""
    total = 0.0
    for start, end in one.units:
        for other_start, other_end in two.units:
            if start < other_end and other_start < end:
                total += (start - other_start) ** 2 + (end - other_end) ** 2
    return total + _inside(one.units, two.gaps) + _inside(two.units, one.gaps)


def _inside(units: Sequence[Ends], gaps: Sequence[Ends]) -> float:
    return float(
        sum(
            (end - start) ** 2
            for start, end in units
            if any(left <= start and end <= right for left, right in gaps)
        )
    )


def _lengths(documents: Sequence[Continuum], coders: Sequence[str]) -> NDArray[np.float64]:
    """Distinct lengths of units, then of gaps, as one table of (length, is unit)."""
    found: set[tuple[int, bool]] = set()
    for document in documents:
        for cut in _cuts(document, coders):
            found |= {(end - start, True) for start, end in cut.units}
            found |= {(end - start, False) for start, end in cut.gaps}
    return np.array(sorted(found), dtype=float).reshape(-1, 2)


def _gap_lengths(documents: Sequence[Continuum], coders: Sequence[str]) -> NDArray[np.float64]:
    """Per document, how many units and gaps of each length there are."""
    lengths = {tuple(row): at for at, row in enumerate(_lengths(documents, coders))}
    counts = np.zeros((len(documents), len(lengths)))
    for row, document in enumerate(documents):
        for cut in _cuts(document, coders):
            for kind, stretches in ((1.0, cut.units), (0.0, cut.gaps)):
                for start, end in stretches:
                    counts[row, lengths[(float(end - start), kind)]] += 1
    return counts


def _alpha_u(counts: NDArray[np.float64], lengths: NDArray[np.float64], m: int) -> float | None:
    length, observed, units, within, pairs = counts[:5]
    if not units or not length:
        return None
    numbers = counts[5:]
    is_unit = lengths[:, 1] == 1
    unit, gap = lengths[is_unit, 0], lengths[~is_unit, 0]
    room = np.maximum(gap[None, :] - unit[:, None] + 1, 0)
    lone = float(numbers[is_unit] @ (unit[:, None] ** 2 * room) @ numbers[~is_unit])
    expected = 2 / length * ((units - 1) * within + lone)
    expected /= m * length * (m * length - 1) - pairs
    if expected <= 0:
        return None
    return float(1 - observed / (m * (m - 1) * length**2) / expected)
