"""Directed, signed edges of one article: who is for or against whom or what, sentence by sentence.

Every place where two entities meet (see :mod:`counterpoint.analysis.positions.evidence`) is put to
the model. Two things follow from its answers, each from a few plain traits of the place:

* how surely the source takes a side there at all: it speaks of the target, stands first, is a
  person or a group; a thing takes no side, and who is acted upon takes none toward who acts;
* which side: the answer for the marked pair, the reading of the two names beside the sentence, and
  the act of the statement ("praised her", "the plan's author").

The surest place decides whether there is an edge, all places together on its sign. An edge is the
places of one pair; each piece keeps its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.evidence import Place, Question, find_places
from counterpoint.analysis.positions.model import PositionModel
from counterpoint.analysis.positions.named import Entity
from counterpoint.analysis.positions.traits import (
    SideTraits,
    Traits,
    chance_of,
    read_traits,
)
from counterpoint.types import AnnotatedDocument, Span

__all__ = [
    "DirectedEdge",
    "EdgeOptions",
    "SideTraits",
    "SignTraits",
    "find_all_edges",
    "find_edges",
]

_Pair = tuple[int, int]
_CONTRARY = -1.0  # log-odds, seen from the sign that all places of the pair have together


@dataclass(frozen=True, slots=True, kw_only=True)
class SignTraits:
    """What each trait of a place adds to the log-odds of "for"."""

    pair: float = 0.9  # times the model's log-odds for the marked names
    beside: float = 1.4  # times its log-odds for the names beside the sentence
    act: float = 1.6
    owner: float = 2.1
    base: float = 0.0  # of the whole edge
    doubtful: float = 0.4  # below, the names are also read beside the surest sentence
    worth: float = 0.5  # least chance of a side there, since such a reading costs as much again


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeOptions:
    """When evidence becomes an edge.

    Attributes:
        least: Least chance of a side, of the surest place.
        further: Least chance of the other places.
        clear: Least log-odds of the sign, for or against.
        side: Traits that tell whether a side is taken.
        sign: Traits that tell which.
    """

    least: float = 0.1
    further: float = 0.1
    clear: float = 0.0
    side: SideTraits = field(default_factory=SideTraits)
    sign: SignTraits = SignTraits()


@dataclass(frozen=True, slots=True)
class DirectedEdge:
    """One piece of evidence that a source is for or against a target.

    Attributes:
        source: Number of the entity.
        target: Number of the entity.
        sign: 1 or -1.
        score: Chance that a side is taken there.
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
class _Read:
    """A place with its traits and the chance of a side."""

    place: Place
    traits: Traits
    chance: float


def find_edges(
    document: AnnotatedDocument,
    entities: Sequence[Entity],
    model: PositionModel,
    *,
    nations: Mapping[str, str] | None = None,
    options: EdgeOptions | None = None,
) -> list[DirectedEdge]:
    """Find the edges of one document, the pieces of evidence in text order.

    Args:
        document: With sentences, and with statements where they were found.
        entities: Between which edges are looked for.
        model: The positions model.
        nations: "Kenyan" to "Kenya".
        options: Thresholds.
    """
    return find_all_edges([(document, entities)], model, nations=nations, options=options)[0]


def find_all_edges(
    read: Sequence[tuple[AnnotatedDocument, Sequence[Entity]]],
    model: PositionModel,
    *,
    nations: Mapping[str, str] | None = None,
    options: EdgeOptions | None = None,
) -> list[list[DirectedEdge]]:
    """Find the edges of several documents at once, which is faster than one after the other.

    Args:
        read: Documents, each with its entities.
        model: The positions model.
        nations: "Kenyan" to "Kenya".
        options: Thresholds.
    """
    chosen = options or EdgeOptions()
    asked = [find_places(document, entities, nations) for document, entities in read]
    items = [(one.text, one.first, one.second) for questions, _ in asked for one in questions]
    texts = [number for number, (questions, _) in enumerate(asked) for _ in questions]
    labels = model.pairs(items, texts).labels
    kept: list[dict[_Pair, list[_Read]]] = []
    first = 0
    for (_, entities), (questions, places) in zip(read, asked, strict=True):
        rows = labels[first : first + len(questions)]
        first += len(questions)
        kept.append(_kept(questions, places, rows, entities, chosen))
    totals = [{pair: _total(one, chosen.sign) for pair, one in reads.items()} for reads in kept]
    _look_beside(read, kept, totals, model, chosen.sign)
    return [
        sorted(
            (
                edge
                for pair, one in reads.items()
                if abs(total[pair]) >= chosen.clear
                for edge in _edges(pair, one, total[pair], chosen.sign)
            ),
            key=lambda edge: (edge.content, edge.source, edge.target),
        )
        for reads, total in zip(kept, totals, strict=True)
    ]


