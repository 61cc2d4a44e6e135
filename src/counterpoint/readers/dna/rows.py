"""A whole DNA database, row by row."""

from __future__ import annotations

import os

from counterpoint.readers.dna.rules import Finding, schema_findings
from counterpoint.readers.dna.source import Source, damaged, open_source
from counterpoint.types.dna import SCHEMA, DnaCell, DnaDatabase, DnaTable

__all__ = ["raw_database", "read_database"]


def read_database(place: str | os.PathLike[str]) -> DnaDatabase:
    """Read all tables of a database of DNA 3, as they are stored.

    Missing value rows and missing optional tables are no error; whatever breaks DNA's own rules
    for rows is.

    Args:
        place: Name of a ``.dna`` file, or the address of a database on a server.

    Raises:
        InputError: If it cannot be read or is damaged; the message names table and row.
    """
    with open_source(place) as source:
        database = raw_database(source)
        finding: Finding | None = next(schema_findings(database), None)
        if finding is not None:
            raise damaged(source.name, finding.table, finding.row, finding.what)
        return database


def raw_database(source: Source) -> DnaDatabase:
    """All tables without any check; what is not there has no rows."""
    there = source.tables()
    return DnaDatabase(
        {name: _rows(source, table) for name, table in SCHEMA.items() if name in there}
    )


def _rows(source: Source, table: DnaTable) -> tuple[tuple[DnaCell, ...], ...]:
    columns = ", ".join(table.names)
    # Names come from the schema alone.
    found = source.rows(f"SELECT {columns} FROM {table.name}")  # noqa: S608
    rows = [tuple(row) for row in found]
    rows.sort(key=lambda row: (isinstance(row[0], str), row[0] if row[0] is not None else -1))
    return tuple(rows)
