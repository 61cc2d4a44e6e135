"""Gather the names of one document into actors: who is meant by "Stoltenberg", "NATO", "the U.S."?

An actor's name is its fullest form in this document. Titles, roles, organisations and countries are
read from the words around each name.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from counterpoint.analysis.mentions import Name, Words
from counterpoint.analysis.persons import (
    FEMALE,
    MALE,
    TITLES,
    gender_of_name,
)
from counterpoint.analysis.roles import Roles, read_roles
from counterpoint.analysis.stand_ins import give_homes, give_offices, join_short_names
from counterpoint.types.gazetteer import Gazetteer, surface

__all__ = ["Actor", "find_actors", "person_core"]

_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv esq esq. phd ph.d. md m.d. mp obe cbe qc kc".split())
_ACRONYM = re.compile(r"[A-Z][A-Za-z&.]{1,9}\Z")
_SHORTENED = frozenset({"organisation", "place"})
_HEADS = frozenset("president governor premier chancellor mayor king minister".split())
_OFTEN = 3  # times that a head is named for each time that the other is
_MOST_KIN = 200  # fuller names that one is held against
_SMALL = frozenset("of the and for in on at to a an de la du des von van der den al el bin".split())


@dataclass(slots=True)
class Actor:
    """One actor of a document."""

    number: int
    kind: str
    name: str
    names: list[Name] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    roles: list[Roles] = field(default_factory=list)
    gender: str = ""
    plural: bool = False
    many: bool = False  # named by a plural noun: "Americans", "the Reeds"; not "American"
    known: str = ""  # id in the gazetteer

    @property
    def role(self) -> str:
        """The fullest role that the document tells."""
        return max((r.role for r in self.roles), key=len, default="")

    @property
    def organisation(self) -> str:
        """The organisation that its roles name most often."""
        return _most([r.organisation for r in self.roles])

    @property
    def country(self) -> str:
        """The country that its roles name most often."""
        return _most([r.country for r in self.roles])


def _most(values: Sequence[str]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        if value:
            counts[value] += 1
    return max(counts, key=lambda value: (counts[value], len(value)), default="")


def person_core(words: Sequence[str], skip: Sequence[bool] = ()) -> int:
    """Where the name proper begins behind titles, offices and organisations.

    Args:
        words: Of the whole name.
        skip: Words that belong to another name before it ("NATO").

    Example:
        >>> words = "NATO Secretary General Jens Stoltenberg".split()
        >>> words[person_core(words, [True, False, False, False, False]):]
        ['Jens', 'Stoltenberg']
    """
    last = len(words) - 1  # the last word that can be of a name proper
    while last >= 0 and (not words[last][:1].isupper() or words[last].lower() in TITLES):
        last -= 1
    start = 0
    for index, word in enumerate(words[: max(last, 0)]):
        low = word.lower()
        title = low in TITLES or low.rstrip(".") in TITLES
        behind = low == "-" and start == index  # "President-Elect", but not "Kari Holm-Berg"
        if (
            (index < len(skip) and skip[index])
            or title
            or low in {"of", "'s", "’s", "the"}
            or behind
        ):
            start = index + 1
    return start


def find_actors(words: Words, gazetteer: Gazetteer) -> list[Actor]:
    """The actors that a document names, persons first, in the order of their first name."""
    actors: list[Actor] = []
    persons: list[tuple[Name, tuple[str, ...]]] = []
    others: list[Name] = []
    offices: list[Name] = []
    families = {n.text.split()[-1] for n in words.names if n.kind == "person" and " " in n.text}
    for name in words.names:
        if _is_family(words, name, families) or (
            name.kind == "person" and gazetteer.demonym(name.text)
        ):
            others.append(replace(name, kind="group"))
        elif name.kind == "person":
            core = _core(words, name, gazetteer)
            if core:
                persons.append((name, core))
            else:
                offices.append(name)
        elif name.kind != "other" or name.coarse:
            others.append(name)
    _gather_persons(words, persons, actors)
    _gather_others(others, actors, gazetteer)
    for actor in actors:
        if actor.kind == "person":
            _describe(words, actor, gazetteer)
    give_offices(words, offices, actors)
    join_short_names(actors)
    give_homes(words, actors, gazetteer)
    actors = [actor for actor in actors if actor.names]
    for number, actor in enumerate(actors):
        actor.number = number
        several = actor.plural or actor.kind == "group"
        actor.many = several and any(_is_plural(words, name) for name in actor.names)
    return actors


def _is_plural(words: Words, name: Name) -> bool:
    """Whether a name is a plural noun, by its tag or as "the Reeds", "the French said"."""
    if words.tags[name.end - 1] in {"NNPS", "NNS"}:
        return True
    if not name.start or words.texts[name.start - 1].lower() != "the":
        return False
    following = words.tags[name.end] if name.end < len(words) else ""
    return name.text.endswith("s") or not following.startswith(("NN", "JJ", "POS", "HYPH"))


def _is_family(words: Words, name: Name, families: Collection[str]) -> bool:
    """Whether it is the people of one family name, as "the Reeds" beside "Tom Reed"."""
    if name.end - name.start != 1 or not name.text.endswith("s") or not name.start:
        return False
    return name.text[:-1] in families and words.texts[name.start - 1].lower() == "the"


def _core(words: Words, name: Name, gazetteer: Gazetteer) -> tuple[str, ...]:
    inside = [
        n for n in words.names_from(name.start, name.end) if n is not name and n.end <= name.end
    ]
    texts = words.texts[name.start : name.end]
    held = {i for n in inside if n.kind != "person" for i in range(n.start, n.end)}
    skip = [
        index in held or gazetteer.demonym(words.texts[index]) is not None
        for index in range(name.start, name.end)
    ]
    begin = person_core(texts, skip)
    core = tuple(texts[begin:])
    rest = [word for word, held in zip(texts, skip, strict=True) if not held]
    if all(word.lower() in TITLES or not word[:1].isupper() for word in rest):
        return ()  # "the NATO Chief" tells an office, not a name
    return core


def _key(core: Sequence[str]) -> tuple[str, ...]:
    parts = [
        part.lower().strip(".") for part in core if any(c.isalnum() for c in part) and part != "'s"
    ]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return tuple(parts)


def _fits(short: tuple[str, ...], full: tuple[str, ...]) -> int:
    """How well a shorter name fits a fuller one: 3 same, 2 family name, 1 given name, 0 not."""
    if short == full:
        return 3
    if not short or len(short) >= len(full):
        return _initials(short, full) if len(short) == len(full) else 0
    if len(short) == 1:
        return 2 if short[0] == full[-1] else 1 if short[0] == full[0] else 0
    rest = iter(full)
    return 2 if short[-1] == full[-1] and all(part in rest for part in short) else 0


def _initials(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    if len(one) < 2 or one[-1] != other[-1]:
        return 0
    for left, right in zip(one, other, strict=True):
        same = left == right or (1 in (len(left), len(right)) and left[0] == right[0])
        if not same:
            return 0
    return 2


def _gather_persons(
    words: Words, persons: list[tuple[Name, tuple[str, ...]]], actors: list[Actor]
) -> None:
    waiting: list[tuple[Name, tuple[str, ...], tuple[str, ...]]] = []
    keyed = [(name, core, _key(core)) for name, core in persons]
    kin = _Kin.of({key for _, _, key in keyed if len(key) > 1})
    for name, core, key in keyed:
        if key in kin.actors:
            _add(kin.actors[key], name, core)
        elif key:
            waiting.append((name, core, key))
    strangers = _strangers(words, waiting, kin)
    alone: dict[tuple[str, ...], Actor] = {}
    places = {key: [name.start for name in actor.names] for key, actor in kin.actors.items()}
    titles = {
        key: TITLES.intersection(chain.from_iterable(map(_titles, actor.names)))
        for key, actor in kin.actors.items()
    }
    for name, core, key in sorted(waiting, key=lambda item: item[0].start):
        others = strangers.get(key, ())
        alike = [full for full in kin.alike(key) if full not in others]
        found = _nearest(name, key, alike, places, titles)
        if found is None:
            actor = alone.setdefault(key, Actor(0, "person", ""))
        else:
            actor = kin.actors[found]
            insort(places[found], name.start)
        _add(actor, name, core)
    for actor in sorted((*kin.actors.values(), *alone.values()), key=lambda a: a.names[0].start):
        actor.names.sort(key=lambda name: name.start)
        actor.number = len(actors)
        actors.append(actor)


@dataclass(slots=True)
class _Kin:
    """Full names by their first and by their last word: a shorter name shares one of them."""

    actors: dict[tuple[str, ...], Actor] = field(default_factory=dict)
    families: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    given: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: set[tuple[str, ...]]) -> _Kin:
        """Those of some full names that are no shorter form of another."""
        kin = cls()
        for key in sorted(sorted(keys), key=len, reverse=True):
            family = kin.families.setdefault(key[-1], [])
            if not any(_fits(key, other) >= 2 for other in family[:_MOST_KIN]):
                kin.actors[key] = Actor(len(kin.actors), "person", "")
                family.append(key)
                kin.given.setdefault(key[0], []).append(key)
        return kin

    def alike(self, key: tuple[str, ...]) -> list[tuple[str, ...]]:
        """Full names that a shorter one may stand for."""
        found = self.families.get(key[-1], [])[:_MOST_KIN]
        return found + self.given.get(key[0], [])[:_MOST_KIN] if len(key) == 1 else found


def _nearest(
    name: Name,
    key: tuple[str, ...],
    alike: Sequence[tuple[str, ...]],
    places: Mapping[tuple[str, ...], Sequence[int]],
    titles: Mapping[tuple[str, ...], Collection[str]],
) -> tuple[str, ...] | None:
    """The fuller name that a shorter one fits best.

    Of equals it is one with the same title ("General Roe" is no sergeant), else the nearest.
    """
    best: tuple[int, bool, int, int] | None = None
    chosen, own = None, _titles(name)
    for full in alike:
        fit = _fits(key, full)
        starts = places[full]
        if not fit or not starts or _other_gender(name, full):
            continue
        before = bisect_right(starts, name.start)
        titled = not own.isdisjoint(titles[full])
        rank = (fit, titled, int(before > 0), starts[before - 1] if before else -starts[0])
        if best is None or rank > best:
            best, chosen = rank, full
    return chosen


def _strangers(
    words: Words, waiting: Sequence[tuple[Name, tuple[str, ...], tuple[str, ...]]], kin: _Kin
) -> dict[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """For each family name that a head of state bears, the full names that are others of it.

    "President Roe" is neither "First Lady Ann Roe" nor, where the text speaks of the president
    time and again, Tom Roe, who stands there once and is called no president.
    """
    heads = Counter(key for name, _, key in waiting if len(key) == 1 and _titles(name) & _HEADS)
    return {
        key: frozenset(
            full
            for full in kin.families.get(key[0], ())[:_MOST_KIN]
            if full in kin.actors and _is_stranger(words, kin.actors[full].names, count)
        )
        for key, count in heads.items()
    }


def _is_stranger(words: Words, names: Sequence[Name], heads: int) -> bool:
    lower = [
        [
            words.texts[at].lower()
            for at in range(max(0, name.start - 4), min(len(words), name.end + 6))
            if words.sentence[at] == words.sentence[name.start]
        ]
        for name in names
    ]
    if any(
        one in {"first", "second"} and other in {"lady", "gentleman"}
        for some in lower
        for one, other in pairwise(some)
    ):
        return True
    return heads >= _OFTEN * len(names) and not any(_HEADS.intersection(some) for some in lower)


def _titles(name: Name) -> set[str]:
    return {word.lower() for word in name.text.split()[:-1]}


def _other_gender(name: Name, full: Sequence[str]) -> bool:
    """Whether "Mr." stands before the name and the fuller one is a woman's, or the reverse."""
    titles = {word.rstrip(".") for word in _titles(name)}
    given = gender_of_name(full[0])
    return (given == "f" and bool(titles & {"mr", "sir", "lord"})) or (
        given == "m" and bool(titles & {"mrs", "ms", "miss", "lady", "dame"})
    )


