"""Error bars hold the truth, correct what counting gets wrong, and refuse impossible samples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.network.intervals import (
    corrected_share,
    corrected_total,
    corrected_totals,
    draw_sample,
    redrawn_measure,
)


def corpus(seed, count=1500):
    draw = np.random.default_rng(seed)
    true = draw.choice([-1, 0, 1], count, p=[0.3, 0.2, 0.5])
    wrong = draw.random(count) < np.where(true == 1, 0.3, 0.1)
    machine = np.where(wrong, -1, true)  # too many disagreements
    return true, machine, np.where(true == 1, 0.7, 0.9)


def judged_sample(true, score, size, seed):
    sample = draw_sample(score, size, seed=seed)
    judged = np.full(len(true), np.nan)
    judged[sample.rows] = true[sample.rows]
    return judged, sample.probabilities


def test_corrected_share_holds_the_truth_where_counting_misses_it():
    hits = counted = 0
    for seed in range(60):
        true, machine, score = corpus(seed)
        judged, chance = judged_sample(true, score, 150, seed)
        found = corrected_share(machine, judged, chance)
        wanted = np.sum(true == 1) / np.sum(true != 0)
        hits += found.low <= wanted <= found.high
        counted += abs(found.counted - wanted) < 0.04

    assert hits >= 53
    assert counted <= 5


def test_corrected_total_is_right_on_average():
    errors = []
    for seed in range(60):
        true, machine, score = corpus(seed)
        judged, chance = judged_sample(true, score, 200, seed)
        errors.append(corrected_total(machine, judged, chance).value - true.sum())

    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(len(errors))


def test_everything_judged_leaves_no_doubt():
    true, machine, _ = corpus(1, 200)

    found = corrected_total(machine, true.astype(float), np.ones(200))

    assert (found.low, found.value, found.high) == (true.sum(), true.sum(), true.sum())


def test_edges_add_up_to_the_whole():
    true, machine, score = corpus(2)
    edges = np.arange(len(true)) % 7
    judged, chance = judged_sample(true, score, 300, 2)

    parts = corrected_totals(machine, judged, chance, edges)

    assert sum(part.value for part in parts.values()) == pytest.approx(
        corrected_total(machine, judged, chance).value
    )


def test_judgement_with_probability_zero_is_refused():
    with pytest.raises(InputError, match="statement 2 was judged but has a probability of 0"):
        corrected_total([1, 1], [np.nan, 1.0], [0.5, 0.0])


def test_columns_of_different_length_are_refused():
    with pytest.raises(InputError, match="2 labels, 1 judgements"):
        corrected_total([1, 1], [np.nan], [0.5, 0.5])


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=80),
    st.integers(1, 90),
    st.integers(0, 5),
    st.booleans(),
)
def test_sample_has_its_size_and_known_probabilities(scores, size, seed, grouped):
    groups = [number % 5 for number in range(len(scores))] if grouped else None

    sample = draw_sample(scores, size, seed=seed, groups=groups)

    assert len(sample.rows) == min(size, len(scores))
    assert sample.probabilities.sum() == pytest.approx(min(size, len(scores)))
    assert ((sample.probabilities > 0) & (sample.probabilities <= 1)).all()


def test_same_seed_same_sample():
    scores = np.linspace(0.4, 0.99, 300)

    assert (draw_sample(scores, 40, seed=3).rows == draw_sample(scores, 40, seed=3).rows).all()


def test_sample_of_nothing_is_refused():
    with pytest.raises(InputError, match="no statements"):
        draw_sample([], 10, seed=1)


def test_confusion_alone_moves_a_measure_toward_the_truth():
    draw = np.random.default_rng(1)
    true = draw.choice([0, 1], 800, p=[0.7, 0.3])
    machine = np.where(draw.random(800) < 0.2, 1 - true, true)
    confusion = [[112, 28], [12, 48]]  # same chances, other sentences

    found = redrawn_measure(machine, confusion, lambda labels: float(labels.mean()), draws=200)

    assert found.method == "gold"
    assert found.low <= true.mean() <= found.high
    assert abs(found.value - true.mean()) < abs(found.counted - true.mean())
