"""Rows to standard output: JSON Lines, JSON, CSV, or a table for people."""

from __future__ import annotations

import csv
import io
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import click

from counterpoint.cli.statement_table import clean

__all__ = ["counted", "format_options", "masked", "print_line", "print_rows", "print_table"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_BATCH = 1000
_PASSWORD = re.compile(r"(://[^/@:]*:)[^/]*@")


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def masked(place: str) -> str:
    """A corpus as it may be printed: without the password in its address.

    Example:
        >>> masked("postgresql://ana:secret@host/news")
        'postgresql://ana:***@host/news'
    """
    return _PASSWORD.sub(r"\1***@", place) if "://" in place else place


def format_options(command: _Command) -> _Command:
    """Add ``--jsonl``, ``--json`` and ``--csv``; the command gets ``form`` ("" is the table)."""
    for name, what in (
        ("csv", "Comma-separated values with a header, for spreadsheets and R."),
        ("json", "One JSON array, for programs that want a whole."),
        ("jsonl", "One JSON object a line, for pipes and any size."),
    ):
        command = click.option(f"--{name}", "form", flag_value=name, default="", help=what)(command)
    return command


def print_line(line: str) -> None:
    """Write a line whole: a Ctrl-C in the middle of it counts when it is out."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        click.echo(line)
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        click.echo(line)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def print_rows(form: str, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows in a format for machines, any number of them; gives how many."""
    if form == "csv":
        return _print_csv(fields, rows)
    return _print_json(fields, rows, lines=form == "jsonl")


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _print_json(fields: Sequence[str], rows: Iterable[Sequence[Any]], *, lines: bool) -> int:
    import msgspec

    record = msgspec.defstruct("Row", [(name, Any) for name in fields])
    encoder = msgspec.json.Encoder()
    out = sys.stdout.buffer
    sys.stdout.flush()
    count = 0
    if not lines:
        out.write(b"[")
    for batch in _batches(rows):
        if lines:
            out.write(encoder.encode_lines([record(*row) for row in batch]))
        else:
            parts = b",\n ".join(encoder.encode(record(*row)) for row in batch)
            out.write((b",\n " if count else b"") + parts)
        count += len(batch)
    if not lines:
        out.write(b"]\n")
    out.flush()
    return count


def _print_csv(fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    sys.stdout.flush()
    out = sys.stdout.buffer
    count = 0
    for batch in [[fields]] if not rows else _with_header(fields, rows):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(batch)
        out.write(text.getvalue().encode("utf-8", "replace"))
        count += len(batch)
    out.flush()
    return count - 1


def _with_header(
    fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[Sequence[Sequence[Any]]]:
    yield [fields]
    yield from _batches(rows)


def print_table(
    heads: Sequence[str], rows: Iterable[Sequence[object]], *, widest: Sequence[int] = ()
) -> int:
    """A table as wide as the terminal; cells that are too long are cut with "…"."""
    found = [[clean("" if cell is None else str(cell)) for cell in row] for row in rows]
    if not found:
        return 0
    widths = [max(len(head), *(len(row[at]) for row in found)) for at, head in enumerate(heads)]
    for at, most in enumerate(widest):
        if most:
            widths[at] = min(widths[at], most)
    room = shutil.get_terminal_size((100, 24)).columns - 2 * (len(heads) - 1)
    while sum(widths) > max(room, 8 * len(heads)):
        widths[widths.index(max(widths))] -= 1
    for row in ([*heads], ["-" * width for width in widths], *found):
        cells = (_fit(cell, width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    return len(found)


def _fit(cell: str, width: int) -> str:
    return cell.ljust(width) if len(cell) <= width else cell[: width - 1] + "…"
