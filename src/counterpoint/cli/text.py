"""``counterpoint text``: the clean text that a person would read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from counterpoint.cli.input_options import Reading, input_options
from counterpoint.cli.rows import print_line

if TYPE_CHECKING:
    from counterpoint.types import Document
    from counterpoint.workflow.read import ReadOptions

__all__ = ["document_object", "text"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a document, one a line.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="The same as --json.")
@input_options
@click.pass_context
def text(
    context: click.Context,
    inputs: tuple[str, ...],
    *,
    as_json: bool,
    as_jsonl: bool,
    options: ReadOptions,
) -> None:
    """Print the article of each input, without the page around it.

    INPUT is a file, a folder, a pattern, an http(s) address, or - for standard input.

    \b
    Try:  counterpoint text article.html
          counterpoint text articles/ --json > articles.jsonl
    """  # noqa: D301
    reading = Reading(inputs, replace(options, duplicate_ids="keep"))
    for number, document in enumerate(reading):
        if as_json or as_jsonl:
            print_line(json.dumps(document_object(document), ensure_ascii=False))
        else:
            if number:
                click.echo("\n" + "-" * 72 + "\n")
            click.echo(_for_people(document))
    reading.close(context)


def document_object(document: Document) -> dict[str, object]:
    """What ``--json`` prints of a document; the names of the fields are stable."""
    return {
        "id": document.id,
        "path": document.path,
        "url": document.url,
        "title": document.title,
        "authors": list(document.authors),
        "published": document.published.isoformat() if document.published else None,
        "outlet": document.outlet,
        "source_credit": document.source_credit,
        "language": document.language,
        "text": document.text,
        "body": document.body,
        "extra": dict(document.extra),
        "regions": [
            {"start": region.span.start, "end": region.span.end, "kind": region.kind.value}
            for region in document.regions
        ],
    }


def _for_people(document: Document) -> str:
    day = document.published.date().isoformat() if document.published else ""
    credit = f"from {document.source_credit}" if document.source_credit else ""
    about = " | ".join(
        part for part in (", ".join(document.authors), document.outlet, day, credit) if part
    )
    head = "\n".join(part for part in (document.title, about) if part)
    words = "\n\n".join(part for part in (head, document.body) if part)
    return _CONTROL.sub("\ufffd", words)  # an article must not steer the terminal
