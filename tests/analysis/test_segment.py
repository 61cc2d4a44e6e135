"""Paragraphs and sentences lie in order, never overlap and lose no word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.segment import find_paragraphs, find_sentences

TEXTS = st.text(alphabet='abC .!?…"”“’)(\n\r\t\u2028\u00a05😀é', max_size=120)


def sentences(text):
    return [span.of(text) for span in find_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three?", ["One.", "Two!", "Three?"], id="plain"),
        pytest.param(
            "Sen. Ann Lee left. He stayed.", ["Sen. Ann Lee left.", "He stayed."], id="title"
        ),
        pytest.param("J. P. Roe came.", ["J. P. Roe came."], id="initials"),
        pytest.param("He met F.D. Bruun.", ["He met F.D. Bruun."], id="joined-initials"),
        pytest.param("It cost 3.5 million.", ["It cost 3.5 million."], id="figure"),
        pytest.param("The U.S. Navy sails.", ["The U.S. Navy sails."], id="dots-go-on"),
        pytest.param(
            "He left the U.S. The navy stayed.",
            ["He left the U.S.", "The navy stayed."],
            id="dots-end",
        ),
        pytest.param("“No!” she said.", ["“No!” she said."], id="small-goes-on"),
        pytest.param('"No." He left.', ['"No."', "He left."], id="quoted-stop"),
        pytest.param("See No. 5 below.", ["See No. 5 below."], id="number"),
        pytest.param("Smith Inc. shares fell.", ["Smith Inc. shares fell."], id="company"),
        pytest.param("On Jan. 3 it rained.", ["On Jan. 3 it rained."], id="month"),
        pytest.param("Wait… Then go.", ["Wait…", "Then go."], id="ellipsis"),
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t ", [], id="blank"),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


def test_a_line_is_a_paragraph():
    text = "One line.\nAnother one.\n\n  A third.  "

    assert [p.of(text) for p in find_paragraphs(text)] == ["One line.", "Another one.", "A third."]


def test_lines_broken_by_hand_are_joined():
    line = "the harbour was quiet and nobody spoke of the storm that had been\n"
    text = line * 5 + "forecast.\n\n" + line * 4 + "over."

    assert len(find_paragraphs(text)) == 2
    assert len(find_sentences(text)) == 2


@given(TEXTS)
def test_sentences_are_in_order_and_cover_every_visible_character(text):
    found = find_sentences(text)
    covered = {place for span in found for place in range(span.start, span.end)}

    assert all(earlier.end <= later.start for earlier, later in pairwise(found))
    assert {place for place, sign in enumerate(text) if not sign.isspace()} <= covered
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)
