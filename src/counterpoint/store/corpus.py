"""Corpus: open one, add to it, judge what is in it, read it. The door to the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, func, select, text

from counterpoint.store import actors, judgements, readings, runs, undo
from counterpoint.store.carry import carry_marks
from counterpoint.store.documents import Added, Outcome, add_documents
from counterpoint.store.engine import WAIT, Database, read_from, retrying, write_to
from counterpoint.store.migrate import ensure
from counterpoint.store.rows import document_of
from counterpoint.store.schema import document
from counterpoint.types import AnnotatedDocument, Document
from counterpoint.types.actor import Decision, Linked, Voice
from counterpoint.types.judgement import Coder, Failure, Run, Step, Verdict
from counterpoint.types.selection import Filter

__all__ = ["ACTOR_FIELDS", "Corpus"]

ACTOR_FIELDS = (
    "id",
    "name",
    "type",
    "wikidata_id",
    "statements",
    "documents",
    "first",
    "last",
    "reason",
)

T = TypeVar("T")

_COUNTS = """
SELECT (SELECT count(*) FROM document WHERE live) AS documents,
       (SELECT count(*) FROM document WHERE NOT live) AS versions,
       (SELECT count(DISTINCT outlet) FROM document WHERE live AND outlet <> '') AS outlets,
       (SELECT min(day) FROM document WHERE live) AS first,
       (SELECT max(day) FROM document WHERE live) AS last,
       (SELECT count(*) FROM ruling) AS judged,
       (SELECT count(*) FROM actors) AS actors,
       (SELECT count(*) FROM coder WHERE kind = 'person') AS coders,
       (SELECT count(*) FROM unattached u JOIN run n ON n.key = u.run_key
        WHERE n.retracted_at IS NULL) AS unattached
"""
_UNATTACHED = """
SELECT u.statement_id AS statement_id, d.id AS document_id, u.content AS content,
       u.reason AS reason
