"""One-mode networks: who agrees with whom (congruence), who contradicts whom (conflict)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.cells import Cells, pair_products
from counterpoint.types.selection import Aggregation, Mode, Normalisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoint.network.cells import Coded
    from counterpoint.network.triplets import Triplets

__all__ = ["Parts", "agreement", "distances_of_levels", "onemode_allows", "parts_of"]

_AGGREGATIONS = (
    Aggregation.IGNORE,
    Aggregation.CONGRUENCE,
    Aggregation.CONFLICT,
    Aggregation.SUBTRACT,
)
_NORMALISATIONS = (
    Normalisation.NO,
    Normalisation.AVERAGE,
    Normalisation.JACCARD,
    Normalisation.COSINE,
)


def onemode_allows() -> tuple[tuple[Aggregation, ...], tuple[Normalisation, ...]]:
    """Aggregations and normalisations that fit a one-mode network."""
    return _AGGREGATIONS, _NORMALISATIONS


def distances_of_levels(coded: Coded, mode: Mode) -> NDArray[np.float64]:
    """How far two levels are apart, 0 to 1; NaN where DNA divides by zero."""
    values = coded.level_values
    if coded.kind in ("text", "none"):
        return 1.0 - np.eye(len(values))
    apart = np.abs(values[:, None] - values[None, :])
    if coded.level_span == 0:
        return np.full_like(apart, np.nan) if mode is Mode.DNA else apart
    distances: NDArray[np.float64] = apart / coded.level_span
    return distances


def agreement(
    cells: Cells,
    coded: Coded,
    *,
    aggregation: Aggregation,
    normalisation: Normalisation,
    mode: Mode,
    activity: NDArray[np.float64] | None = None,
) -> Triplets:
    """Rows, columns and weights of the cells that are not zero; nobody agrees with himself.

    Args:
        cells: Counts, or sums of root weights for kernels.
        coded: What the levels mean.
        aggregation: What of the pairs counts.
        normalisation: What the sum is divided by.
        mode: Whose definitions.
        activity: How much each row node says, where that is not the sum of its cells.
    """
    plan = _plan(cells, coded, aggregation, normalisation, mode)
    plan.totals = cells.row_totals() if activity is None else activity
    return _carry_out(plan, cells.shape[0])


def parts_of(
    cells: Cells,
    coded: Coded,
    *,
    aggregation: Aggregation,
    normalisation: Normalisation,
    mode: Mode,
) -> Parts:
    """The same network, taken apart by column."""
    plan = _plan(cells, coded, aggregation, normalisation, mode)
    return Parts(plan, cells)


def _plan(
    cells: Cells,
    coded: Coded,
    aggregation: Aggregation,
    normalisation: Normalisation,
    mode: Mode,
) -> _Plan:
    if mode is Mode.STANDARD:
        return _standard_plan(cells, coded, aggregation, normalisation)
    return _dna_plan(cells, coded, aggregation, normalisation)


class Parts:
    """What each column (concept) adds to the weights of a one-mode network and their divisors.

    Attributes:
        has_divisor: Whether the divisor has a part of its own for each pair.
        lengths: Per column and row what adds up to the totals that divisors are made of.
    """

    def __init__(self, plan: _Plan, cells: Cells) -> None:
        self._plan = plan
        self._totals = _by_column(cells, cells.amounts)
        self.has_divisor = any(plan.parts)
        self.lengths = self._totals
        if plan.lengths is not None:
            used = plan.factors[0][0]
            squared = plan.normalisation is Normalisation.COSINE
            self.lengths = _by_column(used, used.amounts**2 if squared else used.amounts)
        self._filled = [(_fill(left), _fill(right)) for left, right in plan.factors]

    def layer(self, column: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weights and part of the divisor that one column adds; the diagonal is 0."""
        plan, totals = self._plan, self._totals[column]
        weights = plan.add_totals * (totals[:, None] + totals[None, :])
        divisor = np.zeros_like(weights)
        steps = zip(self._filled, plan.mixing, plan.signs, plan.parts, strict=True)
        for (left, right), mixing, sign, part in steps:
            mixed = left[column] if mixing is None else left[column] @ mixing
            product = mixed @ right[column].T
            weights += sign * product
            divisor += part * product
        np.fill_diagonal(weights, 0.0)
        return weights, divisor


