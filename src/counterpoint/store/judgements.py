"""What people say about findings: judged, retracted, restored; never overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text

from counterpoint.errors import InputError
from counterpoint.store import rows
from counterpoint.store.linking import actor_named
from counterpoint.store.readings import refresh_statements
from counterpoint.store.runs import coder_key
from counterpoint.store.schema import (
    actor_judgement,
    coder,
    document,
    judgement,
    reading,
    ruling,
    statement,
    step,
)
from counterpoint.types import Act, Manner, Span
from counterpoint.types.judgement import Coder, Status, Step, StepKind, Verdict

__all__ = [
    "FIELDS",
    "enter_step",
    "find_statement",
    "history",
    "judge",
    "lock",
    "refresh_rulings",
]

_SPANS = ("source", "cue", "content")
_WORDS = ("speaker", "role", "organisation", "country")
_LABELS = ("concept", "stance")
FIELDS = (*_WORDS, "manner", "act", "negated", *_SPANS, *_LABELS)
_STATUS = {
    Verdict.ACCEPT: Status.ACCEPTED,
    Verdict.REJECT: Status.REJECTED,
    Verdict.CHANGE: Status.CHANGED,
    Verdict.UNSURE: Status.UNSURE,
}


def lock(connection: Connection, name: str) -> None:
    """Let one writer at a time work on what ``name`` names; SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 7))"), {"name": name}
        )


def find_statement(connection: Connection, id: str) -> str:
    """The whole id of a statement, from the id or from its beginning.

    Raises:
        InputError: If no statement begins so, or several do.
    """
    found = connection.execute(select(statement.c.id).where(statement.c.id == id).limit(1)).scalar()
    if found is None and len(id) >= 4:
        following = id[:-1] + chr(min(ord(id[-1]) + 1, 0x10FFFF))
        begins = (
            select(statement.c.id)
            .where(statement.c.id >= id, statement.c.id < following)
            .distinct()
            .limit(2)
        )
        several = connection.execute(begins).scalars().all()
        if len(several) > 1:
            raise InputError(f'"{id}" begins more than one statement', hint="give more of the id")
        found = several[0] if several else None
    if found is None:
        raise InputError(
            f'there is no statement "{id}"',
            hint="counterpoint statements CORPUS lists them with their ids",
        )
    return str(found)


def enter_step(
    connection: Connection, kind: StepKind, who: Coder, *, summary: str, reason: str = ""
) -> int:
    """Write down one step of a person; gives its key."""
    values = {
        "kind": kind.value,
        "coder_key": coder_key(connection, who),
        "made_at": rows.now(),
        "summary": rows.storable(summary),
        "reason": rows.storable(reason),
    }
    return int(connection.execute(insert(step).values(**values).returning(step.c.key)).scalar_one())


def judge(
    connection: Connection,
    id: str,
    verdict: Verdict,
    who: Coder,
    *,
    changes: Mapping[str, str] | None = None,
    reason: str = "",
) -> int:
    """Add one judgement; gives the key of the step.

    Args:
        connection: In a writing transaction.
        id: The statement, or the beginning of its id.
        verdict: CHANGE needs ``changes``.
        who: A person.
        changes: Field to new value. Spans (source, cue, content) are given as ``12-40,52-60`` or
            as words that stand in the document.
        reason: Why, for those who come later.

    Raises:
        InputError: If there is no such statement, or a field or its value does not fit.
    """
    whole = find_statement(connection, id)
    lock(connection, whole)
    if (verdict is Verdict.CHANGE) != bool(changes):
        raise InputError(
            "change needs FIELD=VALUE, and only change takes it",
            hint=f"fields are: {', '.join(FIELDS)}",
        )
    checked = {
        name: _checked(connection, whole, name, value) for name, value in (changes or {}).items()
    }
    words = ", ".join(f"{name} = {value}" for name, value in checked.items())
    summary = f"{verdict.value} {whole}" + (f": {words}" if words else "")
    key = enter_step(connection, StepKind.JUDGE, who, summary=summary, reason=reason)
    connection.execute(
        insert(judgement),
        [
            {
                "step_key": key,
                "statement_id": whole,
                "verdict": verdict.value,
                "field_name": name,
                "value": value,
            }
            for name, value in (checked or {"": ""}).items()
        ],
    )
    refresh_rulings(connection, [whole])
    return key


def _checked(connection: Connection, id: str, name: str, value: str) -> str:
    value = rows.storable(value.strip())
    if name not in FIELDS:
        raise InputError(f'there is no field "{name}"', hint=f"fields are: {', '.join(FIELDS)}")
    if name in ("manner", "act"):
        options = [one.value for one in (Manner if name == "manner" else Act)]
        if value not in options:
            raise InputError(f'{name} cannot be "{value}"', hint=f"one of: {', '.join(options)}")
    if name == "negated":
        if value.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise InputError(f'negated cannot be "{value}"', hint="yes or no")
        return "true" if value.lower() in ("true", "yes", "1") else "false"
    if name == "stance" and value not in ("-1", "0", "1"):
        raise InputError(f'stance cannot be "{value}"', hint="-1, 0 or 1")
    if name in _SPANS and value:
        return rows.spans_text(_located(connection, id, name, value))
    if name == "content" and not value:
        raise InputError("a statement has content", hint="reject the statement instead")
    return value


