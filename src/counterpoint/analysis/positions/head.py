"""A small head that learns from the judgements of coders in seconds, on top of the network.

Two logistic regressions with a kernel: is a content about a concept, and if so, is it for it? Each
starts from the network's own answer, so that without judgements nothing changes and with a few of
them little does; contents that mean like things pull each other, most of all on the same concept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.concept import ConceptReading

__all__ = ["Example", "Head", "HeadInput", "fit_head"]

Floats = NDArray[np.float64]
_EVERYWHERE, _OF_CONCEPT, _LIKE, _LIKE_ELSEWHERE, _ANSWERS = 0.3, 0.5, 10.0, 2.0, 0.05
_ROUNDS, _NEAR = 25, 1e-5
_MOST = 1000  # judgements; more do not fit in seconds


@dataclass(frozen=True, slots=True)
class HeadInput:
    """What the network says of contents and concepts, one row each.

    Attributes:
        readings: The network's answers.
        contents: Vectors of the contents.
        concepts: Numbers of the concepts.
    """

    readings: Sequence[ConceptReading]
    contents: NDArray[np.float32]
    concepts: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> HeadInput:
        """These rows only."""
        readings = [self.readings[int(at)] for at in rows]
        return HeadInput(readings, self.contents[rows], self.concepts[rows])

    def answers(self) -> tuple[Floats, Floats]:
        """Log-odds of being about it, and of being for it."""
        about = np.asarray([one.about for one in self.readings], dtype=np.float64)
        lean = np.asarray([one.lean for one in self.readings], dtype=np.float64)
        return _logit(about), _logit(lean)


@dataclass(frozen=True, slots=True)
class Example:
    """What a person says of a content: 1 for, -1 against, 0 neither or not about it."""

    side: int


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    known: HeadInput
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A head that was fitted to judgements.

    Attributes:
        vectors: Of the concepts.
        about: For whether a content is about a concept; None with too few judgements.
        side: For the side; None likewise.
    """

    vectors: NDArray[np.float32]
    about: _Fit | None = None
    side: _Fit | None = None

    def read(self, asked: HeadInput) -> list[ConceptReading]:
        """The network's answers, moved by what was learned."""
        if not len(asked.readings):
            return []
        about, lean = asked.answers()
        if self.about is not None:
            about = about + _kernel(asked, self.about.known, self.vectors) @ self.about.weights
        if self.side is not None:
            lean = lean + _kernel(asked, self.side.known, self.vectors) @ self.side.weights
        rows = zip(_chance(about), _chance(lean), asked.readings, strict=True)
        return [replace(one, about=float(a), lean=float(b)) for a, b, one in rows]


def fit_head(known: HeadInput, examples: Sequence[Example], vectors: NDArray[np.float32]) -> Head:
    """Learn from judgements; of very many the last count.

    Args:
        known: What the network says of the judged contents and their concepts.
        examples: What people say, in the same order.
        vectors: Of all concepts.
    """
    rows = np.arange(len(examples), dtype=np.int64)[-_MOST:]
    sides = np.asarray([one.side for one in examples], dtype=np.int64)
    polar = rows[sides[rows] != 0]
    about, lean = known.answers()
    return Head(
        vectors,
        _fitted(known, rows, about, sides != 0, vectors) if len(polar) < len(rows) else None,
        _fitted(known, polar, lean, sides > 0, vectors) if len(polar) else None,
    )


def _fitted(
    known: HeadInput,
    rows: NDArray[np.int64],
    offset: Floats,
    true: NDArray[np.bool_],
    vectors: NDArray[np.float32],
) -> _Fit:
    """Newton's steps on the penalised likelihood (weights of a kernel logistic regression)."""
    mine = known.take(rows)
    kernel = _kernel(mine, mine, vectors)
    start, wanted = offset[rows], true[rows].astype(np.float64)
    weights: Floats = np.zeros(len(rows))
    for _ in range(_ROUNDS):
        value = start + kernel @ weights
        chance = _chance(value)
        spread = np.maximum(chance * (1 - chance), 1e-4)
        target = value - start + (wanted - chance) / spread
        new: Floats = np.asarray(np.linalg.solve(kernel + np.diag(1 / spread), target), np.float64)
        moved = float(np.abs(new - weights).max())
        weights = new
        if moved < _NEAR:
            break
    return _Fit(mine, weights)


def _kernel(one: HeadInput, two: HeadInput, vectors: NDArray[np.float32]) -> Floats:
    like = (one.contents @ two.contents.T).astype(np.float64)
    same = one.concepts[:, None] == two.concepts[None, :]
    near = (vectors[one.concepts] @ vectors[two.concepts].T).astype(np.float64)
    answers = [np.stack(part.answers(), axis=1) for part in (one, two)]
    known = answers[0] @ answers[1].T
    return np.asarray(
        _EVERYWHERE
        + _ANSWERS * known
        + same * (_OF_CONCEPT + _LIKE * like + _ANSWERS * known)
        + _LIKE_ELSEWHERE * like * np.maximum(near, 0)
    )


def _logit(values: Floats) -> Floats:
    safe = np.clip(values, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(safe / (1 - safe)))


def _chance(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -60, 60))))
