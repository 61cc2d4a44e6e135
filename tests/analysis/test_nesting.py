"""Who is quoted within whose statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.nesting import find_nested, link_parents
from counterpoint.analysis.rules import find_attributions
from counterpoint.analysis.segment import find_sentences
from counterpoint.types import Attribution, Manner, Span


def test_inner_statement_gets_its_outer_one_as_parent():
    text = "Ms. Lund said that the builder had promised to mend the wall."
    outer = find_attributions(text)
    inner = find_nested(text, outer, find_sentences(text))
    linked = link_parents([*outer, *inner])

    assert [one.cue[0].of(text) for one in linked] == ["said", "had promised"]
    assert [one.parent for one in linked] == [None, 0]


def test_what_a_speaker_says_of_himself_is_no_other_voice():
    text = "“I think we were lucky,” said the pilot."

    assert find_nested(text, find_attributions(text), find_sentences(text)) == ()


def test_parent_is_the_smallest_that_holds():
    text = "The paper said that Ms. Lund claimed that the builder had promised to mend the wall."
    outer = find_attributions(text)
    first = find_nested(text, outer, find_sentences(text))
    second = find_nested(text, first, find_sentences(text))
    linked = link_parents([*outer, *first, *second])

    assert [one.parent for one in linked] == [None, 0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "“We will not let a guest decide when our doors may open,” said Ms. Lund.",
        "Ms. Lund said the club cannot call itself a guest while it changes the locks.",
        "Ms. Lund said that the club should promise a refund.",
        "“The doors stay shut, as the club announced in January,” said Ms. Lund.",
    ],
)
def test_what_nobody_said_is_no_inner_statement(text):
    assert find_nested(text, find_attributions(text), find_sentences(text)) == ()


def test_a_stand_that_somebody_must_take_is_one():
    text = "Ms. Lund said that the club cannot support the levy."
    (inner,) = find_nested(text, find_attributions(text), find_sentences(text))

    assert inner.source[0].of(text) == "the club"


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 20)).map(lambda pair: Span(pair[0], sum(pair))),
    min_size=1,
    max_size=2,
).map(tuple)
ATTRIBUTIONS = st.builds(
    Attribution,
    source=SPANS,
    cue=SPANS,
    content=SPANS,
    manner=st.sampled_from(Manner),
    score=st.just(0.5),
)


@given(st.lists(ATTRIBUTIONS, max_size=8))
def test_nobody_is_his_own_ancestor(attributions):
    linked = link_parents(attributions)

    for number in range(len(linked)):
        seen = set()
        while number is not None:
            assert number not in seen
            seen.add(number)
            number = linked[number].parent
