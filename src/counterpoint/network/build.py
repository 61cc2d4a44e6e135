"""Statements and a specification in, networks out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.affiliation import affiliation
from counterpoint.network.agreement import agreement
from counterpoint.network.cells import Coded, count
from counterpoint.network.check import check
from counterpoint.network.code import code, with_window_levels
from counterpoint.network.evidence import Evidence
from counterpoint.network.kernels import dna_levels, dna_onemode, dna_twomode, kernel_weights
from counterpoint.network.select import Selection, select, to_datetime
from counterpoint.network.values import column_of
from counterpoint.network.windows import Window, event_windows, kernel_windows, time_windows
from counterpoint.types.network import Network, StatementTable
from counterpoint.types.selection import (
    Aggregation,
    Kernel,
    Mode,
    NetworkKind,
    NetworkSpec,
    Normalisation,
    TimeUnit,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from counterpoint.network.triplets import Triplets

__all__ = ["event_list", "network", "networks"]


def network(table: StatementTable, spec: NetworkSpec) -> Network:
    """The one network of a specification without time windows.

    Args:
        table: Statements of one type.
        spec: How they become a network.

    Raises:
        InputError: If the specification does not fit, or asks for several networks.
    """
    if spec.time_unit is not TimeUnit.NO or spec.aggregation is Aggregation.BOTH:
        raise InputError(
            "this makes several networks, one per window of time or part",
            hint="use networks(), which gives them one after the other",
        )
    return next(iter(networks(table, spec)))


def networks(table: StatementTable, spec: NetworkSpec) -> Iterator[Network]:
    """The networks of a specification, one per window; without windows a single one.

    With the aggregation "congruence & conflict" each window gives two, congruence first.

    Raises:
        InputError: If the specification does not fit; the hint says what would.
    """
    spec = check(table, spec)
    if spec.kind is NetworkKind.EVENTLIST:
        raise InputError("an event list is no network", hint="use event_list() for it")
    maker = _Maker(table, spec, select(table, spec))
    return maker.networks()


def event_list(table: StatementTable, spec: NetworkSpec) -> StatementTable:
    """The statements that a specification selects, in order of time."""
    spec = replace(check(table, replace(spec, kind=NetworkKind.EVENTLIST)))
    return table.take(select(table, spec).kept)


@dataclass(frozen=True, slots=True)
class _Maker:
    table: StatementTable
    spec: NetworkSpec
    selection: Selection

    def networks(self) -> Iterator[Network]:
        coded = code(self.table, self.spec, self.selection)
        ids = self.table.ids[self.selection.kept]
        start, stop = self.selection.start, self.selection.stop
        if self.spec.time_unit is TimeUnit.NO:
            window = Window(start, (start + stop) // 2, stop, 0, len(ids))
            yield from self._of_window(coded, ids, window)
        elif self.spec.kernel is not Kernel.NO:
            yield from self._smoothed(coded, ids)
        else:
            for window in self._windows(coded, start, stop):
                inside = coded.take(slice(window.low, window.high))
                if not self.spec.isolates:
                    inside = inside.compact()
                yield from self._of_window(with_window_levels(inside, self.spec), ids, window)

    def _windows(self, coded: Coded, start: int, stop: int) -> Iterator[Window]:
        if self.spec.time_unit is TimeUnit.EVENTS:
            return event_windows(coded.dates, self.spec)
        return time_windows(coded.dates, start, stop, self.spec)

    def _of_window(self, coded: Coded, ids: NDArray[Any], window: Window) -> Iterator[Network]:
        cells = count(coded)
        for aggregation in _parts(self.spec):
            options: Any = {
                "aggregation": aggregation,
                "normalisation": self.spec.normalisation,
                "mode": self.spec.mode,
            }
            if self.spec.kind is NetworkKind.TWOMODE:
                triplets = affiliation(cells, coded, **options)
            else:
                triplets = agreement(cells, coded, **options)
            triplets = self._scaled(triplets)
            whole = self._whole_numbers(coded)
            yield self._network(coded, triplets, (ids, window, aggregation), integer=whole)

    def _smoothed(self, coded: Coded, ids: NDArray[Any]) -> Iterator[Network]:
        dna = self.spec.mode is Mode.DNA
        coded = dna_levels(coded) if dna else coded
        start, stop = self.selection.start, self.selection.stop
        for window in kernel_windows(coded.dates, start, stop, self.spec):
            inside = slice(window.low, window.high)
            part = coded.take(inside)
            weights = kernel_weights(part.dates, window.middle, self.spec)
            for aggregation in _parts(self.spec):
                if not dna:
                    triplets = self._standard(part, weights, aggregation)
                elif self.spec.kind is NetworkKind.TWOMODE:
                    triplets = dna_twomode(part, weights, aggregation)
                else:
                    triplets = dna_onemode(coded, inside, weights, self.spec)
                triplets = self._scaled(triplets)
                near = part.take(np.flatnonzero(weights != 0))
                yield self._network(near, triplets, (ids, window, aggregation), integer=False)

    def _standard(
        self, part: Coded, weights: NDArray[np.float64], aggregation: Aggregation
    ) -> Triplets:
        near = weights != 0
        part, weights = part.take(near), weights[near]
        normalisation, mode = self.spec.normalisation, self.spec.mode
        if self.spec.kind is NetworkKind.TWOMODE:
            return affiliation(
                count(part, weights),
                part,
                aggregation=aggregation,
                normalisation=normalisation,
                mode=mode,
            )
        activity = np.bincount(part.rows, weights, minlength=len(part.row_labels)).astype(float)
        return agreement(
            count(part, np.sqrt(weights)),
            part,
            aggregation=aggregation,
            normalisation=normalisation,
            mode=mode,
            activity=activity,
        )

    def _scaled(self, triplets: Triplets) -> Triplets:
        total = float(triplets[2].sum()) if self.spec.normalise_to_one else 0.0
        if total == 0:
            return triplets
        return triplets[0], triplets[1], triplets[2] / total

    def _whole_numbers(self, coded: Coded) -> bool:
        if not len(coded.rows):
            return True
        if self.spec.normalisation is not Normalisation.NO or self.spec.normalise_to_one:
            return False
        twomode = self.spec.kind is NetworkKind.TWOMODE
        ignored = self.spec.aggregation is Aggregation.IGNORE
        return twomode or ignored or coded.kind != "integer"

    def _network(
        self,
        coded: Coded,
        triplets: Triplets,
        origin: tuple[NDArray[Any], Window, Aggregation],
        *,
        integer: bool,
    ) -> Network:
        ids, window, aggregation = origin
        spec = self.spec
        onemode = spec.kind is NetworkKind.ONEMODE
        columns = coded.row_labels if onemode else coded.column_labels
        return Network(
            kind=spec.kind,
            mode=spec.mode,
            rows=coded.row_labels,
            columns=columns,
            row_codes=triplets[0],
            column_codes=triplets[1],
            weights=triplets[2],
            statement_ids=ids,
            start=to_datetime(window.start),
            middle=to_datetime(window.middle),
            stop=to_datetime(window.stop),
            statement_count=window.high - window.low,
            integer=integer,
            aggregation=aggregation.value,
            normalisation=spec.normalisation.value,
            qualifier=spec.qualifier,
            row_variable=spec.variable1,
            column_variable=spec.variable1 if onemode else spec.variable2,
            row_attributes=self._attributes("variable1", coded.row_labels),
            column_attributes=self._attributes("variable1" if onemode else "variable2", columns),
            evidence_of=Evidence(coded, kind=spec.kind, aggregation=aggregation, mode=spec.mode),
        )

    def _attributes(self, role: str, labels: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        name, document = getattr(self.spec, role), getattr(self.spec, f"{role}_document")
        column = column_of(self.table, name, document=document)
        if not column.attributes:
            return {}
        places = {label: at for at, label in enumerate(column.labels)}
        at = [places[label] for label in labels]
        return {key: tuple(values[one] for one in at) for key, values in column.attributes.items()}


def _parts(spec: NetworkSpec) -> tuple[Aggregation, ...]:
    if spec.aggregation is Aggregation.BOTH:
        return Aggregation.CONGRUENCE, Aggregation.CONFLICT
    return (spec.aggregation,)
