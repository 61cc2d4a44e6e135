"""Labels are scored as the published tables do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.evaluation.stance import calibration, calibration_error, score_labels


def test_macro_f1_counts_every_label_alike():
    scores = score_labels(["a", "a", "a", "b"], ["a", "a", "a", "a"])

    assert scores.accuracy == 0.75
    assert scores.labels["a"].f1 == pytest.approx(6 / 7)
    assert scores.macro_f1 == pytest.approx(3 / 7)


def test_polar_f1_leaves_the_neutral_label_out():
    gold, found = ["pro", "con", "neutral", "neutral"], ["pro", "pro", "neutral", "neutral"]

    scores = score_labels(gold, found, neutral="neutral")

    assert scores.polar_f1 == pytest.approx((2 / 3 + 0) / 2)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 0 + 1) / 3)


def test_intervals_hold_the_figure_and_repeat():
    gold, found = ["a", "b"] * 40, ["a", "b", "b", "b"] * 20

    scores = score_labels(gold, found, samples=200)

    low, high = scores.intervals["macro_f1"]
    assert low <= scores.macro_f1 <= high
    assert scores == score_labels(gold, found, samples=200)


def test_different_lengths_are_refused():
    with pytest.raises(InputError, match="1 gold labels and 0 predictions"):
        score_labels(["a"], [])


def test_calibration_error_is_the_gap_between_scores_and_shares():
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert calibration_error([0.95, 0.95], [True, False]) == pytest.approx(0.45)


def test_exact_scores_have_an_error_by_chance_that_more_rows_make_smaller():
    few, many = (calibration([0.7] * size, [True] * size).chance for size in (50, 5000))

    assert 0.03 < few < 0.08  # about 0.8 standard errors of a share of 0.7
    assert many < 0.01


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=20))
def test_right_answers_are_perfect(labels):
    scores = score_labels(labels, labels)

    assert scores.macro_f1 == scores.accuracy == 1
