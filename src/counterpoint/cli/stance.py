"""``counterpoint stance``: for or against whom and what, record by record."""

from __future__ import annotations

import click

from counterpoint.cli.bulk_report import BulkReport

__all__ = ["stance"]


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--task",
    type=click.Choice(["target", "pair", "concept", "relation"]),
    required=True,
    help="What is asked: how a sentence shows an actor, who is for or against whom, or whether a "
    "text is for or against a topic.",
)
@click.option("--no-neutral", is_flag=True, help="Topics: answer only pro or con.")
@click.option(
    "--positions-model", "model", metavar="FOLDER", default="", help="Another positions bundle."
)
@click.option("--restart", is_flag=True, help="Begin anew where OUT is there already.")
@click.pass_context
def stance(
    context: click.Context,
    source: str,
    target: str,
    *,
    task: str,
    no_neutral: bool,
    model: str,
    restart: bool,
) -> None:
    """Say for every record of a JSON Lines file who is for or against what or whom.

    IN holds one object a line with "id", "text" and what is asked about; places are counted in
    code points. OUT gets {"id", "label", "scores"}, in order.

    \b
    target    "target": {"start", "end"}            -> -1, 0, 1
    pair      "a" and "b": {"start", "end"}         -> neutral, a_pos_b, b_pos_a, a_neg_b, b_neg_a
    concept   "topic": a claim or a thing           -> pro, con, neutral
    relation  "source" and "target": names          -> -1, 1 and a "quad": verbal or material,
                                                       cooperation or conflict

    \b
    Try:  counterpoint stance sentences.jsonl answers.jsonl --task pair
    """  # noqa: D301
    from counterpoint.workflow.stance import StanceOptions, StanceTask, stance_in_bulk

    told = BulkReport(source, context)
    options = StanceOptions(
        task=StanceTask(task), neutral=not no_neutral, model=model, restart=restart
    )
    totals = stance_in_bulk(source, target, options=options, report=told.bad)
    told.close(totals, "records answered")
