"""``counterpoint codebook``: begin, check, import and propose codebooks."""

from __future__ import annotations

import click

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

    They are written to FILE with typical sentences. To accept one, write its definition (and a
    better name); to merge two, put the one's words among the keywords of the other and delete it;
    to reject one, delete it. Nothing uses them before they are defined.

    \b
    Try:  counterpoint codebook propose news.counterpoint proposed.toml --count 30
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
    click.echo(f"Written to {file}: rename, merge and define them there.", err=True)
