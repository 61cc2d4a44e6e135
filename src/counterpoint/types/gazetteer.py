"""Known actors: countries and organisations with the words by which texts name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from counterpoint.types.attribution import SpeakerType

__all__ = ["Gazetteer", "KnownActor", "surface"]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class KnownActor:
    """One actor of a gazetteer.

    Attributes:
        id: Of the gazetteer: an ISO code, a Wikidata id, or the user's own.
        name: The name that tables and networks show.
        type: What kind of actor it is.
        aliases: Other names, acronyms included, as texts write them (case counts).
        demonyms: Nationality words ("French"): they tell a country, but do not name it.
        seats: Places that stand for it ("Beijing"); with ``?`` before it only where the text names
            the actor as well.
        country: Name of its country; its own name for a country.
        role: Office, for persons.
        organisation: What a person belongs to.
        source: Where the line comes from.
    """

    id: str
    name: str
    type: SpeakerType
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    country: str = ""
    role: str = ""
    organisation: str = ""
    source: str = ""


def surface(words: str) -> str:
    """A name as it is looked up: plain apostrophes and spaces, no article, no possessive ending.

    Example:
        >>> surface("the  United Nations’")
        'United Nations'
    """
    plain = _SPACE.sub(" ", words.replace("’", "'")).strip(' ,;:"“”()[]')
    if plain[:4] in {"the ", "The ", "THE "}:
        plain = plain[4:]
    if plain.endswith(("'s", "'S")):
        plain = plain[:-2]
    return plain.rstrip("'")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Known actors, looked up by name, nationality word or seat.

    Attributes:
        actors: All of them; of those that share a name, the first goes before.
        own: Ids of those that the user brought.
        openings: First words of the names of countries that have several words.
    """

    actors: tuple[KnownActor, ...] = ()
    own: frozenset[str] = frozenset()
    openings: frozenset[str] = field(default=frozenset(), init=False, repr=False, compare=False)
    _names: dict[str, list[KnownActor]] = field(default_factory=dict, repr=False, compare=False)
    _words: dict[str, KnownActor] = field(default_factory=dict, repr=False, compare=False)
    _seats: dict[str, tuple[KnownActor, bool]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        names: dict[str, list[KnownActor]] = defaultdict(list)
        for actor in self.actors:
            for alias in (actor.name, *actor.aliases):
                key = surface(alias)
                if key and actor not in names[key]:
                    names[key].append(actor)
                shout = key.upper()
                if len(key) > 4 and shout != key and actor not in names[shout]:
                    names[shout].append(actor)
            for word in actor.demonyms:
                self._words.setdefault(surface(word), actor)
            for seat in actor.seats:
                sure = not seat.startswith("?")
                self._seats.setdefault(surface(seat.lstrip("?")), (actor, sure))
        self._names.update(names)
        openings = {name.split()[0] for name in self.nations() if " " in name}
        object.__setattr__(self, "openings", frozenset(openings))

    def with_actors(self, more: Iterable[KnownActor]) -> Gazetteer:
        """This gazetteer and further actors, which win where both know a name."""
        added = tuple(more)
        ids = {actor.id for actor in added}
        kept = (actor for actor in self.actors if actor.id not in ids)
        return Gazetteer((*added, *kept), self.own | ids)

    def find(self, name: str) -> tuple[KnownActor, ...]:
        """Actors that have this name or alias; several where it is shared."""
        return tuple(self._names.get(surface(name), ()))

    def of_user(self, name: str) -> KnownActor | None:
        """The one actor of the user's own that has this name or alias."""
        found = [actor for actor in self.find(name) if actor.id in self.own] if self.own else []
        return found[0] if len(found) == 1 else None

    def country(self, name: str) -> KnownActor | None:
        """The country of this name."""
        for actor in self._names.get(surface(name), ()):
            if actor.type is SpeakerType.COUNTRY:
                return actor
        return None

    def nations(self) -> dict[str, str]:
        """What names a country or its people, and the country: "Kenyan" to "Kenya".

        Names of several words are there too: "Republic of Kenya"; not those that are names only
        behind "the" ("the States").
        """
        return {
            surface(words): one.name
            for one in self.actors
            if one.type is SpeakerType.COUNTRY
            for words in (*one.demonyms, *one.aliases, *(one.name,) * (not one.name.isalpha()))
            if not words.startswith("the ")
        }

    def demonym(self, word: str) -> KnownActor | None:
        """The country that a nationality word tells."""
        return self._words.get(surface(word))

    def seat(self, name: str) -> tuple[KnownActor, bool] | None:
        """The actor whose seat this place is, and whether the place is used for little else."""
        return self._seats.get(surface(name))
