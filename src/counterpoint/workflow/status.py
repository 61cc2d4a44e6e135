"""How a corpus stands."""

from __future__ import annotations

from typing import Any

from counterpoint.store.corpus import Corpus
from counterpoint.store.engine import Database
from counterpoint.store.integrity import Health, check
from counterpoint.types.selection import Filter
from counterpoint.workflow.corpus import count

__all__ = ["health", "summary"]


def summary(place: str) -> dict[str, Any]:
    """Counts, the span of time, the last run, and what is waiting to be judged."""
    with Corpus(place) as corpus:
        runs = corpus.runs()
        analysed = next(
            (one for one in runs if one.kind == "analyse" and one.retracted_at is None), None
        )
        found = corpus.counts()
        unread = corpus.count_unread(analysed.key) if analysed else found["documents"]
        last = runs[0] if runs else None
        return {
            "corpus": corpus.name,
            "documents": found["documents"],
            "older_versions": found["versions"],
            "outlets": found["outlets"],
            "from": found["first"],
            "to": found["last"],
            "statements": count(corpus, Filter()),
            "judged": found["judged"],
            "actors": found["actors"],
            "coders": found["coders"],
            "not_analysed": unread,
            "failures": len(corpus.failures()),
            "unattached_marks": found["unattached"],
            "last_run": f"{last.key}, {last.kind}, {last.started_at:%Y-%m-%d %H:%M}"
            if last
            else "",
        }


def health(place: str) -> Health:
    """Whether a corpus is whole, and what can be read of it; works on damaged files too."""
    database = Database(place, read_only=True)
    try:
        return check(database)
    finally:
        database.close()
