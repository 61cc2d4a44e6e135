"""Counts of statements by row, column and level of the qualifier, kept sparse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Cells", "Coded", "count", "pair_products"]

_DENSE = 6_000_000  # cells of a matrix that is simply filled in
_BLOCK = 4_000_000  # cells of one block of a product


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Statements as numbers: row, column and level of each, in DNA's order.

    Attributes:
        rows: Index into ``row_labels``.
        columns: Index into ``column_labels``.
        levels: Index into ``level_values``.
        level_values: What the levels are worth as numbers; for texts their rank.
        level_span: Largest minus smallest number of a numeric qualifier.
        kind: ``none``, ``boolean``, ``integer`` or ``text``.
        dates: Seconds since 1970 of each statement.
        positions: Position of each statement among the kept ones.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    levels: NDArray[np.int64]
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    level_values: NDArray[np.float64]
    level_span: float
    kind: str
    dates: NDArray[np.int64]
    positions: NDArray[np.int64]

    def take(self, at: NDArray[np.int64] | slice) -> Coded:
        """Only these statements; labels and levels stay."""
        return Coded(
            self.rows[at],
            self.columns[at],
            self.levels[at],
            self.row_labels,
            self.column_labels,
            self.level_values,
            self.level_span,
            self.kind,
            self.dates[at],
            self.positions[at],
        )

    def compact(self) -> Coded:
        """The same statements over only those labels that occur."""
        rows, row_labels = _used(self.rows, self.row_labels)
        columns, column_labels = _used(self.columns, self.column_labels)
        return Coded(
            rows,
            columns,
            self.levels,
            row_labels,
            column_labels,
            self.level_values,
            self.level_span,
            self.kind,
            self.dates,
            self.positions,
        )


def _used(
    codes: NDArray[np.int64], labels: tuple[str, ...]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    there = np.bincount(codes, minlength=len(labels)) > 0
    if there.all():
        return codes, labels
    renumbered = np.cumsum(there) - 1
    return renumbered[codes], tuple(labels[int(at)] for at in np.flatnonzero(there))


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The count array X[r, c, k] as triplets, ordered by row, column and level.

    ``amounts`` are counts, or sums of weights for kernels.
    """

    shape: tuple[int, int, int]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    levels: NDArray[np.int64]
    amounts: NDArray[np.float64]

    def row_totals(self) -> NDArray[np.float64]:
        """Sum over columns and levels."""
        return np.bincount(self.rows, self.amounts, minlength=self.shape[0]).astype(float)

    def column_totals(self) -> NDArray[np.float64]:
        """Sum over rows and levels."""
        return np.bincount(self.columns, self.amounts, minlength=self.shape[1]).astype(float)

    def without_levels(self) -> Cells:
        """Summed over the levels."""
        shape = (self.shape[0], self.shape[1], 1)
        zeros = np.zeros_like(self.levels)
        return _gather(shape, self.rows, self.columns, zeros, self.amounts)

    def present(self) -> Cells:
        """One wherever there is anything."""
        there = self.amounts != 0
        ones = np.ones(int(there.sum()))
        return Cells(self.shape, self.rows[there], self.columns[there], self.levels[there], ones)


def count(coded: Coded, weights: NDArray[np.float64] | None = None) -> Cells:
    """Count statements by row, column and level, or add up their weights."""
    shape = (len(coded.row_labels), len(coded.column_labels), len(coded.level_values))
    return _gather(shape, coded.rows, coded.columns, coded.levels, weights)


