"""Read a user's gazetteer: CSV, JSON Lines, or a slice of Wikidata.

Columns (or keys): ``name`` and ``type`` are needed; ``id``, ``aliases``, ``demonyms``, ``seats``
(each parts with ``|`` between them), ``country``, ``role``, ``organisation``, ``source`` may be
there. Wikidata: lines of its JSON dump, or the JSON that its query service gives.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from counterpoint.actors.wikidata import entity_actor, query_actors
from counterpoint.errors import InputError
from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import KnownActor

__all__ = ["read_gazetteer"]

_TYPES = {
    "person": SpeakerType.PERSON,
    "organisation": SpeakerType.ORGANISATION,
    "organization": SpeakerType.ORGANISATION,
    "country": SpeakerType.COUNTRY,
    "document": SpeakerType.DOCUMENT,
}
_HINT = (
    "a gazetteer is a CSV file with a head, or JSON Lines; each line has a name and a type"
    " (person, organisation, country, document)"
)
_MOST = 2_000_000
_LONGEST = 2_000


def read_gazetteer(path: Path) -> tuple[KnownActor, ...]:
    """The actors of a user's file, plain or gzip.

    Raises:
        InputError: If the file cannot be read or a line does not fit, with its number.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            raw: IO[bytes] = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]
            with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines:
                return tuple(_read(lines, path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (UnicodeDecodeError, EOFError, csv.Error) as error:
        raise InputError(f"{path}: not a text file in UTF-8 ({error})", hint=_HINT) from error


def _read(lines: IO[str], path: Path) -> Iterator[KnownActor]:
    first = lines.read(1)
    rest = _chain(first, lines)
    if first in {"{", "["}:
        yield from _json(rest, path)
        return
    table = csv.DictReader(rest)
    for number, row in enumerate(table, start=2):
        if number > _MOST:
            raise InputError(f"{path}: more than {_MOST:,} lines", hint="cut it to what you need")
        cells = {key.strip().lower(): value or "" for key, value in row.items() if key}
        yield _actor(cells, f"{path}, line {number}")


def _chain(first: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield first + line
        first = ""
    if first:
        yield first


def _json(lines: Iterator[str], path: Path) -> Iterator[KnownActor]:
    for number, line in enumerate(lines, start=1):
        plain = line.strip().rstrip(",")
        if not plain or plain in {"[", "]"}:
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(plain)
        except ValueError:
            row = _whole(plain, lines, where)
        if isinstance(row, dict) and "results" in row:
            yield from query_actors(row, where)
        elif isinstance(row, dict) and "labels" in row:
            found = entity_actor(row)
            if found is not None:
                yield found
        elif isinstance(row, dict):
            yield _actor(row, where)
        else:
            raise InputError(f"{where}: expected an object", hint=_HINT)


def _whole(begun: str, lines: Iterator[str], where: str) -> Any:
    """A JSON document over many lines, as the query service gives it."""
    try:
        return json.loads(begun + "".join(lines))
    except ValueError as error:
        raise InputError(f"{where}: not JSON ({error})", hint=_HINT) from None


def _actor(row: Mapping[str, Any], where: str) -> KnownActor:
    name = _text(row, "name", where)
    kind = _text(row, "type", where).lower()
    if not name:
        raise InputError(f"{where}: no name", hint=_HINT)
    if kind not in _TYPES:
        raise InputError(f"{where}: the type is {kind!r}", hint=_HINT)
    country = _text(row, "country", where)
    return KnownActor(
        id=_text(row, "id", where) or _text(row, "wikidata", where) or f"user:{kind}:{name}",
        name=name,
        type=_TYPES[kind],
        aliases=_parts(row, "aliases", where),
        demonyms=_parts(row, "demonyms", where),
        seats=_parts(row, "seats", where),
        country=country or (name if kind == "country" else ""),
        role=_text(row, "role", where),
        organisation=_text(row, "organisation", where) or _text(row, "organization", where),
        source=_text(row, "source", where) or "your gazetteer",
    )


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key) or ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise InputError(f"{where}: {key} is not a text of at most {_LONGEST:,} characters")
    return " ".join(value.split())


def _parts(row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    pieces = value.split("|") if isinstance(value, str) else value
    if not isinstance(pieces, list | tuple) or not all(isinstance(p, str) for p in pieces):
        raise InputError(f"{where}: {key} is not names with | between them", hint=_HINT)
    return tuple(" ".join(p.split()) for p in pieces if p.strip())