def _by_column(cells: Cells, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    keys = cells.columns * cells.shape[0] + cells.rows
    shape = (cells.shape[1], cells.shape[0])
    return np.bincount(keys, amounts, minlength=shape[0] * shape[1]).astype(float).reshape(shape)


def _fill(cells: Cells) -> NDArray[np.float64]:
    full = np.zeros((cells.shape[1], cells.shape[0], cells.shape[2]))
    full[cells.columns, cells.rows, cells.levels] = cells.amounts
    return full


class _Plan:
    """Products to compute for each pair of nodes, and how they make up the weight."""

    def __init__(self, normalisation: Normalisation) -> None:
        self.factors: list[tuple[Cells, Cells]] = []
        self.mixing: list[NDArray[np.float64] | None] = []
        self.signs: list[float] = []  # what the product adds to the weight
        self.parts: list[float] = []  # what it adds to the divisor
        self.add_totals = 0.0  # what T_a + T_b adds to the weight
        self.normalisation = normalisation
        self.totals: NDArray[np.float64] = np.zeros(0)
        self.lengths: NDArray[np.float64] | None = None

    def add(
        self,
        left: Cells,
        right: Cells,
        *,
        mixing: NDArray[np.float64] | None = None,
        sign: float = 0.0,
        part: float = 0.0,
    ) -> None:
        self.factors.append((left, right))
        self.mixing.append(mixing)
        self.signs.append(sign)
        self.parts.append(part)


def _dna_plan(
    cells: Cells, coded: Coded, aggregation: Aggregation, normalisation: Normalisation
) -> _Plan:
    plan = _Plan(normalisation)
    present = cells.present()
    text = coded.kind in ("text", "none")
    apart = distances_of_levels(coded, Mode.DNA)
    if aggregation is Aggregation.IGNORE:
        flat = cells.without_levels()
        plan.add(flat, flat, sign=1.0)
    if aggregation in (Aggregation.CONGRUENCE, Aggregation.SUBTRACT):
        plan.add(cells, cells, mixing=None if text else 1.0 - apart, sign=1.0)
    if aggregation in (Aggregation.CONFLICT, Aggregation.SUBTRACT):
        sign = 1.0 if aggregation is Aggregation.CONFLICT else -1.0
        if text:  # what only one of the two mentions counts
            plan.add_totals = sign
            plan.add(cells, present, sign=-sign)
            plan.add(present, cells, sign=-sign)
        else:
            plan.add(cells, cells, mixing=apart, sign=sign)
    if normalisation is Normalisation.JACCARD:
        plan.add(cells, present, part=-1.0)
        plan.add(present, cells, part=-1.0)
        plan.add(cells, cells, part=1.0)
    return plan


def _standard_plan(
    cells: Cells, coded: Coded, aggregation: Aggregation, normalisation: Normalisation
) -> _Plan:
    plan = _Plan(normalisation)
    apart = distances_of_levels(coded, Mode.STANDARD)
    used = cells.without_levels() if aggregation is Aggregation.IGNORE else cells
    if normalisation is Normalisation.JACCARD:
        used = used.present()
    if aggregation is Aggregation.IGNORE:
        plan.add(used, used, sign=1.0)
    if aggregation in (Aggregation.CONGRUENCE, Aggregation.SUBTRACT):
        plan.add(used, used, mixing=1.0 - apart, sign=1.0)
    if aggregation in (Aggregation.CONFLICT, Aggregation.SUBTRACT):
        sign = 1.0 if aggregation is Aggregation.CONFLICT else -1.0
        plan.add(used, used, mixing=apart, sign=sign)
    if normalisation is Normalisation.JACCARD:
        plan.lengths = used.row_totals()  # how many concepts (and positions) each one has
        plan.add(used, used, part=-1.0)
    if normalisation is Normalisation.COSINE:
        squares = np.bincount(used.rows, used.amounts**2, minlength=used.shape[0])
        plan.lengths = np.sqrt(squares.astype(float))
    return plan


def _carry_out(plan: _Plan, size: int) -> Triplets:
    found: list[Triplets] = []
    for block, products in pair_products(plan.factors, mixing=plan.mixing):
        weights = np.zeros_like(products[0])
        if plan.add_totals:
            weights += plan.add_totals * (plan.totals[block, None] + plan.totals[None, :])
        divisor = np.zeros_like(weights) if any(plan.parts) else weights
        for product, sign, part in zip(products, plan.signs, plan.parts, strict=True):
            if sign:
                weights += sign * product
            if part:
                divisor += part * product
        weights = _divide(plan, weights, divisor, block)
        diagonal = np.arange(block.start, block.stop)
        weights[diagonal - block.start, diagonal] = 0.0
        rows, columns = np.nonzero(weights)
        found.append((rows + block.start, columns, weights[rows, columns]))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    if len(found) == 1:
        return found[0]
    rows, columns, values = (np.concatenate(part) for part in zip(*found, strict=True))
    return rows, columns, values


def _divide(
    plan: _Plan, weights: NDArray[np.float64], products: NDArray[np.float64], block: slice
) -> NDArray[np.float64]:
    if plan.normalisation is Normalisation.NO:
        return weights
    lengths = plan.totals if plan.lengths is None else plan.lengths
    mine, others = lengths[block, None], lengths[None, :]
    if plan.normalisation is Normalisation.AVERAGE:
        divisor = (mine + others) / 2
    elif plan.normalisation is Normalisation.COSINE:
        divisor = mine * others
    else:
        divisor = mine + others + products
    return np.divide(weights, divisor, out=np.zeros_like(weights), where=divisor != 0)
