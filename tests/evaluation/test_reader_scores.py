"""Scores of the readers, on cases that can be reckoned by hand."""

import json

import pytest

from counterpoint.errors import InputError
from counterpoint.evaluation.readers import name_keys, score_bodies, score_facts
from counterpoint.workflow.evaluate_readers import evaluate_readers


def test_equal_bodies_score_one():
    score = score_bodies([("one two three four five", "One".lower() + " two three, four five")])

    assert (score.f1, score.precision, score.recall, score.empty) == (1, 1, 1, 0)


def test_runs_are_counted_with_their_number():
    score = score_bodies([("a b c d e f", "a b c d")])  # one of three runs, nothing wrong

    assert score.precision == 1
    assert score.recall == pytest.approx(1 / 3)


def test_an_empty_answer_is_counted():
    score = score_bodies([("a b c d", ""), ("a b c d", "a b c d")])

    assert (score.empty, score.precision, score.recall) == (1, 1, 0.5)


def test_days_and_names():
    score = score_facts(
        [
            (("2024-05-14", ["Ines Marlow"]), ("2024-05-14T10:00:00", ["INES MARLOW"])),
            (("2024-05-14", ["Tom Reed and J.R. Low"]), ("", ["Tom Reed"])),
        ]
    )

    assert score.date_right == 0.5
    assert (score.authors_precision, score.authors_recall) == (1, pytest.approx(2 / 3))


def test_names_are_compared_without_case_and_points():
    assert name_keys(["J.R. Low, Tom Reed"]) == name_keys(["J R LOW", "tom reed"])


def test_a_folder_with_nothing_to_measure_is_an_error(tmp_path):
    with pytest.raises(InputError, match="nothing to measure"):
        evaluate_readers(tmp_path)


def test_pages_of_a_folder_are_read_and_scored(tmp_path):
    body = "The harbour board said on Monday that a crossing will cost four crowns from June."
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html").write_text(
        f"<nav><a href='/'>Home</a></nav><article><p>{body}</p></article>"
    )
    (tmp_path / "ground-truth.json").write_text(json.dumps({"a": {"articleBody": body}}))

    scores = evaluate_readers(tmp_path)

    assert scores.bodies["html"].f1 == 1
    assert scores.facts is None
    assert not scores.trained_on