def _add(actor: Actor, name: Name, core: tuple[str, ...]) -> None:
    actor.names.append(name)
    form = name.text[name.text.rfind(core[0]) :] if len(core) == 1 else ""
    if not form:
        at = name.text.find(core[0])
        tail = " ".join(core[:2])
        place = name.text.find(tail)
        form = name.text[place if place >= 0 else max(at, 0) :]
    form = form.strip(" ,").lstrip(". ")
    if form not in actor.forms:
        actor.forms.append(form)
    if _better(form, actor.name):
        actor.name = form


def _better(form: str, than: str) -> bool:
    if not than:
        return True
    if form.lower() == than.lower():  # not in capitals, if one may choose
        return than.isupper() and not form.isupper()
    return len(form) > len(than)


def _gather_others(names: list[Name], actors: list[Actor], gazetteer: Gazetteer) -> None:
    by_key: dict[str, Actor] = {}
    acronyms = _acronyms(names)
    for name in names:
        known = gazetteer.find(name.text) if name.kind != "group" else ()
        if known:
            key = known[0].id
        else:
            plain = surface(name.text)
            key = acronyms.get(plain, plain).lower()
        actor = by_key.get(key)
        if actor is None:
            actor = by_key[key] = Actor(len(actors), name.kind, "")
            actor.known = known[0].id if known else ""
            actor.plural = name.kind == "group"
            actors.append(actor)
        actor.names.append(name)
        form = surface(name.text)
        if form not in actor.forms:
            actor.forms.append(form)
        if _better(form, actor.name):
            actor.name = form


