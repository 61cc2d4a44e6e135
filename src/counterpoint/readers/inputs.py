"""What a user names, to documents: files, folders, patterns, addresses, standard input."""

from __future__ import annotations

import glob
import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import IO

from counterpoint.errors import InputError
from counterpoint.readers.csv import read_csv
from counterpoint.readers.decode import Decoded, decode
from counterpoint.readers.jsonl import read_jsonl
from counterpoint.readers.options import ReadFailure, ReadOptions
from counterpoint.readers.plain import read_plain
from counterpoint.readers.streams import (
    Peekable,
    check_size,
    open_packed,
    read_whole,
    unpacked,
)
from counterpoint.types import Document

__all__ = ["read_html", "read_inputs", "read_text"]

logger = logging.getLogger(__name__)

_FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_HEAD = 4_096


def read_inputs(
    inputs: Sequence[str], *, options: ReadOptions | None = None, stdin: IO[bytes] | None = None
) -> Iterator[Document | ReadFailure]:
    """Yield the documents of everything that a user named, in that order.

    Args:
        inputs: Names of files (plain or gzip), folders, patterns (``*.html``), http(s) addresses,
            or ``-`` for standard input.
        options: How to read.
        stdin: What ``-`` stands for, if not the standard input of this process.

    Yields:
        A document, or a failure that says what could not be read and why; nothing is raised for
        what the inputs hold, so that one bad document never stops the others.
    """
    options = options or ReadOptions()
    for given in inputs:
        try:
            yield from _read_one(given, options, stdin)
        except InputError as error:
            yield _failure(given, error)
        except OSError as error:
            place = os.fsdecode(error.filename) if error.filename else given
            yield ReadFailure(path=place, reason=error.strerror or str(error))


def read_text(
    text: str, *, options: ReadOptions | None = None, path: str = "", url: str = ""
) -> Document:
    """The document of a text at hand; see :func:`read_inputs`."""
    return read_plain(Decoded(text, "UTF-8"), options or ReadOptions(), path=path, url=url)


def read_html(
    html: str | bytes, *, options: ReadOptions | None = None, path: str = "", url: str = ""
) -> Document:
    """The document of a page at hand; nothing that it refers to is fetched."""
    from counterpoint.readers.html import read_page

    options = options or ReadOptions()
    where = url or path or "the page"
    data = html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")
    encoding = options.encoding if isinstance(html, bytes) else "utf-8"
    decoded = decode(data, where=where, encoding=encoding, declared=declared_charset(data))
    return read_page(decoded, options, path=path, url=url)


def _failure(given: str, error: InputError) -> ReadFailure:
    """A failure from an error whose sentence may begin with the place, or not."""
    reason = str(error)
    for place in (given, "standard input"):
        reason = reason.removeprefix(f"{place}: ")
    match = re.match(r", line (\d+): ", reason.removeprefix(given))
    if match:
        return ReadFailure(
            path=given,
            line=int(match.group(1)),
            reason=reason.removeprefix(given)[match.end() :],
            hint=error.hint,
        )
    return ReadFailure(path=given, reason=reason, hint=error.hint)


def _read_one(
    given: str, options: ReadOptions, stdin: IO[bytes] | None
) -> Iterator[Document | ReadFailure]:
    if given == "-":
        with unpacked(Peekable(stdin or sys.stdin.buffer), where="standard input") as stream:
            yield from _read_stream(stream, options, given, options.format)
    elif _ADDRESS.match(given):
        yield _read_address(given, options)
    elif "\0" in given:
        raise InputError(f"{given!r}: not the name of a file")
    elif os.path.isdir(given):
        yield from _read_many(_files_under(Path(given)), options)
    elif os.path.exists(given):
        yield from _read_file(Path(given), options, given)
    elif glob.has_magic(given):
        names = sorted(name for name in glob.iglob(given, recursive=True) if os.path.isfile(name))
        if not names:
            raise InputError(f"{given}: no file fits this pattern")
        yield from _read_many(names, options)
    else:
        raise InputError(f"{given}: no such file or folder", hint=_similar(given))


