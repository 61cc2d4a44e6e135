"""Is a corpus whole? And if not: what can be saved?"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import text

from counterpoint.store.engine import Database, read_from

__all__ = ["SAVED", "Health", "check", "salvage"]

# What people need back: table, and the columns that say what it is about.
SAVED = (
    "document",
    "reading",
    "voice",
    "statement",
    "coder",
    "step",
    "judgement",
    "actor",
    "run",
    "position",
    "chance",
)
_MOST = 20
_RULES = {
    "statement beyond the end of its document": (
        "SELECT count(*) FROM statement s JOIN reading r ON r.key = s.reading_key "
        'JOIN document d ON d.key = r.document_key WHERE s."end" > length(d.text)'
    ),
    "statement that is shown twice": (
        "SELECT count(*) FROM (SELECT s.id FROM statement s WHERE s.live "
        "GROUP BY s.id HAVING count(*) > 1) twice"
    ),
    "judgement of a statement that is not there": (
        "SELECT count(*) FROM judgement j WHERE NOT EXISTS "
        "(SELECT 1 FROM statement s WHERE s.id = j.statement_id)"
    ),
    "statement shown though its run is undone": (
        "SELECT count(*) FROM statement s JOIN reading r ON r.key = s.reading_key "
        "JOIN run n ON n.key = r.run_key WHERE s.live AND n.retracted_at IS NOT NULL"
    ),
    "document without an entry for search": (
        "SELECT count(*) FROM document d WHERE d.key NOT IN ({indexed})"
    ),
}


@dataclass(frozen=True, slots=True)
class Health:
    """What a check found: sentences, and how many rows can be read of each table."""

    problems: tuple[str, ...]
    readable: dict[str, int]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(database: Database) -> Health:
    """Look at everything: the file itself, references, and our own rules."""
    if database.path is not None:
        problems = _file_problems(database.path)
        if problems:
            readable = {table: sum(1 for _ in salvage(database.path, table)) for table in SAVED}
            return Health(tuple(problems), readable)
    return Health(tuple(_broken_rules(database)), _counts(database))


def _connect(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.resolve()))}?mode=ro"
    connection = sqlite3.connect(address, uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _file_problems(path: Path) -> list[str]:
    with contextlib.closing(_connect(path)) as connection:
        try:
            found = connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
            problems = [str(row[0]) for row in found if row[0] != "ok"]
            lost = connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST)
            problems += [f"{row[0]} row {row[1]} points to nothing in {row[2]}" for row in lost]
        except sqlite3.DatabaseError as error:
            problems = [str(error)]
    return problems


def _broken_rules(database: Database) -> Iterator[str]:
    indexed = (
        "SELECT rowid FROM document_text_docsize"
        if database.sqlite
        else ("SELECT document_key FROM document_text")
    )
    if database.sqlite:
        indexed = "SELECT id FROM document_text_docsize"
    with read_from(database) as connection:
        for what, query in _RULES.items():
            count = connection.execute(text(query.format(indexed=indexed))).scalar_one()
            if count:
                yield f"{count:,} × {what}"


def _counts(database: Database) -> dict[str, int]:
    with read_from(database) as connection:
        return {
            table: int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608
            for table in SAVED
        }


def salvage(path: Path, table: str) -> Iterator[dict[str, Any]]:
    """Yield every row of a table that can still be read, in the order of the keys.

    Goes on behind a damaged page: first by single keys, then by growing steps.
    """
    if table not in SAVED:
        raise ValueError(f"{table} is not saved")
    with contextlib.closing(_connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        last, limit, step = 0, 500, 1
        top = _highest(connection, table)
        while last < top:
            query = f"SELECT * FROM {table} WHERE key > ? ORDER BY key LIMIT ?"  # noqa: S608
            try:
                found = connection.execute(query, (last, limit)).fetchall()
            except (sqlite3.DatabaseError, UnicodeDecodeError):
                if limit > 1:
                    limit = 1
                else:
                    last, step = last + step, min(step * 2, 256)
                continue
            if not found:
                return
            for row in found:
                yield dict(row)
            last, step = found[-1]["key"], 1
            limit = min(limit * 2, 500)


def _highest(connection: sqlite3.Connection, table: str) -> int:
    """The highest key; where even that cannot be read, a bound by the size of the file."""
    with contextlib.suppress(sqlite3.DatabaseError):
        found = connection.execute(f"SELECT max(key) FROM {table}").fetchone()  # noqa: S608
        return int(found[0] or 0)
    try:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    except sqlite3.DatabaseError:
        return 0
    return int(pages) * 50
