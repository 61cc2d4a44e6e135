"""Actors of a slice of Wikidata that the user has: lines of a dump, or the answer to a query.

Nothing is fetched. Ids are kept, so that what was linked can be looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from counterpoint.errors import InputError
from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import KnownActor

__all__ = ["entity_actor", "query_actors"]

_INSTANCE, _DEMONYM, _COUNTRY = "P31", "P1549", "P17"
_PERSON = {"Q5"}
_STATE = {"Q6256", "Q3624078", "Q7275"}
_SOURCE = "Wikidata"
_KINDS = {
    "person": SpeakerType.PERSON,
    "human": SpeakerType.PERSON,
    "country": SpeakerType.COUNTRY,
    "organisation": SpeakerType.ORGANISATION,
    "organization": SpeakerType.ORGANISATION,
}


def entity_actor(entity: Mapping[str, Any], language: str = "en") -> KnownActor | None:
    """The actor of one entity of a JSON dump; nothing if it has no label in the language."""
    label = _value(entity.get("labels"), language)
    id = entity.get("id")
    if not label or not isinstance(id, str):
        return None
    claims = entity.get("claims") if isinstance(entity.get("claims"), Mapping) else {}
    kinds = set(_items(claims, _INSTANCE))
    kind = (
        SpeakerType.PERSON if kinds & _PERSON
        else SpeakerType.COUNTRY if kinds & _STATE
        else SpeakerType.ORGANISATION
    )  # fmt: skip
    aliases = entity.get("aliases")
    held = aliases.get(language) if isinstance(aliases, Mapping) else ()
    names = tuple(
        one["value"] for one in held or () if isinstance(one, Mapping) and one.get("value")
    )
    return KnownActor(
        id=id,
        name=label,
        type=kind,
        aliases=names,
        demonyms=tuple(_demonyms(claims, language)),
        country=label if kind is SpeakerType.COUNTRY else "",
        role=_value(entity.get("descriptions"), language) if kind is SpeakerType.PERSON else "",
        source=_SOURCE,
    )


def _value(table: Any, language: str) -> str:
    entry = table.get(language) if isinstance(table, Mapping) else None
    value = entry.get("value") if isinstance(entry, Mapping) else None
    return value if isinstance(value, str) else ""


def _snaks(claims: Any, claim: str) -> Iterator[Any]:
    held = claims.get(claim) if isinstance(claims, Mapping) else None
    for one in held if isinstance(held, list) else ():
        try:
            yield one["mainsnak"]["datavalue"]["value"]
        except (KeyError, TypeError):
            continue


def _items(claims: Any, claim: str) -> Iterator[str]:
    for value in _snaks(claims, claim):
        if isinstance(value, Mapping) and isinstance(value.get("id"), str):
            yield value["id"]


def _demonyms(claims: Any, language: str) -> Iterator[str]:
    for value in _snaks(claims, _DEMONYM):
        if isinstance(value, Mapping) and value.get("language") == language:
            yield str(value.get("text", ""))


def query_actors(answer: Mapping[str, Any], where: str) -> Iterator[KnownActor]:
    """Actors of the JSON of a query, by its ``item``, ``itemLabel``, ``type``, ``alias``...

    Raises:
        InputError: If a needed variable is missing.
    """
    try:
        rows = answer["results"]["bindings"]
        found: dict[str, dict[str, Any]] = {}
        aliases: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            id = row["item"]["value"].rsplit("/", 1)[-1]
            cells = {key: value["value"] for key, value in row.items()}
            found.setdefault(id, cells)
            if cells.get("alias") and cells["alias"] not in aliases[id]:
                aliases[id].append(cells["alias"])
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{where}: not the JSON of a Wikidata query ({error!r})",
            hint="ask for ?item ?itemLabel ?type and, if you like, ?alias ?countryLabel ?roleLabel",
        ) from None
    for id, cells in found.items():
        kind = _KINDS.get(cells.get("type", "").lower(), SpeakerType.ORGANISATION)
        name = cells.get("itemLabel", id)
        yield KnownActor(
            id=id,
            name=name,
            type=kind,
            aliases=tuple(aliases[id]),
            country=name if kind is SpeakerType.COUNTRY else cells.get("countryLabel", ""),
            role=cells.get("roleLabel", ""),
            organisation=cells.get("organisationLabel", ""),
            source=_SOURCE,
        )