def _read_many(names: Sequence[str], options: ReadOptions) -> Iterator[Document | ReadFailure]:
    for name in names:
        try:
            yield from _read_file(Path(name), options, name)
        except InputError as error:
            yield _failure(name, error)
        except OSError as error:
            yield ReadFailure(path=name, reason=error.strerror or str(error))


def _files_under(folder: Path) -> list[str]:
    names = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += [
            os.path.join(root, name)
            for name in sorted(files)
            if not name.startswith(".") and _format_of(name)
        ]
    if not names:
        raise InputError(
            f"{folder}: the folder holds no texts",
            hint=f"looked for {', '.join(_FORMATS)} (and the same with .gz), in all folders below",
        )
    return names


def _format_of(name: str) -> str:
    """Format that the name of a file tells, or nothing."""
    path = Path(name.lower())
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return _FORMATS.get(suffix, "")


def _similar(given: str) -> str:
    path = Path(given)
    try:
        near = get_close_matches(path.name, os.listdir(path.parent), n=1)
    except OSError:
        return f"the folder {path.parent} does not exist either" if path.parent.name else ""
    return f"did you mean {path.parent / near[0]}?" if near else ""


def _read_file(path: Path, options: ReadOptions, name: str) -> Iterator[Document | ReadFailure]:
    format = options.format if options.format != "auto" else _format_of(name) or "auto"
    if format in ("text", "html"):
        check_size(path, limit=options.max_bytes, where=name)
    with open_packed(path, where=name) as stream:
        yield from _read_stream(stream, options, name, format)


def _read_stream(
    stream: Peekable, options: ReadOptions, name: str, format: str
) -> Iterator[Document | ReadFailure]:
    if format == "auto":
        format = _sniff(stream.peek(_HEAD))
    if format == "jsonl":
        yield from read_jsonl(stream, options, path=name)
    elif format == "csv":
        yield from read_csv(stream, options, path=name)
    elif format == "html":
        yield _read_html_stream(stream, options, name)
    else:
        where = "standard input" if name == "-" else name
        data = read_whole(stream, limit=options.max_bytes, where=where)
        decoded = decode(data, where=where, encoding=options.encoding)
        _say(decoded, where)
        yield read_plain(decoded, options, path=name)


def _sniff(head: bytes) -> str:
    if _HTML_START.match(head):
        return "html"
    stripped = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb'\{\s*"', stripped):
        return "jsonl"
    if re.match(rb'\[\s*\{\s*"', stripped):
        raise InputError(
            "this is one JSON array, not JSON Lines",
            hint="write one object a line: jq -c '.[]' FILE > FILE.jsonl",
        )
    return "text"


def _read_html_stream(stream: Peekable, options: ReadOptions, name: str) -> Document:
    from counterpoint.readers.html import read_page

    where = "standard input" if name == "-" else name
    data = read_whole(stream, limit=options.max_html_bytes, where=where)
    decoded = decode(data, where=where, encoding=options.encoding, declared=declared_charset(data))
    _say(decoded, where)
    return read_page(decoded, options, path=name)


def _read_address(url: str, options: ReadOptions) -> Document:
    from counterpoint.readers.html import read_page
    from counterpoint.readers.url import fetch

    fetched = fetch(url, options)
    declared = fetched.charset or declared_charset(fetched.data)
    decoded = decode(fetched.data, where=url, encoding=options.encoding, declared=declared)
    if fetched.content_type == "text/plain":
        return read_plain(decoded, options, path="", url=fetched.url)
    return read_page(decoded, options, url=fetched.url)


def declared_charset(data: bytes) -> str:
    """Encoding that a page says it is in."""
    match = _CHARSET.search(data[:_HEAD])
    return match.group(1).decode("ascii") if match else ""


def _say(decoded: Decoded, where: str) -> None:
    if decoded.note:
        logger.warning("%s: %s", where, decoded.note)
    elif decoded.encoding != "UTF-8":
        logger.warning("%s: read as %s", where, decoded.encoding)
