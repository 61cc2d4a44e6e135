"""Names that stand in for another one of the same document, once its actors are gathered.

An office for its holder ("the President"), a short name for the full one ("Congress", "Harrow"), a
word for one's own country for that country ("this Nation", "the Union").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterpoint.analysis.mentions import Name, Words
from counterpoint.analysis.persons import TITLES
from counterpoint.analysis.roles import Roles
from counterpoint.types.gazetteer import Gazetteer, surface

if TYPE_CHECKING:
    from counterpoint.analysis.entities import Actor

__all__ = ["give_homes", "give_offices", "join_short_names"]

_POLITE = frozenset("mr mrs ms miss sir madam the former then acting deputy vice".split())
_CALLED_OUT = frozenset({"mr", "mrs", "ms", "madam", "madame"})
_SECOND = frozenset({"vice", "deputy"})
_STATE_WORDS = frozenset(
    """congress senate house of representatives parliament supreme court government ministry foreign
    interior defence defense cabinet army navy police commons lords""".split()
)
_OWN_COUNTRY = frozenset({"nation", "republic", "great republic", "union", "country"})
_INSTITUTIONS = frozenset(
    """school university college academy institute foundation hospital museum bank corporation
    company group club society association""".split()
)


def give_offices(words: Words, offices: Sequence[Name], actors: Sequence[Actor]) -> None:
    """An office that stands like a name ("the President") is the person who is called by it."""
    called = _called(words, actors)
    persons = {
        edge: actor
        for actor in actors
        if actor.kind == "person"
        for name in actor.names
        for edge in (("begins", name.start), ("ends", name.end))
    }
    for name in offices:
        holder = _beside(words, name, persons)
        titles = _titles(words, name)
        heads = [t for t in titles if t in TITLES and t not in _POLITE]
        if holder is None and heads:
            second = bool(_SECOND & set(titles))
            holders = called.get(("vice " if second else "") + heads[-1], {})
            ranked = sorted(holders, key=lambda number: -holders[number])
            if ranked and (len(ranked) == 1 or holders[ranked[0]] > 2 * holders[ranked[1]]):
                holder = actors[ranked[0]]
        if holder is not None:
            holder.names.append(name)
            holder.names.sort(key=lambda n: n.start)


def _called(words: Words, actors: Sequence[Actor]) -> dict[str, dict[int, int]]:
    """By each office the persons who are called by it, and how often; "vice" makes another."""
    called: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for actor in actors:
        if actor.kind != "person":
            continue
        for name in actor.names:
            begin = max(0, name.start - 2)
            if "," in words.texts[begin : name.start]:  # "Mr. President, Senator Lee"
                begin = name.start
            for index in range(begin, name.end - 1):
                word = _plain(words.texts[index])
                if word in TITLES and word not in _POLITE:
                    before = _plain(words.texts[index - 1]) if index else ""
                    called[("vice " if before in _SECOND else "") + word][actor.number] += 2
        for roles in actor.roles:
            told = roles.role.lower().replace("-", " ").split()
            for word in roles.words:
                at = told.index(word) if word in told else 0
                second = at > 0 and told[at - 1] in _SECOND
                called[("vice " if second else "") + word][actor.number] += 1
    return called


def _titles(words: Words, name: Name) -> list[str]:
    return [_plain(word) for word in words.texts[name.start : name.end]]


def _plain(word: str) -> str:
    return word.lower().rstrip(".")


def _beside(words: Words, name: Name, persons: dict[tuple[str, int], Actor]) -> Actor | None:
    """The person beside a comma: "Ann Lee, Director of ...", "the Chair, Ann Lee"."""
    if _titles(words, name)[0] in _CALLED_OUT:  # "Senator Lee, Mr. President": two persons
        return None
    before, after = words.texts[name.start - 1 : name.start], words.texts[name.end : name.end + 1]
    if before == [","] and words.sentence[name.start] == words.sentence[name.start - 1]:
        return persons.get(("ends", name.start - 1))
    if after == [","] and [word.lower() for word in before] in (["the"], ["its"]):
        return persons.get(("begins", name.end + 1))
    return None


def join_short_names(actors: Sequence[Actor]) -> None:
    """A short name is the only organisation whose full name ends ("Congress") or begins so."""
    fuller = [a for a in actors if a.kind == "organisation" and " " in a.name]
    for actor in actors:
        short = surface(actor.name)
        if actor.kind != "organisation" or " " in short or not short[:1].isupper():
            continue
        fits = _fuller(short, actor, fuller)
        if len(fits) == 1:
            fits[0].names.extend(actor.names)
            fits[0].names.sort(key=lambda n: n.start)
            fits[0].forms.append(short)
            actor.names = []


def _fuller(short: str, actor: Actor, fuller: Sequence[Actor]) -> list[Actor]:
    if short.lower() == "house":  # a chamber, never the White House
        return [a for a in fuller if "House of" in a.name]
    ends = [a for a in fuller if a is not actor and surface(a.name).split()[-1] == short]
    if actor.known:  # "the Role of NATO" is not NATO's full name
        return [a for a in ends if not surface(a.name).endswith(f" of {short}")]
    if ends:
        return ends
    begins = [a for a in fuller if surface(a.name).split()[0] == short and a.name.count(" ") == 1]
    return [a for a in begins if a.name.split()[-1].lower() in _INSTITUTIONS]


def give_homes(words: Words, actors: Sequence[Actor], gazetteer: Gazetteer) -> None:
    """Parliaments, and "the Nation", without a country are of the one that the text is about."""
    counts: dict[str, int] = defaultdict(int)
    countries: dict[str, Actor] = {}
    for actor in actors:
        home = gazetteer.country(actor.name) or gazetteer.demonym(actor.name)
        if home is not None and actor.kind in {"country", "group"}:
            counts[home.name] += len(actor.names)
            if actor.kind == "country":
                countries[home.name] = actor
    ranked = sorted(counts, key=lambda name: -counts[name])
    if not ranked or (len(ranked) > 1 and counts[ranked[0]] < 2 * counts[ranked[1]]):
        return
    for actor in actors:
        if actor.kind == "organisation" and set(actor.name.lower().split()) <= _STATE_WORDS:
            actor.roles.append(Roles(country=ranked[0]))
    if ranked[0] in countries:
        _join_own_country(actors, countries[ranked[0]])


def _join_own_country(actors: Sequence[Actor], country: Actor) -> None:
    """Give "this Nation" to the country, unless something else is called so ("European Union")."""
    ends = {surface(a.name).split()[-1].lower() for a in actors if " " in surface(a.name)}
    for actor in actors:
        short = surface(actor.name).lower()
        if actor.kind not in {"place", "country"} or short not in _OWN_COUNTRY or short in ends:
            continue
        country.names.extend(actor.names)
        country.names.sort(key=lambda n: n.start)
        actor.names = []
