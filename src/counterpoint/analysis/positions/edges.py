"""Directed, signed edges of one article: who is for or against whom or what, sentence by sentence.

Two sources of evidence are put to the same model:

* a sentence that names two entities, with both of them marked;
* a sentence of somebody's statement, where the speaker stands elsewhere: it is read as
  ``Speaker said: “sentence”``.

Each piece of evidence keeps its place. An edge is the pieces of one pair that agree with the pair's
sign.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.model import PositionModel
from counterpoint.analysis.positions.naming import Entity, Named, find_named
from counterpoint.types import AnnotatedDocument, Span, Statement

__all__ = ["DirectedEdge", "EdgeOptions", "find_edges"]

_MOST_NAMED = 6  # entities of one sentence, those that the article names most
_LONGEST = 1200  # code points of a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeOptions:
    """When evidence becomes an edge.

    Attributes:
        least: Least probability of a sign, of the surest piece.
        further: Least probability of the other pieces.
        spoken: Taken off the threshold where the source is the speaker of the sentence.
        eager: Taken off the log-odds of "neutral". The model learned from pairs of any two names;
            the entities of an article are the ones that it is about, and take sides more often.
    """

    least: float = 0.25
    further: float = 0.2
    spoken: float = 0.15
    eager: float = 0.8


@dataclass(frozen=True, slots=True)
class DirectedEdge:
    """One piece of evidence that a source is for or against a target.

    Attributes:
        source: Number of the entity.
        target: Number of the entity.
        sign: 1 or -1.
        score: Probability of the sign.
        content: The words it rests on.
        statement_id: The statement, where it is one.
    """

    source: int
    target: int
    sign: int
    score: float
    content: tuple[Span, ...]
    statement_id: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    first: Span
    second: Span
    source: int
    target: int
    both: bool  # whether the answer counts in both directions
    speaker: int  # -1 where nobody speaks
    content: tuple[Span, ...]
    statement_id: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    value: float  # signed probability
    question: _Question
    threshold: float


def find_edges(
    document: AnnotatedDocument,
    entities: Sequence[Entity],
    model: PositionModel,
    *,
    demonyms: Mapping[str, str] | None = None,
    options: EdgeOptions | None = None,
) -> list[DirectedEdge]:
    """Find the edges of one document, the pieces of evidence in text order.

    Args:
        document: With sentences, and with statements where they were found.
        entities: Between which edges are looked for.
        model: The positions model.
        demonyms: "Kenyan" to "Kenya".
        options: Thresholds.
    """
    chosen = options or EdgeOptions()
    text = document.document.text
    named = find_named(text, document.sentences, entities, demonyms)
    questions = list(_questions(document, entities, named))
    raw = model.pairs([(q.text, q.first, q.second) for q in questions]).labels
    scores = _eager(raw, chosen.eager)
    evidence: dict[tuple[int, int], list[_Evidence]] = defaultdict(list)
    for question, row in zip(questions, scores, strict=True):
        forward, backward = float(row[1] - row[3]), float(row[2] - row[4])
        for source, target, value in (
            (question.source, question.target, forward),
            (question.target, question.source, backward),
        ):
            if source == question.target and not question.both:
                continue
            spoken = chosen.spoken if source == question.speaker else 0.0
            evidence[source, target].append(_Evidence(value, question, spoken))
    return sorted(
        (edge for pair, found in evidence.items() for edge in _decide(pair, found, chosen)),
        key=lambda edge: (edge.content, edge.source, edge.target),
    )


def _eager(labels: NDArray[np.float32], by: float) -> NDArray[np.float32]:
    """Probabilities with less of the first column, "neutral"."""
    weighed = labels.copy()
    weighed[:, 0] *= np.exp(-by)
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True), dtype=np.float32)


def _decide(
    pair: tuple[int, int], found: Sequence[_Evidence], options: EdgeOptions
) -> Iterator[DirectedEdge]:
    """Pieces of one pair that agree with its sign, if one of them is sure enough."""
    if not any(abs(one.value) + one.threshold >= options.least for one in found):
        return
    total = sum(one.value for one in found if abs(one.value) >= 0.05)
    sign = 1 if total > 0 else -1
    for one in found:
        if one.value * sign > 0 and abs(one.value) + one.threshold >= options.further:
            question = one.question
            yield DirectedEdge(
                *pair, sign, round(abs(one.value), 4), question.content, question.statement_id
            )


def _questions(
    document: AnnotatedDocument, entities: Sequence[Entity], named: Sequence[Named]
) -> Iterator[_Question]:
    text = document.document.text
    speakers = {
        statement.id: _speaker(statement, text, entities, named)
        for statement in document.statements
    }
    counts = Counter(one.entity for one in named)
    for sentence in document.sentences:
        if len(sentence) > _LONGEST:
            continue
        inside = [one for one in named if sentence.covers(one.span)]
        chosen = _one_each(inside, counts)
        statement = _statement_of(document.statements, sentence)
        speaker = speakers[statement.id] if statement else None
        outside = speaker is not None and speaker not in chosen
        yield from _of_sentence(text, sentence, chosen, statement, speaker)
        if outside and statement is not None and speaker is not None:
            yield from _of_statement(text, sentence, entities, chosen, statement, speaker)


def _of_sentence(
    text: str,
    sentence: Span,
    chosen: Mapping[int, Named],
    statement: Statement | None,
    speaker: int | None,
) -> Iterator[_Question]:
    """Every two entities that the sentence names."""
    words = sentence.of(text)
    members = sorted(chosen.values(), key=lambda one: one.span)
    for number, a in enumerate(members):
        for b in members[number + 1 :]:
            if a.span.overlaps(b.span):
                continue
            yield _Question(
                words,
                _moved(a.span, -sentence.start),
                _moved(b.span, -sentence.start),
                a.entity,
                b.entity,
                both=True,
                speaker=-1 if speaker is None else speaker,
                content=(sentence,),
                statement_id=statement.id if statement else "",
            )


def _of_statement(
    text: str,
    sentence: Span,
    entities: Sequence[Entity],
    chosen: Mapping[int, Named],
    statement: Statement,
    speaker: int,
) -> Iterator[_Question]:
    """The speaker, named elsewhere, toward each entity of the sentence."""
    name = entities[speaker].name
    head = f"{name} said: “"
    words = head + sentence.of(text).strip("“”\"' ") + "”"
    lost = len(sentence.of(text)) - len(sentence.of(text).lstrip("“”\"' "))
    for one in chosen.values():
        place = _moved(one.span, len(head) - sentence.start - lost)
        if place.end > len(words):
            continue
        yield _Question(
            words,
            Span(0, len(name)),
            place,
            speaker,
            one.entity,
            both=False,
            speaker=speaker,
            content=statement.attribution.content,
            statement_id=statement.id,
        )


def _one_each(named: Sequence[Named], counts: Mapping[int, int]) -> dict[int, Named]:
    """One place for each entity: a name before a pronoun, the first of a kind."""
    out: dict[int, Named] = {}
    for one in sorted(named, key=lambda one: (not one.full, one.span)):
        out.setdefault(one.entity, one)
    if len(out) > _MOST_NAMED:
        kept = sorted(out.values(), key=lambda one: (-counts[one.entity], one.span))[:_MOST_NAMED]
        out = {one.entity: one for one in kept}
    return out


def _speaker(
    statement: Statement, text: str, entities: Sequence[Entity], named: Sequence[Named]
) -> int | None:
    """Which entity speaks: the one named in the source, else the one that the speaker is."""
    source = statement.attribution.source
    for wanted in (True, False):
        for one in named:
            if one.full is wanted and any(span.overlaps(one.span) for span in source):
                return one.entity
    speaker = statement.speaker
    if speaker is None or not speaker.name:
        return None
    span = Span(0, len(speaker.name))
    found = find_named(speaker.name, (span,), entities)
    return found[0].entity if found else None


def _statement_of(statements: Sequence[Statement], sentence: Span) -> Statement | None:
    """The statement that most of the sentence lies in."""
    best, most = None, 0
    for statement in statements:
        if statement.attribution.negated:
            continue
        common = sum(
            max(0, min(span.end, sentence.end) - max(span.start, sentence.start))
            for span in statement.attribution.content
        )
        if common > most:
            best, most = statement, common
    return best if 2 * most >= len(sentence) else None


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
