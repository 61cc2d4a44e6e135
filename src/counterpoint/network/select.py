"""Which statements a network is made from: range, lists, empty values, duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.values import (
    column_of,
    has_value,
    iso_weeks,
    refuse_gaps,
    year_month_day,
)
from counterpoint.types.network import Column, StatementTable, VariableKind
from counterpoint.types.selection import (
    Aggregation,
    Duplicates,
    Mode,
    NetworkKind,
    NetworkSpec,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Selection", "select", "time_range", "to_datetime", "to_seconds"]

_BYTE = (-128, 127)  # integers that Java keeps once, so that its == finds them equal


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of a table, in DNA's order: by date, document, start, stop, id.

    Attributes:
        loaded: Rows in the date range that pass the lists of document fields.
        kept: Those of them that pass the lists of values and are neither empty nor repeated.
        start: First second of the range; likewise ``stop`` the last.
    """

    loaded: NDArray[np.int64]
    kept: NDArray[np.int64]
    start: int
    stop: int


def to_seconds(moment: datetime) -> int:
    """Seconds since 1970; a time without a zone is read as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp())


def to_datetime(seconds: int) -> datetime:
    """The time, in UTC and without saying so, as DNA keeps it."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def select(table: StatementTable, spec: NetworkSpec, *, second: bool = True) -> Selection:
    """Choose the statements of a network.

    Args:
        table: All statements of the type.
        spec: What to choose.
        second: Whether variable 2 takes part; without it a set qualifier always does.

    Raises:
        InputError: If a variable does not exist, or if DNA fails on this in mode ``dna``.
    """
    start, stop = time_range(table, spec)
    loaded = _load(table, spec, start, stop)
    keep = _by_values(table, spec, loaded)
    used = _used(table, spec, loaded, second=second)
    if spec.kind is not NetworkKind.EVENTLIST:
        keep &= _not_empty(used, loaded)
    rows = loaded[keep]
    if spec.duplicates is not Duplicates.INCLUDE and len(rows):
        rows = rows[_first_of_each(table, spec, used, rows)]
    return Selection(loaded, rows, start, stop)


def time_range(table: StatementTable, spec: NetworkSpec) -> tuple[int, int]:
    """First and last second: as given, or of all documents, those without a statement too."""
    dates = table.documents.dates
    first, last = (int(dates.min()), int(dates.max())) if len(dates) else (0, 0)
    start = first if spec.start is None else to_seconds(spec.start)
    stop = last if spec.stop is None else to_seconds(spec.stop)
    given = spec.start is not None and spec.stop is not None
    if start > stop and given and spec.mode is Mode.STANDARD:
        raise InputError(
            f"the range from {spec.start} to {spec.stop} is empty",
            hint="let start come before stop",
        )
    return start, stop


def _load(table: StatementTable, spec: NetworkSpec, start: int, stop: int) -> NDArray[np.int64]:
    dates = table.dates
    keep = (dates >= start) & (dates <= stop)
    for name in ("author", "source", "section", "type"):
        listed = getattr(spec, f"exclude_{name}s")
        if not listed:
            continue
        if spec.mode is Mode.DNA and any("'" in value for value in listed):
            raise InputError(
                f"a listed {name} holds an apostrophe; DNA fails on that",
                hint='mode "standard" takes every label',
            )
        inside = _among(column_of(table, name, document=True), frozenset(listed))
        keep &= inside if getattr(spec, f"invert_{name}s") else ~inside
    return _in_order(table, np.flatnonzero(keep))


