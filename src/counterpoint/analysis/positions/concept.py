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

from counterpoint.analysis.positions.model import PositionModel
from counterpoint.analysis.segment import find_sentences

__all__ = ["ConceptReading", "is_claim", "read_concepts"]

_LONG = 45  # words; above, a text is also read sentence by sentence
_MOST_SENTENCES = 24
_VERB = re.compile(
    r"\b(should|would|must|can|could|will|is|are|was|were|has|have|had|do|does|did|may|might|ought|"
    r"this house|we|i|let|allow|ban|abolish|stop|end|make|keep|require|legali[sz]e|implement)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ConceptReading:
    """What one text says about one concept.

    Attributes:
        about: Probability that it is about the concept at all.
        lean: Probability of "for" if it is for or against.
        neither: Probability of neither, if it is about it.
    """

    about: float
    lean: float
    neither: float


def is_claim(topic: str) -> bool:
    """Whether a topic is worded as a claim ("Cars should be banned"), not as a thing ("cars")."""
    return len(topic.split()) >= 3 and bool(_VERB.search(topic))


def read_concepts(model: PositionModel, items: Sequence[tuple[str, str]]) -> list[ConceptReading]:
    """Read texts for topics.

    Args:
        model: The positions model.
        items: Texts, each with a topic: a claim, a thing or a name.
    """
    asked: list[tuple[str, str]] = []
    places: list[tuple[int, int]] = []
    for text, topic in items:
        first = len(asked)
        asked.extend((part, topic) for part in _parts(text))
        places.append((first, len(asked)))
    scores = model.topics(asked)
    out = []
    for (_, topic), (first, last) in zip(items, places, strict=True):
        rows = slice(first, last)
        out.append(
            _joined(scores.side[rows], scores.stance[rows], scores.about[rows], is_claim(topic))
        )
    return out


def _parts(text: str) -> list[str]:
    """The text, and its sentences if it is long."""
    if len(text.split()) <= _LONG:
        return [text]
    sentences = [span.of(text) for span in find_sentences(text)][:_MOST_SENTENCES]
    return [text, *(s for s in sentences if len(s.split()) >= 3)] if len(sentences) > 1 else [text]


def _joined(
    side: NDArray[np.float32],
    stance: NDArray[np.float32],
    about: NDArray[np.float32],
    claim: bool,
) -> ConceptReading:
    claims = _logit(side)
    things = _logit(stance[:, 2] / np.maximum(stance[:, 0] + stance[:, 2], 1e-6))
    lean = 0.8 * claims + 0.2 * things if claim else 0.4 * claims + 0.6 * things
    neither = stance[:, 1]
    if len(side) == 1:
        return ConceptReading(float(about[0]), _chance(lean[0]), float(neither[0]))
    weights = about[1:] ** 2 * (1 - 0.5 * neither[1:])
    weights = weights / max(float(weights.sum()), 1e-6)
    whole = 0.5 * lean[0] + 0.5 * float(weights @ lean[1:])
    return ConceptReading(
        float(max(about[0], np.sort(about[1:])[-2:].mean())),
        _chance(whole),
        float(0.5 * neither[0] + 0.5 * float(weights @ neither[1:])),
    )


def _logit(values: NDArray[np.float32]) -> NDArray[np.float64]:
    safe = np.clip(values.astype(np.float64), 1e-4, 1 - 1e-4)
    return np.asarray(np.log(safe / (1 - safe)))


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
