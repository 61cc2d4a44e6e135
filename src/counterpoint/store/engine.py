"""Connections: which database, how it is opened, and what its errors mean to a person."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from counterpoint.errors import InputError, StoreError, require_extra
from counterpoint.store.schema import APPLICATION_ID

__all__ = [
    "SUFFIX",
    "Database",
    "is_url",
    "read_from",
    "retrying",
    "shown",
    "write_to",
]

_log = logging.getLogger(__name__)
SUFFIX = ".counterpoint"
WAIT = 30.0  # seconds that a second process waits for the first
_TRIES = 5
_MAGIC = b"SQLite format 3\0"
T = TypeVar("T")


def is_url(place: str) -> bool:
    """Whether a corpus is named by a database URL instead of a path."""
    return "://" in place


def shown(place: str) -> str:
    """The place as it may be printed: without a password."""
    return make_url(place).render_as_string(hide_password=True) if is_url(place) else place


class Database:
    """An engine with its place; says whether it is SQLite, and whether it may write.

    Args:
        place: Path ending in ``.counterpoint``, or ``postgresql://…``.
        read_only: Refuse every write; a file that cannot be written is opened this way by itself.
        wait: Seconds to wait for another process that writes.

    Raises:
        InputError: If the place is no place of a corpus.
        StoreError: If it exists but cannot be opened.
    """

    def __init__(self, place: str, *, read_only: bool = False, wait: float = WAIT) -> None:
        self.place = place
        self.wait = wait
        self.sqlite = not is_url(place)
        self.path = Path(place) if self.sqlite else None
        if self.path is not None:
            _check_file(self.path)
            self.read_only = read_only or (self.path.exists() and not os.access(place, os.W_OK))
            self.engine = _sqlite_engine(self.path, read_only=self.read_only, wait=wait)
        else:
            self.read_only = read_only
            self.engine = _postgres_engine(place)

    @property
    def name(self) -> str:
        """The place, without a password."""
        return shown(self.place)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _check_file(path: Path) -> None:
    if path.suffix != SUFFIX:
        raise InputError(
            f"{path}: a corpus is a path ending in {SUFFIX}, or a database URL",
            hint=f"for example {path.stem or 'news'}{SUFFIX}, or postgresql://host/database",
        )
    if path.is_dir():
        raise InputError(f"{path}: is a folder, not a corpus", hint="name another path")
    if not path.exists() or path.stat().st_size == 0:
        return
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_MAGIC):
        raise InputError(
            f"{path}: is another kind of file, not a corpus",
            hint="a corpus is made by: counterpoint add NEW.counterpoint INPUT...",
        )
    told = int.from_bytes(head[68:72], "big")
    if len(head) < 100 or told not in (0, APPLICATION_ID) or (told == 0 and _foreign(path)):
        raise InputError(
            f"{path}: is a SQLite file of another program, not a corpus",
            hint="counterpoint import CORPUS FILE reads .dna files",
        )


def _foreign(path: Path) -> bool:
    """Whether a database that says of no program to be its own holds another one's tables."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    try:
        with closing(
            sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
        ) as one:
            names = {str(name) for (name,) in one.execute(query)}
    except sqlite3.Error:
        return False  # damaged or busy: opening it says so
    return bool(names) and "alembic_version" not in names


def _sqlite_engine(path: Path, *, read_only: bool, wait: float) -> Engine:
    mode = "mode=ro" if read_only else "mode=rwc"
    folder = path.resolve().parent
    if (
        read_only
        and not os.access(folder, os.W_OK)
        and not path.with_name(path.name + "-wal").exists()
    ):
        mode += "&immutable=1"  # no place for the log's index beside a file that nobody writes
    address = f"file:{quote(str(path.resolve()))}?{mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )
        connection.create_function("lower", 1, _lower, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=_pool())
    event.listen(engine, "begin", _begin)
    return engine


def _lower(value: Any) -> Any:
    """Lower case of every script; SQLite's own knows only ASCII."""
    return value.lower() if isinstance(value, str) else value


def _pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _begin(connection: Connection) -> None:
    """Take the write lock at the start of a writing transaction, so that nothing fails halfway."""
    writes = connection.get_execution_options().get("counterpoint_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres_engine(place: str) -> Engine:
    try:
        url: URL = make_url(place)
    except ArgumentError as error:
        raise InputError(
            f"{place}: is not a database URL", hint="postgresql://user@host/database"
        ) from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise InputError(
            f"{shown(place)}: no corpus can be kept on {url.get_backend_name()}",
            hint="use a path ending in .counterpoint (SQLite) or postgresql://",
        )
    require_extra("postgres", "psycopg")
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_size=2,
            connect_args={"connect_timeout": 10, "application_name": "counterpoint"},
        )
    except (ArgumentError, NoSuchModuleError) as error:
        raise InputError(f"{shown(place)}: {error}") from error


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise explain(database, error) from error
    except sqlite3.Error as error:
        raise _explain_text(database, str(error)) from error


