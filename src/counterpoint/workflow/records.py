"""Documents and statements as JSON records; the names of the fields are stable."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from counterpoint.types import AnnotatedDocument, Document, Span, Speaker, Statement

__all__ = [
    "bulk_record",
    "document_record",
    "reading_record",
    "speaker_record",
    "statement_record",
    "to_json",
]


def reading_record(annotated: AnnotatedDocument) -> dict[str, Any]:
    """What ``counterpoint read --json`` prints: a document and its statements."""
    return {
        "document": document_record(annotated.document),
        "statements": [
            statement_record(annotated.document.text, statement)
            for statement in annotated.statements
        ],
    }


def document_record(document: Document) -> dict[str, Any]:
    """A document; offsets anywhere else are code points into its ``text``."""
    return {
        "id": document.id,
        "text": document.text,
        "title": document.title,
        "authors": list(document.authors),
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "language": document.language,
        "url": document.url,
        "path": document.path,
        "source_credit": document.source_credit,
        "regions": [
            {"start": region.span.start, "end": region.span.end, "kind": region.kind.value}
            for region in document.regions
        ],
    }


def statement_record(text: str, statement: Statement) -> dict[str, Any]:
    """A statement with its words."""
    found = statement.attribution
    return {
        "id": statement.id,
        "source": _pairs(found.source),
        "cue": _pairs(found.cue),
        "content": _pairs(found.content),
        "source_text": _words(text, found.source),
        "cue_text": _words(text, found.cue),
        "content_text": _words(text, found.content),
        "manner": found.manner.value,
        "negated": found.negated,
        "act": found.act.value,
        "parent": statement.parent_id or None,
        "speaker": speaker_record(statement.speaker),
        "score": round(found.score, 4),
    }


def speaker_record(speaker: Speaker | None) -> dict[str, Any] | None:
    """A speaker, as far as the document tells."""
    if speaker is None:
        return None
    return {
        "name": speaker.name,
        "type": speaker.type.value,
        "role": speaker.role,
        "organisation": speaker.organisation,
        "country": speaker.country,
        "reason": speaker.reason,
        "score": round(speaker.score, 4),
    }


def bulk_record(annotated: AnnotatedDocument, *, nested: bool = False) -> dict[str, Any]:
    """What ``counterpoint extract`` writes for a document.

    Args:
        annotated: The document with its statements.
        nested: Whether inner statements come too, each with the number of its outer one. What is
            told within a turn of a transcript comes anyway.
    """
    text = annotated.document.text
    turns = {one.id for one in annotated.statements if _is_turn(text, one)}
    statements = [
        statement
        for statement in annotated.statements
        if nested or not statement.parent_id or statement.parent_id in turns
    ]
    numbers = {statement.id: number for number, statement in enumerate(statements)}
    return {
        "id": annotated.document.id,
        "attributions": [_bulk(statement, numbers, nested=nested) for statement in statements],
    }


def to_json(record: Mapping[str, Any], *, indent: int | None = None) -> str:
    """JSON of a record, as it is where UTF-8 can hold it, with escapes where it cannot."""
    line = json.dumps(record, ensure_ascii=False, indent=indent)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:  # lone surrogates, as a text may hold them
        return json.dumps(record, indent=indent)
    return line


def _is_turn(text: str, statement: Statement) -> bool:
    """Whether a mark such as "MS. LEE:" is all that tells who speaks."""
    cue = _words(text, statement.attribution.cue)
    return bool(cue) and not any(letter.isalnum() for letter in cue)


def _bulk(statement: Statement, numbers: Mapping[str, int], *, nested: bool) -> dict[str, Any]:
    found = statement.attribution
    record: dict[str, Any] = {
        "source": _pairs(found.source),
        "cue": _pairs(found.cue),
        "content": _pairs(found.content),
        "manner": found.manner.value,
        "negated": found.negated,
        "act": found.act.value,
        "speaker": speaker_record(statement.speaker),
        "score": round(found.score, 4),
    }
    if nested:
        record["parent"] = numbers.get(statement.parent_id)
    return record


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(span.of(text) for span in spans)
