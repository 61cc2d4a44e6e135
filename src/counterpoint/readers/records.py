"""One record of a table, a mapping of names to values, to a document."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from counterpoint.errors import InputError
from counterpoint.readers.decode import mend
from counterpoint.readers.options import Columns, ReadOptions
from counterpoint.readers.plain import build_document
from counterpoint.types import Document

__all__ = ["UsedIds", "find_columns", "parse_date", "record_to_document"]

logger = logging.getLogger(__name__)

_USUAL: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "articlebody", "article", "fulltext", "full_text"),
    "id": ("id", "doc_id", "document_id", "article_id"),
    "title": ("title", "headline"),
    "date": ("published", "date", "datetime", "published_at", "date_published", "pubdate"),
    "outlet": ("outlet", "publication", "newspaper", "media", "source", "sitename", "publisher"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link", "address"),
    "language": ("language", "lang"),
}
_SPELLINGS = ("%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def find_columns(
    names: list[str], columns: Columns, *, where: str = "", kind: str = "column"
) -> Columns:
    """Which columns of a table hold what.

    Args:
        names: All names.
        columns: What the user named.
        where: Beginning of the error's sentence.
        kind: What a column is called here.

    Raises:
        InputError: If a column that was named is not there, or none holds the text.
    """
    lowered = {name.casefold().strip(): name for name in reversed(names)}
    found: dict[str, str] = {}
    for part, usual in _USUAL.items():
        named: str = getattr(columns, part)
        if named and named not in names:
            raise InputError(
                f'{where}there is no {kind} "{named}"',
                hint=f"the {kind}s are: {', '.join(names)[:500] or 'none'}",
            )
        found[part] = named or next((lowered[name] for name in usual if name in lowered), "")
    if not found["text"]:
        raise InputError(
            f"{where}no {kind} holds the text",
            hint=f"name it with --text-column; the {kind}s are: {', '.join(names)[:500] or 'none'}",
        )
    return Columns(**found)


def parse_date(value: str, *, format: str = "") -> datetime | None:
    """A date or time that is written in one unambiguous way, or in the given format."""
    value = value.strip()
    if format:
        try:
            return datetime.strptime(value, format)
        except ValueError:
            return None
    if re.fullmatch(r"\d{1,7}|\d{9,}", value):  # a bare number is no date, except 20241231
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        pass
    for spelling in _SPELLINGS:
        try:
            return datetime.strptime(value, spelling)
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None


def record_to_document(
    record: Mapping[str, object],
    columns: Columns,
    options: ReadOptions,
    *,
    path: str,
    line: int,
) -> Document:
    """The document of a record; whatever has no place in it is kept as ``extra``.

    Raises:
        InputError: With a reason (without the place) if there is no text, or a date cannot be read.
    """
    text = _text_of(record, columns.text)
    date_value = record.get(columns.date) if columns.date else None
    published = _date_of(date_value, columns.date, options)
    used = {
        name
        for name in (
            *(getattr(columns, part) for part in _USUAL if part != "date"),
            columns.date if published or not date_value else "",
        )
        if name
    }
    extra = {
        mend(name)[0]: _plain(value)
        for name, value in record.items()
        if name not in used and value is not None
    }
    return build_document(
        text,
        options,
        id=_plain(record.get(columns.id)).strip() if columns.id else "",
        title=_plain(record.get(columns.title)).strip() if columns.title else "",
        authors=_names(record.get(columns.authors)) if columns.authors else (),
        outlet=_plain(record.get(columns.outlet)).strip() if columns.outlet else "",
        published=published,
        language=_language(record.get(columns.language)) if columns.language else "",
        url=_plain(record.get(columns.url)).strip() if columns.url else "",
        path=path,
        place=f"{path}:{line}",
        extra=extra,
    )


def _text_of(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    if value is None:
        raise InputError(f'there is no "{name}"', hint="name the field with --text-column")
    if not isinstance(value, str):
        raise InputError(f'"{name}" holds {_kind(value)}, not a text')
    if not value.strip():
        raise InputError(f'"{name}" is empty')
    return value


def _date_of(value: object, name: str, options: ReadOptions) -> datetime | None:
    raw = _plain(value).strip()
    if not raw:
        return None
    parsed = parse_date(raw, format=options.date_format)
    if parsed is None and (options.columns.date or options.date_format):
        wanted = f"in the format {options.date_format}" if options.date_format else "an ISO date"
        raise InputError(
            f'column "{name}" holds "{raw[:40]}", which is not {wanted}',
            hint='say how dates are written, as in --date-format "%d/%m/%Y"',
        )
    return parsed


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(name for item in value if (name := _plain(item).strip()))
    return tuple(name.strip() for name in re.split(r"[;|]", _plain(value)) if name.strip())


def _language(value: object) -> str:
    match = _LANGUAGE.match(_plain(value).strip())
    return match.group().lower() if match else ""


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return mend(value)[0]
    if isinstance(value, date):
        return value.isoformat()
    return mend(json.dumps(value, ensure_ascii=False))[0]


def _kind(value: object) -> str:
    kinds = {list: "a list", dict: "an object", bool: "true or false", int: "a number"}
    return kinds.get(type(value), "a number")


class UsedIds:
    """The ids of a file so far, to find one that is given twice."""

    def __init__(self, options: ReadOptions) -> None:
        self._refuse = options.duplicate_ids == "refuse"
        self._lines: dict[str, int] = {}

    def check(self, document: Document, line: int, path: str) -> None:
        """Take note of a document's id.

        Raises:
            InputError: If another line has it already, unless the options say to keep both.
        """
        first = self._lines.setdefault(document.id, line)
        if first == line:
            return
        if self._refuse:
            raise InputError(
                f'the id "{document.id[:80]}" was used on line {first} already',
                hint="give each document an id of its own",
            )
        logger.warning('%s, line %d: id "%s" was used on line %d', path, line, document.id, first)
