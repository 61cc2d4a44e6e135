"""A corrected article: marks go along where the quoted text still stands, and nowhere else.

A mark moves only if its words stand in the new version exactly, piece by piece and in order; of
several places the one counts whose surroundings agree best, and if two agree equally well the mark
does not move. What did not move is listed, never lost: the old version keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, text

from counterpoint.store import rows
from counterpoint.store.documents import Added
from counterpoint.store.judgements import refresh_rulings
from counterpoint.store.readings import refresh_statements
from counterpoint.store.runs import begin_run
from counterpoint.store.schema import (
    document,
    judgement,
    position,
    reading,
    statement,
    unattached,
    voice,
)
from counterpoint.types import Attribution, Manner, Span, statement_id
from counterpoint.types.judgement import Coder, CoderKind

__all__ = ["carry_marks", "locate"]

_CONTEXT = 40


def carry_marks(connection: Connection, run_key: int, added: Added) -> Added:
    """Carry what people coded or judged from the version before to a new one."""
    old = connection.execute(select(document.c.text).where(document.c.key == added.replaces))
    new = connection.execute(select(document.c.text).where(document.c.key == added.key))
    before, after = str(old.scalar_one()), str(new.scalar_one())
    carried = lost = 0
    for mark in connection.execute(_MARKS, {"document": added.replaces}).mappings().all():
        places = {
            part: locate(before, after, rows.parse_spans(mark[f"{part}_spans"]))
            for part in ("source", "cue", "content")
        }
        if any(found is None for found in places.values()):
            lost += 1
            _list_unattached(connection, run_key, added.key, mark)
        else:
            carried += 1
            _carry(connection, added, mark, {name: found or () for name, found in places.items()})
    refresh_statements(connection, [part for part in (added.replaces, added.key) if part])
    return replace(added, marks={"carried": carried, "unattached": lost})


_MARKS = text(
    """
SELECT s.*, k.name AS coder, k.kind AS coder_kind, g.status AS status
FROM statement s
JOIN reading r ON r.key = s.reading_key
JOIN run n ON n.key = r.run_key
JOIN coder k ON k.key = n.coder_key
LEFT JOIN ruling g ON g.statement_id = s.id
WHERE r.document_key = :document AND s.live AND (k.kind = 'person' OR g.status IS NOT NULL)
ORDER BY s.key
"""
)


def locate(before: str, after: str, spans: tuple[Span, ...]) -> tuple[Span, ...] | None:
    """Where the pieces of a mark stand in the new text; None if one does not or it is unsure."""
    found: list[Span] = []
    for span in spans:
        words = span.of(before)
        places = _places(after, words, found[-1].end if found else 0)
        if not places:
            return None
        ranked = sorted(places, key=lambda at: _agreement(before, span, after, at), reverse=True)
        best = [_agreement(before, span, after, at) for at in ranked[:2]]
        if len(best) == 2 and best[0] == best[1]:
            return None
        found.append(Span(ranked[0], ranked[0] + len(words)))
    return tuple(found)


def _places(text: str, words: str, start: int) -> list[int]:
    places: list[int] = []
    while words and len(places) < 1000 and (at := text.find(words, start)) >= 0:
        places.append(at)
        start = at + 1
    return places


def _agreement(before: str, span: Span, after: str, at: int) -> int:
    """How many characters on both sides are the same."""
    end = at + len(span)
    left = _same(
        before[max(0, span.start - _CONTEXT) : span.start][::-1],
        after[max(0, at - _CONTEXT) : at][::-1],
    )
    right = _same(before[span.end : span.end + _CONTEXT], after[end : end + _CONTEXT])
    return left + right


def _same(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _carry(
    connection: Connection,
    added: Added,
    mark: Mapping[Any, Any],
    places: Mapping[str, tuple[Span, ...]],
) -> None:
    said = Attribution(
        source=places["source"],
        cue=places["cue"],
        content=places["content"],
        manner=Manner(mark["manner"]),
        score=mark["score"],
    )
    person = mark["coder_kind"] == CoderKind.PERSON.value
    new_id = statement_id(added.id if not person else f"{added.id}|{mark['id']}", said)
    who = Coder(mark["coder"], CoderKind(mark["coder_kind"]))
    settings = {"carried to": added.id}
    run_key = begin_run(connection, "carry", who=who, settings=settings, resume=True)
    reading_key = _reading(connection, added.key, run_key)
    columns = {
        column.name: mark[column.name]
        for column in statement.c
        if column.name not in ("key", "id", "reading_key", "voice_key", "live", "parent_id")
    }
    spans = said.content or said.cue or said.source
    columns |= {
        "id": new_id,
        "reading_key": reading_key,
        "voice_key": _voice(connection, mark["voice_key"], reading_key),
        "live": True,
        "start": spans[0].start if spans else 0,
        "end": spans[-1].end if spans else 0,
        **{f"{name}_spans": rows.spans_text(found) for name, found in places.items()},
    }
    key = connection.execute(
        insert(statement).values(**columns).returning(statement.c.key)
    ).scalar_one()
    _copy_positions(connection, mark["key"], key)
    _copy_judgements(connection, mark["id"], new_id, places)


def _reading(connection: Connection, document_key: int, run_key: int) -> int:
    query = select(reading.c.key).where(
        reading.c.document_key == document_key, reading.c.run_key == run_key
    )
    found = connection.execute(query).scalar()
    if found is None:
        values = {"document_key": document_key, "run_key": run_key}
        made = insert(reading).values(**values).returning(reading.c.key)
        found = connection.execute(made).scalar_one()
    return int(found)


def _voice(connection: Connection, key: int | None, reading_key: int) -> int | None:
    if key is None:
        return None
    row = dict(connection.execute(select(voice).where(voice.c.key == key)).mappings().one())
    row |= {"reading_key": reading_key}
    del row["key"]
    return int(connection.execute(insert(voice).values(**row).returning(voice.c.key)).scalar_one())


def _copy_positions(connection: Connection, old: int, new: int) -> None:
    for row in (
        connection.execute(select(position).where(position.c.statement_key == old)).mappings().all()
    ):
        values = {name: value for name, value in row.items() if name != "key"}
        connection.execute(insert(position).values(**values | {"statement_key": new}))


def _copy_judgements(
    connection: Connection, old: str, new: str, places: Mapping[str, tuple[Span, ...]]
) -> None:
    """The same acts now speak of the new statement too; corrected spans stay with the old text."""
    query = select(judgement).where(judgement.c.statement_id == old).order_by(judgement.c.key)
    for row in connection.execute(query).mappings().all():
        if row["field_name"] not in places:
            values = {name: value for name, value in row.items() if name != "key"}
            connection.execute(insert(judgement).values(**values | {"statement_id": new}))
    refresh_rulings(connection, [new])


def _list_unattached(
    connection: Connection, run_key: int, document_key: int, mark: Mapping[Any, Any]
) -> None:
    connection.execute(
        insert(unattached).values(
            run_key=run_key,
            document_key=document_key,
            statement_id=mark["id"],
            content=mark["content"],
            reason="the quoted text does not stand in the corrected version, or more than once",
        )
    )
