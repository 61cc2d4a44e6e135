"""What a text says for or against a concept, and whether it speaks of it at all.

A pair model is as sure of itself on unrelated text, so "is it about this?" is a step of its own.
Long texts are read whole (their beginning) and sentence by sentence; sentences that are about the
concept weigh more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.frames import denied_clause
from counterpoint.analysis.positions.model import PositionModel
from counterpoint.analysis.segment import find_sentences

__all__ = ["ConceptReading", "is_claim", "read_concepts"]

_LONG = 45  # words; above, a text is also read sentence by sentence
_MOST_SENTENCES = 24
_CLAIM_WEIGHT, _THING_WEIGHT = 0.7, 0.2  # of the head for claims
_WHOLE = 0.3  # weight of a long text's beginning beside its sentences
_NEAR, _STEEP = 0.27, 10.0  # cosine from which a text counts as being about the topic
_ABOUT_HEAD = 0.3  # weight of what the network itself says of that, read whole
_VERB = re.compile(
    r"\b(should|would|must|can|could|will|is|are|was|were|has|have|had|do|does|did|may|might|ought|"
    r"this house|we|i|let|allow|ban|abolish|stop|end|make|keep|require|legali[sz]e|implement)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ConceptReading:
    """What one text says about one concept.

    Attributes:
        about: Chance that it is about the concept at all, from the nearness of their vectors and
            from the network's answer.
        lean: Probability of "for" if it is for or against.
        neither: Probability of neither, if it is about it.
        short: Whether it was read in one piece; of longer texts, whose sentences mostly take no
            side, `neither` says little.
    """

    about: float
    lean: float
    neither: float
    short: bool = True


def is_claim(topic: str) -> bool:
    """Whether a topic is worded as a claim ("Cars should be banned"), not as a thing ("cars")."""
    return len(topic.split()) >= 3 and bool(_VERB.search(topic))


def read_concepts(
    model: PositionModel, items: Sequence[tuple[str, str]], *, about: bool = True
) -> list[ConceptReading]:
    """Read texts for topics.

    Args:
        model: The positions model.
        items: Texts, each with a topic: a claim, a thing or a name.
        about: Whether it is asked at all if a text is about its topic; without, short texts are
            read in half the time.
    """
    asked: list[tuple[str, str]] = []
    places: list[tuple[int, int]] = []
    for text, topic in items:
        first = len(asked)
        asked.extend((part, topic) for part in _parts(text))
        places.append((first, len(asked)))
    clauses = [denied_clause(text) for text, _ in asked]
    turns = np.asarray([1.0 if clause is None else -1.0 for clause in clauses])
    scores = model.topics(
        [
            (text if clause is None else clause.of(text), topic)
            for (text, topic), clause in zip(asked, clauses, strict=True)
        ]
    )
    near = _nearness(model, asked) if about or len(asked) > len(items) else scores.about
    out = []
    for (_, topic), (first, last) in zip(items, places, strict=True):
        rows = slice(first, last)
        lean = _leaning(scores.side[rows], scores.stance[rows], claim=is_claim(topic)) * turns[rows]
        out.append(_joined(lean, scores.stance[rows, 1], near[rows], scores.about[rows]))
    return out


def _nearness(model: PositionModel, asked: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """Cosine between the vectors of each text and its topic."""
    topics = {topic: number for number, topic in enumerate(dict.fromkeys(t for _, t in asked))}
    texts = model.vectors([text for text, _ in asked])
    named = model.vectors(list(topics))
    rows = np.asarray([topics[topic] for _, topic in asked], np.int64)
    return np.asarray((texts * named[rows]).sum(axis=1), np.float32) if len(asked) else texts[:, 0]


def _parts(text: str) -> list[str]:
    """The text, and its sentences if it is long."""
    if len(text.split()) <= _LONG:
        return [text]
    sentences = [span.of(text) for span in find_sentences(text)][:_MOST_SENTENCES]
    return [text, *(s for s in sentences if len(s.split()) >= 3)] if len(sentences) > 1 else [text]


def _leaning(
    side: NDArray[np.float32], stance: NDArray[np.float32], *, claim: bool
) -> NDArray[np.float64]:
    """Log-odds of "for": what the model learned on claims, and what it learned on things."""
    things = _logit(stance[:, 2] / np.maximum(stance[:, 0] + stance[:, 2], 1e-6))
    weight = _CLAIM_WEIGHT if claim else _THING_WEIGHT
    return np.asarray(weight * _logit(side) + (1 - weight) * things)


def _joined(
    lean: NDArray[np.float64],
    neither: NDArray[np.float32],
    near: NDArray[np.float32],
    about: NDArray[np.float32],
) -> ConceptReading:
    """The whole text and its sentences, those about the topic above all."""
    chance = _chance(
        _STEEP * (float(near.max()) - _NEAR) + _ABOUT_HEAD * float(_logit(about[:1])[0])
    )
    if len(lean) == 1:
        return ConceptReading(chance, _chance(lean[0]), float(neither[0]))
    weights = np.maximum(about[1:], 0.02) ** 2 * (1 - 0.5 * neither[1:])
    weights = (1 - _WHOLE) * weights / float(weights.sum())
    return ConceptReading(
        chance,
        _chance(_WHOLE * lean[0] + float(weights @ lean[1:])),
        float(_WHOLE * neither[0] + weights @ neither[1:]),
        short=False,
    )


def _logit(values: NDArray[np.float32]) -> NDArray[np.float64]:
    safe = np.clip(values.astype(np.float64), 1e-4, 1 - 1e-4)
    return np.asarray(np.log(safe / (1 - safe)))


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
