"""A user's gazetteer names the speakers whom it knows."""

import pytest

from counterpoint.analysis.speakers import SpeakerResolver
from counterpoint.models.gazetteer import built_in
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Span,
    SpeakerType,
    Statement,
)
from counterpoint.types.gazetteer import KnownActor

OWN = (
    KnownActor("Q1", "Kari Holm", SpeakerType.PERSON, ("the Iron Cod", "Karen Holm"),
               country="Norway", role="minister", organisation="Fisheries Ministry",
               source="own.csv"),
    KnownActor("Q2", "Blue River Bank", SpeakerType.ORGANISATION, ("BRB",), source="own.csv"),
    KnownActor("Q3", "North Atlantic Pact", SpeakerType.ORGANISATION, ("Pact",), source="own.csv"),
)  # fmt: skip


@pytest.fixture(scope="module")
def resolver():
    return SpeakerResolver.load(built_in().with_actors(OWN))


def speaker(resolver, text, source):
    at = text.index(source)
    attribution = Attribution((Span(at, at + len(source)),), (), (), Manner.INDIRECT, 1.0)
    found = AnnotatedDocument(Document("d", text), statements=(Statement("s", "d", attribution),))
    return resolver.resolve(found).statements[0].speaker


def test_a_persons_other_name_is_the_person_with_office_and_home(resolver):
    found = speaker(resolver, "On Monday Karen Holm said that it rained. Holm left.", "Karen Holm")

    assert (found.name, found.type) == ("Kari Holm", SpeakerType.PERSON)
    assert (found.role, found.organisation, found.country) == (
        "minister",
        "Fisheries Ministry",
        "Norway",
    )
    assert found.reason == "'Karen Holm' = Kari Holm: known to the gazetteer (own.csv)"


def test_words_that_are_no_name_may_be_an_alias(resolver):
    text = "The boats were late. The Iron Cod said that nobody had called her."

    assert speaker(resolver, text, "The Iron Cod").name == "Kari Holm"


def test_an_organisations_letters_are_its_name(resolver):
    found = speaker(resolver, "BRB said that rates would fall.", "BRB")

    assert (found.name, found.type) == ("Blue River Bank", SpeakerType.ORGANISATION)


def test_what_the_text_tells_of_the_office_counts_first(resolver):
    text = "Karen Holm, a lawyer from Chile, said that it rained."

    assert "lawyer" in speaker(resolver, text, "Karen Holm, a lawyer from Chile").role


def test_the_built_in_actors_keep_the_name_of_the_text(resolver):
    assert speaker(resolver, "NATO said that it rained.", "NATO").name == "NATO"


def test_a_person_is_not_renamed_to_an_organisation(resolver):
    text = "Ann Pact came home. Ms. Pact said that it rained. "

    assert speaker(resolver, text, "Ms. Pact").name == "Ann Pact"