def explain(database: Database, error: DBAPIError) -> StoreError:
    """What a database error means, and what to do."""
    return _explain_text(database, str(error.orig).strip())


_MEANINGS = (
    (
        ("database is locked", "database table is locked", "deadlock", "lock timeout"),
        "another process is writing to it",
        "wait until it is done and run again; nothing was lost",
    ),
    (
        ("readonly database", "read-only", "permission denied", "must be owner"),
        "it may not be written",
        "copy it to a place of your own, or ask for the right to write",
    ),
    (
        ("disk is full", "No space left", "disk I/O error", "could not extend file", "too big"),
        "there is no room to write",
        "make room and run again; what was finished is kept",
    ),
    (
        ("malformed", "not a database", "disk image", "corrupt", "invalid page"),
        "the file is damaged",
        "counterpoint status CORPUS --check says what can be saved, counterpoint export saves it",
    ),
    (
        ("unable to open database file",),
        "it cannot be opened",
        "check that the folder exists and may be written",
    ),
    (
        (
            "could not connect",
            "failed to resolve",
            "connection refused",
            "connection failed",
            "connection is bad",
            "server closed the connection",
            "terminating connection",
            "the connection is closed",
            "connection timeout",
            "shutting down",
            "starting up",
            "consuming input failed",
        ),
        "the database server does not answer",
        "start the server or check the address; what was finished is kept",
    ),
    (
        ("password authentication", "no password supplied", "does not exist"),
        "the server refuses the connection",
        "check user, password and name of the database in the URL",
    ),
)


def _explain_text(database: Database, message: str) -> StoreError:
    lower = message.lower()
    for marks, what, hint in _MEANINGS:
        if any(mark.lower() in lower for mark in marks):
            return StoreError(f"{database.name}: {what} ({message.splitlines()[0]})", hint=hint)
    return StoreError(f"{database.name}: {message}", hint="run again with -vv for the details")


def _passing(error: DBAPIError) -> bool:
    """Whether the same work may succeed a moment later: a lost server, a conflict of writers.

    Of two that add the same thing at once the second finds it there when it tries again.
    """
    state = getattr(error.orig, "sqlstate", None) or ""
    passing = state[:2] in ("08", "40", "57") or state in ("55P03", "23505")
    return (
        bool(error.connection_invalidated)
        or passing
        or (
            type(error.orig).__module__.startswith("psycopg")
            and type(error.orig).__name__ == "OperationalError"
        )
    )


def retrying(database: Database, work: Callable[[], T]) -> T:
    """Do a piece of work that is one transaction; again if the server went away in the middle.

    Raises:
        StoreError: If it still fails after several tries, or for a reason that will not pass.
    """
    for attempt in range(_TRIES):
        try:
            return work()
        except DBAPIError as error:
            if attempt + 1 == _TRIES or not _passing(error):
                raise explain(database, error) from error
            pause = 0.2 * 2**attempt
            _log.warning("the database went away, trying again in %.1f s", pause)
            time.sleep(pause)
        except sqlite3.Error as error:
            raise _explain_text(database, str(error)) from error
    raise StoreError(f"{database.name}: not reached")  # pragma: no cover


@contextmanager
def read_from(database: Database) -> Iterator[Connection]:
    """A connection whose reads all see the same moment."""
    with _explained(database), database.engine.connect() as connection:
        if not database.sqlite:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def write_to(database: Database, work: Callable[[Connection], T]) -> T:
    """Run work in one writing transaction: all of it is kept, or nothing.

    Args:
        database: Where.
        work: Gets the connection; may be called again if the server went away, so it must not
            have effects elsewhere.
    """
    if database.read_only:
        raise StoreError(
            f"{database.name}: it may not be written",
            hint="copy it to a place of your own, or ask for the right to write",
        )

    def once() -> T:
        with database.engine.connect() as connection:
            connection = connection.execution_options(counterpoint_writes=True)
            with connection.begin():
                return work(connection)

    return retrying(database, once)


def scalar(connection: Connection, query: str, **values: Any) -> Any:
    """The one value of a query."""
    return connection.execute(text(query), values).scalar()
