"""``counterpoint link``: speakers of a corpus to actors."""

from __future__ import annotations

import click

from counterpoint.cli.rows import counted, masked

__all__ = ["link"]


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option(
    "--gazetteer", metavar="FILE", default="", help="Known actors of your own, CSV or JSON Lines."
)
@click.pass_context
def link(context: click.Context, corpus: str, *, gazetteer: str) -> None:
    """Find out who is who across documents: each speaker gets an actor, with a reason.

    What you merged, split or told apart holds on. Run it again after adding documents.

    \b
    Try:  counterpoint link news.counterpoint
          counterpoint link news.counterpoint --gazetteer people.csv
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus
    from counterpoint.workflow.link import link as run

    with Corpus(corpus) as opened:
        totals = run(opened, gazetteer=gazetteer)
    if (context.obj or {}).get("quiet"):
        return
    click.echo(
        f"Linked {totals.linked:,} of {counted(totals.voices, 'speaker')} (one per document) to "
        f"{counted(totals.actors, 'actor')}, {totals.left_open:,} left open, "
        f"{counted(totals.doubts, 'doubtful pair')}.",
        err=True,
    )
    hint = f"counterpoint actors {masked(corpus)}" + (" --review" if totals.doubts else "")
    click.echo(f"Next: {hint}", err=True)
