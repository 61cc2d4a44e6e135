"""``counterpoint evaluate stance`` and ``counterpoint evaluate network``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from counterpoint.cli.evaluate import print_rows
from counterpoint.cli.read_options import statement_options

if TYPE_CHECKING:
    from counterpoint.workflow.annotate import ReadingOptions

__all__ = ["network", "stance"]

_SAMPLES = click.option(
    "--bootstrap",
    type=click.IntRange(0, 100_000),
    default=0,
    metavar="N",
    help="95 % intervals from N resamples.",
)


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.option(
    "--task",
    type=click.Choice(["target", "pair", "concept", "relation"]),
    required=True,
    help="What is asked of each row, as in counterpoint stance.",
)
@click.option("--label", default="label", show_default=True, help="Field with the right label.")
@click.option("--neutral", default="", help="Label that the polar F1 leaves out.")
@click.option("--no-neutral", is_flag=True, help="Topics: answer only pro or con.")
@click.option("--where", multiple=True, metavar="KEY=VALUE", help="Only rows with this value.")
@click.option("--unseen", default="", metavar="FILE", help="Leave out rows whose text is in FILE.")
@click.option("--by", default="", metavar="KEY", help="Also by the values of this field.")
@click.option(
    "--positions-model", "model", default="", metavar="FOLDER", help="Another positions bundle."
)
@click.option("--errors", is_flag=True, help="Also what was answered wrongly, a line each.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@_SAMPLES
def stance(
    gold: str,
    *,
    task: str,
    label: str,
    neutral: str,
    no_neutral: bool,
    where: tuple[str, ...],
    unseen: str,
    by: str,
    model: str,
    errors: bool,
    as_json: bool,
    bootstrap: int,
) -> None:
    """Score stance on gold sentences.

    GOLD is JSON Lines (plain or .gz) as counterpoint stance reads them, with the right label; or a
    table of marked sentences (.tsv).

    \b
    Try:  counterpoint evaluate stance dev.jsonl.gz --task pair --bootstrap 1000
          counterpoint evaluate stance signs.tsv --task pair --by kind --errors
    """  # noqa: D301
    from counterpoint.workflow.evaluate_positions import StanceQuestion, evaluate_stance
    from counterpoint.workflow.stance import StanceTask

    for pair in where:
        if "=" not in pair:
            raise click.BadParameter(f"{pair!r} is not KEY=VALUE", param_hint="--where")
    question = StanceQuestion(
        task=StanceTask(task),
        label=label,
        neutral=neutral,
        no_neutral=no_neutral,
        where=dict(pair.split("=", 1) for pair in where),
        unseen=unseen,
        by=by,
        model=model,
        samples=bootstrap,
    )
    scores, calibration, wrong = evaluate_stance(gold, question)
    if as_json:
        figures = {name: one.as_json() for name, one in scores.items()}
        told = {
            "scores": figures,
            "calibration_error": calibration.error,
            "calibration_error_by_chance": calibration.chance,
        }
        click.echo(json.dumps(told, indent=2))
    else:
        rows = [("", "rows", "macro F1", "accuracy", "polar F1")]
        for name, one in scores.items():
            polar = "" if one.polar_f1 is None else f"{100 * one.polar_f1:.1f}"
            rows.append(
                (
                    name,
                    f"{one.rows:,}",
                    f"{100 * one.macro_f1:.1f}",
                    f"{100 * one.accuracy:.1f}",
                    polar,
                )
            )
        print_rows(rows)
        click.echo()
        labels = [("label", "precision", "recall", "F1", "gold")]
        for name, found in scores["all"].labels.items():
            shares = [f"{100 * v:.1f}" for v in (found.precision, found.recall, found.f1)]
            labels.append((name, *shares, f"{found.gold:,}"))  # type: ignore[arg-type]
        print_rows(labels)
        for name, (low, high) in scores["all"].intervals.items():
            click.echo(f"{name}, 95 % interval: {100 * low:.1f} to {100 * high:.1f}")
        click.echo(
            f"calibration error of the scores: {calibration.error:.3f} "
            f"(exact ones would have {calibration.chance:.3f} on so many rows, by chance)"
        )
    if errors:
        for row in wrong:
            click.echo(f"{row['gold']} found {row['label']}: {row['text']}", err=as_json)


@click.command()
@click.argument("gold", metavar="GOLD", type=click.Path())
@click.option("--entities/--raw", default=True, help="Whether the gold entities are given.")
@click.option("--positions-model", default="", metavar="FOLDER", help="Another positions bundle.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@_SAMPLES
@statement_options
def network(
    gold: str,
    *,
    entities: bool,
    positions_model: str,
    as_json: bool,
    bootstrap: int,
    reading: ReadingOptions,
) -> None:
    """Score the edges of whole articles.

    GOLD is JSON Lines (plain or .gz) with "id", "sentences", "entities" and "stances".

    \b
    Try:  counterpoint evaluate network docs_dev.jsonl.gz --bootstrap 1000
          counterpoint evaluate network docs_dev.jsonl.gz --raw
    """  # noqa: D301
    from counterpoint.workflow.evaluate_positions import NetworkQuestion, evaluate_network

    scores = evaluate_network(
        gold,
        NetworkQuestion(
            entities=entities, model=positions_model, reading=reading, samples=bootstrap
        ),
    )
    if as_json:
        click.echo(json.dumps(scores.as_json(), indent=2))
        return
    rows = [("", "precision", "recall", "F1", "interval", "right", "found", "gold")]
    for name, one in scores.views.items():
        span = f"{100 * one.interval[0]:.1f} to {100 * one.interval[1]:.1f}" if one.interval else ""
        shares = [f"{100 * value:.1f}" for value in (one.precision, one.recall, one.f1)]
        counts = [f"{value:,}" for value in (one.right, one.predicted, one.gold)]
        rows.append((name, *shares, span, *counts))  # type: ignore[arg-type]
    print_rows(rows)
    click.echo(f"\nsign right on {100 * scores.sign:.1f} % of {scores.shared:,} right pairs")
    click.echo(f"{scores.unmatched:,} of {scores.edges:,} edges name what gold does not")
    click.echo(
        f"collection: Pearson {scores.pearson:.3f}, right sign on {100 * scores.strong_sign:.1f} % "
        f"of {scores.strong:,} pairs with a weight of 2 or more"
    )
