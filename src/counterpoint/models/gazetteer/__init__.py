"""The built-in gazetteer: countries, capitals that stand for them, international organisations.

``LICENSE-NOTE.md`` beside the tables says where they come from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import Gazetteer, KnownActor

__all__ = ["built_in", "given_names", "nicknames"]

_FOLDER = Path(__file__).parent
_SOURCE = "Counterpoint"


@cache
def built_in() -> Gazetteer:
    """The actors that Counterpoint knows by itself; read once.

    Example:
        >>> built_in().demonym("Filipino").name
        'Philippines'
    """
    countries = tuple(_countries())
    names = {actor.id: actor.name for actor in countries}
    return Gazetteer((*countries, *_organisations(names)))


@cache
def given_names() -> dict[str, str]:
    """Given names, lower case, that are nearly always a man's (``m``) or a woman's (``f``)."""
    return {row["name"].lower(): row["gender"] for row in _rows("given_names.csv")}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """For each given name, lower case, the names that it may be short for, itself included."""
    table: dict[str, set[str]] = {}
    for row in _rows("nicknames.csv"):
        for short in _parts(row["short"]):
            table.setdefault(short, {short}).add(row["name"])
        table.setdefault(row["name"], {row["name"]}).add(row["name"])
    return {name: frozenset(longs) for name, longs in table.items()}


def _countries() -> Iterator[KnownActor]:
    for row in _rows("countries.csv"):
        yield KnownActor(
            id=row["id"],
            name=row["name"],
            type=SpeakerType.COUNTRY,
            aliases=_parts(row["aliases"]),
            demonyms=_parts(row["demonyms"]),
            seats=_parts(row["capitals"]),
            country=row["name"],
            source=_SOURCE,
        )


def _organisations(countries: dict[str, str]) -> Iterator[KnownActor]:
    for row in _rows("organisations.csv"):
        yield KnownActor(
            id=row["id"],
            name=row["name"],
            type=SpeakerType.ORGANISATION,
            aliases=(*_parts(row["acronym"]), *_parts(row["aliases"])),
            country=countries.get(row["country"], ""),
            role=row["kind"],
            source=_SOURCE,
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