def _acronyms(names: Sequence[Name]) -> dict[str, str]:
    """Acronyms of this document with their expansion: by the letters its words begin with."""
    out: dict[str, str] = {}
    fuller = {surface(n.text) for n in names if " " in n.text and n.kind in _SHORTENED}
    shorts = {
        surface(n.text)
        for n in names
        if _ACRONYM.match(n.text.replace(". ", ".")) and sum(map(str.isupper, n.text)) > 1
    }
    for short in shorts:
        letters = [c for c in short if c.isupper()]
        for full in sorted(fuller - shorts, key=len):
            parts = re.findall(r"\w+", full)
            tight = [p[0].upper() for p in parts if p.lower() not in _SMALL]
            loose = [p[0].upper() for p in parts]
            if letters in (tight, loose):
                out[short] = full
                break
    return out


def _describe(words: Words, actor: Actor, gazetteer: Gazetteer) -> None:
    male = female = 0
    for name in actor.names:
        found = read_roles(words, name, gazetteer)
        actor.roles.extend(found)
        before = [w.lower() for w in words.texts[max(0, name.start - 1) : name.end - 1]]
        said = set(before) | {w for roles in found for w in roles.words}
        male += bool(said & MALE)
        female += bool(said & FEMALE)
    if male != female:
        actor.gender = "m" if male > female else "f"
    else:
        for form in sorted(actor.forms, key=len, reverse=True):
            actor.gender = gender_of_name(form.split()[0]) if " " in form else ""
            if actor.gender:
                break
        if not actor.gender and actor.forms:
            actor.gender = gender_of_name(actor.forms[0].split()[0])
    last = actor.name.split()[-1] if actor.name else ""
    actor.plural = (
        last.endswith("s") and actor.names[0].coarse == "person" and _is_people(words, actor)
    )


def _is_people(words: Words, actor: Actor) -> bool:
    """Whether a person's name is that of many ("Americans", "the Sams")."""
    tags = {words.tags[name.end - 1] for name in actor.names}
    return tags <= {"NNPS", "NNS"}
