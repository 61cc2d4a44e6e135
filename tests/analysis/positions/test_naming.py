"""Entities of a list are found where a text names them, by any of their forms."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.positions.naming import Entity, find_named
from counterpoint.analysis.segment import find_sentences

PEOPLE = [
    Entity("Ann Lee", "People"),
    Entity("Leeds City Council", "Organization"),
    Entity("Kenya", "GPE"),
    Entity("night flights", "Topic"),
    Entity("Liberal Party", "Organization"),
]


def found(text, entities=PEOPLE, demonyms=None):
    named = find_named(text, find_sentences(text), entities, demonyms)
    return [(one.span.of(text), entities[one.entity].name) for one in named]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ann Lee spoke.", [("Ann Lee", "Ann Lee")], id="full-name"),
        pytest.param("Mayor Lee spoke.", [("Lee", "Ann Lee")], id="last-name"),
        pytest.param("Lee’s plan", [("Lee’s", "Ann Lee")], id="possessive"),
        pytest.param("In the lee of the hill.", [], id="not-a-name"),
        pytest.param("Leeds was quiet.", [], id="prefix-of-another"),
        pytest.param(
            "The Leeds council met.", [("Leeds council", "Leeds City Council")], id="most-words"
        ),
        pytest.param("the Liberals lost", [("Liberals", "Liberal Party")], id="party"),
        pytest.param(
            "a ban on flights at night", [("flights at night", "night flights")], id="topic"
        ),
    ],
)
def test_forms_of_a_name(text, expected):
    assert found(text) == expected


def test_nationality_stands_for_the_country():
    assert found("the Kenyan army", demonyms={"Kenyan": "Kenya"}) == [("Kenyan", "Kenya")]


def test_pronoun_is_the_person_named_before():
    assert found("Ann Lee won. She thanked Kenya.") == [
        ("Ann Lee", "Ann Lee"),
        ("She", "Ann Lee"),
        ("Kenya", "Kenya"),
    ]


def test_role_is_the_person_who_had_it_in_the_text():
    text = "President Lee arrived. Later the president left."

    assert found(text)[1] == ("the president", "Ann Lee")


def test_of_two_that_share_a_beginning_the_fuller_is_taken():
    entities = [Entity("Republic of Congo", "GPE"), Entity("Democratic Republic of Congo", "GPE")]

    assert found("the Democratic Republic of Congo", entities) == [
        ("Democratic Republic of Congo", "Democratic Republic of Congo")
    ]


@given(st.text(max_size=60), st.lists(st.text(max_size=10), max_size=4))
def test_names_lie_in_the_text_and_full_ones_never_overlap(text, names):
    named = find_named(text, find_sentences(text), [Entity(name) for name in names])

    full = sorted(one.span for one in named if one.full)
    assert all(0 <= span.start < span.end <= len(text) for span in full)
    assert all(a.end <= b.start for a, b in pairwise(full))
