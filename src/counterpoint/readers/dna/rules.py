"""What DNA 3 demands of a database, rule by rule.

The numbers are those of the list of what a writer must fill: 1 tables, keys and references;
2 settings; 3 coders; 4 statement types; 5 empty entities; 6 attribute values; 7 a value per
variable; 8 length of texts; 9 spans; 10 dates; 11 line ends.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from counterpoint.types.dna import (
    DATA_TABLES,
    SCHEMA,
    TEXT_LIMIT,
    DnaCell,
    DnaColumn,
    DnaDatabase,
    DnaRow,
    DnaTable,
)

__all__ = ["RULES", "Finding", "findings_of", "schema_findings"]

_HASH_BYTES = 48
_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule: which, where and what."""

    rule: int
    table: str
    row: DnaCell
    what: str


def findings_of(database: DnaDatabase) -> list[Finding]:
    """All breaches, by rule."""
    found = list(schema_findings(database))
    for rule in RULES:
        found += rule(database)
    return sorted(found, key=lambda one: one.rule)


def schema_findings(database: DnaDatabase) -> Iterator[Finding]:
    """Breaches of types, bounds, lengths, uniqueness and references (rules 1, 8, 9 and 10)."""
    known = {name: {row[0] for row in database.rows(name)} for name in SCHEMA}
    for name, table in SCHEMA.items():
        yield from _repeated(table, database.rows(name))
        for row in database.rows(name):
            for column, cell in zip(table.columns, row, strict=True):
                what = _wrong(column, cell)
                if what:
                    yield Finding(_rule_of(column, table), name, row[0], f"{column.name} {what}")
                elif (
                    column.references and cell is not None and cell not in known[column.references]
                ):
                    what = f"{column.name} is {cell}, which is not in {column.references}"
                    yield Finding(1, name, row[0], what)
            yield from _between(table, row)


def _rule_of(column: DnaColumn, table: DnaTable) -> int:
    if column.limited:
        return 8
    if table.name == "STATEMENTS" and column.name in ("Start", "Stop"):
        return 9
    return 10 if column.name == "Date" else 1


def _wrong(column: DnaColumn, cell: DnaCell) -> str:
    if cell is None:
        return "" if column.null else "is empty"
    if column.kind == "int":
        return _wrong_number(column, cell)
    if not isinstance(cell, str):
        return f"is {cell!r}, not a text"
    if column.limited and len(cell) > TEXT_LIMIT:
        return f"has {len(cell)} characters; {TEXT_LIMIT} fit"
    if column.options and cell not in column.options:
        return f'is "{cell}"; allowed: {", ".join(column.options)}'
    return ""


def _wrong_number(column: DnaColumn, cell: DnaCell) -> str:
    if not isinstance(cell, int) or isinstance(cell, bool):
        return f"is {cell!r}, not a whole number"
    low = -_INT64 if column.low is None else column.low
    high = _INT64 - 1 if column.high is None else column.high
    return "" if low <= cell <= high else f"is {cell}; allowed: {low} to {high}"


def _repeated(table: DnaTable, rows: tuple[DnaRow, ...]) -> Iterator[Finding]:
    keys = [table.names[:1]] + ([table.unique] if table.unique else [])
    for key in keys:
        places = [table.names.index(name) for name in key]
        seen: set[tuple[DnaCell, ...]] = set()
        for row in rows:
            values = tuple(row[place] for place in places)
            if values in seen and None not in values:
                yield Finding(1, table.name, row[0], f"{', '.join(key)} occurs twice: {values}")
            seen.add(values)


def _between(table: DnaTable, row: DnaRow) -> Iterator[Finding]:
    """Conditions between columns: the schema's ``checks``, spelled out."""
    cells = dict(zip(table.names, row, strict=True))
    if table.name == "STATEMENTS":
        start, stop = cells["Start"], cells["Stop"]
        if isinstance(start, int) and isinstance(stop, int) and start >= stop:
            yield Finding(9, table.name, row[0], f"Start {start} is not before Stop {stop}")
    pairs = {"CODERRELATIONS": ("Coder", "OtherCoder")}
    pairs["VARIABLELINKS"] = ("SourceVariableId", "TargetVariableId")
    if table.name in pairs:
        one, other = pairs[table.name]
        if cells[one] is not None and cells[one] == cells[other]:
            yield Finding(1, table.name, row[0], f"{one} and {other} are the same")


def _tables(database: DnaDatabase) -> Iterator[Finding]:
    for name in SCHEMA:
        if name not in database.tables:
            yield Finding(1, name, None, "the table is missing")


def _settings(database: DnaDatabase) -> Iterator[Finding]:
    settings = {row[0]: row[1] for row in database.rows("SETTINGS")}
    version = settings.get("version")
    if not str(version or "").startswith("3."):
        yield Finding(2, "SETTINGS", "version", f"is {version!r}; DNA 3 wants 3.something")
    if "date" not in settings:
        yield Finding(2, "SETTINGS", "date", "is missing")


