"""Rows of a corpus for files, all of them, as streams of plain objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from counterpoint.store.integrity import salvage
from counterpoint.store.positions import positions_by_statement
from counterpoint.store.schema import document
from counterpoint.store.view import FIELDS, statement_rows
from counterpoint.store.views import STATEMENT_COLUMNS
from counterpoint.types.selection import Filter

__all__ = ["PARTS", "exported", "saved"]

PARTS = ("documents", "statements", "judgements", "actors", "affiliations")
STATEMENT_FIELDS = (
    *FIELDS,
    "speaker_type",
    "role",
    "speaker_reason",
    "parent_id",
    "source_spans",
    "cue_spans",
    "content_spans",
    "labels",
    "coder_kind",
)
_JSON = ("authors", "regions", "extra")
_QUERIES = {
    "judgements": "SELECT * FROM judgements ORDER BY made_at",
    "actors": "SELECT * FROM actors ORDER BY statements DESC, id",
    "affiliations": (
        "SELECT source_id AS member_id, source AS member, target_id AS whole_id, target AS whole, "
        "since, until FROM edges WHERE relation = 'member'"
    ),
}


def exported(connection: Connection, part: str, selection: Filter) -> Iterator[dict[str, Any]]:
    """Yield the rows of one part of a corpus.

    Args:
        connection: Within one reading transaction, so that all parts show the same moment.
        part: One of ``PARTS``.
        selection: Which statements; documents are then those that hold one of them.
    """
    if part == "documents":
        yield from _documents(connection, selection)
    elif part == "statements":
        yield from _statements(connection, selection)
    else:
        for row in connection.execute(text(_QUERIES[part])).mappings():
            yield dict(row)


def _documents(connection: Connection, selection: Filter) -> Iterator[dict[str, Any]]:
    query = select(document).where(document.c.live).order_by(document.c.key)
    wanted: set[str] | None = None
    if selection != Filter():
        found = statement_rows(connection, selection, fields=("document_id",))
        wanted = {row[0] for row in found}
    streamed = connection.execution_options(stream_results=True, max_row_buffer=100)
    for row in streamed.execute(query).mappings():
        if wanted is None or row["id"] in wanted:
            yield _plain_document(dict(row))


def _plain_document(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "url", "path", "title", "outlet", "published", "language", "source_credit")
    plain = {name: row.get(name) for name in names}
    plain |= {
        name: json.loads(row.get(name) or ("{}" if name == "extra" else "[]")) for name in _JSON
    }
    return plain | {"text": row.get("text")}


def _statements(connection: Connection, selection: Filter) -> Iterator[dict[str, Any]]:
    positions = positions_by_statement(connection)
    fields = (*STATEMENT_FIELDS, "key")
    for row in statement_rows(connection, selection, fields=fields):
        plain = dict(zip(fields, row, strict=True))
        key = plain.pop("key")
        plain["negated"] = bool(plain["negated"])
        plain["labels"] = json.loads(plain["labels"]) if plain["labels"] else {}
        plain["positions"] = [
            {"concept": concept, "stance": stance} for concept, stance in positions.get(key, ())
        ]
        yield plain


def saved(path: Path) -> dict[str, Iterator[dict[str, Any]]]:
    """What can still be read of a damaged file: documents, statements and judgements."""
    documents: dict[int, str] = {}
    readings: dict[int, int] = {}

    def documents_saved() -> Iterator[dict[str, Any]]:
        for row in salvage(path, "document"):
            documents[row["key"]] = row["id"]
            yield _plain_document(row)

    def statements_saved() -> Iterator[dict[str, Any]]:
        readings.update({r["key"]: r["document_key"] for r in salvage(path, "reading")})
        voices = {row["key"]: row for row in salvage(path, "voice")}
        for row in salvage(path, "statement"):
            voice = voices.get(row["voice_key"] or -1, {})
            plain = {name: row.get(name) for name in STATEMENT_COLUMNS if name in row}
            plain |= {
                "document_id": documents.get(readings.get(row["reading_key"], -1)),
                "speaker": voice.get("name", ""),
                "organisation": voice.get("organisation", ""),
                "country": voice.get("country", ""),
                "negated": bool(row["negated"]),
            }
            yield plain

    def judgements_saved() -> Iterator[dict[str, Any]]:
        steps = {row["key"]: row for row in salvage(path, "step")}
        coders = {row["key"]: row["name"] for row in salvage(path, "coder")}
        for row in salvage(path, "judgement"):
            step = steps.get(row["step_key"], {})
            yield {
                **{name: row[name] for name in ("statement_id", "verdict", "field_name", "value")},
                "coder": coders.get(step.get("coder_key", -1), ""),
                "made_at": step.get("made_at"),
                "reason": step.get("reason", ""),
                "retracted_at": step.get("retracted_at"),
            }

    return {
        "documents": documents_saved(),
        "statements": statements_saved(),
        "judgements": judgements_saved(),
    }
