"""Statements as a new database of DNA 3: every table, every row that DNA expects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterpoint.errors import InputError
from counterpoint.types import Column, StatementTable, VariableKind
from counterpoint.types.dna import DATA_TABLES, SCHEMA, TEXT_LIMIT, DnaDatabase, DnaRow
from counterpoint.types.utf16 import to_utf16
from counterpoint.writers.dna.passwords import hash_password

__all__ = ["dna_database", "lost_in_dna"]

_VERSION, _DATE = "3.1.2", "2026-06-30"  # what DNA writes into SETTINGS
_BLACK = (0, 0, 0)
_TYPE_COLOUR = (239, 208, 51)


def dna_database(table: StatementTable, password: str) -> DnaDatabase:
    """All tables of a database with these statements.

    Labels, titles and document fields are cut to DNA's limit; statements without words get a text
    of their own, because DNA allows no empty span.

    Args:
        table: Statements of one type.
        password: Of coder 1 and every other coder; DNA has no way in without one.

    Raises:
        InputError: If there is no password.
    """
    if not password:
        raise InputError(
            "a .dna file needs a password for its coders", hint="give one with --password"
        )
    return _Writer(table).database(hash_password(password))


def lost_in_dna(table: StatementTable) -> list[str]:
    """What a .dna file cannot hold of these statements, in words."""
    lost = []
    if any(isinstance(one, str) for one in table.ids.tolist()[:1]):
        lost.append("the ids of statements (DNA numbers them from 1)")
    if table.clusters is not None:
        lost.append("which statements are copies of each other")
    long_labels = sum(
        len(label) > TEXT_LIMIT
        for column in table.variables.values()
        if column.kind is VariableKind.SHORT_TEXT
        for label in column.labels
    )
    if long_labels:
        lost.append(f"the ends of {long_labels} labels beyond {TEXT_LIMIT} characters")
    if table.documents.texts is None:
        lost.append("nothing of the texts, for there are none (placeholders stand for them)")
    gaps = [name for name, column in table.variables.items() if _has_gaps(column)]
    if gaps:
        lost.append(f"that values of {', '.join(gaps)} are missing (DNA gets an empty text or 0)")
    return lost


def _has_gaps(column: Column) -> bool:
    if column.is_text:
        return bool((column.codes < 0).any())
    return column.missing is not None and bool(column.missing.any())


class _Writer:
    """Builds rows; ids are given out in order."""

    def __init__(self, table: StatementTable) -> None:
        self.table = table
        self.coders = ["Admin"]
        if table.coders is not None:
            names = [_cut(name) for name in table.coders.labels if name]
            self.coders = list(dict.fromkeys(names)) or self.coders
        self.coder_ids = {name: at for at, name in enumerate(self.coders, start=1)}
        self.texts = self._texts()

    def database(self, password: str) -> DnaDatabase:
        """The tables."""
        entities, entity_ids = self._entities()
        tables: dict[str, tuple[DnaRow, ...]] = {name: () for name in SCHEMA}
        tables["SETTINGS"] = (("date", _DATE), ("version", _VERSION))
        tables["CODERS"] = tuple(
            self._row("CODERS", ID=at, Name=name, Password=password)
            for name, at in self.coder_ids.items()
        )
        pairs = [(a, b) for a in self.coder_ids.values() for b in self.coder_ids.values() if a != b]
        tables["CODERRELATIONS"] = tuple(
            self._row("CODERRELATIONS", ID=at, Coder=one, OtherCoder=other)
            for at, (one, other) in enumerate(pairs, start=1)
        )
        tables["DOCUMENTS"] = tuple(self._documents())
        label = _cut(self.table.statement_type) or "DNA Statement"
        tables["STATEMENTTYPES"] = ((1, label, *_TYPE_COLOUR),)
        tables["VARIABLES"] = tuple(
            (at, _cut(name), column.kind.value, 1)
            for at, (name, column) in enumerate(self.table.variables.items(), start=1)
        )
        tables["STATEMENTS"] = tuple(self._statements())
        tables["ENTITIES"] = tuple(entities)
        for kind, name in DATA_TABLES.items():
            tables[name] = tuple(self._values(VariableKind(kind), entity_ids))
        tables |= self._attributes(entity_ids)
        return DnaDatabase(tables)

    def _row(self, name: str, **values: Any) -> DnaRow:
        return tuple(values.get(one.name, one.default) for one in SCHEMA[name].columns)

    def _texts(self) -> list[str]:
        documents = self.table.documents
        texts = [""] * len(documents) if documents.texts is None else list(documents.texts)
        ends = [0] * len(documents)
        for document, stop in zip(
            self.table.document_rows.tolist(), self.table.stops.tolist(), strict=True
        ):
            ends[document] = max(ends[document], int(stop), 1)
        return [
            text.replace("\0", "\ufffd").ljust(end, "\u00b7" if not text else " ")
            for text, end in zip(texts, ends, strict=True)
        ]

    def _documents(self) -> Iterator[DnaRow]:
        documents = self.table.documents
        for at in range(len(documents)):
            fields = {
                name: _cut(str(column.value(at) or "")) for name, column in documents.fields.items()
            }
            yield self._row(
                "DOCUMENTS",
                ID=at + 1,
                Title=fields.get("title") or _cut(f"Document {documents.ids[at]}"),
                Text=self.texts[at],
                Coder=1,
                Author=fields.get("author", ""),
                Source=fields.get("source", ""),
                Section=fields.get("section", ""),
                Type=fields.get("type", ""),
                Notes="",
                Date=int(documents.dates[at]),
            )

    def _statements(self) -> Iterator[DnaRow]:
        table = self.table
        for at in range(len(table)):
            document = int(table.document_rows[at])
            start = max(0, int(table.starts[at]))
            stop = max(start + 1, int(table.stops[at]))
            first, last = to_utf16(self.texts[document], [start, stop])
            coder = table.coders.value(at) if table.coders is not None else None
            who = self.coder_ids.get(_cut(str(coder or "")), 1)
            yield (at + 1, 1, document + 1, first, last, who)

    def _entities(self) -> tuple[list[DnaRow], dict[tuple[str, str], int]]:
        rows: list[DnaRow] = []
        ids: dict[tuple[str, str], int] = {}
        for number, (name, column) in enumerate(self.table.variables.items(), start=1):
            if column.kind is not VariableKind.SHORT_TEXT:
                continue
            colours = column.attributes.get("colour", ())
            for at, label in enumerate(("", *column.labels)):
                key = (name, _cut(label))
                if key in ids:
                    continue
                ids[key] = len(rows) + 1
                colour = _rgb(colours[at - 1]) if at and colours else _BLACK
                rows.append((len(rows) + 1, number, key[1], *colour, None))
        return rows, ids

    def _values(
        self, kind: VariableKind, entity_ids: dict[tuple[str, str], int]
    ) -> Iterator[DnaRow]:
        number = 0
        for variable, (name, column) in enumerate(self.table.variables.items(), start=1):
            if column.kind is not kind:
                continue
            for at in range(len(self.table)):
                number += 1
                value: Any = column.value(at)
                if kind is VariableKind.SHORT_TEXT:
                    value = entity_ids[(name, _cut(str(value or "")))]
                elif kind is VariableKind.LONG_TEXT:
                    value = str(value or "").replace("\0", "\ufffd")
                else:
                    value = int(value or 0)
                yield (number, at + 1, variable, value)

    def _attributes(self, entity_ids: dict[tuple[str, str], int]) -> dict[str, tuple[DnaRow, ...]]:
        names: list[DnaRow] = []
        values: list[DnaRow] = []
        for variable, (name, column) in enumerate(self.table.variables.items(), start=1):
            for attribute in column.attributes:
                if attribute == "colour" or column.kind is not VariableKind.SHORT_TEXT:
                    continue
                names.append((len(names) + 1, variable, _cut(attribute)))
                given = dict(zip(column.labels, column.attributes[attribute], strict=True))
                cut = {_cut(label): value for label, value in given.items()}
                for (owner, label), entity in entity_ids.items():
                    if owner == name:
                        shown = _cut(str(cut.get(label, "")))
                        values.append((len(values) + 1, entity, len(names), shown))
        return {"ATTRIBUTEVARIABLES": tuple(names), "ATTRIBUTEVALUES": tuple(values)}


def _cut(text: str) -> str:
    return text.replace("\0", "\ufffd")[:TEXT_LIMIT]


def _rgb(colour: str) -> tuple[int, int, int]:
    try:
        number = int(colour.removeprefix("#"), 16)
    except ValueError:
        return _BLACK
    return number >> 16 & 255, number >> 8 & 255, number & 255
