"""Values become attributions: pieces, sources, and who owns a word."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.attribution.calibrate import Ranker, widen
from counterpoint.analysis.attribution.decode import (
    FIGURES,
    Reading,
    Thresholds,
    cue_runs,
    decode,
)
from counterpoint.analysis.attribution.features import make_sheet
from counterpoint.analysis.attribution.words import cut_words
from counterpoint.errors import ModelError
from counterpoint.models.tokens import WordPieces

TOKENS = WordPieces({"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3})


def read(*patterns, valid=None):
    """A reading from a letter a word: s(ource), c(ontent), q the cue, C and S less sure."""
    value = {"s": (1, 0.9), "c": (2, 0.9), "q": (3, 0.9), "S": (1, 0.4), "C": (2, 0.5)}
    roles = np.zeros((len(patterns), len(patterns[0]), 4), np.float32)
    cues = []
    for number, pattern in enumerate(patterns):
        for place, letter in enumerate(pattern):
            role, probability = value.get(letter, (0, 1.0))
            roles[number, place, role] = probability
        cues.append((pattern.index("q"), pattern.rindex("q") + 1))
    valid = valid if valid is not None else [3.0] * len(patterns)
    return Reading(
        cues=cues,
        sure=np.full((len(patterns), 2), 0.9),
        lows=np.zeros(len(patterns), np.int64),
        roles=roles,
        whole=np.stack([np.array(valid), np.zeros(len(patterns))], 1),
        tags=np.zeros((len(patterns[0]), 3), np.float32),
    )


def found(*patterns, valid=None):
    sheet = make_sheet(cut_words(" ".join("w" * len(patterns[0]))), TOKENS)
    return [
        "".join(
            "s"
            if k in one.source
            else "c"
            if k in one.content
            else "q"
            if k in range(*one.cue)
            else "."
            for k in range(len(patterns[0]))
        )
        for one in decode(read(*patterns, valid=valid), sheet, Thresholds())
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("ssqccc..", "ssqccc..", id="plain"),
        pytest.param("ccsqccc.", "ccsqccc.", id="content-around-the-cue"),
        pytest.param(".sqcc.ccc", ".sqcccccc", id="small-gap-is-filled"),
        pytest.param("sqccc....ccc", "sqccc....ccc", id="wide-gap-stays"),
        pytest.param("sqcccccccccccc.....c", "sqcccccccccccc......", id="crumb-goes"),
        pytest.param("S.q.ccc", "s.q.ccc", id="weak-source-counts"),
        pytest.param("S..ssqccc", "...ssqccc", id="the-surest-source"),
        pytest.param("..qccc", "..qccc", id="no-source"),
    ],
)
def test_decode_one(pattern, expected):
    assert found(pattern) == [expected]


def test_cue_without_content_gives_nothing():
    assert found("ssq....") == []


def test_a_word_belongs_to_the_surest_candidate():
    assert found("sqccccc....", "...ccccq...", valid=[3.0, 0.0]) == ["sqccccc...."]


def test_unlikely_candidate_is_not_looked_at():
    assert found("sqccccc", valid=[-5.0]) == []


@pytest.mark.parametrize(
    ("begin", "inside", "runs"),
    [
        pytest.param([0, 0.9, 0, 0], [0, 0, 0.8, 0], [(1, 3)], id="begin-and-inside"),
        pytest.param([0.9, 0.9, 0, 0], [0, 0.05, 0, 0], [(0, 1), (1, 2)], id="neighbours"),
        pytest.param([0.06, 0, 0, 0.2], [0.06, 0, 0, 0], [(0, 1), (3, 4)], id="sum-counts"),
        pytest.param([0, 0, 0, 0], [0, 0, 0, 0], [], id="none"),
    ],
)
def test_cue_runs(begin, inside, runs):
    assert cue_runs(np.array(begin), np.array(inside), 0.1) == runs


@given(st.lists(st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)), max_size=30))
def test_cue_runs_hold_just_the_likely_words(pairs):
    begin, inside = np.array(pairs).reshape(-1, 2).T
    runs = cue_runs(begin, inside, 0.1)

    places = [place for low, high in runs for place in range(low, high)]
    assert places == np.flatnonzero(begin + inside >= 0.1).tolist()


@given(st.lists(st.text(alphabet="scSC.", min_size=9, max_size=9), min_size=1, max_size=4))
def test_no_word_has_two_contents_or_is_its_own_cue(bodies):
    patterns = [f"{body[:4]}q{body[4:]}" for body in bodies]
    sheet = make_sheet(cut_words(" ".join("w" * 10)), TOKENS)
    some = decode(read(*patterns), sheet, Thresholds(gap=0))

    contents = [place for one in some for place in one.content]
    assert len(contents) == len(set(contents))
    assert not any(set(one.source) & set(one.content) for one in some)
    assert all(len(one.figures) == len(FIGURES) for one in some)
    assert all(np.isfinite(one.figures).all() for one in some)


def test_ranker_gives_probabilities():
    size = widen([[0.0] * len(FIGURES)]).shape[1]
    table = {"mean": [0] * size, "scale": [1] * size, "weights": [1] + [0] * (size - 1), "bias": 0}
    ranker = Ranker.of(table)

    low, middle, high = ranker.probabilities(
        [[value] + [0.0] * (len(FIGURES) - 1) for value in (-2.0, 0.0, 2.0)]
    )
    assert 0 < low < middle == 0.5 < high < 1
    assert ranker.probabilities([]) == []


@pytest.mark.parametrize("table", [{}, {"mean": [0], "scale": [1], "weights": [1], "bias": 0}])
def test_ranker_of_another_version_is_refused(table):
    with pytest.raises(ModelError):
        Ranker.of(table)
