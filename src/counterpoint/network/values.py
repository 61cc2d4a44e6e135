"""The values of a variable or document field, and the calendar of document dates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.types.network import Column, StatementTable
from counterpoint.types.selection import DOCUMENT_FIELDS, Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "column_of",
    "has_value",
    "in_order",
    "iso_weeks",
    "label_key",
    "refuse_gaps",
    "year_month_day",
]


def column_of(table: StatementTable, name: str, *, document: bool) -> Column:
    """The values of a variable, or of a field of each statement's document.

    Raises:
        InputError: If there is none of that name; the hint lists those that there are.
    """
    if document or (name not in table.variables and name in DOCUMENT_FIELDS):
        return _field(table, name)
    if name in table.variables:
        return table.variables[name]
    variables = ", ".join(f'"{one}"' for one in table.variables) or "none"
    raise InputError(
        f'statement type "{table.statement_type}" has no variable "{name}"',
        hint=f"variables: {variables}; document fields: {', '.join(DOCUMENT_FIELDS)}",
    )


def _field(table: StatementTable, name: str) -> Column:
    if name == "id":
        ids = [str(one) for one in table.documents.ids.tolist()]
        return Column.of_texts(ids).take(table.document_rows)
    if name in table.documents.fields:
        return table.documents.fields[name].take(table.document_rows)
    known = ", ".join((*table.documents.fields, "id"))
    raise InputError(f'documents have no field "{name}"', hint=f"document fields: {known}")


def has_value(column: Column) -> NDArray[np.bool_]:
    """Which rows have a value at all; the empty text is one."""
    if column.is_text:
        return column.codes >= 0
    if column.missing is None:
        return np.ones(len(column.codes), dtype=bool)
    return ~column.missing


def refuse_gaps(
    table: StatementTable, name: str, column: Column, rows: NDArray[np.int64], mode: Mode
) -> None:
    """In mode dna, stop at a statement without a value row, as DNA does."""
    there = has_value(column)[rows]
    if mode is Mode.DNA and not bool(there.all()):
        at = int(rows[int(np.argmin(there))])
        raise InputError(
            f'statement {table.ids[at]} has no value for "{name}"; DNA fails on that',
            hint='mode "standard" takes such a statement as one without a value',
        )


def label_key(label: str) -> bytes:
    """Sort key of DNA's order of labels: by UTF-16 code units."""
    return label.encode("utf-16-be", "surrogatepass")


def in_order(labels: Iterable[str]) -> list[str]:
    """Labels in DNA's order: "Z" before "a", "Ö" after "z"."""
    return sorted(labels, key=label_key)


def year_month_day(
    seconds: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Years, months (1-12) and days of the month."""
    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    count = months.astype(np.int64)
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return count // 12 + 1970, count % 12 + 1, day


def iso_weeks(seconds: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """ISO years and ISO weeks (1-53)."""
    days = np.floor_divide(seconds, 86400)
    thursday = days - (days + 3) % 7 + 3
    years = thursday.astype("datetime64[D]").astype("datetime64[Y]")
    first = years.astype("datetime64[D]").astype(np.int64)
    return years.astype(np.int64) + 1970, (thursday - first) // 7 + 1
