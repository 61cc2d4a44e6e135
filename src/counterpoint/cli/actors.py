"""``counterpoint actors``, ``actor``, ``merge``, ``split``, ``distinct``: who is who."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.filter_options import filter_options
from counterpoint.cli.judge import coder_option
from counterpoint.cli.rows import counted, format_options, masked, print_rows, print_table
from counterpoint.cli.statement_table import clean

if TYPE_CHECKING:
    from counterpoint.types.selection import Filter

__all__ = ["actor", "actors", "distinct", "merge", "split"]

_SHOWN = 50
_KINDS = ["person", "organisation", "country", "group", "document", "author"]
_reason = click.option("--reason", metavar="WORDS", default="", help="Why, for those who follow.")


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.option("--type", "kind", type=click.Choice(_KINDS), default=None, help="Only this kind.")
@click.option("--review", is_flag=True, help="Doubtful pairs to decide, most valuable first.")
@click.option("--limit", type=click.IntRange(min=0), default=None, metavar="N", help="At most.")
@filter_options
@format_options
def actors(
    corpus: str,
    *,
    kind: str | None,
    review: bool,
    limit: int | None,
    form: str,
    selection: Filter,
) -> None:
    """List the actors of a corpus, those who say most first; link makes them.

    Statements that the options select are counted.

    \b
    Try:  counterpoint actors news.counterpoint --type country --since 2024
          counterpoint actors news.counterpoint --review
    """  # noqa: D301
    from itertools import islice

    from counterpoint.workflow.corpus import ACTOR_FIELDS, Corpus

    with Corpus(corpus) as opened:
        if review:
            _review(opened.review(limit=limit or _SHOWN), corpus, form)
            return
        found = opened.actors(selection, kind=kind or "")
        if form:
            print_rows(form, ACTOR_FIELDS, islice(found, limit or None))
            return
        rows = list(islice(found, _SHOWN + 1 if limit is None else limit or None))
    shown = rows[:_SHOWN] if limit is None else rows
    heads = ("Id", "Name", "Type", "Statements", "Documents", "First", "Last")
    print_table(heads, [(*row[:3], *row[4:8]) for row in shown], widest=(18, 40))
    if not rows:
        click.echo(f"No actors yet. Next: counterpoint link {masked(corpus)}", err=True)
    elif len(rows) > len(shown):
        click.echo(f"Shown: {len(shown)}; --limit 0 shows all.", err=True)


def _review(pairs: list[dict[str, Any]], corpus: str, form: str) -> None:
    fields = ("actor_id", "actor", "other_id", "other", "score", "worth", "reason")
    rows = [[pair[name] for name in fields] for pair in pairs]
    if form:
        print_rows(form, fields, rows)
        return
    heads = ("Actor", "Id", "Other", "Id", "Score", "Why")
    print_table(heads, [(r[1], r[0], r[3], r[2], f"{r[4]:.2f}", r[6]) for r in rows])
    click.echo(
        f"{counted(len(rows), 'pair')}. Decide with "
        f"counterpoint merge {masked(corpus)} ACTOR OTHER, or "
        f"counterpoint distinct {masked(corpus)} ACTOR OTHER.",
        err=True,
    )


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="Everything, as one JSON object.")
def actor(corpus: str, name: str, *, as_json: bool) -> None:
    """Show one actor: its names, where it belongs and since when, and why it was linked.

    NAME is any of its names, or its id.

    \b
    Try:  counterpoint actor news.counterpoint "Jens Stoltenberg"
    """  # noqa: D301
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        found = opened.actor(name)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{clean(found['name'])}  ({found['type']}, {found['id']})")
    for words in (found["wikidata_id"], found["description"], found["reason"]):
        if words:
            click.echo(f"  {clean(words)}")
    total = counted(found["statements"], "statement")
    click.echo(f"  {total} in {counted(found['documents'], 'document')}")
    click.echo("\nNames")
    for one in found["names"]:
        click.echo(f"  {clean(one['name'])}  ({one['statements']})")
    if found["affiliations"]:
        click.echo("\nBelongs to")
        for one in found["affiliations"]:
            click.echo(f"  {_affiliation(one)}")
    if found["merged"]:
        click.echo("\nMerged into it: " + ", ".join(clean(one["name"]) for one in found["merged"]))
    click.echo("\nWhy linked")
    reasons: dict[tuple[str, str], int] = {}
    for one in found["links"]:
        key = (one["name"], one["reason"] or "by hand")
        reasons[key] = reasons.get(key, 0) + 1
    for (called, reason), count in sorted(reasons.items(), key=lambda item: -item[1])[:20]:
        told = reason if reason.startswith(called) else f"{called}: {reason}"
        click.echo(f"  {clean(told)}  ({counted(count, 'document')})")


def _affiliation(one: dict[str, Any]) -> str:
    when = " to ".join(part for part in (one["since"], one["until"]) if part)
    role = f"{clean(one['role'])}, " if one["role"] else ""
    member = f"{clean(one['member'])}: "
    return f"{member}{role}{clean(one['whole'])}" + (f"  {when}" if when else "")


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("name", metavar="ACTOR")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@coder_option
@_reason
def merge(corpus: str, name: str, others: tuple[str, ...], *, coder: str, reason: str) -> None:
    """Make other actors part of one; it can be undone.

    \b
    Try:  counterpoint merge news.counterpoint "Jens Stoltenberg" "J. Stoltenberg" --coder Ana
    """  # noqa: D301
    from counterpoint.types.judgement import Coder
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        click.echo(opened.merge(name, others, Coder(coder), reason=reason), err=True)


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("name", metavar="ACTOR")
@click.option("--name", "names", metavar="NAME", multiple=True, help="What is called so leaves.")
@click.option("--document", "documents", metavar="ID", multiple=True, help="Of this document.")
@click.option("--called", metavar="NAME", default="", help="The actor that it goes to.")
@coder_option
@_reason
def split(
    corpus: str,
    name: str,
    *,
    names: tuple[str, ...],
    documents: tuple[str, ...],
    called: str,
    coder: str,
    reason: str,
) -> None:
    """Take from an actor what is called so, or stands in some documents; it can be undone.

    \b
    Try:  counterpoint split news.counterpoint "John Smith" --name "J. Smith" --coder Ana
    """  # noqa: D301
    from counterpoint.types.judgement import Coder
    from counterpoint.workflow.corpus import Corpus

    if not names and not documents:
        raise click.UsageError("say what leaves, with --name or --document")
    with Corpus(corpus) as opened:
        said = opened.split(
            name, Coder(coder), names=names, documents=documents, called=called, reason=reason
        )
    click.echo(said, err=True)


@click.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("name", metavar="ACTOR")
@click.argument("other", metavar="OTHER")
@coder_option
@_reason
def distinct(corpus: str, name: str, other: str, *, coder: str, reason: str) -> None:
    """Remember that two actors are not the same, whatever their names say.

    \b
    Try:  counterpoint distinct news.counterpoint "John Smith" "J. Smith" --coder Ana
    """  # noqa: D301
    from counterpoint.types.judgement import Coder
    from counterpoint.workflow.corpus import Corpus

    with Corpus(corpus) as opened:
        click.echo(opened.distinct(name, other, Coder(coder), reason=reason), err=True)
