"""Options about reading, shared by every command that reads, and the loop that counts failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterpoint.errors import DONE_IN_PART, InputError

if TYPE_CHECKING:
    from counterpoint.types import Document
    from counterpoint.workflow.read import ReadFailure, ReadOptions

__all__ = ["Reading", "input_options"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_COLUMNS = ("text", "id", "title", "date", "outlet", "authors", "url", "language")
_TEXT_MB, _PAGE_MB = 100, 20


def _column_option(part: str) -> Callable[[_Command], _Command]:
    return click.option(
        f"--{part}-column",
        metavar="NAME",
        default="",
        help=f"Column (CSV) or field (JSON Lines) that holds the {part}.",
    )


_OPTIONS = [
    *(_column_option(part) for part in _COLUMNS),
    click.option(
        "--date-format",
        metavar="FORMAT",
        default="",
        help='How dates in columns are written, as in "%d/%m/%Y".',
    ),
    click.option("--delimiter", metavar="CHAR", default="", help="What separates CSV columns."),
    click.option(
        "--format",
        "input_format",
        type=click.Choice(["auto", "text", "html", "jsonl", "csv"]),
        default="auto",
        show_default=True,
        help="What the inputs are, if their names and beginnings do not tell.",
    ),
    click.option("--encoding", metavar="NAME", default="", help="Encoding of all inputs."),
    click.option(
        "--language", metavar="CODE", default="", help="Language of all inputs, as in en."
    ),
    click.option(
        "--max-size",
        type=click.IntRange(min=1),
        metavar="MB",
        default=None,
        help=f"Refuse a single text that is larger.  [default: {_TEXT_MB}, HTML {_PAGE_MB}]",
    ),
    click.option(
        "--allow-private",
        is_flag=True,
        help="Also read addresses inside your own network or machine.",
    ),
]


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about reading to a command.

    The command is called with ``options``, a :class:`~counterpoint.workflow.read.ReadOptions`,
    instead of with each of them.
    """

    @wraps(command)
    def with_options(*args: Any, **given: Any) -> Any:
        from counterpoint.workflow.read import Columns, ReadOptions

        columns = Columns(**{part: given.pop(f"{part}_column") for part in _COLUMNS})
        delimiter = given.pop("delimiter").replace("\\t", "\t")
        if len(delimiter) > 1:
            raise click.BadParameter("must be one character", param_hint="--delimiter")
        size = given.pop("max_size")
        options = ReadOptions(
            columns=columns,
            date_format=given.pop("date_format"),
            delimiter=delimiter,
            format=given.pop("input_format"),
            encoding=given.pop("encoding"),
            language=given.pop("language"),
            max_bytes=(size or _TEXT_MB) * 1_000_000,
            max_html_bytes=(size or _PAGE_MB) * 1_000_000,
            allow_private=given.pop("allow_private"),
        )
        return command(*args, options=options, **given)

    for option in reversed(_OPTIONS):
        with_options = option(with_options)
    return with_options


class Reading:
    """The documents of some inputs; failures are told on standard error and counted.

    Example:
        ``reading = Reading(inputs, options)``, then ``for document in reading: ...``, and at the
        end ``reading.close(context)``, which leaves with 3 if some failed and with 2 if all did.
    """

    def __init__(self, inputs: Sequence[str], options: ReadOptions) -> None:
        self._inputs = inputs
        self._options = options
        self.read = 0
        self.failures: list[ReadFailure] = []

    def __iter__(self) -> Iterator[Document]:
        from counterpoint.workflow.read import ReadFailure, read_inputs

        for item in read_inputs(self._inputs, options=self._options):
            if isinstance(item, ReadFailure):
                self.failures.append(item)
                click.echo(f"Error: {item}", err=True)
                if item.hint:
                    click.echo(f"Hint: {item.hint}", err=True)
            else:
                self.read += 1
                yield item

    def close(self, context: click.Context) -> None:
        """Leave with the exit code that fits what was read."""
        if not self.failures:
            return
        if not self.read:
            context.exit(InputError.exit_code)
        click.echo(f"Read {self.read}, not read {len(self.failures)}.", err=True)
        context.exit(DONE_IN_PART)
