"""Everything about how coders agree: on where statements lie, and on what they say.

In: statements with their coders. Two statements of two coders in one document are the same unit
when their spans overlap and match best (see ``unitizing.match_spans``). A coder counts as a reader
of a document when there is at least one statement by them in it.

Out: coefficients for all coders, for every pair and for every document, and the disagreements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.agreement_coders import Coefficient, Interval, Level, Rating, bootstrap
from counterpoint.network.unitizing import Continuum, match_spans, unitizing_alpha
from counterpoint.types import StatementId, StatementTable, VariableKind

__all__ = [
    "MEANING",
    "AgreementOptions",
    "AgreementReport",
    "Disagreement",
    "Measure",
    "agreement_report",
]

MEANING = {
    Coefficient.ALPHA: (
        "Krippendorff's alpha: 1 is full agreement, 0 what chance would give; any number of "
        "coders, missing codes allowed."
    ),
    Coefficient.COHEN: "Cohen's kappa: agreement of two coders beyond chance, on units of both.",
    Coefficient.FLEISS: "Fleiss' kappa: agreement of several coders beyond chance, codes only.",
    Coefficient.PERCENT: "Share of equal pairs of codes; chance is not taken off.",
    Coefficient.UNITIZING: (
        "Unitizing alpha: whether the coders marked the same stretches of text, whatever they "
        "coded there; 1 is the same ends everywhere, 0 stretches thrown at random."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementOptions:
    """What to measure.

    Args:
        variables: Which variables; empty takes all but long texts.
        coders: Which coders; empty takes all.
        levels: Level of measurement of a variable, where it is not the usual one (nominal for
            texts and booleans, interval for integers).
        draws: Bootstrap samples of documents per interval.
        seed: Start of the random numbers.
    """

    variables: Sequence[str] = ()
    coders: Sequence[str] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    draws: int = 1000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """One coefficient.

    ``scope`` is ``all``, ``pair`` or ``document``; ``who`` names the coders or the document. A
    value of None means not defined: too few units, or only one value was ever used.
    """

    scope: str
    who: str
    variable: str  # "" for where the statements lie
    coefficient: Coefficient
    level: str
    value: float | None
    low: float | None
    high: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One unit on which coders differ; a value of None means that the coder did not mark it."""

    document_id: StatementId
    start: int
    stop: int
    variable: str  # "" if one of them has no statement here
    values: tuple[tuple[str, str | None], ...]
    statement_ids: tuple[StatementId, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Coefficients and the disagreements themselves."""

    coders: tuple[str, ...]
    documents: int
    units: int
    measures: tuple[Measure, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    document: int
    rows: Mapping[str, int]  # coder: row of the statement


def agreement_report(
    table: StatementTable, options: AgreementOptions | None = None
) -> AgreementReport:
    """Measure how the coders of a table agree.

    Raises:
        InputError: If there are fewer than two coders, or no document that two of them coded.
    """
    options = options or AgreementOptions()
    coders = _coders(table, options.coders)
    names = _variables(table, options.variables)
    documents = _shared_documents(table, coders)
    units = [unit for document, rows in documents.items() for unit in _units(table, document, rows)]
    measures: list[Measure] = []
    measures += _measures(table, ("all", "all coders"), coders, documents, units, names, options)
    if len(coders) > 2:
        for pair in combinations(coders, 2):
            measures += _pair(table, pair, documents, names, options)
    for document in documents:
        here = {document: documents[document]}
        chosen = [unit for unit in units if unit.document == document]
        who = ("document", str(table.documents.ids[document]))
        measures += _measures(table, who, coders, here, chosen, names, options)
    found = tuple(_disagreements(table, units, documents, coders, names))
    return AgreementReport(coders, len(documents), len(units), tuple(measures), found)


def _coders(table: StatementTable, wanted: Sequence[str]) -> tuple[str, ...]:
    if table.coders is None:
        raise InputError(
            "these statements do not say who coded them",
            hint='add a column "coder", or give a .dna file with several coders',
        )
    known = sorted({str(table.coders.value(row)) for row in range(len(table))})
    unknown = [one for one in wanted if one not in known]
    if unknown:
        told = (
            f"there are: {', '.join(known)}" if known else "nobody has coded these statements yet"
        )
        raise InputError(f'no statement by coder "{unknown[0]}"', hint=told)
    chosen = tuple(one for one in known if not wanted or one in wanted)
    if len(chosen) < 2:
        raise InputError(
            f"agreement needs two coders, and there is {chosen[0] if chosen else 'none'}",
            hint="let a second coder work on some of the same documents",
        )
    return chosen


def _variables(table: StatementTable, wanted: Sequence[str]) -> list[str]:
    unknown = [name for name in wanted if name not in table.variables]
    if unknown:
        known = ", ".join(f'"{name}"' for name in table.variables)
        raise InputError(f'no variable "{unknown[0]}"', hint=f"variables: {known}")
    return [
        name
        for name, column in table.variables.items()
        if (not wanted and column.kind is not VariableKind.LONG_TEXT) or name in wanted
    ]


def _shared_documents(
    table: StatementTable, coders: Sequence[str]
) -> dict[int, dict[str, list[int]]]:
    """Documents with statements of at least two of the coders: rows by coder."""
    found: dict[int, dict[str, list[int]]] = {}
    for row in range(len(table)):
        coder = str(table.coders.value(row)) if table.coders is not None else ""
        if coder in coders:
            found.setdefault(int(table.document_rows[row]), {}).setdefault(coder, []).append(row)
    shared = {document: rows for document, rows in sorted(found.items()) if len(rows) > 1}
    if not shared:
        raise InputError(
            f"no document was coded by two of {', '.join(coders)}",
            hint="agreement is measured on documents that several coders worked on",
        )
    return shared


def _units(
    table: StatementTable, document: int, rows: Mapping[str, Sequence[int]]
) -> Iterator[_Unit]:
    order = [(coder, row) for coder, of_coder in rows.items() for row in of_coder]
    spans = [(coder, int(table.starts[row]), int(table.stops[row])) for coder, row in order]
    for group in match_spans(spans):
        yield _Unit(document, {order[at][0]: order[at][1] for at in group})


def _pair(
    table: StatementTable,
    pair: tuple[str, str],
    documents: Mapping[int, Mapping[str, list[int]]],
    names: Sequence[str],
    options: AgreementOptions,
) -> list[Measure]:
    shared = {
        document: {coder: rows[coder] for coder in pair}
        for document, rows in documents.items()
        if all(coder in rows for coder in pair)
    }
    units = [unit for document, rows in shared.items() for unit in _units(table, document, rows)]
    who = ("pair", " – ".join(pair))
    return _measures(table, who, pair, shared, units, names, options)


def _measures(
    table: StatementTable,
    who: tuple[str, str],
    coders: Sequence[str],
    documents: Mapping[int, Mapping[str, Sequence[int]]],
    units: Sequence[_Unit],
    names: Sequence[str],
    options: AgreementOptions,
) -> list[Measure]:
    several = len(documents) > 1
    found = []
    spans = unitizing_alpha(
        [_continuum(table, document, rows) for document, rows in documents.items()],
        draws=options.draws if several else 0,
        seed=options.seed,
    )
    marked = sum(len(of_coder) for rows in documents.values() for of_coder in rows.values())
    found.append(_measure(who, "", Coefficient.UNITIZING, "", spans, marked))
    groups = [str(unit.document) for unit in units]
    for name in names:
        level = options.levels.get(name, _usual_level(table, name))
        ratings = [_ratings(table, unit, coders, name) for unit in units]
        rated = sum(sum(value is not None for value in row) > 1 for row in ratings)
        for coefficient in _coefficients(who[0], len(coders)):
            interval = bootstrap(
                ratings,
                groups,
                coefficient,
                level=level,
                draws=options.draws if several and coefficient is not Coefficient.PERCENT else 0,
                seed=options.seed,
            )
            shown = level.value if coefficient is Coefficient.ALPHA else Level.NOMINAL.value
            found.append(_measure(who, name, coefficient, shown, interval, rated))
    return found


def _coefficients(scope: str, coders: int) -> list[Coefficient]:
    if scope == "document":
        return [Coefficient.ALPHA, Coefficient.PERCENT]
    kappa = Coefficient.COHEN if coders == 2 else Coefficient.FLEISS
    return [Coefficient.ALPHA, kappa, Coefficient.PERCENT]


def _measure(
    who: tuple[str, str],
    variable: str,
    coefficient: Coefficient,
    level: str,
    interval: Interval,
    units: int,
) -> Measure:
    numbers = (interval.value, interval.low, interval.high)
    return Measure(*who, variable, coefficient, level, *numbers, units)


def _usual_level(table: StatementTable, name: str) -> Level:
    integer = table.variables[name].kind is VariableKind.INTEGER
    return Level.INTERVAL if integer else Level.NOMINAL


def _continuum(
    table: StatementTable, document: int, rows: Mapping[str, Sequence[int]]
) -> Continuum:
    ends = [int(table.stops[row]) for of_coder in rows.values() for row in of_coder]
    length = max(ends)
    if table.documents.texts is not None:
        length = max(length, len(table.documents.texts[document]))
    spans = {
        coder: [(int(table.starts[row]), int(table.stops[row])) for row in of_coder]
        for coder, of_coder in rows.items()
    }
    return Continuum(length, spans)


def _ratings(table: StatementTable, unit: _Unit, coders: Sequence[str], name: str) -> list[Rating]:
    column = table.variables[name]
    values = (column.value(unit.rows[coder]) if coder in unit.rows else None for coder in coders)
    return [None if value == "" else value for value in values]


def _disagreements(
    table: StatementTable,
    units: Sequence[_Unit],
    documents: Mapping[int, Mapping[str, Sequence[int]]],
    coders: Sequence[str],
    names: Sequence[str],
) -> Iterator[Disagreement]:
    for unit in units:
        readers = [coder for coder in coders if coder in documents[unit.document]]
        if any(coder not in unit.rows for coder in readers):
            values = {coder: "marked" if coder in unit.rows else None for coder in readers}
            yield _disagreement(table, unit, "", values)
        for name in names:
            column = table.variables[name]
            codes = {coder: column.value(row) for coder, row in sorted(unit.rows.items())}
            if len({str(value) for value in codes.values()}) > 1:
                yield _disagreement(table, unit, name, codes)


def _disagreement(
    table: StatementTable, unit: _Unit, variable: str, values: Mapping[str, Any]
) -> Disagreement:
    rows = np.array(sorted(unit.rows.values()))
    first = int(rows[np.argmin(table.starts[rows])])
    given = table.documents.ids[unit.document]
    return Disagreement(
        document_id=given if isinstance(given, str) else int(given),
        start=int(table.starts[rows].min()),
        stop=int(table.stops[rows].max()),
        variable=variable,
        values=tuple(
            (coder, None if value is None else str(value)) for coder, value in values.items()
        ),
        statement_ids=tuple(
            one if isinstance(one, str) else int(one) for one in table.ids[rows].tolist()
        ),
        words=table.words(first) or "",
    )
