"""Two-mode networks: what each row node says about each column node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.cells import Cells
from counterpoint.types.selection import Aggregation, Mode, Normalisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoint.network.cells import Coded
    from counterpoint.network.triplets import Triplets

__all__ = ["affiliation", "twomode_allows"]

_AGGREGATIONS = (Aggregation.IGNORE, Aggregation.COMBINE, Aggregation.SUBTRACT)
_NORMALISATIONS = (Normalisation.NO, Normalisation.ACTIVITY, Normalisation.PROMINENCE)


def twomode_allows() -> tuple[tuple[Aggregation, ...], tuple[Normalisation, ...]]:
    """Aggregations and normalisations that fit a two-mode network."""
    return _AGGREGATIONS, _NORMALISATIONS


def affiliation(
    cells: Cells,
    coded: Coded,
    *,
    aggregation: Aggregation,
    normalisation: Normalisation,
    mode: Mode,
) -> Triplets:
    """Rows, columns and weights of the cells that are not zero.

    Raises:
        InputError: In mode ``dna`` for combine with prominence, which DNA cannot compute.
    """
    pairs, group = _pairs(cells)
    weights = _weights(cells, group, len(pairs.amounts), coded, aggregation)
    rows, columns = pairs.rows, pairs.columns
    if normalisation is not Normalisation.NO:
        by_row = normalisation is Normalisation.ACTIVITY
        side = rows if by_row else columns
        divisors = _divisors(pairs, weights, aggregation, by_row=by_row)
        if aggregation is Aggregation.COMBINE and not by_row and mode is Mode.DNA:
            divisors = _like_dna(pairs, weights)
        divisor = divisors[side]
        weights = np.divide(weights, divisor, out=np.zeros_like(weights), where=divisor != 0)
    there = weights != 0
    return rows[there], columns[there], weights[there]


def _pairs(cells: Cells) -> tuple[Cells, NDArray[np.int64]]:
    """Cells summed over levels, and which of them each cell belongs to."""
    keys = cells.rows * cells.shape[1] + cells.columns
    first = np.flatnonzero(np.diff(keys, prepend=-1)) if len(keys) else np.zeros(0, dtype=np.int64)
    group = np.zeros(len(keys), dtype=np.int64)
    group[first] = 1
    group = np.cumsum(group) - 1
    amounts = np.bincount(group, cells.amounts, minlength=len(first)).astype(float)
    shape = (cells.shape[0], cells.shape[1], 1)
    levels = np.zeros(len(first), dtype=np.int64)
    return Cells(shape, cells.rows[first], cells.columns[first], levels, amounts), group


def _weights(
    cells: Cells, group: NDArray[np.int64], size: int, coded: Coded, aggregation: Aggregation
) -> NDArray[np.float64]:
    amounts = cells.amounts
    if aggregation is Aggregation.COMBINE:
        amounts = np.exp2(cells.shape[2] - 1.0 - cells.levels) * (cells.amounts > 0)
    elif aggregation is Aggregation.SUBTRACT and coded.kind == "boolean":
        amounts = amounts * np.where(cells.levels == 1, 1.0, -1.0)
    elif aggregation is Aggregation.SUBTRACT and coded.kind == "integer":
        amounts = amounts * coded.level_values[cells.levels]
    return np.bincount(group, amounts, minlength=size).astype(float)


def _divisors(
    pairs: Cells, weights: NDArray[np.float64], aggregation: Aggregation, *, by_row: bool
) -> NDArray[np.float64]:
    side = pairs.rows if by_row else pairs.columns
    amounts = pairs.amounts
    if aggregation is Aggregation.COMBINE:
        amounts = (weights > 0).astype(float)
    return np.bincount(side, amounts, minlength=pairs.shape[0 if by_row else 1]).astype(float)


def _like_dna(pairs: Cells, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """DNA counts along rows where it means columns, and fails unless the matrix is square."""
    if pairs.shape[0] != pairs.shape[1]:
        raise InputError(
            "DNA fails on prominence with the aggregation combine",
            hint='mode "standard" computes it',
        )
    return np.bincount(pairs.rows, weights > 0, minlength=pairs.shape[0]).astype(float)
