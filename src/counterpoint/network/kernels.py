"""Networks smoothed over time: statements near the middle of a window count more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.calendar import units_between
from counterpoint.network.cells import Cells, Coded, count, pair_products
from counterpoint.network.triplets import Triplets, as_triplets
from counterpoint.types.selection import Aggregation, Kernel, Mode, NetworkSpec, Normalisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["dna_levels", "dna_onemode", "dna_twomode", "kernel_weights"]


def kernel_weights(dates: NDArray[np.int64], middle: int, spec: NetworkSpec) -> NDArray[np.float64]:
    """How much a statement of each date counts."""
    width = spec.time_size + spec.time_size % 2
    z = 2.0 * units_between(dates, middle, spec.time_unit) / max(width, 1)
    if spec.kernel is Kernel.GAUSSIAN:
        bell: NDArray[np.float64] = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        return bell
    inside = np.abs(z) <= 1
    if spec.kernel is Kernel.UNIFORM:
        return np.where(inside, 0.5, 0.0)
    if spec.kernel is Kernel.EPANECHNIKOV:
        return np.where(inside, 0.75 * (1 - z**2), 0.0)
    slope = np.abs(1 - z) if spec.mode is Mode.DNA else 1 - np.abs(z)
    return np.where(inside, slope, 0.0)


def dna_levels(coded: Coded) -> Coded:
    """The levels as DNA's kernels see them: ranks, integers in the order of their texts."""
    values = coded.level_values
    if coded.kind == "integer":
        texts = [str(int(value)) for value in values]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = np.empty(len(texts), dtype=np.int64)
        ranks[order] = np.arange(len(texts))
        levels = ranks[coded.levels]
    elif coded.kind == "boolean" and len(coded.levels):
        there = np.unique(coded.levels)  # with agreements alone they are level 0
        levels = np.searchsorted(there, coded.levels)
        values = there.astype(float)
    else:
        return coded
    return Coded(
        coded.rows,
        coded.columns,
        levels,
        coded.row_labels,
        coded.column_labels,
        np.arange(len(values), dtype=float),
        float(len(values) - 1),
        coded.kind,
        coded.dates,
        coded.positions,
    )


def dna_twomode(coded: Coded, weights: NDArray[np.float64], aggregation: Aggregation) -> Triplets:
    """Two-mode with weights; integers count by the index of their level."""
    if aggregation is Aggregation.SUBTRACT and coded.kind == "boolean":
        weights = weights * np.where(coded.levels == 1, 1.0, -1.0)
    elif aggregation is Aggregation.SUBTRACT and coded.kind == "integer":
        weights = weights * coded.levels
    cells = count(coded, weights).without_levels()
    there = cells.amounts != 0
    return cells.rows[there], cells.columns[there], cells.amounts[there]


def dna_onemode(
    whole: Coded,
    inside: slice,
    weights: NDArray[np.float64],
    spec: NetworkSpec,
) -> Triplets:
    """One-mode with weights, the diagonal filled, normalised in the way of DNA's kernels.

    Args:
        whole: All kept statements, over whose counts the normalisation goes.
        inside: Those in the support of the kernel.
        weights: One per statement inside.
        spec: Aggregation and normalisation.
    """
    cells = count(whole.take(inside), np.sqrt(weights))
    n = len(whole.level_values)
    mixing = _similarity(whole, spec.aggregation)
    factors = [(cells, cells)]
    mixers: list[NDArray[np.float64] | None] = [mixing]
    blocks = [products[0] for _, products in pair_products(factors, mixing=mixers)]
    matrix = np.concatenate(blocks) if blocks else np.zeros((cells.shape[0],) * 2)
    numeric = whole.kind in ("boolean", "integer")
    if numeric and n == 1 and spec.aggregation is not Aggregation.IGNORE:
        matrix = np.where(matrix > 0, np.nan, 0.0)  # DNA divides by n - 1
    if spec.normalisation is not Normalisation.NO:
        matrix = matrix * _pair_divisors(count(whole))
    return as_triplets(matrix)


def _similarity(coded: Coded, aggregation: Aggregation) -> NDArray[np.float64]:
    n = len(coded.level_values)
    index = np.arange(n)
    if aggregation is Aggregation.IGNORE:
        return np.ones((n, n))
    same = np.ones((n, n))
    if coded.kind in ("boolean", "integer") and n > 1:
        same = np.abs(1 - np.abs(index[:, None] - index[None, :]) / (n - 1))
    if aggregation is Aggregation.CONGRUENCE:
        return same
    if aggregation is Aggregation.CONFLICT:
        return 1 - same
    return 2 * same - 1


def _pair_divisors(cells: Cells) -> NDArray[np.float64]:
    """Sum over columns and levels of 2 / (n_a + n_b), terms with nothing left out."""
    size = cells.shape[0]
    total = np.zeros((size, size))
    keys = cells.columns * cells.shape[2] + cells.levels
    full = np.zeros((cells.shape[1] * cells.shape[2], size))
    full[keys, cells.rows] = cells.amounts
    for counts in full:
        both = counts[:, None] + counts[None, :]
        total += np.divide(2.0, both, out=np.zeros_like(both), where=both != 0)
    return total
