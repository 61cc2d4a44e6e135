"""Who belongs to the government whose transcript it is, and who is its guest."""

import pytest

from counterpoint.analysis.transcripts import find_turns
from counterpoint.analysis.turn_speakers import speakers_of_turns
from counterpoint.models.gazetteer import built_in
from counterpoint.types import Document

JOINT = "Remarks by President Holm and President Roe Tae Min of the Republic of Korea"


def speaker(mark, title, *, outlet="The White House", text=""):
    """Who speaks at a mark of a short transcript."""
    words = text or f"{mark}: Good morning.\n\nQ Why?\n\n{mark}: Because it rains."
    document = Document("d", words, title=title, outlet=outlet)
    return speakers_of_turns(find_turns(words), document, (), built_in())[mark]


@pytest.mark.parametrize(
    ("mark", "title"),
    [
        pytest.param("MS. VALE", "Briefing by Press Secretary Nora Vale", id="spokesperson"),
        pytest.param("PRESIDENT HOLM", JOINT, id="head-named-first"),
        pytest.param("THE PRESIDENT", "Remarks by President Holm", id="its-president"),
    ],
)
def test_spokespeople_and_heads_are_of_the_body_that_publishes(mark, title):
    found = speaker(mark, title)

    assert (found.organisation, found.country) == ("White House", "United States")
    assert "whose text it is" in found.reason


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Press call by Senior Director Jon Brandt", id="office"),
        pytest.param("Press call by Assistant to the President Jon Brandt", id="aide"),
        pytest.param("Remarks by President Holm and Governor Jon Brandt of Ohio", id="elected"),
    ],
)
def test_officials_whom_the_heading_names_are_of_its_country(title):
    found = speaker("MR. BRANDT", title)

    assert (found.organisation, found.country) == ("", "United States")


@pytest.mark.parametrize(
    ("mark", "title", "country"),
    [
        pytest.param("PRESIDENT ROE", JOINT, "South Korea", id="country-in-the-heading"),
        pytest.param(
            "KING LEO IV", "Remarks by King Leo IV of the Kingdom of Spain", "Spain", id="king"
        ),
        pytest.param(
            "PRESIDENT ÅKERSTRÖM",
            "Remarks by President Holm and President Åkerström of Finland",
            "Finland",
            id="capitals-of-other-languages",
        ),
        pytest.param(
            "PRIME MINISTER LUND",
            "Remarks by President Holm and Prime Minister Lund",
            "",
            id="country-untold",
        ),
        pytest.param(
            "THE PRIME MINISTER",
            "Remarks by President Holm and Prime Minister Lund",
            "",
            id="second-by-office",
        ),
        pytest.param("MR. PIKE", "Remarks by President Holm", "", id="nobody-says-who-he-is"),
        pytest.param("MR. PIKE", "Remarks by President Holm and CEO Al Pike", "", id="company"),
    ],
)
def test_guests_do_not_belong_to_the_government(mark, title, country):
    found = speaker(mark, title)

    assert (found.organisation, found.country) == ("", country)


def test_newspapers_are_no_government():
    found = speaker("MR. BRANDT", "Interview with Director Jon Brandt", outlet="Daily Mail")

    assert (found.organisation, found.country) == ("", "")


def test_number_of_a_king_is_written_as_such():
    assert speaker("KING LEO IV", "Remarks by King Leo IV of Spain").name == "Leo IV"
