"""Corrected networks: what people judged in a sample set against what the machine coded.

Linear figures (ties between actors and concepts, shares) are corrected by design, statement by
statement: see :mod:`counterpoint.network.intervals`; ties between actors and measures from these,
see :mod:`counterpoint.network.corrected_pairs`. Without a judged sample, and for networks that are
neither, networks are made again and again from labels that are drawn from what the machine
confuses, as measured on gold sentences or on the sample.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from counterpoint.errors import InputError
from counterpoint.network.build import networks
from counterpoint.network.check import check
from counterpoint.network.intervals import Estimate, corrected_share, corrected_totals, redraw
from counterpoint.network.select import select, to_seconds
from counterpoint.network.values import column_of
from counterpoint.types.network import Column, Network, StatementTable, VariableKind
from counterpoint.types.selection import Aggregation, NetworkKind, NetworkSpec

__all__ = [
    "WHOLE",
    "Cell",
    "CodedRows",
    "JudgedSample",
    "Redrawn",
    "coded_rows",
    "confusion_of",
    "corrected_cells",
    "corrected_shares",
    "estimate_of",
    "is_linear",
    "missed_variance",
    "redrawn_labels",
    "redrawn_networks",
    "stretch_of",
    "with_labels",
]

WHOLE = ""  # name of the share of all positions
_LEAST_JUDGED = 5  # judgements behind a share that is corrected by design
_SYNTHETIC = 9.0  # class of what the machine missed
_MOST = 60_000_000  # labels, or ties, that are drawn in all
Floats = NDArray[np.float64]
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class JudgedSample:
    """How judgements came about.

    Attributes:
        chances: Statement to its probability of being drawn and judged.
        drawn: Statements that were drawn and judged.
        judged: All that were judged, drawn or not.
    """

    chances: Mapping[str, float]
    drawn: Collection[str]
    judged: Collection[str]


@dataclass(frozen=True, slots=True, eq=False)
class CodedRows:
    """One row for each statement and cell, as the machine has it and as people have it.

    Attributes:
        sources: Label of the row of the network; likewise ``targets`` of the column.
        machine: The machine's value; of judged statements that were not drawn the people's.
        people: The people's value; NaN where nobody judged a drawn statement.
        chances: Probability of having been drawn; 0 if it could not be, 1 if it is known.
        classes: Which rows are taken to be wrong alike.
        dates: Seconds since 1970.
        weights: For each source, date and (1 - chance) / chance of all its statements.
    """

    sources: list[str]
    targets: list[str]
    machine: Floats
    people: Floats
    chances: Floats
    classes: Floats
    dates: NDArray[np.int64]
    weights: Mapping[str, tuple[NDArray[np.int64], Floats]]

    def changed(self, change: Callable[[Floats], Floats]) -> CodedRows:
        """The same rows with other values of both views, as without their signs."""
        return replace(self, machine=change(self.machine), people=change(self.people))

    def within(self, low: int, high: int) -> NDArray[np.int64]:
        """Rows of a stretch of time."""
        return np.flatnonzero((self.dates >= low) & (self.dates <= high))


def is_linear(spec: NetworkSpec) -> bool:
    """Whether every tie is a sum over statements, so that it can be corrected by design."""
    return (
        spec.kind is NetworkKind.TWOMODE
        and spec.aggregation in (Aggregation.IGNORE, Aggregation.SUBTRACT)
        and spec.normalisation == "no"
        and spec.duplicates == "include"
        and spec.kernel == "no"
        and not spec.normalise_to_one
    )


def coded_rows(
    found: StatementTable,
    judged: StatementTable,
    sample: JudgedSample,
    spec: NetworkSpec,
    *,
    signed: bool,
) -> CodedRows:
    """Set the two views of the statements side by side.

    Args:
        found: What the machine says of all statements.
        judged: What people say of those that they have judged.
        sample: How the judgements came about.
        spec: How statements become a network.
        signed: Whether a row counts by its side (1, -1, 0) or once whatever its side.
    """
    machine = _keyed(found, spec, signed=signed)
    people = _keyed(judged, spec, signed=signed)
    keys = list(dict.fromkeys([*machine, *people]))
    values = np.asarray([machine.get(key, (0.0, 0))[0] for key in keys])
    classes = np.asarray(
        [values[at] if key in machine else _SYNTHETIC for at, key in enumerate(keys)]
    )
    human = np.asarray([people.get(key, (0.0, 0))[0] for key in keys])
    dates = np.asarray([(machine.get(key) or people[key])[1] for key in keys], dtype=np.int64)
    drawn = np.asarray([key[0] in sample.drawn for key in keys], dtype=bool)
    known = np.asarray([key[0] in sample.judged for key in keys], dtype=bool) & ~drawn
    chances = np.asarray([sample.chances.get(key[0], 0.0) for key in keys])
    return CodedRows(
        sources=[key[1] for key in keys],
        targets=[key[2] for key in keys],
        machine=np.where(known, human, values),
        people=np.where(drawn, human, np.nan),
        chances=np.where(known, 1.0, chances),
        classes=classes,
        dates=dates,
        weights=_weights(found, spec, sample),
    )


def corrected_cells(rows: CodedRows, low: int, high: int) -> dict[Cell, Estimate]:
    """The ties of a stretch of time, each a sum over its statements.

    Args:
        rows: The two views.
        low: First second.
        high: Last second.
    """
    inside = rows.within(low, high)
    cells = list(dict.fromkeys((rows.sources[at], rows.targets[at]) for at in inside))
    places = {cell: number for number, cell in enumerate(cells)}
    edges = [places[rows.sources[at], rows.targets[at]] for at in inside]
    found = corrected_totals(
        rows.machine[inside],
        rows.people[inside],
        rows.chances[inside],
        edges,
        classes=rows.classes[inside],
        missed=missed_variance(rows, cells, (low, high)),
    )
    return {cell: found[number] for number, cell in enumerate(cells)}


def corrected_shares(rows: CodedRows, low: int, high: int) -> dict[str, Estimate]:
    """The share of agreement on each target and in all, where enough of it was judged.

    Args:
        rows: The two views.
        low: First second of a stretch of time.
        high: Last second.
    """
    out = {}
    by_target: dict[str, list[int]] = {WHOLE: []}
    for at in rows.within(low, high).tolist():
        by_target[WHOLE].append(at)
        by_target.setdefault(rows.targets[at], []).append(at)
    for target, places in by_target.items():
        mine = np.asarray(places, dtype=np.int64)
        people, machine = rows.people[mine], rows.machine[mine]
        sides = np.isin(people, (-1.0, 1.0))
        if sides.sum() >= _LEAST_JUDGED:
            out[target] = corrected_share(machine, people, rows.chances[mine])
    return out


def confusion_of(rows: CodedRows) -> Floats:
    """What the machine confuses, on the judged sample: rows the true side, columns its own.

    As many counts as there are judgements, weighted by how rarely each was drawn.
    """
    seen = ~np.isnan(rows.people) & (rows.classes != _SYNTHETIC)
    true, given = rows.people[seen].astype(int) + 1, rows.machine[seen].astype(int) + 1
    weight = 1 / rows.chances[seen]
    counts = np.zeros((3, 3))
    np.add.at(counts, (np.clip(true, 0, 2), np.clip(given, 0, 2)), weight)
    return counts * (len(weight) / max(float(weight.sum()), 1e-12))


@dataclass(frozen=True, slots=True, eq=False)
class Redrawn:
    """What comes out of labels as they might truly be.

    Attributes:
        cells: For each network, cell to estimate.
        measures: For each network, measure to estimate.
        shares: For each network, target to its share of agreement, that of all under ``WHOLE``.
    """

    cells: tuple[Mapping[Cell, Estimate], ...]
    measures: tuple[Mapping[str, Estimate], ...]
    shares: tuple[Mapping[str, Estimate], ...]


def redrawn_networks(
    table: StatementTable,
    spec: NetworkSpec,
    confusion: Floats,
    *,
    known: Collection[str] = (),
    draws: int = 400,
    method: str = "gold",
) -> Redrawn:
    """Make networks again and again from labels drawn anew.

    Args:
        table: Statements as they are shown.
        spec: How they become networks, with windows or without.
        confusion: Counts; rows the true side (-1, 0, 1), columns the machine's.
        known: Statements whose side is certain, since people judged them.
        draws: How often.
        method: Where the confusion comes from.

    Raises:
        InputError: If the network is too large to draw so often, or no side enters it.
    """
    spec = check(table, spec)
    if spec.aggregation is Aggregation.IGNORE:
        raise InputError(
            "which side statements take does not enter this network (--aggregation ignore), and "
            "how often the machine takes them for speaking of it is not known without judgements",
            hint="choose --aggregation subtract, or judge a sample: counterpoint sample",
        )
    made = list(networks(table, spec))
    size = sum(len(one.weights) for one in made)
    labels, drawn = redrawn_labels(table, spec, confusion, known=known, draws=draws, more=size)
    cells: list[dict[Cell, Floats]] = [{} for _ in made]
    measures: list[dict[str, Floats]] = [
        {name: np.zeros(draws) for name in _MEASURES} for _ in made
    ]
    shares: list[dict[str, Floats]] = [{} for _ in made]
    windows = [_rows_of(table, one) for one in made]
    for number, row in enumerate(drawn):
        for mine, window in zip(shares, windows, strict=True):
            for target, value in _shares(table, spec, row, window):
                mine.setdefault(target, np.full(draws, np.nan))[number] = value
        for at, one in enumerate(networks(with_labels(table, spec, row), spec)):
            for cell, weight in _weights_of(one):
                cells[at].setdefault(cell, np.zeros(draws))[number] = weight
            for name, measure in _MEASURES.items():
                measures[at][name][number] = measure(one)
    counted = [dict(_shares(table, spec, labels, window)) for window in windows]
    return Redrawn(
        cells=tuple(
            {
                cell: estimate_of(now.get(cell, 0.0), mine.get(cell), draws, method)
                for cell in {**now, **mine}
            }
            for now, mine in zip((dict(_weights_of(one)) for one in made), cells, strict=True)
        ),
        measures=tuple(
            {name: estimate_of(_MEASURES[name](one), mine[name], draws, method) for name in mine}
            for one, mine in zip(made, measures, strict=True)
        ),
        shares=tuple(
            {
                target: estimate_of(now.get(target, float("nan")), values, draws, method)
                for target, values in mine.items()
            }
            for now, mine in zip(counted, shares, strict=True)
        ),
    )


def estimate_of(counted: float, values: Floats | None, draws: int, method: str) -> Estimate:
    """A figure and its draws, NaN where it was not defined; None if it was always 0."""
    known = np.zeros(draws) if values is None else values[~np.isnan(values)]
    if not len(known):
        return Estimate(float("nan"), float("nan"), float("nan"), counted, 0, method)
    low, middle, high = (float(one) for one in np.quantile(known, (0.025, 0.5, 0.975)))
    return Estimate(middle, low, high, counted, 0, method)


def redrawn_labels(
    table: StatementTable,
    spec: NetworkSpec,
    confusion: Floats,
    *,
    known: Collection[str] = (),
    draws: int = 400,
    more: int = 0,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The sides of statements as 0 (against), 1 and 2 (for), and as they might truly be.

    Args:
        table: Statements as they are shown.
        spec: Names their qualifier, and the seed.
        confusion: Counts; rows the true side, columns the machine's.
        known: Statements whose side is certain, since people judged them.
        draws: How often.
        more: What is kept of each draw beside the sides.

    Raises:
        InputError: If that is too much to draw so often.
    """
    size = len(table) + more
    if size * draws > _MOST:
        raise InputError(
            f"{draws} draws of {len(table):,} positions are too many",
            hint=f"{max(1, _MOST // max(size, 1))} draws fit; or filter for fewer statements",
        )
    fixed = np.asarray([id in known for id in table.ids.tolist()], dtype=bool)
    labels = _labels(column_of(table, spec.qualifier or "", document=False))
    drawn = redraw(labels, confusion, draws=draws, seed=spec.seed)
    drawn[:, fixed] = labels[fixed]
    return labels, drawn


