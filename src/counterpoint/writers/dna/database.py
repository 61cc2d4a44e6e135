"""Write a whole DNA database, row by row, as it was read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.types.dna import SCHEMA, DnaDatabase, DnaRow
from counterpoint.writers.dna.schema import create_statements

__all__ = ["write_database"]


def write_database(database: DnaDatabase, path: str | os.PathLike[str]) -> None:
    """Write a database as a file that DNA 3 opens.

    The file appears whole or not at all; an older file of that name is replaced only then.

    Args:
        database: All tables; what DNA demands of the rows is checked by the database itself.
        path: Where to write, as a rule ending in ``.dna``.

    Raises:
        InputError: If a row breaks a rule of DNA's schema; the message names table and row.
    """
    write_rows(path, ((name, database.rows(name)) for name in SCHEMA))


def write_rows(
    path: str | os.PathLike[str],
    tables: Iterable[tuple[str, Iterable[DnaRow]]],
    *,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Write tables as they come, without holding them in memory.

    Args:
        path: Where to write.
        tables: Name and rows, in an order in which nothing refers to what comes later.
        progress: Called with the name of each table when it is done.
    """
    target = Path(path)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
            # The file is new and renamed when whole, so a journal would protect nothing.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for statement in create_statements():
                connection.execute(statement)
            for name, rows in tables:
                _insert(connection, name, rows)
                if progress is not None:
                    progress(name)
            _refuse_dangling(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = DELETE")
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def _insert(connection: sqlite3.Connection, name: str, rows: Iterable[DnaRow]) -> None:
    table = SCHEMA[name]
    marks = ", ".join("?" * len(table.columns))
    # Names come from the schema alone; every value is a parameter.
    statement = f"INSERT INTO {name} ({', '.join(table.names)}) VALUES ({marks})"  # noqa: S608
    seen: list[DnaRow] = []

    def watched() -> Iterable[DnaRow]:
        for row in rows:
            seen[:] = [row]
            yield row

    try:
        connection.executemany(statement, watched())
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        row = seen[0] if seen else ()
        raise InputError(
            f"table {name}, row {row[0] if row else '?'}: DNA does not allow it ({error})",
            hint="labels and document fields hold at most 190 characters, numbers have bounds",
        ) from error


def _refuse_dangling(connection: sqlite3.Connection) -> None:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        raise InputError(
            f"table {table}, row {row}: it refers to a row of {parent} that does not exist",
            hint="write the row that it refers to as well, or leave this one out",
        )
