"""Actors as speakers: what they are called, their kind and country, lists, seats of government."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.reasons import clip
from counterpoint.analysis.scene import Scene
from counterpoint.types import Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["KINDS", "SpeakerNames"]

KINDS = {
    "person": SpeakerType.PERSON,
    "organisation": SpeakerType.ORGANISATION,
    "country": SpeakerType.COUNTRY,
    "document": SpeakerType.DOCUMENT,
    "group": SpeakerType.GROUP,
}
_LISTED_KINDS = {
    SpeakerType.COUNTRY: frozenset("countries states nations".split()),
    SpeakerType.ORGANISATION: frozenset(
        "groups companies organisations organizations agencies firms unions parties banks".split()
    ),
}


class SpeakerNames:
    """Makes speakers of a document's actors.

    Args:
        scene: The document's words and actors.
        gazetteer: Known countries and organisations.
    """

    def __init__(self, scene: Scene, gazetteer: Gazetteer) -> None:
        self._words = scene.words
        self._gazetteer = gazetteer
        self._known = {actor.known for actor in scene.actors if actor.known}

    def called(self, actor: Actor) -> str:
        """The name of an actor; a country is called as the gazetteer does."""
        if actor.kind == "country":
            known = self._gazetteer.country(actor.name)
            return known.name if known else actor.name
        return actor.name

    def speaker(self, actor: Actor, reason: str, score: float) -> Speaker:
        """An actor as a speaker, with what the document tells of it."""
        kind = KINDS.get(actor.kind, SpeakerType.ORGANISATION)
        name = self.called(actor)
        country = actor.country
        if kind is SpeakerType.COUNTRY:
            country = name
        elif not country:
            known = self._gazetteer.find(actor.name)
            country = known[0].country if known else ""
        if not country and actor.organisation:
            known = self._gazetteer.find(actor.organisation)
            country = known[0].country if known else ""
        return Speaker(
            name,
            kind,
            role=actor.role,
            organisation=actor.organisation if kind is SpeakerType.PERSON else "",
            country=country,
            reason=reason,
            score=round(score, 4),
        )

    def seat(self, start: int, end: int, phrase: str) -> Speaker | None:
        """A capital that stands for its government."""
        found = self._gazetteer.seat(self._words.phrase(start, end))
        if found is None:
            return None
        actor, sure = found
        known = self._known
        if not sure and actor.id not in known:
            return None
        told = "the seat of its government"
        if actor.id in known:
            told += f"; {actor.name} is named in this document"
        return Speaker(
            actor.name,
            SpeakerType.COUNTRY,
            country=actor.country,
            reason=f"{clip(phrase)} = {actor.name}: {told}",
            score=0.85 if actor.id in known else 0.7,
        )

    def group(self, members: Sequence[Actor], phrase: str, told: Collection[str]) -> Speaker:
        """Several actors as one speaker."""
        called = [self.called(actor) for actor in members]
        name = called[0] if len(called) == 1 else ", ".join(called[:-1]) + " and " + called[-1]
        kinds = {KINDS.get(actor.kind, SpeakerType.GROUP) for actor in members}
        kind = kinds.pop() if len(kinds) == 1 else SpeakerType.GROUP
        if kind is SpeakerType.GROUP and not any(actor.kind == "person" for actor in members):
            # "countries including Callis": the text says what kind it is where nothing else does.
            said = (one for one, nouns in _LISTED_KINDS.items() if nouns.intersection(told))
            kind = next(said, kind)
        country = called[0] if kind is SpeakerType.COUNTRY and len(called) == 1 else ""
        return Speaker(
            name, kind, country=country, reason=f"{clip(phrase)} lists {name}", score=0.9
        )
