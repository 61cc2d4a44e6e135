"""Names of persons and organisations are compared with reasons; a contradiction ends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.actors.names import compare_organisations, compare_persons, fold, person_name


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        pytest.param("Dr. Ann Lee", "Ann Lee", "same name", id="title"),
        pytest.param("A. Lee", "Ann Lee", "initial", id="initial"),
        pytest.param("Bill Moore", "William Moore", "short for", id="nickname"),
        pytest.param("Ann Marie Lee", "Ann Lee", "middle", id="middle-name"),
        pytest.param("Kondo Haruki", "Haruki Kondo", "another order", id="word-order"),
        pytest.param("Lee, Ann", "Ann Lee", "same name", id="comma"),
        pytest.param("José Nuñez", "Jose Nunez", "same name", id="accents"),
        pytest.param("Oleksandr Zaretskyy", "Oleksandr Zaretsky", "writing", id="transliteration"),
        pytest.param("Mohammed Aziz", "Muhammad Aziz", "another way", id="vowels"),
        pytest.param("Eva Berg-Lund", "Eva Berg", "double family name", id="double-name"),
        pytest.param("Ann Reed Lee", "Ann Reed", "marriage", id="marriage"),
    ],
)
def test_names_that_may_be_one(one, other, why):
    found = compare_persons(one, other)

    assert found.score >= 0.8
    assert why in found.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Ann Lee", "Tom Lee", id="given-name"),
        pytest.param("Ann Lee", "Ann Moore", id="family-name"),
        pytest.param("B. Lee", "Ann Lee", id="initial"),
        pytest.param("Ann Marie Lee", "Ann Ruth Lee", id="middle-names"),
        pytest.param("Tom Lee Jr.", "Tom Lee Sr.", id="generation"),
    ],
)
def test_names_that_contradict(one, other):
    assert compare_persons(one, other).score == 0.0


def test_a_first_middle_name_that_differs_makes_it_doubtful():
    assert 0 < compare_persons("Abe H.W. Roe", "Abe W. Roe").score < 0.9


def test_family_name_alone_is_never_enough():
    assert 0 < compare_persons("Lee", "Ann Lee").score < 0.6


def test_marks_that_cannot_be_seen_do_not_count():
    assert fold("Ann\u200d\u202e Lee") == fold("ann lee")


def test_titles_alone_are_no_name():
    assert person_name("Mr. President") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("the Water Board", "Water Board", id="article"),
        pytest.param("Institute of Peace", "Peace Institute", id="word-order"),
        pytest.param("Blue River Corp.", "Blue River", id="legal-form"),
        pytest.param("World Boat Organisation", "World Boat Organization", id="spelling"),
        pytest.param("WBO", "World Boat Organization", id="acronym"),
    ],
)
def test_organisations_that_may_be_one(one, other):
    assert compare_organisations(one, other).score >= 0.88


names = st.text(alphabet="abé .,-'Xłß\u200d\u202e;\"<", max_size=24)


@given(names, names)
def test_comparing_is_symmetric_in_its_verdict(one, other):
    left, right = compare_persons(one, other), compare_persons(other, one)

    assert 0.0 <= left.score <= 1.0
    assert (left.score == 0.0) == (right.score == 0.0)
