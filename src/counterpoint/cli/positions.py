"""``counterpoint positions`` and ``counterpoint sample``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import masked

if TYPE_CHECKING:
    from counterpoint.types import Filter

__all__ = ["positions", "sample"]


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--codebook", "file", metavar="FILE", default="", help="TOML or CSV.")
@click.option("--targets", is_flag=True, help="Also toward the actors that statements name.")
@click.option(
    "--learn",
    is_flag=True,
    help="Let a small head learn from the statements that people have judged; a new run.",
)
@click.option(
    "--positions-model", "model", metavar="FOLDER", default="", help="Another positions bundle."
)
@filter_options
@click.pass_context
def positions(
    context: click.Context,
    corpus: str,
    *,
    file: str,
    targets: bool,
    learn: bool,
    model: str,
    selection: Filter,
) -> None:
    """Say for every statement of a corpus on which concepts it takes which side.

    Stopped at any moment and started again, it goes on where it was. A changed codebook is a new
    run; what people judged stays.

    \b
    Try:  counterpoint positions news.counterpoint --codebook concepts.toml
    """  # noqa: D301
    from counterpoint.workflow.codebook import (
        concepts_in_other_languages,
        read_codebook,
        ready,
    )
    from counterpoint.workflow.corpus import Corpus
    from counterpoint.workflow.positions import code_positions, code_targets

    if not file and not targets:
        raise click.UsageError("name a --codebook, or ask for --targets")
    found = ready(read_codebook(file), file) if file else None
    for name in concepts_in_other_languages(found) if found else ():
        click.echo(
            f'"{name}" does not seem to be in English, which is what the model reads.', err=True
        )
    runs = []
    with Corpus(corpus) as opened:
        if found is not None:
            runs.append(
                code_positions(opened, found, selection=selection, model=model, learn=learn)
            )
        if targets:
            runs.append(code_targets(opened, selection=selection, model=model))
    if (context.obj or {}).get("quiet"):
        return
    for totals in runs:
        before = f"; {totals.before:,} coded before" if totals.before else ""
        click.echo(
            f"Done: {totals.done:,} statements, {totals.positions:,} positions{before}.", err=True
        )


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option(
    "--for",
    "purpose",
    type=click.Choice(["network", "share"]),
    default="network",
    show_default=True,
    help="What the judgements shall correct.",
)
@click.option(
    "--n",
    "size",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    help="How many statements to judge.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same sample.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), required=True, help="CSV file.")
@filter_options
def sample(
    corpus: str, *, purpose: str, size: int, seed: int, output: str, selection: Filter
) -> None:
    """Draw statements for people to judge, with known probabilities.

    The table names every statement with its probability to be drawn; those to judge come first, in
    an order of chance. The corpus keeps the probabilities: what people judge then corrects its
    figures (counterpoint network CORPUS --intervals). Asked again, the same sample comes out.

    \b
    Try:  counterpoint sample news.counterpoint --for network --n 200 -o to-judge.csv
    """  # noqa: D301
    from counterpoint.errors import InputError
    from counterpoint.workflow.corpus import Corpus
    from counterpoint.workflow.samples import SampleFor, draw_statements

    with Corpus(corpus) as opened:
        asked = SampleFor(purpose == "network", size, seed)
        table, drawn = draw_statements(opened, asked, selection=selection)
    try:
        with open(output, "x", encoding="utf-8", newline="") as file:
            file.write(table)
    except FileExistsError:
        raise InputError(f"{output}: is there already", hint="name another file") from None
    click.echo(f"{drawn:,} statements to judge, written to {output}.", err=True)
    click.echo(
        f"Next: counterpoint code {masked(corpus)} --drawn, or "
        f"counterpoint judge {masked(corpus)} ID accept|reject|change ...",
        err=True,
    )
