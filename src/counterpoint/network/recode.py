"""Actors by concepts as answers to items: the table that ideal-point models are fitted to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.build import network
from counterpoint.network.values import has_value
from counterpoint.types.network import Column, StatementTable, VariableKind
from counterpoint.types.selection import (
    Aggregation,
    Mode,
    NetworkKind,
    NetworkSpec,
    Normalisation,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Answers", "Recoding", "recode"]


@dataclass(frozen=True, slots=True)
class Recoding:
    """How statements become answers, in rDNA's words.

    Attributes:
        ordinal: Three answers (1 disagree, 2 mixed, 3 agree) instead of two (0, 1).
        zero_as_na: Whether no answer stays open; else it counts as 0 (ordinal: 2).
        threshold: Largest share of a minority that is overlooked; more than 1 means percent.
        drop_min_actors: An actor needs answers to so many concepts.
        drop_min_concepts: A concept needs answers by so many actors.
    """

    ordinal: bool = False
    zero_as_na: bool = True
    threshold: float | None = None
    drop_min_actors: int = 1
    drop_min_concepts: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers of actors (rows) to concepts (columns); NaN where there is none."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: NDArray[np.float64]


def recode(table: StatementTable, spec: NetworkSpec, recoding: Recoding | None = None) -> Answers:
    """Turn statements into answers: agreement, or whether an integer is positive or negative.

    In mode ``dna`` the ordinal answers are mere mentions (0, 1), as rDNA gives them.

    Args:
        table: Statements of one type.
        spec: Variables, qualifier, filters.
        recoding: The rules.

    Raises:
        InputError: If the threshold is out of range, or the qualifier takes no sides.
    """
    recoding = recoding or Recoding()
    share = _threshold(recoding)
    table = _with_sides(table, spec)
    spec = replace(spec, kind=NetworkKind.TWOMODE, normalisation=Normalisation.NO)
    mentions = network(table, replace(spec, aggregation=Aggregation.IGNORE))
    total = mentions.dense
    if recoding.ordinal and spec.mode is Mode.DNA:
        found = (total > 0).astype(float)
        return _kept(mentions.rows, mentions.columns, found, found > 0, recoding)
    balance = network(table, replace(spec, aggregation=Aggregation.SUBTRACT))
    positive = (total + balance.dense) / 2
    found = _answers(positive, total, share, recoding)
    answered = ~np.isnan(found)
    if not recoding.zero_as_na:
        found = np.where(answered, found, 2.0 if recoding.ordinal else 0.0)
        answered = ~np.isnan(found)
    return _kept(mentions.rows, mentions.columns, found, answered, recoding)


def _with_sides(table: StatementTable, spec: NetworkSpec) -> StatementTable:
    """The statements with a boolean qualifier; integers become their signs, zeros go."""
    column = None
    if spec.qualifier is not None and not spec.qualifier_document:
        column = table.variables.get(spec.qualifier)
    if column is None or column.is_text:
        sided = [f'"{name}"' for name, one in table.variables.items() if not one.is_text]
        raise InputError(
            f'the qualifier "{spec.qualifier}" does not say who is for and who against',
            hint=f"qualifiers that do: {', '.join(sided) or 'none'}",
        )
    if column.kind is VariableKind.BOOLEAN:
        return table
    kept = table.take(np.flatnonzero((column.codes != 0) & has_value(column)))
    signs = (kept.variables[str(spec.qualifier)].codes > 0).astype(np.int64)
    sides = {**kept.variables, str(spec.qualifier): Column(VariableKind.BOOLEAN, signs)}
    return replace(kept, variables=sides)


def _threshold(recoding: Recoding) -> float:
    share = recoding.threshold
    if share is None:
        return 0.0
    share = share / 100 if share > 1 else share
    if not 0 <= share <= 1:
        raise InputError(
            f"a threshold of {recoding.threshold} is no share",
            hint="give it as a share (0.4) or in percent (40)",
        )
    return 1 - share if share > 0.5 else share


def _answers(
    positive: NDArray[np.float64],
    total: NDArray[np.float64],
    threshold: float,
    recoding: Recoding,
) -> NDArray[np.float64]:
    share = np.divide(positive, total, out=np.full_like(total, np.nan), where=total > 0)
    low, high = share <= threshold, share >= 1 - threshold
    if recoding.ordinal:
        found = np.where(total > 0, 2.0, np.nan)
        found[low & ~high], found[high & ~low] = 1.0, 3.0
        return found
    found = np.full_like(total, np.nan)
    found[high], found[low] = 1.0, 0.0
    return found


def _kept(
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    matrix: NDArray[np.float64],
    answered: NDArray[np.bool_],
    recoding: Recoding,
) -> Answers:
    wide = np.flatnonzero(answered.sum(axis=0) >= recoding.drop_min_concepts)
    matrix, answered = matrix[:, wide], answered[:, wide]
    tall = np.flatnonzero(answered.sum(axis=1) >= recoding.drop_min_actors)
    return Answers(
        tuple(rows[int(at)] for at in tall),
        tuple(columns[int(at)] for at in wide),
        matrix[tall],
    )
