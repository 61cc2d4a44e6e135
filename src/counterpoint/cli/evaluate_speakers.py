"""``counterpoint evaluate speakers`` and ``actors``: who is meant, within and across documents."""

from __future__ import annotations

import json

import click

from counterpoint.cli.evaluate import print_rows

__all__ = ["speakers"]

_gazetteer = click.option(
    "--gazetteer", metavar="FILE", default="", help="Further known actors: CSV or JSON Lines."
)


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.option(
    "--predictions",
    metavar="FILE",
    type=click.Path(),
    help="Score these lines of counterpoint resolve; without it GOLD's texts are resolved now.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@_gazetteer
def speakers(gold: str, *, predictions: str | None, as_json: bool, gazetteer: str) -> None:
    """Score names, and the names given to pronouns and nominals.

    GOLD is JSON Lines (plain or .gz) with "id", "text", "mentions" and "chains", as GUM was
    converted. A name is right with its exact span; a target with the longest name of its chain.

    \b
    Try:  counterpoint evaluate speakers ../shared/data/gum/dev.jsonl.gz
    """  # noqa: D301
    from counterpoint.workflow.evaluate_speakers import evaluate_speakers

    scores = evaluate_speakers(gold, predictions, gazetteer=gazetteer)
    if as_json:
        click.echo(json.dumps(scores.as_json(), indent=2))
        return
    print_rows(scores.rows())
    click.echo(f"\n{scores.texts} texts")
