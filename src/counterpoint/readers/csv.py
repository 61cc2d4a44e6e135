"""CSV and TSV to documents, row by row; each column that has no place of its own is kept."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import chain

from counterpoint.errors import InputError
from counterpoint.readers.lines import text_lines
from counterpoint.readers.options import ReadFailure, ReadOptions
from counterpoint.readers.records import UsedIds, find_columns, record_to_document
from counterpoint.readers.streams import Peekable
from counterpoint.types import Document

__all__ = ["read_csv"]

_DELIMITERS = ",;\t|"


def read_csv(
    stream: Peekable, options: ReadOptions, *, path: str
) -> Iterator[Document | ReadFailure]:
    """Yield the documents of a table in its order.

    Args:
        stream: The unpacked bytes.
        options: Which column holds what, the delimiter, how dates are written.
        path: Name of the file, for errors and for :attr:`Document.path`.

    Yields:
        A document for each row with a text, a failure with the line's number for each other.

    Raises:
        InputError: If there is no header, or no column for the text.
    """
    lines = text_lines(stream, options, path=path)
    first = next(lines, "")
    if not first.strip():
        raise InputError(f"{path}: the file is empty, or its first line is")
    delimiter = options.delimiter or max(_DELIMITERS, key=first.count)
    csv.field_size_limit(min(options.max_bytes, sys.maxsize))
    rows = csv.reader((line + "\n" for line in chain([first], lines)), delimiter=delimiter)
    header = [name.strip() for name in next(rows, [])]
    columns = find_columns(header, options.columns, where=f"{path}: ")
    used = UsedIds(options)
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows, None)
            if row is None:
                return
            if not any(field.strip() for field in row):
                continue
            record = _record(row, header)
            document = record_to_document(record, columns, options, path=path, line=number)
            used.check(document, number, path)
        except csv.Error as error:
            yield ReadFailure(
                path=path,
                line=number,
                reason=f"the row cannot be read ({error})",
                hint="check its quotation marks",
            )
        except InputError as error:
            yield ReadFailure(path=path, line=number, reason=str(error), hint=error.hint)
        else:
            yield document


def _record(row: list[str], header: list[str]) -> dict[str, object]:
    if len(row) > len(header):
        raise InputError(
            f"the row has {len(row)} fields, the header {len(header)}",
            hint="check the quotation marks of the row, or give --delimiter",
        )
    return {name: value for name, value in zip(header, row, strict=False) if value}
