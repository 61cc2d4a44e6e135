"""``counterpoint add``: documents into a corpus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterpoint.cli.input_options import input_options
from counterpoint.cli.rows import counted, masked
from counterpoint.errors import DONE_IN_PART, InputError

if TYPE_CHECKING:
    from counterpoint.workflow.add import AddTotals
    from counterpoint.workflow.read import ReadFailure, ReadOptions

__all__ = ["add"]

_MOST_TOLD = 20


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@input_options
@click.pass_context
def add(
    context: click.Context, corpus: str, inputs: tuple[str, ...], *, options: ReadOptions
) -> None:
    """Add documents to a corpus, which is made if there is none.

    CORPUS is a path ending in .counterpoint, or postgresql://user@host/database. INPUT is a file,
    a folder, a pattern, an http(s) address, or - for standard input. The same text at the same
    address is one document; a corrected article becomes a new version of the old one.

    \b
    Try:  counterpoint add news.counterpoint articles/
          counterpoint add news.counterpoint archive.jsonl --date-column date
    """  # noqa: D301
    from dataclasses import replace

    from counterpoint.workflow.add import add as run
    from counterpoint.workflow.corpus import Corpus
    from counterpoint.workflow.read import read_inputs

    quiet = bool((context.obj or {}).get("quiet"))
    told = _Told(quiet=quiet)
    with Corpus(corpus, create=True) as opened:
        totals = run(
            opened,
            read_inputs(inputs, options=replace(options, duplicate_ids="keep")),
            report=told.failure,
            progress=told.progress,
        )
    told.clear()
    _tell_versions(totals)
    if not quiet:
        _tell(corpus, totals)
    if totals.failed:
        context.exit(DONE_IN_PART if totals.done else InputError.exit_code)


class _Told:
    """What a person sees meanwhile: failures, and a count at a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._count = 0
        self._failed = 0
        self._live = not quiet and sys.stderr.isatty()

    def failure(self, failure: ReadFailure) -> None:
        self._failed += 1
        if self._failed > _MOST_TOLD:
            return
        self.clear()
        click.echo(f"Error: {failure}", err=True)
        if failure.hint:
            click.echo(f"Hint: {failure.hint}", err=True)
        if self._failed == _MOST_TOLD:
            click.echo("Further failures are only counted and recorded.", err=True)

    def progress(self, count: int) -> None:
        self._count += count
        if self._live:
            click.echo(f"\rAdding… {counted(self._count, 'document')}", err=True, nl=False)

    def clear(self) -> None:
        if self._live and self._count:
            click.echo("\r\x1b[K", err=True, nl=False)


def _tell_versions(totals: AddTotals) -> None:
    for one in totals.corrected[:_MOST_TOLD]:
        marks = one.marks
        about = ""
        if any(marks.values()):
            about = f"; marks carried over: {marks.get('carried', 0)}"
            if marks.get("unattached"):
                about += f", with no place any more: {marks['unattached']}"
        click.echo(f"{one.id} is a corrected version of {one.replaces_id}{about}", err=True)


def _tell(corpus: str, totals: AddTotals) -> None:
    parts = [f"Added {counted(totals.added, 'document')}"]
    if totals.known:
        parts.append(f"{totals.known:,} known already")
    if totals.corrected:
        parts.append(counted(len(totals.corrected), "corrected version"))
    if totals.failed:
        parts.append(f"{totals.failed:,} not read (see counterpoint failures {masked(corpus)})")
    click.echo(", ".join(parts) + ".", err=True)
    if totals.added or totals.corrected:
        click.echo(f"Next: counterpoint analyse {masked(corpus)}", err=True)