def _gather(
    shape: tuple[int, int, int],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    levels: NDArray[np.int64],
    weights: NDArray[np.float64] | None,
) -> Cells:
    size = shape[0] * shape[1] * shape[2]
    keys = (rows * shape[1] + columns) * shape[2] + levels
    if size <= max(_DENSE, 4 * len(keys)):
        full = np.bincount(keys, weights, minlength=size)
        present = full if weights is None else np.bincount(keys, minlength=size)
        found = np.flatnonzero(present)
        amounts = full[found].astype(float)
    else:
        found, inverse = np.unique(keys, return_inverse=True)
        amounts = np.bincount(inverse, weights, minlength=len(found)).astype(float)
    pairs = found // shape[2]
    return Cells(shape, pairs // shape[1], pairs % shape[1], found % shape[2], amounts)


def pair_products(
    factors: list[tuple[Cells, Cells]], *, mixing: list[NDArray[np.float64] | None]
) -> Iterator[tuple[slice, list[NDArray[np.float64]]]]:
    """Products of profiles, a block of rows at a time.

    For each pair of factors A, B and mixing matrix S the block holds
    ``sum over c, k, l of A[a, c, k] * S[k, l] * B[b, c, l]`` for some rows a and all b.

    Yields:
        Which rows the block covers, and one array of that many rows per product.
    """
    rows = factors[0][0].shape[0]
    width = factors[0][0].shape[1] * factors[0][0].shape[2]
    if not rows:
        return
    step = max(1, min(rows, _BLOCK // rows))
    if rows * width <= _DENSE:
        yield from _dense_products(factors, mixing, step)
        return
    joined = [
        (_Profile.of(left), _Profile.of(_mix(right, mixer)))
        for (left, right), mixer in zip(factors, mixing, strict=True)
    ]
    for low in range(0, rows, step):
        block = slice(low, min(low + step, rows))
        yield block, [_sparse_product(left, right, block) for left, right in joined]


def _dense_products(
    factors: list[tuple[Cells, Cells]], mixing: list[NDArray[np.float64] | None], step: int
) -> Iterator[tuple[slice, list[NDArray[np.float64]]]]:
    rows = factors[0][0].shape[0]
    filled: dict[int, NDArray[np.float64]] = {}

    def fill(cells: Cells) -> NDArray[np.float64]:
        if id(cells) not in filled:
            full = np.zeros(cells.shape)
            full[cells.rows, cells.columns, cells.levels] = cells.amounts
            filled[id(cells)] = full
        return filled[id(cells)]

    pairs = []
    for (left, right), mixer in zip(factors, mixing, strict=True):
        other = fill(right)
        if mixer is not None:
            other = np.einsum("bcl,kl->bck", other, mixer)
        pairs.append((fill(left).reshape(rows, -1), other.reshape(rows, -1)))
    for low in range(0, rows, step):
        block = slice(low, min(low + step, rows))
        yield block, [left[block] @ right.T for left, right in pairs]


def _mix(cells: Cells, mixer: NDArray[np.float64] | None) -> Cells:
    """Replace levels by mixtures of levels: B'[b, c, k] = sum over l of S[k, l] B[b, c, l]."""
    if mixer is None:
        return cells
    to, source = np.nonzero(mixer)
    order = np.argsort(source, kind="stable")
    to, source = to[order], source[order]
    starts = np.searchsorted(source, np.arange(cells.shape[2]))
    counts = np.bincount(source, minlength=cells.shape[2])
    repeat, inner = _expand(starts[cells.levels], counts[cells.levels])
    levels = to[inner]
    amounts = cells.amounts[repeat] * mixer[levels, cells.levels[repeat]]
    return _gather(cells.shape, cells.rows[repeat], cells.columns[repeat], levels, amounts)


def _expand(
    starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ranges laid end to end: which range each place is of, and the number it stands for."""
    repeat = np.repeat(np.arange(len(counts)), counts)
    begins = np.cumsum(counts) - counts
    inner = np.arange(len(repeat)) - begins[repeat] + starts[repeat]
    return repeat, inner


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """Cells by row, and the same by column-and-level, for joins."""

    size: int
    rows: NDArray[np.int64]
    keys: NDArray[np.int64]
    amounts: NDArray[np.float64]
    by_row: NDArray[np.int64]
    order: NDArray[np.int64]
    by_key: NDArray[np.int64]

    @classmethod
    def of(cls, cells: Cells) -> _Profile:
        keys = cells.columns * cells.shape[2] + cells.levels
        by_row = np.searchsorted(cells.rows, np.arange(cells.shape[0] + 1))
        order = np.argsort(keys, kind="stable")
        width = cells.shape[1] * cells.shape[2]
        by_key = np.searchsorted(keys[order], np.arange(width + 1))
        return cls(cells.shape[0], cells.rows, keys, cells.amounts, by_row, order, by_key)


def _sparse_product(left: _Profile, right: _Profile, block: slice) -> NDArray[np.float64]:
    low, high = int(left.by_row[block.start]), int(left.by_row[block.stop])
    total = np.zeros((block.stop - block.start) * right.size)
    keys = left.keys[low:high]
    counts = right.by_key[keys + 1] - right.by_key[keys]
    ends = np.cumsum(counts)
    at = 0
    while at < len(keys):  # a limited number of joined pairs at a time
        done = int(ends[at - 1]) if at else 0
        upto = max(at + 1, int(np.searchsorted(ends, done + _BLOCK)))
        repeat, inner = _expand(right.by_key[keys[at:upto]], counts[at:upto])
        mates = right.order[inner]
        mine = low + at + repeat
        cells = (left.rows[mine] - block.start) * right.size + right.rows[mates]
        amounts = left.amounts[mine] * right.amounts[mates]
        total += np.bincount(cells, amounts, minlength=len(total))
        at = upto
    return total.reshape(block.stop - block.start, right.size)
