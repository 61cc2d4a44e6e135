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


TEXTS = [0, 0, 0, 0]


def surest(row):
    return PAIR_LABELS[int(row.argmax())]


def test_each_pair_of_a_sentence_has_its_own_sides(model):
    rows = model.pairs(ITEMS, TEXTS).labels

    assert [surest(row) for row in rows] == [
        "a_neg_b",
        "a_pos_b",
        "a_pos_b",
        "b_pos_a",
    ]


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(len(ITEMS))))
def test_answers_follow_the_order_of_the_questions(model, order):
    plain = model.pairs(ITEMS, TEXTS)
    moved = model.pairs([ITEMS[number] for number in order], [TEXTS[number] for number in order])

    assert np.allclose(moved.labels, plain.labels[list(order)], atol=1e-4)
    assert np.allclose(moved.quads, plain.quads[list(order)], atol=1e-4)


@pytest.mark.parametrize(
    "texts", [(), range(9)], ids=["no texts told", "each of a text of its own"]
)
def test_what_is_not_of_one_text_is_read_alone(model, texts):
    """What one article or record is answered depends on no other with the same sentence."""
    alone = model.pairs(ITEMS[:1]).labels[0]
    more = [ask(SENTENCE, "Harbour Board", "Cy Oh"), ask(SENTENCE, "Harbour Board", "Bo Wu")]
    beside = model.pairs([ITEMS[0], *more], texts[:3]).labels[0]
    together = model.pairs([ITEMS[0], *more], [0, 0, 0]).labels[0]

    assert np.abs(beside - alone).max() < np.abs(together - alone).max()
    assert np.allclose(beside, alone, atol=0.02)


def test_names_that_overlap_are_read_apart(model):
    text = "Ann Lee accused the Harbour Board chief of lying."
    chief, board = span(text, "Harbour Board chief"), span(text, "Harbour Board")
    ann = span(text, "Ann Lee")

    together = model.pairs([(text, ann, chief), (text, ann, board)], [0, 0]).labels
    alone = [model.pairs([(text, ann, one)]).labels[0] for one in (chief, board)]

    assert np.allclose(together, alone, atol=0.05)


def test_a_sentence_too_long_to_be_read_whole_is_read_around_each_pair(model):
    long = SENTENCE.removesuffix(".") + ", " + "and so on and so forth, " * 40 + "said Eve Poe."
    items = [ask(long, "Ann Lee", "Harbour Board"), ask(long, "Bo Wu", "Cy Oh")]

    rows = model.pairs([*items, ask(long, "Ann Lee", "Eve Poe")], [0, 0, 0]).labels

    assert [surest(row) for row in rows[:2]] == ["a_neg_b", "a_pos_b"]


def test_countries_are_read_alike_however_many_are_marked(model):
    frame = "{} condemned {}, while {} sided with {}."
    pairs = ((0, 1), (2, 3), (0, 2), (1, 3))
    rows = []
    for names in (("Kenya", "Peru", "Japan", "Malta"), ("China", "Japan", "Kenya", "France")):
        text = frame.format(*names)
        items = [ask(text, names[a], names[b]) for a, b in pairs]
        rows.append(model.pairs(items, [0] * len(items)).labels)

    assert np.array_equal(rows[0], rows[1])
