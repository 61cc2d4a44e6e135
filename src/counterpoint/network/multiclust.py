"""Actors grouped by many methods at once, compared by modularity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.build import network
from counterpoint.network.clusters import concor, cut, linkage, medoids
from counterpoint.network.communities import (
    best_cut,
    edge_betweenness,
    fast_greedy,
    leading_eigenvector,
    modularity,
    walktrap,
)
from counterpoint.network.values import column_of
from counterpoint.types.network import StatementTable, VariableKind
from counterpoint.types.selection import (
    Aggregation,
    Mode,
    NetworkKind,
    NetworkSpec,
    Normalisation,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Grouping", "multiclust", "profiles"]

Cutter = Callable[[int], "NDArray[np.int64]"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups that one method finds.

    Attributes:
        method: Its name, in rDNA's words.
        labels: The actors.
        memberships: Group of each, from 0.
        modularity: Of the grouping in the agreement network.
    """

    method: str
    labels: tuple[str, ...]
    memberships: tuple[int, ...]
    modularity: float

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(set(self.memberships))


def multiclust(
    table: StatementTable, spec: NetworkSpec, *, groups: int = 0, most: int = 5
) -> list[Grouping]:
    """Group the values of variable 1 by all methods that fit.

    Args:
        table: Statements of one type.
        spec: Variables, qualifier, filters; kind and aggregation are set here. In mode ``dna``
            modularity looks only at whether there is a tie, as rDNA's does; else at its weight.
        groups: Number of groups; 0 lets each method choose, up to ``most``.
        most: Largest number of groups to try.
    """
    labels, blocks = profiles(table, spec)
    aggregation = Aggregation.IGNORE if spec.qualifier is None else Aggregation.SUBTRACT
    found = network(
        table,
        replace(
            spec,
            kind=NetworkKind.ONEMODE,
            aggregation=aggregation,
            normalisation=Normalisation.AVERAGE,
        ),
    )
    at = [found.rows.index(label) for label in labels]
    weights = np.maximum(found.dense[np.ix_(at, at)], 0.0)
    judged = (weights > 0).astype(float) if spec.mode is Mode.DNA else weights
    if len(labels) < 3:
        return []
    results = []
    for name, memberships in _all(blocks, weights, judged, groups, most):
        results.append(
            Grouping(
                name,
                labels,
                tuple(int(one) for one in memberships),
                modularity(judged, memberships),
            )
        )
    return results


def profiles(
    table: StatementTable, spec: NetworkSpec
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Actors and what they say, as 0 and 1: one block for agreement, one for disagreement."""
    kind = None
    if spec.qualifier is not None:
        kind = column_of(table, spec.qualifier, document=spec.qualifier_document).kind
    aggregation = Aggregation.IGNORE if kind is None else Aggregation.SUBTRACT
    if kind is VariableKind.BOOLEAN:
        aggregation = Aggregation.COMBINE
    found = network(
        table,
        replace(
            spec,
            kind=NetworkKind.TWOMODE,
            aggregation=aggregation,
            normalisation=Normalisation.NO,
        ),
    )
    matrix = found.dense
    if aggregation is Aggregation.COMBINE:
        blocks = np.hstack([np.isin(matrix, (1, 3)), np.isin(matrix, (2, 3))]).astype(float)
    elif aggregation is Aggregation.SUBTRACT:
        blocks = np.hstack([matrix > 0, matrix < 0]).astype(float)
    else:
        blocks = (matrix > 0).astype(float)
    there = blocks.sum(axis=1) > 0
    labels = tuple(found.rows[int(at)] for at in np.flatnonzero(there))
    return labels, blocks[there]


def _jaccard(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    both = blocks @ blocks.T
    sums = blocks.sum(axis=1)
    either = sums[:, None] + sums[None, :] - both
    shared: NDArray[np.float64] = np.ones_like(both)
    np.divide(both, either, out=shared, where=either > 0)
    return 1 - shared


def _profiles_apart(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Euclidean distance of the ties of two nodes to all others, not to each other."""
    squares = (weights[:, None, :] - weights[None, :, :]) ** 2
    nodes = np.arange(len(weights))
    squares[nodes, :, nodes] = 0.0
    squares[:, nodes, nodes] = 0.0
    apart: NDArray[np.float64] = np.sqrt(squares.sum(axis=2))
    return apart


def _all(
    blocks: NDArray[np.float64],
    weights: NDArray[np.float64],
    judged: NDArray[np.float64],
    groups: int,
    most: int,
) -> list[tuple[str, NDArray[np.int64]]]:
    apart = _jaccard(blocks)
    size = len(blocks)

    def chosen(cutter: Cutter) -> NDArray[np.int64]:
        if groups:
            return cutter(groups)
        options = [cutter(number) for number in range(2, min(most, size - 1) + 1)]
        values = [modularity(judged, one) for one in options]
        return options[int(np.argmax(values))]

    def merged(merges: list[tuple[int, int]]) -> NDArray[np.int64]:
        return cut(merges, size, groups) if groups else best_cut(merges, weights)

    results = [
        (f"Hierarchical ({name.title()})", chosen(_cutter(linkage(apart, name), size)))
        for name in ("single", "average", "complete", "ward")
    ]
    results.append(("Partitioning around Medoids", chosen(lambda number: medoids(apart, number))))
    rows = _profiles_apart(weights)
    results.append(("Equivalence", chosen(_cutter(linkage(rows, "complete"), size))))
    if groups in (0, 2):
        results.append(("CONCOR (One-Mode)", concor(weights)))
        results.append(("CONCOR (Two-Mode)", concor(blocks.T)))
    results.append(("Fast & Greedy", merged(fast_greedy(weights))))
    results.append(("Walktrap", merged(walktrap(weights))))
    if not groups:
        results.append(("Leading Eigenvector", leading_eigenvector(weights)))
    results.append(("Edge Betweenness", merged(edge_betweenness(weights))))
    return results


def _cutter(merges: list[tuple[int, int]], size: int) -> Cutter:
    return lambda number: cut(merges, size, number)
