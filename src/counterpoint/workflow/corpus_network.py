"""Statements of a corpus in columns, lifted to persons, organisations or countries.

A statement with several positions, or of several speakers ("France and Germany"), is several rows
with the same id. Without positions the second mode is what the statement speaks about: the actors
that are named in its content.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counterpoint.store.corpus import Corpus
from counterpoint.store.linking import actor_called
from counterpoint.store.positions import mentions_by_reading, positions_by_statement
from counterpoint.store.rows import parse_spans
from counterpoint.store.view import statement_rows
from counterpoint.types import Column, DocumentTable, Filter, SpeakerType, StatementTable
from counterpoint.types.network import VariableKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Level", "load_corpus", "statement_table"]

_STATUSES = ("open", "accepted", "changed", "unsure")
_FIELDS = (
    "id",
    "document_id",
    "start",
    "end",
    "coder",
    "speaker",
    "speaker_id",
    "organisation",
    "country",
    "speaker_type",
    "manner",
    "act",
    "content_spans",
    "labels",
    "key",
    "reading",
)
_BATCH = 5000


class Level(StrEnum):
    """Who acts in the network."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"


def load_corpus(
    place: str,
    selection: Filter,
    *,
    level: Level | str = Level.ORGANISATION,
    texts: bool = False,
    unnamed: bool = False,
    by_coder: bool = False,
) -> StatementTable:
    """The statements of a corpus by its place; see :func:`statement_table`."""
    with Corpus(place) as corpus:
        if by_coder:
            from counterpoint.workflow.coder_views import coder_table

            return coder_table(corpus, selection, texts=texts)
        return statement_table(corpus, selection, level, texts=texts, unnamed=unnamed)


@dataclass(slots=True)
class _Rows:
    """Columns that grow."""

    ids: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)
    stances: list[int | None] = field(default_factory=list)
    texts: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))


def statement_table(
    corpus: Corpus,
    selection: Filter | None = None,
    level: Level | str = Level.ORGANISATION,
    *,
    texts: bool = False,
    unnamed: bool = False,
) -> StatementTable:
    """The selected statements as a table for networks; rejected ones are left out.

    Args:
        corpus: Which one.
        selection: Which statements are meant.
        level: Who acts. Persons that belong to no organisation or country that is known are
            left out at that level; an organisation acts for itself.
        texts: Whether the texts of the documents are needed afterwards.
        unnamed: Keep statements that nobody makes at this level.

    Returns:
        A table with the variables ``actor`` (by level), ``person``, ``organization``, ``country``,
        ``concept`` (or what is spoken about), ``agreement``, ``manner``, ``act``.
    """
    import numpy as np

    wanted = Level(level)
    with corpus.reading() as connection:
        rows = _collect(connection, selection or Filter(), wanted, unnamed=unnamed)
        documents = documents_table(connection, texts=texts)
    places = {str(id): at for at, id in enumerate(documents.ids)}
    variables = {name: Column.of_texts(values) for name, values in rows.texts.items()}
    variables["agreement"] = Column.of_numbers(rows.stances, VariableKind.BOOLEAN)
    return StatementTable(
        statement_type="statement",
        ids=np.asarray(rows.ids, dtype=object),
        document_rows=np.asarray([places[id] for id in rows.documents], dtype=np.int64),
        documents=documents,
        starts=np.asarray(rows.starts, dtype=np.int64),
        stops=np.asarray(rows.stops, dtype=np.int64),
        variables=variables,
        coders=Column.of_texts(rows.coders),
    )


def _collect(connection: Connection, selection: Filter, level: Level, *, unnamed: bool) -> _Rows:
    positions = positions_by_statement(connection)
    speakers = _Speakers(connection)
    rows = _Rows()
    for name in ("actor", "person", "organization", "country", "concept", "manner", "act"):
        rows.texts[name] = []
    for batch in _batches(connection, selection):
        about = {} if positions else mentions_by_reading(connection, sorted({r[-1] for r in batch}))
        for row in batch:
            values = dict(zip(_FIELDS, row, strict=True))
            stands = _stands(values, positions, about)
            for actors in speakers.of(values):
                if unnamed or actors[level]:
                    _append(rows, values, actors, actors[level], stands)
    return rows


