"""The author's own voice is what nobody else says, in the body, in whole sentences."""

from counterpoint.analysis.author import author_of, find_author_statements
from counterpoint.analysis.rules import find_attributions
from counterpoint.analysis.segment import find_sentences
from counterpoint.types import Document, Manner, Region, RegionKind, Span, SpeakerType

TEXT = "The Harbour\nThe strait is narrow. Ann Lee said it was full. One wreck would stop it."
HEAD = 11


def own(document):
    found = find_author_statements(
        document, find_sentences(document.text), find_attributions(document.text)
    )
    assert {one.manner for one in found} <= {Manner.AUTHOR}
    return [one.content[0].of(document.text) for one in found]


def test_sentences_that_nobody_else_says():
    assert own(Document("d", TEXT)) == ["The strait is narrow.", "One wreck would stop it."]


def test_only_the_body_is_read():
    regions = (
        Region(Span(0, HEAD), RegionKind.TITLE),
        Region(Span(HEAD, 33), RegionKind.CAPTION),
        Region(Span(33, len(TEXT)), RegionKind.BODY),
    )

    assert own(Document("d", TEXT, regions=regions)) == ["One wreck would stop it."]


def test_author_is_named_where_the_document_names_one():
    named, unnamed = (
        author_of(Document("d", "", authors=("Mara Quist",))),
        author_of(Document("d", "")),
    )

    assert (named.name, named.type) == ("Mara Quist", SpeakerType.AUTHOR)
    assert unnamed.name == "the author"
