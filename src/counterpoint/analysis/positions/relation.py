"""The sign between two given actors, also where the sentence does not name them.

Three readings are put together: the pair as marked in the sentence (a source that is not named
there is put before it: ``Source said: “...”``), the two names beside the sentence, and how the
sentence shows the target. Verbal or material, cooperation or conflict, comes from the pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.lexicon import quad_prior
from counterpoint.analysis.positions.model import QUADS, PairScores, PositionModel
from counterpoint.analysis.positions.naming import Entity, find_named
from counterpoint.types import Span

__all__ = ["SURE_QUAD", "SURE_SIGN", "Asked", "Relation", "read_relations"]

_PAIR, _PAIR_BUILT, _BESIDE, _SHOWN = 1.0, 0.4, 0.5, 0.7
_SIGN_IN_QUAD = 0.3
_QUAD, _LEXICON = 0.6, 2.0
SURE_SIGN, SURE_QUAD = 2.2, 1.0  # temperatures, by benchmarks/positions/calibrate_relations.py


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: who is how toward whom in this sentence?

    Attributes:
        text: The sentence.
        source: Name of the source.
        target: Name of the target.
        source_span: Where it stands, if that is known.
        target_span: Where it stands, if that is known.
        source_type: People, Organization, GPE, Topic ..., if known.
        target_type: The same of the target.
    """

    text: str
    source: str
    target: str
    source_span: Span | None = None
    target_span: Span | None = None
    source_type: str = ""
    target_type: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """The answer.

    Attributes:
        positive: Probability that the source is for the target, given that it is for or against.
        quads: Probability of each of the four classes, by name.
    """

    positive: float
    quads: dict[str, float]

    @property
    def sign(self) -> int:
        """1 or -1."""
        return 1 if self.positive >= 0.5 else -1


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str
    source: Span
    target: Span
    named: bool  # whether the sentence itself names both


def read_relations(model: PositionModel, asked: Sequence[Asked]) -> list[Relation]:
    """Answer questions about the sign between two actors."""
    placed = [_place(one) for one in asked]
    pairs = model.pairs([(one.text, one.source, one.target) for one in placed])
    beside = model.toward([(one.text, one.source, one.target) for one in asked]).stance
    shown = model.targets([(one.text, one.target) for one in placed])
    out = []
    for number, (one, place) in enumerate(zip(asked, placed, strict=True)):
        row = pairs.labels[number]
        logit = (_PAIR if place.named else _PAIR_BUILT) * _log_odds(row[1], row[3])
        logit += _BESIDE * _log_odds(beside[number][2], beside[number][0])
        logit += _SHOWN * _log_odds(shown[number][2], shown[number][0])
        out.append(
            Relation(float(1 / (1 + np.exp(-logit / SURE_SIGN))), _quads(one, pairs, number))
        )
    return out


def _quads(one: Asked, pairs: PairScores, number: int) -> dict[str, float]:
    row = pairs.labels[number]
    sign = _log_odds(row[1] + 0.5 * row[0], row[3] + 0.5 * row[0])
    logits = _QUAD * np.log(np.clip(pairs.quads[number].astype(np.float64), 1e-4, 1.0))
    logits += _SIGN_IN_QUAD * np.array([sign, sign, -sign, -sign]) / 2
    start = one.source_span.end if one.source_span else 0
    logits += _LEXICON * np.asarray(quad_prior(one.text, start))
    raised = np.exp((logits - logits.max()) / SURE_QUAD)
    chances: NDArray[np.float64] = raised / raised.sum()
    return {name: float(value) for name, value in zip(QUADS, chances, strict=True)}


def _place(one: Asked) -> _Placed:
    source, target = one.source_span, one.target_span
    if source is None or target is None:
        entities = [
            Entity(one.source, one.source_type or "People"),
            Entity(one.target, one.target_type or ""),
        ]
        for found in find_named(one.text, (Span(0, len(one.text)),), entities):
            if found.entity == 0:
                source = source or found.span
            else:
                target = target or found.span
    if source is not None and target is not None and not source.overlaps(target):
        return _Placed(one.text, source, target, named=True)
    head = f"{one.source} said"
    if target is None:
        head += f" about {one.target}"
        about = Span(len(head) - len(one.target), len(head))
    head += ": “"
    if target is not None:
        about = Span(target.start + len(head), target.end + len(head))
    return _Placed(head + one.text + "”", Span(0, len(one.source)), about, named=False)


def _log_odds(positive: float, negative: float) -> float:
    return float(np.log((positive + 0.01) / (negative + 0.01)))