def with_labels(
    table: StatementTable, spec: NetworkSpec, labels: NDArray[np.int64]
) -> StatementTable:
    """The statements with other sides: 0 (against), 1 (neither), 2 (for)."""
    column = Column(VariableKind.BOOLEAN, (labels == 2).astype(np.int64), missing=labels == 1)
    return replace(table, variables={**table.variables, str(spec.qualifier): column})


# --- parts ----------------------------------------------------------------------------------------


def _keyed(
    table: StatementTable, spec: NetworkSpec, *, signed: bool
) -> dict[tuple[str, str, str], tuple[float, int]]:
    """Value and date of each statement on each cell, those without a side included."""
    whole = replace(spec, qualifier=None, aggregation=Aggregation.IGNORE)
    if not len(table):
        return {}
    rows = select(table, check(table, whole)).kept
    one = column_of(table, spec.variable1, document=spec.variable1_document)
    two = column_of(table, spec.variable2, document=spec.variable2_document)
    sides = (
        _labels(column_of(table, spec.qualifier, document=False)) - 1
        if signed and spec.qualifier
        else None
    )
    dates = table.dates
    out: dict[tuple[str, str, str], tuple[float, int]] = {}
    for row in rows.tolist():
        key = (table.ids[row], one.labels[one.codes[row]], two.labels[two.codes[row]])
        value = 1.0 if sides is None else float(sides[row])
        before = out.get(key, (0.0, 0))[0]
        out[key] = (float(np.clip(before + value, -1, 1)), int(dates[row]))
    return out


