"""``counterpoint extract``: the statements of many texts, line by line."""

from __future__ import annotations

import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.input_options import input_options
from counterpoint.cli.read_options import statement_options
from counterpoint.errors import DONE_IN_PART

if TYPE_CHECKING:
    from counterpoint.workflow.annotate import ReadingOptions
    from counterpoint.workflow.extract import BadLine, Progress, Totals
    from counterpoint.workflow.read import ReadOptions

__all__ = ["extract"]

logger = logging.getLogger(__name__)
_MOST_TOLD = 20
_SECONDS = 5.0  # between two lines of progress in words (-v)


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to use."
)
@click.option("--restart", is_flag=True, help="Begin anew where OUT is there already.")
@click.option("--nested", is_flag=True, help="Also statements within statements, with parent.")
@click.option("--page", is_flag=True, help="The texts still hold the page around the article.")
@statement_options
@input_options
@click.pass_context
def extract(
    context: click.Context,
    source: str,
    target: str,
    *,
    jobs: int,
    restart: bool,
    nested: bool,
    page: bool,
    reading: ReadingOptions,
    options: ReadOptions,
) -> None:
    """Write the statements of every text of a JSON Lines file.

    IN holds one object a line with "id" and "text" (plain or .gz; - is standard input); OUT gets
    one line for each, in order. Stopped at any moment and started again, it goes on where it was.

    \b
    Try:  counterpoint extract articles.jsonl statements.jsonl
          counterpoint extract articles.jsonl.gz statements.jsonl.gz --jobs 4
    """  # noqa: D301
    from dataclasses import replace

    from counterpoint.workflow.extract import ExtractOptions
    from counterpoint.workflow.extract import extract as run

    told = _Told(source, quiet=bool((context.obj or {}).get("quiet")))
    with told:
        totals = run(
            source,
            target,
            options=ExtractOptions(
                reading=reading,
                read=replace(options, labels=page),
                jobs=jobs,
                nested=nested,
                restart=restart,
            ),
            report=told.bad,
            progress=told.progress,
        )
    told.close(totals)
    if totals.bad:
        context.exit(DONE_IN_PART)


class _Told:
    """What a person sees while it runs: a bar at a terminal, bad lines, one line at the end."""

    def __init__(self, source: str, *, quiet: bool) -> None:
        self._name = "standard input" if source == "-" else source
        self._quiet = quiet
        self._size = os.path.getsize(source) if os.path.isfile(source) else 0
        self._seen = 0
        self._bad = 0
        self._bar: Any = None
        self._next = time.monotonic() + _SECONDS

    def __enter__(self) -> _Told:
        if self._size and not self._quiet and sys.stderr.isatty():
            self._bar = click.progressbar(length=self._size, file=sys.stderr, label="Reading")
            self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*error)

    def bad(self, line: BadLine) -> None:
        self._bad += 1
        if self._bad > _MOST_TOLD:
            return
        click.echo(f"Error: {self._name}, line {line.number}: {line.reason}", err=True)
        if line.hint:
            click.echo(f"Hint: {line.hint}", err=True)
        if self._bad == _MOST_TOLD:
            click.echo("Further lines of this kind are only counted.", err=True)

    def progress(self, progress: Progress) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS
            totals = progress.totals
            logger.info("%d texts, %d statements so far", totals.done, totals.statements)
        if self._bar is not None:
            self._bar.update(max(0, progress.bytes_read - self._seen))
            self._seen = progress.bytes_read

    def close(self, totals: Totals) -> None:
        if totals.foreign:
            click.echo(
                f"{totals.foreign:,} not in English: statements are found in English only.",
                err=True,
            )
        if self._quiet:
            return
        parts = [f"{totals.done:,} texts, {totals.statements:,} statements"]
        if totals.before:
            parts.append(f"{totals.before:,} texts were there already")
        if totals.bad:
            parts.append(f"{totals.bad:,} lines skipped")
        click.echo(f"Done: {'; '.join(parts)}.", err=True)