def _coders(database: DnaDatabase) -> Iterator[Finding]:
    coders = {record["ID"]: record for record in database.records("CODERS")}
    if 1 not in coders:
        yield Finding(3, "CODERS", 1, "there is no coder 1, so nobody can open the file")
    for number, record in coders.items():
        if not record["Name"]:
            yield Finding(3, "CODERS", number, "the coder has no name")
        if not _is_hash(record["Password"]):
            yield Finding(3, "CODERS", number, "Password is no hash of DNA's kind")
    pairs = {(row["Coder"], row["OtherCoder"]) for row in database.records("CODERRELATIONS")}
    for one in coders:
        for other in coders:
            if one != other and (one, other) not in pairs:
                what = f"no row says what coder {one} may see of coder {other}"
                yield Finding(3, "CODERRELATIONS", None, what)


def _is_hash(cell: DnaCell) -> bool:
    try:
        return len(base64.b64decode(str(cell), validate=True)) == _HASH_BYTES
    except ValueError:
        return False


def _types(database: DnaDatabase) -> Iterator[Finding]:
    if not database.rows("STATEMENTTYPES"):
        yield Finding(4, "STATEMENTTYPES", None, "there is no statement type")
    short: dict[DnaCell, int] = {}
    for record in database.records("VARIABLES"):
        if record["DataType"] == "short text":
            owner = record["StatementTypeId"]
            short[owner] = short.get(owner, 0) + 1
    if database.rows("STATEMENTTYPES") and max(short.values(), default=0) < 2:
        what = "no statement type has two short text variables, so no network can be exported"
        yield Finding(4, "VARIABLES", None, what)


def _short_variables(database: DnaDatabase) -> list[DnaCell]:
    return [
        record["ID"]
        for record in database.records("VARIABLES")
        if record["DataType"] == "short text"
    ]


def _empty_entities(database: DnaDatabase) -> Iterator[Finding]:
    empty = {
        record["VariableId"] for record in database.records("ENTITIES") if record["Value"] == ""
    }
    for variable in _short_variables(database):
        if variable not in empty:
            what = f"variable {variable} has no entity with an empty Value"
            yield Finding(5, "ENTITIES", None, what)


def _attributes(database: DnaDatabase) -> Iterator[Finding]:
    there = {row[1:3] for row in database.rows("ATTRIBUTEVALUES")}
    entities: dict[DnaCell, list[DnaCell]] = {}
    for record in database.records("ENTITIES"):
        entities.setdefault(record["VariableId"], []).append(record["ID"])
    for number, variable, name in database.rows("ATTRIBUTEVARIABLES"):
        for entity in entities.get(variable, []):
            if (entity, number) not in there:
                what = f'entity {entity} has no value of attribute "{name}"'
                yield Finding(6, "ATTRIBUTEVALUES", None, what)


def _values(database: DnaDatabase) -> Iterator[Finding]:
    variables: dict[DnaCell, list[tuple[DnaCell, str]]] = {}
    for record in database.records("VARIABLES"):
        table = DATA_TABLES.get(str(record["DataType"]))
        if table:
            variables.setdefault(record["StatementTypeId"], []).append((record["ID"], table))
    there = {name: {row[1:3] for row in database.rows(name)} for name in DATA_TABLES.values()}
    for record in database.records("STATEMENTS"):
        for variable, table in variables.get(record["StatementTypeId"], []):
            if (record["ID"], variable) not in there[table]:
                what = f"statement {record['ID']} has no value of variable {variable}"
                yield Finding(7, table, None, what)
    kinds = {
        record["ID"]: DATA_TABLES.get(str(record["DataType"]))
        for record in database.records("VARIABLES")
    }
    for table in DATA_TABLES.values():
        for row in database.rows(table):
            if row[2] in kinds and kinds[row[2]] != table:
                what = f"variable {row[2]} keeps its values in {kinds[row[2]]}"
                yield Finding(7, table, row[0], what)


def _spans(database: DnaDatabase) -> Iterator[Finding]:
    lengths = {
        record["ID"]: len(str(record["Text"]).encode("utf-16-le", "surrogatepass")) // 2
        for record in database.records("DOCUMENTS")
    }
    for record in database.records("STATEMENTS"):
        length, stop = lengths.get(record["DocumentId"]), record["Stop"]
        if length is not None and isinstance(stop, int) and stop > length:
            what = f"Stop {stop} lies beyond the text, which ends at {length}"
            yield Finding(9, "STATEMENTS", record["ID"], what)


def _line_ends(database: DnaDatabase) -> Iterator[Finding]:
    for record in database.records("DOCUMENTS"):
        if "\r" in str(record["Text"]):
            what = "the text holds carriage returns, which DNA's screen may drop"
            yield Finding(11, "DOCUMENTS", record["ID"], what)


RULES: tuple[Callable[[DnaDatabase], Iterator[Finding]], ...] = (
    _tables,
    _settings,
    _coders,
    _types,
    _empty_entities,
    _attributes,
    _values,
    _spans,
    _line_ends,
)
