"""Who is named in many ways is one person of the map."""

import pytest

from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Mention,
    Span,
    Speaker,
    SpeakerType,
    Statement,
)
from counterpoint.workflow.map_people import people_of


def corpus(speakers=(), mentions=()):
    """One document in which these speak and these are mentioned, each as often as said."""
    said = Attribution((), (), (Span(0, 1),), Manner.INDIRECT, 1.0)
    statements = [
        Statement(f"s{name}{n}", "d", said, Speaker(name, SpeakerType.PERSON))
        for name, times in speakers
        for n in range(times)
    ]
    named = [
        Mention(Span(0, 1), name, SpeakerType.PERSON)
        for name, times in mentions
        for n in range(times)
    ]
    return [
        AnnotatedDocument(Document("d", "x"), mentions=tuple(named), statements=tuple(statements))
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Holm", "Ada Holm", id="family-name"),
        pytest.param("HOLM", "Ada Holm", id="mark-of-a-transcript"),
        pytest.param("Ada J. Holm", "Ada Holm", id="initial"),
        pytest.param("Vik", "Vik", id="two-of-one-family"),
        pytest.param("Tom Vik", "Tom Vik", id="one-of-them"),
        pytest.param("REED-MOSS", "Reed-Moss", id="mark-of-somebody-unknown"),
        pytest.param("Poe", "Poe", id="named-in-full-once"),
        pytest.param("UN", "UN", id="letters"),
    ],
)
def test_name_of_a_person(name, expected):
    people = people_of(
        corpus(
            speakers=[("Ada Holm", 3)],
            mentions=[
                *[("Ada J. Holm", 2), ("Bo Holm", 2), ("HOLM", 9)],
                *[("Tom Vik", 3), ("Eva Vik", 3), ("Cy Poe", 1)],
            ],
        )
    )

    assert people.name_of(name) == expected


def test_names_that_are_used_are_their_own():
    people = people_of(corpus(speakers=[("Ada Holm", 3)], mentions=[("Ada J. Holm", 2)]))

    for name in ("Holm", "Ada J. Holm", "Roe", "ROE"):
        assert people.name_of(people.name_of(name)) == people.name_of(name)


def test_two_in_one_name_are_nobodys_full_name():
    people = people_of(corpus(speakers=[("Ada Holm", 3)], mentions=[("Reed and Holm", 40)]))

    assert people.name_of("Holm") == "Ada Holm"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        pytest.param("María Paz Núñez", "Maria Paz Nunez", id="accents"),
        pytest.param("Oleksandr Zaretskyy", "Oleksandr Zaretsky", id="alphabet"),
        pytest.param("Ana Roe", "Ana Roe Paz", id="second-family-name"),
        pytest.param("Tom Vik", "Tom Vik, Jr.", id="generation"),
    ],
)
def test_one_person_however_written(name, other):
    people = people_of(corpus(mentions=[(name, 5), (other, 2)]))

    assert people.name_of(other) == name == people.name_of(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Abe H.W. Roe", "Abe W. Roe", id="middle-initials"),
        pytest.param("Omar bin Said Al Hadi", "Salim bin Omar Al Hadi", id="father-and-son"),
    ],
)
def test_two_of_a_family_stay_two(one, other):
    people = people_of(corpus(mentions=[(one, 5), (other, 2)]))

    assert people.name_of(one) == one
    assert people.name_of(other) == other


def test_family_name_may_stand_first():
    people = people_of(corpus(speakers=[("Roh Tae Min", 3)]))

    assert people.name_of("Roh") == "Roh Tae Min"
    assert people.name_of("Min") == "Min"


def test_nothing_is_learnt_from_nothing():
    assert people_of([]).name_of("Ada Holm") == "Ada Holm"
