"""Error bars of sums of sides: how much two actors are for and against each other.

Sides in judged samples of statements are corrected by design (as in
:mod:`counterpoint.network.intervals`); sides that nobody could judge, since the text itself takes
them, are drawn anew from what the model confuses on gold sentences, and so are all without a judged
sample.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoint.network.intervals import Estimate, corrected_totals, redraw

__all__ = ["Sides", "side_sums"]

Floats = NDArray[np.float64]
_DRAWS = 400
_NORMAL = 1.96


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """One row a side.

    Attributes:
        pairs: Number of the pair of actors, from 0.
        signs: 1 or -1, as the machine has it.
        people: As people have it (1, 0, -1); NaN where nobody judged.
        chances: Probability that it was drawn and judged; 0 where it could not be, 1 where it is
            known without having been drawn.
    """

    pairs: NDArray[np.int64]
    signs: Floats
    people: Floats
    chances: Floats


def side_sums(
    sides: Sides, confusion: NDArray[np.float64], *, corrected: bool, seed: int = 1
) -> list[Estimate]:
    """The sum of each pair with its interval.

    Args:
        sides: All of them.
        confusion: Counts on gold sentences; rows the true side (-1, 0, 1), columns the machine's.
        corrected: Whether enough was judged in a sample to correct by it.
        seed: Same seed, same intervals.
    """
    count = int(sides.pairs.max()) + 1 if len(sides.pairs) else 0
    known = ~np.isnan(sides.people)
    framed = (sides.chances > 0) if corrected else known
    values = np.where(known & (~framed | (sides.chances >= 1)), sides.people, sides.signs)
    drawn_again = ~framed
    sums = _redrawn(sides, drawn_again, confusion, count, seed)
    counted = np.bincount(sides.pairs, sides.signs, minlength=count)
    out = []
    if corrected:
        people = np.where(sides.chances < 1, sides.people, np.nan)
        fixed = corrected_totals(
            values[framed],
            people[framed],
            sides.chances[framed],
            sides.pairs[framed],
            classes=sides.signs[framed],
        )
    else:
        certain = np.bincount(sides.pairs[known], sides.people[known], minlength=count)
        fixed = {}
    for pair in range(count):
        mean, low, high = (float(one) for one in sums[:, pair])
        base = fixed.get(pair)
        if not corrected:
            mean, low, high = (one + float(certain[pair]) for one in (mean, low, high))
            base = Estimate(mean, low, high, 0.0, 0, "gold")
        elif base is None:
            base = Estimate(mean, low, high, 0.0, 0, "gold")
        else:
            reach = np.hypot(base.high - base.value, (high - low) / 2)
            value = base.value + mean
            base = replace(base, value=value, low=value - reach, high=value + reach)
        out.append(replace(base, counted=float(counted[pair])))
    return out


def _redrawn(
    sides: Sides, rows: NDArray[np.bool_], confusion: Floats, count: int, seed: int
) -> Floats:
    """Mean and bounds of the sums over sides that are drawn anew."""
    labels = np.where(sides.signs[rows] > 0, 2, 0)
    sums = np.zeros((_DRAWS, max(count, 1)))
    if rows.any():
        drawn = redraw(labels, confusion, draws=_DRAWS, seed=seed) - 1
        for number, row in enumerate(drawn):
            sums[number] = np.bincount(sides.pairs[rows], row, minlength=count)
    low, high = np.quantile(sums, (0.025, 0.975), axis=0)
    return np.stack([sums.mean(axis=0), low, high])