def _weights(
    found: StatementTable, spec: NetworkSpec, sample: JudgedSample
) -> dict[str, tuple[NDArray[np.int64], Floats]]:
    column = column_of(found, spec.variable1, document=spec.variable1_document)
    dates = found.dates
    parts: dict[str, dict[str, tuple[int, float]]] = {}
    for row, id in enumerate(found.ids.tolist()):
        chance = sample.chances.get(id, 0.0)
        if column.codes[row] >= 0 and chance > 0:
            factor = (
                0.0 if id in sample.judged and id not in sample.drawn else (1 - chance) / chance
            )
            parts.setdefault(column.labels[column.codes[row]], {})[id] = (int(dates[row]), factor)
    return {
        name: (
            np.asarray([one[0] for one in mine.values()], dtype=np.int64),
            np.asarray([one[1] for one in mine.values()]),
        )
        for name, mine in parts.items()
    }


def missed_variance(
    rows: CodedRows, cells: Sequence[Cell], stretch: tuple[int, int]
) -> dict[int, float]:
    """Variance of what the machine may have missed on each cell in a stretch of time.

    How often it misses a target, as seen on all judged statements, holds for every statement of
    the source.
    """
    drawn = ~np.isnan(rows.people)
    synthetic = np.flatnonzero(drawn & (rows.classes == _SYNTHETIC))
    if not len(synthetic):
        return {}
    misses: dict[str, float] = {}
    for at in synthetic:
        size = rows.people[at] ** 2 / rows.chances[at]
        misses[rows.targets[at]] = misses.get(rows.targets[at], 0.0) + float(size)
    statements = float(sum(len(mine[0]) for mine in rows.weights.values())) or 1.0
    low, high = stretch
    out = {}
    for number, (source, target) in enumerate(cells):
        if target in misses and source in rows.weights:
            dates, factors = rows.weights[source]
            mine = float(factors[(dates >= low) & (dates <= high)].sum())
            out[number] = mine * misses[target] / statements
    return out


