"""An office, a short name or "this Nation" stands in for somebody that the text names in full."""

import re

import pytest

from counterpoint.analysis.speakers import SpeakerResolver


@pytest.fixture(scope="module")
def resolver():
    return SpeakerResolver.load()


def gathered(resolver, marked):
    """Names of each actor of a text whose names are marked so: [person Ann Lee]."""
    text, places = "", {}
    for plain, kind, name in re.findall(r"([^\[]*)(?:\[(\w+) ([^\]]*)\])?", marked):
        text += plain
        if name:
            places[len(text), len(text) + len(name)] = kind
        text += name
    return [[name.text for name in actor.names] for actor in resolver.actors_at(text, places)]


@pytest.mark.parametrize("word", ["Nation", "Union", "Republic"])
def test_a_word_for_ones_own_country_is_that_country(resolver, word):
    found = gathered(
        resolver,
        f"[place Norway] has waited long. This [place {word}] will wait no more. [place Norway]!",
    )

    assert found == [["Norway", word, "Norway"]]


def test_it_stays_alone_where_two_countries_are_spoken_of_alike(resolver):
    found = gathered(
        resolver, "[place Norway] and [place Chile] met. The [place Nation] that wins is rich."
    )

    assert ["Nation"] in found


def test_it_stays_alone_where_something_else_is_called_so(resolver):
    found = gathered(
        resolver,
        "[place Norway] applied. The [organisation European Union] hopes that [place Norway] "
        "joins the [place Union].",
    )

    assert ["Norway", "Norway"] in found


@pytest.mark.parametrize("road", ["[place US]-75", "[place US] 169"])
def test_a_numbered_road_is_no_country(resolver, road):
    found = gathered(resolver, f"Take {road} to the lake. The [place US] has many lakes.")

    assert len(found) == 2


@pytest.mark.parametrize("text", ["in the [place US] 75 percent", "[place US] $ 8.00"])
def test_a_country_before_a_figure_is_the_country(resolver, text):
    found = gathered(resolver, f"That is so {text} of the time. The [place US] has lakes.")

    assert len(found) == 1


def test_the_vice_president_is_not_the_president(resolver):
    found = gathered(
        resolver,
        "[person President Joan Doe] met [person Vice President Karl Roe]. "
        "The [person Vice President] smiled, and the [person President] left.",
    )

    assert found == [
        ["President Joan Doe", "President"],
        ["Vice President Karl Roe", "Vice President"],
    ]


def test_who_is_called_out_is_not_the_one_named_next(resolver):
    found = gathered(
        resolver,
        "[person Senator Ray], [person Mr. President], [person Vice President Roe], welcome. "
        "[person Mr. President], we thank you.",
    )

    assert ["Senator Ray"] in found
    assert ["Vice President Roe"] in found


@pytest.mark.parametrize(
    "text",
    [
        "[person Professor Ann Lee], [person Director] of the study, spoke.",
        "The [person Chair], [person Ann Lee], spoke.",
    ],
)
def test_an_office_beside_a_comma_is_its_holders(resolver, text):
    (names,) = gathered(resolver, text)

    assert len(names) == 2


def test_a_school_is_called_by_its_first_word(resolver):
    found = gathered(
        resolver,
        "He went to [organisation Elmwood School]. At [organisation Elmwood] he was happy.",
    )

    assert found == [["Elmwood School", "Elmwood"]]


def test_a_place_is_not_the_university_that_bears_its_name(resolver):
    found = gathered(
        resolver, "[organisation Elmwood University] lies in [place Elmwood], a small town."
    )

    assert len(found) == 2


def test_letters_stand_for_a_place_that_is_named_in_full(resolver):
    found = gathered(resolver, "[place San Bravo] is old. He loved [place S. B.] and its hills.")

    assert found == [["San Bravo", "S. B."]]


def test_a_known_body_is_not_what_is_named_after_it(resolver):
    found = gathered(
        resolver,
        "[organisation NATO] met. The [organisation Reform of NATO] goes on, [organisation NATO] "
        "said.",
    )

    assert ["NATO", "NATO"] in found


def test_a_title_tells_which_of_a_family_is_meant(resolver):
    found = gathered(
        resolver,
        "[person General Carl Q. Roe] took over. His father, [person Sergeant Robert Roe], had "
        "served. [person General Roe] met [person Sergeant Roe], and [person General Roe] left.",
    )

    assert ["General Carl Q. Roe", "General Roe", "General Roe"] in found
    assert ["Sergeant Robert Roe", "Sergeant Roe"] in found
