"""Statements as rows: CSV and JSON Lines that read back as the same table, and DNA's event list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from counterpoint.types import StatementTable, VariableKind
from counterpoint.writers.graph_text import csv_line

__all__ = ["dna_event_list", "lost_in_rows", "statement_rows", "write_csv", "write_jsonl"]

_FIELDS = ("title", "author", "source", "section", "type")
_TAKEN = {"id", "date", "statement_type", "coder", "start", "stop", "text", "cluster"} | {
    "statement_id",
    "time",
    "start_position",
    "stop_position",
    "variables",
    "document",
}


def statement_rows(table: StatementTable) -> Iterator[dict[str, Any]]:
    """One flat record per statement; the names are stable."""
    documents = table.documents
    for row in range(len(table)):
        document = int(table.document_rows[row])
        record: dict[str, Any] = {
            "id": _plain(table.ids[row]),
            "document_id": _plain(documents.ids[document]),
            "date": _date(int(documents.dates[document])),
            "statement_type": table.statement_type,
            "coder": table.coders.value(row) if table.coders is not None else None,
            "start": int(table.starts[row]),
            "stop": int(table.stops[row]),
        }
        for name in _FIELDS:
            column = documents.fields.get(name)
            record[f"document_{name}"] = column.value(document) if column is not None else None
        record["text"] = table.words(row)
        for name, column in table.variables.items():
            value = column.value(row)
            yes_no = column.kind is VariableKind.BOOLEAN and value in (0, 1)
            record[_variable(name)] = bool(value) if yes_no else value
        if table.clusters is not None and int(table.clusters[row]) >= 0:
            record["cluster"] = int(table.clusters[row])
        yield record


def _variable(name: str) -> str:
    """Name of a variable's column; one that is taken gets a prefix, which the reader takes off."""
    taken = name in _TAKEN or name.startswith(("document_", "variable_"))
    return f"variable_{name}" if taken else name


def write_jsonl(table: StatementTable, file: IO[str]) -> None:
    """Write one JSON object per statement and line; empty fields are left out."""
    for record in statement_rows(table):
        shown = {key: value for key, value in record.items() if value is not None}
        file.write(json.dumps(shown, ensure_ascii=False) + "\n")


def write_csv(table: StatementTable, file: IO[str]) -> None:
    """Write comma-separated rows with a header; open the file with ``newline=""``."""
    columns = ["id", "document_id", "date", "statement_type", "coder", "start", "stop"]
    columns += [f"document_{name}" for name in _FIELDS] + ["text", *map(_variable, table.variables)]
    if table.clusters is not None:
        columns.append("cluster")
    file.write(csv_line(columns))
    for record in statement_rows(table):
        file.write(csv_line(_cell(record.get(name)) for name in columns))


def dna_event_list(table: StatementTable) -> Iterator[str]:
    """DNA's event list: semicolons, texts in quotation marks; ``;`` and ``"`` in texts change."""
    names = ["statement_id", "time", *table.variables, "start_position", "stop_position", "text"]
    names += ["coder", "document_id", *(f"document_{name}" for name in _FIELDS)]
    yield ";".join(_dna_text(name) for name in names)
    for row, record in enumerate(statement_rows(table)):
        cells = [str(record["id"]), str(record["date"]).replace("T", " ")]
        cells += [_dna_cell(column.value(row)) for column in table.variables.values()]
        cells += [str(record["start"]), str(record["stop"]), _dna_text(record["text"] or "")]
        cells += [_dna_cell(record["coder"]), str(record["document_id"])]
        cells += [_dna_text(record[f"document_{name}"] or "") for name in _FIELDS]
        yield "\n" + ";".join(cells)


def _dna_cell(value: Any) -> str:
    return str(value) if isinstance(value, int) else _dna_text(value or "")


def _dna_text(value: str) -> str:
    return '"' + value.replace(";", ",").replace('"', "'") + '"'


def lost_in_rows(table: StatementTable) -> list[str]:
    """What rows of statements cannot hold, in words."""
    lost = []
    if table.documents.texts is not None:
        lost.append("the texts of documents around the statements")
    coded = set(table.document_rows.tolist())
    bare = len(table.documents) - len(coded)
    if bare:
        lost.append(f"{bare} documents without a statement")
    if any(column.attributes for column in table.variables.values()):
        lost.append("colours and attributes of entities")
    long_texts = [n for n, c in table.variables.items() if c.kind is VariableKind.LONG_TEXT]
    if long_texts:
        lost.append(f"that {', '.join(long_texts)} is long text (it reads back as short text)")
    return lost


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).replace("\0", "\ufffd")


def _date(seconds: int) -> str:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return when.replace(tzinfo=None).isoformat()


def _plain(value: Any) -> str | int:
    return value if isinstance(value, str) else int(value)
