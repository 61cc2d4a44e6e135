"""A speech tells for which country it speaks."""

from counterpoint.analysis.delegations import country_of_speech
from counterpoint.models.gazetteer import built_in

SPEECH = (
    "It is an honour to bring greetings from the people of Norway. The war in Syria goes on, and "
    "Syria suffers. Norway has taken in many. We in Norway will do more. The Government of Norway "
    "calls on Russia to stop. Russia must hear us."
)


def test_ones_own_country_is_named_in_other_ways():
    found = country_of_speech(SPEECH, built_in(), speaker="Mr. Holm")

    assert found.country == "Norway"
    assert found.reason.startswith("Mr. Holm: Norway")


def test_the_office_may_tell():
    found = country_of_speech(SPEECH, built_in(), post="President of the Republic of Chile")

    assert found.country == "Chile"


def test_no_country_no_answer():
    assert country_of_speech("We meet again.", built_in()) is None
