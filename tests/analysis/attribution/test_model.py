"""The model that ships finds who said what, in any text, at the place where it stands."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.analysis.attribution import AttributionModel
from counterpoint.errors import ModelError
from counterpoint.types import Manner, Span

TEXT = (
    "Council weighs new harbour toll\n\n"
    "Mayor Edna Prill said on Tuesday that the harbour toll would rise by a third."
    " \u201cWe have no choice,\u201d Prill told reporters, \u201cand no money.\u201d\n\n"
    "Opponents, led by the fishers' union, called the plan \u201ca tax on bread.\u201d"
    " According to a leaked memo, the council had rejected cheaper options.\n\n"
    "The ferry left at noon. It was raining."
)
model = AttributionModel.load()


def words(text, spans):
    return " \u2026 ".join(span.of(text) for span in spans)


@pytest.fixture(scope="module")
def found():
    return model.find([TEXT])[0]


@pytest.mark.parametrize(
    ("source", "cue", "content", "manner"),
    [
        pytest.param(
            "Edna Prill",
            "said",
            "the harbour toll would rise by a third",
            Manner.INDIRECT,
            id="indirect",
        ),
        pytest.param(
            "Prill",
            "told",
            "We have no choice,\u201d \u2026 ",
            Manner.DIRECT,
            id="direct",
        ),
        pytest.param("fishers' union", "called", "tax on bread", Manner.MIXED, id="mixed"),
        pytest.param(
            "leaked memo",
            "According to",
            "rejected cheaper options",
            Manner.INDIRECT,
            id="document",
        ),
    ],
)
def test_finds(found, source, cue, content, manner):
    assert any(
        source in words(TEXT, one.source)
        and cue in words(TEXT, one.cue)
        and content in words(TEXT, one.content)
        and one.manner is manner
        for one in found
    )


def test_sentences_that_nobody_says_are_nobodys(found):
    start = TEXT.index("The ferry")

    assert not any(span.end > start for one in found for span in one.content)


def test_scores_are_probabilities_above_the_bundles_own_least(found):
    assert all(model.min_score <= one.score <= 1 for one in found)


def test_least_score_is_kept(found):
    surest = model.find([TEXT], min_score=0.9)[0]

    assert set(surest) == {one for one in found if one.score >= 0.9}


def test_texts_are_read_alike_alone_and_together(found):
    together = model.find([TEXT, "", "Nothing here.", TEXT])

    assert [len(some) for some in together] == [len(found), 0, 0, len(found)]
    assert [one.content for one in together[3]] == [one.content for one in found]
    assert [one.score for one in together[3]] == pytest.approx([one.score for one in found])


def test_skipped_regions_are_not_read():
    start = TEXT.index("Opponents")
    end = TEXT.index("According")
    region = Span(start, end)
    found = model.find([TEXT], skip=[[region]])[0]

    spans = [s for one in found for s in (*one.source, *one.cue, *one.content)]
    assert found
    assert not any(span.overlaps(region) for span in spans)


def test_emoji_before_a_quotation_moves_nothing():
    text = "\U0001f600\U0001f1eb\U0001f1ee \u201cIt is late,\u201d said Ada Quill."
    (only,) = model.find([text])[0]

    assert "It is late" in words(text, only.content)
    assert words(text, only.source) == "Ada Quill"


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ann",
                "said",
                "that",
                "it",
                "rained",
                "\u201c",
                "\u201d",
                ".",
                ",",
                "\n",
                "\x00",
                "\ud800",
            ]
        ),
        max_size=120,
    )
)
def test_spans_lie_in_the_text_and_in_order(parts):
    text = " ".join(parts)
    found = model.find([text], min_score=0.0)[0]

    for one in found:
        assert one.cue
        assert one.content
        for spans in (one.source, one.cue, one.content):
            assert all(span.of(text).strip() for span in spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
    contents = [(span.start, span.end) for one in found for span in one.content]
    assert len(contents) == len(set(contents))


@pytest.mark.parametrize("text", ["x" * 100_000, "\n" * 10_000, "\u201c" * 500, "a\u0301" * 900])
def test_strange_texts_give_nothing(text):
    assert model.find([text]) == [()]


def test_missing_bundle_says_what_to_do(tmp_path):
    with pytest.raises(ModelError) as error:
        AttributionModel.load(tmp_path)

    assert error.value.hint


def test_text_longer_than_a_part_is_read_to_its_end():
    text = "The ferry left at noon and came back at night.\n" * 2_500 + TEXT
    found = model.find([text])[0]

    assert any("harbour toll would rise" in words(text, one.content) for one in found)
