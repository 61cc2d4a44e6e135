"""Counts of statements for and against with 95 % intervals, as bars and timelines show them.

A count is a sum over statements, so it is corrected as ties between actors and concepts are: see
:mod:`counterpoint.network.corrected`. No count lies below zero.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from counterpoint.errors import InputError
from counterpoint.network.corrected import (
    WHOLE,
    CodedRows,
    corrected_shares,
    estimate_of,
    missed_variance,
    redrawn_labels,
    with_labels,
)
from counterpoint.network.intervals import Estimate, corrected_totals
from counterpoint.types.network import StatementTable
from counterpoint.types.selection import NetworkSpec

__all__ = ["SideCounts", "Sided", "corrected_counts", "counts_of_documents", "redrawn_counts"]

Key = tuple[str, int]  # what is counted, and in which period
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sided:
    """Statements as a picture counts them.

    Attributes:
        labels: What is counted.
        codes: Of each statement, the place of its label.
        periods: Of each statement, the number of its period.
        agrees: Of each statement, whether it is for.
        documents: Of each statement, its document.
    """

    labels: Sequence[str]
    codes: NDArray[np.int64]
    periods: NDArray[np.int64]
    agrees: NDArray[np.bool_]
    documents: NDArray[np.int64]

    def places(self) -> tuple[list[Key], NDArray[np.int64]]:
        """All that is counted, and of each statement its place in that."""
        width = int(self.periods.max(initial=0)) + 1
        used, places = np.unique(self.codes * width + self.periods, return_inverse=True)
        return [(self.labels[int(at) // width], int(at) % width) for at in used], places

    def counts(self, weights: NDArray[np.float64] | None = None) -> Floats:
        """For each key a row of two: statements against, and for."""
        keys, places = self.places()
        cells = 2 * places + self.agrees
        found = np.bincount(cells, weights=weights, minlength=2 * len(keys))
        return np.asarray(found, dtype=np.float64).reshape(-1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class SideCounts:
    """Estimates of what is counted; what was never for (or against) has none there.

    Attributes:
        agree: Statements for.
        disagree: Statements against.
        shares: Of those for among both.
    """

    agree: dict[Key, Estimate] = field(default_factory=dict)
    disagree: dict[Key, Estimate] = field(default_factory=dict)
    shares: dict[Key, Estimate] = field(default_factory=dict)


def corrected_counts(rows: CodedRows, stretches: Sequence[tuple[int, int]]) -> SideCounts:
    """Counts corrected by the judgements of a sample, and shares if there is but one period.

    Errors are pooled over all periods, since few statements of one are judged.

    Args:
        rows: The two views by side; their targets are what is counted.
        stretches: First and last second of each period, in order and apart.
    """
    found = SideCounts()
    firsts = np.asarray([low for low, _ in stretches], dtype=np.int64)
    lasts = np.asarray([high for _, high in stretches], dtype=np.int64)
    periods = np.searchsorted(firsts, rows.dates, side="right") - 1
    inside = (periods >= 0) & (rows.dates <= lasts[periods])
    keys = list(
        dict.fromkeys((rows.targets[at], int(periods[at])) for at in np.flatnonzero(inside))
    )
    place = {key: at for at, key in enumerate(keys)}
    targets: dict[int, list[str]] = {}
    for target, period in keys:
        targets.setdefault(period, []).append(target)
    edges = np.asarray(
        [
            place[target, int(period)] if there else -1
            for target, period, there in zip(rows.targets, periods, inside, strict=True)
        ],
        dtype=np.int64,
    )
    source = next(iter(rows.weights), "")  # that of every statement
    for side, part in ((1.0, found.agree), (-1.0, found.disagree)):
        mine = rows.changed(_counting(side))
        missed: dict[int, float] = {}
        for number, here in targets.items():
            cells = [(source, target) for target in here]
            for at, variance in missed_variance(mine, cells, stretches[number]).items():
                missed[place[here[at], number]] = variance
        totals = corrected_totals(
            mine.machine, mine.people, mine.chances, edges, classes=rows.classes, missed=missed
        )
        part.update({key: _not_below_zero(totals[place[key]]) for key in keys})
    if len(stretches) == 1:
        shares = corrected_shares(rows, *stretches[0])
        found.shares.update({(name, 0): shares[name] for name in shares if name != WHOLE})
    return found


def redrawn_counts(
    table: StatementTable,
    spec: NetworkSpec,
    confusion: Floats,
    sided: Callable[[StatementTable], Sided],
    *,
    known: Collection[str] = (),
    draws: int = 400,
    method: str = "gold",
) -> SideCounts:
    """Counts from labels drawn again.

    Args:
        table: Statements as they are shown.
        spec: Names their qualifier, and the seed.
        confusion: Counts; rows the true side (-1, 0, 1), columns the machine's.
        sided: Counts statements as the picture does.
        known: Statements whose side is certain, since people judged them.
        draws: How often.
        method: Where the confusion comes from.

    Raises:
        InputError: If there are too many statements to draw so often.
    """
    labels, drawn = redrawn_labels(table, spec, confusion, known=known, draws=draws)

    def counts(row: NDArray[np.int64]) -> dict[Key, Floats]:
        one = sided(with_labels(table, spec, row))
        return dict(zip(one.places()[0], one.counts(), strict=True))

    again: dict[Key, Floats] = {}
    for number, row in enumerate(drawn):
        for key, both in counts(row).items():
            again.setdefault(key, np.zeros((draws, 2)))[number] = both
    return _estimates(counts(labels), again, draws, method)


def counts_of_documents(sided: Sided, *, draws: int, seed: int) -> SideCounts:
    """Counts if other documents had been drawn: how much hangs on which there are.

    Raises:
        InputError: If there is but one document.
    """
    owners = np.unique(sided.documents, return_inverse=True)[1]
    documents = int(owners.max(initial=-1)) + 1
    if documents < 2:
        raise InputError(
            "all statements are of one document, so that none can be drawn again",
            hint="leave out --intervals, or give each statement its document_id",
        )
    keys = sided.places()[0]
    draw = np.random.default_rng(seed)
    shares = np.full(documents, 1 / documents)
    again = np.stack(
        [
            sided.counts(draw.multinomial(documents, shares)[owners].astype(np.float64))
            for _ in range(draws)
        ]
    )
    counted = dict(zip(keys, sided.counts(), strict=True))
    every = {key: again[:, at] for at, key in enumerate(keys)}
    found = _estimates(counted, every, draws, "documents")
    for part in (found.agree, found.disagree, found.shares):  # nothing is corrected
        part.update({key: replace(one, value=one.counted) for key, one in part.items()})
    return found


def _counting(side: float) -> Callable[[Floats], Floats]:
    """One for a statement of this side, none for another; what nobody judged stays unknown."""
    return lambda values: np.where(np.isnan(values), np.nan, (values == side).astype(np.float64))


def _not_below_zero(one: Estimate) -> Estimate:
    value, low, high = (max(0.0, figure) for figure in (one.value, one.low, one.high))
    return replace(one, value=value, low=low, high=high)


def _estimates(
    counted: Mapping[Key, Floats], again: Mapping[Key, Floats], draws: int, method: str
) -> SideCounts:
    found = SideCounts()
    for key, values in again.items():
        now = counted.get(key, np.zeros(2))
        for at, part in ((1, found.agree), (0, found.disagree)):
            if now[at] or values[:, at].any():
                part[key] = estimate_of(float(now[at]), values[:, at], draws, method)
        both = values.sum(axis=1)
        share = np.divide(values[:, 1], both, out=np.full(draws, np.nan), where=both > 0)
        if now.sum():
            found.shares[key] = estimate_of(float(now[1] / now.sum()), share, draws, method)
    return found
