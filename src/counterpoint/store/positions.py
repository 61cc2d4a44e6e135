"""Positions of statements: on which concept, and on which side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert, select

from counterpoint.store import rows
from counterpoint.store.schema import position, reading, run
from counterpoint.types import Mention

__all__ = ["Stand", "add_positions", "mentions_by_reading", "positions_by_statement"]

Stand = tuple[str, int | None]  # concept and stance


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


def positions_by_statement(connection: Connection) -> dict[int, list[Stand]]:
    """Live positions on concepts, by key of the statement."""
    query = (
        select(position.c.statement_key, position.c.target, position.c.stance)
        .join(run, run.c.key == position.c.run_key)
        .where(run.c.retracted_at.is_(None), position.c.target_kind == "concept")
        .order_by(position.c.key)
    )
    found: dict[int, list[Stand]] = defaultdict(list)
    for key, target, stance in connection.execute(query):
        found[key].append((target, stance))
    return dict(found)


def mentions_by_reading(
    connection: Connection, keys: Sequence[int]
) -> dict[int, tuple[Mention, ...]]:
    """Mentions of some readings."""
    query = select(reading.c.key, reading.c.mentions).where(reading.c.key.in_(keys))
    return {key: rows.mentions_of(text) for key, text in connection.execute(query)}
