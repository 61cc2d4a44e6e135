"""Concepts are proposed from a seed, named by their words, and never lose a content."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.positions.clusters import propose_concepts

TEXTS = ["the harbour needs cranes"] * 5 + ["more teachers for schools"] * 3
VECTORS = np.array([[1.0, 0.0]] * 5 + [[0.0, 1.0]] * 3, dtype=np.float32)


def test_groups_are_named_by_the_words_that_set_them_apart():
    proposals = propose_concepts(TEXTS, VECTORS, count=2, seed=1)

    assert [proposal.size for proposal in proposals] == [5, 3]
    assert "harbour" in proposals[0].label
    assert "teachers" in proposals[1].label
    assert proposals[1].typical == (5, 6, 7)


@given(st.integers(1, 12), st.integers(1, 6), st.integers(0, 3))
def test_every_content_is_in_one_group(size, count, seed):
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(size, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    proposals = propose_concepts(["some words"] * size, vectors, count=count, seed=seed)

    assert sum(proposal.size for proposal in proposals) == size
    assert len({proposal.label for proposal in proposals}) == len(proposals)
    assert proposals == propose_concepts(["some words"] * size, vectors, count=count, seed=seed)
