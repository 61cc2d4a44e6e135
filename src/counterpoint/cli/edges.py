"""``counterpoint edges``: who is for or against whom or what, article by article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterpoint.cli.bulk_report import BulkReport
from counterpoint.cli.read_options import statement_options

if TYPE_CHECKING:
    from counterpoint.workflow.annotate import ReadingOptions

__all__ = ["edges"]


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--positions-model", metavar="FOLDER", default="", help="Another positions bundle.")
@click.option("--restart", is_flag=True, help="Begin anew where OUT is there already.")
@statement_options
@click.pass_context
def edges(
    context: click.Context,
    source: str,
    target: str,
    *,
    positions_model: str,
    restart: bool,
    reading: ReadingOptions,
) -> None:
    """Write who is for or against whom or what in every article of a JSON Lines file.

    IN holds one object a line with "id" and "text", and optionally "title", "outlet" and
    "entities": [{"name", "type"}]; without entities, those of the article are looked for. OUT gets
    {"id", "edges": [{"source", "target", "label", "score", "content", "statement_id"}]}.

    \b
    Try:  counterpoint edges articles.jsonl edges.jsonl
    """  # noqa: D301
    from counterpoint.workflow.edges import EdgesOptions, edges_in_bulk

    told = BulkReport(source, context)
    options = EdgesOptions(reading=reading, model=positions_model, restart=restart)
    totals = edges_in_bulk(source, target, options=options, report=told.bad)
    told.close(totals, "articles read")
