"""Positions: who is for or against what and whom, and the concepts that a codebook asks about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import Enum, IntEnum, StrEnum

from counterpoint.types.document import Span

__all__ = ["Codebook", "Concept", "Position", "Quad", "Stance", "TargetKind"]


class Stance(IntEnum):
    """Against, neither, for; negative, neutral, positive."""

    DISAGREE = -1
    NEITHER = 0
    AGREE = 1


class TargetKind(Enum):
    """What a position is toward."""

    ACTOR = "actor"
    CONCEPT = "concept"


class Quad(StrEnum):
    """What one actor does to another, in PLOVER's four classes."""

    VERBAL_COOPERATION = "verbal-cooperation"
    MATERIAL_COOPERATION = "material-cooperation"
    VERBAL_CONFLICT = "verbal-conflict"
    MATERIAL_CONFLICT = "material-conflict"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a codebook asks about.

    Attributes:
        name: Short and unique; what networks show.
        definition: One or two sentences; what the model reads.
        examples_for: Sentences that agree with it.
        examples_against: Sentences that disagree with it.
        parent: Name of the wider concept, if any.
        keywords: Words of which one must occur; without any, the meaning alone decides.
    """

    name: str
    definition: str
    examples_for: tuple[str, ...] = ()
    examples_against: tuple[str, ...] = ()
    parent: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The concepts of a study."""

    concepts: tuple[Concept, ...]
    title: str = ""
    language: str = "en"

    def digest(self) -> str:
        """Changes when any concept does."""
        packed = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Position:
    """The stance of a statement's source toward an actor or a concept.

    ``score`` is the probability of the stance, as calibrated on gold sentences: a reading of the
    sentence, not a fact about the actor.
    """

    target_id: str  # name of an actor, or of a concept
    kind: TargetKind
    stance: Stance
    score: float
    span: Span | None = None  # where the target is named
    reason: str = ""
