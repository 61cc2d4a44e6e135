"""Actors across documents: who speaks under which names, for whom, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from counterpoint.types.attribution import SpeakerType

__all__ = ["Actor", "Affiliation", "Bond", "Decision", "Doubt", "Link", "Linked", "Voice"]


class Bond(Enum):
    """What a person decided about actors."""

    MERGE = "merge"  # the other is part of the actor
    SPLIT = "split"  # voices leave the actor for the other
    DISTINCT = "distinct"  # the two are not the same, whatever their names say


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as one document knows it: what is linked to an actor."""

    key: int
    document_id: str
    name: str
    type: SpeakerType
    role: str = ""
    organisation: str = ""
    country: str = ""
    day: date | None = None  # of the document
    outlet: str = ""
    statements: int = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation or country across documents.

    ``id`` does not depend on the run: a Wikidata id, a gazetteer id, or made from type and name.
    """

    id: str
    name: str
    type: SpeakerType
    names: tuple[str, ...] = ()
    wikidata_id: str = ""
    description: str = ""
    reason: str = ""  # why these names are one actor


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A person in an organisation, an organisation in a country, over some time."""

    member_id: str
    whole_id: str
    role: str = ""
    since: date | None = None
    until: date | None = None
    evidence: tuple[str, ...] = ()  # ids of statements or documents
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The actor of a voice, and for whom it speaks on the date of its document."""

    voice: int
    actor_id: str | None
    score: float
    reason: str
    organisation_id: str | None = None
    country_id: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two actors that may be one: for a person to decide, most valuable first."""

    actor_id: str
    other_id: str
    score: float
    worth: float
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, live and in order; the next link run heeds it."""

    bond: Bond
    actor_id: str
    other_id: str
    reason: str = ""
    voices: tuple[tuple[str, str], ...] = ()  # of a split: document id and name


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link run found."""

    actors: tuple[Actor, ...]
    links: tuple[Link, ...]
    affiliations: tuple[Affiliation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
