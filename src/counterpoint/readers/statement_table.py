"""Statements as rows, one per statement: CSV or JSON Lines in, a StatementTable out.

Reserved columns: ``id``, ``document_id``, ``date``, ``start``, ``stop``, ``text``, ``coder``,
``statement_type`` and ``document_title``, ``document_author``, ``document_source``,
``document_section``, ``document_type``. Every other column is a variable; in JSON Lines variables
may also stand in an object ``variables``. A column of true and false (or of 0 and 1) is boolean, a
column of whole numbers integer, any other text.

A row holds the words of its statement, not the whole document: the document's text is put together
from the words at their places, with blanks between.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from counterpoint.errors import InputError
from counterpoint.types import Column, DocumentTable, StatementTable, VariableKind

__all__ = ["read_statement_rows", "table_of_rows"]

_LOG = logging.getLogger(__name__)
_FIELDS = ("title", "author", "source", "section", "type")
_RESERVED = frozenset(
    {"id", "document_id", "date", "start", "stop", "text", "coder", "statement_type", "cluster"}
    | {f"document_{name}" for name in _FIELDS}
)
_SPELLINGS = {  # DNA's event list names its columns so
    "statement_id": "id",
    "time": "date",
    "start_position": "start",
    "stop_position": "stop",
}
_WORDS = {"true": 1, "false": 0, "yes": 1, "no": 0}
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_LONGEST_DOCUMENT = 50_000_000
_LARGEST_FIELD = 10_000_000

Row = tuple[int, Mapping[str, Any]]  # line number and cells


def read_statement_rows(
    path: Path, *, statement_type: str = "", delimiter: str = ""
) -> StatementTable:
    """Read statements from a .csv, .jsonl or .json file.

    Args:
        path: The file; UTF-8.
        statement_type: Keep only this type, where a column names types.
        delimiter: What separates CSV columns; found by itself when empty.

    Raises:
        InputError: With file, line and column, if something does not fit.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: byte {error.start} is not UTF-8", hint="save the file as UTF-8"
        ) from error
    name = str(path)
    lines = path.suffix.lower() in (".jsonl", ".ndjson", ".json")
    rows = list(_json_rows(text, name) if lines else _csv_rows(text, name, delimiter))
    return table_of_rows(rows, name=name, statement_type=statement_type)


def table_of_rows(
    rows: Sequence[Row], *, name: str = "statements", statement_type: str = ""
) -> StatementTable:
    """Put rows into columns.

    Args:
        rows: Line number and cells of each statement.
        name: What the rows come from, for messages.
        statement_type: Keep only this type, where a column names types.
    """
    if not rows:
        raise InputError(
            f"{name}: no statement in it", hint="give one row per statement, with a header line"
        )
    rows, label = _one_type(rows, statement_type, name)
    documents, document_rows, starts, stops = _documents(rows, name)
    variables = {
        key.removeprefix("variable_"): _column(rows, key, name) for key in _variable_names(rows)
    }
    if not variables:
        raise InputError(
            f"{name}: no column holds a variable",
            hint="besides id, document_id and date, give columns such as organization, concept",
        )
    coders = [_text(cells.get("coder")) for _, cells in rows]
    table = StatementTable(
        statement_type=label,
        ids=_ids(rows, name),
        document_rows=document_rows,
        documents=documents,
        starts=starts,
        stops=stops,
        variables=variables,
        coders=Column.of_texts(coders) if any(coders) else None,
        clusters=_clusters(rows, name),
    )
    return table


def _csv_rows(text: str, name: str, delimiter: str) -> Iterator[Row]:
    if "\0" in text:
        raise InputError(f"{name}: holds NUL characters", hint="it is not a CSV file of text")
    header_line = text.split("\n", 1)[0]
    mark = delimiter or max(",;\t|", key=header_line.count)
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            if not cells:
                continue
            if not header:
                header = _header(cells, name)
                continue
            if len(cells) != len(header):
                raise InputError(
                    f"{name}, line {reader.line_num}: {len(cells)} cells, the header has "
                    f"{len(header)}",
                    hint='put cells that hold the delimiter in double quotes ("…")',
                )
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise InputError(
            f"{name}, line {reader.line_num}: {error}", hint="check the quotation marks there"
        ) from error


