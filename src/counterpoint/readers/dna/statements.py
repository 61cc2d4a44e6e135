"""The statements of one type of a DNA database, in columns."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.readers.dna.source import Source, damaged, open_source
from counterpoint.types.dna import DATA_TABLES
from counterpoint.types.network import Column, DocumentTable, StatementTable, VariableKind
from counterpoint.types.utf16 import from_utf16

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["read_dna"]


@dataclass(frozen=True, slots=True)
class _Variable:
    id: int
    name: str
    kind: VariableKind


def read_dna(
    place: str | os.PathLike[str],
    statement_type: str = "",
    *,
    variables: Collection[str] | None = None,
    texts: bool = False,
) -> StatementTable:
    """Read the statements of one type from a database of DNA 3.

    A statement without a value row for a variable has no value there. Positions are turned from
    DNA's UTF-16 units into code points.

    Args:
        place: Name of a ``.dna`` file, or the address of a database on a server.
        statement_type: Label of the type; empty takes the first with two short text variables.
        variables: Read only these, to save time; None reads all.
        texts: Whether to read the texts of the documents too.

    Raises:
        InputError: If the file cannot be read, is damaged, or lacks the type; the message names
            table and row, or the types that there are.

    Example:
        >>> read_dna("no-such.dna")
        Traceback (most recent call last):
        ...
        counterpoint.errors.InputError: no-such.dna: there is no such file
    """
    with open_source(place) as source:
        types = _types(source)
        type_id, label = _choose(source, types, statement_type)
        documents = _documents(source, texts=texts)
        return _table(source, (type_id, label), types[type_id][1], documents, variables)


def _types(source: Source) -> dict[int, tuple[str, list[_Variable]]]:
    types: dict[int, tuple[str, list[_Variable]]] = {}
    for type_id, label in source.rows("SELECT ID, Label FROM STATEMENTTYPES ORDER BY ID"):
        types[type_id] = (str(label), [])
    found = source.rows("SELECT ID, Variable, DataType, StatementTypeId FROM VARIABLES ORDER BY ID")
    for variable, name, kind, owner in found:
        if kind not in DATA_TABLES:
            raise damaged(source.name, "VARIABLES", variable, f"DataType {kind!r} does not exist")
        if owner not in types:
            what = f"statement type {owner} does not exist"
            raise damaged(source.name, "VARIABLES", variable, what)
        types[owner][1].append(_Variable(variable, str(name), VariableKind(kind)))
    return types


def _choose(
    source: Source, types: Mapping[int, tuple[str, list[_Variable]]], wanted: str
) -> tuple[int, str]:
    for type_id, (label, variables) in types.items():
        short = [one for one in variables if one.kind is VariableKind.SHORT_TEXT]
        if label == wanted or (not wanted and len(short) > 1):
            return type_id, label
    if not wanted and types:
        first = next(iter(types))
        return first, types[first][0]
    there = ", ".join(f'"{label}"' for label, _ in types.values()) or "none"
    raise InputError(
        f'{source.name}: there is no statement type "{wanted}"',
        hint=f"statement types in this database: {there}",
    )


def _documents(source: Source, *, texts: bool) -> DocumentTable:
    import numpy as np

    ids, dates = source.integers("DOCUMENTS", ("ID", "Date"))
    query = "SELECT Author, Source, Section, Type, Title FROM DOCUMENTS ORDER BY ID"
    columns = list(zip(*source.rows(query), strict=True)) or [()] * 5
    names = ("author", "source", "section", "type", "title")
    fields = {}
    for name, values in zip(names, columns, strict=True):
        if set(map(type, values)) - {str}:
            at = next(at for at, value in enumerate(values) if not isinstance(value, str))
            what = f"{name} is {values[at]!r}, not a text"
            raise damaged(source.name, "DOCUMENTS", ids[at], what)
        fields[name] = Column.of_texts(values)
    full = None
    if texts:
        found = source.rows("SELECT Text FROM DOCUMENTS ORDER BY ID")
        full = tuple(str(text) for (text,) in found)
    if len(np.unique(ids)) != len(ids):
        raise damaged(source.name, "DOCUMENTS", "?", "an ID occurs twice")
    return DocumentTable(ids, dates, fields, full)


def _table(
    source: Source,
    statement_type: tuple[int, str],
    variables: list[_Variable],
    documents: DocumentTable,
    wanted: Collection[str] | None,
) -> StatementTable:
    import numpy as np

    type_id, label = statement_type
    names = ("ID", "DocumentId", "Start", "Stop", "Coder")
    ids, owners, starts, stops, coders = source.integers(
        "STATEMENTS", names, where="StatementTypeId", value=type_id
    )
    rows = _lookup(documents.ids, owners)
    if len(rows) and int(rows.min()) < 0:
        at = int(np.argmin(rows))
        what = f"document {owners[at]} does not exist"
        raise damaged(source.name, "STATEMENTS", ids[at], what)
    wrong = np.flatnonzero((starts < 0) | (stops <= starts))
    if len(wrong):
        at = int(wrong[0])
        what = f"Start {starts[at]} and Stop {stops[at]} are no stretch of text"
        raise damaged(source.name, "STATEMENTS", ids[at], what)
    starts, stops = _code_points(source, documents, rows, (starts, stops))
    chosen = [one for one in variables if wanted is None or one.name in wanted]
    return StatementTable(
        statement_type=label,
        ids=ids,
        document_rows=rows,
        documents=documents,
        starts=starts,
        stops=stops,
        variables={one.name: _column(source, one, ids) for one in chosen},
        coders=_coders(source, ids, coders),
    )


def _column(source: Source, variable: _Variable, ids: NDArray[np.int64]) -> Column:
    if variable.kind is VariableKind.LONG_TEXT:
        return _long_texts(source, variable, ids)
    short = variable.kind is VariableKind.SHORT_TEXT
    table = DATA_TABLES[variable.kind]
    value = "Entity" if short else "Value"
    owners, values = source.integers(
        table, ("StatementId", value), where="VariableId", value=variable.id
    )
    at = _place(source, variable, owners, ids)
    if short:
        return _labelled(source, variable, (owners, at, values), len(ids))
    return _numbers(source, variable, (owners, at, values), len(ids))


def _place(
    source: Source, variable: _Variable, owners: NDArray[np.int64], ids: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Which statement each value row belongs to; the rows come by statement."""
    import numpy as np

    if np.array_equal(owners, ids):
        return np.arange(len(ids))
    at = _lookup(ids, owners)
    if len(at) and int(at.min()) < 0:
        owner = int(owners[int(np.argmin(at))])
        what = f"statement {owner} does not exist, or is of another type"
        raise _damaged_value(source, variable, owner, what)
    again = np.flatnonzero(np.diff(at) == 0)
    if len(again):
        owner = int(owners[int(again[0])])
        what = f"statement {owner} has a second value for the same variable"
        raise _damaged_value(source, variable, owner, what)
    return at