FROM unattached u JOIN document d ON d.key = u.document_key JOIN run n ON n.key = u.run_key
WHERE n.retracted_at IS NULL ORDER BY u.key
"""


class Corpus:
    """Documents, findings, judgements and actors of one project.

    Every writing method is one transaction: when it returns, all of it is kept, whatever happens
    to the process afterwards; when it raises, nothing of it is.

    Args:
        place: Path ending in ``.counterpoint``, or ``postgresql://user@host/database``.
        create: Make the corpus if there is none.
        read_only: Refuse every write.
        wait: Seconds to wait for another process that writes (SQLite).

    Raises:
        InputError: If the place holds something else.
        StoreError: If it cannot be opened, or a newer version wrote it.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> with Corpus(f"{folder.name}/news.counterpoint", create=True) as corpus:
        ...     run = corpus.begin("add", Coder("reader"), {})
        ...     added = corpus.add([Document("d1", "No, she said.")], run)
        ...     [one.outcome.value for one in added]
        ['added']
        >>> folder.cleanup()
    """

    def __init__(
        self, place: str, *, create: bool = False, read_only: bool = False, wait: float = WAIT
    ) -> None:
        self.database = Database(str(place), read_only=read_only, wait=wait)
        try:
            ensure(self.database, create_new=create)
        except BaseException:
            self.database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return self.database.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment; for the functions of this package."""
        with read_from(self.database) as connection:
            yield connection

    def writing(self, work: Callable[[Connection], T]) -> T:
        """Do work in one transaction; it may be called again if the server went away."""
        return write_to(self.database, work)

    # Runs

    def begin(
        self,
        kind: str,
        who: Coder,
        settings: Mapping[str, object],
        *,
        identity: Mapping[str, object] | None = None,
        resume: bool = False,
    ) -> int:
        """Enter a run and give its key; see :func:`counterpoint.store.runs.begin_run`."""
        digest = runs.digest_of(settings if identity is None else identity)
        if resume:  # nothing is written where there is nothing to say
            with self.reading() as connection:
                found = runs.find_run(connection, kind, digest)
            if found is not None:
                return found

        def work(connection: Connection) -> int:
            judgements.lock(connection, f"{kind} {digest}")
            return runs.begin_run(
                connection, kind, who=who, settings=settings, digest=digest, resume=resume
            )

        return self.writing(work)

    def end(self, run: int, counts: Mapping[str, int]) -> None:
        """Say that a run came to its end."""
        self.writing(lambda connection: runs.end_run(connection, run, counts))

    def runs(self) -> list[Run]:
        """All runs, newest first."""
        with self.reading() as connection:
            return runs.runs(connection)

    def fail(self, run: int, failure: Failure) -> None:
        """Record a failure in a run."""
        self.writing(lambda connection: runs.note_failure(connection, run, failure))

    def failures(self) -> list[Failure]:
        """What failed and has not been done since."""
        with self.reading() as connection:
            return list(runs.failures(connection))

    # Documents

    def add(self, documents: Sequence[Document], run: int) -> list[Added]:
        """Add a batch of documents; says for each whether it is new, known or corrected."""

        def work(connection: Connection) -> list[Added]:
            judgements.lock(connection, "documents")
            added = add_documents(connection, run, documents)
            return [
                carry_marks(connection, run, one) if one.outcome is Outcome.CORRECTED else one
                for one in added
            ]

        return self.writing(work)

    def documents(self, *, ids: Iterable[str] = ()) -> Iterator[Document]:
        """Live documents in the order in which they were added; or those with these ids."""
        wanted = list(ids)
        query = select(document).order_by(document.c.key)
        query = query.where(document.c.id.in_(wanted) if wanted else document.c.live)
        with self.reading() as connection:
            streamed = connection.execution_options(stream_results=True, max_row_buffer=100)
            for row in streamed.execute(query).mappings():
                yield document_of(row)

    def count_documents(self) -> int:
        """How many live documents there are."""
        with self.reading() as connection:
            query = select(func.count()).select_from(document).where(document.c.live)
            return int(connection.execute(query).scalar_one())

    def counts(self) -> dict[str, Any]:
        """Numbers for a summary."""
        with self.reading() as connection:
            return dict(connection.execute(text(_COUNTS)).mappings().one())

    def unattached(self) -> list[dict[str, Any]]:
        """Marks of older versions that a corrected article has no place for."""
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(text(_UNATTACHED)).mappings()]

    # Findings

    def unread(self, run: int | None) -> Iterator[Document]:
        """Documents that a run has still to read. Adding readings meanwhile is fine."""
        last, batch = 0, 64
        while True:
            found = retrying(self.database, lambda after=last: self._unread(run, after, batch))  # type: ignore[misc]
            if not found:
                return
            for _, one in found:
                yield one
            last = found[-1][0]

    def _unread(self, run: int | None, after: int, batch: int) -> list[tuple[int, Document]]:
        with self.database.engine.connect() as connection, connection.begin():
            query = readings.pending(connection, run).where(document.c.key > after).limit(batch)
            found = connection.execute(query).mappings().all()
        return [(row["key"], document_of(row)) for row in found]

    def count_unread(self, run: int | None) -> int:
        """How many documents a run has still to read."""
        with self.reading() as connection:
            query = readings.pending(connection, run).order_by(None)
            return int(
                connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
            )

    def keep(
        self, run: int, found: Iterable[AnnotatedDocument], failed: Iterable[Failure] = ()
    ) -> int:
        """Keep what a run found in some documents, and what failed; gives the number of statements.

        All of it is kept when this returns, and of no document half.
        """
        annotated, failures = list(found), list(failed)

        def work(connection: Connection) -> int:
            if annotated:
                judgements.lock(connection, f"run {run}")
            for failure in failures:
                runs.note_failure(connection, run, failure)
            counts = (readings.add_reading(connection, run, one) for one in annotated)
            return sum(count for count in counts if count > 0)

        return self.writing(work)

    # Judgements

    def judge(
        self,
        id: str,
        verdict: Verdict,
        coder: Coder,
        *,
        changes: Mapping[str, str] | None = None,
        reason: str = "",
    ) -> int:
        """Add a judgement on a statement; see :func:`counterpoint.store.judgements.judge`."""
        return self.writing(
            lambda connection: judgements.judge(
                connection, id, verdict, coder, changes=changes, reason=reason
            )
        )

    def undo(self, *, by: str = "", run: int | None = None, who: Coder | None = None) -> Step | Run:
        """Retract the newest step (of one coder), or a whole run."""
        if run is not None:
            return self.writing(lambda connection: undo.undo_run(connection, run, who=who))
        return self.writing(lambda connection: undo.undo_step(connection, by=by, who=who))

    def redo(self, *, by: str = "", run: int | None = None, who: Coder | None = None) -> Step | Run:
        """Restore what was retracted last, or a run."""
        if run is not None:
            return self.writing(lambda connection: undo.redo_run(connection, run, who=who))
        return self.writing(lambda connection: undo.redo_step(connection, by=by, who=who))

    def history(self, id: str = "", *, limit: int | None = None) -> list[Step]:
        """What people did, newest first; of one statement or actor, if it is named."""
        with self.reading() as connection:
            if id and id.startswith("s"):
                id = judgements.find_statement(connection, id)
            return judgements.history(connection, id, limit=limit)

    # Actors

    def voices(self) -> Iterator[Voice]:
        """Every speaker of every document, for linking."""
        with self.reading() as connection:
            yield from actors.voices(connection)

    def decisions(self) -> list[Decision]:
        """What people decided about actors, which linking heeds."""
        with self.reading() as connection:
            return actors.made_decisions(connection)

    def keep_links(self, run: int, linked: Linked) -> None:
        """Keep what a link run found, and show it."""
        self.writing(lambda connection: actors.keep_links(connection, run, linked))

    def merge(self, name: str, others: Sequence[str], who: Coder, *, reason: str = "") -> str:
        """Make other actors part of one; gives a sentence."""
        return self.writing(
            lambda connection: actors.merge(connection, name, others, who, reason=reason)
        )

    def distinct(self, name: str, other: str, who: Coder, *, reason: str = "") -> str:
        """Remember that two actors are not the same; gives a sentence."""
        return self.writing(
            lambda connection: actors.distinct(connection, name, other, who, reason=reason)
        )

    def split(
        self,
        name: str,
        who: Coder,
        *,
        names: Sequence[str] = (),
        documents: Sequence[str] = (),
        called: str = "",
        reason: str = "",
    ) -> str:
        """Let voices leave an actor; see :func:`counterpoint.store.actors.split`."""
        return self.writing(
            lambda connection: actors.split(
                connection,
                name,
                who,
                names=names,
                documents=documents,
                called=called,
                reason=reason,
            )
        )

    def actor(self, name: str) -> dict[str, Any]:
        """All that is known of one actor."""
        with self.reading() as connection:
            return actors.describe(connection, name)

    def actors(
        self, selection: Filter | None = None, *, kind: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        """Actors with counts of the selected statements; the columns are ``ACTOR_FIELDS``."""
        with self.reading() as connection:
            yield from actors.actor_rows(connection, selection, kind=kind)

    def review(self, *, limit: int = 20) -> list[dict[str, Any]]:
        """Doubtful pairs, most valuable first."""
        with self.reading() as connection:
            return actors.review_queue(connection, limit=limit)
