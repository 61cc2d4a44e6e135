"""``counterpoint read``: who says what, as a table, as JSON, as a page."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.cli.input_options import Reading, input_options
from counterpoint.cli.read_options import statement_options
from counterpoint.cli.rows import print_line
from counterpoint.errors import DONE_IN_PART, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterpoint.types import AnnotatedDocument
    from counterpoint.workflow.annotate import ReadingOptions
    from counterpoint.workflow.read import ReadOptions

__all__ = ["read"]

logger = logging.getLogger(__name__)


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object; for a single document.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a document, one a line.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write the reading view: the texts with their statements marked.",
)
@statement_options
@input_options
@click.pass_context
def read(
    context: click.Context,
    inputs: tuple[str, ...],
    *,
    as_json: bool,
    as_jsonl: bool,
    page: Path | None,
    reading: ReadingOptions,
    options: ReadOptions,
) -> None:
    """Show who says what in each input.

    INPUT is a file, a folder, a pattern, an http(s) address, or - for standard input.

    \b
    Try:  counterpoint read article.txt
          counterpoint read article.html --html article-read.html
          counterpoint read articles/ --jsonl > statements.jsonl
    """  # noqa: D301
    from dataclasses import replace

    documents = Reading(inputs, replace(options, duplicate_ids="keep"))
    path = _Path(documents, reading, keep=page is not None)
    if as_json and not as_jsonl:
        _print_one(path)
    elif as_jsonl:
        _print_lines(path)
    else:
        _print_table(path, quiet=bool((context.obj or {}).get("quiet")))
    if page is not None and path.kept:
        _write_page(page, path.kept)
    path.tell_foreign()
    documents.close(context)
    if path.failed:
        context.exit(DONE_IN_PART)


class _Path:
    """The documents with their statements; failures told, foreign languages noted."""

    def __init__(self, documents: Reading, reading: ReadingOptions, *, keep: bool) -> None:
        self._documents = documents
        self._reading = reading
        self._keep = keep
        self._foreign: dict[str, int] = {}
        self.kept: list[AnnotatedDocument] = []
        self.failed = 0

    def __iter__(self) -> Iterator[AnnotatedDocument]:
        from counterpoint.types import AnnotatedDocument
        from counterpoint.workflow.annotate import annotate, is_read

        for item in annotate(self._documents, options=self._reading):
            if not isinstance(item, AnnotatedDocument):
                self.failed += 1
                where = item.place or item.document_id
                click.echo(f"Error: {where}: {item.stage} failed ({item.message})", err=True)
                continue
            place = item.document.path or item.document.id
            logger.info("%s: %d statements", place, len(item.statements))
            if not is_read(item.document):
                code = item.document.language
                self._foreign[code] = self._foreign.get(code, 0) + 1
            if self._keep:
                self.kept.append(item)
            yield item

    def tell_foreign(self) -> None:
        if self._foreign:
            languages = ", ".join(sorted(self._foreign))
            number = sum(self._foreign.values())
            what = "1 document is" if number == 1 else f"{number:,} documents are"
            click.echo(
                f"{what} not in English ({languages}): statements are found in English only.",
                err=True,
            )


def _print_one(path: _Path) -> None:
    from counterpoint.workflow.records import reading_record, to_json

    found = list(_first_two(path))
    if len(found) > 1:
        raise InputError(
            "--json prints one object, and there are several documents",
            hint="use --jsonl, one object a line",
        )
    for annotated in found:
        click.echo(to_json(reading_record(annotated), indent=2))


def _first_two(path: _Path) -> Iterator[AnnotatedDocument]:
    for number, annotated in enumerate(path):
        yield annotated
        if number:
            return


def _print_lines(path: _Path) -> None:
    from counterpoint.workflow.records import reading_record, to_json

    for annotated in path:
        print_line(to_json(reading_record(annotated)))


def _print_table(path: _Path, *, quiet: bool) -> None:
    from counterpoint.cli.statement_table import closing_line, statement_table

    documents = statements = 0
    speakers: set[str] = set()
    for annotated in path:
        documents += 1
        statements += len(annotated.statements)
        speakers |= {one.speaker.name for one in annotated.statements if one.speaker}
        click.echo(statement_table(annotated, heading=True))
    if not quiet and documents:
        click.echo(closing_line(documents, statements, len(speakers)), err=True)


def _write_page(page: Path, documents: list[AnnotatedDocument]) -> None:
    from counterpoint.workflow.reading_page import write_reading_page

    write_reading_page(page, documents)
    click.echo(f"Reading view: {page}", err=True)
