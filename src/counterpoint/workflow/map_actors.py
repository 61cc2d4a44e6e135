"""Who is named in one document of a map: known actors, speakers, and whoever is mentioned."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterpoint.types import AnnotatedDocument, Mention, SpeakerType
from counterpoint.types.gazetteer import Gazetteer
from counterpoint.workflow.map_people import People

if TYPE_CHECKING:
    from counterpoint.analysis.positions.naming import Entity

__all__ = ["DocumentActors", "actors_of", "add_named"]

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
    "organisation organization special representative envoy general-secretary charter".split()
)
_OFTEN = 3  # times that a family name stands alone, for each full name, to be somebody else


@dataclass(slots=True)
class DocumentActors:
    """The entities of one document: name to type, and how often it is named."""

    types: dict[str, SpeakerType] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

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
                families[name.split()[-1].casefold()] += times
        chosen = [
            name
            for name, times in self.counts.most_common()
            if " " in name
            or self.types[name] is not SpeakerType.PERSON
            or times >= _OFTEN * max(1, families[name.casefold()])
        ][:_MOST_ENTITIES]
        return [Entity(name, _ACTORS[self.types[name]]) for name in chosen]


def actors_of(annotated: AnnotatedDocument, gazetteer: Gazetteer, people: People) -> DocumentActors:
    """Known actors first, then the speakers by their linked names, then whoever is mentioned."""
    actors = DocumentActors()
    text = annotated.document.text
    for match in _NAME.finditer(text):
        known = gazetteer.find(match.group())
        if len(known) == 1:
            actors.add(known[0].name, known[0].type)
    for statement in annotated.statements:
        if statement.speaker:
            add_named(actors, statement.speaker.name, statement.speaker.type, gazetteer, people)
    for mention in annotated.mentions:
        add_named(actors, _linked(mention, annotated), mention.type, gazetteer, people)
    return actors


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


def add_named(
    actors: DocumentActors, name: str, kind: SpeakerType, gazetteer: Gazetteer, people: People
) -> None:
    """Count whoever a name means: a known actor, the members of a list, or somebody new."""
    known = gazetteer.find(name)
    if len(known) == 1:
        actors.add(known[0].name, known[0].type)
    elif any(parts := [gazetteer.find(part) for part in re.split(r", | and ", name)]):
        for part in parts:  # "France and Germany"
            if len(part) == 1:
                actors.add(part[0].name, part[0].type)
    elif name[:1].isupper() and not _is_common(name):
        if kind is not SpeakerType.PERSON:
            actors.add(name, kind)
        for one in name.split(" and ") if kind is SpeakerType.PERSON else ():  # "Lee and Roe"
            actors.add(people.name_of(one), kind)


def _is_common(name: str) -> bool:
    """Whether a name is only words that many bodies share ("Peace and Security"), or is cut off."""
    words = [word.strip("’'.,").casefold() for word in name.split()]
    cut = words[-1] in _JOINING or (len(words) > 1 and name[-2:-1] == " " and name[-1] not in "IVX")
    return cut or all(word in _COMMON or word in _JOINING for word in words)
