"""Sources without a name: offices, organisations, documents, people whom the text describes."""

from __future__ import annotations

from dataclasses import replace

from counterpoint.analysis.coreference import Ranker
from counterpoint.analysis.entities import Actor
from counterpoint.analysis.persons import (
    COLLECTIVE,
    DOCUMENTS,
    ORGANISATIONS,
    is_role,
    same_office,
)
from counterpoint.analysis.reasons import clip, why_name, why_target
from counterpoint.analysis.roles import Roles, parse_role
from counterpoint.analysis.scene import Scene
from counterpoint.analysis.source_words import SourceWords
from counterpoint.analysis.speaker_names import SpeakerNames
from counterpoint.analysis.targets import make_target
from counterpoint.types import Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer, surface

__all__ = ["Descriptions"]

_SURE = 0.5  # of an office, which more often than a pronoun is somebody without a name


class Descriptions:
    """Says whom the words of a source stand for where they hold no name of their own.

    Args:
        scene: The document's words and actors; pronouns are resolved already.
        ranker: Ranks who may be meant.
        gazetteer: Known countries and organisations.
        spans: Bounds and heads of sources.
        names: Makes speakers of actors.
    """

    def __init__(
        self,
        scene: Scene,
        ranker: Ranker,
        gazetteer: Gazetteer,
        spans: SourceWords,
        names: SpeakerNames,
    ) -> None:
        self._scene = scene
        self._words = scene.words
        self._ranker = ranker
        self._gazetteer = gazetteer
        self._spans = spans
        self._names = names

    def described(self, start: int, end: int, phrase: str) -> Speaker:
        """Whom a description stands for; an unnamed speaker where that is not told."""
        words = self._words
        head = self._spans.head(start, end)
        word = words.texts[head].lower()
        if word in DOCUMENTS:
            return self._document(start, end, phrase)
        many = words.tags[head] in {"NNS", "NNPS"} or word in COLLECTIVE
        if is_role(word) and not many:
            return self._office(start, end, phrase)
        if word in ORGANISATIONS and not many:
            return self._organisation(start, end, head, phrase)
        return self.unnamed(start, end, phrase)

    def _owned(self, start: int, end: int) -> str:
        """A phrase with the full name of whose it is: "Ann Lee's campaign" for "Lee's campaign"."""
        first = next((n for n in self._spans.tops(start, end) if n.start == start), None)
        if first is None or first.end >= end:
            return ""
        actor = self._spans.actor_of[first.start, first.end]
        if actor.kind != "person":
            return ""
        rest = self._words.text[first.span.end : self._words.places[end - 1][1]]
        return " ".join((self._names.called(actor) + rest).split())

    def _document(self, start: int, end: int, phrase: str) -> Speaker:
        roles = parse_role(self._words, start, end, self._gazetteer)
        for name in self._spans.tops(start, end):
            actor = self._spans.actor_of[name.start, name.end]
            if actor.kind == "document":
                speaker = self._names.speaker(actor, why_name(phrase, actor), 0.9)
                return replace(speaker, country=roles.country, organisation=roles.organisation)
        return Speaker(
            self._owned(start, end) or _bare(phrase),
            SpeakerType.DOCUMENT,
            organisation=roles.organisation,
            country=roles.country,
            reason=f"{clip(phrase)} is a document",
            score=0.8,
        )

    def _office(self, start: int, end: int, phrase: str) -> Speaker:
        target = make_target(self._words, start, end)
        roles = parse_role(self._words, start, end, self._gazetteer)
        first = self._words.texts[start].lower()
        definite = first not in {"a", "an", "one", "another", "some"}
        somebodys = self._somebodys(start, end)
        answers = self._ranker.rank(self._scene, target) if definite and not somebodys else []
        if answers and answers[0].score >= _SURE:
            best = answers[0]
            reason = why_target(phrase, target, best.actor, best.facts)
            return self._names.speaker(best.actor, reason, best.score)
        if definite:
            holder = self._same_office(target.head, roles)
            if holder is not None:
                where = next((r.where for r in holder.roles if r.role), holder.role)
                reason = f"{clip(phrase)} = {holder.name}: called {clip(where)} in this document"
                return self._names.speaker(holder, reason, 0.75)
        return replace(
            self.unnamed(start, end, phrase),
            role=roles.role or target.head,
            organisation=roles.organisation,
            country=roles.country,
        )

    def _somebodys(self, start: int, end: int) -> bool:
        """Whether it is a person's person: "the minister's aide" is not the minister."""
        words = self._words
        return any(
            words.tags[index] == "POS"
            and (is_role(words.texts[index - 1]) or self._spans.ends_person(index))
            for index in range(start + 1, end - 1)
        )

    def _same_office(self, head: str, asked: Roles) -> Actor | None:
        """The only person with this office, in the organisation or country that is asked for."""
        fitting = []
        for actor in self._scene.actors:
            if actor.kind != "person":
                continue
            for roles in actor.roles:
                if not any(same_office(head, word) for word in roles.words):
                    continue
                here = surface(asked.organisation).lower()
                there = surface(roles.organisation).lower()
                if here and there and here != there:
                    continue
                if asked.country and roles.country and asked.country != roles.country:
                    continue
                exact = any(head == word for word in roles.words)
                if not exact and not (here and here == there):
                    continue
                fitting.append(actor)
                break
        return fitting[0] if len(fitting) == 1 else None

    def _organisation(self, start: int, end: int, head: int, phrase: str) -> Speaker:
        word = self._words.texts[head].lower()
        roles = parse_role(self._words, start, end, self._gazetteer)
        plain = end - start <= 2 and self._words.texts[start].lower() in {"the", "this", "that"}
        if plain:
            for actor in self._scene.actors:
                before = [n for n in actor.names if n.start < start]
                fits = actor.kind == "organisation" and word in actor.name.lower().split()
                if fits and before:
                    reason = f"{clip(phrase)} = {actor.name}: the {word} that was named before"
                    return self._names.speaker(actor, reason, 0.7)
        name = roles.organisation if roles.organisation and not roles.role else ""
        name = self._owned(start, end) or name or _bare(phrase)
        own = phrase.lower().startswith(("its ", "his ", "her ", "their ", "our "))
        return Speaker(
            _bare(phrase) if own else name,
            SpeakerType.ORGANISATION,
            country=roles.country,
            reason=f"{clip(phrase)}: the text gives no other name",
            score=0.6,
        )

    def _are_two(self, start: int, end: int) -> bool:
        """Whether it is two groups, each with words of its own: "US officials and EU envoys"."""
        words = self._words
        joint = next((i for i in range(start, end) if words.texts[i].lower() == "and"), end)
        behind = [tag for tag in words.tags[joint + 1 : end] if tag != "DT"]
        if len(behind) < 2 or behind[-1] != "NNS" or joint == start:
            return False
        nouns = any(tag.startswith("NN") for tag in words.tags[start:joint])
        return nouns or self._gazetteer.demonym(words.texts[joint - 1]) is not None

    def unnamed(self, start: int, end: int, phrase: str) -> Speaker:
        """A speaker whom the text describes and does not name."""
        roles = parse_role(self._words, start, end, self._gazetteer)
        return Speaker(
            self._owned(start, end) or _bare(phrase),
            SpeakerType.GROUP,
            organisation=roles.organisation,
            country="" if self._are_two(start, end) else roles.country,
            reason=f"{clip(phrase)}: the text does not name them",
            score=0.6,
        )


def _bare(phrase: str) -> str:
    plain = " ".join(phrase.split())
    for article in ("the ", "a ", "an "):
        if plain.lower().startswith(article):
            return plain[len(article) :]
    return plain
