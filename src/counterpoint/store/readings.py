"""What a run or a coder found in one document, and which of several findings is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, insert, select, text

from counterpoint.store import rows
from counterpoint.store.schema import document, reading, run, statement, voice
from counterpoint.types import AnnotatedDocument, Speaker, Statement

__all__ = ["add_reading", "pending", "refresh_run", "refresh_statements", "statement_row"]


def pending(connection: Connection, run_key: int | None) -> Select[Any]:
    """The query for live documents that this run has not read, in the order they were added."""
    query = select(document).where(document.c.live).order_by(document.c.key)
    if run_key is None:
        return query
    done = select(reading.c.key).where(
        reading.c.document_key == document.c.key, reading.c.run_key == run_key
    )
    return query.where(~done.exists())


def add_reading(connection: Connection, run_key: int, annotated: AnnotatedDocument) -> int:
    """Keep what was found in one document; all of it or nothing.

    Returns:
        How many statements; -1 if this run has read the document already (another process did).
    """
    key = connection.execute(
        select(document.c.key).where(document.c.id == annotated.document.id)
    ).scalar()
    if key is None:
        raise ValueError(f"document {annotated.document.id} is not in the corpus")
    earlier = (
        connection.execute(select(reading.c.run_key).where(reading.c.document_key == key))
        .scalars()
        .all()
    )
    if run_key in earlier:
        return -1
    entered = connection.execute(
        insert(reading)
        .values(document_key=key, run_key=run_key, mentions=rows.mentions_text(annotated.mentions))
        .returning(reading.c.key)
    ).scalar_one()
    body = rows.storable(annotated.document.text)
    add_statements(connection, int(entered), body, annotated.statements)
    if earlier:
        refresh_statements(connection, [key])
    return len(annotated.statements)


def add_statements(
    connection: Connection,
    reading_key: int,
    body: str,
    statements: Sequence[Statement],
    labels: Sequence[str] = (),
) -> list[int]:
    """Keep the statements of a reading, and the voices that make them; gives their keys."""
    voices = _add_voices(connection, reading_key, statements)
    made = []
    for at, one in enumerate(statements):
        values = statement_row(body, one)
        speaker = one.speaker
        values |= {
            "reading_key": reading_key,
            "voice_key": voices[_voice(speaker)] if speaker else None,
            "labels": (labels[at] or None) if labels else None,
        }
        made.append(values)
    if not made:
        return []
    query = insert(statement).returning(statement.c.key, sort_by_parameter_order=True)
    return [int(key) for key in connection.execute(query, made).scalars()]


def _voice(speaker: Speaker) -> tuple[str, ...]:
    return (speaker.name, speaker.type.value, speaker.role, speaker.organisation, speaker.country)


def _add_voices(
    connection: Connection, reading_key: int, statements: Iterable[Statement]
) -> dict[tuple[str, ...], int]:
    wanted = list(dict.fromkeys(_voice(one.speaker) for one in statements if one.speaker))
    if not wanted:
        return {}
    names = ("name", "type", "role", "organisation", "country")
    values = [
        {"reading_key": reading_key} | dict(zip(names, map(rows.storable, parts), strict=True))
        for parts in wanted
    ]
    query = insert(voice).returning(voice.c.key, sort_by_parameter_order=True)
    keys = connection.execute(query, values).scalars()
    return dict(zip(wanted, map(int, keys), strict=True))


def statement_row(body: str, one: Statement) -> dict[str, Any]:
    """The columns of a statement that come from itself and the text it lies in."""
    said = one.attribution
    spans = said.content or said.cue or said.source
    return {
        "id": one.id,
        "live": True,
        "manner": said.manner.value,
        "act": said.act.value,
        "negated": said.negated,
        "score": round(said.score, 4),
        "start": min((span.start for span in spans), default=0),
        "end": max((span.end for span in spans), default=0),
        "source": rows.join_pieces(body, said.source),
        "cue": rows.join_pieces(body, said.cue),
        "content": rows.join_pieces(body, said.content),
        "source_spans": rows.spans_text(said.source),
        "cue_spans": rows.spans_text(said.cue),
        "content_spans": rows.spans_text(said.content),
        "speaker_reason": rows.storable(one.speaker.reason) if one.speaker else "",
        "speaker_score": round(one.speaker.score, 4) if one.speaker else None,
        "parent_id": one.parent_id or None,
    }


def refresh_run(connection: Connection, run_key: int) -> None:
    """Work out again what is shown of the documents that a run has read."""
    alone = select(reading.c.document_key).where(reading.c.run_key != run_key)
    own = select(reading.c.document_key).where(reading.c.run_key == run_key)
    shared = connection.execute(own.where(reading.c.document_key.in_(alone))).scalars().all()
    live = (
        connection.execute(select(run.c.retracted_at).where(run.c.key == run_key)).scalar() is None
    )
    connection.execute(
        text(
            "UPDATE statement SET live = :live WHERE reading_key IN "
            "(SELECT key FROM reading WHERE run_key = :run)"
        ),
        {"live": live, "run": run_key},
    )
    refresh_statements(connection, shared)


def refresh_statements(connection: Connection, document_keys: Iterable[int]) -> None:
    """Work out again which statements of documents are shown.

    Shown are, of the live version of a document: what people coded; what the newest live run of
    a machine found; and what people accepted or changed although the newest run did not find it
    again. Of several findings with the same id the newest is shown.
    """
    for key in document_keys:
        connection.execute(_SHOWN, {"document": key})


_SHOWN = text(
    """
UPDATE statement SET live = (key IN (
  SELECT max(s.key)
  FROM statement s
  JOIN reading r ON r.key = s.reading_key
  JOIN run n ON n.key = r.run_key
  JOIN coder k ON k.key = n.coder_key
  LEFT JOIN ruling g ON g.statement_id = s.id
  WHERE r.document_key = :document AND n.retracted_at IS NULL AND (
    k.kind = 'person'
    OR g.status IN ('accepted', 'changed')
    OR r.key = (
      SELECT max(r2.key) FROM reading r2
      JOIN run n2 ON n2.key = r2.run_key
      JOIN coder k2 ON k2.key = n2.coder_key
      WHERE r2.document_key = :document AND n2.retracted_at IS NULL AND k2.kind = 'model'
    )
  )
  GROUP BY s.id
) AND EXISTS (SELECT 1 FROM document WHERE key = :document AND live))
WHERE reading_key IN (SELECT key FROM reading WHERE document_key = :document)
"""
)
