"""Boosted decision trees as plain numbers: read from JSON, asked with numpy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Trees", "load_trees"]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of decision trees; a row goes left where its value is at most the threshold.

    The nodes of all trees lie in one table. A leaf points to itself on both sides.
    """

    names: tuple[str, ...]
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]  # (nodes, 2)
    value: NDArray[np.float64]
    base: float
    depth: int
    trained_on: str = ""  # SHA-256 of the gold that they were trained on

    def probability(self, rows: NDArray[np.float32], names: tuple[str, ...]) -> NDArray[np.float64]:
        """How likely each row belongs to the class.

        Args:
            rows: One row of numbers each.
            names: What the columns of the rows are; more than the trees ask for may be there.

        Raises:
            ValueError: If a column that the trees ask for is missing.
        """
        if names != self.names:
            rows = rows[:, [names.index(name) for name in self.names]]
        total = np.full(len(rows), self.base)
        here = np.arange(len(rows))
        for root in self.roots.tolist():
            node = np.full(len(rows), root, dtype=np.int32)
            for _ in range(self.depth):
                right = rows[here, self.feature[node]] > self.threshold[node]
                node = self.children[node, right.astype(np.int32)]
            total += self.value[node]
        likely: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return likely


def trees_from(table: dict[str, object]) -> Trees:
    """The trees of a table as :mod:`json` reads it."""
    if table.get("format") != _FORMAT:
        raise ValueError(f"trees of format {table.get('format')!r}, expected {_FORMAT}")
    left = np.array(table["left"], dtype=np.int32)
    right = np.array(table["right"], dtype=np.int32)
    return Trees(
        names=tuple(str(name) for name in table["names"]),  # type: ignore[attr-defined]
        roots=np.array(table["roots"], dtype=np.int32),
        feature=np.array(table["feature"], dtype=np.int32),
        threshold=np.array(table["threshold"], dtype=np.float64),
        children=np.stack([left, right], axis=1),
        value=np.array(table["value"], dtype=np.float64),
        base=float(table["base"]),  # type: ignore[arg-type]
        depth=int(table["depth"]),  # type: ignore[call-overload]
        trained_on=str(table.get("trained_on", "")),
    )


@cache
def load_trees(name: str) -> Trees:
    """The trees that come with the package under this name."""
    source = files("counterpoint.readers").joinpath("data", f"{name}.json")
    return trees_from(json.loads(source.read_text(encoding="utf-8")))
