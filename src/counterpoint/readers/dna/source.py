"""Open a DNA database, whatever holds it, and read it by rows or by columns.

SQLite files are read through the standard library; integer columns come as one text per column,
put together inside SQLite, which is an order of magnitude quicker than row by row. PostgreSQL and
other servers are read through SQLAlchemy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from counterpoint.errors import InputError, require_extra
from counterpoint.types.dna import SCHEMA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Source", "damaged", "open_source"]

_MAGIC = b"SQLite format 3\0"
_CHUNK = 4_000_000  # rows per text that SQLite puts together, far below its limit of 1 GB
_LONGER_HERE = "SELECT ID, Text FROM DOCUMENTS WHERE length(Text) <> length(CAST(Text AS BLOB))"
_LONGER_THERE = "SELECT ID, Text FROM DOCUMENTS WHERE octet_length(Text) <> char_length(Text)"
_OLD = "open DNA 3, make a new database, import the old file by Documents > Import, and use that"


class Source(Protocol):
    """A database that can be asked for rows and for columns of integers."""

    name: str

    def tables(self) -> frozenset[str]:
        """Names of the tables, in capitals."""

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """All rows of a query."""

    def long_texts(self) -> list[tuple[int, str]]:
        """Documents whose texts have more bytes than characters, and so may hold wide ones."""

    def integers(
        self, table: str, columns: Sequence[str], *, where: str = "", value: int = 0
    ) -> list[NDArray[np.int64]]:
        """Columns of integers, ordered by the first; ``where`` names a column to equal."""


def damaged(source: str, table: str, row: object, what: str) -> InputError:
    """The error for a database that breaks its own rules."""
    return InputError(
        f"{source}: table {table}, row {row}: {what}",
        hint="the database is damaged; use a backup, or repair the row with an SQLite editor",
    )


@contextmanager
def open_source(place: str | os.PathLike[str]) -> Iterator[Source]:
    """Open a DNA 3 database for reading.

    Args:
        place: Name of a ``.dna`` file, or the address of a database on a server, such as
            ``postgresql://user:password@host/name``.

    Raises:
        InputError: If it is not there, cannot be read, or is not a database of DNA 3.
    """
    if isinstance(place, str) and "://" in place:
        with _server(place) as server:
            _check(server)
            yield server
        return
    path = Path(place)
    _check_file(path)
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2.0)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        source = _SqliteSource(str(place), connection)
        _check(source)
        yield source
    except sqlite3.Error as error:
        raise _explain(str(place), error) from error
    except OverflowError as error:
        raise InputError(f"{place}: it holds a number that is too large ({error})") from error
    finally:
        connection.close()


class _SqliteSource:
    def __init__(self, name: str, connection: sqlite3.Connection) -> None:
        self.name = name
        self._connection = connection

    def tables(self) -> frozenset[str]:
        found = self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return frozenset(str(name).upper() for (name,) in found)

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        try:
            return self._connection.execute(query, parameters or {}).fetchall()
        except sqlite3.OperationalError as error:
            raise _explain(self.name, error) from error

    def long_texts(self) -> list[tuple[int, str]]:
        return _texts(self.rows(_LONGER_HERE))

    def integers(
        self, table: str, columns: Sequence[str], *, where: str = "", value: int = 0
    ) -> list[NDArray[np.int64]]:
        import numpy as np

        parts: list[list[NDArray[np.int64]]] = [[] for _ in columns]
        for low, high in self._ranges(table):
            condition = "ID BETWEEN :low AND :high" + (f" AND {where} = :value" if where else "")
            sound = " AND ".join(f"typeof({name}) = 'integer'" for name in columns)
            joined = ", ".join(f"group_concat({name})" for name in columns)
            # Names come from the schema alone; every value is a parameter.
            query = f"SELECT count(*), sum({sound}), {joined} FROM {table} WHERE {condition}"  # noqa: S608
            bounds = {"low": low, "high": high, "value": value}
            count, whole, *texts = self._connection.execute(query, bounds).fetchone()
            if count and whole != count:
                self._name_the_culprit(table, columns, sound, condition, bounds)
            for part, text in zip(parts, texts, strict=True):
                if text:
                    part.append(np.fromstring(str(text), dtype=np.int64, sep=","))
        empty = np.zeros(0, dtype=np.int64)
        arrays = [np.concatenate(part) if part else empty for part in parts]
        return _by_first(arrays)

    def _ranges(self, table: str) -> Iterator[tuple[int, int]]:
        """Bounds of ID that hold a limited number of rows each."""
        query = f"SELECT min(ID), max(ID) FROM {table}"  # noqa: S608
        low, last = self._connection.execute(query).fetchone()
        if low is None:
            return
        if last - low < _CHUNK:  # found without a scan
            yield low, last
            return
        inner = f"SELECT ID FROM {table} WHERE ID >= :low ORDER BY ID LIMIT {_CHUNK}"  # noqa: S608
        while True:
            query = f"SELECT count(*), max(ID) FROM ({inner})"  # noqa: S608
            count, high = self._connection.execute(query, {"low": low}).fetchone()
            if not count:
                return
            yield low, high
            if count < _CHUNK:
                return
            low = high + 1

    def _name_the_culprit(
        self,
        table: str,
        columns: Sequence[str],
        sound: str,
        condition: str,
        bounds: Mapping[str, int],
    ) -> None:
        names = ", ".join(("ID", *columns))
        query = f"SELECT {names} FROM {table} WHERE {condition} AND NOT ({sound})"  # noqa: S608
        row = self._connection.execute(f"{query} LIMIT 1", bounds).fetchone()
        for name, cell in zip(columns, row[1:], strict=True):
            if not isinstance(cell, int):
                raise damaged(self.name, table, row[0], f"{name} is {cell!r}, not a whole number")


class _ServerSource:
    def __init__(self, name: str, connection: Any) -> None:
        self.name = name
        self._connection = connection

    def tables(self) -> frozenset[str]:
        from sqlalchemy import inspect

        inspector = inspect(self._connection)
        return frozenset(str(name).upper() for name in inspector.get_table_names())

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        from sqlalchemy import text

        found = self._connection.execute(text(query), dict(parameters or {}))
        return [tuple(row) for row in found]

    def long_texts(self) -> list[tuple[int, str]]:
        return _texts(self.rows(_LONGER_THERE))

    def integers(
        self, table: str, columns: Sequence[str], *, where: str = "", value: int = 0
    ) -> list[NDArray[np.int64]]:
        import numpy as np

        condition = f" WHERE {where} = :value" if where else ""
        names = ("ID", *columns)
        query = f"SELECT {', '.join(names)} FROM {table}{condition}"  # noqa: S608
        found = self.rows(query, {"value": value} if where else None)
        for row in found:
            if None in row:
                raise damaged(self.name, table, row[0], f"{names[row.index(None)]} is empty")
        grid = np.asarray(found, dtype=np.int64).reshape(len(found), len(names))
        return _by_first([np.ascontiguousarray(column) for column in grid.T[1:]])


def _texts(rows: list[Any]) -> list[tuple[int, str]]:
    return [(number, text) for number, text in rows if isinstance(text, str)]


def _by_first(arrays: list[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    import numpy as np

    first = arrays[0]
    if len(first) < 2 or bool(np.all(first[1:] > first[:-1])):
        return arrays
    order = np.argsort(first, kind="stable")
    return [array[order] for array in arrays]


@contextmanager
def _server(address: str) -> Iterator[_ServerSource]:
    from sqlalchemy import create_engine, make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        url = make_url(address)
        if url.drivername in ("postgresql", "postgres"):
            require_extra("postgres", "psycopg")
            url = url.set(drivername="postgresql+psycopg")
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise InputError(
            f"the address of the database cannot be used: {error}",
            hint="write it as postgresql://user:password@host/name",
        ) from error
    name = url.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            yield _ServerSource(name, connection)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise InputError(
            f"{name}: the database cannot be read: {cause}",
            hint="check host, name, user and password, and that the user may read the tables",
        ) from error
    finally:
        engine.dispose()


def _check_file(path: Path) -> None:
    if not path.exists():
        raise InputError(f"{path}: there is no such file", hint="check the name and the folder")
    if path.is_dir():
        raise InputError(f"{path}: this is a folder", hint="name the .dna file itself")
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_MAGIC):
        what = "the file is empty" if not size else "this is not an SQLite database"
        raise InputError(
            f"{path}: {what}, so it is no DNA file",
            hint="DNA 3 saves databases as .dna; other formats are read by other commands",
        )
    page = int.from_bytes(head[16:18], "big") if len(head) == 100 else 0
    page = 65536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big") if len(head) == 100 else 0
    current = head[24:28] == head[92:96]  # whether the page count in the head is valid
    if len(head) < 100 or (current and page * pages > size):
        raise InputError(
            f"{path}: the file is cut off: {size} of {page * pages} bytes are there",
            hint="copy it again from where it came from, or use a backup",
        )


def _check(source: Source) -> None:
    tables = source.tables()
    if "SETTINGS" not in tables:
        raise InputError(
            f"{source.name}: a database, but not one of DNA: it has no table SETTINGS",
            hint="DNA 3 saves databases as .dna; other formats are read by other commands",
        )
    found = source.rows("SELECT Value FROM SETTINGS WHERE Property = 'version'")
    version = str(found[0][0]) if found else ""
    if version.startswith("2") or (not version and "ENTITIES" not in tables):
        raise InputError(
            f"{source.name}: this file was made by DNA 2, which keeps its data another way",
            hint=_OLD,
        )
    if not version.startswith("3."):
        told = f'version "{version}"' if version else "no version"
        raise InputError(
            f"{source.name}: SETTINGS names {told}, but only files of DNA 3 can be read",
            hint=_OLD,
        )
    missing = [name for name, table in SCHEMA.items() if table.required and name not in tables]
    if missing:
        raise InputError(
            f"{source.name}: the database has no table {', '.join(missing)}",
            hint="the database is damaged; use a backup",
        )


def _explain(name: str, error: sqlite3.Error) -> InputError:
    if "locked" in str(error):
        return InputError(
            f"{name}: another program is writing to it ({error})",
            hint="close the file in DNA and try again, or work on a copy",
        )
    return InputError(
        f"{name}: the database cannot be read: {error}",
        hint="the file is damaged or incomplete; copy it again, or use a backup",
    )
