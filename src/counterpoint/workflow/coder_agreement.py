"""Measure how the coders of a file agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.workflow.statements_in import select_statements

if TYPE_CHECKING:
    from counterpoint.network.agreement_report import AgreementReport
    from counterpoint.types import Filter

__all__ = ["measure_agreement", "shown_measures"]


def measure_agreement(
    place: str,
    wanted: Filter,
    *,
    variables: Sequence[str] = (),
    levels: Sequence[str] = (),
    draws: int = 1000,
    seed: int = 1,
    statement_type: str = "",
    targets: bool = False,
) -> AgreementReport:
    """Load statements and compare their coders.

    Args:
        place: As for ``load_statements``.
        wanted: Which statements; ``coders`` says which coders are compared.
        variables: Which variables; empty takes all.
        levels: ``VARIABLE=LEVEL`` where the level is not the usual one.
        draws: Bootstrap samples.
        seed: Start of the random numbers.
        statement_type: Which type, where there are several.
        targets: Compare whom speakers are for or against, not concepts.
    """
    from counterpoint.network.agreement_coders import Level
    from counterpoint.network.agreement_report import AgreementOptions, agreement_report

    chosen = {}
    for pair in levels:
        name, mark, level = pair.partition("=")
        if not mark or level not in [one.value for one in Level]:
            raise InputError(
                f'--level "{pair}" is not VARIABLE=LEVEL',
                hint=f"levels: {', '.join(one.value for one in Level)}",
            )
        chosen[name] = Level(level)
    table = select_statements(
        place, wanted, statement_type=statement_type, texts=True, by_coder=True, targets=targets
    )
    unknown = [name for name in chosen if name not in table.variables]
    if unknown:
        known = ", ".join(f'"{name}"' for name in table.variables)
        raise InputError(f'no variable "{unknown[0]}"', hint=f"variables: {known}")
    options = AgreementOptions(
        variables=variables, coders=wanted.coders, levels=chosen, draws=draws, seed=seed
    )
    return agreement_report(table, options)


def shown_measures(report: AgreementReport, by: str) -> tuple[list[list[Any]], str, list[str]]:
    """Rows of the measures of a view, a sentence, and what each measure means."""
    from counterpoint.network.agreement_report import MEANING
    from counterpoint.workflow.plot_measures import (
        agreement_sentence,
        chosen_measures,
        measure_row,
    )

    measures = chosen_measures(report, by)
    meanings = [MEANING[one] for one in dict.fromkeys(each.coefficient for each in measures)]
    return [measure_row(one) for one in measures], agreement_sentence(report), meanings
