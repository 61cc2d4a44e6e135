"""The corpus as the faces use it: open it, read it, correct it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from counterpoint.store.corpus import ACTOR_FIELDS, Corpus
from counterpoint.store.judgements import FIELDS as CHANGEABLE
from counterpoint.store.search import Hit
from counterpoint.store.search import search as search_text
from counterpoint.store.view import (
    FIELDS,
    as_json_value,
    count_statements,
    statement_rows,
    where_of_documents,
)
from counterpoint.types.selection import Filter

__all__ = [
    "ACTOR_FIELDS",
    "CHANGEABLE",
    "FIELDS",
    "PRINTED",
    "Corpus",
    "Hit",
    "as_json_value",
    "count",
    "search",
    "statements",
]

PRINTED = (*FIELDS, "speaker_type", "role")


def statements(
    corpus: Corpus,
    selection: Filter,
    *,
    fields: Sequence[str] = PRINTED,
    statuses: Sequence[str] = (),
    limit: int | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield the selected statements as rows of these fields; ``negated`` is true or false."""
    at = fields.index("negated") if "negated" in fields else -1
    with corpus.reading() as connection:
        found = statement_rows(connection, selection, fields=fields, statuses=statuses, limit=limit)
        if at < 0:
            yield from found
        else:
            for row in found:
                yield (*row[:at], bool(row[at]), *row[at + 1 :])


def count(corpus: Corpus, selection: Filter) -> int:
    """How many statements a filter selects."""
    with corpus.reading() as connection:
        return count_statements(connection, selection)


def search(
    corpus: Corpus, words: str, *, selection: Filter | None = None, limit: int = 20
) -> tuple[int, list[Hit]]:
    """How many of the selected documents hold the words, and the best of them."""
    with corpus.reading() as connection:
        sqlite = connection.dialect.name == "sqlite"
        only = where_of_documents(selection or Filter(), sqlite=sqlite)
        return search_text(connection, words, limit=limit, only=only)
