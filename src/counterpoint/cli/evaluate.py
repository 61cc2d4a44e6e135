"""``counterpoint evaluate``: figures against gold, each by a command of its own."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

import click

from counterpoint.cli.read_options import statement_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterpoint.workflow.annotate import ReadingOptions

__all__ = ["MEASURES", "evaluate", "print_rows"]

# name: (module:attribute, one line for the list)
MEASURES: dict[str, tuple[str, str]] = {
    "attribution": (
        "counterpoint.cli.evaluate:attribution",
        "Source, cue and content against gold articles.",
    ),
    "acts": (
        "counterpoint.cli.evaluate:acts",
        "Act, negation, nesting and the author's voice against gold texts.",
    ),
    "speakers": (
        "counterpoint.cli.evaluate_speakers:speakers",
        "Names, and who pronouns and offices stand for, against gold texts.",
    ),
    "actors": (
        "counterpoint.cli.evaluate_speakers:actors",
        "Links, countries of speeches and speakers of turns, across documents.",
    ),
    "readers": (
        "counterpoint.cli.evaluate_readers:readers",
        "The articles, days and authors read from pages.",
    ),
    "stance": (
        "counterpoint.cli.evaluate_positions:stance",
        "Stance toward actors and topics against gold sentences.",
    ),
    "network": (
        "counterpoint.cli.evaluate_positions:network",
        "Who is for or against whom against gold articles.",
    ),
}


class _Group(click.Group):
    """Loads a measure on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MEASURES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MEASURES:
            return None
        module, attribute = MEASURES[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in MEASURES.items()])


@click.group(cls=_Group)
def evaluate() -> None:
    """Measure what Counterpoint finds against gold.

    \b
    Try:  counterpoint evaluate attribution gold.jsonl
          counterpoint evaluate acts gold.jsonl --json
    """  # noqa: D301


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.option(
    "--predictions",
    metavar="FILE",
    type=click.Path(),
    help="Score these lines of counterpoint extract; without it GOLD's texts are read now.",
)
@click.option(
    "--bootstrap",
    type=click.IntRange(0, 100_000),
    default=0,
    metavar="N",
    help="95 % interval of the relation F1 from N resamples of the articles.",
)
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(),
    help="Where the texts lie, for GOLD that holds none: spans with each text's file and digest.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@statement_options
def attribution(
    gold: str,
    *,
    predictions: str | None,
    texts: str | None,
    bootstrap: int,
    as_json: bool,
    reading: ReadingOptions,
) -> None:
    """Score source, cue and content on gold articles.

    GOLD is JSON Lines (plain or .gz) with "id", "text" and "attributions". With --min-score 0 the
    calibration error is that of all candidates, not only of what is found.

    \b
    Try:  counterpoint evaluate attribution dev.jsonl.gz --bootstrap 1000
          counterpoint evaluate attribution dev.jsonl.gz --engine rules --json
          counterpoint evaluate attribution spans-only.json --texts ../shared/data
    """  # noqa: D301
    from counterpoint.workflow.evaluate import evaluate_attribution

    scores, scale = evaluate_attribution(
        gold, predictions, texts=texts, options=reading, bootstrap=bootstrap
    )
    if as_json:
        figures = scores.as_json()
        if scale is not None:
            figures["calibration_error"] = scale.error
            figures["precision_at_0.9"] = {
                kind: {"p": share, "predicted": number}
                for kind, (share, number) in scale.precision.items()
            }
        click.echo(json.dumps(figures, indent=2))
        return
    print_rows(scores.rows())
    click.echo(f"\n{scores.articles} articles, {scores.gold} gold, {scores.predicted} predicted")
    if scores.interval is not None:
        low, high = scores.interval
        click.echo(f"relation F1, 95 % interval over articles: {100 * low:.1f} to {100 * high:.1f}")
    if scale is not None:
        click.echo(f"calibration error of the scores: {scale.error:.3f}")
        for kind, (share, number) in scale.precision.items():
            click.echo(f"precision at a score of 0.9, {kind}: {100 * share:.1f} ({number} found)")


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--errors", is_flag=True, help="Also what was read wrongly, a line each.")
@click.option(
    "--counts",
    is_flag=True,
    help="Count acts, negation and nesting in GOLD of attributions, which does not tell them.",
)
@statement_options
def acts(gold: str, *, as_json: bool, errors: bool, counts: bool, reading: ReadingOptions) -> None:
    """Score act, negation, nested statements and the author's voice.

    GOLD is JSON Lines with "id", "text", "statements" (source, cue, content, act, negated, parent)
    and, where the author's sentences are known, "author".

    \b
    Try:  counterpoint evaluate acts tests/analysis/gold/statements.jsonl --errors
          counterpoint evaluate acts dev.jsonl.gz --counts
    """  # noqa: D301
    from counterpoint.workflow.evaluate import evaluate_acts

    if counts:
        _print_counts(gold, as_json=as_json)
        return
    scores = evaluate_acts(gold, options=reading)
    if as_json:
        click.echo(json.dumps(scores.as_json(), indent=2))
    else:
        print_rows(scores.rows())
    if errors:
        for line in scores.wrong:
            click.echo(line, err=as_json)


def _print_counts(gold: str, *, as_json: bool) -> None:
    from counterpoint.workflow.act_counts import count_acts

    counts = count_acts(gold)
    if as_json:
        click.echo(json.dumps(counts.as_json(), indent=2))
        return
    print_rows(counts.rows())
    click.echo(
        f"\n{counts.statements} statements in {counts.texts} texts; {counts.nested} statements"
        f" within another's content; {counts.negation_words} cues hold a word of negation,"
        f" {counts.negated_of_them} of them are read as negated"
    )


def print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = row
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        click.echo("  ".join(cells).rstrip())
