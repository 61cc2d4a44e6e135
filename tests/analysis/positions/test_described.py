"""Things and bodies are found where a text only describes them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.positions.described import head_of
from counterpoint.analysis.positions.naming import Entity, find_named
from counterpoint.analysis.segment import find_sentences

ENTITIES = [
    Entity("Ann Lee", "People"),
    Entity("plan to widen the harbour", "Topic"),
    Entity("1921 treaty between Norway and Kenya", "Topic"),
    Entity("Harbour Safety Committee", "Organization"),
]
_PLAN, _TREATY, _COMMITTEE = (one.name for one in ENTITIES[1:])


def found(text, entities=ENTITIES):
    named = find_named(text, find_sentences(text), entities)
    return [(one.span.of(text), entities[one.entity].name) for one in named]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("plan to widen the harbour", "plan"),
        ("Ann Lee’s emergency declaration", "declaration"),
        ("an 1868 treaty with the river towns", "treaty"),
        ("new rules passed last year", "rule"),
        ("the use of force", ""),  # everybody uses something
        ("", ""),
    ],
)
def test_head_of_a_name(name, head):
    assert head_of(name) == head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("She rejects the plan.", [("plan", _PLAN)], id="head"),
        pytest.param("She rejects this proposal.", [("proposal", _PLAN)], id="another-word"),
        pytest.param(
            "She rejects the controversial plan.", [("controversial plan", _PLAN)], id="plain-word"
        ),
        pytest.param("She rejects the pension plan.", [], id="another-plan"),
        pytest.param("She rejects the plan of the mayor.", [], id="somebody's"),
        pytest.param("Kenya broke the pact.", [("pact", _TREATY)], id="treaty"),
        pytest.param("The committee met.", [("committee", _COMMITTEE)], id="body"),
        pytest.param("A committee met.", [], id="any-body"),
        pytest.param("They want an accord.", [("accord", _TREATY)], id="any-thing"),
        pytest.param("They planned to plan.", [], id="verb"),
    ],
)
def test_description_stands_for_what_it_describes(text, expected):
    assert found(text) == expected


def test_of_two_with_one_head_the_one_named_last_is_meant():
    entities = [Entity("harbour plan", "Topic"), Entity("school plan", "Topic")]
    text = "The harbour plan is old. The school plan is new. Ann likes the plan."

    assert found(text, entities)[-1] == ("plan", "school plan")


def test_head_and_one_more_word_stand_for_a_long_name():
    entities = [Entity("Norway-Kenya river border wall", "Topic")]

    assert found("He wants a border wall.", entities) == [("border wall", entities[0].name)]
    assert found("He crossed the border.", entities) == []


@given(st.lists(st.sampled_from(["plan", "pact", "court", "the", "a", "of", ".", "Lee"])))
def test_descriptions_and_names_never_overlap(words):
    text = " ".join(words)
    named = sorted(find_named(text, find_sentences(text), ENTITIES), key=lambda one: one.span)

    assert all(a.span.end <= b.span.start for a, b in pairwise(named))
