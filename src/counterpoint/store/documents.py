"""Adding documents: new, known already, or a corrected version of one that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from counterpoint.store import rows
from counterpoint.store.schema import document, reading, run
from counterpoint.store.search import index_words
from counterpoint.types import Document, document_id

__all__ = ["Added", "Outcome", "add_documents", "refresh_documents"]


class Outcome(Enum):
    """What became of a document that was to be added."""

    ADDED = "added"
    KNOWN = "known"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Added:
    """A document with its place in the corpus."""

    outcome: Outcome
    key: int
    id: str
    replaces: int | None = None
    replaces_id: str = ""
    title: str = ""
    marks: Mapping[str, int] = field(default_factory=dict)  # carried, unattached


def add_documents(
    connection: Connection, run_key: int, documents: Sequence[Document]
) -> list[Added]:
    """Add a batch; the same text at the same address is one document.

    A text that differs at an address that is known is a new version of what is there; its id is
    made anew where the input gave the id of the old one.
    """
    known = _known(connection, documents)
    added = []
    for one in documents:
        row = rows.document_row(one)
        added.append(_add_one(connection, run_key, row, known))
    return added


def _known(
    connection: Connection, documents: Sequence[Document]
) -> dict[str, list[dict[str, Any]]]:
    """Documents of the corpus by address, those of this batch only."""
    addresses = {rows.address_of(one) for one in documents} - {""}
    ids = {one.id for one in documents}
    found: dict[str, list[dict[str, Any]]] = {}
    columns = (
        *(document.c.key, document.c.id, document.c.address),
        *(document.c.text, document.c.live, document.c.published),
    )
    for condition in (document.c.address.in_(addresses), document.c.id.in_(ids)):
        for row in connection.execute(select(*columns).where(condition).order_by(document.c.key)):
            entry = dict(row._mapping)
            for name in {entry["address"], f"#{entry['id']}"} - {""}:
                kept = found.setdefault(name, [])
                if all(other["key"] != entry["key"] for other in kept):
                    kept.append(entry)
    return found


def _add_one(
    connection: Connection,
    run_key: int,
    row: dict[str, Any],
    known: dict[str, list[dict[str, Any]]],
) -> Added:
    earlier = known.get(row["address"], []) if row["address"] else []
    named = known.get(f"#{row['id']}", [])
    same = [entry for entry in [*earlier, *named] if entry["text"] == row["text"]]
    if same and not _reverts(row, same, earlier):
        return _again(connection, run_key, same[0], earlier)
    if same:  # A, B, A: the third version is a document of its own
        row["id"] = document_id(row["text"], f"{row['address']}#{len(earlier)}")
    elif named:  # the id is taken by another text
        row["id"] = document_id(row["text"], row["address"] or row["id"])
    before = next((entry for entry in reversed(earlier) if entry["live"]), None)
    row |= {
        "run_key": run_key,
        "live": True,
        "replaces_key": before["key"] if before else None,
    }
    key = int(
        connection.execute(insert(document).values(**row).returning(document.c.key)).scalar_one()
    )
    _index(connection, key, row)
    entry = {"key": key, "live": True}
    entry |= {name: row[name] for name in ("id", "address", "text", "published")}
    if row["address"]:
        known.setdefault(row["address"], []).append(entry)
    known.setdefault(f"#{row['id']}", []).append(entry)
    if before is None:
        return Added(Outcome.ADDED, key, row["id"], title=row["title"])
    before["live"] = False
    connection.execute(update(document).where(document.c.key == before["key"]).values(live=False))
    return Added(Outcome.CORRECTED, key, row["id"], before["key"], before["id"], title=row["title"])


def _reverts(
    row: Mapping[str, Any], same: Sequence[Mapping[str, Any]], earlier: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether an older text stands at its address again: it is dated after the version there now.

    Without dates that say so it is the old copy, added once more.
    """
    now = next((entry for entry in reversed(earlier) if entry["live"]), None)
    if now is None or any(entry["live"] for entry in same):
        return False
    new, old = _moment(row["published"]), _moment(now["published"])
    return new is not None and old is not None and new > old


def _moment(published: str | None) -> datetime | None:
    """A stored time to compare; one without a zone is read as UTC."""
    found = rows.time_of(published)
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _again(
    connection: Connection, run_key: int, entry: dict[str, Any], earlier: Iterable[dict[str, Any]]
) -> Added:
    """A text that is there already; one whose run was undone comes back."""
    alone = not any(other["live"] for other in earlier if other["key"] != entry["key"])
    if not entry["live"] and alone:
        retracted = select(run.c.key).where(run.c.retracted_at.is_not(None))
        query = (
            update(document)
            .where(document.c.key == entry["key"], document.c.run_key.in_(retracted))
            .values(live=True, run_key=run_key)
        )
        if connection.execute(query).rowcount:
            entry["live"] = True
            return Added(Outcome.ADDED, entry["key"], entry["id"])
    return Added(Outcome.KNOWN, entry["key"], entry["id"])


def _index(connection: Connection, key: int, row: Mapping[str, Any]) -> None:
    if connection.dialect.name == "sqlite":
        query = "INSERT INTO document_text(rowid, title, text) VALUES (?, ?, ?)"
        connection.exec_driver_sql(query, (key, row["title"], row["text"]))
    else:
        connection.execute(
            text(
                "INSERT INTO document_text(document_key, words) "
                "VALUES (:key, to_tsvector('simple', :words))"
            ),
            {"key": key, "words": index_words(row["title"], row["text"])},
        )


def refresh_documents(connection: Connection, run_key: int) -> set[int]:
    """Work out again which documents are live after a run was retracted or restored.

    Returns:
        The documents with findings, whose statements have to be worked out again too.
    """
    after = select(document.c.replaces_key).where(document.c.replaces_key.is_not(None))
    gone = select(run.c.retracted_at).where(run.c.key == run_key)
    live = connection.execute(gone).scalar() is None
    alone = (document.c.replaces_key.is_(None), document.c.key.not_in(after))
    own = document.c.run_key == run_key
    connection.execute(update(document).where(own, *alone).values(live=live))
    done: set[int] = set()
    versions = select(document.c.key).where(
        own, document.c.replaces_key.is_not(None) | document.c.key.in_(after)
    )
    for key in connection.execute(versions).scalars().all():
        if key not in done:
            done |= _refresh_chain(connection, key)
    read = select(reading.c.document_key)
    own_read = select(document.c.key).where(own, document.c.key.in_(read))
    return done | {int(key) for key in connection.execute(own_read).scalars()}


def _refresh_chain(connection: Connection, key: int) -> set[int]:
    """Make the newest version whose run stands the live one."""
    chain, fresh = {key}, {key}
    while fresh:
        query = select(document.c.key, document.c.replaces_key).where(
            document.c.key.in_(fresh) | document.c.replaces_key.in_(fresh)
        )
        near = {int(part) for row in connection.execute(query) for part in row if part is not None}
        fresh = near - chain
        chain |= near
    newest = connection.execute(
        select(func.max(document.c.key))
        .join(run, run.c.key == document.c.run_key)
        .where(document.c.key.in_(chain), run.c.retracted_at.is_(None))
    ).scalar()
    connection.execute(
        update(document).where(document.c.key.in_(chain)).values(live=document.c.key == newest)
        if newest is not None
        else update(document).where(document.c.key.in_(chain)).values(live=False)
    )
    return chain
