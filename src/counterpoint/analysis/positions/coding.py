"""Code statements with a codebook: which concepts a content is about, and on which side it is.

Three steps, from cheap to dear: likely concepts by vectors and keywords (so that a codebook may
have thousands), the model's reading of the content for each of them, and what examples and
judgements of people say. It works with definitions alone; every example and judgement moves it.
Contents fall into folds, and those of a fold, judged or not, are read by a head that has seen none
of its judgements: so what people judged in it can still correct figures without bias.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.concept import ConceptReading, read_concepts
from counterpoint.analysis.positions.head import Example, Head, HeadInput, fit_head
from counterpoint.analysis.positions.model import PositionModel
from counterpoint.analysis.positions.rules import named_sign, sign_of_act
from counterpoint.types import Act
from counterpoint.types.position import Codebook, Concept, Stance

__all__ = ["FOLDS", "Coded", "Coder", "CodingOptions", "Content", "Judged"]

FOLDS = 8  # heads that each have not seen an eighth of the judgements

_LONGEST = 2000  # code points of a content
_SHORT = 7  # words; so short a content names its concept and takes its side from the act


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingOptions:
    """When a content is about a concept.

    Attributes:
        near: Least cosine between content and concept to be looked at more closely.
        most: How many concepts of a content are looked at.
        about: Least probability of being about it.
        decided: Least probability of a side; below, it is neither.
        examples: Weight of a concept's examples beside the model's reading.
    """

    near: float = 0.25
    most: int = 4
    about: float = 0.5
    decided: float = 0.6
    examples: float = 6.0


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a statement and how it is said.

    ``fold`` is the part of the contents that it belongs to; without one, all judgements count.
    """

    text: str
    act: Act = Act.SAYS
    negated: bool = False
    cue: str = ""
    fold: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person says of a content: the concept, and 1, -1, or 0 for neither."""

    content: Content
    concept: int
    side: int


@dataclass(frozen=True, slots=True)
class Coded:
    """One position of a content."""

    concept: int
    stance: Stance
    score: float


@dataclass(slots=True)
class Coder:
    """A codebook made ready for a model.

    Args:
        model: The positions model.
        codebook: The concepts.
        options: Thresholds.
        judged: What people say; a small head learns from it.
    """

    model: PositionModel
    codebook: Codebook
    options: CodingOptions = field(default_factory=CodingOptions)
    judged: Sequence[Judged] = ()
    _heads: dict[int | None, Head] = field(init=False, default_factory=dict)
    _known: HeadInput | None = field(init=False, default=None)
    _vectors: NDArray[np.float32] = field(init=False)
    _examples: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = field(init=False)
    _keywords: list[re.Pattern[str] | None] = field(init=False)

    def __post_init__(self) -> None:
        concepts = self.codebook.concepts
        named = self.model.vectors([f"{one.name}. {one.definition}" for one in concepts])
        self._vectors = named
        self._examples = [
            (self.model.vectors(one.examples_for), self.model.vectors(one.examples_against))
            for one in concepts
        ]
        self._keywords = [_pattern(one) for one in concepts]

    def _head(self, fold: int | None) -> Head:
        """The head that has not seen the judgements of a fold."""
        if fold in self._heads:
            return self._heads[fold]
        if self._known is None:
            texts = [one.content.text[:_LONGEST] for one in self.judged]
            pairs = [(number, one.concept) for number, one in enumerate(self.judged)]
            self._known = self._asked(texts, self.model.vectors(texts), pairs)
        turned = [_turned(one) for one in self.judged]
        seen = [
            at
            for at, one in enumerate(self.judged)
            if turned[at] is not None and (fold is None or one.content.fold != fold)
        ]
        known = self._known.take(np.asarray(seen, dtype=np.int64))
        self._heads[fold] = fit_head(
            known, [Example(turned[at] or 0) for at in seen], self._vectors
        )
        return self._heads[fold]

    def _asked(
        self, texts: Sequence[str], vectors: NDArray[np.float32], pairs: Sequence[tuple[int, int]]
    ) -> HeadInput:
        wording = [_wording(concept) for concept in self.codebook.concepts]
        readings = read_concepts(self.model, [(texts[n], wording[c]) for n, c in pairs])
        numbers = np.asarray([number for number, _ in pairs], dtype=np.int64)
        concepts = np.asarray([concept for _, concept in pairs], dtype=np.int64)
        return HeadInput(readings, vectors[numbers], concepts)

    def _read(
        self, contents: Sequence[Content], pairs: Sequence[tuple[int, int]], asked: HeadInput
    ) -> list[ConceptReading]:
        """The network's readings, moved by the head of each content's fold."""
        readings = list(asked.readings)
        if not self.judged:
            return readings
        folds = [contents[number].fold for number, _ in pairs]
        for fold in set(folds):
            rows = np.asarray([at for at, one in enumerate(folds) if one == fold], dtype=np.int64)
            for at, one in zip(rows, self._head(fold).read(asked.take(rows)), strict=True):
                readings[int(at)] = one
        return readings

    def code(self, contents: Sequence[Content]) -> list[list[Coded]]:
        """Positions of each content; none where it is about no concept."""
        texts = [content.text[:_LONGEST] for content in contents]
        vectors = self.model.vectors(texts)
        asked = [
            (number, concept)
            for number, text in enumerate(texts)
            for concept in self._likely(text, vectors[number])
        ]
        readings = self._read(contents, asked, self._asked(texts, vectors, asked))
        out: list[list[Coded]] = [[] for _ in contents]
        for (number, concept), reading in zip(asked, readings, strict=True):
            coded = self._decide(contents[number], vectors[number], concept, reading)
            if coded is not None:
                out[number].append(coded)
        return [sorted(found, key=lambda one: -one.score) for found in out]

    def _likely(self, text: str, vector: NDArray[np.float32]) -> list[int]:
        near = self._vectors @ vector
        chosen = []
        for concept in np.argsort(-near, kind="stable"):
            pattern = self._keywords[concept]
            if pattern is not None and not pattern.search(text):
                continue
            if pattern is None and near[concept] < self.options.near:
                continue
            chosen.append(int(concept))
            if len(chosen) == self.options.most:
                break
        return chosen

    def _decide(
        self,
        content: Content,
        vector: NDArray[np.float32],
        concept: int,
        reading: ConceptReading,
    ) -> Coded | None:
        if reading.about < self.options.about and self._keywords[concept] is None:
            return None
        lean = np.log((reading.lean + 1e-4) / (1 - reading.lean + 1e-4))
        lean += self.options.examples * self._pull(vector, concept)
        sign = sign_of_act(content.act, negated=content.negated, cue=content.cue)
        if len(content.text.split()) <= _SHORT:
            named = named_sign(content.act, negated=content.negated)
            if named:
                lean, sign = 2.0, named
        chance = float(1 / (1 + np.exp(-lean)))
        sure = max(chance, 1 - chance)
        if sign == 0 or sure < self.options.decided:
            return Coded(concept, Stance.NEITHER, round(1 - abs(2 * chance - 1), 4))
        side = sign if chance >= 0.5 else -sign
        return Coded(concept, Stance(side), round(sure * max(reading.about, 0.5), 4))

    def _pull(self, vector: NDArray[np.float32], concept: int) -> float:
        """How much nearer a content is to the examples for than to those against."""
        agree, disagree = self._examples[concept]
        if not len(agree) and not len(disagree):
            return 0.0
        near = [float(np.max(part @ vector)) if len(part) else 0.15 for part in (agree, disagree)]
        return near[0] - near[1]


def _turned(one: Judged) -> int | None:
    """The side of the content itself: who denies a thing is against what the words say.

    None if the act alone tells the side, so that nothing is to be learned of the content.
    """
    content = one.content
    sign = sign_of_act(content.act, negated=content.negated, cue=content.cue)
    short = len(content.text.split()) <= _SHORT
    if one.side and (not sign or (short and named_sign(content.act, negated=content.negated))):
        return None
    return one.side * sign if one.side else 0


def _wording(concept: Concept) -> str:
    """What the model is asked: the definition, if it is a sentence, else the name."""
    return concept.definition if len(concept.definition.split()) >= 3 else concept.name


def _pattern(concept: Concept) -> re.Pattern[str] | None:
    words = [re.escape(word) for word in concept.keywords if word.strip()]
    return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) if words else None