def _located(connection: Connection, id: str, name: str, value: str) -> tuple[Span, ...]:
    body, start = _text_of(connection, id)
    try:
        spans = rows.parse_spans(value)
    except ValueError:
        spans = ()
        places = (
            [at for at in range(len(body)) if body.startswith(value, at)] if value in body else []
        )
        if places:
            at = min(places, key=lambda place: abs(place - start))
            spans = (Span(at, at + len(value)),)
    ordered = all(a.end <= b.start for a, b in pairwise(spans))
    if not spans or not ordered or any(not len(s) or s.end > len(body) for s in spans):
        raise InputError(
            f'{name} "{value[:60]}" does not stand in the document',
            hint="give words as they stand there, or offsets such as 12-40,52-60",
        )
    return spans


def _text_of(connection: Connection, id: str) -> tuple[str, int]:
    row = connection.execute(
        select(document.c.text, statement.c.start)
        .join(reading, reading.c.document_key == document.c.key)
        .join(statement, statement.c.reading_key == reading.c.key)
        .where(statement.c.id == id)
        .limit(1)
    ).one()
    return str(row[0]), int(row[1])


def refresh_rulings(connection: Connection, ids: Iterable[str]) -> None:
    """Fold the live judgements of statements again, and show what they ask for."""
    touched: set[int] = set()
    for id in sorted(set(ids)):
        connection.execute(delete(ruling).where(ruling.c.statement_id == id))
        folded = _fold(connection, id)
        if folded:
            connection.execute(insert(ruling).values(statement_id=id, **folded))
        query = (
            select(reading.c.document_key)
            .join(statement, statement.c.reading_key == reading.c.key)
            .where(statement.c.id == id)
            .group_by(reading.c.document_key)
        )
        touched |= {int(key) for key in connection.execute(query).scalars()}
    refresh_statements(connection, sorted(touched))


def _fold(connection: Connection, id: str) -> dict[str, Any]:
    query = (
        select(judgement, step.c.made_at, coder.c.name)
        .join(step, step.c.key == judgement.c.step_key)
        .join(coder, coder.c.key == step.c.coder_key)
        .where(judgement.c.statement_id == id, step.c.retracted_at.is_(None))
        .order_by(step.c.key, judgement.c.key)
    )
    folded: dict[str, Any] = {}
    labels: dict[str, str] = {}
    for row in connection.execute(query):
        folded |= {
            "status": _STATUS[Verdict(row.verdict)].value,
            "coder": row.name,
            "judged_at": row.made_at,
        }
        if row.field_name in _LABELS:
            labels[row.field_name] = row.value
        elif row.field_name:
            folded |= _change(connection, id, row.field_name, row.value)
    if labels:
        folded["labels"] = rows.compact(_own_labels(connection, id) | labels)
    return folded


def _own_labels(connection: Connection, id: str) -> dict[str, str]:
    query = select(statement.c.labels).where(statement.c.id == id, statement.c.labels.is_not(None))
    found = connection.execute(query.order_by(statement.c.key.desc()).limit(1)).scalar()
    return dict(json.loads(found)) if found else {}


def _change(connection: Connection, id: str, name: str, value: str) -> dict[str, Any]:
    if name == "negated":
        return {"negated": value == "true"}
    if name == "speaker":
        found = actor_named(connection, value)
        return {"speaker": value, "actor_key": found[0] if len(found) == 1 else None}
    if name not in _SPANS:
        return {name: value}
    spans = rows.parse_spans(value)
    body, _ = _text_of(connection, id)
    changed: dict[str, Any] = {name: rows.join_pieces(body, spans), f"{name}_spans": value}
    if name == "content":
        changed |= {"start": spans[0].start, "end": spans[-1].end}
    return changed


def history(connection: Connection, id: str = "", *, limit: int | None = None) -> list[Step]:
    """What people did, newest first; of one statement or actor only, if it is named."""
    query = select(step, coder.c.name).join(coder, coder.c.key == step.c.coder_key)
    if id:
        judged = select(judgement.c.step_key).where(judgement.c.statement_id == id)
        moved = select(actor_judgement.c.step_key).where(
            (actor_judgement.c.actor_id == id) | (actor_judgement.c.other_id == id)
        )
        query = query.where(step.c.key.in_(judged) | step.c.key.in_(moved))
    query = query.order_by(step.c.key.desc())
    return [_step_of(row) for row in connection.execute(query.limit(limit) if limit else query)]


def _step_of(row: Row[Any]) -> Step:
    made = rows.time_of(row.made_at)
    if made is None:
        raise ValueError(f"act {row.key} has no time")
    return Step(
        key=row.key,
        kind=StepKind(row.kind),
        coder=row.name,
        made_at=made,
        summary=row.summary,
        reason=row.reason,
        retracted_at=rows.time_of(row.retracted_at),
    )
