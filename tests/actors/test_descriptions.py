"""Descriptions and lists are nobody across documents; names stay names."""

import pytest

from counterpoint.actors.descriptions import members, why_open
from counterpoint.models.gazetteer import built_in
from counterpoint.types import SpeakerType

PERSON, COUNTRY, GROUP = SpeakerType.PERSON, SpeakerType.COUNTRY, SpeakerType.GROUP
ORGANISATION, DOCUMENT = SpeakerType.ORGANISATION, SpeakerType.DOCUMENT


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("senior administration official", PERSON),
        ("President", PERSON),
        ("President", GROUP),
        ("Commerce Secretary", GROUP),
        ("This President", GROUP),
        ("Everyone", GROUP),
        ("Economists", GROUP),
        ("Reality", GROUP),
        ("two leaders", GROUP),
        ("message board", ORGANISATION),
        ("his team", ORGANISATION),
        ("group of editors", ORGANISATION),
        ("Internet security firm", ORGANISATION),
        ("Conservative government", ORGANISATION),
        ("This month’s report", DOCUMENT),
        ("Other data", DOCUMENT),
        ("That unjust law", DOCUMENT),
        ("Ann Lee's statement", DOCUMENT),
    ],
)
def test_descriptions_stay_open(name, kind):
    assert why_open(name, kind, built_in()).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kari Lund", PERSON),
        ("Lund", PERSON),
        ("President-elect Joan Doe", PERSON),
        ("Republicans", GROUP),
        ("House Democrats", GROUP),
        ("French", GROUP),
        ("Biden administration", ORGANISATION),
        ("Food and Drug Administration", ORGANISATION),
        ("Ministry of foreign affairs", ORGANISATION),
        ("The Globe and Mail", ORGANISATION),
        ("eBay", ORGANISATION),
        ("外交部", ORGANISATION),
        ("Fair Water Act", DOCUMENT),
        ("Trinidad and Tobago", COUNTRY),
    ],
)
def test_names_are_names(name, kind):
    assert why_open(name, kind, built_in()) == ""


@pytest.mark.parametrize(
    ("name", "kind", "several"),
    [
        ("France and Germany", COUNTRY, ("France", "Germany")),
        ("Ann Lee, Ben Ray and Eve Dunn", PERSON, ("Ann Lee", "Ben Ray", "Eve Dunn")),
        ("NATO and the European Union", ORGANISATION, ("NATO", "European Union")),
        ("Norway and Harbour Union", GROUP, ("Norway", "Harbour Union")),
        ("Bosnia and Herzegovina", COUNTRY, ()),
        ("Social Science and Medicine", ORGANISATION, ()),
        ("friends and family", GROUP, ()),
    ],
)
def test_lists_tell_their_members(name, kind, several):
    assert members(name, kind, built_in()) == several
