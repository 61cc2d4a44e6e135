"""Error bars for what machines have coded: corrected estimates with 95 % intervals.

Machine-coded positions are wrong in ways that shift networks, so counting them is not enough. With
a sample of statements that people have judged, drawn with known probabilities, the machine's count
is kept and its mean error, estimated from the sample, is taken off: prediction-powered inference
(Angelopoulos and others 2023) in its design-based form (Egami and others 2023). The estimate is
right on average whatever the machine's errors look like; the machine only makes the interval
narrower.

Without judgements nothing can be corrected by design. Then the labels are drawn again from the
confusion that was measured on gold sentences, and the result says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from counterpoint.errors import InputError

__all__ = [
    "Estimate",
    "Sample",
    "corrected_share",
    "corrected_total",
    "corrected_totals",
    "draw_sample",
    "redraw",
    "redrawn_measure",
]

Floats = NDArray[np.float64]
_SPREAD = 30.0  # judgements that the error of all statements counts for beside an edge's own
_NORMAL = 1.96
_LEAST = 0.2  # smallest probability to be drawn, as a share of the mean one
_T = (12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        value: The corrected estimate.
        low: Lower end.
        high: Upper end.
        counted: What plain counting of the machine's labels gives.
        judged: How many of the statements behind it were judged.
        method: ``judged`` (corrected by a sample) or ``gold`` (from the measured confusion).
    """

    value: float
    low: float
    high: float
    counted: float
    judged: int
    method: str


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Statements to judge.

    Attributes:
        rows: Their places, rising.
        probabilities: Of every statement, drawn or not, to be drawn.
    """

    rows: NDArray[np.int64]
    probabilities: Floats


def draw_sample(
    scores: ArrayLike, size: int, *, seed: int, groups: ArrayLike | None = None
) -> Sample:
    """Draw statements to judge, doubtful ones more often, each with a known probability.

    Args:
        scores: Probability that each statement's label is right.
        size: How many to draw.
        seed: Same seed, same sample.
        groups: Number of the edge that each statement belongs to; with it, small edges are drawn
            from more often, so that a network as a whole is corrected. Without, a share is.

    Raises:
        InputError: If there are no statements, or a size below 1.
    """
    sure = np.clip(np.asarray(scores, dtype=np.float64), 0.0, 1.0)
    count = len(sure)
    if count == 0:
        raise InputError("there are no statements to draw from", hint="run analyse first")
    if size < 1:
        raise InputError(f"a sample of {size} is none", hint="ask for at least one statement")
    weight = np.sqrt(np.maximum(sure * (1 - sure), 0.02))
    if groups is not None:
        edges = np.asarray(groups, dtype=np.int64)
        _, inverse, sizes = np.unique(edges, return_inverse=True, return_counts=True)
        weight = weight / np.sqrt(sizes[inverse])
    weight = np.maximum(weight, _LEAST * weight.mean())
    probabilities = _probabilities(weight, min(size, count))
    draw = np.random.default_rng(seed)
    order = draw.permutation(count)
    steps = np.cumsum(probabilities[order])
    ticks = draw.random() + np.arange(min(size, count))
    chosen = order[np.minimum(np.searchsorted(steps, ticks, side="right"), count - 1)]
    return Sample(np.unique(chosen).astype(np.int64), probabilities)


def corrected_total(
    machine: ArrayLike,
    judged: ArrayLike,
    probabilities: ArrayLike,
    *,
    members: ArrayLike | None = None,
) -> Estimate:
    """The sum of a value over statements, as over those of one edge.

    Args:
        machine: Value of every statement by the machine (-1, 0, 1).
        judged: Value by people; NaN where nobody judged.
        probabilities: Of every statement to be drawn for judging.
        members: Which statements belong to the sum; without, all.

    Raises:
        InputError: If a judged statement had a probability of 0, or one is above 1.
    """
    rows = np.ones(np.shape(machine), bool) if members is None else np.asarray(members, dtype=bool)
    return corrected_totals(machine, judged, probabilities, np.where(rows, 0, -1))[0]


def corrected_totals(
    machine: ArrayLike,
    judged: ArrayLike,
    probabilities: ArrayLike,
    edges: ArrayLike,
    *,
    classes: ArrayLike | None = None,
    missed: Mapping[int, float] | None = None,
) -> dict[int, Estimate]:
    """The sum of a value for every edge at once.

    Args:
        machine: Value of every statement by the machine.
        judged: Value by people; NaN where nobody judged.
        probabilities: Of every statement to be drawn for judging; 0 for one that could not be
            drawn, which counts as the machine has it.
        edges: Number of the edge that each statement belongs to; -1 for none.
        classes: Statements of one class are taken to be wrong alike; without, the machine's values.
        missed: Edge to the variance of what the machine may have missed on it.

    Returns:
        Edge to estimate.

    Raises:
        InputError: If a judged statement had a probability of 0, or one is above 1.
    """
    given, people, chance = _checked(machine, judged, probabilities)
    where = np.asarray(edges, dtype=np.int64)
    drawn = ~np.isnan(people)
    off = np.where(drawn, people - given, 0.0)
    kinds = given if classes is None else np.asarray(classes, dtype=np.float64)
    pooled = _pooled(kinds, off, drawn, chance)
    order = np.argsort(where, kind="stable")
    order = order[where[order] >= 0]
    known, starts = np.unique(where[order], return_index=True)
    out: dict[int, Estimate] = {}
    parts_of = np.split(order, starts[1:]) if len(order) else []
    for edge, rows in zip(known, parts_of, strict=True):
        parts = (given[rows], off[rows], drawn[rows], chance[rows], pooled[rows])
        out[int(edge)] = _total(*parts, (missed or {}).get(int(edge), 0.0))
    return out


def corrected_share(
    machine: ArrayLike,
    judged: ArrayLike,
    probabilities: ArrayLike,
    *,
    part: float = 1.0,
    whole: tuple[float, ...] = (-1.0, 1.0),
) -> Estimate:
    """The share of one value among some values, as of agreement among all positions.

    Args:
        machine: Value of every statement by the machine.
        judged: Value by people; NaN where nobody judged.
        probabilities: Of every statement to be drawn for judging.
        part: The value whose share is asked.
        whole: The values that make up the whole.
    """
    given, people, chance = _checked(machine, judged, probabilities)
    drawn = ~np.isnan(people)
    counted = float(np.sum(given == part) / max(1, np.sum(np.isin(given, whole))))
    if not drawn.any():
        raise InputError("nothing was judged", hint="draw a sample and judge it first")
    tops = [(v == part).astype(float) for v in (given, people)]
    bottoms = [np.isin(v, whole).astype(float) for v in (given, people)]
    top = _estimated(tops[0], tops[1], drawn, chance)
    bottom = _estimated(bottoms[0], bottoms[1], drawn, chance)
    if bottom <= 0:
        return Estimate(float("nan"), 0.0, 1.0, counted, int(drawn.sum()), "judged")
    share = top / bottom
    errors = (tops[1] - tops[0]) - share * (bottoms[1] - bottoms[0])
    spread = np.sqrt(_variance(np.where(drawn, errors, 0.0), drawn, chance)) / bottom
    reach = _quantile(int(drawn.sum()) - 1) * spread
    low, high = max(0.0, share - reach), min(1.0, share + reach)
    return Estimate(float(share), float(low), float(high), counted, int(drawn.sum()), "judged")


def redraw(labels: ArrayLike, confusion: ArrayLike, *, draws: int, seed: int) -> NDArray[np.int64]:
    """Labels as they might truly be, given what the machine confuses.

    Args:
        labels: Label of every statement by the machine, as a column number of the confusion.
        confusion: Counts on judged or gold sentences; rows the true label, columns the machine's.
        draws: How many times to draw.
        seed: Same seed, same draws.

    Returns:
        One row a draw; the chances themselves are drawn anew each time, so that few gold sentences
        make wide intervals.
    """
    counts = np.asarray(confusion, dtype=np.float64)
    given = np.asarray(labels, dtype=np.int64)
    draw = np.random.default_rng(seed)
    out = np.empty((draws, len(given)), dtype=np.int64)
    for number in range(draws):
        for label in range(counts.shape[1]):
            rows = np.flatnonzero(given == label)
            chances = draw.dirichlet(counts[:, label] + 0.5)
            out[number, rows] = draw.choice(counts.shape[0], size=len(rows), p=chances)
    return out


def redrawn_measure(
    labels: ArrayLike,
    confusion: ArrayLike,
    measure: Callable[[NDArray[np.int64]], float],
    *,
    draws: int = 400,
    seed: int = 1,
    method: str = "gold",
) -> Estimate:
    """Any measure with an interval from the confusion alone.

    Args:
        labels: Label of every statement by the machine, as a column number of the confusion.
        confusion: Counts; rows the true label, columns the machine's.
        measure: Gives the measure for labels.
        draws: How many times to draw the labels anew.
        seed: Same seed, same interval.
        method: What the confusion comes from.
    """
    given = np.asarray(labels, dtype=np.int64)
    values = np.asarray([measure(row) for row in redraw(given, confusion, draws=draws, seed=seed)])
    low, middle, high = np.quantile(values, (0.025, 0.5, 0.975))
    return Estimate(float(middle), float(low), float(high), float(measure(given)), 0, method)


# --- how it is computed ---------------------------------------------------------------------------


def _checked(
    machine: ArrayLike, judged: ArrayLike, probabilities: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    given = np.asarray(machine, dtype=np.float64)
    people = np.asarray(judged, dtype=np.float64)
    chance = np.asarray(probabilities, dtype=np.float64)
    if not len(given) == len(people) == len(chance):
        raise InputError(
            f"{len(given)} labels, {len(people)} judgements, {len(chance)} probabilities",
            hint="give one of each for every statement",
        )
    wrong = ~np.isnan(people) & ~((chance > 0) & (chance <= 1))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(
            f"statement {row + 1} was judged but has a probability of {chance[row]:g} to be drawn",
            hint="use the probabilities that `counterpoint sample` wrote; they lie above 0",
        )
    return given, people, chance


def _total(
    given: Floats,
    off: Floats,
    drawn: NDArray[np.bool_],
    chance: Floats,
    pooled: Floats,
    missed: float,
) -> Estimate:
    counted = float(given.sum())
    judged = int(drawn.sum())
    value = counted + float(np.sum(off[drawn] / chance[drawn]))
    safe = np.where(chance > 0, chance, 0.5)  # what could not be drawn is as wrong as the rest
    expected = float(np.sum((1 - safe) / safe * pooled)) + missed
    own = float(np.sum((1 - chance[drawn]) / chance[drawn] ** 2 * off[drawn] ** 2))
    trust = judged / (judged + _SPREAD)
    variance = max(trust * own + (1 - trust) * expected, 0.5 * expected)
    reach = _NORMAL * np.sqrt(variance)
    return Estimate(value, value - reach, value + reach, counted, judged, "judged")


def _pooled(kinds: Floats, off: Floats, drawn: NDArray[np.bool_], chance: Floats) -> Floats:
    """Mean squared error of the machine for each statement, by its class."""
    out = np.zeros(len(kinds))
    for label in np.unique(kinds):
        rows = kinds == label
        seen = rows & drawn
        weight = 1 / chance[seen]
        # a little error more than was seen: no errors in a few judgements is not no errors
        out[rows] = (np.sum(weight * off[seen] ** 2) + 0.3 * _mean(weight)) / (
            np.sum(weight) + 0.6 * _mean(weight)
        )
    return out


def _mean(weight: Floats) -> float:
    return float(weight.mean()) if len(weight) else 1.0


def _estimated(given: Floats, people: Floats, drawn: NDArray[np.bool_], chance: Floats) -> float:
    return float(given.sum() + np.sum((people[drawn] - given[drawn]) / chance[drawn]))


def _variance(errors: Floats, drawn: NDArray[np.bool_], chance: Floats) -> float:
    """Variance of a sum of weighted errors under a sample of fixed size (Hájek's approximation)."""
    count = int(drawn.sum())
    if count < 2:
        return float("inf")
    factor = (1 - chance[drawn]) * count / (count - 1)
    scaled = errors[drawn] / chance[drawn]
    centre = float(np.sum(factor * scaled) / max(float(np.sum(factor)), 1e-12))
    return float(np.sum(factor * (scaled - centre) ** 2))


def _probabilities(weight: Floats, size: int) -> Floats:
    """Probabilities in proportion to weights that sum to the size, none above 1."""
    out = np.zeros(len(weight))
    free = np.ones(len(weight), bool)
    left = float(size)
    while left > 0 and free.any():
        trial = weight[free] / weight[free].sum() * left
        if (trial <= 1).all():
            out[free] = trial
            break
        sure = np.flatnonzero(free)[trial >= 1]
        out[sure] = 1.0
        free[sure] = False
        left = size - float(out[~free].sum())
    return np.clip(out, 1e-9, 1.0)


def _quantile(degrees: int) -> float:
    """97.5 % point of Student's t."""
    if degrees < 1:
        return _T[0]
    if degrees <= len(_T):
        return _T[degrees - 1]
    return 1.96 + 2.4 / degrees
