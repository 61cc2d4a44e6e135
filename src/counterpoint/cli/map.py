"""``counterpoint map``: the whole journey in one command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.cli.input_options import input_options
from counterpoint.cli.read_options import statement_options
from counterpoint.cli.rows import counted
from counterpoint.errors import DONE_IN_PART

if TYPE_CHECKING:
    from counterpoint.workflow.analyse import AnalyseProgress
    from counterpoint.workflow.annotate import ReadingOptions
    from counterpoint.workflow.read import ReadFailure, ReadOptions

__all__ = ["map_"]

_MOST_TOLD = 20


@click.command(name="map")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="Folder for the page, the pictures, the tables and the corpus; made if missing.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to use."
)
@click.option("--positions-model", metavar="FOLDER", default="", help="Another positions bundle.")
@click.option("--codebook", "book", metavar="FILE", default="", help="Concepts to code with.")
@click.option(
    "--concept",
    "concepts",
    metavar="NAME",
    multiple=True,
    help="Of the concepts only this one; may be given again.",
)
@click.option("--targets", is_flag=True, help="Only who is for or against whom, no concepts.")
@click.option(
    "--intervals/--no-intervals",
    default=True,
    show_default=True,
    help="Give ties and shares 95 % intervals: from judged samples, or else from gold sentences.",
)
@statement_options
@input_options
@click.pass_context
def map_(
    context: click.Context,
    inputs: tuple[str, ...],
    *,
    folder: Path,
    jobs: int,
    positions_model: str,
    book: str,
    concepts: tuple[str, ...],
    targets: bool,
    intervals: bool,
    reading: ReadingOptions,
    options: ReadOptions,
) -> None:
    """Make a map of who sides with whom: from texts to a page, in one go.

    INPUT is a file, a folder, a pattern, an http(s) address, or - for standard input; or one
    corpus that ends in .counterpoint. Stopped and started again it goes on where it was; with
    further texts it adds them.

    \b
    Try:  counterpoint map articles/ -o map
          counterpoint map news.counterpoint -o map --gazetteer people.csv
          counterpoint map articles/ -o map --codebook concepts.toml
    """  # noqa: D301
    from counterpoint.workflow.codebook import read_codebook, ready
    from counterpoint.workflow.map import MapOptions, make_map

    told = _Told(quiet=bool((context.obj or {}).get("quiet")))
    made = make_map(
        inputs,
        folder,
        options=MapOptions(
            jobs=jobs,
            reading=reading,
            inputs=options,
            model=positions_model,
            codebook=ready(read_codebook(book), book) if book else None,
            concepts=concepts,
            targets=targets,
            intervals=intervals,
        ),
        report=told.failure,
        tell=told.say,
        progress=told.progress,
    )
    counts = made.counts
    if not counts.statements:
        told.say("Nothing was found in these texts; the page says what was read.")
    told.say(f"Open {made.index}")
    if made.failed:
        context.exit(DONE_IN_PART)


class _Told:
    """What a person sees meanwhile, on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._failed = 0
        self._live = not quiet and sys.stderr.isatty()

    def say(self, words: str) -> None:
        self._clear()
        if not self._quiet:
            click.echo(words, err=True)

    def failure(self, failure: ReadFailure) -> None:
        self._failed += 1
        if self._failed > _MOST_TOLD:
            return
        click.echo(f"Error: {failure}", err=True)
        if failure.hint:
            click.echo(f"Hint: {failure.hint}", err=True)
        if self._failed == _MOST_TOLD:
            click.echo("Further failures are only counted and recorded.", err=True)

    def progress(self, progress: AnalyseProgress) -> None:
        if self._live:
            line = (
                f"\r\x1b[KFinding statements… {progress.done:,} of "
                f"{counted(progress.total, 'document')}"
            )
            click.echo(line, err=True, nl=False)

    def _clear(self) -> None:
        if self._live:
            click.echo("\r\x1b[K", err=True, nl=False)
