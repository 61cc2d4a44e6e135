"""Sentences made for training: whole, with the right names marked, and none of the test's."""

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training" / "positions"))
import hard  # noqa: E402
import sentences  # noqa: E402
import written  # noqa: E402

KINDS = {"pair": written.pair, "target": written.target, "concept": written.concept}
MADE = {kind: [make(random.Random(seed)) for seed in range(3000)] for kind, make in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_no_slot_is_left_open_and_marks_lie_on_names(kind):
    for row in MADE[kind]:
        assert "{" not in row.text
        assert "}" not in row.text
        for start, end in row.spans:
            assert row.text[start:end] == row.text[start:end].strip() != ""
            assert row.text[start - 1 : start] in ("", " ", "“")


@pytest.mark.parametrize("kind", KINDS)
def test_each_sign_is_taught_about_as_often_as_its_opposite(kind):
    signs = [row.label for row in MADE[kind]]

    assert 0.8 < signs.count(1) / signs.count(-1) < 1.25
    assert signs.count(0) > len(signs) / 20


def test_a_frame_turns_its_leaning_where_it_negates():
    draw = random.Random(1)
    rows = [hard.frame(draw, "target") for _ in range(3000)]
    turned = {value for text, _, value in rows if text in _with("{{B}} is not {}.", hard.NOUNS[1])}
    kept = {
        value
        for text, _, value in rows
        if text in _with("There is no one more {} than {{B}}.", hard.ADJECTIVES[1])
    }

    assert turned == {-1}
    assert kept == {1}


def _with(frame, words):
    return {frame.format(word) for word in words}


LABELS = {
    "pair": {"neutral", "a_pos_b", "b_pos_a", "a_neg_b", "b_neg_a"},
    "target": {"-1", "0", "1"},
    "concept": {"pro", "con", "neutral"},
}
MARKS = {"pair": ("a", "b"), "target": ("target",), "concept": ()}
TABLES = sentences.read()


def test_every_sentence_of_the_tables_can_be_read_as_its_task():
    for row in TABLES:
        assert row["label"] in LABELS[row["task"]], row
        assert {"a", "b", "target"} & set(row) == set(MARKS[row["task"]]), row
        assert ("topic" in row) == (row["task"] == "concept"), row
        assert not set("[]\t") & set(row["text"]), row
        for mark in MARKS[row["task"]]:
            span = row[mark]
            assert row["text"][span["start"] : span["end"]] == span["mention"].strip() != "", row


def test_no_sentence_of_the_tables_is_there_twice_with_the_same_question():
    asked = [
        (row["text"], row.get("topic"), *(row[mark]["start"] for mark in MARKS[row["task"]]))
        for row in TABLES
    ]

    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("task", LABELS)
def test_no_label_of_the_tables_can_be_told_from_its_task_alone(task):
    labels = [row["label"] for row in TABLES if row["task"] == task]

    assert len(labels) > 500
    assert max(labels.count(label) for label in LABELS[task]) < 0.45 * len(labels)


def test_no_sentence_of_the_tests_is_trained_on():
    tested = set()
    for path in (ROOT / "tests" / "analysis" / "positions" / "data").glob("*.tsv"):
        tested |= {_letters(row["text"]) for row in sentences.read_marked(path)}
    assert len(tested) > 250
    trained = {_letters(row.text) for rows in MADE.values() for row in rows}
    trained |= {_letters(row["text"]) for row in TABLES}

    assert not tested & trained


def _letters(text):
    return "".join(char for char in text.casefold() if char.isalpha())