def _damaged_value(source: Source, variable: _Variable, owner: int, what: str) -> InputError:
    """The error for the value row of a statement; only now its own number is looked up."""
    table = DATA_TABLES[variable.kind]
    # Names come from the schema alone; values are parameters.
    query = f"SELECT max(ID) FROM {table} WHERE StatementId = :owner AND VariableId = :one"  # noqa: S608
    found = source.rows(query, {"owner": owner, "one": variable.id})
    return damaged(source.name, table, found[0][0], what)


def _labelled(
    source: Source, variable: _Variable, found: tuple[NDArray[np.int64], ...], size: int
) -> Column:
    import numpy as np

    owners, at, entities = found
    query = "SELECT ID, Value, Red, Green, Blue FROM ENTITIES WHERE VariableId = :one ORDER BY ID"
    known = source.rows(query, {"one": variable.id})
    for entity in known:
        if not isinstance(entity[1], str):
            raise damaged(source.name, "ENTITIES", entity[0], "its label is not a text")
    labels = tuple(entity[1] for entity in known)
    if len(set(labels)) != len(labels):
        raise damaged(source.name, "ENTITIES", "?", f"a label of {variable.name} occurs twice")
    codes = np.full(size, -1, dtype=np.int64)
    known_ids = np.asarray([entity[0] for entity in known], dtype=np.int64)
    codes[at] = _lookup(known_ids, entities)
    if len(at) and int(codes[at].min()) < 0:
        wrong = int(np.argmin(codes[at]))
        what = f"entity {entities[wrong]} does not exist, or belongs to another variable"
        raise _damaged_value(source, variable, int(owners[wrong]), what)
    colours = tuple("#" + "".join(f"{one or 0:02X}" for one in row[2:]) for row in known)
    attributes = {"colour": colours, **_attributes(source, variable, known_ids)}
    return Column(variable.kind, codes, labels, attributes=attributes)