def _kept(
    questions: Sequence[Question],
    places: Sequence[Place],
    labels: NDArray[np.float32],
    entities: Sequence[Entity],
    options: EdgeOptions,
) -> dict[_Pair, list[_Read]]:
    """The places of each pair that takes a side somewhere."""
    found: dict[_Pair, list[_Read]] = defaultdict(list)
    for place in places:
        row = labels[place.question].tolist()
        traits = read_traits(place, questions[place.question], row, entities)
        read = _Read(place, traits, chance_of(traits, options.side))
        found[place.source, place.target].append(read)
    return {
        pair: [one for one in reads if one.chance >= options.further]
        for pair, reads in found.items()
        if max(one.chance for one in reads) >= options.least
    }


def _look_beside(
    read: Sequence[tuple[AnnotatedDocument, Sequence[Entity]]],
    kept: Sequence[Mapping[_Pair, Sequence[_Read]]],
    totals: Sequence[dict[_Pair, float]],
    model: PositionModel,
    sign: SignTraits,
) -> None:
    """Add to doubtful totals what the surest sentence means with the two names beside it."""
    asked: list[tuple[str, str, str]] = []
    waiting: list[tuple[dict[_Pair, float], _Pair, float]] = []
    for (document, entities), reads, total in zip(read, kept, totals, strict=True):
        text = document.document.text
        for pair in [pair for pair, value in total.items() if abs(value) < sign.doubtful]:
            names = entities[pair[0]].name, entities[pair[1]].name
            surest = max(reads[pair], key=lambda one: one.chance)
            if surest.chance < sign.worth or surest.traits.spared:
                continue
            asked.append((document.sentences[surest.place.sentence].of(text), *names))
            waiting.append((total, pair, surest.chance))
    rows = model.toward(asked).stance.tolist()
    for (total, pair, chance), row in zip(waiting, rows, strict=True):
        total[pair] += sign.beside * chance * log((row[2] + 0.05) / (row[0] + 0.05))


def _total(reads: Sequence[_Read], sign: SignTraits) -> float:
    """Log-odds of "for" of one pair, over all its places, by what is marked and how it is said."""
    return sign.base + sum(one.chance * _log_odds(one.traits, sign) for one in reads)


def _log_odds(traits: Traits, sign: SignTraits) -> float:
    logit = log((traits.positive + 0.02) / (traits.negative + 0.02))
    logit *= sign.pair * min(1.0, traits.positive + traits.negative + 0.3)
    if traits.spared:  # "opposed attacks on Kenya" is not against Kenya
        return abs(logit)
    return logit + sign.act * traits.act + sign.owner * traits.owner


def _edges(
    pair: _Pair, reads: Sequence[_Read], total: float, sign: SignTraits
) -> Iterator[DirectedEdge]:
    """The places of one pair with the sign that they have together.

    A place that by itself clearly says the opposite is no evidence of it, and is left out.
    """
    turn = 1 if total > 0 else -1
    agreeing = [one for one in reads if turn * _log_odds(one.traits, sign) > _CONTRARY]
    for one in agreeing or reads:
        said = one.place.said
        yield DirectedEdge(
            *pair,
            1 if total > 0 else -1,
            round(one.chance, 4),
            one.place.content,
            said.id if said else "",
        )
