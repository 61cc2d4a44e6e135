"""``counterpoint codebook``: begin, check, import, propose and edit codebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterpoint.types.position import Codebook
    from counterpoint.workflow.codebook_edit import Change

__all__ = ["codebook"]


@click.group()
def codebook() -> None:
    """Keep the concepts of a study in a file.

    \b
    Try:  counterpoint codebook new concepts.toml
          counterpoint codebook check concepts.toml
    """  # noqa: D301


@codebook.command()
@click.argument("file", metavar="FILE", type=click.Path())
def new(file: str) -> None:
    """Write a small codebook to start from."""
    from counterpoint.workflow.codebook import starter, write_codebook

    write_codebook(starter(), file)
    click.echo(f"Written: {file}", err=True)
    click.echo(
        f"Next: write your concepts into it, then counterpoint codebook check {file}", err=True
    )


@codebook.command()
@click.argument("file", metavar="FILE", type=click.Path())
def check(file: str) -> None:
    """Name the faults of a codebook (TOML or CSV)."""
    from counterpoint.workflow.codebook import (
        concepts_in_other_languages,
        read_codebook,
        undefined,
    )

    found = read_codebook(file)
    without = [one.name for one in found.concepts if not one.examples_for + one.examples_against]
    click.echo(f"{len(found.concepts):,} concepts, no fault.")
    if left := undefined(found):
        click.echo(f"{len(left):,} are still to be defined, before they are used: {left[0]}, …")
    if without:
        click.echo(f"{len(without):,} have no example; a few for and against make it surer.")
    for name in concepts_in_other_languages(found):
        click.echo(f'"{name}" does not seem to be in English, which is what the model reads.')


@codebook.command(name="import")
@click.argument("source", metavar="SOURCE", type=click.Path())
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--variable", default="concept", show_default=True, help="Variable of the concepts.")
def import_(source: str, file: str, *, variable: str) -> None:
    """Make a codebook from what you have.

    SOURCE is a codebook (TOML, or CSV with definitions), a DNA database, or coded statements as CSV
    or JSON Lines, whose concepts are then to be defined.

    \b
    Try:  counterpoint codebook import debate.dna concepts.toml
          counterpoint codebook import concepts.csv concepts.toml
    """  # noqa: D301
    from counterpoint.workflow.codebook import codebook_of, undefined, write_codebook

    made = codebook_of(source, variable=variable)
    write_codebook(made, file)
    left = len(undefined(made))
    words = f"; define {'them' if left == len(made.concepts) else f'{left:,} of them'}"
    click.echo(
        f"{len(made.concepts):,} concepts written to {file}{words if left else ''}.", err=True
    )


@codebook.command()
@click.argument("corpus", metavar="CORPUS")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--count", type=click.IntRange(1, 500), default=20, show_default=True, help="How many at most."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same proposals.")
def propose(corpus: str, file: str, *, count: int, seed: int) -> None:
    """Propose concepts from what a corpus speaks about.

    They are written to FILE with typical sentences. Nothing uses them before they are accepted
    (codebook accept, or merge); codebook drop rejects them.

    \b
    Try:  counterpoint codebook propose news.counterpoint concepts.toml --count 30
    """  # noqa: D301
    from pathlib import Path

    from counterpoint.errors import InputError
    from counterpoint.workflow.codebook import commented
    from counterpoint.workflow.codebook import propose as run

    if Path(file).exists():
        raise InputError(f"{file}: is there already", hint="name another file")
    found, told = run(corpus, count=count, seed=seed)
    with open(file, "x", encoding="utf-8") as out:
        out.write(commented(found, told))
    for concept, (size, typical) in zip(found.concepts, told, strict=True):
        click.echo(f"{size:6,}  {concept.name}: {' '.join(typical[0].split())[:80]}")
    click.echo(f"Written to {file}: now codebook accept, merge, rename or drop them.", err=True)


_file = click.argument("file", metavar="FILE", type=click.Path())
_output = click.option(
    "-o", "--output", metavar="OUT", default="", help="Another file; without, FILE is changed."
)


def _edit(file: str, change: Callable[[Codebook], Change], output: str) -> None:
    from counterpoint.workflow.codebook_edit import edit_codebook

    for sentence in edit_codebook(file, change, output):
        click.echo(sentence)
    click.echo(f"Written: {output or file}", err=True)


@codebook.command()
@_file
@click.argument("name", metavar="CONCEPT")
@click.option(
    "--definition",
    required=True,
    metavar="TEXT",
    help="What a person demands or claims who agrees.",
)
@click.option("--name", "to", default="", metavar="NAME", help="A better name.")
@click.option("--for", "pro", multiple=True, metavar="TEXT", help="A sentence that agrees.")
@click.option("--against", multiple=True, metavar="TEXT", help="A sentence that disagrees.")
@click.option("--keyword", multiple=True, metavar="WORD", help="One of them must then occur.")
@click.option("--parent", default="", metavar="NAME", help="The wider concept.")
@_output
def accept(
    file: str,
    name: str,
    *,
    definition: str,
    to: str,
    pro: tuple[str, ...],
    against: tuple[str, ...],
    keyword: tuple[str, ...],
    parent: str,
    output: str,
) -> None:
    """Make a proposed or imported group a concept, with a definition.

    --for, --against and --keyword may be given several times.

    \b
    Try:  counterpoint codebook accept concepts.toml "night, planes" --name "Night flights"
              --definition "Planes should be allowed to land at night."
    """  # noqa: D301
    from counterpoint.types.position import Concept
    from counterpoint.workflow.codebook_edit import accept as run

    given = Concept(to, definition, pro, against, parent, keyword)
    _edit(file, lambda book: run(book, name, given), output)


@codebook.command()
@_file
@click.argument("names", metavar="CONCEPT...", nargs=-1, required=True)
@click.option("--name", "to", default="", metavar="NAME", help="Without, that of the first.")
@click.option(
    "--definition", default="", metavar="TEXT", help="Without, that of the first that has one."
)
@_output
def merge(file: str, names: tuple[str, ...], *, to: str, definition: str, output: str) -> None:
    """Make one concept of several, in the place of the first.

    Examples and keywords are joined, and concepts below any of them are below it. Proposals that
    are merged without --definition stay proposals.

    \b
    Try:  counterpoint codebook merge concepts.toml "night, planes" "sleep, noise" --name "Nights"
    """  # noqa: D301
    from counterpoint.workflow.codebook_edit import merge as run

    _edit(file, lambda book: run(book, names, to, definition), output)


@codebook.command()
@_file
@click.argument("name", metavar="CONCEPT")
@click.argument("to", metavar="NAME")
@_output
def rename(file: str, name: str, to: str, *, output: str) -> None:
    """Give a concept another name, also where it is the parent of others.

    \b
    Try:  counterpoint codebook rename concepts.toml "Night flights" "Flights at night"
    """  # noqa: D301
    from counterpoint.workflow.codebook_edit import rename as run

    _edit(file, lambda book: run(book, name, to), output)


@codebook.command()
@_file
@click.argument("names", metavar="CONCEPT...", nargs=-1, required=True)
@_output
def drop(file: str, names: tuple[str, ...], *, output: str) -> None:
    """Take concepts out; those below them move up.

    \b
    Try:  counterpoint codebook drop concepts.toml "people, time"
    """  # noqa: D301
    from counterpoint.workflow.codebook_edit import drop as run

    _edit(file, lambda book: run(book, names), output)
