"""Search: the same query finds the same documents on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.store.search import search

from .texts import READER, document

TEXTS = (
    "The nuclear treaty was signed in Genève.",
    "A treaty on nuclear waste; the treaty-making went on.",
    "The pact was a draft. Straße und Über.",
    "Nuclear power. Nothing about agreements, O'Neil said at 3.5 percent.",
)


@pytest.fixture
def library(corpus):
    documents = [document(text, url=f"https://e.org/{n}") for n, text in enumerate(TEXTS)]
    corpus.add(documents, corpus.begin("add", READER, {}))
    return corpus


def found(corpus, words):
    with corpus.reading() as connection:
        total, hits = search(connection, words)
    assert total == len(hits)
    texts = {one.id: TEXTS.index(one.text) for one in corpus.documents()}
    return sorted(texts[hit.document_id] for hit in hits)


@pytest.mark.parametrize(
    ("words", "documents"),
    [
        pytest.param("nuclear treaty", [0, 1], id="all-words"),
        pytest.param('"nuclear treaty"', [0], id="phrase"),
        pytest.param("treat*", [0, 1], id="prefix"),
        pytest.param("pact OR treaty", [0, 1, 2], id="either"),
        pytest.param("nuclear -waste", [0, 3], id="without"),
        pytest.param("NEAR(nuclear genève, 5)", [0], id="near"),
        pytest.param("NEAR(treaty nuclear, 0)", [0], id="next-to-each-other"),
        pytest.param("GENEVE", [0], id="case-and-accents"),
        pytest.param("über", [2], id="umlaut"),
        pytest.param("treaty-making", [1], id="hyphen"),
        pytest.param("o'neil", [3], id="apostrophe"),
        pytest.param("canal", [0, 1, 2, 3], id="title"),
        pytest.param("nowhere", [], id="nothing"),
    ],
)
def test_queries(library, words, documents):
    assert found(library, words) == documents


def test_a_snippet_leads_to_its_place(library):
    with library.reading() as connection:
        _, hits = search(connection, "geneve")

    assert TEXTS[0][hits[0].start : hits[0].end] == "Genève"
    assert "signed in Genève" in hits[0].snippet


def test_older_versions_are_not_found(library):
    library.add([document("Corrected.", url="https://e.org/0")], library.begin("add", READER, {}))

    with library.reading() as connection:
        total, hits = search(connection, "nuclear treaty")
    assert (total, len(hits)) == (1, 1)


@pytest.mark.parametrize("words", ["", "  ", "-", '""', "* ) ("])
def test_a_query_without_words_is_refused(library, words):
    with pytest.raises(InputError, match="nothing to search for"):
        found(library, words)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(alphabet="ab \"*()-:^'&|!<>ORNEAR,5{}\\é", min_size=1, max_size=20))
def test_no_query_is_a_mistake_of_syntax(library, words):
    with library.reading() as connection:
        try:
            total, _ = search(connection, words)
        except InputError as error:
            assert "nothing to search for" in str(error)
        else:
            assert total >= 0
