"""Read the source of a statement: names, lists, offices, collectives, documents, pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterpoint.analysis.coreference import Ranker
from counterpoint.analysis.descriptions import Descriptions
from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Name, Words
from counterpoint.analysis.persons import COLLECTIVE, is_role
from counterpoint.analysis.reasons import clip, why_name, why_target
from counterpoint.analysis.roles import Roles, parse_role
from counterpoint.analysis.scene import Scene
from counterpoint.analysis.source_words import GLUE, SourceWords
from counterpoint.analysis.speaker_names import KINDS, SpeakerNames
from counterpoint.analysis.targets import make_target
from counterpoint.types import Span, Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["SourceReader"]

_IT = frozenset("it its itself this that which who whom".split())
_WHERE = frozenset("in at from here of".split())
_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
_ENOUGH = 0.4
_ENOUGH_FOR_THEY = 0.3  # only named plurals compete; right 10 of 11 times on GUM train
_FAR = 30  # words: no name is longer


class SourceReader:
    """Says whom the words of a source stand for.

    Args:
        scene: The document's words and actors; pronouns are resolved already.
        ranker: Ranks who may be meant.
        gazetteer: Known countries and organisations.
    """

    def __init__(self, scene: Scene, ranker: Ranker, gazetteer: Gazetteer) -> None:
        self._scene = scene
        self._words: Words = scene.words
        self._ranker = ranker
        self._gazetteer = gazetteer
        self._spans = SourceWords(scene)
        self._names = SpeakerNames(scene, gazetteer)
        self._descriptions = Descriptions(scene, ranker, gazetteer, self._spans, self._names)

    def read(
        self, source: Sequence[Span], *, within: Speaker | None, author: Speaker
    ) -> Speaker | None:
        """The speaker whom a source names, or nobody if it holds no word.

        Args:
            source: Its pieces.
            within: The speaker of the statement that this source stands in.
            author: Of the document, for a first person outside all statements.
        """
        start, end = self._words.within(source[0].start, source[-1].end)
        if source[-1].end - source[0].start > 300:
            widest = max(source, key=len)
            start, end = self._words.within(widest.start, widest.end)
        start, end = self._spans.whole(*self._spans.trim(start, end))
        end = self._spans.with_list(start, end)
        if start >= end:
            return None
        phrase = self._words.phrase(start, end)
        low = self._words.texts[start].lower()
        alone = end - start == 1 or self._words.texts[start + 1].lower() in _WHERE
        if alone and low in _FIRST:  # "we", "we in Norway"
            return self._first_person(start, phrase, within, author)
        if end - start == 1 and low in _IT:
            return self._it(start, phrase)
        if end - start == 1 and self._words.tags[start] in {"PRP", "PRP$"}:
            return self._pronoun(start, phrase)
        if self._spans.holds_pronoun(start, end):
            return self._descriptions.unnamed(start, end, phrase)
        return self._named(start, end, phrase) or self._descriptions.described(start, end, phrase)

    def _first_person(
        self, at: int, phrase: str, within: Speaker | None, author: Speaker
    ) -> Speaker | None:
        if within is not None:
            reason = f"{clip(phrase)} = {within.name}: the speaker of the words around it"
            return replace(within, reason=reason, score=round(0.95 * within.score, 4))
        if self._words.quotation[at] >= 0:
            return self._pronoun(at, phrase)
        return replace(author, reason=f"{clip(phrase)} outside of quotations is the author")

    def _pronoun(self, at: int, phrase: str) -> Speaker | None:
        target = make_target(self._words, at, at + 1)
        answers = self._ranker.rank(self._scene, target)
        linked = self._scene.links.get(at)
        enough = _ENOUGH_FOR_THEY if target.group == "they" else _ENOUGH
        for answer in answers:
            sure = answer.score >= enough
            if (linked is None and sure) or answer.actor.number == linked:
                reason = why_target(phrase, target, answer.actor, answer.facts)
                return self._names.speaker(answer.actor, reason, answer.score)
        if target.group in {"they", "we"}:
            found = self._plural_before(at)
            if found:
                return Speaker(
                    found,
                    SpeakerType.GROUP,
                    reason=f"{clip(phrase)} = {clip(found)}: the last group spoken of before it",
                    score=0.4,
                )
        return None

    def _plural_before(self, at: int) -> str:
        words = self._words
        for index in range(at - 1, max(-1, at - 60), -1):
            if words.texts[index].lower() in COLLECTIVE and words.tags[index] == "NNS":
                begin = index
                while begin > 0 and words.tags[begin - 1] in {"JJ", "NN", "NNP", "CD"}:
                    begin -= 1
                return words.phrase(begin, index + 1)
        return ""

    def _it(self, at: int, phrase: str) -> Speaker | None:
        """For "it", "which", "who": the actor named right before, or the last that acts."""
        words = self._words
        relative = words.tags[at] in {"WDT", "WP"}
        best: tuple[float, Actor, Name] | None = None
        for near in words.names_from(max(0, at - 10 * _FAR), at):
            start, end = near.start, near.end
            actor = self._spans.actor_of.get((start, end))
            if actor is None:
                continue
            kinds = KINDS if relative else {"organisation", "country", "document"}
            if (
                end > at
                or actor.kind not in kinds
                or words.sentence[at] - words.sentence[start] > 2
            ):
                continue
            gap = at - end
            subject = words.roles[end - 1] in {"nsubj", "nsubjpass"}
            value = -0.05 * gap + (0.0 if relative else 1.5 * subject)
            if relative and (gap > 1 or actor.kind == "group"):
                continue
            if best is None or value > best[0]:
                name = next(n for n in actor.names if (n.start, n.end) == (start, end))
                best = (value, actor, name)
        if best is None:
            return self._antecedent(at, phrase) if relative else None
        actor = best[1]
        how = "the name right before it" if relative else "the last one named that can act"
        return self._names.speaker(actor, f"{clip(phrase)} = {actor.name}: {how}", 0.6)

    def _antecedent(self, at: int, phrase: str) -> Speaker | None:
        words = self._words
        end = at
        while end > 0 and words.texts[end - 1] in {",", "–", "—"}:
            end -= 1
        begin = end
        while begin > 0 and words.tags[begin - 1] in {
            "NN",
            "NNS",
            "NNP",
            "NNPS",
            "JJ",
            "DT",
            "POS",
        }:
            begin -= 1
        if not any(word[:1].isalpha() for word in words.texts[begin:end]):
            return None
        found = self._descriptions.described(begin, end, words.phrase(begin, end))
        return replace(found, reason=f"{clip(phrase)} = {clip(found.name)}: the words before it")

    def _named(self, start: int, end: int, phrase: str) -> Speaker | None:
        names = [
            n for n in self._spans.tops(start, end) if (n.start, n.end) in self._spans.actor_of
        ]
        if not names:
            return self._names.seat(start, end, phrase)
        head = self._spans.head(start, end)
        listed = self._list(start, end, names)
        if listed:
            told = {word.lower() for word in self._words.texts[start : names[0].start]}
            return self._names.group(listed, phrase, told)
        own = [n for n in names if n.start <= head < n.end]
        persons = [n for n in names if self._spans.actor_of[n.start, n.end].kind == "person"]
        if own and own[0] in persons:
            return self._by_name(own[0], phrase)
        beside = self._apposed(start, end, persons)
        if beside is not None:
            return self._by_name(beside, phrase)
        if own:
            owner = self._holder(own[0], start, end, phrase)
            return owner or self._by_name(own[0], phrase, self._within_roles(start, end))
        return None

    def _list(self, start: int, end: int, names: Sequence[Name]) -> list[Actor]:
        """The members of "France and Germany" or of "countries including France and Germany"."""
        words = self._words
        begin = start
        for index in range(start + 1, end):
            after = self._spans.includes(index, start)
            if after is not None and any(n.start > index for n in names):
                begin = after
                break
        listed = [n for n in names if n.start >= begin]
        if len(listed) < 2 and begin == start:
            return []
        covered = {i for n in listed for i in range(n.start, n.end)}
        rest = [
            i
            for i in range(begin, end)
            if i not in covered
            and words.texts[i].lower() not in GLUE
            and not is_role(words.texts[i])
        ]
        joined = any(words.texts[i].lower() in {"and", "or", "&"} for i in range(begin, end))
        if rest or not (joined or begin > start):
            return []
        members: list[Actor] = []
        for name in listed:
            actor = self._spans.actor_of[name.start, name.end]
            if actor not in members:
                members.append(actor)
        return members

    def _apposed(self, start: int, end: int, persons: Sequence[Name]) -> Name | None:
        """The person in "the group's president, Ann Lee" or in "spokeswoman Ann Lee"."""
        words = self._words
        for name in persons:
            before = words.texts[name.start - 1] if name.start > start else ""
            if before in {",", "–", "—", ":"}:
                return name
            if (
                before
                and words.tags[name.start - 1].startswith(("NN", "JJ"))
                and name.end >= end - 1
            ):
                return name
            if is_role(before):
                return name
        return None

    def _holder(self, name: Name, start: int, end: int, phrase: str) -> Speaker | None:
        """An office that the tagger took into a name: "the NATO Chief"."""
        words = self._words
        head = self._spans.head(start, end)
        if (
            is_role(words.texts[head])
            and self._spans.actor_of[name.start, name.end].kind != "person"
        ):
            return self._descriptions.described(start, end, phrase)
        return None

    def _by_name(self, name: Name, phrase: str, roles: Roles | None = None) -> Speaker:
        actor = self._spans.actor_of[name.start, name.end]
        seat = None if actor.kind == "person" else self._names.seat(name.start, name.end, phrase)
        if seat is not None and actor.kind not in {"country", "organisation"}:
            return seat
        speaker = self._names.speaker(
            actor, why_name(phrase, actor), min(1.0, 0.5 + name.score / 2)
        )
        if roles is not None and roles.country and not speaker.country:
            speaker = replace(speaker, country=roles.country)
        return speaker

    def _within_roles(self, start: int, end: int) -> Roles:
        return parse_role(self._words, start, end, self._gazetteer)
