"""Which statements a cell of a network rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.network.agreement import distances_of_levels
from counterpoint.types.selection import Aggregation, Mode, NetworkKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoint.network.cells import Coded

__all__ = ["Evidence", "evidence_of"]


def evidence_of(
    coded: Coded,
    row: int,
    column: int,
    *,
    kind: NetworkKind,
    aggregation: Aggregation,
    mode: Mode,
) -> NDArray[np.int64]:
    """Positions, among the kept statements, of those that a cell is made of; see ``Evidence``."""
    return Evidence(coded, kind=kind, aggregation=aggregation, mode=mode)(row, column)


class Evidence:
    """Gives the statements behind cells; where each row's statements lie is looked up once.

    A two-mode cell rests on the row's statements about the column; a one-mode cell on the
    statements of both nodes that pair up in a way that the aggregation counts. With these
    statements alone the cell (before normalisation) has the same weight.
    """

    def __init__(
        self, coded: Coded, *, kind: NetworkKind, aggregation: Aggregation, mode: Mode
    ) -> None:
        self._coded, self._kind, self._aggregation, self._mode = coded, kind, aggregation, mode
        self._order: NDArray[np.int64] | None = None
        self._starts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def __call__(self, row: int, column: int) -> NDArray[np.int64]:
        """Positions of the statements behind one cell, in order."""
        coded = self._coded
        mine = self._of(row)
        if self._kind is NetworkKind.TWOMODE:
            found = mine[coded.columns[mine] == column]
            if self._aggregation is Aggregation.SUBTRACT and coded.kind == "integer":
                found = found[coded.level_values[coded.levels[found]] != 0]
            positions: NDArray[np.int64] = coded.positions[found]
            return positions
        theirs = self._of(column)
        used = [
            one[_paired(coded, one, other, self._aggregation, self._mode)]
            for one, other in ((mine, theirs), (theirs, mine))
        ]
        both: NDArray[np.int64] = coded.positions[np.union1d(*used)]
        return both

    def _of(self, row: int) -> NDArray[np.int64]:
        if self._order is None:
            self._order = np.argsort(self._coded.rows, kind="stable")
            rows = np.arange(len(self._coded.row_labels) + 1)
            self._starts = np.searchsorted(self._coded.rows[self._order], rows)
        return self._order[self._starts[row] : self._starts[row + 1]]


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
