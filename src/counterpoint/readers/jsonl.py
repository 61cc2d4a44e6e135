"""JSON Lines to documents, one line at a time: a bad line is reported and costs only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

from counterpoint.errors import InputError
from counterpoint.readers.lines import text_lines
from counterpoint.readers.options import ReadFailure, ReadOptions
from counterpoint.readers.records import UsedIds, find_columns, record_to_document
from counterpoint.readers.streams import Peekable
from counterpoint.types import Document

__all__ = ["read_jsonl"]


def read_jsonl(
    stream: Peekable, options: ReadOptions, *, path: str
) -> Iterator[Document | ReadFailure]:
    """Yield the documents of a JSON Lines stream in its order.

    Args:
        stream: The unpacked bytes.
        options: Which field holds what; see :class:`ReadOptions`.
        path: Name of the file, for errors and for :attr:`Document.path`.

    Yields:
        A document for each line that holds one, a failure with the line's number for each other.
    """
    used = UsedIds(options)
    for number, line in enumerate(text_lines(stream, options, path=path), start=1):
        if not line.strip():
            continue
        try:
            record = _parse(line)
            columns = find_columns(list(record), options.columns, kind="field")
            document = record_to_document(record, columns, options, path=path, line=number)
            used.check(document, number, path)
        except InputError as error:
            yield ReadFailure(path=path, line=number, reason=str(error), hint=error.hint)
        else:
            yield document


def _parse(line: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except RecursionError:
        raise InputError("the JSON is nested too deeply") from None
    except ValueError as error:
        reason = getattr(error, "msg", "") or str(error)
        column = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(
            f"not JSON: {reason}{column}",
            hint="each line must hold one JSON object with a text",
        ) from None
    if not isinstance(record, dict):
        kinds = {list: "a list", str: "a string", type(None): "null"}
        raise InputError(
            f"the line holds {kinds.get(type(record), 'a bare value')}, not an object",
            hint='each line must look like {"id": "...", "text": "..."}',
        )
    return record
