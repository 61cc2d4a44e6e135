"""Statements that people coded elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select

from counterpoint.store import rows
from counterpoint.store.corpus import Corpus
from counterpoint.store.judgements import lock
from counterpoint.store.positions import add_positions
from counterpoint.store.readings import add_statements, refresh_statements
from counterpoint.store.runs import begin_run, digest_of
from counterpoint.store.schema import document, reading, statement
from counterpoint.types import Statement
from counterpoint.types.judgement import Coder

__all__ = ["Coded", "keep_coded"]


@dataclass(frozen=True, slots=True)
class Coded:
    """A statement with who coded it, on which concepts, and what else they noted."""

    statement: Statement
    coder: Coder
    labels: Mapping[str, str] = field(default_factory=dict)
    positions: tuple[tuple[str, int | None], ...] = ()


def keep_coded(corpus: Corpus, coded: Sequence[Coded], settings: Mapping[str, object]) -> int:
    """Keep statements as the work of their coders; those that are there already stay.

    Returns:
        How many are new.
    """

    def work(connection: Connection) -> int:
        lock(connection, "import")
        ids = [one.statement.id for one in coded]
        known = set(
            connection.execute(select(statement.c.id).where(statement.c.id.in_(ids))).scalars()
        )
        places: dict[tuple[Coder, str], list[Coded]] = defaultdict(list)
        for one in coded:
            if one.statement.id not in known:
                known.add(one.statement.id)
                places[one.coder, one.statement.document_id].append(one)
        return sum(
            _keep(connection, who, id, found, settings) for (who, id), found in places.items()
        )

    return corpus.writing(work)


def _keep(
    connection: Connection,
    who: Coder,
    document_id: str,
    coded: Sequence[Coded],
    settings: Mapping[str, object],
) -> int:
    digest = digest_of({**settings, "coder": who.name})
    run_key = begin_run(
        connection, "import", who=who, settings=settings, digest=digest, resume=True
    )
    query = select(document.c.key, document.c.text).where(document.c.id == document_id)
    key, body = connection.execute(query).one()
    reading_key = connection.execute(
        select(reading.c.key).where(reading.c.document_key == key, reading.c.run_key == run_key)
    ).scalar()
    if reading_key is None:
        made = insert(reading).values(document_key=key, run_key=run_key).returning(reading.c.key)
        reading_key = connection.execute(made).scalar_one()
    keys = add_statements(
        connection,
        int(reading_key),
        body,
        [one.statement for one in coded],
        [rows.compact(dict(one.labels)) for one in coded],
    )
    add_positions(
        connection,
        run_key,
        (
            (statement_key, concept, "concept", stance, 1.0)
            for statement_key, one in zip(keys, coded, strict=True)
            for concept, stance in one.positions
        ),
    )
    refresh_statements(connection, [int(key)])
    return len(coded)
