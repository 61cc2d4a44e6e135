"""``counterpoint evaluate readers``: how well articles are read."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

__all__ = ["readers"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def readers(folder: str, *, as_json: bool) -> None:
    """Score the body, the day and the authors of pages whose article is known.

    DIR holds ground-truth.json with html/, plain/scraped.jsonl.gz, or meta/gold.jsonl with
    meta/html; what is there is measured. Body: four-word runs, precision and recall averaged over
    the pages, F1 of the two averages.

    \b
    Try:  counterpoint evaluate readers ../shared/data/articles
    """  # noqa: D301
    from counterpoint.workflow.evaluate_readers import evaluate_readers

    scores = evaluate_readers(folder)
    if as_json:
        table = {
            "bodies": {kind: asdict(score) for kind, score in scores.bodies.items()},
            "facts": asdict(scores.facts) if scores.facts else None,
            "trained_on": scores.trained_on,
        }
        click.echo(json.dumps(table, indent=2))
        return
    if scores.bodies:
        click.echo(f"{'body':<10}{'texts':>7}{'F1':>8}{'precision':>11}{'recall':>8}{'empty':>7}")
    for kind, score in scores.bodies.items():
        click.echo(
            f"{kind:<10}{score.count:>7}{score.f1:>8.3f}{score.precision:>11.3f}"
            f"{score.recall:>8.3f}{score.empty:>7}"
        )
    if scores.facts:
        facts = scores.facts
        click.echo(
            f"\n{facts.count} pages: day right {facts.date_right:.3f}; authors by name F1 "
            f"{facts.authors_f1:.3f} (precision {facts.authors_precision:.3f}, "
            f"recall {facts.authors_recall:.3f})"
        )
    if scores.trained_on:
        click.echo(
            "\nThe trees that come with the package were trained on these pages: the body figures "
            "flatter.\nHonest ones, each site unseen: python -m training.layout.train --articles "
            "DIR",
            err=True,
        )
