"""Words, paragraphs, sentences and quotations, as the model is told of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.attribution.words import cut_words, quotations, split_words
from counterpoint.types import Span


def groups(text, column):
    words = cut_words(text)
    out = {}
    for word, number in zip(words.texts, getattr(words, column), strict=True):
        out.setdefault(number, []).append(word)
    return [" ".join(some) for number, some in sorted(out.items()) if number >= 0]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("It rained. We left.", ["It rained .", "We left ."], id="full-stop"),
        pytest.param("Mr. Ash met Dr. B. Oak.", ["Mr . Ash met Dr . B . Oak ."], id="titles"),
        pytest.param("The U.S. army left.", ["The U . S . army left ."], id="initials"),
        pytest.param(
            "\u201cGo!\u201d he said. \u201cNow.\u201d",
            ["\u201c Go ! \u201d he said .", "\u201c Now . \u201d"],
            id="marks-stay-with-their-sentence",
        ),
        pytest.param(
            'He left. "Why?" she asked.', ["He left .", '" Why ? " she asked .'], id="straight"
        ),
        pytest.param("A headline\nA text", ["A headline", "A text"], id="line-break"),
        pytest.param("Wait\u2026 what?", ["Wait \u2026 what ?"], id="small-letter-goes-on"),
    ],
)
def test_sentences(text, sentences):
    assert groups(text, "sentences") == sentences


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("''We won,'' he said.", ["' ' We won , ' '"], id="two-apostrophes"),
        pytest.param(
            "\u201cOne.\n\u201cTwo,\u201d she said.",
            ["\u201c One .", "\u201c Two , \u201d"],
            id="open",
        ),
        pytest.param("\u00abNon\u00bb, dit-elle", ["\u00ab Non \u00bb"], id="angle"),
        pytest.param("It's Ann's", [], id="apostrophes-are-no-marks"),
        pytest.param(
            "\u201d no, \u201cyes\u201d", ["\u201c yes \u201d"], id="closing-mark-opens-nothing"
        ),
    ],
)
def test_quotations(text, quoted):
    assert groups(text, "quotations") == quoted


def test_skipped_region_is_left_out_and_parts_paragraphs():
    text = "He said SHARE THIS that it rained"
    words = cut_words(text, skip=[Span(8, 18)])

    assert words.texts == ["He", "said", "that", "it", "rained"]
    assert words.paragraphs == [0, 0, 1, 1, 1]


def test_word_that_a_skipped_region_cuts_is_left_out():
    assert cut_words("one two three", skip=[Span(5, 6)]).texts == ["one", "three"]


@given(st.text(alphabet="aB.'\u201c\u201d\"\n \u2019-\u00e9\U0001f600", max_size=60))
def test_words_are_what_their_offsets_say_and_nothing_visible_is_lost(text):
    words = cut_words(text)

    places = list(zip(words.starts, words.ends, strict=True))
    assert [text[start:end] for start, end in places] == words.texts
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(places))
    assert "".join(words.texts) == "".join(text.split())


@given(st.text(alphabet="a. \n\u201c\u201d\"'`", max_size=60))
def test_quotations_are_in_order_and_within_a_line(text):
    spans = list(quotations(text))

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))
    assert not any("\n" in text[start:end] for start, end in spans)


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)
)
def test_no_word_touches_a_skipped_region(text, bounds):
    skip = [Span(min(pair), max(pair)) for pair in bounds if pair[0] != pair[1]]
    words = cut_words(text, skip=skip)

    for start, end in zip(words.starts, words.ends, strict=True):
        assert not any(region.start < end and start < region.end for region in skip)


@given(st.text(alphabet="aB. \n", max_size=120), st.integers(2, 20))
def test_parts_of_a_long_text_are_its_words(text, most):
    words = cut_words(text)
    parts = list(split_words(words, most))

    assert [start for part in parts for start in part.starts] == words.starts
    assert [number for part in parts for number in part.sentences] == words.sentences
    assert all(0 < len(part) <= most for part in parts)


def test_long_text_is_parted_where_a_paragraph_begins():
    words = cut_words("a a a a a a\na a a a a")

    assert [len(part) for part in split_words(words, 8)] == [6, 5]
