"""Making a corpus, and bringing an older one forward. Migrations only go forward."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from counterpoint.errors import InputError, StoreError
from counterpoint.store.engine import Database, read_from, retrying
from counterpoint.store.schema import APPLICATION_ID, REVISIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["create", "ensure", "revision_of", "upgrade"]

_log = logging.getLogger(__name__)
_SCRIPTS = Path(__file__).with_name("migrations")


def revision_of(database: Database) -> str | None:
    """The revision that a corpus has; None if there is no corpus yet."""
    if database.path is not None and (
        not database.path.exists() or database.path.stat().st_size == 0
    ):
        return None

    def look() -> str | None:
        with read_from(database) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return str(found) if found else None

    return retrying(database, look)


def ensure(database: Database, *, create_new: bool, known: tuple[str, ...] = REVISIONS) -> None:
    """Bring a corpus to the newest revision; make it if that is wanted.

    Raises:
        InputError: If it does not exist and is not to be made.
        StoreError: If a newer Counterpoint wrote it.
    """
    found = revision_of(database)
    if found == known[-1]:
        return
    if found is None:
        if not create_new:
            raise InputError(
                f"{database.name}: there is no corpus yet",
                hint=f"counterpoint add {database.name} INPUT...",
            )
        create(database)
    elif found not in known:
        raise StoreError(
            f"{database.name}: a newer Counterpoint wrote this corpus (revision {found}; "
            f"this one knows up to {known[-1]})",
            hint="pip install --upgrade counterpoint",
        )
    elif not database.read_only:
        upgrade(database)


def create(database: Database) -> None:
    """Make the tables, views and indexes of an empty corpus."""
    _migrate(database, _SCRIPTS)


def upgrade(database: Database, *, scripts: Path = _SCRIPTS) -> Path | None:
    """Bring an older corpus forward in one transaction.

    Returns:
        The copy of the SQLite file as it was before; None on PostgreSQL.
    """
    copy = None
    if database.path is not None:
        copy = database.path.with_name(f"{database.path.name}.before-{revision_of(database)}")
        _copy(database.path, copy)
        _log.warning("kept a copy of the corpus as it was: %s", copy)
    _migrate(database, scripts)
    return copy


def _copy(path: Path, copy: Path) -> None:
    """A whole copy, the log included, under its name only when it is complete."""
    part = copy.with_name(copy.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with (
            contextlib.closing(sqlite3.connect(path)) as source,
            contextlib.closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
        part.replace(copy)
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise StoreError(
            f"{path}: no copy could be made before the migration ({error})",
            hint="make room in the folder; the corpus was not touched",
        ) from error


def _migrate(database: Database, scripts: Path) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    directory = ScriptDirectory.from_config(config)

    def once() -> None:
        with database.engine.connect() as connection:
            connection = connection.execution_options(counterpoint_writes=True)
            with connection.begin():
                _lock(connection, sqlite=database.sqlite)
                with EnvironmentContext(
                    config,
                    directory,
                    fn=lambda revision, _: directory._upgrade_revs("head", revision),
                ) as environment:
                    environment.configure(connection=connection, transactional_ddl=True)
                    environment.run_migrations()
                if database.sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    logging.getLogger("alembic").setLevel(logging.WARNING)
    retrying(database, once)


def _lock(connection: Connection, *, sqlite: bool) -> None:
    """Let one process migrate at a time; SQLite's write lock does it there."""
    if not sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": APPLICATION_ID})
