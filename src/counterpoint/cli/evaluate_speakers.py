"""``counterpoint evaluate speakers`` and ``actors``: who is meant, within and across documents."""

from __future__ import annotations

import json

import click

from counterpoint.cli.evaluate import print_rows

__all__ = ["actors", "speakers"]

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


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--errors", is_flag=True, help="Also what was wrong, a line each.")
@_gazetteer
def actors(gold: str, *, as_json: bool, errors: bool, gazetteer: str) -> None:
    """Score actors across documents.

    GOLD is one of: GUM (named mentions with Wikipedia titles: links, pairwise), speeches of the UN
    General Debate (the country of the speaker, from text and office), or White House transcripts
    (the full name of a turn's speaker, where the document tells it).

    Links are counted twice: over the pairs of mentions of different documents, which is what
    linking across documents is about, and over all pairs, those of one document included.

    \b
    Try:  counterpoint evaluate actors ../shared/data/gum/dev.jsonl.gz
          counterpoint evaluate actors ../shared/data/corpora/whitehouse/docs.jsonl.gz --errors
    """  # noqa: D301
    from counterpoint.workflow.evaluate_actors import evaluate_actors

    scores = evaluate_actors(gold, gazetteer=gazetteer)
    figures: dict[str, dict[str, float]] = {}
    for name, pairs in (
        ("links, pairs of different documents", scores.across),
        ("links, all pairs", scores.links),
    ):
        if pairs is not None:
            figures[name] = {
                "precision": pairs.precision,
                "recall": pairs.recall,
                "pairs found": pairs.found,
                "pairs in gold": pairs.gold,
            }
    wrong: tuple[str, ...] = ()
    for name, share in (("country of speaker", scores.countries), ("turns", scores.turns)):
        if share is not None:
            figures[name] = {"right": share.value, "cases": share.cases}
            wrong = share.wrong
    if as_json:
        click.echo(json.dumps(figures, indent=2))
    for name, values in () if as_json else figures.items():
        told = [f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in values.items()]
        click.echo(f"{name}: {', '.join(told)}")
    for line in wrong if errors else ():
        click.echo(line, err=as_json)
