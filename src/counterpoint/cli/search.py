"""``counterpoint search``: words in the documents of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.rows import counted, format_options, print_rows
from counterpoint.cli.statement_table import clean

if TYPE_CHECKING:
    from counterpoint.types.selection import Filter

__all__ = ["search"]

_FIELDS = ("id", "title", "outlet", "published", "snippet", "start", "end", "rank")


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many."
)
@filter_options
@format_options
def search(
    corpus: str, words: tuple[str, ...], *, limit: int, form: str, selection: Filter
) -> None:
    """Find documents by their words, the best first, each with a snippet.

    Several words must all be there; "a phrase" stands so; treat* begins so; one OR other;
    -without; NEAR(one two, 5) at most five words apart. Case and accents do not count. Options
    about statements select documents that hold such a statement.

    \b
    Try:  counterpoint search news.counterpoint nuclear treaty
          counterpoint search news.counterpoint '"nuclear treaty" -draft' --since 2024
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus
    from counterpoint.workflow.corpus import search as run

    with Corpus(corpus) as opened:
        total, hits = run(opened, " ".join(words), selection=selection, limit=limit)
    if form:
        rows = (
            (h.document_id, h.title, h.outlet, h.published, h.snippet, h.start, h.end, h.rank)
            for h in hits
        )
        print_rows(form, _FIELDS, rows)
        return
    for hit in hits:
        about = " | ".join(part for part in (hit.outlet, (hit.published or "")[:10]) if part)
        click.echo(
            f"{clean(hit.title) or '(no title)'}  [{clean(hit.document_id)}]  {clean(about)}"
        )
        click.echo(f"    {clean(hit.snippet)}")
    found = counted(total, "document")
    click.echo(f"{found}, shown: {len(hits)}." if total > len(hits) else f"{found}.", err=True)
