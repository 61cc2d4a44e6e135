"""A corpus of made statements that a machine with known errors has coded."""

from datetime import datetime, timedelta

import numpy as np

from counterpoint.store.positions import add_positions
from counterpoint.store.view import statement_rows
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Filter,
    Manner,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    statement_id,
)
from counterpoint.types.judgement import Coder, CoderKind, Verdict
from counterpoint.workflow.corpus import Corpus

ACTORS = ("Ada Holm", "Ben Reed", "Ida Berg")
CONCEPTS = ("Canal", "Toll")
ANA = Coder("Ana")
MACHINE = Coder("positions-en-0", CoderKind.MODEL)


def _document(number):
    words = [f"{name} spoke {number}.{at}." for at, name in enumerate(ACTORS)]
    text = " ".join(words)
    published = datetime(2031, 1, 1) + timedelta(days=number)
    document = Document(f"d{number}", text, published=published, title=f"Day {number}")
    statements = []
    for name, sentence in zip(ACTORS, words, strict=True):
        start = text.index(sentence)
        spans = [Span(start, start + len(name)), Span(start + len(name) + 1, start + len(sentence))]
        said = Attribution((spans[0],), (), (spans[1],), Manner.INDIRECT, 0.8)
        who = Speaker(name, SpeakerType.PERSON, organisation=f"{name.split()[1]} Party")
        statements.append(Statement(statement_id(document.id, said), document.id, said, who))
    return AnnotatedDocument(document, statements=tuple(statements))


def make(place, documents=60, seed=1):
    """Make it; gives the true concept and side of each statement by its id.

    The machine takes four in ten agreements for disagreements, and one in twenty disagreements for
    agreements.
    """
    draw = np.random.default_rng(seed)
    truth = {}
    with Corpus(str(place), create=True) as corpus:
        found = [_document(number) for number in range(documents)]
        corpus.add([one.document for one in found], corpus.begin("add", MACHINE, {}))
        corpus.keep(corpus.begin("analyse", MACHINE, {}), found)
        run = corpus.begin("positions", MACHINE, {"title": "made"})
        rows = []
        with corpus.reading() as connection:
            statements = list(statement_rows(connection, Filter(), fields=("key", "id", "speaker")))
        for key, id, speaker in statements:
            concept = CONCEPTS[int(draw.random() < 0.4)]
            side = 1 if draw.random() < (0.8 if speaker == ACTORS[0] else 0.4) else -1
            wrong = draw.random() < (0.4 if side == 1 else 0.05)
            truth[id] = (concept, side)
            rows.append((key, concept, "concept", -side if wrong else side, 0.7))
        corpus.writing(lambda connection: add_positions(connection, run, rows))
        corpus.end(run, {"statements": len(rows)})
    return truth


def judge(place, truth, ids):
    """Judge statements as they truly are."""
    with Corpus(str(place)) as corpus:
        for id in ids:
            concept, side = truth[id]
            changes = {"concept": concept, "stance": str(side)}
            corpus.judge(id, Verdict.CHANGE, ANA, changes=changes)


def true_tie(truth, place, actor, concept):
    """Statements for minus statements against, as they truly are."""
    with Corpus(str(place)) as corpus, corpus.reading() as connection:
        mine = [
            id
            for id, speaker in statement_rows(connection, Filter(), fields=("id", "speaker"))
            if speaker == actor
        ]
    return sum(truth[id][1] for id in mine if truth[id][0] == concept)
