"""``counterpoint convert``: from one format to another, saying what is lost."""

from __future__ import annotations

from pathlib import Path

import click

from counterpoint.cli.error_bar_options import targets_option
from counterpoint.workflow.networks import NETWORK_FORMATS

__all__ = ["convert"]


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--to", "form", type=click.Choice(NETWORK_FORMATS), default=None, help="Dialect of a network."
)
@click.option(
    "--password",
    default="",
    metavar="TEXT",
    help="For the coders of a new .dna file; asked for at a terminal.",
)
@click.option("--statement-type", default="", metavar="TEXT", help="Which type of statements.")
@click.option(
    "--concept",
    "concepts",
    metavar="NAME",
    multiple=True,
    help="Only statements on this concept; may be given again.",
)
@targets_option
@click.option(
    "--intervals",
    is_flag=True,
    help="Of a corpus also the machine's side, the people's, and the probability with which a "
    "statement was drawn and judged: what error bars are made of.",
)
def convert(
    source: str,
    target: str,
    *,
    form: str | None,
    password: str,
    statement_type: str,
    concepts: tuple[str, ...],
    targets: bool,
    intervals: bool,
) -> None:
    """Turn statements or networks into another format; says what the new one cannot hold.

    Statements: .dna, .csv, .jsonl. Networks: .graphml, .gexf, .dl, .json, .parquet, .csv.

    \b
    Try:  counterpoint convert debate.dna debate.csv
          counterpoint convert network.json network.gexf
    """  # noqa: D301
    import sys

    from counterpoint.workflow.convert import Chosen, convert_file

    if target.lower().endswith(".dna") and not password and sys.stdin.isatty():
        password = click.prompt(
            "Password for the coders", hide_input=True, confirmation_prompt=True
        )
    asked = bool(concepts or targets or intervals)
    done = convert_file(
        source,
        Path(target),
        form=form or "",
        password=password,
        statement_type=statement_type,
        chosen=Chosen(concepts=concepts, targets=targets, intervals=intervals) if asked else None,
    )
    for path in done.paths[:5]:
        click.echo(f"Wrote {path}", err=True)
    if len(done.paths) > 5:
        click.echo(f"… and {len(done.paths) - 5} more files", err=True)
    click.echo(f"{done.what}.", err=True)
    click.echo(f"Lost: {'; '.join(done.lost) if done.lost else 'nothing'}.", err=True)
