"""Whether a specification fits the statements and itself; what mode dna silently puts right."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from counterpoint.errors import InputError
from counterpoint.network.affiliation import twomode_allows
from counterpoint.network.agreement import onemode_allows
from counterpoint.types.network import StatementTable, VariableKind
from counterpoint.types.selection import (
    DOCUMENT_FIELDS,
    Aggregation,
    Kernel,
    Mode,
    NetworkKind,
    NetworkSpec,
    Normalisation,
    TimeUnit,
)

__all__ = ["check"]

_log = logging.getLogger(__name__)


def check(table: StatementTable, spec: NetworkSpec) -> NetworkSpec:
    """The specification to go by.

    In mode ``standard`` whatever does not fit is an error that says what would. In mode ``dna`` it
    is put right as DNA does, with a warning in the log.

    Raises:
        InputError: If the specification does not fit.
    """
    if spec.statement_type and spec.statement_type != table.statement_type:
        raise InputError(
            f'these are statements of type "{table.statement_type}", not "{spec.statement_type}"',
            hint="read the statements of the type that is meant",
        )
    if spec.mode is Mode.DNA:
        return _corrected(table, spec)
    _refuse_misfits(spec)
    return _with_fields(table, spec)


def _allowed(
    spec: NetworkSpec,
) -> tuple[tuple[Aggregation, ...], tuple[Normalisation, ...]]:
    if spec.kind is NetworkKind.TWOMODE:
        return twomode_allows()
    aggregations, normalisations = onemode_allows()
    if spec.mode is Mode.STANDARD or spec.time_unit is TimeUnit.EVENTS:
        return (*aggregations, Aggregation.BOTH), normalisations
    return aggregations, normalisations


def _refuse_misfits(spec: NetworkSpec) -> None:
    if spec.kind is NetworkKind.EVENTLIST:
        return
    aggregations, normalisations = _allowed(spec)
    if spec.aggregation not in aggregations:
        raise InputError(
            f'aggregation "{spec.aggregation}" does not fit a {spec.kind} network',
            hint=f"what fits: {', '.join(aggregations)}",
        )
    if spec.normalisation not in normalisations:
        raise InputError(
            f'normalisation "{spec.normalisation}" does not fit a {spec.kind} network',
            hint=f"what fits: {', '.join(normalisations)}",
        )
    if spec.qualifier is None and spec.aggregation is not Aggregation.IGNORE:
        raise InputError(
            f'aggregation "{spec.aggregation}" needs a qualifier',
            hint='name one, such as "agreement", or let the aggregation be "ignore"',
        )
    if spec.kernel is not Kernel.NO and spec.time_unit in (TimeUnit.NO, TimeUnit.EVENTS):
        raise InputError(
            f'kernel "{spec.kernel}" needs windows of time, not "{spec.time_unit}"',
            hint="choose a time unit from seconds to years",
        )
    if spec.time_unit is not TimeUnit.NO and spec.time_size < 1:
        raise InputError(
            "a time window needs a size of 1 or more", hint=f"give its size in {spec.time_unit}"
        )


def _with_fields(table: StatementTable, spec: NetworkSpec) -> NetworkSpec:
    """A document field may be named without saying that it is one."""
    changes: dict[str, Any] = {}
    for role in ("variable1", "variable2", "qualifier"):
        name = getattr(spec, role)
        if name is not None and name not in table.variables and name in DOCUMENT_FIELDS:
            changes[f"{role}_document"] = True
    spec = replace(spec, **changes) if changes else spec
    for role in ("variable1", "variable2"):
        column = table.variables.get(getattr(spec, role))
        if column is not None and not getattr(spec, f"{role}_document") and not column.is_text:
            texts = [f'"{name}"' for name, one in table.variables.items() if one.is_text]
            raise InputError(
                f'{role} "{getattr(spec, role)}" holds numbers, not names',
                hint=f"variables with names: {', '.join(texts)}",
            )
    same = (spec.variable1, spec.variable1_document) == (spec.variable2, spec.variable2_document)
    if same and spec.kind is not NetworkKind.EVENTLIST:
        raise InputError(
            f'variable 1 and variable 2 are both "{spec.variable1}"',
            hint="choose two different ones",
        )
    return spec


def _corrected(table: StatementTable, spec: NetworkSpec) -> NetworkSpec:
    changes = _known_variables(table, spec)
    if changes:
        spec = replace(spec, **changes)
    if spec.kind is NetworkKind.EVENTLIST:
        return spec
    if spec.time_unit is TimeUnit.EVENTS and spec.kernel is not Kernel.NO:
        spec = _change(spec, "kernel", Kernel.NO)
    aggregations, normalisations = _allowed(spec)
    if spec.aggregation not in aggregations or spec.qualifier is None:
        spec = _change(spec, "aggregation", Aggregation.IGNORE)
    if spec.kernel is not Kernel.NO:
        if spec.aggregation is Aggregation.COMBINE:
            spec = _change(spec, "aggregation", Aggregation.SUBTRACT)
        if spec.normalisation is not Normalisation.NO:
            spec = _change(spec, "normalisation", Normalisation.AVERAGE)
    elif spec.normalisation not in normalisations:
        spec = _change(spec, "normalisation", Normalisation.NO)
    return spec


def _known_variables(table: StatementTable, spec: NetworkSpec) -> dict[str, Any]:
    texts = [
        name for name, column in table.variables.items() if column.kind is VariableKind.SHORT_TEXT
    ]
    changes: dict[str, Any] = {}
    other = spec.variable2
    for role in ("variable1", "variable2"):
        name = getattr(spec, role)
        if not getattr(spec, f"{role}_document") and name not in texts:
            free = [one for one in texts if one != other]
            if free:
                _log.warning('%s "%s" does not exist; DNA takes "%s"', role, name, free[0])
                changes[role] = free[0]
        other = changes.get("variable1") or spec.variable1
    named = spec.qualifier is not None and not spec.qualifier_document
    if named and spec.qualifier not in table.variables:
        _log.warning('qualifier "%s" does not exist; DNA does without', spec.qualifier)
        changes["qualifier"] = None
    return changes


def _change(spec: NetworkSpec, name: str, value: Any) -> NetworkSpec:
    if getattr(spec, name) == value:
        return spec
    _log.warning('%s "%s" does not fit; DNA takes "%s"', name, getattr(spec, name), value)
    return replace(spec, **{name: value})
