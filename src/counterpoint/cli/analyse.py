"""``counterpoint analyse``: find the statements of a corpus."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from counterpoint.cli.read_options import statement_options
from counterpoint.cli.rows import counted, masked
from counterpoint.errors import DONE_IN_PART

if TYPE_CHECKING:
    from counterpoint.workflow.analyse import AnalyseProgress
    from counterpoint.workflow.annotate import ReadingOptions

__all__ = ["analyse"]


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes to use."
)
@statement_options
@click.pass_context
def analyse(context: click.Context, corpus: str, *, jobs: int, reading: ReadingOptions) -> None:
    """Find the statements of all documents that are not analysed with this configuration.

    Stopped at any moment and started again, it goes on where it was. What people judged stays.

    \b
    Try:  counterpoint analyse news.counterpoint
          counterpoint analyse news.counterpoint --jobs 4
    """  # noqa: D301
    from counterpoint.workflow.analyse import analyse as run
    from counterpoint.workflow.corpus import Corpus

    quiet = bool((context.obj or {}).get("quiet"))
    told = _Told(quiet=quiet)
    with Corpus(corpus) as opened:
        totals = run(opened, options=reading, jobs=jobs, progress=told.progress)
    told.clear()
    if totals.foreign:
        click.echo(
            f"{totals.foreign:,} not in English: statements are found in English only.", err=True
        )
    if not quiet:
        parts = [
            f"Done: {counted(totals.done, 'document')}, {counted(totals.statements, 'statement')}"
        ]
        if totals.before:
            parts.append(f"{totals.before:,} analysed before")
        if totals.failed:
            parts.append(f"{totals.failed:,} failed (see counterpoint failures {masked(corpus)})")
        click.echo("; ".join(parts) + ".", err=True)
        click.echo(f"Next: counterpoint statements {masked(corpus)}", err=True)
    if totals.failed:
        context.exit(DONE_IN_PART)


class _Told:
    """Progress with rate and time left: a line at a terminal, else a line now and then."""

    def __init__(self, *, quiet: bool) -> None:
        self._began = time.monotonic()
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._next = self._began + 10

    def progress(self, progress: AnalyseProgress) -> None:
        now = time.monotonic()
        if self._quiet or (not self._live and now < self._next):
            return
        self._next = now + 30
        rate = progress.done / max(now - self._began, 1e-6)
        left = (progress.total - progress.done) / rate if rate else 0
        line = (
            f"{progress.done:,} of {counted(progress.total, 'document')}, "
            f"{counted(progress.statements, 'statement')}, {rate:.1f} documents/s, "
            f"{_minutes(left)} left"
        )
        click.echo(f"\r\x1b[K{line}" if self._live else line, err=True, nl=not self._live)

    def clear(self) -> None:
        if self._live and not self._quiet:
            click.echo("\r\x1b[K", err=True, nl=False)


def _minutes(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
