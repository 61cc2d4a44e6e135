"""Counts of statements per entity and level of the qualifier, for bar plots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoint.network.check import check
from counterpoint.network.corrected_counts import Sided
from counterpoint.network.select import select
from counterpoint.network.values import column_of, has_value, label_key
from counterpoint.types.network import StatementTable, VariableKind
from counterpoint.types.selection import NetworkSpec

__all__ = ["Bars", "bars", "sided_bars"]


@dataclass(frozen=True, slots=True)
class Bars:
    """How often each entity takes each position.

    Attributes:
        variable: What the entities are values of.
        labels: The entities, in order.
        levels: Values of the qualifier: 0 and 1, integers, texts; or 1 alone without a qualifier.
        counts: Per entity one count per level.
        attributes: Per attribute name one value per entity; "colour" is among them.
    """

    variable: str
    labels: tuple[str, ...]
    levels: tuple[int | str, ...]
    counts: tuple[tuple[int, ...], ...]
    attributes: dict[str, tuple[str, ...]]


def bars(table: StatementTable, spec: NetworkSpec) -> Bars:
    """Count the statements of each value of variable 1, by the qualifier if there is one."""
    spec = check(table, spec)
    rows = select(table, spec, second=False).kept
    column = column_of(table, spec.variable1, document=spec.variable1_document)
    codes = column.codes[rows]
    used = [int(at) for at in np.unique(codes)]
    used.sort(key=lambda at: label_key(column.labels[at]))
    levels, level_codes = _levels(table, spec, rows)
    ranks = np.zeros(len(column.labels), dtype=np.int64)
    ranks[used] = np.arange(len(used))
    there = level_codes >= 0
    keys = ranks[codes[there]] * len(levels) + level_codes[there]
    counts = np.bincount(keys, minlength=len(used) * len(levels)).reshape(len(used), len(levels))
    return Bars(
        variable=spec.variable1,
        labels=tuple(column.labels[at] for at in used),
        levels=levels,
        counts=tuple(tuple(int(one) for one in row) for row in counts),
        attributes={
            name: tuple(values[at] for at in used) for name, values in column.attributes.items()
        },
    )


def sided_bars(
    table: StatementTable,
    spec: NetworkSpec,
    is_against: Callable[[int | str, Sequence[int | str]], bool],
) -> Sided:
    """The same statements one by one, each on one of two sides.

    Args:
        table: Statements.
        spec: Which of them count.
        is_against: Says of a level, among all, whether it is against.
    """
    spec = check(table, spec)
    rows = select(table, spec, second=False).kept
    column = column_of(table, spec.variable1, document=spec.variable1_document)
    levels, level_codes = _levels(table, spec, rows)
    agrees = np.asarray([not is_against(level, levels) for level in levels], dtype=bool)
    there = level_codes >= 0
    return Sided(
        labels=column.labels,
        codes=column.codes[rows][there],
        periods=np.zeros(int(there.sum()), dtype=np.int64),
        agrees=agrees[level_codes[there]],
        documents=table.document_rows[rows][there],
    )


def _levels(
    table: StatementTable, spec: NetworkSpec, rows: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[tuple[int | str, ...], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    if spec.qualifier is None:
        return (1,), np.zeros(len(rows), dtype=np.int64)
    column = column_of(table, spec.qualifier, document=spec.qualifier_document)
    codes = column.codes[rows]
    if column.kind is VariableKind.BOOLEAN:
        return (0, 1), np.where(has_value(column)[rows], codes, -1)
    there = has_value(column)[rows]
    values = np.unique(codes[there])
    found = np.where(there, np.searchsorted(values, codes), -1)
    if not column.is_text:
        return tuple(int(one) for one in values), found
    order = sorted(range(len(values)), key=lambda at: label_key(column.labels[int(values[at])]))
    ranks = np.argsort(np.asarray(order, dtype=np.int64))
    labels = tuple(column.labels[int(values[at])] for at in order)
    return labels, np.where(there, ranks[found], -1)
