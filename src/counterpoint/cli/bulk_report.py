"""What a person sees of a run over JSON Lines: lines that were skipped, and one line at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterpoint.errors import DONE_IN_PART

if TYPE_CHECKING:
    from counterpoint.workflow.bulk import BadRecord, BulkTotals

__all__ = ["BulkReport"]

_MOST_TOLD = 20


class BulkReport:
    """Tells of bad lines on standard error and leaves with 3 if there were any.

    Args:
        source: Name of the input.
        context: The command's context.
    """

    def __init__(self, source: str, context: click.Context) -> None:
        self._name = "standard input" if source == "-" else source
        self._context = context
        self._bad = 0

    def bad(self, record: BadRecord) -> None:
        """Tell of one line; after the twentieth they are only counted."""
        self._bad += 1
        if self._bad > _MOST_TOLD:
            return
        click.echo(f"Error: {self._name}, line {record.number}: {record.reason}", err=True)
        if record.hint:
            click.echo(f"Hint: {record.hint}", err=True)
        if self._bad == _MOST_TOLD:
            click.echo("Further lines of this kind are only counted.", err=True)

    def close(self, totals: BulkTotals, what: str) -> None:
        """Say what was done and leave with the right code."""
        if not (self._context.obj or {}).get("quiet"):
            parts = [f"{totals.done:,} {what}"]
            if totals.before:
                parts.append(f"{totals.before:,} were there already")
            if totals.bad:
                parts.append(f"{totals.bad:,} lines skipped")
            click.echo(f"Done: {'; '.join(parts)}.", err=True)
        if totals.bad:
            self._context.exit(DONE_IN_PART)
