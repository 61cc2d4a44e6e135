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
from counterpoint.types.network import (
    Column,
    DocumentTable,
    Edge,
    Network,
    StatementId,
    StatementTable,
    VariableKind,
)
from counterpoint.types.selection import (
    DOCUMENT_FIELDS,
    Aggregation,
    Duplicates,
    Filter,
    Kernel,
    Mode,
    NetworkKind,
    NetworkSpec,
    Normalisation,
    TimeUnit,
)

__all__ = [
    "DOCUMENT_FIELDS",
    "Act",
    "Aggregation",
    "AnnotatedDocument",
    "Attribution",
    "Column",
    "Document",
    "DocumentTable",
    "Duplicates",
    "Edge",
    "Filter",
    "Kernel",
    "Manner",
    "Mention",
    "Mode",
    "Network",
    "NetworkKind",
    "NetworkSpec",
    "Normalisation",
    "Region",
    "RegionKind",
    "Span",
    "Speaker",
    "SpeakerType",
    "Statement",
    "StatementId",
    "StatementTable",
    "TimeUnit",
    "VariableKind",
    "document_id",
    "statement_id",
]
