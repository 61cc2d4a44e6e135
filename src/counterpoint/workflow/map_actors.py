"""Who is named in one document of a map: known actors, speakers, and whoever is mentioned."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterpoint.actors.names import fold
from counterpoint.analysis.persons import TITLES, gender_of_name
from counterpoint.types import AnnotatedDocument, Mention, SpeakerType
from counterpoint.types.gazetteer import Gazetteer, KnownActor
from counterpoint.workflow.map_people import People, family_of

if TYPE_CHECKING:
    from counterpoint.analysis.positions.naming import Entity

__all__ = ["DocumentActors", "Naming", "actors_of", "add_named", "known_as"]

_ACTORS = {
    SpeakerType.PERSON: "People",
    SpeakerType.ORGANISATION: "Organization",
    SpeakerType.COUNTRY: "Country",
}
_NAME = re.compile(r"[A-Z][\w’'.-]*(?: (?:(?:of|the|and|for|de) )*[A-Z][\w’'.-]*)*")
_MOST_ENTITIES = 40  # of one document, those that it names most
_JOINING = frozenset("of the and for in on to a an at".split())
_COMMON = frozenset(
    "state states nation nations government governments parliament congress assembly council "
    "committee commission ministry department agency office party peace security forces force "
    "development rights human national international general foreign affairs group summit "
    "conference alliance allies partners community north south east west press media adviser "
    "advisor secretary minister president director common armed policy defence defense member "
    "organisation organization special representative envoy general-secretary charter republic "
    "kingdom god almighty allah lord jesus christ heaven ally allied rapporteur personal dear "
    "excellency excellencies delegate delegates distinguished compassionate mr mrs ms senior "
    "rest".split()
)
_OWN = frozenset("my our your his her its their this these those".split())
_BROKEN = re.compile(r"[—–;<>]| led by ")  # words around a name, not a name
_GOVERNMENT = re.compile(
    r"(?:[Tt]he )?(?:Government of (?P<of>.+)|(?P<own>.+?)(?:['’]s)? [Gg]overnment)"
)
_MEMBERS = re.compile(
    r"(?P<body>.+?)(?:['’]s)? (?:[Aa]ll(?:y|ies|iance)|[Mm]embers?(?: [Ss]tates?)?)"
)
_CUT_OFF = frozenset("jr sr".split())  # what a name cannot begin with
_TITLE = 20  # code points before a name in which its title stands
_OFTEN = 3  # times that a family name stands alone, for each full name, to be somebody else


@dataclass(slots=True)
class DocumentActors:
    """The entities of one document: name to type, and how often it is named.

    Attributes:
        types: Name to type.
        counts: How often each is named.
        offices: An office without a name, in lower case, to the name of whom it means.
    """

    types: dict[str, SpeakerType] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    offices: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, kind: SpeakerType) -> None:
        """Count a name once more, if actors are of this kind."""
        if name and kind in _ACTORS:
            self.types.setdefault(name, kind)
            self.counts[name] += 1

    def entities(self) -> list[Entity]:
        """Those named most; a family name alone where hardly anybody of it is named in full."""
        from counterpoint.analysis.positions.naming import Entity

        families = Counter[str]()  # times that somebody of a family is named in full
        for name, times in self.counts.items():
            if " " in name and self.types[name] is SpeakerType.PERSON:
                families[family_of(name)] += times
        chosen = [
            name
            for name, times in self.counts.most_common()
            if " " in name
            or self.types[name] is not SpeakerType.PERSON
            or times >= _OFTEN * max(1, families[fold(name)])
        ][:_MOST_ENTITIES]
        office = {name: office for office, name in self.offices.items()}
        return [Entity(name, _ACTORS[self.types[name]], office.get(name, "")) for name in chosen]


def actors_of(
    annotated: AnnotatedDocument,
    gazetteer: Gazetteer,
    people: People,
    offices: Mapping[str, str] | None = None,
) -> DocumentActors:
    """Known actors first, then the speakers by their linked names, then whoever is mentioned.

    Args:
        annotated: A document with statements and mentions.
        gazetteer: Known actors.
        people: What the corpus calls everybody.
        offices: Whom an office without a name means here.
    """
    text = annotated.document.text
    actors = DocumentActors(offices=dict(offices or {}))
    for match in _NAME.finditer(text):
        known = known_as(match.group(), gazetteer)
        if len(known) == 1:
            actors.add(known[0].name, known[0].type)
    named = [
        (one.speaker.name, one.speaker.type) for one in annotated.statements if one.speaker
    ] + [(_linked(one, annotated), one.type) for one in annotated.mentions]
    titled = {one.name for one in annotated.mentions if _has_title(one, text)}
    naming = Naming(gazetteer, people, _families(named, people), _given(named, people), titled)
    for name, kind in named:
        add_named(actors, name, kind, naming)
    for office, name in actors.offices.items():
        for _ in re.finditer(rf"\bthe {re.escape(office)}\b", text, re.I):
            actors.add(name, SpeakerType.PERSON)
    return actors


def known_as(name: str, gazetteer: Gazetteer) -> tuple[KnownActor, ...]:
    """The known actors that a name means; a government is its country, allies are their alliance.

    Args:
        name: As a text has it: "NATO", "NATO Allies", "Government of Kenya", "Kenyan Government".
        gazetteer: Known actors.
    """
    found = gazetteer.find(name)
    if found:
        return found
    if match := _GOVERNMENT.fullmatch(name):
        words = match["of"] or match["own"]
        country = gazetteer.country(words) or gazetteer.demonym(words)
        return (country,) if country else ()
    if match := _MEMBERS.fullmatch(name):
        bodies = gazetteer.find(match["body"])
        return tuple(one for one in bodies if one.type is SpeakerType.ORGANISATION)
    return ()


@dataclass(frozen=True, slots=True)
class Naming:
    """What names mean.

    Attributes:
        gazetteer: Known actors.
        people: The persons of the corpus.
        families: Family names, folded, to the only full name of the document that has each.
        given: Given names likewise.
        titled: Names that stand behind a title somewhere in the document.
    """

    gazetteer: Gazetteer
    people: People
    families: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    titled: Collection[str] = ()

    def person(self, name: str) -> str:
        """The full name that is used for a person."""
        key = fold(name)
        own = "" if " " in name else self.families.get(key) or self.given.get(key, "")
        return own or self.people.name_of(name)

    def tells_nobody(self, name: str) -> bool:
        """Whether a name cannot tell one from others: a given name alone ("Thanks, Ada")."""
        return " " not in name and name not in self.titled and bool(gender_of_name(name))

    def are_two(self, name: str) -> bool:
        """Whether a hyphen joins two family names: "the Roe-Lee campaign"."""
        parts = fold(name).split("-")
        return len(parts) == 2 and all(
            part in self.families or part in self.people.alone for part in parts
        )


def _has_title(mention: Mention, text: str) -> bool:
    """Whether a name stands behind a title: "Queen Ada"."""
    before = text[max(0, mention.span.start - _TITLE) : mention.span.end].split()[:-1]
    return bool(before) and before[-1].casefold().strip("(,") in TITLES


def _full(named: Sequence[tuple[str, SpeakerType]], people: People) -> set[str]:
    """The full names of persons in a document, as the corpus has them."""
    return {
        people.name_of(name)
        for name, kind in named
        if kind is SpeakerType.PERSON and " " in name and " and " not in name
        if name[:1].isupper() and not _is_common(name)
    }


def _families(named: Sequence[tuple[str, SpeakerType]], people: People) -> dict[str, str]:
    """A family name, folded, to the only full name of the document that has it.

    Not where the corpus means somebody else by it, and the document calls that one by the family
    name far more often than the other in full: "Roe" beside "Eva Roe".
    """
    persons = [name for name, kind in named if kind is SpeakerType.PERSON]
    alone = Counter(fold(name) for name in persons if " " not in name)
    full = Counter(people.name_of(name) for name in persons if " " in name)
    found = _only((family_of(name), name) for name in _full(named, people))
    return {
        family: name
        for family, name in found.items()
        if people.alone.get(family, name) == name or alone[family] < _OFTEN * full[name]
    }


def _given(named: Sequence[tuple[str, SpeakerType]], people: People) -> dict[str, str]:
    """A given name, folded, to the only full name of the document that has it."""
    return _only((fold(name.split()[0]), name) for name in _full(named, people))


def _only(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, name in pairs:
        found[key].add(name)
    return {key: next(iter(names)) for key, names in found.items() if len(names) == 1}


def _linked(mention: Mention, annotated: AnnotatedDocument) -> str:
    """The name that the corpus has for a mention which is a source: a linked or changed one."""
    for statement in annotated.statements:
        if statement.speaker and any(
            span.overlaps(mention.span) for span in statement.attribution.source
        ):
            same = mention.name.split()[-1:] == statement.speaker.name.split()[-1:]
            if same:
                return statement.speaker.name
    return mention.name


def add_named(actors: DocumentActors, name: str, kind: SpeakerType, naming: Naming) -> None:
    """Count whoever a name means: a known actor, the members of a list, or somebody new."""
    gazetteer = naming.gazetteer
    known = known_as(name, gazetteer)
    if len(known) == 1:
        actors.add(known[0].name, known[0].type)
    elif any(parts := [known_as(part, gazetteer) for part in re.split(r", | and ", name)]):
        for part in parts:  # "France and Germany"
            if len(part) == 1:
                actors.add(part[0].name, part[0].type)
    elif name[:1].isupper() and not _is_common(name) and not naming.are_two(name):
        if kind is not SpeakerType.PERSON:
            actors.add(name, kind)
        for one in name.split(" and ") if kind is SpeakerType.PERSON else ():  # "Lee and Roe"
            full = naming.person(one)
            if not naming.tells_nobody(full):
                actors.add(full, kind)


def _is_common(name: str) -> bool:
    """Whether a name is only words that many bodies share ("Peace and Security"), or is cut off."""
    words = [bare for word in name.split() if (bare := re.sub(r"[^\w-]", "", word).casefold())]
    if not words or words[0] in _CUT_OFF or words[0] in _OWN or _BROKEN.search(name):
        return True
    cut = words[-1] in _JOINING or (len(words) > 1 and name[-2:-1] == " " and name[-1] not in "IVX")
    return cut or all(word in _COMMON or word in _JOINING for word in words)
