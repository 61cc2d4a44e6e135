"""Full text: one small query language over FTS5 and PostgreSQL's tsvector.

    nuclear treaty          both words, anywhere
    "nuclear treaty"        the phrase
    treat*                  words that begin so
    treaty OR pact          one of them
    treaty -draft           without a word
    NEAR(treaty sign, 5)    both, at most five words apart

Case and accents do not count. Anything else is taken as words: no query is a mistake of syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from counterpoint.errors import InputError
from counterpoint.store import rows
from counterpoint.store.schema import document

__all__ = ["Hit", "Near", "Phrase", "Query", "fts_query", "parse_query", "search", "ts_query"]

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(
    r"""NEAR\(\s*(?P<near>[^()]*?)\s*(?:,\s*(?P<within>\d{1,3})\s*)?\)
      | (?P<minus>-?)"(?P<phrase>[^"]*)"?
      | (?P<or>\bOR\b)
      | (?P<not>-?)(?P<word>[^\s"()]+)""",
    re.VERBOSE,
)
_MARK = re.compile("[\u0300-\u036f]")
_AROUND = 80  # characters of a snippet on either side


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; the last one may be only a beginning."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Two or more words at most ``within`` words apart."""

    words: tuple[str, ...]
    within: int = 10


@dataclass(frozen=True, slots=True)
class Query:
    """All of the groups must hold, one part of each group; and none of what is excluded."""

    groups: tuple[tuple[Phrase | Near, ...], ...]
    excluded: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that holds what was searched, with a piece of it."""

    document_id: str
    title: str
    outlet: str
    published: str | None
    snippet: str
    start: int  # of the first found words in the text, in code points; -1 if in the title only
    end: int
    rank: float


def parse_query(words: str) -> Query:
    """Understand a query.

    Raises:
        InputError: If there is nothing to look for.
    """
    groups: list[list[Phrase | Near]] = []
    excluded: list[Phrase] = []
    joins = False
    for match in _PART.finditer(words[:2000]):
        if match["or"]:
            joins = bool(groups)
            continue
        for part, gone in _parts(match):
            if gone and isinstance(part, Phrase):
                excluded.append(part)
            elif joins:
                groups[-1].append(part)
            else:
                groups.append([part])
            joins = False
    if not groups:
        raise InputError(
            f'there is nothing to search for in "{words[:60]}"',
            hint='give at least one word, as in: counterpoint search CORPUS "nuclear treaty"',
        )
    return Query(tuple(map(tuple, groups)), tuple(excluded))


def _parts(match: re.Match[str]) -> Iterator[tuple[Phrase | Near, bool]]:
    if match["near"] is not None:
        found = _words(match["near"])
        if len(found) > 1:
            yield Near(found, int(match["within"] or 10)), False
        elif found:
            yield Phrase(found), False
        return
    raw = match["phrase"] if match["phrase"] is not None else match["word"]
    found = _words(raw)
    if found:
        prefix = raw.endswith("*")
        yield Phrase(found, prefix), bool(match["minus"] or match["not"])


def _words(raw: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(raw))


def index_words(title: str, body: str) -> str:
    """The words of a document as PostgreSQL indexes them: the same that FTS5 sees."""
    return " ".join(_WORD.findall(rows.folded(f"{title}\n{body}")))[:900_000]


def fts_query(query: Query) -> str:
    """The query in the language of SQLite's FTS5."""

    def one(part: Phrase | Near) -> str:
        if isinstance(part, Near):
            return f"NEAR({' '.join(_quoted(word) for word in part.words)}, {part.within})"
        return _quoted(" ".join(part.words)) + ("*" if part.prefix else "")

    wanted = " AND ".join(f"({' OR '.join(map(one, group))})" for group in query.groups)
    return wanted + "".join(f" NOT {one(part)}" for part in query.excluded)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def ts_query(query: Query) -> str:
    """The query in the language of PostgreSQL's to_tsquery (configuration simple)."""

    def one(part: Phrase | Near) -> str:
        if isinstance(part, Near):
            return _ts_near(part)
        words = [f"'{rows.folded(word)}'" for word in part.words]
        if part.prefix:
            words[-1] += ":*"
        return f"({' <-> '.join(words)})"

    wanted = " & ".join(f"({' | '.join(map(one, group))})" for group in query.groups)
    return wanted + "".join(f" & !{one(part)}" for part in query.excluded)


def _ts_near(part: Near) -> str:
    """Distances one by one, both ways: PostgreSQL has only exact ones."""
    pairs = []
    words = [rows.folded(word) for word in part.words]
    for at, first in enumerate(words):
        for second in words[at + 1 :]:
            apart = range(1, min(part.within, 50) + 2)
            both = [f"('{first}' <{n}> '{second}') | ('{second}' <{n}> '{first}')" for n in apart]
            pairs.append(f"({' | '.join(both)})")
    return f"({' & '.join(pairs)})"


def search(
    connection: Connection,
    words: str,
    *,
    limit: int = 20,
    only: tuple[str, Mapping[str, Any]] = ("", {}),
) -> tuple[int, list[Hit]]:
    """The number of live documents that hold the words, and the best of them with snippets.

    Args:
        connection: Within one reading transaction.
        words: As :func:`parse_query` reads them.
        limit: At most so many.
        only: A condition over the documents ``d``, and its values.
    """
    query = parse_query(words)
    if connection.dialect.name == "sqlite":
        count, ranked = _search_sqlite(connection, fts_query(query), limit, only)
    else:
        count, ranked = _search_postgres(connection, ts_query(query), limit, only)
    columns = (
        document.c.key,
        document.c.id,
        document.c.title,
        document.c.outlet,
        document.c.published,
        document.c.text,
    )
    found = {
        row.key: row
        for row in connection.execute(
            select(*columns).where(document.c.key.in_(bindparam("keys", expanding=True))),
            {"keys": [key for key, _ in ranked]},
        )
    }
    pattern = _pattern(query)
    hits = []
    for key, rank in ranked:
        row = found[key]
        snippet, start, end = _snippet(row.text, pattern)
        hits.append(Hit(row.id, row.title, row.outlet, row.published, snippet, start, end, rank))
    return count, hits


def _search_sqlite(
    connection: Connection, query: str, limit: int, only: tuple[str, Mapping[str, Any]]
) -> tuple[int, list[tuple[int, float]]]:
    condition, values = only
    matching = "FROM document_text WHERE document_text MATCH :query"
    if condition:  # of constants; its values are bound
        matching += f" AND rowid IN (SELECT d.key FROM document d WHERE {condition})"  # noqa: S608
    dead = {
        int(key)
        for key in connection.execute(select(document.c.key).where(~document.c.live)).scalars()
    }
    total = connection.execute(
        text(f"SELECT count(*) {matching}"),
        {"query": query, **values},
    ).scalar_one()
    found = connection.execute(
        text(f"SELECT rowid, rank {matching} ORDER BY rank LIMIT :limit"),
        {"query": query, "limit": limit + len(dead), **values},
    ).all()
    if dead:
        gone = connection.execute(
            text(
                f"SELECT count(*) {matching} AND rowid IN (SELECT key FROM document WHERE NOT live)"  # noqa: S608
            ),
            {"query": query, **values},
        ).scalar_one()
        total -= gone
    kept = [(int(key), float(rank)) for key, rank in found if int(key) not in dead]
    return int(total), kept[:limit]


def _search_postgres(
    connection: Connection, query: str, limit: int, only: tuple[str, Mapping[str, Any]]
) -> tuple[int, list[tuple[int, float]]]:
    condition, values = only
    matching = (
        "FROM document_text t JOIN document d ON d.key = t.document_key AND d.live, "
        "to_tsquery('simple', :query) q WHERE t.words @@ q"
        + (f" AND {condition}" if condition else "")
    )
    given = {"query": query, **values}
    total = connection.execute(text(f"SELECT count(*) {matching}"), given).scalar_one()
    found = connection.execute(
        text(
            f"SELECT d.key, -ts_rank_cd(t.words, q, 1) AS rank {matching} "
            "ORDER BY rank, d.key LIMIT :limit"
        ),
        {**given, "limit": limit},
    ).all()
    return int(total), [(int(key), float(rank)) for key, rank in found]


def _pattern(query: Query) -> re.Pattern[str]:
    """Finds the searched words in a text whose letters may have accents."""
    wanted: list[str] = []
    for group in query.groups:
        for part in group:
            if isinstance(part, Phrase):
                phrase = r"[\W_]+".join(map(_with_accents, part.words))
                wanted.append(phrase + (r"[^\W_]*" if part.prefix else ""))
            else:
                wanted += map(_with_accents, part.words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(wanted)})(?![^\W_])", re.IGNORECASE)


def _with_accents(word: str) -> str:
    base = "".join(char for char in unicodedata.normalize("NFKD", word) if not _MARK.match(char))
    return "".join(f"{_ACCENTED.get(char, re.escape(char))}{_MARK.pattern}*" for char in base)


def _accented() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            found[base] = found.get(base, base) + chr(code)
    return {base: f"[{letters}]" for base, letters in found.items()}


_ACCENTED = _accented()


def _snippet(body: str, pattern: re.Pattern[str]) -> tuple[str, int, int]:
    """Words around the first found place, on one line."""
    match = pattern.search(body)
    start, end = match.span() if match else (-1, -1)
    middle = max(start, 0)
    left, right = max(0, middle - _AROUND), min(len(body), max(end, 0) + _AROUND)
    while 0 < left < middle and not body[left - 1].isspace():
        left += 1
    while right < len(body) and right > end and not body[right].isspace():
        right -= 1
    piece = " ".join(body[left:right].split())
    return ("… " if left else "") + piece + (" …" if right < len(body) else ""), start, end
