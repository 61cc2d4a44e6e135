"""``counterpoint agreement``: how well coders agree, and where they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.error_bar_options import targets_option
from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import format_options, print_rows, print_table

if TYPE_CHECKING:
    from counterpoint.types import Filter

__all__ = ["agreement"]

_HEADS = ("coders", "variable", "measure", "level", "value", "low", "high", "units")
_DIFFER = ("document_id", "start", "stop", "variable", "codes", "statement_ids", "words")


@click.command()
@click.argument("place", metavar="INPUT")
@click.option(
    "--by",
    type=click.Choice(["coder", "variable", "document"]),
    default="coder",
    show_default=True,
    help="Rows: all coders and each pair, variables over all coders, or documents.",
)
@click.option(
    "--coders",
    "two",
    nargs=2,
    metavar="A B",
    default=None,
    help="Compare these two; --coder, given again, takes any number.",
)
@click.option("--variable", "variables", multiple=True, metavar="NAME", help="Only this variable.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="VARIABLE=LEVEL",
    help="nominal, ordinal or interval; texts are nominal, whole numbers interval otherwise.",
)
@targets_option
@click.option("--disagreements", is_flag=True, help="List the disagreements themselves.")
@click.option(
    "--draws", type=click.IntRange(min=0), default=1000, show_default=True, help="Bootstrap."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Start of the random numbers.")
@click.option("--statement-type", default="", metavar="TEXT", help="Which type of statements.")
@format_options
@filter_options
def agreement(
    place: str,
    *,
    by: str,
    two: tuple[str, str] | None,
    variables: tuple[str, ...],
    levels: tuple[str, ...],
    targets: bool,
    disagreements: bool,
    draws: int,
    seed: int,
    statement_type: str,
    form: str,
    selection: Filter,
) -> None:
    """Measure how well coders agree: where statements lie, and what they say.

    A model is a coder like any other. Statements of two coders are the same unit when their spans
    overlap best. Intervals come from drawing documents again.

    \b
    Try:  counterpoint agreement debate.dna --by coder
          counterpoint agreement debate.dna --disagreements --csv > differ.csv
    """  # noqa: D301
    from counterpoint.workflow.coder_agreement import measure_agreement, shown_measures

    if two:
        selection = replace(selection, coders=two)
    report = measure_agreement(
        place,
        selection,
        variables=variables,
        levels=levels,
        draws=draws,
        seed=seed,
        statement_type=statement_type,
        targets=targets,
    )
    if disagreements:
        rows: list[list[Any]] = [
            [
                one.document_id,
                one.start,
                one.stop,
                one.variable,
                "; ".join(f"{coder}: {value or '(nothing)'}" for coder, value in one.values),
                " ".join(str(each) for each in one.statement_ids),
                one.words,
            ]
            for one in report.disagreements
        ]
        if form:
            print_rows(form, _DIFFER, rows)
        else:
            shown = [[row[0], row[3] or "where statements lie", row[4], row[6]] for row in rows]
            print_table(["document", "variable", "codes", "words"], shown)
        return
    found, sentence, meanings = shown_measures(report, by)
    if form:
        print_rows(form, _HEADS, found)
        return
    print_table(_HEADS, [[_cell(value) for value in row] for row in found])
    click.echo(f"\n{sentence}")
    for line in meanings:
        click.echo(line)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
