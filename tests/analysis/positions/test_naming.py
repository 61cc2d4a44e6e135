"""Entities of a list are found where a text names them, by any of their forms."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.analysis.positions.naming import Entity, find_named
from counterpoint.analysis.segment import find_sentences
from counterpoint.types import Span

PEOPLE = [
    Entity("Ann Lee", "People"),
    Entity("Leeds City Council", "Organization"),
    Entity("Kenya", "GPE"),
    Entity("night flights", "Topic"),
    Entity("Liberal Party", "Organization"),
]

_HOUSE, _PLAN = "United States House of Representatives", "Ann Lee’s rescue plan"


def found(text, entities=PEOPLE, nations=None):
    named = find_named(text, find_sentences(text), entities, nations)
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
        pytest.param("one flight a night", [("flight a night", "night flights")], id="singular"),
        pytest.param("the Liberals lost", [("Liberals", "Liberal Party")], id="party"),
        pytest.param(
            "a ban on flights at night", [("flights at night", "night flights")], id="topic"
        ),
    ],
)
def test_forms_of_a_name(text, expected):
    assert found(text) == expected


def test_nationality_stands_for_the_country():
    assert found("the Kenyan army", nations={"Kenyan": "Kenya"}) == [("Kenyan", "Kenya")]


NATIONS = {
    "Korea": "South Korea",
    "Republic of Korea": "South Korea",
    "Democratic People's Republic of Korea": "North Korea",
    "Republic of China": "Taiwan",
    "People's Republic of China": "China",
    "Papua New Guinea": "Papua New Guinea",
    "Guinea-Bissau": "Guinea-Bissau",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The Democratic People’s Republic of Korea met the Republic of Korea.",
            ["North Korea", "South Korea"],
            id="one-within-another",
        ),
        pytest.param(
            "The Republic of China wrote to the People’s Republic of China.",
            ["Taiwan", "China"],
            id="another-country-in-it",
        ),
        pytest.param("Korea and Guinea met.", ["South Korea", "Guinea"], id="short"),
        pytest.param("Papua New Guinea and Guinea-Bissau met.", [], id="none-of-the-list"),
    ],
)
def test_long_name_of_a_country_is_no_other_country(text, expected):
    names = ["South Korea", "North Korea", "Taiwan", "China", "Guinea"]
    entities = [Entity(name, "Country") for name in names]

    assert [name for _, name in found(text, entities, NATIONS)] == expected


def test_pronoun_is_the_person_named_before():
    assert found("Ann Lee won. She thanked Kenya.") == [
        ("Ann Lee", "Ann Lee"),
        ("She", "Ann Lee"),
        ("Kenya", "Kenya"),
    ]


def test_role_is_the_person_who_had_it_in_the_text():
    text = "President Lee arrived. Later the president left."

    assert found(text)[1] == ("the president", "Ann Lee")


def test_office_is_its_known_holders_whomever_else_the_text_calls_so():
    entities = [Entity("Ann Lee", "People", "president"), Entity("Bo Roe", "People")]
    text = "President Roe called. The president listened. She agreed."

    assert found(text, entities) == [
        ("Roe", "Bo Roe"),
        ("The president", "Ann Lee"),
        ("She", "Ann Lee"),
    ]


def test_family_name_may_stand_first():
    entities = [Entity("Roh Tae Min", "People"), Entity("Lee Miller", "People")]

    assert found("President Roh met Miller. Min and Lee did not.", entities) == [
        ("Roh", "Roh Tae Min"),
        ("Miller", "Lee Miller"),
    ]


def test_office_is_not_that_of_the_deputy_or_the_predecessor():
    entities = [Entity("Ann Lee", "People"), Entity("Bo Roe", "People"), Entity("Cy Poe", "People")]
    text = (
        "Former President Roe met Vice President Poe. President Lee was away. The President left."
    )

    assert found(text, entities)[-1] == ("The President", "Ann Lee")


def test_description_by_place_and_party_is_the_person_named_before_and_not_the_party():
    entities = [Entity("Ann Lee", "People"), Entity("Republican Party", "Organization")]
    text = "Sen. Ann Lee voted no. The Ohio Republican had doubts. Republicans were angry."

    assert found(text, entities)[1:] == [
        ("The Ohio Republican", "Ann Lee"),
        ("Republicans", "Republican Party"),
    ]


@pytest.mark.parametrize(
    "text", ["Africa grew.", "the Union of Banks", "foreign policies", "African leaders met."]
)
def test_part_that_many_names_share_is_nobody(text):
    entities = [Entity("African Union", "Organization"), Entity("Foreign Ministry", "Organization")]

    assert found(text, entities) == []


def test_where_a_body_belongs_does_not_stand_for_it():
    entities = [
        Entity("South Sudanese Armed Forces", "Organization"),
        Entity("United States Senate", "Organization"),
    ]

    assert found("The South Sudanese people fled; the United States helped.", entities) == []
    assert found("The Armed Forces left.", entities) == [("Armed Forces", entities[0].name)]
    assert found("The Senate voted.", entities) == [("Senate", entities[1].name)]


def test_country_needs_its_whole_name():
    assert found("Member states met.", [Entity("United States", "GPE")]) == []
    assert found("The U.S. left.", [Entity("United States", "GPE")]) == [("U.S.", "United States")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Democrats met.", [("Democrats", "Democratic Party")], id="group"),
        pytest.param("Democratic Rep. Lee met.", [("Lee", "Ann Lee")], id="label-of-a-person"),
        pytest.param("The White House and the House met", [("House", _HOUSE)], id="short-name"),
        pytest.param(
            "House Speaker Ann Lee met.", [("Ann Lee", "Ann Lee")], id="part-of-an-office"
        ),
        pytest.param("Lee’s rescue plan", [("Lee’s", "Ann Lee"), ("rescue plan", _PLAN)], id="own"),
        pytest.param("a plan for the rescue", [("plan for the rescue", _PLAN)], id="turned-round"),
        pytest.param("Jim Lee met.", [], id="namesake"),
    ],
)
def test_names_within_names(text, expected):
    entities = [
        Entity("Ann Lee", "People"),
        Entity("Democratic Party", "People"),
        Entity(_HOUSE, "Organization"),
        Entity(_PLAN, "Topic"),
    ]

    assert found(text, entities) == expected


def test_given_name_may_be_short_for_another():
    entities = [Entity("Jim Roe", "People")]

    assert found("James Roe met Peter Roe.", entities) == [("Roe", "Jim Roe")]


def test_pronoun_in_a_quotation_is_not_the_speaker():
    text = "Bob Roe met Jim Lee. “He is a liar,” Roe said."
    entities = [Entity("Bob Roe", "People"), Entity("Jim Lee", "People")]
    quote = Span(text.index("He"), text.index(",”"))

    named = find_named(text, find_sentences(text), entities, spoken={quote: 0})

    assert [(o.span.of(text), o.entity) for o in named] == [
        ("Bob Roe", 0),
        ("Jim Lee", 1),
        ("He", 1),
        ("Roe", 0),
    ]


def test_pronoun_goes_with_the_name():
    entities = [Entity("Mary Roe", "People"), Entity("John Lee", "People")]

    assert found("Mary Roe met John Lee. He left.", entities)[-1] == ("He", "John Lee")
    assert found("Mary Roe met John Lee. She left.", entities)[-1] == ("She", "Mary Roe")


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
