"""Ties between actors, and measures of a network, corrected by design.

A tie between two actors is a sum of products of what each of them says on a concept. Of what each
says there is a corrected estimate that is right on average (:mod:`counterpoint.network.corrected`),
and the statements of two actors are judged independently of each other; so the product of the
estimates is right on average too. The intervals come from drawing the estimates again from their
errors. A homogeneous confusion would not do: a machine that errs alike everywhere blurs camps, and
redrawing its labels blurs them once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoint.network.corrected import Cell, CodedRows, corrected_cells
from counterpoint.network.intervals import Estimate
from counterpoint.types.network import Network
from counterpoint.types.selection import Aggregation, NetworkKind, NetworkSpec

__all__ = ["corrected_measures", "corrected_pairs", "is_quadratic"]

Floats = NDArray[np.float64]
_NORMAL = 1.96
_DRAWS = 300


def is_quadratic(spec: NetworkSpec) -> bool:
    """Whether every tie is a sum of products of two actors' positions."""
    return (
        spec.kind is NetworkKind.ONEMODE
        and spec.mode == "standard"
        and spec.aggregation in (Aggregation.SUBTRACT, Aggregation.CONGRUENCE, Aggregation.CONFLICT)
        and spec.duplicates == "include"
        and spec.kernel == "no"
        and not spec.normalise_to_one
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Matrix:
    """Corrected sums of actors on concepts, with their errors."""

    value: Floats
    error: Floats
    place: Mapping[str, int]

    def drawn(self, draw: np.random.Generator, *, shrunk: bool) -> Floats:
        """The sums as they might be; shrunk by what their errors add to a product."""
        centre = self.centre() if shrunk else self.value
        return centre + self.error * draw.standard_normal(self.value.shape)

    def centre(self) -> Floats:
        """The sums without what their errors add to their squares."""
        rest = np.maximum(self.value**2 - self.error**2, 0.0)
        return np.asarray(np.sign(self.value) * np.sqrt(rest))


def corrected_pairs(
    rows: CodedRows,
    made: Network,
    plain: Network,
    stretch: tuple[int, int],
    *,
    seed: int = 1,
) -> tuple[dict[Cell, Estimate], dict[str, Estimate]]:
    """The ties of a network of actors, and its measures.

    Normalised ties are scaled as the counted ones are.

    Args:
        rows: The two views, by side.
        made: The network as it is counted.
        plain: The same without normalisation.
        stretch: First and last second.
        seed: Same seed, same intervals.
    """
    sums = _matrix(rows, stretch, lambda values: values)
    sizes = _matrix(rows, stretch, np.abs)
    before = {cell: weight for cell, weight in _ties(plain)}
    ties = [
        (cell, weight)
        for cell, weight in _ties(made)
        if before.get(cell) and all(end in sums.place for end in cell)
    ]
    if not ties:
        return {}, {}
    one = np.asarray([sums.place[cell[0]] for cell, _ in ties], dtype=np.int64)
    two = np.asarray([sums.place[cell[1]] for cell, _ in ties], dtype=np.int64)
    scale = np.asarray([weight / before[cell] for cell, weight in ties])
    aggregation = Aggregation(made.aggregation)

    def weights(signed: Floats, whole: Floats) -> Floats:
        agreed = (signed[one] * signed[two]).sum(axis=1)
        if aggregation is Aggregation.SUBTRACT:
            return np.asarray(scale * agreed)
        both = (whole[one] * whole[two]).sum(axis=1)
        sign = 1 if aggregation is Aggregation.CONGRUENCE else -1
        return np.asarray(scale * (both + sign * agreed) / 2)

    draw = np.random.default_rng(seed)
    again = {
        shrunk: np.stack(
            [
                weights(sums.drawn(draw, shrunk=shrunk), sizes.drawn(draw, shrunk=shrunk))
                for _ in range(_DRAWS)
            ]
        )
        for shrunk in (True, False)
    }
    value = weights(sums.value, sizes.value)
    centre = weights(sums.centre(), sizes.centre())
    low, high = np.quantile(again[True], (0.025, 0.975), axis=0) + (value - centre)
    judged = int((~np.isnan(rows.people)).sum())
    found = {
        cell: Estimate(float(value[at]), float(low[at]), float(high[at]), weight, judged, "judged")
        for at, (cell, weight) in enumerate(ties)
    }
    counted = np.asarray([weight for _, weight in ties])
    return found, _measures(counted, value, again[False], again[True] + (value - centre))


def corrected_measures(cells: Mapping[Cell, Estimate], *, seed: int = 1) -> dict[str, Estimate]:
    """Measures of a network whose ties were corrected one by one."""
    if not cells:
        return {}
    value = np.asarray([one.value for one in cells.values()])
    error = np.asarray([(one.high - one.low) / 2 / _NORMAL for one in cells.values()])
    counted = np.asarray([one.counted for one in cells.values()])
    draw = np.random.default_rng(seed)
    again = value + error * draw.standard_normal((_DRAWS, len(value)))
    return _measures(counted, value, again, again)


# --- parts ----------------------------------------------------------------------------------------


def _matrix(
    rows: CodedRows, stretch: tuple[int, int], change: Callable[[Floats], Floats]
) -> _Matrix:
    found = corrected_cells(rows.changed(change), *stretch)
    actors = {name: at for at, name in enumerate(dict.fromkeys(cell[0] for cell in found))}
    concepts = {name: at for at, name in enumerate(dict.fromkeys(cell[1] for cell in found))}
    value, error = np.zeros((2, len(actors), len(concepts)))
    for (actor, concept), one in found.items():
        value[actors[actor], concepts[concept]] = one.value
        error[actors[actor], concepts[concept]] = (one.high - one.low) / 2 / _NORMAL
    return _Matrix(value, error, actors)


def _ties(made: Network) -> Sequence[tuple[Cell, float]]:
    return [
        ((made.rows[int(i)], made.rows[int(j)]), float(weight))
        for i, j, weight in zip(made.row_codes, made.column_codes, made.weights, strict=True)
        if i < j
    ]


def _measures(
    counted: Floats, value: Floats, again: Floats, centred: Floats
) -> dict[str, Estimate]:
    """Each with the kind of interval that holds the truth for it.

    Errors make strengths larger than they are: their interval is turned round the estimate.
    """
    found = {}
    for name, measure in _MEASURES.items():
        plain = float(measure(value[None])[0])
        draws = measure(centred if name == "mean weight" else again)
        low, high = (float(one) for one in np.quantile(draws, (0.025, 0.975)))
        if name == "mean strength of ties":
            middle = float(np.mean(draws))
            low, high = 2 * plain - high, 2 * plain - low
            plain = 2 * plain - middle
        now = float(measure(counted[None])[0])
        found[name] = Estimate(plain, low, high, now, 0, "judged")
    return found


_MEASURES: Mapping[str, Callable[[Floats], Floats]] = {
    "mean weight": lambda ties: ties.mean(axis=1),
    "share of ties above zero": lambda ties: (ties > 0).mean(axis=1),
    "mean strength of ties": lambda ties: np.abs(ties).mean(axis=1),
}
