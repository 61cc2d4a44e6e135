"""Grouping by distances: hierarchical clustering, medoids, CONCOR.

All work on small dense matrices (actors, points in time) and need nothing but numpy. Groups are
numbered from 0 by their first member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["concor", "correlations", "cut", "linkage", "medoids", "numbered"]


def numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same grouping, numbered by first members."""
    numbers: dict[int, int] = {}
    return np.asarray([numbers.setdefault(int(one), len(numbers)) for one in groups], np.int64)


def linkage(distances: NDArray[np.float64], method: str) -> list[tuple[int, int]]:
    """Merge the two nearest clusters until one is left.

    Args:
        distances: Symmetric matrix.
        method: ``single``, ``average``, ``complete`` or ``ward`` (Ward's criterion on squared
            distances, Murtagh and Legendre 2014).

    Returns:
        Pairs of members, one of each cluster that is merged, in the order of the merges.
    """
    size = len(distances)
    apart = np.array(distances, dtype=float)
    if method == "ward":
        apart = apart**2
    np.fill_diagonal(apart, np.inf)
    weights = np.ones(size)
    merges = []
    for _ in range(size - 1):
        upper = np.where(np.tri(size, dtype=bool), np.inf, apart)
        i, j = (int(at) for at in np.unravel_index(int(np.argmin(upper)), upper.shape))
        merges.append((i, j))
        apart[i] = _joined(apart, weights, (i, j), method)
        apart[:, i] = apart[i]
        apart[i, i] = np.inf
        apart[j], apart[:, j] = np.inf, np.inf
        weights[i] += weights[j]
    return merges


def _joined(
    apart: NDArray[np.float64], weights: NDArray[np.float64], pair: tuple[int, int], method: str
) -> NDArray[np.float64]:
    """Distances of the merged cluster (Lance and Williams 1967)."""
    i, j = pair
    one, other = apart[i], apart[j]
    if method == "single":
        nearer: NDArray[np.float64] = np.minimum(one, other)
        return nearer
    if method == "complete":
        further: NDArray[np.float64] = np.maximum(one, other)
        return further
    if method == "average":
        joined: NDArray[np.float64] = weights[i] * one + weights[j] * other
        joined /= weights[i] + weights[j]
        return joined
    total = weights[i] + weights[j] + weights
    part = (weights[i] + weights) * one + (weights[j] + weights) * other
    ward: NDArray[np.float64] = (part - weights * apart[i, j]) / total
    return ward


def cut(merges: list[tuple[int, int]], size: int, groups: int) -> NDArray[np.int64]:
    """The grouping with so many groups, as far as the merges go."""
    member = np.arange(size)
    for i, j in merges[: max(0, size - groups)]:
        member[member == member[j]] = member[i]
    return numbered(member)


def medoids(distances: NDArray[np.float64], groups: int) -> NDArray[np.int64]:
    """Partitioning around medoids: build, then swap (Kaufman and Rousseeuw 1990)."""
    size = len(distances)
    chosen = [int(np.argmin(distances.sum(axis=0)))]
    while len(chosen) < min(groups, size):
        nearest = distances[:, chosen].min(axis=1)
        gains = np.maximum(nearest[:, None] - distances, 0.0).sum(axis=0)
        gains[chosen] = -np.inf
        chosen.append(int(np.argmax(gains)))
    cost = float(distances[:, chosen].min(axis=1).sum())
    while True:
        best = (cost - 1e-12, -1, -1)
        for at in range(len(chosen)):
            rest = chosen[:at] + chosen[at + 1 :]
            nearest = distances[:, rest].min(axis=1) if rest else np.full(size, np.inf)
            costs = np.minimum(nearest[:, None], distances).sum(axis=0)
            costs[chosen] = np.inf
            new = int(np.argmin(costs))
            if costs[new] < best[0]:
                best = (float(costs[new]), at, new)
        if best[1] < 0:
            break
        cost, chosen[best[1]] = best[0], best[2]
    nearest_medoid = np.argmin(distances[:, chosen], axis=1)
    nearest_medoid[chosen] = np.arange(len(chosen))
    return numbered(nearest_medoid)


def correlations(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson correlation of each column with each other; 0 where a column is constant."""
    centred = columns - columns.mean(axis=0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    lengths[lengths < 1e-12] = np.inf
    centred = centred / lengths
    found: NDArray[np.float64] = centred.T @ centred
    np.fill_diagonal(found, 1.0)
    return found


def concor(matrix: NDArray[np.float64], *, rounds: int = 50) -> NDArray[np.int64]:
    """Two groups by iterated correlation (Breiger, Boorman and Arabie 1975).

    Args:
        matrix: Profiles to correlate, one per column.
        rounds: Most iterations.
    """
    found = correlations(matrix)
    for _ in range(rounds):
        if bool((np.abs(found) > 0.999).all()):
            break
        found = correlations(found)
    return (found[:, 0] > 0).astype(np.int64)
