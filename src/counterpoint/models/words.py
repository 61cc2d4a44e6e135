"""The table of word vectors: a vector for each piece of the vocabulary.

It is the largest part of a small network, and the same in all that were trained on one encoder with
its table left alone. So it lies in a bundle of its own, once on disk and once in memory: eight bits
a value with one scale a row, mapped into memory and read row by row, before a network runs.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from counterpoint.errors import ModelError
from counterpoint.models.bundle import Bundle

__all__ = ["SCALES", "TABLE", "WordTable", "read_array", "read_table"]

_REINSTALL = "the model bundle is damaged; install counterpoint again"
TABLE, SCALES = "table.npy", "scales.npy"
Floats: TypeAlias = npt.NDArray[np.float32]


class WordTable:
    """Vectors of pieces.

    Args:
        rows: A row a piece, eight bits a value.
        scales: What each row is multiplied by.
        own: Vectors that stand in the place of some rows, one after the other.
        first: The piece whose row the first of them replaces.
    """

    def __init__(
        self, rows: npt.NDArray[np.int8], scales: Floats, own: Floats | None = None, first: int = 0
    ) -> None:
        self._rows = rows
        self._scales = scales
        self._own = own
        self._first = first

    def laid_over(self, own: Floats, first: int) -> WordTable:
        """Give the same table, in the same memory, with other vectors for some pieces."""
        if own.ndim != 2 or own.shape[1] != self._rows.shape[1]:
            raise ModelError(
                f"vectors of shape {own.shape} do not fit a table of {self._rows.shape[1]} columns",
                hint=_REINSTALL,
            )
        return WordTable(self._rows, self._scales, own, first)

    def vectors(self, pieces: npt.NDArray[np.int64]) -> Floats:
        """Give the vectors of pieces, in the same shape with one dimension more."""
        found = self._rows[pieces].astype(np.float32)
        found *= self._scales[pieces][..., None]
        if self._own is not None:
            replaced = (pieces >= self._first) & (pieces < self._first + len(self._own))
            found[replaced] = self._own[pieces[replaced] - self._first]
        return found


def read_table(bundle: Bundle) -> WordTable:
    """Read the table that a bundle holds or uses; the same one is read only once.

    Raises:
        ModelError: If its files are no table.
    """
    return _read(bundle.file(TABLE), bundle.file(SCALES))


def read_array(path: Path, *, mapped: bool = False) -> npt.NDArray[Any]:
    """Read a ``.npy`` file.

    Raises:
        ModelError: If it is none.
    """
    try:
        found: npt.NDArray[Any] = np.load(
            path, mmap_mode="r" if mapped else None, allow_pickle=False
        )
    except (OSError, ValueError, EOFError) as error:
        raise ModelError(f"cannot read {path}: {error}", hint=_REINSTALL) from None
    return found


@lru_cache(maxsize=4)
def _read(table: Path, scales: Path) -> WordTable:
    rows, sizes = read_array(table, mapped=True), read_array(scales)
    if rows.dtype != np.int8 or rows.ndim != 2 or sizes.shape != rows.shape[:1]:
        raise ModelError(f"{table} and {scales} are no table of word vectors", hint=_REINSTALL)
    return WordTable(rows, sizes.astype(np.float32))