def _labels(column: Column) -> NDArray[np.int64]:
    """Sides as 0 (against), 1 (neither) and 2 (for)."""
    sides = np.where(column.codes > 0, 2, 0)
    return sides if column.missing is None else np.where(column.missing, 1, sides)


def _rows_of(table: StatementTable, one: Network) -> NDArray[np.bool_]:
    low, high = stretch_of(one)
    rows: NDArray[np.bool_] = (table.dates >= low) & (table.dates <= high)
    return rows


def _shares(
    table: StatementTable,
    spec: NetworkSpec,
    labels: NDArray[np.int64],
    window: NDArray[np.bool_],
) -> Iterator[tuple[str, float]]:
    column = column_of(table, spec.variable2, document=spec.variable2_document)
    there = window & (column.codes >= 0) & (labels != 1)
    both = np.bincount(column.codes[there], minlength=len(column.labels))
    good = np.bincount(column.codes[there & (labels == 2)], minlength=len(column.labels))
    if both.sum():
        yield WHOLE, float(good.sum() / both.sum())
    for at, label in enumerate(column.labels):
        if both[at]:
            yield label, float(good[at] / both[at])


def _weights_of(one: Network) -> Iterator[tuple[Cell, float]]:
    onemode = one.kind is NetworkKind.ONEMODE
    for i, j, weight in zip(one.row_codes, one.column_codes, one.weights, strict=True):
        if not onemode or i < j:
            yield (one.rows[int(i)], one.columns[int(j)]), float(weight)


def _density(one: Network) -> float:
    rows, columns = one.shape
    onemode = one.kind is NetworkKind.ONEMODE
    pairs = rows * (rows - 1) if onemode else rows * columns
    return len(one.weights) / pairs if pairs else 0.0


def _positive(one: Network) -> float:
    return float((one.weights > 0).mean()) if len(one.weights) else float("nan")


def _mean(one: Network) -> float:
    return float(one.weights.mean()) if len(one.weights) else float("nan")


def _strength(one: Network) -> float:
    return float(np.abs(one.weights).mean()) if len(one.weights) else float("nan")


_MEASURES: Mapping[str, Callable[[Network], float]] = {
    "mean weight": _mean,
    "share of ties above zero": _positive,
    "mean strength of ties": _strength,
    "density": _density,
}


def stretch_of(one: Network) -> tuple[int, int]:
    """First and last second of a network's stretch of time."""
    low = to_seconds(one.start) if one.start else np.iinfo(np.int64).min
    high = to_seconds(one.stop) if one.stop else np.iinfo(np.int64).max
    return int(low), int(high)
