"""What the domain is made of: frozen values, standard library only, no behaviour but checks."""

from __future__ import annotations

from counterpoint.types.attribution import (
    Act,
    AnnotatedDocument,
    Attribution,
    Manner,
    Mention,
    Speaker,
    SpeakerType,
    Statement,
    statement_id,
)
from counterpoint.types.document import Document, Region, RegionKind, Span, document_id

__all__ = [
    "Act",
    "AnnotatedDocument",
    "Attribution",
    "Document",
    "Manner",
    "Mention",
    "Region",
    "RegionKind",
    "Span",
    "Speaker",
    "SpeakerType",
    "Statement",
    "document_id",
    "statement_id",
]
