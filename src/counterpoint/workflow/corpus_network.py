"""Statements of a corpus in columns, lifted to persons, organisations or countries.

A statement with several positions, or of several speakers ("France and Germany"), is several rows
with the same id. Without positions the second mode is what the statement speaks about: the actors
that are named in its content. With ``targets`` it is whom the speaker is for or against.

What people judged is heeded in the view that is shown. The view ``found`` is what the machine alone
says, the view ``judged`` what people say of the statements that they have judged: the two that
error bars are made of.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.linking import actor_called
from counterpoint.store.positions import (
    mentions_by_reading,
    positions_at,
    positions_by_statement,
)
from counterpoint.store.rows import parse_spans
from counterpoint.store.view import statement_rows
from counterpoint.types import Column, DocumentTable, Filter, SpeakerType, StatementTable
from counterpoint.types.network import VariableKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Level", "View", "load_corpus", "statement_table"]

_JUDGED = ("accepted", "changed", "rejected")
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
    "status",
    "judged_at",
    "found_speaker",
    "found_speaker_id",
    "found_organisation",
    "found_country",
    "found_type",
    "found_labels",
)
_FOUND = {
    "speaker": "found_speaker",
    "speaker_id": "found_speaker_id",
    "organisation": "found_organisation",
    "country": "found_country",
    "speaker_type": "found_type",
    "labels": "found_labels",
}
_BATCH = 5000
_TEXTS = ("actor", "person", "organization", "country", "concept", "target", "manner", "act")
_Stands = list[tuple[str | None, int | None]]


class Level(StrEnum):
    """Who acts in the network."""

    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"


class View(StrEnum):
    """Whose word counts."""

    SHOWN = "shown"  # the machine's, corrected by people
    FOUND = "found"  # the machine's alone
    JUDGED = "judged"  # people's, on the statements that they have judged


def load_corpus(
    place: str,
    selection: Filter,
    *,
    level: Level | str = Level.ORGANISATION,
    texts: bool = False,
    unnamed: bool = False,
    by_coder: bool = False,
    targets: bool = False,
) -> StatementTable:
    """The statements of a corpus by its place; see :func:`statement_table`."""
    with Corpus(place) as corpus:
        if by_coder:
            from counterpoint.workflow.coder_views import coder_table

            return coder_table(corpus, selection, texts=texts, targets=targets)
        return statement_table(
            corpus, selection, level, texts=texts, unnamed=unnamed, targets=targets
        )


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
    targets: bool = False,
    view: View = View.SHOWN,
) -> StatementTable:
    """The selected statements as a table for networks; rejected ones are left out.

    Args:
        corpus: Which one.
        selection: Which statements are meant; of these only the positions on its concepts.
        level: Who acts. Persons that belong to no organisation or country that is known are
            left out at that level; an organisation acts for itself.
        texts: Whether the texts of the documents are needed afterwards.
        unnamed: Keep statements that nobody makes at this level.
        targets: Whom the speaker is for or against, instead of concepts.
        view: Whose word counts.

    Returns:
        A table with the variables ``actor`` (by level), ``person``, ``organization``, ``country``,
        ``concept`` (or what is spoken about; with ``targets`` ``target``), ``agreement``,
        ``manner``, ``act``.

    Raises:
        InputError: If targets are asked for and nobody has looked for them.
    """
    import numpy as np

    asked = _Asked(selection or Filter(), Level(level), targets, View(view), unnamed)
    with corpus.reading() as connection:
        rows = _collect(connection, asked, corpus.name)
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


@dataclass(frozen=True, slots=True)
class _Asked:
    selection: Filter
    level: Level
    targets: bool
    view: View
    unnamed: bool

    @property
    def statuses(self) -> tuple[str, ...]:
        if self.view is View.JUDGED:
            return _JUDGED
        return () if self.view is View.FOUND else ("open", "accepted", "changed", "unsure")


def _collect(connection: Connection, asked: _Asked, name: str) -> _Rows:
    kind = "actor" if asked.targets else "concept"
    positions = positions_by_statement(connection, kind=kind)
    if asked.targets and not positions:
        raise InputError(
            f"{name}: nobody has looked for whom the speakers are for or against",
            hint=f"counterpoint positions {name} --targets",
        )
    speakers = _Speakers(connection)
    whole_of = _wholes(connection, asked.level) if asked.targets else {}
    means = _means(connection, positions, targets=asked.targets)
    rows = _Rows()
    unused = "concept" if asked.targets else "target"
    rows.texts = {variable: [] for variable in _TEXTS if variable != unused}
    for batch in _batches(connection, asked):
        readings = [] if positions else sorted({row["reading"] for row in batch})
        about = mentions_by_reading(connection, readings) if readings else {}
        judging = asked.view is View.JUDGED
        then = _then(connection, batch, kind) if judging else None
        for row in batch:
            if judging and row["status"] == "rejected":
                continue
            own = positions.get(row["key"], []) if then is None else then[row["id"]]
            stands = _corrected(own, _said(row) if means(row) else None, asked)
            if not stands and readings and not judging:
                stands = _named(row, about)
            for actors in speakers.of(row):
                actor = actors[asked.level]
                if actor or asked.unnamed:
                    wanted = _wanted(stands, asked, (actor, whole_of))
                    _append(rows, row, actors, actor, wanted)
    return rows


def _wanted(stands: _Stands, asked: _Asked, ends: tuple[str, dict[str, str]]) -> _Stands:
    """The positions that are asked for; one without a concept where there is none at all."""
    actor, whole_of = ends
    found = stands or [(None, None)]
    if asked.targets:
        found = [(whole_of.get(one, one) if one else one, side) for one, side in found]
        found = [one for one in found if one[0] != actor]
    if asked.selection.concepts:
        found = [one for one in found if one[0] in asked.selection.concepts]
    return found


def _batches(connection: Connection, asked: _Asked) -> Iterator[list[dict[str, Any]]]:
    selection = asked.selection
    if asked.view is not View.SHOWN or asked.targets:
        selection = replace(selection, concepts=())  # by word of people or machine: looked at later
    batch: list[dict[str, Any]] = []
    for row in statement_rows(connection, selection, fields=_FIELDS, statuses=asked.statuses):
        values = dict(zip(_FIELDS, row, strict=True))
        if asked.view is View.FOUND:
            values |= {name: values[found] for name, found in _FOUND.items()}
        batch.append(values)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _then(connection: Connection, batch: list[dict[str, Any]], kind: str) -> dict[str, _Stands]:
    """What the machine had said when people judged: that is what they accepted."""
    moments = {row["id"]: row["judged_at"] for row in batch}
    found = positions_at(connection, moments, kind=kind)
    return {id: list(found.get(id, ())) for id in moments}


def _append(
    rows: _Rows,
    row: dict[str, Any],
    actors: dict[Level, str],
    actor: str,
    stands: _Stands,
) -> None:
    for concept, stance in stands:
        rows.ids.append(row["id"])
        rows.documents.append(row["document_id"])
        rows.starts.append(row["start"])
        rows.stops.append(max(row["end"], row["start"] + 1))
        rows.coders.append(row["coder"])
        rows.stances.append(int(stance > 0) if stance else None)  # 0: neither
        values = {
            "actor": actor,
            "person": actors[Level.PERSON],
            "organization": actors[Level.ORGANISATION],
            "country": actors[Level.COUNTRY],
            "concept": concept,
            "target": concept,
            "manner": row["manner"],
            "act": row["act"],
        }
        for name, column in rows.texts.items():
            column.append(values[name] or None)


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


def _said(row: dict[str, Any]) -> tuple[str, int | None] | None:
    """The concept, or whom, that a person has set, and the side."""
    labels = json.loads(row["labels"]) if row["labels"] else {}
    if not labels.get("concept"):
        return None
    stance = labels.get("stance")
    return labels["concept"], None if stance in (None, "") else int(stance)


def _means(
    connection: Connection, positions: Any, *, targets: bool
) -> Callable[[dict[str, Any]], bool]:
    """Whether what a person has set is meant: a concept, or with ``targets`` an actor."""
    own = {name for stands in positions.values() for name, _ in stands}
    others = positions_by_statement(connection, kind="concept" if targets else "actor")
    other = {name for stands in others.values() for name, _ in stands} - own

    def check(row: dict[str, Any]) -> bool:
        said = _said(row)
        return said is not None and (said[0] in own if targets else said[0] not in other)

    return check


def _corrected(
    own: Sequence[tuple[str | None, int | None]],
    said: tuple[str, int | None] | None,
    asked: _Asked,
) -> _Stands:
    """The machine's positions with what a person has set: the concept, or the one actor."""
    if said is None:
        return list(own)
    if not asked.targets:
        return [said]
    return [one for one in own if one[0] != said[0]] + [said]


def _named(row: dict[str, Any], about: Any) -> _Stands:
    """Without positions: the actors that are named in the content."""
    spans = parse_spans(row["content_spans"])
    named = [
        mention.name
        for mention in about.get(row["reading"], ())
        if any(span.covers(mention.span) for span in spans)
    ]
    return [(name, None) for name in dict.fromkeys(named)]


def _wholes(connection: Connection, level: Level) -> dict[str, str]:
    """What speakers belong to at a level, as the corpus says most often."""
    if level is Level.PERSON:
        return {}
    fields = ("speaker", "speaker_type", "organisation", "country")
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for row in statement_rows(connection, Filter(), fields=fields):
        values = dict(zip(fields, row, strict=True))
        whole = _actors(values)[level]
        if whole:
            told[values["speaker"]][whole] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in told.items()}


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
