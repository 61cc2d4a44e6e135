"""Which statements a cell of a network rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.agreement import distances_of_levels
from counterpoint.types.selection import Aggregation, Mode, NetworkKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoint.network.cells import Coded

__all__ = ["evidence_of"]


def evidence_of(
    coded: Coded,
    row: int,
    column: int,
    *,
    kind: NetworkKind,
    aggregation: Aggregation,
    mode: Mode,
) -> NDArray[np.int64]:
    """Positions, among the kept statements, of those that a cell is made of.

    A two-mode cell rests on the row's statements about the column; a one-mode cell on the
    statements of both nodes that pair up in a way that the aggregation counts. Without any of
    them the cell (before normalisation) would have another weight; with them alone it has this.
    """
    if kind is NetworkKind.TWOMODE:
        found = (coded.rows == row) & (coded.columns == column)
        if aggregation is Aggregation.SUBTRACT and coded.kind == "integer":
            found &= coded.level_values[coded.levels] != 0
        positions: NDArray[np.int64] = coded.positions[found]
        return positions
    mine, theirs = np.flatnonzero(coded.rows == row), np.flatnonzero(coded.rows == column)
    used = np.zeros(len(coded.rows), dtype=bool)
    for one, other in ((mine, theirs), (theirs, mine)):
        used[one] = _paired(coded, one, other, aggregation, mode)
    return coded.positions[used]


def _paired(
    coded: Coded,
    mine: NDArray[np.int64],
    theirs: NDArray[np.int64],
    aggregation: Aggregation,
    mode: Mode,
) -> NDArray[np.bool_]:
    """Which of the first statements meet one of the second that counts."""
    shape = (len(coded.column_labels), len(coded.level_values))
    there = np.zeros(shape, dtype=bool)
    there[coded.columns[theirs], coded.levels[theirs]] = True
    columns, levels = coded.columns[mine], coded.levels[mine]
    text = coded.kind in ("text", "none")
    if mode is Mode.DNA and text and aggregation in (Aggregation.CONFLICT, Aggregation.SUBTRACT):
        alone = ~there[columns, levels]  # mentions of only one of the two count
        return alone if aggregation is Aggregation.CONFLICT else np.ones_like(alone)
    apart = np.nan_to_num(distances_of_levels(coded, mode), nan=0.5)
    if aggregation is Aggregation.IGNORE:
        counts = np.ones_like(apart, dtype=bool)
    elif aggregation is Aggregation.CONGRUENCE:
        counts = apart < 1
    elif aggregation is Aggregation.CONFLICT:
        counts = apart > 0
    else:
        counts = apart != 0.5
    met: NDArray[np.bool_] = (there[columns] & counts[levels]).any(axis=1)
    return met
