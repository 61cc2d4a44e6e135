"""Clauses that are named only to be denied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.positions.frames import denied_clause


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The mayor denied that the lanes slow the buses.", "the lanes slow the buses"),
        ("Doctors dispute the claim that tea is bad for sleep", "tea is bad for sleep"),
        ("It is a lie that the ferry was late, but few care.", "the ferry was late"),
        ("Reports that the bridge is unsafe are invented.", "the bridge is unsafe"),
        ("There is no evidence that the vaccine does harm.", "the vaccine does harm"),
        ("Nothing supports the claim that wind makes us ill.", "wind makes us ill"),
    ],
)
def test_denied_clause_is_found(text, clause):
    found = denied_clause(text)

    assert found is not None
    assert found.of(text) == clause


@pytest.mark.parametrize(
    "text",
    [
        "The mayor did not deny that the lanes slow the buses.",
        "The mayor said that the lanes slow the buses.",
        "The mayor dismissed that claim as silly and went home.",
        "He denied that he knew. The lanes slow the buses.",
        "The minister denied the request.",
        "",
    ],
)
def test_what_is_not_denied_is_left(text):
    assert denied_clause(text) is None


@given(st.text(max_size=80))
def test_clause_lies_in_the_text(text):
    for whole in (text, "He denied that " + text):
        found = denied_clause(whole)
        assert found is None or 0 <= found.start < found.end <= len(whole)
