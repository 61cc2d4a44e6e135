"""Communities of weighted graphs: modularity, and the classic methods for small graphs.

Graphs are symmetric matrices of weights without a diagonal. Groups are numbered from 0 by their
first member. Methods that merge give their merges, for ``clusters.cut``.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.clusters import cut, numbered

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "best_cut",
    "edge_betweenness",
    "fast_greedy",
    "leading_eigenvector",
    "modularity",
    "walktrap",
]


def modularity(weights: NDArray[np.float64], groups: NDArray[np.int64]) -> float:
    """Share of the weight within groups beyond what chance would put there (Newman 2004)."""
    total = float(weights.sum())
    if total == 0:
        return 0.0
    size = int(groups.max()) + 1
    same = groups[:, None] == groups[None, :]
    inside = np.bincount(groups, np.where(same, weights, 0.0).sum(axis=1), minlength=size)
    strengths = np.bincount(groups, weights.sum(axis=1), minlength=size)
    found = 0.0
    for within, strength in zip(inside.tolist(), strengths.tolist(), strict=True):
        found += within / total
        found -= (strength / total) ** 2
    return found


def best_cut(merges: list[tuple[int, int]], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """The grouping on the way of the merges that has the highest modularity."""
    size = len(weights)
    best, highest = np.arange(size), -np.inf
    for groups in range(size, size - len(merges) - 1, -1):
        found = cut(merges, size, groups)
        value = modularity(weights, found)
        if value > highest + 1e-12:
            best, highest = found, value
    return numbered(best)


def fast_greedy(weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Merge the two communities that raise modularity most (Clauset, Newman and Moore 2004)."""
    size, total = len(weights), float(weights.sum())
    between = weights / total if total else weights.copy()
    shares = between.sum(axis=1)
    alive = np.ones(size, dtype=bool)
    merges: list[tuple[int, int]] = []
    while True:
        gains = np.where(between > 0, 2 * (between - np.outer(shares, shares)), -np.inf)
        gains[np.tri(size, dtype=bool)] = -np.inf
        gains[~alive] = -np.inf
        gains[:, ~alive] = -np.inf
        if not size or not np.isfinite(gains).any():
            return merges
        i, j = (int(at) for at in np.unravel_index(int(np.argmax(gains)), gains.shape))
        merges.append((i, j))
        between[i] += between[j]
        between[:, i] += between[:, j]
        between[i, i] = 0.0
        shares[i] += shares[j]
        alive[j] = False


def walktrap(weights: NDArray[np.float64], *, steps: int = 4) -> list[tuple[int, int]]:
    """Merge communities between which short random walks hardly differ (Pons and Latapy 2005)."""
    size = len(weights)
    strengths = weights.sum(axis=1)
    degrees = (weights > 0).sum(axis=1)
    loops = np.divide(strengths, degrees, out=np.ones(size), where=degrees > 0)
    looped = weights + np.diag(loops)
    strengths = looped.sum(axis=1)
    walks = np.linalg.matrix_power(looped / strengths[:, None], steps) / np.sqrt(strengths)
    sizes = np.ones(size)
    near = weights > 0
    alive = np.ones(size, dtype=bool)
    merges: list[tuple[int, int]] = []
    while True:
        apart = ((walks[:, None, :] - walks[None, :, :]) ** 2).sum(axis=2)
        cost = apart * np.outer(sizes, sizes) / (sizes[:, None] + sizes[None, :])
        cost[~near | np.tri(size, dtype=bool)] = np.inf
        cost[~alive], cost[:, ~alive] = np.inf, np.inf
        if not size or not np.isfinite(cost).any():
            return merges
        i, j = (int(at) for at in np.unravel_index(int(np.argmin(cost)), cost.shape))
        merges.append((i, j))
        walks[i] = (sizes[i] * walks[i] + sizes[j] * walks[j]) / (sizes[i] + sizes[j])
        sizes[i] += sizes[j]
        near[i] |= near[j]
        near[:, i] |= near[:, j]
        near[i, i] = False
        alive[j] = False


def leading_eigenvector(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Split by the leading eigenvector of the modularity matrix while that helps (Newman 2006)."""
    size, total = len(weights), float(weights.sum())
    groups = np.zeros(size, dtype=np.int64)
    if total == 0:
        return groups
    strengths = weights.sum(axis=1)
    matrix = weights - np.outer(strengths, strengths) / total
    waiting, count = [0], 1
    while waiting:
        group = waiting.pop()
        members = np.flatnonzero(groups == group)
        part = matrix[np.ix_(members, members)]
        part = part - np.diag(part.sum(axis=1))
        values, vectors = np.linalg.eigh(part)
        leading = vectors[:, -1]
        away = leading < 0
        if values[-1] < 1e-10 or not away.any() or away.all():
            continue
        signs = np.where(away, -1.0, 1.0)
        if float(signs @ part @ signs) <= 1e-10:
            continue
        groups[members[away]] = count
        waiting += [group, count]
        count += 1
    return numbered(groups)


def edge_betweenness(weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Remove the edge most shortest paths run over, again and again (Newman and Girvan 2004).

    Weights are lengths here. The merges are the splits backwards.
    """
    left = weights.copy()
    groups = _components(left)
    splits: list[tuple[int, int]] = []
    while (left > 0).any():
        load = _path_loads(left)
        i, j = (int(at) for at in np.unravel_index(int(np.argmax(load)), load.shape))
        left[i, j] = left[j, i] = 0.0
        now = _components(left)
        if now[i] != now[j] and groups[i] == groups[j]:
            splits.append((min(i, j), max(i, j)))
        groups = now
    return splits[::-1]


def _components(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    size = len(weights)
    groups = np.full(size, -1, dtype=np.int64)
    for start in range(size):
        if groups[start] >= 0:
            continue
        waiting = [start]
        groups[start] = start
        while waiting:
            at = waiting.pop()
            for other in np.flatnonzero((weights[at] > 0) & (groups < 0)).tolist():
                groups[other] = start
                waiting.append(other)
    return groups


def _path_loads(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many shortest paths run over each edge, upper triangle (Brandes 2001)."""
    size = len(weights)
    load = np.zeros((size, size))
    neighbours = [np.flatnonzero(row > 0).tolist() for row in weights]
    for source in range(size):
        order, parents, paths = _shortest(weights, neighbours, source)
        share = np.zeros(size)
        for node in reversed(order):
            for parent in parents[node]:
                part = paths[parent] / paths[node] * (1 + share[node])
                load[min(parent, node), max(parent, node)] += part
                share[parent] += part
    return np.round(load, 9)  # equal loads must be equal


def _shortest(
    weights: NDArray[np.float64], neighbours: list[list[int]], source: int
) -> tuple[list[int], list[list[int]], list[float]]:
    size = len(weights)
    length = [np.inf] * size
    paths = [0.0] * size
    parents: list[list[int]] = [[] for _ in range(size)]
    length[source], paths[source] = 0.0, 1.0
    order: list[int] = []
    done = [False] * size
    heap = [(0.0, source)]
    while heap:
        far, node = heapq.heappop(heap)
        if done[node]:
            continue
        done[node] = True
        order.append(node)
        for other in neighbours[node]:
            reach = far + float(weights[node, other])
            if reach < length[other] - 1e-12:
                length[other], paths[other], parents[other] = reach, paths[node], [node]
                heapq.heappush(heap, (reach, other))
            elif abs(reach - length[other]) <= 1e-12 and not done[other]:
                paths[other] += paths[node]
                parents[other].append(node)
    return order, parents, paths
