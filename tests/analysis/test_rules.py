"""Statements found by rules, on sentences of the kinds that news is made of."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.analysis.rules import RuleFinder, find_attributions
from counterpoint.types import Span


def found(text):
    return [
        tuple(
            " / ".join(span.of(text) for span in spans)
            for spans in (one.source, one.cue, one.content)
        )
        for one in find_attributions(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“We will not sign,” said Ann Lee.",
            ("Ann Lee", "said", "“We will not sign,”"),
            id="quote-cue-source",
        ),
        pytest.param(
            "“We will not sign,” Ms. Lee said.",
            ("Ms. Lee", "said", "“We will not sign,”"),
            id="quote-source-cue",
        ),
        pytest.param(
            "''We will not sign,'' said Mr. Lee.",
            ("Mr. Lee", "said", "''We will not sign,''"),
            id="two-apostrophes",
        ),
        pytest.param(
            "Ann Lee told reporters that the deal was dead.",
            ("Ann Lee", "told", "that the deal was dead"),
            id="recipient",
        ),
        pytest.param(
            "“My hope,” he said, “is that we can talk.”",
            ("he", "said", "“My hope,” / “is that we can talk.”"),
            id="interrupted",
        ),
        pytest.param(
            "The ferry is late, according to the harbour master.",
            ("the harbour master", "according to", "The ferry is late"),
            id="according-behind",
        ),
        pytest.param(
            "According to the harbour master, the ferry is late.",
            ("the harbour master", "According to", "the ferry is late"),
            id="according-before",
        ),
        pytest.param(
            "Ann Lee, who heads the ministry, said the deal was dead.",
            ("Ann Lee, who heads the ministry", "said", "the deal was dead"),
            id="apposition",
        ),
        pytest.param(
            "Three regions opposed the levy, while two kept silent.",
            ("Three regions", "opposed", "the levy"),
            id="position-without-saying",
        ),
    ],
)
def test_one_statement(text, expected):
    assert found(text) == [expected]


def test_quotation_goes_on_behind_its_cue():
    text = "“We tried,” she said. “We failed.\n“We will try again.” The crowd left."

    assert found(text)[0][2] == "“We tried,” / “We failed. / “We will try again.”"


def test_question_before_its_cue():
    text = "“Who signed it?” Mr. Brandt asked. Nobody knew."

    assert found(text)[0] == ("Mr. Brandt", "asked", "“Who signed it?”")


def test_mark_that_is_never_closed_hides_no_statement():
    assert found("“We failed and nobody came, said Ann Lee.") == [
        ("Ann Lee", "said", "We failed and nobody came")
    ]


@pytest.mark.parametrize(
    "text",
    ["The report was long.", "His support for the plan was loud.", "", "Said."],
)
def test_no_statement(text):
    assert found(text) == []


def test_parts_that_are_skipped_hold_no_statement():
    text = "Ann Lee said it rained.\nBob Ray said it snowed."

    (some,) = RuleFinder().find([text], skip=[[Span(0, 23)]])

    assert [one.source[0].of(text) for one in some] == ["Bob Ray"]


def test_least_score_leaves_out_what_is_less_likely():
    text = "Ann Lee said that it rained. The study needs the tunnel."
    every, likely = (RuleFinder().find([text], min_score=least)[0] for least in (0.0, 0.8))

    assert len(every) > len(likely) == 1
    assert likely[0].score >= 0.8


WORDS = st.sampled_from(
    "“ ” \" '' said Ann Lee , . ? that the minister told according to : ; ( not once has called "
    "for 😀 é who adding opposed denied , “ ’ ‘ \n \n\n he we".split(" ")
)


@settings(max_examples=200)
@given(st.lists(WORDS, max_size=40))
def test_spans_lie_in_the_text_and_roles_do_not_touch(words):
    text = " ".join(words)
    for one in find_attributions(text):
        spans = sorted([*one.source, *one.cue, *one.content])

        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
        assert 0 <= one.score <= 1