def _attributes(
    source: Source, variable: _Variable, entities: NDArray[np.int64]
) -> dict[str, tuple[str, ...]]:
    if not {"ATTRIBUTEVARIABLES", "ATTRIBUTEVALUES"} <= source.tables():
        return {}
    places = {int(entity): at for at, entity in enumerate(entities)}
    one = {"one": variable.id}
    query = "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = :one"
    values = {number: [""] * len(places) for number, _ in source.rows(query, one)}
    names = {number: str(name) for number, name in source.rows(query, one)}
    query = (
        "SELECT v.ID, v.EntityId, v.AttributeVariableId, v.AttributeValue FROM ATTRIBUTEVALUES v"
        " JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId WHERE a.VariableId = :one"
    )
    for row, entity, number, value in source.rows(query, one):
        if entity not in places:
            what = f"entity {entity} does not exist, or belongs to another variable"
            raise damaged(source.name, "ATTRIBUTEVALUES", row, what)
        values[number][places[entity]] = str(value)
    return {names[number]: tuple(column) for number, column in values.items()}


def _numbers(
    source: Source, variable: _Variable, found: tuple[NDArray[np.int64], ...], size: int
) -> Column:
    import numpy as np

    owners, at, values = found
    if variable.kind is VariableKind.BOOLEAN and len(values):
        wrong = np.flatnonzero((values != 0) & (values != 1))
        if len(wrong):
            what = f"Value {values[wrong[0]]} is neither 0 nor 1"
            raise _damaged_value(source, variable, int(owners[wrong[0]]), what)
    codes = np.zeros(size, dtype=np.int64)
    codes[at] = values
    missing = np.ones(size, dtype=bool)
    missing[at] = False
    return Column(variable.kind, codes, missing=missing if missing.any() else None)


def _long_texts(source: Source, variable: _Variable, ids: NDArray[np.int64]) -> Column:
    import numpy as np

    query = "SELECT StatementId, Value FROM DATALONGTEXT WHERE VariableId = :one"
    found = sorted(source.rows(query, {"one": variable.id}), key=lambda row: int(row[0]))
    owners = np.asarray([row[0] for row in found], dtype=np.int64)
    values: list[str | None] = [None] * len(ids)
    for place, row in zip(_place(source, variable, owners, ids).tolist(), found, strict=True):
        values[place] = None if row[1] is None else str(row[1])
    return Column.of_texts(values, VariableKind.LONG_TEXT)


def _coders(source: Source, ids: NDArray[np.int64], coders: NDArray[np.int64]) -> Column:
    import numpy as np

    known = source.rows("SELECT ID, Name FROM CODERS ORDER BY ID")
    names: list[str] = []
    for number, name in known:
        names.append(f"{name} ({number})" if name in names else str(name))
    codes = _lookup(np.asarray([row[0] for row in known], dtype=np.int64), coders)
    if len(codes) and int(codes.min()) < 0:
        wrong = int(np.argmin(codes))
        what = f"coder {coders[wrong]} does not exist"
        raise damaged(source.name, "STATEMENTS", ids[wrong], what)
    return Column(VariableKind.SHORT_TEXT, codes, tuple(names))


def _code_points(
    source: Source,
    documents: DocumentTable,
    rows: NDArray[np.int64],
    spans: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions in code points; only documents with wide characters need a look at the text."""
    import numpy as np

    starts, stops = spans[0].copy(), spans[1].copy()
    for document, text in source.long_texts():
        if max(text, default="") <= "\uffff":
            continue
        at = np.flatnonzero(documents.ids[rows] == document)
        starts[at] = from_utf16(text, spans[0][at].tolist())
        stops[at] = from_utf16(text, spans[1][at].tolist())
    return starts, stops


def _lookup(known: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.int64]:
    """Positions of values in a sorted array, -1 where it does not hold them."""
    import numpy as np

    if not len(known):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, at, -1)
