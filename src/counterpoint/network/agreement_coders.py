"""Agreement between coders: Krippendorff's alpha, Cohen's and Fleiss' kappa, with intervals.

In: ratings, one row per unit and one column per coder, None where a coder did not rate it.
Out: a coefficient, or None where it is not defined (nobody rated a unit twice, or everybody used
one single value, so that there is nothing to agree about by more than chance).

Every coefficient here is a function of counts that add up over units. So a bootstrap over
documents draws the counts of documents again and never looks at a rating twice.

Krippendorff, K. (2004). Content Analysis, chapter 11. Cohen, J. (1960). A coefficient of agreement
for nominal scales. Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoint.errors import InputError

__all__ = [
    "Coefficient",
    "Level",
    "Rating",
    "bootstrap",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "percent_agreement",
]

Rating = str | int | float | bool | None
Row = Sequence[Rating]
Floats = NDArray[np.float64]

_LEAST_VARIATION = 1e-12


class Level(Enum):
    """What the distance between two values means."""

    NOMINAL = "nominal"  # equal or not
    ORDINAL = "ordinal"  # how many values lie between
    INTERVAL = "interval"  # their difference


class Coefficient(Enum):
    """A measure of agreement, with the sentence that says what it measures."""

    ALPHA = "krippendorff_alpha"
    COHEN = "cohen_kappa"
    FLEISS = "fleiss_kappa"
    PERCENT = "percent_agreement"
    UNITIZING = "unitizing_alpha"


def krippendorff_alpha(ratings: Sequence[Row], level: Level = Level.NOMINAL) -> float | None:
    """Krippendorff's alpha: 1 minus observed over expected disagreement.

    Takes any number of coders and missing values; units with fewer than two ratings say nothing.

    Args:
        ratings: One row per unit, one column per coder.
        level: How two values are compared.

    Example:
        >>> krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "b")])
        0.4444444444444444
    """
    values = _values(ratings, level)
    return _alpha(_coincidences(ratings, values).sum(axis=0), _numbers(values, level), level)


def cohen_kappa(ratings: Sequence[Row]) -> float | None:
    """Cohen's kappa of two coders over the units that both rated.

    Raises:
        ValueError: If a row does not have exactly two columns.
    """
    if any(len(row) != 2 for row in ratings):
        raise ValueError("Cohen's kappa compares exactly two coders")
    values = _values(ratings, Level.NOMINAL)
    return _kappa(_contingency(ratings, values).sum(axis=0))


def fleiss_kappa(ratings: Sequence[Row]) -> float | None:
    """Fleiss' kappa: any number of coders, each unit rated by at least two of them.

    Units with missing ratings count with the ratings that they have; a unit weighs as one.
    """
    values = _values(ratings, Level.NOMINAL)
    return _fleiss(_fleiss_counts(ratings, values).sum(axis=0))


def percent_agreement(ratings: Sequence[Row]) -> float | None:
    """Share of agreeing pairs of ratings; not corrected for chance."""
    values = _values(ratings, Level.NOMINAL)
    counts = _coincidences(ratings, values).sum(axis=0)
    total = float(counts.sum())
    return float(np.trace(counts)) / total if total else None


@dataclass(frozen=True, slots=True)
class Interval:
    """A coefficient with the bounds of its bootstrap interval; None where not defined."""

    value: float | None
    low: float | None
    high: float | None


def bootstrap(
    ratings: Sequence[Row],
    groups: Sequence[str],
    coefficient: Coefficient,
    *,
    level: Level = Level.NOMINAL,
    draws: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Interval:
    """A coefficient with its interval from drawing groups (documents) again.

    Args:
        ratings: One row per unit.
        groups: For each unit the group that is drawn as a whole, usually its document. Units of
            one document are not independent, so drawing single units would claim too much.
        coefficient: Which measure; not ``UNITIZING``, which has its own function.
        level: How two values are compared; alpha only.
        draws: Number of samples; 0 leaves out the interval.
        seed: Start of the random numbers.
        confidence: Share of the samples between the bounds.
    """
    values = _values(ratings, level)
    per_unit, measure = _parts(ratings, values, coefficient, level)
    names = {name: index for index, name in enumerate(dict.fromkeys(groups))}
    counts = np.zeros((len(names), *per_unit.shape[1:]))
    np.add.at(counts, [names[name] for name in groups], per_unit)
    return draw_interval(counts, measure, draws=draws, seed=seed, confidence=confidence)


def draw_interval(
    counts: Floats,
    measure: Callable[[Floats], float | None],
    *,
    draws: int,
    seed: int,
    confidence: float,
) -> Interval:
    """Measure summed counts, and again with groups (the first axis) drawn with replacement."""
    value = measure(counts.sum(axis=0))
    if value is None or draws == 0 or len(counts) < 2:
        return Interval(value, None, None)
    random = np.random.default_rng(seed)
    flat = counts.reshape(len(counts), -1)
    found = []
    for _ in range(draws):
        times = np.bincount(random.integers(len(counts), size=len(counts)), minlength=len(counts))
        again = measure((times @ flat).reshape(counts.shape[1:]))
        if again is not None:
            found.append(again)
    if not found:
        return Interval(value, None, None)
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return Interval(value, float(low), float(high))


def _parts(
    ratings: Sequence[Row], values: list[Any], coefficient: Coefficient, level: Level
) -> tuple[Floats, Callable[[Floats], float | None]]:
    if coefficient is Coefficient.COHEN:
        return _contingency(ratings, values), _kappa
    if coefficient is Coefficient.FLEISS:
        return _fleiss_counts(ratings, values), _fleiss
    if coefficient is Coefficient.PERCENT:
        return _coincidences(ratings, values), _percent
    if coefficient is Coefficient.ALPHA:
        numbers = _numbers(values, level)
        return _coincidences(ratings, values), lambda counts: _alpha(counts, numbers, level)
    raise ValueError(f"{coefficient.value} is not computed from ratings")


def _values(ratings: Sequence[Row], level: Level) -> list[Any]:
    """The distinct values in order; numbers where the level needs them."""
    found = {value for row in ratings for value in row if value is not None}
    if level is Level.NOMINAL:
        return sorted(found, key=lambda value: (str(type(value)), str(value)))
    wrong = sorted(repr(value) for value in found if not isinstance(value, (int, float)))
    if wrong:
        raise InputError(
            f"level {level.value} compares numbers, but there is the value {wrong[0]}",
            hint="choose level nominal, or give the values as numbers",
        )
    return sorted(found)


def _numbers(values: list[Any], level: Level) -> Floats:
    if level is Level.NOMINAL:
        return np.arange(len(values), dtype=float)
    return np.array([float(value) for value in values])


def _coincidences(ratings: Sequence[Row], values: list[Any]) -> Floats:
    """Per unit the coincidence matrix: pairs of ratings, each unit weighing its ratings."""
    tallies = _tallies(ratings, values)
    rated = tallies.sum(axis=1)
    pairs = tallies[:, :, None] * tallies[:, None, :]
    diagonal = np.arange(len(values))
    pairs[:, diagonal, diagonal] -= tallies
    scale = np.where(rated > 1, 1.0 / np.maximum(rated - 1, 1), 0.0)
    return np.asarray(pairs * scale[:, None, None])


def _tallies(ratings: Sequence[Row], values: list[Any]) -> Floats:
    index = {value: place for place, value in enumerate(values)}
    tallies = np.zeros((len(ratings), len(values)))
    for unit, row in enumerate(ratings):
        for value in row:
            if value is not None:
                tallies[unit, index[value]] += 1
    return tallies


def _alpha(counts: Floats, numbers: Floats, level: Level) -> float | None:
    marginal = counts.sum(axis=1)
    total = marginal.sum()
    if total <= 1:
        return None
    apart = _distances(marginal, numbers, level)
    observed = float((counts * apart).sum() / total)
    expected = float((np.outer(marginal, marginal) * apart).sum() / (total * (total - 1)))
    return 1 - observed / expected if expected > _LEAST_VARIATION else None


def _distances(marginal: Floats, numbers: Floats, level: Level) -> Floats:
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(numbers))
    if level is Level.INTERVAL:
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2)
    reach = np.cumsum(marginal) - marginal / 2
    return np.asarray((reach[:, None] - reach[None, :]) ** 2)


def _percent(counts: Floats) -> float | None:
    total = float(counts.sum())
    return float(np.trace(counts)) / total if total else None


def _contingency(ratings: Sequence[Row], values: list[Any]) -> Floats:
    index = {value: place for place, value in enumerate(values)}
    table = np.zeros((len(ratings), len(values), len(values)))
    for unit, (first, second) in enumerate(ratings):
        if first is not None and second is not None:
            table[unit, index[first], index[second]] = 1
    return table


def _kappa(table: Floats) -> float | None:
    total = table.sum()
    if not total:
        return None
    observed = np.trace(table) / total
    expected = float(table.sum(axis=1) @ table.sum(axis=0)) / total**2
    return float((observed - expected) / (1 - expected)) if expected < 1 - 1e-12 else None


def _fleiss_counts(ratings: Sequence[Row], values: list[Any]) -> Floats:
    """Per unit: share of agreeing pairs, 1 for a unit that counts, then the tally of values."""
    tallies = _tallies(ratings, values)
    rated = tallies.sum(axis=1)
    counts = rated > 1
    pairs = np.maximum(rated * (rated - 1), 1)
    agreeing = ((tallies**2).sum(axis=1) - rated) / pairs
    return np.column_stack([agreeing * counts, counts, tallies * counts[:, None]])


def _fleiss(counts: Floats) -> float | None:
    units, tally = counts[1], counts[2:]
    if not units:
        return None
    shares = tally / tally.sum()
    observed, expected = counts[0] / units, float((shares**2).sum())
    return float((observed - expected) / (1 - expected)) if expected < 1 - 1e-12 else None
