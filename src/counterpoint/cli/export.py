"""``counterpoint export`` and ``import``: a corpus to files and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import counted
from counterpoint.errors import DONE_IN_PART, InputError

if TYPE_CHECKING:
    from counterpoint.types.selection import Filter

__all__ = ["export", "import_"]

_FORMATS = {
    "jsonl": "everything, for programs and for counterpoint import",
    "csv": "everything in tables, for spreadsheets and R",
    "graphml": "the network, for Gephi, yEd and networkx",
    "gexf": "the network with its dates, for Gephi",
    "dna": "statements and documents, for Discourse Network Analyzer 3",
}
_HELP = "; ".join(f"{name}: {what}" for name, what in _FORMATS.items())


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(_FORMATS)),
    multiple=True,
    default=("jsonl",),
    show_default=True,
    help=f"May be given again. {_HELP}.",
)
@click.option(
    "--level",
    type=click.Choice(["person", "organisation", "country"]),
    default="organisation",
    show_default=True,
    help="Who acts in the network.",
)
@click.option("--password", default="", help="Of the coder in a .dna file; DNA asks for it.")
@filter_options
@click.pass_context
def export(
    context: click.Context,
    corpus: str,
    folder: Path,
    *,
    formats: tuple[str, ...],
    level: str,
    password: str,
    selection: Filter,
) -> None:
    """Write a corpus to files: all of it, or what the options select.

    A damaged corpus is saved: what can still be read of it is written.

    \b
    Try:  counterpoint export news.counterpoint out --format csv --format gexf
    """  # noqa: D301
    from counterpoint.workflow.export import export as run

    damaged = False
    for one in run(
        corpus, folder, formats=formats, level=level, selection=selection, password=password
    ):
        damaged |= one.saved
        click.echo(f"{one.path}: {counted(one.rows, 'row')} ({one.what})", err=True)
    if damaged:
        click.echo("The corpus is damaged; this is what could be saved of it.", err=True)
        context.exit(DONE_IN_PART)


@click.command("import")
@click.argument("corpus", metavar="CORPUS")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--coder", default="", metavar="NAME", help="Who coded, where the file does not say.")
@click.option("--type", "statement_type", default="", help="Statement type of a .dna file.")
@click.pass_context
def import_(
    context: click.Context,
    corpus: str,
    files: tuple[str, ...],
    *,
    coder: str,
    statement_type: str,
) -> None:
    """Take over statements that were coded elsewhere, as their coders' work.

    FILE is a .dna database, or documents or statements as JSON Lines or CSV: what
    counterpoint export writes (documents first). Bad lines are told and skipped.

    \b
    Try:  counterpoint import news.counterpoint debate.dna
          counterpoint import news.counterpoint out/documents.jsonl out/statements.jsonl
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus
    from counterpoint.workflow.importing import import_file

    bad = done = 0
    with Corpus(corpus, create=True) as opened:
        for file in files:
            totals = import_file(opened, file, coder=coder, statement_type=statement_type)
            for problem in totals.problems[:20]:
                click.echo(f"Error: {problem}", err=True)
            bad, done = bad + totals.bad, done + totals.done
            parts = [
                counted(totals.documents, "document"),
                counted(totals.statements, "statement"),
                counted(totals.judgements, "judgement"),
            ]
            skipped = f"; {counted(totals.bad, 'bad line')} skipped" if totals.bad else ""
            known = f"; {totals.known:,} known already" if totals.known else ""
            click.echo(f"{file}: {', '.join(parts)}{known}{skipped}.", err=True)
    if bad:
        context.exit(DONE_IN_PART if done else InputError.exit_code)
