"""A one-mode network taken apart by what its nodes share: one layer per second-mode entity.

Counts, sums and products add up over the concepts, so the network of any set of concepts is made
from layers without going back to the statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.agreement import Parts, parts_of
from counterpoint.network.cells import Coded, count
from counterpoint.network.check import check
from counterpoint.network.code import code
from counterpoint.network.distances import spectrum_of
from counterpoint.network.select import Selection, select
from counterpoint.types.network import StatementTable
from counterpoint.types.selection import Mode, NetworkKind, NetworkSpec, Normalisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Layers"]

_KEPT = 30_000_000  # cells of layers that are kept instead of computed again and again
_BATCH = 2_000_000  # cells of matrices that are looked at together


class Layers:
    """The full network and what it loses when concepts are left out.

    Args:
        table: Statements of one type.
        spec: A one-mode network without windows.
    """

    def __init__(self, table: StatementTable, spec: NetworkSpec) -> None:
        spec = check(table, replace(spec, isolates=False))
        if spec.kind is not NetworkKind.ONEMODE:
            raise InputError(
                "a backbone is of a one-mode network", hint='let the kind be "onemode"'
            )
        self.spec = spec
        self.selection: Selection = select(table, spec)
        self.coded: Coded = code(table, spec, self.selection)
        self.concepts = self.coded.column_labels
        counts = np.bincount(self.coded.columns, minlength=len(self.concepts))
        self.statements: NDArray[np.int64] = counts
        self._parts: Parts = parts_of(
            count(self.coded),
            self.coded,
            aggregation=spec.aggregation,
            normalisation=spec.normalisation,
            mode=spec.mode,
        )
        size = len(self.coded.row_labels)
        width = 2 if self._parts.has_divisor else 1
        self._cache: list[tuple[NDArray[np.float64], NDArray[np.float64]]] | None = None
        if len(self.concepts) * size * size * width <= _KEPT:
            self._cache = [self._parts.layer(at) for at in range(len(self.concepts))]
        self.full = self._spectra(self.sums(range(len(self.concepts))), [None])[0]

    def layer(self, concept: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What one concept adds to the weights and to the divisor."""
        return self._parts.layer(concept) if self._cache is None else self._cache[concept]

    def sums(self, concepts: Sequence[int]) -> Sums:
        """What a set of concepts adds up to."""
        size = len(self.coded.row_labels)
        whole = Sums(np.zeros((size, size)), np.zeros((size, size)), np.zeros(size))
        for one in concepts:
            whole.change(self, one, 1.0)
        return whole

    def loss(self, sums: Sums) -> float:
        """How far the network of a set of concepts is from the full one, 0 to 2."""
        return float(self.losses(sums, [None])[0])

    def losses(self, sums: Sums, without: Sequence[int | None]) -> NDArray[np.float64]:
        """Losses when one concept more is left out, for each of several concepts."""
        spectra = self._spectra(sums, without)
        return _in_turn(np.abs(spectra - self.full))

    def _spectra(self, sums: Sums, without: Sequence[int | None]) -> NDArray[np.float64]:
        size = len(self.coded.row_labels)
        step = max(1, _BATCH // max(1, size * size))
        found = [np.zeros((0, size))]
        for low in range(0, len(without), step):
            batch = without[low : low + step]
            found.append(spectrum_of(self._matrices(sums, batch), self.spec.mode))
        return np.concatenate(found)

    def _matrices(self, sums: Sums, without: Sequence[int | None]) -> NDArray[np.float64]:
        size = len(self.coded.row_labels)
        weights = np.empty((len(without), size, size))
        divisor = np.empty_like(weights) if self._parts.has_divisor else weights
        lengths = np.empty((len(without), size))
        for at, one in enumerate(without):
            weights[at], lengths[at] = sums.weights, sums.lengths
            if self._parts.has_divisor:
                divisor[at] = sums.divisor
            if one is None:
                continue
            weight, part = self.layer(one)
            weights[at] -= weight
            lengths[at] -= self._parts.lengths[one]
            if self._parts.has_divisor:
                divisor[at] -= part
        return self._divided(weights, divisor, lengths)

    def _divided(
        self,
        weights: NDArray[np.float64],
        divisor: NDArray[np.float64],
        lengths: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        kind = self.spec.normalisation
        if kind is Normalisation.NO:
            return weights
        if kind is Normalisation.COSINE and self.spec.mode is Mode.STANDARD:
            lengths = np.sqrt(lengths)  # squares add up, lengths do not
        mine, others = lengths[:, :, None], lengths[:, None, :]
        if kind is Normalisation.COSINE:
            by = mine * others
        elif kind is Normalisation.AVERAGE:
            by = (mine + others) / 2
        else:
            by = mine + others + divisor
        by[by == 0] = np.inf
        return np.divide(weights, by, out=weights)


class Sums:
    """Weights, divisors and lengths, added up over some concepts."""

    def __init__(
        self,
        weights: NDArray[np.float64],
        divisor: NDArray[np.float64],
        lengths: NDArray[np.float64],
    ) -> None:
        self.weights = weights
        self.divisor = divisor
        self.lengths = lengths

    def change(self, layers: Layers, concept: int, sign: float) -> None:
        """Add a concept (sign 1), or take it away (sign -1)."""
        weight, part = layers.layer(concept)
        self.weights += sign * weight
        self.lengths += sign * layers._parts.lengths[concept]
        if layers._parts.has_divisor:
            self.divisor += sign * part


def _in_turn(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Row sums, added from left to right as a plain loop does."""
    if not values.shape[1]:
        return np.zeros(values.shape[0])
    total: NDArray[np.float64] = np.cumsum(values, axis=1)[:, -1]
    return total
