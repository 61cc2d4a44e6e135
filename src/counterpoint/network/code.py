"""Statements as numbers: labels in order, levels of the qualifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.cells import Coded
from counterpoint.network.select import Selection
from counterpoint.network.values import column_of, has_value, label_key
from counterpoint.types.network import Column, StatementTable, VariableKind
from counterpoint.types.selection import Aggregation, Mode, NetworkSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["code", "with_window_levels"]


def code(table: StatementTable, spec: NetworkSpec, selection: Selection) -> Coded:
    """Number the kept statements of a selection.

    Labels are those of the kept statements, or with ``isolates`` of the loaded ones.
    """
    rows, row_labels = _axis(table, spec, selection, "variable1")
    columns, column_labels = _axis(table, spec, selection, "variable2")
    levels, values, span, kind = _levels(table, spec, selection)
    return Coded(
        rows=rows,
        columns=columns,
        levels=levels,
        row_labels=row_labels,
        column_labels=column_labels,
        level_values=values,
        level_span=span,
        kind=kind,
        dates=table.dates[selection.kept],
        positions=np.arange(len(selection.kept)),
    )


def _axis(
    table: StatementTable, spec: NetworkSpec, selection: Selection, role: str
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    name, document = getattr(spec, role), getattr(spec, f"{role}_document")
    column = column_of(table, name, document=document)
    if not column.is_text:
        raise InputError(f'"{name}" holds numbers, not names', hint="choose a text variable")
    source = selection.loaded if spec.isolates else selection.kept
    return _ranked(column, source, selection.kept, empty=False)


def _ranked(
    column: Column, source: NDArray[np.int64], kept: NDArray[np.int64], *, empty: bool
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Codes of the kept rows by the order of the labels that occur in the source rows."""
    codes = column.codes[source]
    there = np.bincount(codes[codes >= 0], minlength=len(column.labels)) > 0
    found = [int(at) for at in np.flatnonzero(there) if empty or column.labels[int(at)]]
    found.sort(key=lambda at: label_key(column.labels[at]))
    ranks = np.full(len(column.labels) + 1, -1, dtype=np.int64)
    ranks[found] = np.arange(len(found))
    return ranks[column.codes[kept]], tuple(column.labels[at] for at in found)


def _levels(
    table: StatementTable, spec: NetworkSpec, selection: Selection
) -> tuple[NDArray[np.int64], NDArray[np.float64], float, str]:
    kept = selection.kept
    unused = spec.aggregation is Aggregation.IGNORE and spec.mode is Mode.STANDARD
    if spec.qualifier is None or unused:
        return np.zeros(len(kept), dtype=np.int64), np.zeros(1), 0.0, "none"
    column = column_of(table, spec.qualifier, document=spec.qualifier_document)
    if column.kind is VariableKind.BOOLEAN:
        return column.codes[kept], np.asarray([0.0, 1.0]), 1.0, "boolean"
    if column.kind is VariableKind.INTEGER:
        loaded = column.codes[selection.loaded][has_value(column)[selection.loaded]]
        values = np.unique(loaded)
        span = float(values[-1] - values[0]) if len(values) else 0.0
        levels = np.searchsorted(values, column.codes[kept])
        return levels, values.astype(float), span, "integer"
    source = kept if spec.qualifier_document else selection.loaded
    levels, labels = _ranked(column, source, kept, empty=True)
    return levels, np.arange(len(labels), dtype=float), 0.0, "text"


def with_window_levels(coded: Coded, spec: NetworkSpec) -> Coded:
    """The levels of a window: those of a document field are only the ones that occur in it."""
    if not (spec.qualifier_document and coded.kind == "text"):
        return coded
    there = np.bincount(coded.levels, minlength=len(coded.level_values)) > 0
    renumbered = np.cumsum(there) - 1
    return Coded(
        coded.rows,
        coded.columns,
        renumbered[coded.levels],
        coded.row_labels,
        coded.column_labels,
        np.arange(int(there.sum()), dtype=float),
        coded.level_span,
        coded.kind,
        coded.dates,
        coded.positions,
    )
