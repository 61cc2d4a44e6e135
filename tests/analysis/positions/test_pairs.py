"""Several pairs of one sentence are read at once, and each gets an answer of its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.analysis.positions.model import PAIR_LABELS, PositionModel
from counterpoint.types import Span

SENTENCE = "Ann Lee accused the Harbour Board of lying, while Bo Wu praised Ann Lee’s rival Cy Oh."
OTHER = "Dana Roy thanked the Port Union."


@pytest.fixture(scope="module")
def model():
    return PositionModel()


def span(text, name):
    start = text.index(name)
    return Span(start, start + len(name))


def ask(text, *names):
    return (text, *(span(text, name) for name in names))


ITEMS = [
    ask(SENTENCE, "Ann Lee", "Harbour Board"),
    ask(OTHER, "Dana Roy", "Port Union"),
    ask(SENTENCE, "Bo Wu", "Cy Oh"),
    ask(SENTENCE, "Cy Oh", "Bo Wu"),
]


def surest(row):
    return PAIR_LABELS[int(row.argmax())]


def test_each_pair_of_a_sentence_has_its_own_sides(model):
    rows = model.pairs(ITEMS).labels

    assert [surest(row) for row in rows] == [
        "a_neg_b",
        "a_pos_b",
        "a_pos_b",
        "b_pos_a",
    ]


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(len(ITEMS))))
def test_answers_follow_the_order_of_the_questions(model, order):
    plain = model.pairs(ITEMS)
    moved = model.pairs([ITEMS[number] for number in order])

    assert np.allclose(moved.labels, plain.labels[list(order)], atol=1e-4)
    assert np.allclose(moved.quads, plain.quads[list(order)], atol=1e-4)


def test_names_that_overlap_are_read_apart(model):
    text = "Ann Lee accused the Harbour Board chief of lying."
    chief, board = span(text, "Harbour Board chief"), span(text, "Harbour Board")
    ann = span(text, "Ann Lee")

    together = model.pairs([(text, ann, chief), (text, ann, board)]).labels
    alone = [model.pairs([(text, ann, one)]).labels[0] for one in (chief, board)]

    assert np.allclose(together, alone, atol=0.05)


def test_a_sentence_too_long_to_be_read_whole_is_read_around_each_pair(model):
    long = SENTENCE.removesuffix(".") + ", " + "and so on and so forth, " * 40 + "said Eve Poe."
    items = [ask(long, "Ann Lee", "Harbour Board"), ask(long, "Bo Wu", "Cy Oh")]

    rows = model.pairs([*items, ask(long, "Ann Lee", "Eve Poe")]).labels

    assert [surest(row) for row in rows[:2]] == ["a_neg_b", "a_pos_b"]


def test_countries_are_read_alike_however_many_are_marked(model):
    frame = "{} condemned {}, while {} sided with {}."
    pairs = ((0, 1), (2, 3), (0, 2), (1, 3))
    rows = []
    for names in (("Kenya", "Peru", "Japan", "Malta"), ("China", "Japan", "Kenya", "France")):
        text = frame.format(*names)
        rows.append(model.pairs([ask(text, names[a], names[b]) for a, b in pairs]).labels)

    assert np.array_equal(rows[0], rows[1])
