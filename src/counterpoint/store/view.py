"""What a Filter selects, as a stream: statements, documents, counts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from counterpoint.store import rows
from counterpoint.store.search import fts_query, parse_query, ts_query
from counterpoint.store.views import STATEMENT_COLUMNS, STATEMENT_FROM
from counterpoint.types.selection import Filter

__all__ = ["FIELDS", "count_statements", "statement_rows", "where_of", "where_of_documents"]

# The fields of the contract, in their order.
FIELDS = tuple(STATEMENT_COLUMNS)[:20]
_COLUMNS = STATEMENT_COLUMNS | {  # for code, not for people
    "key": "s.key",
    "reading": "r.key",
    "judged_at": "COALESCE(g.judged_at, '')",
    "found_speaker": "COALESCE(a.name, v.name, '')",  # as the machine has it
    "found_speaker_id": "a.id",
    "found_organisation": "COALESCE(o.name, v.organisation, '')",
    "found_country": "COALESCE(c.name, v.country, '')",
    "found_type": "COALESCE(a.type, v.type, '')",
    "found_labels": "s.labels",
}
_BATCH = 2000


def statement_rows(
    connection: Connection,
    selection: Filter,
    *,
    fields: Sequence[str] = FIELDS,
    statuses: Sequence[str] = (),
    limit: int | None = None,
    extra: str = "",
    extra_values: Mapping[str, Any] | None = None,
) -> Iterator[tuple[Any, ...]]:
    """Yield the selected statements, one row of fields each, in the order they were found.

    Any number of rows in little memory. The row has values as the database gives them:
    ``negated`` may be 0 or 1.

    Args:
        connection: Within one reading transaction.
        selection: What to select.
        fields: Names of columns of the statements view.
        statuses: Only statements that stand so (open, accepted, …).
        limit: At most so many.
        extra: A further condition, for callers in this package.
        extra_values: Values of that condition.
    """
    condition, values = where_of(selection, sqlite=connection.dialect.name == "sqlite")
    if statuses:
        names = [f"status{at}" for at in range(len(statuses))]
        condition += f" AND COALESCE(g.status, 'open') IN ({', '.join(':' + n for n in names)})"
        values |= dict(zip(names, statuses, strict=True))
    if extra:
        condition += f" AND {extra}"
        values |= dict(extra_values or {})
    chosen = ", ".join(_COLUMNS[name] for name in fields)
    query = f"SELECT {chosen} FROM {STATEMENT_FROM} WHERE {condition} ORDER BY s.key"  # noqa: S608 - constants; values are bound
    if limit is not None:
        query += " LIMIT :limit"
        values["limit"] = limit
    streamed = connection.execution_options(stream_results=True, max_row_buffer=_BATCH)
    result = streamed.execute(text(query), values)
    raw = result.cursor if connection.dialect.name == "sqlite" else None
    if raw is None:
        for batch in result.partitions(_BATCH):
            yield from map(tuple, batch)
        return
    try:
        while batch := raw.fetchmany(_BATCH):  # the driver's own rows: twice as quick
            yield from batch
    finally:
        result.close()


def count_statements(connection: Connection, selection: Filter) -> int:
    """How many statements a filter selects."""
    condition, values = where_of(selection, sqlite=connection.dialect.name == "sqlite")
    query = f"SELECT count(*) FROM {STATEMENT_FROM} WHERE {condition}"  # noqa: S608 - as above
    return int(connection.execute(text(query), values).scalar_one())


def where_of(selection: Filter, *, sqlite: bool) -> tuple[str, dict[str, Any]]:
    """The condition of a filter over the statements, and its values."""
    values: dict[str, Any] = {}
    parts: list[str] = [_shown(selection), *_of_documents(selection, values, sqlite=sqlite)]

    def one_of(expression: str, name: str, wanted: Sequence[str]) -> str:
        return _one_of(expression, name, wanted, values)

    plain = (
        ("coder", "k.name", selection.coders),
        ("manner", STATEMENT_COLUMNS["manner"], [one.value for one in selection.manners]),
        ("act", STATEMENT_COLUMNS["act"], [one.value for one in selection.acts]),
    )
    parts += [one_of(expression, name, wanted) for name, expression, wanted in plain if wanted]
    for name, wanted in (
        ("speaker", selection.actors),
        ("organisation", selection.organisations),
        ("country", selection.countries),
    ):
        if wanted:
            parts.append(_named(name, wanted, values))
    if selection.concepts:
        parts.append(_on_concept(one_of("{}", "concept", selection.concepts), sqlite=sqlite))
    if selection.min_score:
        parts.append("s.score >= :min_score")
        values["min_score"] = selection.min_score
    return " AND ".join(parts), values


def where_of_documents(selection: Filter, *, sqlite: bool) -> tuple[str, dict[str, Any]]:
    """The condition of a filter over the documents ``d``, and its values; empty without a filter.

    What is said of statements selects the documents that hold such a statement.
    """
    values: dict[str, Any] = {}
    parts = _of_documents(selection, values, sqlite=sqlite)
    if selection != _documents_alone(selection):
        condition, values = where_of(selection, sqlite=sqlite)
        parts = [f"d.key IN (SELECT r.document_key FROM {STATEMENT_FROM} WHERE {condition})"]  # noqa: S608 - constants; values are bound
    return " AND ".join(parts), values


def _documents_alone(selection: Filter) -> Filter:
    """As much of a filter as speaks of documents."""
    return Filter(
        since=selection.since,
        until=selection.until,
        outlets=selection.outlets,
        languages=selection.languages,
        documents=selection.documents,
        text=selection.text,
    )


def _of_documents(selection: Filter, values: dict[str, Any], *, sqlite: bool) -> list[str]:
    parts = []
    if selection.since:
        parts.append("d.day >= :since")
        values["since"] = _day(selection.since)
    if selection.until:
        parts.append("d.day <= :until")
        values["until"] = _day(selection.until)
    for name, expression, wanted in (
        ("outlet", "d.outlet", selection.outlets),
        ("language", "d.language", selection.languages),
        ("document", "d.id", selection.documents),
    ):
        if wanted:
            parts.append(_one_of(expression, name, wanted, values))
    if selection.text.strip():
        parts.append(_holding(selection.text, values, sqlite=sqlite))
    return parts


def _one_of(expression: str, name: str, wanted: Sequence[str], values: dict[str, Any]) -> str:
    names = [f"{name}{at}" for at in range(len(wanted))]
    values.update(zip(names, wanted, strict=True))
    return f"{expression} IN ({', '.join(':' + one for one in names)})"


def _on_concept(among: str, *, sqlite: bool) -> str:
    """What people say that a statement is about, or else what the machine says."""
    labels = STATEMENT_COLUMNS["labels"]
    said = f"json_extract({labels}, '$.concept')" if sqlite else f"({labels})::json ->> 'concept'"
    coded = (
        "SELECT p.statement_key FROM position p JOIN run pn ON pn.key = p.run_key "  # noqa: S608
        f"WHERE pn.retracted_at IS NULL AND {among.format('p.target')}"
    )
    return f"({among.format(said)} OR ({said} IS NULL AND s.key IN ({coded})))"


def _shown(selection: Filter) -> str:
    """Live statements; of a coder that is named also what a newer run has put aside."""
    if not selection.coders:
        return "s.live"
    return (
        "(s.live OR (n.retracted_at IS NULL AND d.live AND r.key = (SELECT max(r2.key) "
        "FROM reading r2 JOIN run n2 ON n2.key = r2.run_key WHERE r2.document_key = d.key "
        "AND n2.coder_key = n.coder_key AND n2.retracted_at IS NULL)))"
    )


def _named(name: str, wanted: Sequence[str], values: dict[str, Any]) -> str:
    """An actor by id, by its name as shown, or by any of its names."""
    keys = {
        "speaker": ("CASE WHEN g.speaker IS NOT NULL THEN g.actor_key ELSE v.actor_key END"),
        "organisation": "v.organisation_key",
        "country": "v.country_key",
    }
    either = []
    for at, value in enumerate(wanted):
        values[f"{name}{at}"] = value
        values[f"{name}{at}_folded"] = rows.folded(value)
        values[f"{name}{at}_lower"] = value.lower()
        either.append(
            f"lower({STATEMENT_COLUMNS[name]}) = "  # noqa: S608 - values are bound
            f":{name}{at}_lower OR {keys[name]} IN ("
            "SELECT COALESCE(x.merged_key, x.key) FROM actor x "
            "LEFT JOIN actor_name y ON y.actor_key = x.key "
            f"WHERE x.id = :{name}{at} OR y.folded = :{name}{at}_folded)"
        )
    return f"({' OR '.join(either)})"


def _holding(words: str, values: dict[str, Any], *, sqlite: bool) -> str:
    """Documents that hold the words (the title and the statement are part of them)."""
    parsed = parse_query(words)
    if sqlite:
        values["words"] = fts_query(parsed)
        return "d.key IN (SELECT rowid FROM document_text WHERE document_text MATCH :words)"
    values["words"] = ts_query(parsed)
    return (
        "d.key IN (SELECT document_key FROM document_text "
        "WHERE words @@ to_tsquery('simple', :words))"
    )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def as_json_value(field: str, value: Any) -> Any:
    """A value of a row as it is printed."""
    if field == "negated":
        return bool(value)
    if field == "labels":
        return json.loads(value) if value else {}
    return value
