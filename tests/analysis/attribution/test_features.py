"""Windows cover a text once, and every word knows how it stands to a cue."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.attribution.features import (
    head_range,
    make_sheet,
    overlapping_windows,
    relations,
    shape_of,
    tile,
)
from counterpoint.analysis.attribution.words import cut_words
from counterpoint.models.tokens import WordPieces

TOKENS = WordPieces(
    {p: n for n, p in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "##b", ".", "'"])}
)
TEXTS = st.text(alphabet="ab. \n'", max_size=200)


def sheet_of(text):
    return make_sheet(cut_words(text), TOKENS)


@given(TEXTS, st.integers(4, 30))
def test_tiles_cover_every_word_once_and_keep_the_limit(text, limit):
    sheet = sheet_of(text)
    tiles = list(tile(sheet, limit))

    assert [place for start, end in tiles for place in range(start, end)] == list(range(len(sheet)))
    for start, end in tiles:
        assert sheet.offsets[end] - sheet.offsets[start] <= limit or end == start + 1


@given(TEXTS, st.integers(12, 40), st.integers(0, 11))
def test_each_word_is_owned_by_one_window_that_holds_it(text, limit, overlap):
    sheet = sheet_of(text)
    windows = overlapping_windows(sheet, limit, overlap)

    owned = [place for w in windows for place in range(w.owned_start, w.owned_end)]
    assert owned == list(range(len(sheet)))
    assert all(w.start <= w.owned_start and w.owned_end <= w.end for w in windows)


def test_window_ends_with_a_paragraph_where_one_is_near():
    sheet = sheet_of("a a a a a a a a\na a a a")

    assert next(iter(tile(sheet, 10))) == (0, 8)


@given(st.integers(1, 50), st.integers(0, 49), st.integers(1, 40))
def test_head_range_holds_the_cue(size, cue, width):
    cue = min(cue, size - 1)
    low, high = head_range(0, size, (cue, cue + 1), min(width, size))

    assert 0 <= low <= cue < high <= size


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", 0),
        ("Said", 1),
        ("NATO", 2),
        ("McKay", 3),
        ("2016", 4),
        ("G7", 4),
        (",", 5),
        ("I", 6),
    ],
)
def test_shape(word, shape):
    assert shape_of(word) == shape


def test_relations_to_a_cue():
    sheet = sheet_of("ab ab. Ab\n\u201cb b\u201d")
    words, sentences, paragraphs, quotes = relations(sheet, np.array([0]), 8, [(1, 2)])

    assert words[0, 1] == 14
    assert (words[0, 0], words[0, 2], words[0, 4]) == (13, 15, 17)
    assert sentences[0].tolist() == [4, 4, 4, 5, 6, 6, 6, 6]
    assert paragraphs[0].tolist() == [3, 3, 3, 3, 4, 4, 4, 4]
    assert quotes[0].tolist() == [0, 3, 0, 0, 1, 1, 1, 1]