def _header(cells: Sequence[str], name: str) -> list[str]:
    header = [_SPELLINGS.get(cell.strip(), cell.strip()) for cell in cells]
    twice = sorted({cell for cell in header if header.count(cell) > 1})
    if twice:
        raise InputError(f'{name}: the column "{twice[0]}" is there twice')
    return header


def _json_rows(text: str, name: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"{name}, line {number}: not JSON ({error})",
                hint="give JSON Lines: one object per line",
            ) from error
        if not isinstance(record, dict):
            raise InputError(
                f"{name}, line {number}: not an object", hint='write {"organization": …} a line'
            )
        yield number, _flat(record, name, number)


def _flat(record: Mapping[str, Any], name: str, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in record.items():
        if key in ("variables", "document") and isinstance(value, dict):
            prefix = "document_" if key == "document" else ""
            found |= {f"{prefix}{inner}": cell for inner, cell in value.items()}
        else:
            found[_SPELLINGS.get(key, key)] = value
    for key, value in found.items():
        if isinstance(value, (dict, list)):
            raise InputError(
                f'{name}, line {number}: "{key}" holds a {type(value).__name__}',
                hint="a variable has one value: a text, a whole number, true or false",
            )
    return found


def _one_type(rows: Sequence[Row], wanted: str, name: str) -> tuple[Sequence[Row], str]:
    types = list(dict.fromkeys(_text(cells.get("statement_type")) or "" for _, cells in rows))
    if wanted and wanted not in types and types != [""]:
        known = ", ".join(f'"{one}"' for one in types)
        raise InputError(f'{name}: no statement type "{wanted}"', hint=f"there are: {known}")
    label = wanted or types[0]
    if len(types) > 1:
        rows = [row for row in rows if (_text(row[1].get("statement_type")) or "") == label]
        _LOG.warning("%s: only statements of type %r are read, of %s", name, label, types)
    return rows, label or "DNA Statement"


def _ids(rows: Sequence[Row], name: str) -> np.ndarray[Any, Any]:
    given = [_text(cells.get("id")) for _, cells in rows]
    if not any(given):
        return np.arange(1, len(rows) + 1)
    seen: dict[str, int] = {}
    for (number, _), value in zip(rows, given, strict=True):
        if not value:
            raise InputError(f"{name}, line {number}: no id, but other rows have one")
        if value in seen:
            raise InputError(
                f'{name}, line {number}: id "{value}" is that of line {seen[value]} too',
                hint="give every statement an id of its own, or leave the column out",
            )
        seen[value] = number
    if all(_INTEGER.fullmatch(value or "") for value in given):
        return np.array([int(value or 0) for value in given], dtype=np.int64)
    return np.array(given, dtype=object)


def _documents(rows: Sequence[Row], name: str) -> tuple[DocumentTable, Any, Any, Any]:
    places: dict[str, int] = {}
    first: list[Row] = []
    document_rows = np.zeros(len(rows), dtype=np.int64)
    for at, (number, cells) in enumerate(rows):
        key = _text(cells.get("document_id")) or ""
        if key not in places:
            places[key] = len(places)
            first.append((number, cells))
        document_rows[at] = places[key]
    dates = np.array([_seconds(cells.get("date"), name, number) for number, cells in first])
    if not any(_text(cells.get("date")) for _, cells in first):
        _LOG.warning("%s: no column date; all documents are taken as of 1970-01-01", name)
    numeric = all(_INTEGER.fullmatch(key) for key in places)
    ids = np.array([int(key) for key in places]) if numeric else np.array([*places], dtype=object)
    fields = {
        field: Column.of_texts([_text(cells.get(f"document_{field}")) or "" for _, cells in first])
        for field in _FIELDS
    }
    starts, stops, texts = _spans(rows, document_rows, len(places), name)
    return DocumentTable(ids, dates, fields, texts), document_rows, starts, stops


def _spans(
    rows: Sequence[Row], document_rows: Any, documents: int, name: str
) -> tuple[Any, Any, list[str] | None]:
    """Places of the statements, and texts put together from their words."""
    starts, stops = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    words = [_text(cells.get("text")) or "" for _, cells in rows]
    ends = np.zeros(documents, dtype=np.int64)
    for at, (number, cells) in enumerate(rows):
        document = document_rows[at]
        start, stop = (_place(cells.get(key), name, number, key) for key in ("start", "stop"))
        if start is None:
            start, stop = int(ends[document]), int(ends[document]) + max(1, len(words[at]))
        stop = start + max(1, len(words[at])) if stop is None else stop
        if not 0 <= start < stop <= _LONGEST_DOCUMENT:
            raise InputError(
                f"{name}, line {number}: start {start} and stop {stop} are not a span",
                hint="start counts characters from 0, stop is the place after the last one",
            )
        starts[at], stops[at] = start, stop
        ends[document] = max(ends[document], stop + 1)
    if not any(words):
        return starts, stops, None
    if int(ends.sum()) > 10 * _LONGEST_DOCUMENT:
        raise InputError(f"{name}: the spans reach over {int(ends.sum())} characters in all")
    texts = [np.full(max(int(end) - 1, 0), 32, dtype=np.uint32) for end in ends]
    for at, piece in enumerate(words):
        codes = np.array([ord(character) for character in piece], dtype=np.uint32)
        stretch = texts[document_rows[at]][starts[at] : stops[at]]
        stretch[: len(codes)] = codes[: len(stretch)]
    return starts, stops, ["".join(map(chr, text)) for text in texts]


def _place(value: Any, name: str, number: int, key: str) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not _INTEGER.fullmatch(str(value).strip()):
        raise InputError(f'{name}, line {number}: {key} "{value}" is not a whole number')
    return int(value)


def _seconds(value: Any, name: str, number: int) -> int:
    text = _text(value)
    if not text:
        return 0
    try:
        when = datetime.fromisoformat(text.strip())
        return int(when.replace(tzinfo=when.tzinfo or UTC).timestamp())
    except (ValueError, OverflowError) as error:
        raise InputError(
            f'{name}, line {number}: date "{text}" is not an ISO date',
            hint="write dates as 2024-03-31 or 2024-03-31T18:00:00",
        ) from error


def _variable_names(rows: Sequence[Row]) -> list[str]:
    names = dict.fromkeys(key for _, cells in rows for key in cells)
    return [key for key in names if key not in _RESERVED and key.strip()]


def _column(rows: Sequence[Row], key: str, name: str) -> Column:
    values = [cells.get(key) for _, cells in rows]
    values = [value.strip() if isinstance(value, str) else value for value in values]
    filled = [value for value in values if value is not None and value != ""]
    for (number, _), value in zip(rows, values, strict=True):
        if isinstance(value, float):
            raise InputError(
                f'{name}, line {number}: "{key}" holds {value}, which is not a whole number'
            )
    kind = _kind(filled)
    if kind is VariableKind.SHORT_TEXT:
        return Column.of_texts([None if value is None else _text(value) for value in values])
    numbers = [_number(value) for value in values]
    return Column.of_numbers(numbers, kind)


def _kind(values: Sequence[Any]) -> VariableKind:
    shown = {str(value).lower() for value in values}
    if shown and (shown <= set(_WORDS) or shown <= {"0", "1"}):
        return VariableKind.BOOLEAN
    if shown and all(_INTEGER.fullmatch(value) for value in shown):
        return VariableKind.INTEGER
    return VariableKind.SHORT_TEXT


def _number(value: Any) -> int | None:
    if value is None or value == "":
        return None
    shown = str(value).lower()
    return _WORDS[shown] if shown in _WORDS else int(shown)


def _clusters(rows: Sequence[Row], name: str) -> np.ndarray[Any, Any] | None:
    if not any("cluster" in cells for _, cells in rows):
        return None
    found = [_place(cells.get("cluster"), name, number, "cluster") for number, cells in rows]
    return np.array([-1 if value is None else value for value in found], dtype=np.int64)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
