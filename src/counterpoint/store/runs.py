"""Runs: what the machine did, with all that is needed to do it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from counterpoint.store import rows
from counterpoint.store.schema import coder, document, failure, reading, run
from counterpoint.types.judgement import Coder, Failure, Run

__all__ = [
    "begin_run",
    "coder_key",
    "counts_of",
    "digest_of",
    "end_run",
    "failures",
    "find_run",
    "note_counts",
    "note_failure",
    "runs",
]


def digest_of(settings: Mapping[str, object]) -> str:
    """Equal settings have an equal digest, whatever their order."""
    text = json.dumps(settings, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def coder_key(connection: Connection, who: Coder) -> int:
    """The key of a coder, who is entered on first sight; safe when two enter it at once."""
    name = rows.storable(" ".join(who.name.split()))
    found = connection.execute(select(coder.c.key).where(coder.c.name == name)).scalar()
    if found is not None:
        return int(found)
    _insert_new(connection, {"name": name, "kind": who.kind.value})
    return int(connection.execute(select(coder.c.key).where(coder.c.name == name)).scalar_one())


def _insert_new(connection: Connection, values: Mapping[str, Any]) -> None:
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        connection.execute(sqlite.insert(coder).values(**values).on_conflict_do_nothing())
    else:
        from sqlalchemy.dialects import postgresql

        connection.execute(postgresql.insert(coder).values(**values).on_conflict_do_nothing())


def begin_run(
    connection: Connection,
    kind: str,
    *,
    who: Coder,
    settings: Mapping[str, object],
    digest: str = "",
    resume: bool = False,
) -> int:
    """Enter a run and give its key.

    Args:
        connection: In a writing transaction.
        kind: add, analyse, link, import or carry.
        who: The model (with its version) or the person that it works for.
        settings: Configuration, versions and digests of models.
        digest: What makes two runs the same; of the settings, if not given.
        resume: Continue the live run of this kind with the same digest, if there is one.
    """
    digest = digest or digest_of(settings)
    if resume:
        found = find_run(connection, kind, digest)
        if found is not None:
            return found
    values = {
        "kind": kind,
        "coder_key": coder_key(connection, who),
        "digest": digest,
        "settings": rows.compact(dict(settings)),
        "started_at": rows.now(),
        "counts": "",
    }
    return int(connection.execute(insert(run).values(**values).returning(run.c.key)).scalar_one())


def find_run(connection: Connection, kind: str, digest: str) -> int | None:
    """The newest live run of a kind with these settings."""
    query = (
        select(run.c.key)
        .where(run.c.kind == kind, run.c.digest == digest, run.c.retracted_at.is_(None))
        .order_by(run.c.key.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def end_run(connection: Connection, key: int, counts: Mapping[str, int]) -> None:
    """Say that a run came to its end, with what it did."""
    connection.execute(
        update(run)
        .where(run.c.key == key)
        .values(finished_at=rows.now(), counts=rows.compact(dict(counts)))
    )


def note_counts(connection: Connection, key: int, counts: Mapping[str, int]) -> None:
    """Say how far a run has come."""
    connection.execute(
        update(run).where(run.c.key == key).values(counts=rows.compact(dict(counts)))
    )


def counts_of(connection: Connection, key: int) -> tuple[dict[str, int], bool]:
    """How far a run has come, and whether it came to its end."""
    query = select(run.c.counts, run.c.finished_at).where(run.c.key == key)
    counts, finished = connection.execute(query).one()
    return json.loads(counts or "{}"), bool(finished)


def runs(connection: Connection) -> list[Run]:
    """All runs, newest first, the retracted ones included."""
    query = (
        select(run, coder.c.name)
        .join(coder, coder.c.key == run.c.coder_key)
        .order_by(run.c.key.desc())
    )
    return [_run_of(row._mapping) for row in connection.execute(query)]


def _run_of(row: Mapping[Any, Any]) -> Run:
    started = rows.time_of(row["started_at"])
    if started is None:
        raise ValueError(f"run {row['key']} has no time")
    return Run(
        key=row["key"],
        kind=row["kind"],
        coder=row["name"],
        started_at=started,
        finished_at=rows.time_of(row["finished_at"]),
        settings=json.loads(row["settings"] or "{}"),
        counts=json.loads(row["counts"] or "{}"),
        retracted_at=rows.time_of(row["retracted_at"]),
    )


def note_failure(connection: Connection, run_key: int, found: Failure) -> None:
    """Record what failed; said once for a run, however often it is tried."""
    key = None
    if found.document_id:
        query = select(document.c.key).where(document.c.id == found.document_id)
        key = connection.execute(query).scalar()
    message = rows.storable(found.message)[:2000]
    place = rows.storable(found.place)
    same = select(failure.c.key).where(
        failure.c.run_key == run_key,
        failure.c.place == place,
        failure.c.stage == found.stage,
        failure.c.message == message,
        failure.c.document_key.is_(None) if key is None else failure.c.document_key == key,
    )
    if connection.execute(same.limit(1)).first() is None:
        connection.execute(
            insert(failure).values(
                run_key=run_key,
                document_key=key,
                place=place,
                stage=found.stage,
                message=message,
                made_at=rows.now(),
            )
        )


def failures(connection: Connection) -> Iterable[Failure]:
    """What failed in live runs and has not been done since by the same run."""
    done = select(reading.c.key).where(
        reading.c.document_key == failure.c.document_key, reading.c.run_key == failure.c.run_key
    )
    query = (
        select(
            failure.c.run_key,
            failure.c.place,
            failure.c.stage,
            failure.c.message,
            func.coalesce(document.c.id, "").label("document_id"),
        )
        .join(run, run.c.key == failure.c.run_key)
        .outerjoin(document, document.c.key == failure.c.document_key)
        .where(run.c.retracted_at.is_(None), ~done.exists())
        .order_by(failure.c.key)
    )
    for row in connection.execute(query):
        yield Failure(
            document_id=row.document_id,
            stage=row.stage,
            message=row.message,
            place=row.place,
            run=row.run_key,
        )
