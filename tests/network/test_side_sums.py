"""Sums of sides between actors: corrected where people judged, honest where they could not."""

import numpy as np
import pytest

from counterpoint.network.intervals import draw_sample
from counterpoint.network.side_sums import Sides, side_sums

CONFUSION = np.array([[80.0, 10.0, 10.0], [15.0, 10.0, 25.0], [5.0, 5.0, 65.0]])


def made(seed, *, judged):
    """Two thousand sides of ten pairs; a third of the machine's "for" are none."""
    draw = np.random.default_rng(seed)
    count = 2000
    pairs = draw.integers(0, 10, count)
    signs = np.where(draw.random(count) < 0.6, 1.0, -1.0)
    true = np.where((signs > 0) & (draw.random(count) < 1 / 3), 0.0, signs)
    sample = draw_sample(np.full(count, 0.7), judged, seed=seed)
    people = np.full(count, np.nan)
    people[sample.rows] = true[sample.rows]
    return Sides(pairs, signs, people, sample.probabilities), true


def test_a_judged_sample_corrects_what_counting_gets_wrong():
    hits = counted = 0
    for seed in range(10):
        sides, true = made(seed, judged=300)
        for pair, found in enumerate(side_sums(sides, CONFUSION, corrected=True)):
            wanted = true[sides.pairs == pair].sum()
            hits += found.low <= wanted <= found.high
            counted += abs(found.counted - wanted) < 15

    assert hits >= 90
    assert counted <= 5


def test_sides_that_nobody_could_judge_come_from_gold():
    sides = Sides(np.zeros(200, int), np.ones(200), np.full(200, np.nan), np.zeros(200))

    (found,) = side_sums(sides, CONFUSION, corrected=False)

    assert found.counted == 200
    assert found.value == pytest.approx(200 * (65 - 10) / 100, abs=15)
    assert found.low < found.value < found.high < 200


def test_one_side_alone_is_sure_of_nothing():
    sides = Sides(np.zeros(1, int), np.ones(1), np.full(1, np.nan), np.zeros(1))

    (found,) = side_sums(sides, CONFUSION, corrected=False)

    assert found.low <= 0 < found.high


@pytest.mark.parametrize("corrected", [True, False])
def test_what_people_judged_is_certain(corrected):
    sides = Sides(
        np.zeros(4, int), np.array([1.0, 1, 1, -1]), np.array([1.0, 0, 1, -1]), np.ones(4)
    )

    (found,) = side_sums(sides, CONFUSION, corrected=corrected)

    assert (found.low, found.value, found.high) == pytest.approx((1, 1, 1))


def test_a_sample_that_none_of_the_sides_was_in_changes_nothing():
    sides = Sides(np.zeros(9, int), np.ones(9), np.full(9, np.nan), np.zeros(9))

    (by_sample,) = side_sums(sides, CONFUSION, corrected=True)
    (by_gold,) = side_sums(sides, CONFUSION, corrected=False)

    assert by_sample.value == by_gold.value
    assert by_sample.low == by_gold.low


def test_no_side_no_sum():
    nothing = np.zeros(0)
    assert side_sums(Sides(nothing.astype(int), *[nothing] * 3), CONFUSION, corrected=True) == []

    assert (
        side_sums(Sides(nothing.astype(int), nothing, nothing, nothing), CONFUSION, corrected=False)
        == []
    )
