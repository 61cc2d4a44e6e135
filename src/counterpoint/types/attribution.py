"""Attributions: what a text shows of who says what. Statements: what it means."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum

from counterpoint.types.document import Document, Span

__all__ = [
    "Act",
    "AnnotatedDocument",
    "Attribution",
    "Manner",
    "Mention",
    "Speaker",
    "SpeakerType",
    "Statement",
    "statement_id",
]


class Manner(Enum):
    """How the content is given."""

    DIRECT = "direct"  # all of it in quotation marks
    MIXED = "mixed"
    INDIRECT = "indirect"
    AUTHOR = "author"  # the text's own voice


class Act(Enum):
    """What the source does with the content, read from the cue."""

    SAYS = "says"
    DENIES = "denies"
    DEMANDS = "demands"
    ASKS = "asks"
    PROMISES = "promises"  # or plans
    BELIEVES = "believes"
    WANTS = "wants"
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    DECREES = "decrees"
    SHOWS = "shows"


class SpeakerType(Enum):
    """What kind of actor speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    DOCUMENT = "document"
    GROUP = "group"  # unnamed or collective: "officials", "experts"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content, each in pieces (text order) where it is interrupted.

    ``source`` is empty where the text names none ("it was reported that"); ``cue`` is empty only
    for manner AUTHOR. ``score`` is the calibrated probability that the whole relation is right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    manner: Manner
    score: float
    negated: bool = False
    act: Act = Act.SAYS
    parent: int | None = None  # index, among the document's attributions, of the one it lies within


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor in one document."""

    span: Span
    name: str  # the fullest form in this document
    type: SpeakerType
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as one document tells."""

    name: str
    type: SpeakerType
    role: str = ""
    organisation: str = ""
    country: str = ""
    reason: str = ""  # a sentence that a reader understands
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution of one document with its speaker.

    ``id`` depends on the document and the spans only, so a new run keeps what people judged.
    """

    id: str
    document_id: str
    attribution: Attribution
    speaker: Speaker | None = None
    parent_id: str = ""


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything that was found in it."""

    document: Document
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    quotations: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()


def statement_id(document_id: str, attribution: Attribution) -> str:
    """Id of a statement, from its document and its spans alone."""
    parts = [document_id]
    for spans in (attribution.source, attribution.cue, attribution.content):
        parts.append(",".join(f"{span.start}-{span.end}" for span in spans))
    return "s" + hashlib.sha256("|".join(parts).encode("utf-8")).hexdigest()[:20]
