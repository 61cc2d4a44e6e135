"""Places of the nodes of a network on a sheet, always the same ones from the same seed.

Distances on the sheet should look like distances in the network: strongly tied nodes close, others
as far as the shortest way between them. That is stress majorisation (Gansner, Koren and North
2005, Graph Drawing), done for all nodes at once in numpy. Ties with a negative weight (conflict)
do not pull; they push a little. Nodes without a tie stand apart in rows below the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["place_nodes"]

Floats = NDArray[np.float64]
_MOST_ROUNDS = 120
_EXACT_UP_TO = 700  # nodes; above, ways are counted in steps instead of measured


def place_nodes(
    size: int,
    sources: NDArray[np.int64],
    targets: NDArray[np.int64],
    weights: Floats,
    *,
    seed: int = 1,
) -> Floats:
    """Find a place for every node.

    Args:
        size: Number of nodes.
        sources: Node at one end of each tie.
        targets: Node at the other end.
        weights: Strength of each tie; negative ones push.
        seed: Start of the random numbers; the same seed gives the same places.

    Returns:
        One row (x, y) per node, in units of about one tie, centred on zero.
    """
    if size == 0:
        return np.zeros((0, 2))
    loops = sources == targets
    sources, targets, weights = sources[~loops], targets[~loops], weights[~loops]
    tied = np.zeros(size, dtype=bool)
    tied[sources] = tied[targets] = True
    places = np.zeros((size, 2))
    inner = np.flatnonzero(tied)
    if inner.size:
        index = np.full(size, -1)
        index[inner] = np.arange(inner.size)
        wanted = _wanted(inner.size, index[sources], index[targets], weights)
        places[inner] = _stress(wanted, np.random.default_rng(seed))
    _rows_below(places, tied)
    return places


def _wanted(
    size: int, sources: NDArray[np.int64], targets: NDArray[np.int64], weights: Floats
) -> Floats:
    """The distance that each pair of nodes should have."""
    strongest = float(np.abs(weights).max()) or 1.0
    lengths = np.full((size, size), np.inf)
    pulls = weights > 0
    near = 1.5 - 0.8 * np.sqrt(np.abs(weights) / strongest)
    np.minimum.at(lengths, (sources[pulls], targets[pulls]), near[pulls])
    lengths = np.minimum(lengths, lengths.T)
    np.fill_diagonal(lengths, 0.0)
    ways = _ways(lengths) if size <= _EXACT_UP_TO else _steps(np.isfinite(lengths))
    ways = _join_parts(ways)
    pushes = ~pulls
    far = np.maximum(ways[sources[pushes], targets[pushes]], 2.2)
    ways[sources[pushes], targets[pushes]] = ways[targets[pushes], sources[pushes]] = far
    return ways


def _ways(lengths: Floats) -> Floats:
    """Shortest ways between all pairs (Floyd and Warshall), a row of sums at a time."""
    ways = lengths.copy()
    for through in range(len(ways)):
        np.minimum(ways, ways[:, through, None] + ways[None, through, :], out=ways)
    return ways


def _steps(tied: NDArray[np.bool_]) -> Floats:
    """Number of ties on the shortest way."""
    matrix = tied.astype(np.float32)
    reached = tied.copy()
    ways = np.where(tied, 1.0, np.inf)
    np.fill_diagonal(ways, 0.0)
    step = 1
    while not reached.all():
        step += 1
        further = (reached.astype(np.float32) @ matrix) > 0
        new = further & ~reached
        if not new.any():
            break
        ways[new] = step
        reached |= further
    return ways


def _join_parts(ways: Floats) -> Floats:
    """Give pairs in different parts of the network a distance that keeps the parts apart."""
    known = np.isfinite(ways)
    if known.all():
        return ways
    reach = np.where(known, ways, 0).max(axis=1)
    sizes = known.sum(axis=1)
    apart = (reach[:, None] + reach[None, :]) / 2 + 1.2 + 0.1 * np.sqrt(sizes[:, None] + sizes)
    return np.where(known, ways, apart)


def _stress(wanted: Floats, random: np.random.Generator) -> Floats:
    size = len(wanted)
    if size == 1:
        return np.zeros((1, 2))
    places = _start(wanted) + random.normal(scale=0.05, size=(size, 2))
    pull = 1.0 / np.maximum(wanted, 0.3) ** 2
    np.fill_diagonal(pull, 0.0)
    laplacian = np.diag(pull.sum(axis=1)) - pull
    solve = np.linalg.inv(laplacian[1:, 1:])
    strain = pull * wanted
    before = np.inf
    for _ in range(_MOST_ROUNDS):
        apart = _apart(places)
        now = float((pull * (apart - wanted) ** 2).sum())
        if before - now < 1e-4 * now:
            break
        before = now
        ratio = np.divide(strain, apart, out=np.zeros_like(strain), where=apart > 1e-9)
        moved = ratio.sum(axis=1)[:, None] * places - ratio @ places
        places = np.vstack([np.zeros((1, 2)), solve @ moved[1:]])
    places = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(places, full_matrices=False)
    return np.asarray(places @ axes.T)  # the widest spread lies flat


def _start(wanted: Floats) -> Floats:
    """Classical scaling of the wanted distances."""
    squared = wanted**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    best = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 0))
    strongest = np.abs(best).argmax(axis=0)
    flat = best * np.where(best[strongest, np.arange(best.shape[1])] < 0, -1, 1)
    return flat if flat.shape[1] == 2 else np.column_stack([flat, np.zeros(len(flat))])


def _apart(places: Floats) -> Floats:
    squares = (places**2).sum(axis=1)
    gaps = squares[:, None] + squares[None, :] - 2 * places @ places.T
    return np.asarray(np.sqrt(np.maximum(gaps, 0)))


def _rows_below(places: Floats, tied: NDArray[np.bool_]) -> None:
    """Put the nodes without a tie into rows under the others."""
    alone = np.flatnonzero(~tied)
    if not alone.size:
        return
    inner = places[tied]
    left, right = (inner[:, 0].min(), inner[:, 0].max()) if inner.size else (-2.0, 2.0)
    bottom = inner[:, 1].max() + 1.0 if inner.size else 0.0
    per_row = max(4, int(np.sqrt(alone.size * 2)))
    step = max((right - left) / max(per_row - 1, 1), 1.0)
    row, column = np.divmod(np.arange(alone.size), per_row)
    places[alone, 0] = left + column * step
    places[alone, 1] = bottom + row * 0.6
