"""``counterpoint resolve``: whom pronouns and nominals stand for."""

from __future__ import annotations

import click

from counterpoint.cli.bulk_report import BulkReport

__all__ = ["resolve"]


@click.command()
@click.argument("source", metavar="TARGETS")
@click.argument("target", metavar="OUT")
@click.option(
    "--gazetteer",
    metavar="FILE",
    default="",
    help="Further known actors: CSV or JSON Lines (see docs/how-to/gazetteer.md).",
)
@click.option("--restart", is_flag=True, help="Begin anew where OUT is there already.")
@click.pass_context
def resolve(
    context: click.Context, source: str, target: str, *, gazetteer: str, restart: bool
) -> None:
    """Say for given words of texts, such as "she" or "the minister", who is meant.

    TARGETS is JSON Lines with "id", "text", "targets": [{"start", "end"}, ...] and, where known,
    "sentences" and "speakers" (who speaks each sentence). OUT gets {"id", "resolved": [{"start",
    "end", "name"}], "names": [{"start", "end", "type"}]}, in order.

    \b
    Try:  counterpoint resolve targets.jsonl resolved.jsonl
    """  # noqa: D301
    from counterpoint.workflow.resolve import resolve_in_bulk

    told = BulkReport(source, context)
    totals = resolve_in_bulk(source, target, gazetteer=gazetteer, restart=restart, report=told.bad)
    told.close(totals, "texts resolved")
