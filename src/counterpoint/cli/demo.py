"""``counterpoint demo``: what it is for, on a bundled example."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["demo"]


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("counterpoint-demo"),
    show_default=True,
    help="Where to put the example's texts and pages.",
)
@click.option(
    "--open/--no-open",
    "show",
    default=None,
    help="Open the page in a browser; by default only at a terminal.",
)
def demo(folder: Path, show: bool | None) -> None:
    """Read an opinion piece, a wire story and a briefing on one dispute, and map its sides."""
    from counterpoint.cli.statement_table import closing_line, statement_table
    from counterpoint.types import AnnotatedDocument, Document
    from counterpoint.workflow.annotate import ReadingOptions, annotate
    from counterpoint.workflow.demo import GAZETTEER, lay_out
    from counterpoint.workflow.map import MapOptions, make_map
    from counterpoint.workflow.read import ReadOptions, read_inputs
    from counterpoint.workflow.reading_page import write_reading_page

    paths = [str(path) for path in lay_out(folder)]
    texts = [one for one in read_inputs(paths, options=ReadOptions()) if isinstance(one, Document)]
    reading = ReadingOptions(gazetteer=str(folder / GAZETTEER))
    found = [one for one in annotate(texts, options=reading) if isinstance(one, AnnotatedDocument)]
    for one in found:
        click.echo(statement_table(one, heading=True))
    statements = [statement for one in found for statement in one.statements]
    speakers = {statement.speaker.name for statement in statements if statement.speaker}
    click.echo(closing_line(len(found), len(statements), len(speakers)))
    page = folder / "reading-view.html"
    write_reading_page(page, found)
    options = MapOptions(reading=reading)
    index = make_map(paths, folder / "map", options=options).index
    click.echo(f"\nEach statement in its sentence: {page.resolve()}")
    click.echo(f"Who sides with whom:            {index.resolve()}")
    click.echo("Your own texts:                 counterpoint map ARTICLES -o map")
    if show or (show is None and sys.stdout.isatty()):
        click.launch(str(index.resolve()))
