"""Sentences made for training: whole, with the right names marked, and none of the test's."""

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training" / "positions"))
import hard  # noqa: E402
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


def test_no_sentence_of_the_tests_is_trained_on():
    tested = set()
    for name in ("signs.tsv", "fresh.tsv"):
        path = ROOT / "tests" / "analysis" / "positions" / "data" / name
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text = line.split("\t")[3]
                tested.add("".join(c for c in text.casefold() if c.isalpha()))
    for rows in MADE.values():
        for row in rows:
            assert "".join(c for c in row.text.casefold() if c.isalpha()) not in tested
