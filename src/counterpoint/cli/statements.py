"""``counterpoint statements``: who says what in a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import counted, format_options, print_rows, print_table

if TYPE_CHECKING:
    from counterpoint.types.selection import Filter

__all__ = ["statements"]

_SHOWN = 50
_STATUSES = ["open", "accepted", "rejected", "changed", "unsure"]


@click.command()
@click.argument("corpus", metavar="CORPUS")
@filter_options
@click.option(
    "--status",
    "statuses",
    type=click.Choice(_STATUSES),
    multiple=True,
    help="Only statements that stand so; may be given again.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    default=None,
    help=f"At most so many.  [default: all, in the table {_SHOWN}; 0 is all]",
)
@format_options
def statements(
    corpus: str,
    *,
    selection: Filter,
    statuses: tuple[str, ...],
    limit: int | None,
    form: str,
) -> None:
    """List the statements of a corpus: who says what, where, and how it was judged.

    \b
    Try:  counterpoint statements news.counterpoint --actor "Jens Stoltenberg" --since 2024
          counterpoint statements news.counterpoint --jsonl > statements.jsonl
    """  # noqa: D301
    from counterpoint.workflow.corpus import PRINTED, Corpus, count
    from counterpoint.workflow.corpus import statements as rows

    with Corpus(corpus) as opened:
        if form:
            found = rows(opened, selection, statuses=statuses, limit=limit or None)
            print_rows(form, PRINTED, found)
            return
        fields = ("id", "published", "speaker", "source", "act", "negated", "content", "status")
        most = _SHOWN if limit is None else limit or None
        found = rows(opened, selection, fields=fields, statuses=statuses, limit=most)
        shown = print_table(
            ("Id", "Day", "Speaker", "Act", "Statement", "Status"),
            (
                (id[:10], (day or "")[:10], who or f"({source})", _act(act, no), words, status)
                for id, day, who, source, act, no, words, status in found
            ),
            widest=(10, 10, 28, 12, 0, 8),
        )
        total = count(opened, selection) if not statuses and shown == most else shown
    click.echo(f"{counted(total, 'statement')}." if shown else "No statements.", err=True)
    if total > shown:
        click.echo(f"Shown: {shown}; --limit 0 shows all, --jsonl and --csv print all.", err=True)


def _act(act: str, negated: bool) -> str:
    return f"not: {act}" if negated else act
