"""``counterpoint judge``, ``undo``, ``redo``, ``history``: what people say, and take back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from counterpoint.cli.rows import format_options, print_rows, print_table

if TYPE_CHECKING:
    from counterpoint.types.judgement import Run, Step

__all__ = ["coder_option", "history", "judge", "redo", "undo"]

_Rows = tuple[tuple[str, ...], list[tuple[object, ...]]]
_VERDICTS = ["accept", "reject", "change", "unsure"]

coder_option = click.option(
    "--coder", metavar="NAME", required=True, help="Who judges.", envvar="COUNTERPOINT_CODER"
)


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("id", metavar="ID")
@click.argument("verdict", type=click.Choice(_VERDICTS))
@click.argument("changes", metavar="[FIELD=VALUE]...", nargs=-1)
@coder_option
@click.option("--reason", metavar="WORDS", default="", help="Why, for those who come later.")
def judge(
    corpus: str, id: str, verdict: str, changes: tuple[str, ...], *, coder: str, reason: str
) -> None:
    """Accept, reject or change a statement; it can be undone.

    ID is the id of a statement or its beginning. Fields are speaker, role, organisation, country,
    manner, act, negated, source, cue, content, concept and stance.

    \b
    Try:  counterpoint judge news.counterpoint s3f09 reject --coder Ana
          counterpoint judge news.counterpoint s3f09 change speaker="Mao Ning" --coder Ana
    """  # noqa: D301
    from counterpoint.types.judgement import Coder, Verdict
    from counterpoint.workflow.corpus import Corpus

    parsed: dict[str, str] = {}
    for change in changes:
        field, equals, value = change.partition("=")
        if not equals:
            raise click.UsageError(f'"{change}" is not FIELD=VALUE')
        parsed[field.strip()] = value
    if not coder.strip():
        raise click.UsageError("--coder is empty")
    with Corpus(corpus) as opened:
        opened.judge(id, Verdict(verdict), Coder(coder), changes=parsed, reason=reason)
        done = opened.history(limit=1)[0]
    click.echo(f"{done.coder}: {done.summary}", err=True)


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--coder", metavar="NAME", default="", help="Only what this coder did.")
@click.option("--run", type=int, metavar="N", default=None, help="A whole run of the machine.")
def undo(corpus: str, *, coder: str, run: int | None) -> None:
    """Take back the last judgement, merge or split; or a whole run.

    \b
    Try:  counterpoint undo news.counterpoint
          counterpoint undo news.counterpoint --run 3
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        done = opened.undo(by=coder, run=run)
    click.echo(f"Undone: {_words(done)}", err=True)


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--coder", metavar="NAME", default="", help="Only what this coder did.")
@click.option("--run", type=int, metavar="N", default=None, help="A whole run of the machine.")
def redo(corpus: str, *, coder: str, run: int | None) -> None:
    """Do again what was undone last.

    \b
    Try:  counterpoint redo news.counterpoint
          counterpoint redo news.counterpoint --run 3
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        done = opened.redo(by=coder, run=run)
    click.echo(f"Done again: {_words(done)}", err=True)


def _words(done: Step | Run) -> str:
    from counterpoint.types.judgement import Step

    if isinstance(done, Step):
        return f"{done.summary} ({done.coder}, {done.made_at:%Y-%m-%d %H:%M})"
    return f"run {done.key}, {done.kind} by {done.coder}, {done.started_at:%Y-%m-%d %H:%M}"


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("id", metavar="[ID]", default="")
@click.option("--runs", is_flag=True, help="The runs of the machine instead.")
@format_options
def history(corpus: str, id: str, *, runs: bool, form: str) -> None:
    """Show what people did, newest first; of one statement or actor, if it is named.

    \b
    Try:  counterpoint history news.counterpoint
          counterpoint history news.counterpoint --runs
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        fields, rows = _run_rows(opened.runs()) if runs else _step_rows(opened.history(id))
    if form:
        print_rows(form, fields, rows)
    elif not print_table([name.capitalize() for name in fields], map(_plain, rows)):
        click.echo("Nothing was done yet.", err=True)


def _run_rows(runs: list[Run]) -> _Rows:
    fields = ("run", "kind", "coder", "started", "finished", "counts", "retracted")
    return fields, [
        (
            one.key,
            one.kind,
            one.coder,
            _time(one.started_at),
            _time(one.finished_at),
            one.counts,
            _time(one.retracted_at),
        )
        for one in runs
    ]


def _step_rows(steps: list[Step]) -> _Rows:
    fields = ("step", "made", "coder", "what", "reason", "retracted")
    return fields, [
        (
            one.key,
            _time(one.made_at),
            one.coder,
            one.summary,
            one.reason,
            _time(one.retracted_at),
        )
        for one in steps
    ]


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _plain(row: tuple[object, ...]) -> list[object]:
    """Times to the minute and counts in words, for people."""
    return [
        ", ".join(f"{name} {value}" for name, value in cell.items())
        if isinstance(cell, dict)
        else cell
        for cell in row
    ]
