"""Undo and redo, of one step of a person and of a whole run of the machine."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from counterpoint.errors import InputError
from counterpoint.store import rows
from counterpoint.store.documents import refresh_documents
from counterpoint.store.judgements import history, lock, refresh_rulings
from counterpoint.store.linking import refresh_actors, refresh_voices
from counterpoint.store.readings import refresh_run, refresh_statements
from counterpoint.store.runs import coder_key, runs
from counterpoint.store.schema import coder, judgement, reading, retraction, run, step
from counterpoint.types.judgement import Coder, Run, Step, StepKind

__all__ = ["redo_run", "redo_step", "undo_run", "undo_step"]


def undo_step(connection: Connection, *, by: str = "", who: Coder | None = None) -> Step:
    """Retract the newest live step; of one coder only, if ``by`` names one.

    Raises:
        InputError: If there is none.
    """
    lock(connection, "undo")
    query = select(func.max(step.c.key)).where(step.c.retracted_at.is_(None))
    key = connection.execute(_of(query, by)).scalar()
    if key is None:
        raise InputError(
            f"there is nothing to undo{f' by {by}' if by else ''}",
            hint="a whole run is undone with --run NUMBER; counterpoint history shows both",
        )
    return _turn(connection, int(key), "undo", who)


def redo_step(connection: Connection, *, by: str = "", who: Coder | None = None) -> Step:
    """Restore the step that was retracted last, unless something new was done since.

    Raises:
        InputError: If there is none, or a newer step stands in the way.
    """
    lock(connection, "undo")
    query = (
        select(retraction.c.step_key, retraction.c.last_step)
        .join(step, step.c.key == retraction.c.step_key)
        .where(retraction.c.kind == "undo", step.c.retracted_at.is_not(None))
        .order_by(retraction.c.key.desc())
        .limit(1)
    )
    found = connection.execute(_of(query, by)).first()
    if found is None:
        raise InputError("there is nothing to redo")
    newest = connection.execute(
        _of(select(func.coalesce(func.max(step.c.key), 0)), by)
    ).scalar_one()
    if newest > found.last_step:
        done = _step(connection, newest)
        raise InputError(
            f"there is nothing to redo: since the undo, {done.coder} did: {done.summary}",
            hint="judge it again, or undo that first",
        )
    return _turn(connection, found.step_key, "redo", who)


def _of(query: Select[Any], by: str) -> Select[Any]:
    if not by:
        return query
    keys = select(coder.c.key).where(coder.c.name == by)
    return query.where(step.c.coder_key.in_(keys))


def _step(connection: Connection, key: int) -> Step:
    return next(one for one in history(connection) if one.key == key)


def _turn(connection: Connection, key: int, kind: str, who: Coder | None) -> Step:
    at = rows.now()
    last = connection.execute(select(func.max(step.c.key))).scalar()
    connection.execute(
        update(step).where(step.c.key == key).values(retracted_at=at if kind == "undo" else None)
    )
    connection.execute(
        insert(retraction).values(
            kind=kind,
            step_key=key,
            coder_key=coder_key(connection, who) if who else None,
            made_at=at,
            last_step=last,
        )
    )
    turned = _step(connection, key)
    if turned.kind is StepKind.JUDGE:
        judged = select(judgement.c.statement_id).where(judgement.c.step_key == key)
        refresh_rulings(connection, connection.execute(judged).scalars().all())
    else:
        refresh_actors(connection)
    return turned


def undo_run(connection: Connection, key: int, *, who: Coder | None = None) -> Run:
    """Retract a whole run: what it added is no longer shown, and nothing is lost.

    Raises:
        InputError: If there is no such run, or it is retracted already.
    """
    return _turn_run(connection, key, "undo", who)


def redo_run(connection: Connection, key: int | None = None, *, who: Coder | None = None) -> Run:
    """Restore a run that was retracted; the last one, if none is named."""
    if key is None:
        query = (
            select(retraction.c.run_key)
            .join(run, run.c.key == retraction.c.run_key)
            .where(run.c.retracted_at.is_not(None))
            .order_by(retraction.c.key.desc())
            .limit(1)
        )
        key = connection.execute(query).scalar()
        if key is None:
            raise InputError("there is no run to redo")
    return _turn_run(connection, key, "redo", who)


def _turn_run(connection: Connection, key: int, kind: str, who: Coder | None) -> Run:
    lock(connection, "undo")
    found = next((one for one in runs(connection) if one.key == key), None)
    if found is None:
        raise InputError(f"there is no run {key}", hint="counterpoint history CORPUS --runs")
    if (found.retracted_at is not None) == (kind == "undo"):
        raise InputError(f"run {key} ({found.kind}) is {'not ' if kind == 'redo' else ''}undone")
    at = rows.now()
    connection.execute(
        update(run).where(run.c.key == key).values(retracted_at=at if kind == "undo" else None)
    )
    last = connection.execute(select(func.coalesce(func.max(step.c.key), 0))).scalar()
    connection.execute(
        insert(retraction).values(
            kind=kind,
            run_key=key,
            coder_key=coder_key(connection, who) if who else None,
            made_at=at,
            last_step=last,
        )
    )
    _refresh_after(connection, found)
    return found


def _refresh_after(connection: Connection, turned: Run) -> None:
    """Work out again what is shown; a run may have added documents, findings, links or all."""
    if turned.kind == "link":
        refresh_voices(connection)
        return
    touched = refresh_documents(connection, turned.key)
    refresh_statements(connection, sorted(touched))
    own = select(reading.c.key).where(reading.c.run_key == turned.key).limit(1)
    if connection.execute(own).first() is not None:
        refresh_run(connection, turned.key)
