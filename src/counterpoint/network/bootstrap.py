"""How sure a network is: what comes out when other documents had been drawn.

Documents are drawn anew with replacement, all their statements with them, and the network is made
again (Efron 1979). Statements of one document hang together, so documents are drawn, not
statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.affiliation import affiliation
from counterpoint.network.agreement import agreement
from counterpoint.network.build import network
from counterpoint.network.cells import count
from counterpoint.network.check import check
from counterpoint.network.code import code
from counterpoint.network.select import select
from counterpoint.network.triplets import to_dense
from counterpoint.types.network import Network, StatementTable
from counterpoint.types.selection import NetworkKind, NetworkSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoint.network.triplets import Triplets

__all__ = ["Bootstrap", "Interval", "bootstrap"]

_MOST_CELLS = 40_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the bounds that most draws lie within."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """A network with an interval for every cell and every measure.

    Attributes:
        network: Of all documents.
        low: Lower bound of each cell, as a matrix.
        high: Upper bound.
        present: In which share of the draws the cell is not zero.
        measures: Intervals of the measures, by name.
    """

    network: Network
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    present: NDArray[np.float64]
    measures: Mapping[str, Interval]

    def interval(self, row: str, column: str) -> Interval:
        """The interval of one cell."""
        i, j = self.network.rows.index(row), self.network.columns.index(column)
        value = float(self.network.dense[i, j])
        return Interval(value, float(self.low[i, j]), float(self.high[i, j]))


def bootstrap(
    table: StatementTable,
    spec: NetworkSpec,
    *,
    draws: int = 1000,
    probability: float = 0.95,
    measures: Mapping[str, Callable[[Network], float]] | None = None,
) -> Bootstrap:
    """Draw documents again and again, from ``spec.seed``.

    Duplicates are removed once, before.

    Args:
        table: Statements of one type.
        spec: A network without time windows.
        draws: How often documents are drawn.
        probability: Share of the draws within an interval.
        measures: Functions of a network whose uncertainty is wanted too.

    Raises:
        InputError: If the network is too large to keep all draws of it.
    """
    spec = check(table, spec)
    whole = network(table, spec)
    size = whole.shape[0] * whole.shape[1]
    if size * draws > _MOST_CELLS:
        fit = max(1, _MOST_CELLS // max(size, 1))
        raise InputError(
            f"{draws} draws of a network of {whole.shape[0]} x {whole.shape[1]} are too many",
            hint=f"{fit} draws fit; or filter for fewer nodes",
        )
    wanted = dict(measures or {})
    found = np.zeros((draws, *whole.shape))
    values = {name: np.zeros(draws) for name in wanted}
    for at, triplets in enumerate(_again(table, spec, draws)):
        found[at] = to_dense(triplets, whole.shape)
        for name, measure in wanted.items():
            rows, columns, weights = triplets
            again = replace(whole, row_codes=rows, column_codes=columns, weights=weights)
            values[name][at] = measure(again)
    tail = (1 - probability) / 2
    bounds = (tail, 1 - tail)
    low, high = np.quantile(found, bounds, axis=0) if draws else (whole.dense, whole.dense)
    return Bootstrap(
        network=whole,
        low=low,
        high=high,
        present=(found != 0).mean(axis=0),
        measures={
            name: Interval(
                measure(whole), *(float(one) for one in np.quantile(values[name], bounds))
            )
            for name, measure in wanted.items()
        },
    )


def _again(table: StatementTable, spec: NetworkSpec, draws: int) -> Iterator[Triplets]:
    """The cells of the network of each draw."""
    selection = select(table, spec)
    coded = code(table, spec, selection)
    owners = np.unique(table.document_rows[selection.kept], return_inverse=True)[1]
    documents = int(owners.max()) + 1 if len(owners) else 1
    shares = np.full(documents, 1 / documents)
    draw = np.random.default_rng(spec.seed)
    make = affiliation if spec.kind is NetworkKind.TWOMODE else agreement
    for _ in range(draws):
        times = draw.multinomial(documents, shares)[owners]
        drawn = np.flatnonzero(times)
        part = coded.take(drawn)
        yield make(
            count(part, times[drawn].astype(float)),
            part,
            aggregation=spec.aggregation,
            normalisation=spec.normalisation,
            mode=spec.mode,
        )