def _in_order(table: StatementTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows by date, document, start, stop and id."""
    documents = table.documents
    ranks = np.empty(len(documents), dtype=np.int64)
    ranks[np.lexsort((documents.ids, documents.dates))] = np.arange(len(documents))
    rank, start, stop = ranks[table.document_rows[rows]], table.starts[rows], table.stops[rows]
    ids = table.ids[rows]
    ordered: NDArray[np.int64] = rows
    if len(rows) > 1 and 0 <= int(start.min()) and int(start.max()) < 2**31:
        key = (rank << 32) + start
        order = np.argsort(key, kind="stable")
        same = np.diff(key[order]) == 0
        if not same.any():  # no two statements begin at the same place: stop and id do not matter
            ordered = rows[order]
            return ordered
    ordered = rows[np.lexsort((ids, stop, start, rank))]
    return ordered


def _among(column: Column, values: frozenset[str]) -> NDArray[np.bool_]:
    if column.is_text:
        listed = np.asarray([label in values for label in column.labels] + [False], dtype=bool)
        found: NDArray[np.bool_] = listed[column.codes]
        return found
    numbers = [int(value) for value in values if value.lstrip("-").isdigit()]
    return np.isin(column.codes, np.asarray(numbers, dtype=np.int64)) & has_value(column)


def _by_values(
    table: StatementTable, spec: NetworkSpec, loaded: NDArray[np.int64]
) -> NDArray[np.bool_]:
    keep = np.ones(len(loaded), dtype=bool)
    for name, values in spec.exclude.items():
        column = column_of(table, name, document=False)
        refuse_gaps(table, name, column, loaded, spec.mode)
        inside = _among(column.take(loaded), frozenset(values))
        keep &= inside if spec.invert else ~inside
    return keep


@dataclass(frozen=True, slots=True)
class _Used:
    column: Column
    drop_empty: bool
    in_key: bool
    document: bool


def _used(
    table: StatementTable,
    spec: NetworkSpec,
    loaded: NDArray[np.int64],
    *,
    second: bool,
) -> list[_Used]:
    """The columns that decide whether a statement is empty or repeated."""

    def column(role: str) -> Column:
        name, document = getattr(spec, role), getattr(spec, f"{role}_document")
        found = column_of(table, name, document=document)
        refuse_gaps(table, name, found, loaded, spec.mode)
        return found

    used = [_Used(column("variable1"), True, True, spec.variable1_document)]
    if second:
        used.append(_Used(column("variable2"), True, True, spec.variable2_document))
    if spec.qualifier is None:
        return used
    matters = spec.aggregation is not Aggregation.IGNORE
    if matters or not second:
        used.append(_Used(column("qualifier"), matters, True, spec.qualifier_document))
    elif spec.mode is Mode.DNA:
        column("qualifier")
    return used


def _not_empty(used: list[_Used], loaded: NDArray[np.int64]) -> NDArray[np.bool_]:
    keep = np.ones(len(loaded), dtype=bool)
    for one in used:
        if not one.drop_empty:
            continue
        if one.column.is_text:
            full = np.asarray([label != "" for label in one.column.labels] + [False], dtype=bool)
            keep &= full[one.column.codes[loaded]]
        else:
            keep &= has_value(one.column)[loaded]
    return keep


def _first_of_each(
    table: StatementTable, spec: NetworkSpec, used: list[_Used], rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Positions in ``rows`` of the first statement with each key."""
    parts = [_period(table, spec, rows)]
    if spec.mode is Mode.DNA and len(used) > 2 and used[2].document and used[2].drop_empty:
        raise InputError(
            "DNA fails on duplicates when the qualifier is a document field",
            hint='mode "standard" takes it; or let duplicates be "include"',
        )
    never_equal = np.zeros(len(rows), dtype=bool)
    for one in used:
        if not one.in_key:
            continue
        codes = one.column.codes[rows]
        parts.append(codes)
        if one.column.kind is VariableKind.INTEGER and spec.mode is Mode.DNA:
            never_equal |= (codes < _BYTE[0]) | (codes > _BYTE[1])
    if never_equal.any():
        parts.append(np.where(never_equal, np.arange(1, len(rows) + 1), 0))
    _, first = np.unique(_one_key(parts), return_index=True)
    kept: NDArray[np.int64] = np.sort(first)
    return kept


def _period(table: StatementTable, spec: NetworkSpec, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    dates = table.dates[rows]
    both = spec.mode is Mode.STANDARD  # DNA leaves the year out
    if spec.duplicates is Duplicates.DOCUMENT:
        return table.document_rows[rows]
    if spec.duplicates is Duplicates.WEEK:
        year, week = iso_weeks(dates)
        return week + 100 * year * both
    if spec.duplicates is Duplicates.MONTH:
        year, month, _ = year_month_day(dates)
        return month + 100 * year * both
    if spec.duplicates is Duplicates.YEAR:
        return year_month_day(dates)[0]
    if spec.duplicates is Duplicates.COPIES:
        return _clusters(table, rows)
    return np.zeros(len(rows), dtype=np.int64)


def _clusters(table: StatementTable, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    if table.clusters is None:
        raise InputError(
            'duplicates "copies" needs to know which texts are copies of each other',
            hint='find them first with "counterpoint reuse", or count once per document',
        )
    clusters = table.clusters[rows]
    alone = -2 - np.arange(len(rows))  # what is in no cluster repeats nothing
    return np.where(clusters >= 0, clusters, alone)


def _one_key(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """One number per row that is equal where all parts are equal."""
    key = np.zeros(len(parts[0]), dtype=np.int64)
    size = 1
    for part in parts:
        low, high = int(part.min()), int(part.max())
        span = high - low + 1
        if span > 2**31:
            part = np.unique(part, return_inverse=True)[1].astype(np.int64)
            low, span = 0, int(part.max()) + 1
        if size * span >= 2**62:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            size = int(key.max()) + 1
        key = key * span + (part - low)
        size *= span
    return key
