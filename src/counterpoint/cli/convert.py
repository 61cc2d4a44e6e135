"""``counterpoint convert``: from one format to another, saying what is lost."""

from __future__ import annotations

from pathlib import Path

import click

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
def convert(
    source: str, target: str, *, form: str | None, password: str, statement_type: str
) -> None:
    """Turn statements or networks into another format; says what the new one cannot hold.

    Statements: .dna, .csv, .jsonl. Networks: .graphml, .gexf, .dl, .json, .parquet, .csv.

    \b
    Try:  counterpoint convert debate.dna debate.csv
          counterpoint convert network.json network.gexf
    """  # noqa: D301
    import sys

    from counterpoint.workflow.convert import convert_file

    if target.lower().endswith(".dna") and not password and sys.stdin.isatty():
        password = click.prompt(
            "Password for the coders", hide_input=True, confirmation_prompt=True
        )
    done = convert_file(
        source, Path(target), form=form or "", password=password, statement_type=statement_type
    )
    for path in done.paths[:5]:
        click.echo(f"Wrote {path}", err=True)
    if len(done.paths) > 5:
        click.echo(f"… and {len(done.paths) - 5} more files", err=True)
    click.echo(f"{done.what}.", err=True)
    click.echo(f"Lost: {'; '.join(done.lost) if done.lost else 'nothing'}.", err=True)
