"""``counterpoint status`` and ``failures``: how a corpus stands, and what went wrong."""

from __future__ import annotations

import json
from typing import Any

import click

from counterpoint.cli.rows import counted, format_options, masked, print_rows, print_table

__all__ = ["failures", "status"]


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--check", is_flag=True, help="Read everything, and say what can be saved.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def status(context: click.Context, corpus: str, *, check: bool, as_json: bool) -> None:
    """Say what a corpus holds, what is waiting, and whether it is whole.

    \b
    Try:  counterpoint status news.counterpoint
          counterpoint status news.counterpoint --check
    """  # noqa: D301
    from counterpoint.workflow.status import health, summary

    if check:
        _check(context, corpus, as_json=as_json, health=health(corpus))
        return
    found = summary(corpus)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found.items():
        shown = f"{value:,}" if isinstance(value, int) else value
        if shown not in ("", None):
            click.echo(f"{name.replace('_', ' '):<22} {shown}")
    if not found["statements"]:
        click.echo(f"Next: counterpoint analyse {masked(corpus)}", err=True)


def _check(context: click.Context, corpus: str, *, as_json: bool, health: Any) -> None:
    if as_json:
        found = {"whole": health.whole, "problems": health.problems, "readable": health.readable}
        click.echo(json.dumps(found, ensure_ascii=False))
    elif health.whole:
        click.echo("The corpus is whole.")
    else:
        click.echo("The corpus is damaged:")
        for problem in health.problems:
            click.echo(f"  {problem}")
        readable = ", ".join(
            counted(count, name) for name, count in health.readable.items() if count
        )
        click.echo(f"What can be saved: {readable or 'nothing'}.")
        click.echo(f"Next: counterpoint export {masked(corpus)} FOLDER", err=True)
    if not health.whole:
        context.exit(1)


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--marks", is_flag=True, help="Marks that a corrected article has no place for.")
@format_options
def failures(corpus: str, *, marks: bool, form: str) -> None:
    """List what could not be read or analysed, and why.

    \b
    Try:  counterpoint failures news.counterpoint
          counterpoint failures news.counterpoint --marks
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        if marks:
            fields: tuple[str, ...] = ("statement_id", "document_id", "content", "reason")
            rows = [tuple(one[name] for name in fields) for one in opened.unattached()]
        else:
            fields = ("run", "document_id", "place", "stage", "message")
            rows = [
                (one.run, one.document_id, one.place, one.stage, one.message)
                for one in opened.failures()
            ]
    if form:
        print_rows(form, fields, rows)
    elif not print_table([name.replace("_", " ").capitalize() for name in fields], rows):
        click.echo("Nothing failed." if not marks else "All marks have their place.", err=True)
