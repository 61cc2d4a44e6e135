"""Actors: what a link run hands over, and what people decide about them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, text

from counterpoint.errors import InputError
from counterpoint.store import rows
from counterpoint.store.judgements import enter_step, lock
from counterpoint.store.linking import actor_named, decisions, link_run, refresh_actors, roots
from counterpoint.store.schema import (
    actor,
    actor_judgement,
    actor_name,
    affiliation,
    link,
    pair,
)
from counterpoint.store.view import where_of
from counterpoint.store.views import STATEMENT_FROM
from counterpoint.types import SpeakerType
from counterpoint.types.actor import Bond, Decision, Linked, Voice
from counterpoint.types.judgement import Coder, StepKind
from counterpoint.types.selection import Filter

__all__ = [
    "actor_rows",
    "describe",
    "distinct",
    "keep_links",
    "made_decisions",
    "merge",
    "split",
    "voices",
]

_BATCH = 5000


def voices(connection: Connection) -> Iterator[Voice]:
    """Every live voice with the number of its statements, in the order of the documents."""
    query = text(
        "SELECT v.key, d.id, v.name, v.type, v.role, v.organisation, v.country, d.day, d.outlet, "
        "count(s.key) FROM voice v JOIN statement s ON s.voice_key = v.key AND s.live "
        "JOIN reading r ON r.key = v.reading_key JOIN document d ON d.key = r.document_key "
        "GROUP BY v.key, d.id, d.day, d.outlet ORDER BY v.key"
    )
    streamed = connection.execution_options(stream_results=True, max_row_buffer=_BATCH)
    for key, id, name, kind, role, organisation, country, day, outlet, count in streamed.execute(
        query
    ):
        yield Voice(
            key=key,
            document_id=id,
            name=name,
            type=SpeakerType(kind),
            role=role,
            organisation=organisation,
            country=country,
            day=date.fromisoformat(day) if day else None,
            outlet=outlet,
            statements=count,
        )


def keep_links(connection: Connection, run_key: int, linked: Linked) -> None:
    """Keep what a link run found and show it: actors, links, affiliations, doubtful pairs."""
    lock(connection, "actors")
    keys = _keep_actors(connection, run_key, linked)
    _insert_all(
        connection,
        link,
        (
            {
                "voice_key": one.voice,
                "run_key": run_key,
                "actor_key": keys.get(one.actor_id or ""),
                "organisation_key": keys.get(one.organisation_id or ""),
                "country_key": keys.get(one.country_id or ""),
                "score": round(one.score, 4),
                "reason": rows.storable(one.reason),
            }
            for one in linked.links
        ),
    )
    _insert_all(
        connection,
        affiliation,
        (
            {
                "member_key": keys[one.member_id],
                "whole_key": keys[one.whole_id],
                "role": rows.storable(one.role),
                "since": one.since.isoformat() if one.since else None,
                "until": one.until.isoformat() if one.until else None,
                "evidence": rows.compact(list(one.evidence)),
                "reason": rows.storable(one.reason),
                "run_key": run_key,
            }
            for one in linked.affiliations
        ),
    )
    _insert_all(
        connection,
        pair,
        (
            {
                "actor_key": keys[one.actor_id],
                "other_key": keys[one.other_id],
                "score": one.score,
                "worth": one.worth,
                "reason": rows.storable(one.reason),
                "run_key": run_key,
            }
            for one in linked.doubts
        ),
    )
    refresh_actors(connection)


def _insert_all(connection: Connection, table: Any, values: Iterable[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for one in values:
        batch.append(one)
        if len(batch) == _BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _keep_actors(connection: Connection, run_key: int, linked: Linked) -> dict[str, int]:
    """Enter the actors that are new, and add the names that are; gives the key of each id."""
    known = dict(connection.execute(select(actor.c.id, actor.c.key)).all())
    fresh = [one for one in linked.actors if one.id not in known]
    _insert_all(
        connection,
        actor,
        (
            {
                "id": rows.storable(one.id),
                "name": rows.storable(one.name),
                "type": one.type.value,
                "wikidata_id": one.wikidata_id,
                "description": rows.storable(one.description),
                "reason": rows.storable(one.reason),
                "run_key": run_key,
            }
            for one in fresh
        ),
    )
    keys = dict(connection.execute(select(actor.c.id, actor.c.key)).all())
    have = set(map(tuple, connection.execute(select(actor_name.c.actor_key, actor_name.c.name))))
    wanted: list[dict[str, Any]] = []
    for one in linked.actors:
        for name, uses in Counter([one.name, *one.names]).items():
            stored = rows.storable(name)
            if (keys[one.id], stored) not in have:
                have.add((keys[one.id], stored))
                wanted.append(
                    {
                        "actor_key": keys[one.id],
                        "name": stored,
                        "folded": rows.folded(stored),
                        "uses": uses,
                    }
                )
    _insert_all(connection, actor_name, wanted)
    return keys


def made_decisions(connection: Connection) -> list[Decision]:
    """What people decided about actors, live and in order."""
    return [
        Decision(
            bond=Bond(one["verdict"]),
            actor_id=one["actor_id"],
            other_id=one["other_id"],
            reason=one["reason"],
            voices=tuple((d, n) for d, n in one["detail"].get("voices", [])),
        )
        for one in decisions(connection)
    ]


def find_actor(connection: Connection, name: str) -> tuple[int, str, str]:
    """Key, id and name of the one actor with this id or name.

    Raises:
        InputError: If there is none, or several; the message lists them.
    """
    found = actor_named(connection, rows.storable(name))
    query = select(actor.c.key, actor.c.id, actor.c.name, actor.c.type)
    if len(found) > 1:
        known = connection.execute(query.where(actor.c.key.in_(found[:8]))).all()
        raise InputError(
            f'"{name}" names {len(found)} actors',
            hint="name one by its id: " + ", ".join(f"{k.id} ({k.name}, {k.type})" for k in known),
        )
    if not found:
        near = _near(connection, name)
        hint = f"near: {', '.join(near)}" if near else "counterpoint actors CORPUS lists them"
        raise InputError(f'there is no actor "{name}"', hint=hint)
    row = connection.execute(query.where(actor.c.key == found[0])).one()
    return row.key, row.id, row.name


def _near(connection: Connection, name: str) -> list[str]:
    from difflib import get_close_matches

    words = rows.folded(name).split()
    if not words:
        return []
    escaped = max(words, key=len).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    query = select(actor_name.c.name).where(actor_name.c.folded.like(f"%{escaped}%", escape="\\"))
    found = connection.execute(query.distinct().limit(200)).scalars().all()
    return get_close_matches(name, found, n=5, cutoff=0.3)


def merge(
    connection: Connection, name: str, others: Sequence[str], who: Coder, *, reason: str = ""
) -> str:
    """Make other actors part of one; gives a sentence.

    Raises:
        InputError: If one is not there, they are one already, or were judged not the same.
    """
    lock(connection, "actors")
    _, id, shown = find_actor(connection, name)
    gone = [find_actor(connection, other) for other in others]
    for _, other_id, other_name in gone:
        if other_id == id:
            raise InputError(f'"{other_name}" and "{shown}" are one actor already ({id})')
        _refuse_distinct(connection, id, other_id)
    names = ", ".join(f"{other_name} ({other_id})" for _, other_id, other_name in gone)
    summary = f"merge {names} into {shown} ({id})"
    step_key = enter_step(connection, StepKind.MERGE, who, summary=summary, reason=reason)
    for _, other_id, _ in gone:
        _decide(connection, step_key, Bond.MERGE, id, other_id)
    refresh_actors(connection)
    return summary


def _decide(
    connection: Connection, step_key: int, bond: Bond, id: str, other: str, detail: str = ""
) -> None:
    connection.execute(
        insert(actor_judgement).values(
            step_key=step_key, verdict=bond.value, actor_id=id, other_id=other, detail=detail
        )
    )


def _refuse_distinct(connection: Connection, id: str, other: str) -> None:
    merged = roots(connection)
    wanted = {id, other}
    for one in decisions(connection):
        if one["verdict"] == Bond.DISTINCT.value:
            pair_of = {merged.get(end, end) for end in (one["actor_id"], one["other_id"])}
            if pair_of == wanted:
                raise InputError(
                    f"{id} and {other} were judged not the same"
                    + (f": {one['reason']}" if one["reason"] else ""),
                    hint="undo that first (counterpoint history shows it)",
                )


def distinct(connection: Connection, name: str, other: str, who: Coder, *, reason: str = "") -> str:
    """Remember that two actors are not the same.

    Raises:
        InputError: If one is not there, or they are one at present.
    """
    lock(connection, "actors")
    _, id, shown = find_actor(connection, name)
    _, other_id, other_name = find_actor(connection, other)
    if id == other_id:
        raise InputError(
            f'"{name}" and "{other}" are one actor at present ({id})',
            hint="counterpoint split CORPUS ACTOR --name NAME takes them apart",
        )
    summary = f"{shown} ({id}) is not {other_name} ({other_id})"
    step_key = enter_step(connection, StepKind.DISTINCT, who, summary=summary, reason=reason)
    _decide(connection, step_key, Bond.DISTINCT, id, other_id)
    refresh_actors(connection)
    return summary


def split(
    connection: Connection,
    name: str,
    who: Coder,
    *,
    names: Sequence[str] = (),
    documents: Sequence[str] = (),
    called: str = "",
    reason: str = "",
) -> str:
    """Let voices leave an actor for a new one, or for the one that ``called`` names.

    Args:
        connection: In a writing transaction.
        name: The actor.
        who: A person.
        names: The voices that have one of these names leave.
        documents: The voices of these documents leave; with ``names`` both must hold.
        called: Name of the new actor; of the first name that leaves, if not given.
        reason: Why.

    Raises:
        InputError: If no voice leaves, or none would stay.
    """
    lock(connection, "actors")
    key, id, shown = find_actor(connection, name)
    folded = {rows.folded(one) for one in names}
    held = _voices_of(connection, key)
    leaving = [
        voice
        for voice in held
        if (not folded or rows.folded(voice["name"]) in folded)
        and (not documents or voice["document_id"] in documents)
    ]
    if not leaving or len(leaving) == len(held) or not (names or documents):
        known = ", ".join(sorted({voice["name"] for voice in held})[:8])
        raise InputError(
            f"{'none' if not leaving else 'all'} of what is linked to {shown} ({id}) would leave",
            hint=f"choose with --name or --document; its names are: {known}",
        )
    parted = called or leaving[0]["name"]
    keys = actor_named(connection, called) if called else []
    places = sorted({(voice["document_id"], voice["name"]) for voice in leaving})
    summary = f"split {parted} from {shown} ({id}): {len(places)} of {len(held)} links"
    step_key = enter_step(connection, StepKind.SPLIT, who, summary=summary, reason=reason)
    other_id = (
        str(connection.execute(select(actor.c.id).where(actor.c.key == keys[0])).scalar_one())
        if len(keys) == 1 and keys[0] != key
        else _new_actor(connection, step_key, parted, leaving, key)
    )
    detail = rows.compact({"voices": [list(place) for place in places]})
    _decide(connection, step_key, Bond.SPLIT, id, other_id, detail)
    refresh_actors(connection)
    return summary


def _new_actor(
    connection: Connection, step_key: int, name: str, leaving: Sequence[Mapping[str, Any]], old: int
) -> str:
    stored = rows.storable(name)
    id = "a" + hashlib.sha256(f"split|{step_key}|{stored}".encode()).hexdigest()[:16]
    kind = connection.execute(select(actor.c.type).where(actor.c.key == old)).scalar_one()
    values = {
        "id": id,
        "name": stored,
        "type": kind,
        "reason": "taken apart by hand",
        "step_key": step_key,
    }
    key = connection.execute(insert(actor).values(**values).returning(actor.c.key)).scalar_one()
    names = dict.fromkeys([stored, *(rows.storable(one["name"]) for one in leaving)])
    _insert_all(
        connection,
        actor_name,
        ({"actor_key": key, "name": n, "folded": rows.folded(n), "uses": 1} for n in names),
    )
    return id


def _voices_of(connection: Connection, key: int) -> list[dict[str, Any]]:
    query = text(
        "SELECT d.id AS document_id, d.title AS title, v.name AS name, l.score AS score, "
        "l.reason AS reason, count(s.key) AS statements "
        "FROM voice v JOIN reading r ON r.key = v.reading_key JOIN document d "
        "ON d.key = r.document_key JOIN statement s ON s.voice_key = v.key AND s.live "
        "LEFT JOIN link l ON l.voice_key = v.key AND l.run_key = :run "
        "WHERE v.actor_key = :actor "
        "GROUP BY v.key, d.id, d.title, v.name, l.score, l.reason ORDER BY v.key"
    )
    found = connection.execute(query, {"actor": key, "run": link_run(connection) or -1})
    return [dict(row) for row in found.mappings()]


def actor_rows(
    connection: Connection, selection: Filter | None = None, *, kind: str = ""
) -> Iterator[tuple[Any, ...]]:
    """Yield actors with counts of the selected statements, those with most of them first."""
    sqlite = connection.dialect.name == "sqlite"
    condition, values = where_of(selection or Filter(), sqlite=sqlite)
    query = text(
        "SELECT w.id, w.name, w.type, w.wikidata_id, count(s.key) AS statements, "  # noqa: S608 - constants; values are bound
        "count(DISTINCT r.document_key) AS documents, min(d.day) AS first, max(d.day) AS last, "
        f"w.reason FROM {STATEMENT_FROM} JOIN actor w ON w.key = "
        "CASE WHEN g.speaker IS NOT NULL THEN g.actor_key ELSE v.actor_key END "
        f"WHERE {condition} AND (:kind = '' OR w.type = :kind) "
        "GROUP BY w.key, w.id, w.name, w.type, w.wikidata_id, w.reason "
        "ORDER BY statements DESC, w.name, w.id"
    )
    for row in connection.execute(query, {"kind": kind, **values}):
        yield tuple(row)


def describe(connection: Connection, name: str) -> dict[str, Any]:
    """All that is known of one actor: names, affiliations with dates, counts, why linked."""
    key, id, shown = find_actor(connection, name)
    row = connection.execute(select(actor).where(actor.c.key == key)).one()
    group = select(actor.c.key).where((actor.c.key == key) | (actor.c.merged_key == key))
    keys = connection.execute(group).scalars().all()
    links = _voices_of(connection, key)
    names = Counter({str(n): 0 for n in connection.execute(
        select(actor_name.c.name).where(actor_name.c.actor_key.in_(keys))
    ).scalars()})  # fmt: skip
    for voice in links:
        names[voice["name"]] += voice["statements"]
    merged = select(actor.c.id, actor.c.name).where(actor.c.merged_key == key)
    return {
        "id": id,
        "name": shown,
        "type": row.type,
        "wikidata_id": row.wikidata_id,
        "description": row.description,
        "reason": row.reason,
        "names": [
            {"name": called, "statements": count}
            for called, count in sorted(
                names.items(), key=lambda item: (-item[1], item[0] != shown, item[0])
            )
        ],
        "merged": [{"id": o, "name": n} for o, n in connection.execute(merged)],
        "affiliations": _affiliations(connection, keys),
        "statements": sum(voice["statements"] for voice in links),
        "documents": len({voice["document_id"] for voice in links}),
        "links": links,
    }


def _affiliations(connection: Connection, keys: Sequence[int]) -> list[dict[str, Any]]:
    whole = actor.alias("whole")
    member = actor.alias("member")
    query = (
        select(
            member.c.id.label("member_id"),
            member.c.name.label("member"),
            whole.c.id.label("whole_id"),
            whole.c.name.label("whole"),
            affiliation.c.role,
            affiliation.c.since,
            affiliation.c.until,
            affiliation.c.evidence,
            affiliation.c.reason,
        )
        .join(whole, whole.c.key == affiliation.c.whole_key)
        .join(member, member.c.key == affiliation.c.member_key)
        .where(
            affiliation.c.member_key.in_(keys) | affiliation.c.whole_key.in_(keys),
            affiliation.c.run_key == (link_run(connection) or -1),
        )
        .order_by(affiliation.c.since, affiliation.c.key)
    )
    return [
        dict(row) | {"evidence": json.loads(row["evidence"] or "[]")}
        for row in connection.execute(query).mappings()
    ]


def review_queue(connection: Connection, *, limit: int = 20) -> list[dict[str, Any]]:
    """Pairs that may be one actor and nobody has decided yet, most valuable first."""
    decided = {frozenset((one["actor_id"], one["other_id"])) for one in decisions(connection)}
    merged = roots(connection)
    one, other = actor.alias("one"), actor.alias("other")
    query = (
        select(
            one.c.id.label("actor_id"),
            one.c.name.label("actor"),
            other.c.id.label("other_id"),
            other.c.name.label("other"),
            pair.c.score,
            pair.c.worth,
            pair.c.reason,
        )
        .join(one, one.c.key == pair.c.actor_key)
        .join(other, other.c.key == pair.c.other_key)
        .where(pair.c.run_key == (link_run(connection) or -1))
        .order_by(pair.c.worth.desc(), pair.c.key)
    )
    queue = []
    for row in connection.execute(query).mappings():
        ends = (row["actor_id"], row["other_id"])
        same = merged.get(ends[0], ends[0]) == merged.get(ends[1], ends[1])
        if frozenset(ends) not in decided and not same:
            queue.append(dict(row))
        if len(queue) == limit:
            break
    return queue
