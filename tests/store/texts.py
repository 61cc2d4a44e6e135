"""Documents, findings and coders that the tests of the store share."""

from dataclasses import replace
from datetime import datetime

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
