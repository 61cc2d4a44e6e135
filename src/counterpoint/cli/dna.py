"""``counterpoint dna``: what Discourse Network Analyzer computes, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

__all__ = ["dna"]


@click.group()
def dna() -> None:
    """Compute by the rules of Discourse Network Analyzer (DNA); check its files."""


@dna.command()
@click.argument("cases", type=click.File("r", encoding="utf-8"))
@click.option(
    "--databases",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that holds the databases that the cases name.",
)
def run(cases: TextIO, databases: Path) -> None:
    """Compute cases with DNA's settings and give DNA's numbers, quirks included.

    CASES holds one JSON object per line: id, database (a file name), kind and settings in DNA's
    words; "-" reads standard input. One line per case comes out: id and output, with an "error"
    where DNA itself fails.

    \b
    Example:
      counterpoint dna run cases.jsonl --databases data/
    """  # noqa: D301
    from counterpoint.workflow.dna.lines import run_lines

    failed = False
    for line, good in run_lines(cases, databases, name=cases.name):
        click.echo(line)
        failed = failed or not good
    if failed:
        click.get_current_context().exit(3)


@dna.command()
@click.argument("path", metavar="FILE")
def check(path: str) -> None:
    """Check a .dna file against every rule that DNA 3 relies on.

    Prints one line per breach, with the rule, the table and the row; nothing if there is none.

    \b
    Example:
      counterpoint dna check study.dna
    """  # noqa: D301
    from counterpoint.workflow.dna.check import check_file

    findings = check_file(path)
    for finding in findings:
        click.echo(f"{finding.rule}: table {finding.table}, row {finding.row}: {finding.what}")
    told = f"{len(findings)} breaches" if findings else "DNA 3 can work with this file"
    click.echo(f"{path}: {told}", err=True)
    if findings:
        click.get_current_context().exit(3)
