"""Quotation marks are paired within a paragraph, whatever their style."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.quotations import Ending, find_quotations, manner_of
from counterpoint.types import Manner, Span


def found(text):
    return [(quotation.span.of(text), quotation.ending) for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param('He said, "No."', '"No."', id="straight"),
        pytest.param("He said, “No.”", "“No.”", id="curly"),
        pytest.param("He said, ''No.''", "''No.''", id="two-apostrophes"),
        pytest.param("He said, ``No.''", "``No.''", id="typewriter"),
        pytest.param("„Nein“, sagte sie.", "„Nein“", id="low"),
        pytest.param("« Non », dit-elle.", "« Non »", id="angle"),
        pytest.param("»Nej«, sagde hun.", "»Nej«", id="angle-inward"),
        pytest.param("‘No,’ she said.", "‘No,’", id="single"),
        pytest.param(
            "‘The miners’ strike is over,’ she said.",
            "‘The miners’ strike is over,’",
            id="possessive",
        ),
        pytest.param("She said it’s “a lie”.", "“a lie”", id="apostrophe-is-no-mark"),
        pytest.param("😀 “No,” he said.", "“No,”", id="emoji-before"),
    ],
)
def test_closed_quotation(text, quoted):
    assert found(text) == [(quoted, Ending.CLOSED)]


def test_quotation_within_a_quotation():
    text = "“We heard ‘never’ and ‘not yet’ too often,” he said."
    (quotation,) = find_quotations(text)

    assert [inner.of(text) for inner in quotation.inner] == ["‘never’", "‘not yet’"]


def test_quotation_continues_in_next_paragraph():
    text = "“We tried.\n“We failed,” he said."

    assert found(text) == [("“We tried.", Ending.CONTINUED), ("“We failed,”", Ending.CLOSED)]


def test_stray_mark_costs_only_its_paragraph():
    text = '“A screen fell.\nShe said, "Stop."'

    assert found(text) == [("“A screen fell.", Ending.UNCLOSED), ('"Stop."', Ending.CLOSED)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("The dogs' bowl and the cats' bed.", id="possessives"),
        pytest.param('A 24" screen fell.', id="inches"),
        pytest.param("Home » News » Sport", id="breadcrumb"),
        pytest.param("Rock 'n' roll in the '90s", id="elisions"),
    ],
)
def test_no_quotation(text):
    assert [quoted for quoted, _ in found(text) if quoted not in ("'n'",)] == []


@pytest.mark.parametrize(
    ("content", "manner"),
    [("“a b”", Manner.DIRECT), ("c “a b” d", Manner.MIXED), ("c d", Manner.INDIRECT)],
)
def test_manner_is_told_by_the_words_in_quotation_marks(content, manner):
    text = f"He said {content}."
    spans = [quotation.span for quotation in find_quotations(text)]

    assert manner_of(text, [Span(8, 8 + len(content))], spans) is manner


@given(st.text(alphabet="ab “”„«»\"'‘’\n", max_size=60))
def test_quotations_are_in_order_and_never_overlap(text):
    quotations = list(find_quotations(text))
    spans = [quotation.span for quotation in quotations]

    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))
    assert all(outer.span.covers(inner) for outer in quotations for inner in outer.inner)