def _batches(connection: Connection, selection: Filter) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in statement_rows(connection, selection, fields=_FIELDS, statuses=_STATUSES):
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _append(
    rows: _Rows,
    row: dict[str, Any],
    actors: dict[Level, str],
    actor: str,
    stands: list[tuple[str | None, int | None]],
) -> None:
    for concept, stance in stands:
        rows.ids.append(row["id"])
        rows.documents.append(row["document_id"])
        rows.starts.append(row["start"])
        rows.stops.append(max(row["end"], row["start"] + 1))
        rows.coders.append(row["coder"])
        rows.stances.append(None if stance is None else int(stance > 0))
        values = {
            "actor": actor,
            "person": actors[Level.PERSON],
            "organization": actors[Level.ORGANISATION],
            "country": actors[Level.COUNTRY],
            "concept": concept,
            "manner": row["manner"],
            "act": row["act"],
        }
        for name, value in values.items():
            rows.texts[name].append(value or None)


class _Speakers:
    """Who makes a statement: one actor, or each member of a list such as "France and Germany"."""

    def __init__(self, connection: Connection) -> None:
        from counterpoint.models.gazetteer import built_in

        self._connection = connection
        self._gazetteer = built_in()
        self._known: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def of(self, row: dict[str, Any]) -> list[dict[Level, str]]:
        """The actor at each level, once for everybody who speaks."""
        kind, speaker = row["speaker_type"], row["speaker"]
        if row["speaker_id"] is None and " and " in speaker:
            listed = self._members(speaker, kind)
            if listed:
                alone = {"organisation": "", "country": ""}
                return [_actors(alone | {"speaker": n, "speaker_type": k}) for n, k in listed]
        return [_actors(row)]

    def _members(self, speaker: str, kind: str) -> list[tuple[str, str]]:
        if (speaker, kind) not in self._known:
            from counterpoint.actors.descriptions import members

            several = members(speaker, SpeakerType(kind), self._gazetteer) if kind else ()
            self._known[speaker, kind] = [self._named(name, kind) for name in several]
        return self._known[speaker, kind]

    def _named(self, name: str, kind: str) -> tuple[str, str]:
        """The actor that a member of a list is, by its name alone: name and type."""
        linked = actor_called(self._connection, name)
        if linked is not None:
            return linked
        known = self._gazetteer.find(name)
        return (known[0].name, known[0].type.value) if len(known) == 1 else (name, kind)


def _actors(row: dict[str, Any]) -> dict[Level, str]:
    """The actor at each level: an organisation and a country act for themselves."""
    kind, speaker = row["speaker_type"], row["speaker"]
    return {
        Level.PERSON: speaker if kind not in ("organisation", "country") else "",
        Level.ORGANISATION: speaker if kind == "organisation" else row["organisation"],
        Level.COUNTRY: speaker if kind == "country" else row["country"],
    }


def _stands(row: dict[str, Any], positions: Any, about: Any) -> list[tuple[str | None, int | None]]:
    labels = json.loads(row["labels"]) if row["labels"] else {}
    if labels.get("concept"):
        stance = labels.get("stance")
        return [(labels["concept"], None if stance in (None, "") else int(stance))]
    if positions:
        return list(positions.get(row["key"], [(None, None)]))
    spans = parse_spans(row["content_spans"])
    named = [
        mention.name
        for mention in about.get(row["reading"], ())
        if any(span.covers(mention.span) for span in spans)
    ]
    return [(name, None) for name in dict.fromkeys(named)] or [(None, None)]


def documents_table(connection: Connection, *, texts: bool) -> DocumentTable:
    import numpy as np
    from sqlalchemy import text

    query = (
        "SELECT id, published, authors, outlet, title, language"  # noqa: S608 - constants
        f"{', text' if texts else ''} FROM document "
        "WHERE live OR key IN (SELECT document_key FROM reading) ORDER BY key"
    )
    found = connection.execute(text(query)).all()
    names = ("author", "source", "title", "language")
    authors = [", ".join(json.loads(row[2] or "[]")) for row in found]
    columns = (authors, *([row[at] for row in found] for at in (3, 4, 5)))
    return DocumentTable(
        ids=np.asarray([row[0] for row in found], dtype=object),
        dates=np.asarray([_seconds(row[1]) for row in found], dtype=np.int64),
        fields={name: Column.of_texts(values) for name, values in zip(names, columns, strict=True)},
        texts=[row[6] for row in found] if texts else None,
    )


def _seconds(published: str | None) -> int:
    """The moment as it was written, read as UTC; 0 (1970) where no date is known."""
    if not published:
        return 0
    moment = datetime.fromisoformat(published)
    return int((moment.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
