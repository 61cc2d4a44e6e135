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

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.evidence import Place, Question, find_places
from counterpoint.analysis.positions.model import PositionModel
from counterpoint.analysis.positions.named import Entity
from counterpoint.types import Act, AnnotatedDocument, Span

__all__ = [
    "DirectedEdge",
    "EdgeOptions",
    "SideTraits",
    "SignTraits",
    "find_all_edges",
    "find_edges",
]

_HEAD = 40  # code points in which a target heads the content: "praised her work"
_BEFORE = 60  # code points before a name that tell how it stands
_NEAR = 25  # code points between an owner and what it owns
_OWNER = re.compile(r"['’]s?$|s['’]$")
_FROM = re.compile(r"\b(?:in|at|near|across|inside|outside|from|of)(?: the)? $", re.I)
_ACTED_ON = re.compile(
    r"\b(?:assur|thank|congratulat|commend|urg|tell|told|inform|remind|accus|blam|prais|welcom|"
    r"condemn|criticiz|criticis|denounc|invit|support|oppos|attack|against)\w*(?: the| you,)? $",
    re.I,
)
_LISTED = re.compile(
    r"[\s,;&]*(?:(?:and|or|the|of|as|well|also|both|including|with|[^a-z\s,;]\S*)[\s,;&]+)*"
)
_URGED = re.compile(r"\b(?:urg|ask|call(?:ed|ing|s)? (?:up)?on|invit|remind)\w*(?: the)? $", re.I)
_SPARED = re.compile(
    r"\b(?:oppos|reject|refus|condemn|denounc|criticiz|criticis|against|without|no|not|end|stop|avoid)"
    r"\w* (?:[\w-]+ ){0,3}(?:confrontation|war|attack|sanction|strike|aggression|threat|hostilit|"
    r"embargo|blockade|boycott|ban|tariff|bombing|invasion|occupation|smear|violence)\w* "
    r"(?:[\w-]+ )?(?:with|against|on|of|toward|towards|for)(?: the)? $",
    re.I,
)
_HARM = (
    r"(?:aggression|attack|invasion|brutality|provocation|annexation|occupation|bombardment|"
    r"bombing|missile|war crime|atrocit|assault|shelling|incursion|intimidation|coercion)\w*"
)
_HARMER = re.compile(rf"^(?:['’]s?)? (?:[\w-]+ )?{_HARM}", re.I)
_HARMED = re.compile(rf"{_HARM} (?:[\w-]+ )?(?:against|on|of|into|upon)(?: the)? $", re.I)
_SCENE = re.compile(r"\b(?:in|at|near|across|inside|outside|from|throughout)(?: the)? $", re.I)
_Pair = tuple[int, int]
_ACTS = {Act.SUPPORTS: 1, Act.OPPOSES: -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTraits:
    """What each trait of a place adds to the log-odds that its source takes a side."""

    base: float = -1.5
    model: float = 0.6  # times the model's log-odds of "not neutral"
    turned_back: float = -0.9  # times the model's probability of the other direction
    speaks: float = 0.8
    first: float = 0.5
    person: float = 0.5
    thing: float = -1.6
    toward_thing: float = 0.6
    act: float = 0.7
    owner: float = 0.5
    scene: float = -0.9
    whence: float = -0.8  # the source is where something happens or where somebody is from
    possessor: float = -0.4  # the source only owns what follows: "Kenya's spokesperson"
    spoken_for: float = -1.2  # and what follows is who speaks
    urged: float = -0.8
    acted_on: float = -1.0  # the source is whom somebody thanks or blames
    listed: float = -2.0  # nothing but names stands between the two


@dataclass(frozen=True, slots=True, kw_only=True)
class SignTraits:
    """What each trait of a place adds to the log-odds of "for"."""

    pair: float = 1.2  # times the model's log-odds for the marked names
    beside: float = 0.7  # times its log-odds for the names beside the sentence
    act: float = 1.5
    owner: float = 1.0
    base: float = 0.1  # of the whole edge: sentences about bad things look bad for everybody
    doubtful: float = 0.4  # below, the names are also read beside the sentence


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

    least: float = 0.18
    further: float = 0.1
    clear: float = 0.0
    side: SideTraits = SideTraits()
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
    """A place with what the model says of it."""

    place: Place
    positive: float
    negative: float
    chance: float
    act: int
    owner: bool
    spared: bool


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
    return find_all_edges([(document, entities)], model, demonyms=demonyms, options=options)[0]


def find_all_edges(
    read: Sequence[tuple[AnnotatedDocument, Sequence[Entity]]],
    model: PositionModel,
    *,
    demonyms: Mapping[str, str] | None = None,
    options: EdgeOptions | None = None,
) -> list[list[DirectedEdge]]:
    """Find the edges of several documents at once, which is faster than one after the other.

    Args:
        read: Documents, each with its entities.
        model: The positions model.
        demonyms: "Kenyan" to "Kenya".
        options: Thresholds.
    """
    chosen = options or EdgeOptions()
    asked = [find_places(document, entities, demonyms) for document, entities in read]
    items = [(one.text, one.first, one.second) for questions, _ in asked for one in questions]
    labels = model.pairs(items).labels
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
                for edge in _edges(pair, one, total[pair])
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
        read = _read(place, questions[place.question], row, entities, options.side)
        found[place.source, place.target].append(read)
    return {
        pair: [one for one in reads if one.chance >= options.further]
        for pair, reads in found.items()
        if max(one.chance for one in reads) >= options.least
    }


def _read(
    place: Place,
    question: Question,
    row: Sequence[float],
    entities: Sequence[Entity],
    side: SideTraits,
) -> _Read:
    """The chance that the source takes a side at a place."""
    forward, back = (2, 1) if place.turned else (1, 2)
    positive, negative = float(row[forward]), float(row[forward + 2])
    other = float(row[back] + row[back + 2])
    source, target = question.first, question.second
    if place.turned:
        source, target = target, source
    first = source.start < target.start
    before = question.text[max(0, target.start - _BEFORE) : target.start]
    act = _ACTS.get(place.said.attribution.act, 0) if place.said and place.lead <= _HEAD else 0
    thing = entities[place.target].kind == "thing"
    owner = (
        thing
        and first
        and target.start - source.end < _NEAR
        and bool(_OWNER.search(source.of(question.text)))
    )
    logit = (
        side.base
        + side.model * log((positive + negative + 0.02) / (float(row[0]) + 0.02))
        + side.turned_back * other
        + side.speaks * (place.said is not None)
        + side.first * first
        + side.toward_thing * thing
        + side.act * (act != 0)
        + side.owner * owner
        + side.scene * bool(_SCENE.search(before))
        + side.urged * bool(_URGED.search(before))
    )
    if place.said is None and not owner:
        stands = question.text[max(0, source.start - _BEFORE) : source.start]
        logit += side.whence * bool(_FROM.search(stands))
        logit += side.acted_on * bool(_ACTED_ON.search(stands))
        low, high = sorted((source, target))
        logit += side.listed * bool(_LISTED.fullmatch(question.text[low.end : high.start]))
        if _OWNER.search(source.of(question.text)):
            logit += side.possessor + side.spoken_for * place.other
    kind = entities[place.source].kind
    logit += side.thing if kind == "thing" else side.person if kind == "person" else 0.0
    chance = 1 / (1 + exp(-logit))
    spared = bool(_SPARED.search(before))
    if place.said and entities[place.target].kind == "country":
        if _HARMER.search(question.text[target.end : target.end + _BEFORE]):
            positive, negative = min(positive, negative), max(positive, negative)
        spared = spared or bool(_HARMED.search(before))
    return _Read(place, positive, negative, chance, act, owner, spared)


def _look_beside(
    read: Sequence[tuple[AnnotatedDocument, Sequence[Entity]]],
    kept: Sequence[Mapping[_Pair, Sequence[_Read]]],
    totals: Sequence[dict[_Pair, float]],
    model: PositionModel,
    sign: SignTraits,
) -> None:
    """Add to doubtful totals what the sentences mean with the two names beside them."""
    asked: list[tuple[str, str, str]] = []
    waiting: list[tuple[dict[_Pair, float], _Pair, float]] = []
    for (document, entities), reads, total in zip(read, kept, totals, strict=True):
        text = document.document.text
        for pair in [pair for pair, value in total.items() if abs(value) < sign.doubtful]:
            names = entities[pair[0]].name, entities[pair[1]].name
            for one in reads[pair]:
                asked.append((document.sentences[one.place.sentence].of(text), *names))
                waiting.append((total, pair, one.chance))
    rows = model.toward(asked).stance.tolist()
    for (total, pair, chance), row in zip(waiting, rows, strict=True):
        total[pair] += sign.beside * chance * log((row[2] + 0.05) / (row[0] + 0.05))


def _total(reads: Sequence[_Read], sign: SignTraits) -> float:
    """Log-odds of "for" of one pair, over all its places, by what is marked and how it is said."""
    total = sign.base
    for one in reads:
        logit = log((one.positive + 0.02) / (one.negative + 0.02))
        logit *= sign.pair * min(1.0, one.positive + one.negative + 0.3)
        if one.spared:  # "opposed attacks on Kenya" is not against Kenya
            logit = abs(logit)
        act = 0 if one.spared else sign.act * one.act
        total += one.chance * (logit + act + sign.owner * one.owner)
    return total


def _edges(pair: _Pair, reads: Sequence[_Read], total: float) -> Iterator[DirectedEdge]:
    """The places of one pair with the sign that they have together."""
    for one in reads:
        said = one.place.said
        yield DirectedEdge(
            *pair,
            1 if total > 0 else -1,
            round(one.chance, 4),
            one.place.content,
            said.id if said else "",
        )
