"""Actors of the corpus: what a link run found, and what people decided over it.

A link run gives each voice an actor. People merge, split and tell apart; the last live decision
counts. Decisions name actors by id and voices by document and name, so they outlive the run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from counterpoint.store.rows import folded
from counterpoint.store.schema import actor, actor_judgement, actor_name, ruling, run, step, voice

__all__ = [
    "actor_called",
    "actor_named",
    "decisions",
    "link_run",
    "refresh_actors",
    "refresh_voices",
]


def link_run(connection: Connection) -> int | None:
    """The newest live link run."""
    query = select(func.max(run.c.key)).where(run.c.kind == "link", run.c.retracted_at.is_(None))
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def decisions(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """Live merges, splits and distinctions in the order in which they were made."""
    query = (
        select(actor_judgement, step.c.reason)
        .join(step, step.c.key == actor_judgement.c.step_key)
        .where(step.c.retracted_at.is_(None))
        .order_by(step.c.key, actor_judgement.c.key)
    )
    for row in connection.execute(query).mappings().all():
        yield {
            "verdict": row["verdict"],
            "actor_id": row["actor_id"],
            "other_id": row["other_id"],
            "detail": json.loads(row["detail"] or "{}"),
            "reason": row["reason"],
        }


def roots(connection: Connection) -> dict[str, str]:
    """Of each merged actor the actor that it is part of."""
    parent: dict[str, str] = {}

    def root(id: str) -> str:
        while id in parent:
            id = parent[id]
        return id

    for made in decisions(connection):
        if made["verdict"] == "merge":
            kept, gone = root(made["actor_id"]), root(made["other_id"])
            if kept != gone:
                parent[gone] = kept
    return {id: root(id) for id in parent}


def refresh_actors(connection: Connection) -> None:
    """Fold the decisions about actors again, and show what they ask for."""
    merged = roots(connection)
    keys = dict(connection.execute(select(actor.c.id, actor.c.key)).all())
    query = select(actor.c.key).where(actor.c.merged_key.is_not(None))
    before = {int(key) for key in connection.execute(query).scalars()}
    connection.execute(update(actor).where(actor.c.key.in_(before)).values(merged_key=None))
    for id, into in merged.items():
        if id in keys and into in keys:
            connection.execute(
                update(actor).where(actor.c.key == keys[id]).values(merged_key=keys[into])
            )
    refresh_voices(connection)


def refresh_voices(connection: Connection) -> None:
    """Give every voice the actor of the newest live link run, seen through the decisions."""
    connection.execute(_LINKED, {"run": link_run(connection) or -1})
    for made in decisions(connection):
        if made["verdict"] == "split":
            _apply_split(connection, made["other_id"], made["detail"].get("voices", []))
    _refresh_named(connection)


_EFFECTIVE = """(
  SELECT COALESCE(a.merged_key, a.key) FROM link l JOIN actor a ON a.key = l.{column}
  WHERE l.voice_key = voice.key AND l.run_key = :run
)"""
_LINKED = text(
    "UPDATE voice SET "  # noqa: S608 - constants of this module
    + ", ".join(
        f"{column} = {_EFFECTIVE.format(column=column)}"
        for column in ("actor_key", "organisation_key", "country_key")
    )
)


def _apply_split(connection: Connection, id: str, voices: Iterable[list[str]]) -> None:
    query = text(
        "UPDATE voice SET actor_key = "
        "(SELECT COALESCE(merged_key, key) FROM actor WHERE id = :actor) "
        "WHERE name = :name AND reading_key IN (SELECT r.key FROM reading r "
        "JOIN document d ON d.key = r.document_key WHERE d.id = :document)"
    )
    for document, name in voices:
        connection.execute(query, {"actor": id, "name": name, "document": document})


def _refresh_named(connection: Connection) -> None:
    """Speakers that people wrote by hand belong to the actor of that name, if there is one."""
    query = select(ruling.c.statement_id, ruling.c.speaker).where(ruling.c.speaker.is_not(None))
    for id, speaker in connection.execute(query).all():
        found = actor_named(connection, speaker)
        connection.execute(
            update(ruling)
            .where(ruling.c.statement_id == id)
            .values(actor_key=found[0] if len(found) == 1 else None)
        )


def actor_named(connection: Connection, name: str) -> list[int]:
    """Keys of the actors that have this id or this name; merged ones count as what they became.

    Of several the ones count that somebody is linked to at present; of these the one that is
    called so, where the others have the name beside another.
    """
    known = select(actor_name.c.actor_key).where(actor_name.c.folded == folded(name))
    query = (
        select(func.coalesce(actor.c.merged_key, actor.c.key))
        .where((actor.c.id == name) | actor.c.key.in_(known))
        .distinct()
    )
    found = sorted(int(key) for key in connection.execute(query).scalars())
    if len(found) < 2:
        return found
    used = select(voice.c.actor_key).where(voice.c.actor_key.in_(found)).distinct()
    present = sorted(int(key) for key in connection.execute(used).scalars() if key is not None)
    found = present or found
    shown = connection.execute(select(actor.c.key, actor.c.name).where(actor.c.key.in_(found)))
    called = [int(one.key) for one in shown if folded(one.name) == folded(name)]
    return called if len(called) == 1 else found


def actor_called(connection: Connection, name: str) -> tuple[str, str] | None:
    """Name and type of the one actor that has this name; nothing where none or several have it."""
    found = actor_named(connection, name)
    if len(found) != 1:
        return None
    query = select(actor.c.name, actor.c.type).where(actor.c.key == found[0])
    row = connection.execute(query).one()
    return str(row.name), str(row.type)
