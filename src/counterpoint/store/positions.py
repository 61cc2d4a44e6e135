"""Positions of statements: on which concept or toward whom, and on which side."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from counterpoint.store import rows
from counterpoint.store.schema import position, reading, run, statement
from counterpoint.types import Mention

__all__ = [
    "Stand",
    "add_positions",
    "mentions_by_reading",
    "positions_at",
    "positions_by_statement",
    "score_of_positions",
]

Stand = tuple[str, int | None]  # concept or actor, and stance
_Row = tuple[int, str, int | None]  # run, target, stance
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Coding:
    """A run that gave positions; runs of one family stand in for each other."""

    key: int
    family: str
    started_at: str
    whole: bool  # it went over all statements


def add_positions(
    connection: Connection, run_key: int, found: Iterable[tuple[int, str, str, int | None, float]]
) -> int:
    """Keep positions: statement key, target, kind of target, stance, score; gives how many."""
    names = ("statement_key", "target", "target_kind", "stance", "score")
    made = [
        dict(zip(names, one, strict=True)) | {"run_key": run_key, "target": rows.storable(one[1])}
        for one in found
    ]
    if made:
        connection.execute(insert(position), made)
    return len(made)


def positions_by_statement(
    connection: Connection, *, kind: str = "concept"
) -> dict[int, list[Stand]]:
    """Live positions, by key of the statement.

    Of several runs with one codebook (a corrected one, one that learned from judgements) the newest
    counts; what it has not come to yet, or was not asked for, is as the run before has it.

    Args:
        connection: Within one reading transaction.
        kind: Of the targets: concept or actor.
    """
    codings = _codings(connection)
    counting = _counting(codings)
    query = (
        select(position.c.statement_key, position.c.run_key, position.c.target, position.c.stance)
        .where(position.c.target_kind == kind)
        .order_by(position.c.key)
    )
    found: dict[int, list[_Row]] = defaultdict(list)
    for key, run_key, target, stance in connection.execute(query):
        if run_key in counting:
            found[key].append((run_key, target, stance))
    return {key: _newest(stands, codings) for key, stands in found.items()}


def positions_at(
    connection: Connection, moments: Mapping[str, str], *, kind: str = "concept"
) -> dict[str, list[Stand]]:
    """The positions that statements had when somebody looked at them.

    Args:
        connection: Within one reading transaction.
        moments: Id of a statement to the moment, as the store writes it.
        kind: Of the targets: concept or actor.
    """
    codings = _codings(connection)
    columns = (statement.c.id, position.c.run_key, position.c.target, position.c.stance)
    found: dict[str, list[_Row]] = defaultdict(list)
    ids = sorted(moments)
    for first in range(0, len(ids), _AT_ONCE):
        query = (
            select(*columns)
            .join(statement, statement.c.key == position.c.statement_key)
            .where(
                position.c.target_kind == kind,
                statement.c.id.in_(ids[first : first + _AT_ONCE]),
            )
            .order_by(position.c.key)
        )
        for id, run_key, target, stance in connection.execute(query):
            if run_key in codings and codings[run_key].started_at <= moments[id]:
                found[id].append((run_key, target, stance))
    out = {}
    for id, stands in found.items():
        counting = _counting({row[0]: codings[row[0]] for row in stands})
        kept = _newest([row for row in stands if row[0] in counting], codings)
        out[id] = list(dict.fromkeys(kept))  # a statement that was read again has them twice
    return out


def score_of_positions(connection: Connection) -> dict[int, float]:
    """The lowest score among the live positions of each statement, by its key."""
    query = (
        select(position.c.statement_key, func.min(position.c.score))
        .join(run, run.c.key == position.c.run_key)
        .where(run.c.retracted_at.is_(None))
        .group_by(position.c.statement_key)
    )
    return {int(key): float(score) for key, score in connection.execute(query)}


def _codings(connection: Connection) -> dict[int, _Coding]:
    """All live runs that may have given positions."""
    columns = (run.c.key, run.c.kind, run.c.settings, run.c.started_at, run.c.finished_at)
    found = {}
    for key, kind, packed, started, finished in connection.execute(
        select(*columns).where(run.c.retracted_at.is_(None))
    ):
        settings = json.loads(packed or "{}") if kind == "positions" else {}
        family = f"run {key}"  # imported and carried ones each count
        if kind == "positions":
            family = f"targets {settings.get('targets', '')} {settings.get('title', '')}"
        whole = kind != "positions" or (bool(finished) and "filter" not in settings)
        found[int(key)] = _Coding(int(key), family, str(started), whole)
    return found


def _counting(codings: Mapping[int, _Coding]) -> Collection[int]:
    """Of each family the runs down to the newest that went over everything."""
    closed: set[str] = set()
    out = set()
    for key in sorted(codings, reverse=True):
        one = codings[key]
        if one.family not in closed:
            out.add(key)
        if one.whole:
            closed.add(one.family)
    return out


def _newest(stands: Sequence[_Row], codings: Mapping[int, _Coding]) -> list[Stand]:
    """The positions of one statement, of each family those of the newest run."""
    newest: dict[str, int] = {}
    for key, _, _ in stands:
        family = codings[key].family
        newest[family] = max(key, newest.get(family, key))
    return [(target, stance) for key, target, stance in stands if key in newest.values()]


def mentions_by_reading(
    connection: Connection, keys: Sequence[int]
) -> dict[int, tuple[Mention, ...]]:
    """Mentions of some readings."""
    query = select(reading.c.key, reading.c.mentions).where(reading.c.key.in_(keys))
    return {key: rows.mentions_of(text) for key, text in connection.execute(query)}
