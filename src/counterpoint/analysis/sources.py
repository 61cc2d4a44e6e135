"""Read the source of a statement: names, lists, offices, collectives, documents, pronouns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from counterpoint.analysis.coreference import Ranker, Scene, make_target
from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Name, Words
from counterpoint.analysis.persons import (
    COLLECTIVE,
    DOCUMENTS,
    ORGANISATIONS,
    is_role,
    same_office,
)
from counterpoint.analysis.reasons import clip, why_name, why_target
from counterpoint.analysis.roles import Roles, parse_role
from counterpoint.types import Span, Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer, surface

__all__ = ["SourceReader"]

_KINDS = {
    "person": SpeakerType.PERSON,
    "organisation": SpeakerType.ORGANISATION,
    "country": SpeakerType.COUNTRY,
    "document": SpeakerType.DOCUMENT,
    "group": SpeakerType.GROUP,
}
_INCLUDING = frozenset({"including", "like", "as", "namely", ":"})
_LISTED_KINDS = {
    SpeakerType.COUNTRY: frozenset("countries states nations".split()),
    SpeakerType.ORGANISATION: frozenset(
        "groups companies organisations organizations agencies firms unions parties banks".split()
    ),
}
_GLUE = frozenset({",", "and", "or", "&", "both", "the", "as", "well", "then", "former"})
_STOP = frozenset("IN WDT WP WRB VBG VBN VBD VBZ VBP TO".split())
_IT = frozenset("it its itself this that which who whom".split())
_CLITIC = re.compile("['’](?:s|m|d|ve|re|ll)", re.IGNORECASE)  # "We've said": the source is "We"
_FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
_ENOUGH = 0.4
_FAR = 30  # words: no name is longer
_SURE = 0.5  # of an office, which more often than a pronoun is somebody without a name
_FRONT = frozenset("according to by from says said as".split())


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
        self._known = {actor.known for actor in scene.actors if actor.known}
        self._actor_of: dict[tuple[int, int], Actor] = {}
        for actor in scene.actors:
            for name in actor.names:
                place = (name.start, name.end)
                held = self._actor_of.get(place)
                if held is None or held.kind != "person":
                    self._actor_of[place] = actor

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
        start, end = self._whole(*self._trim(start, end))
        end = self._with_list(start, end)
        if start >= end:
            return None
        phrase = self._words.phrase(start, end)
        low = self._words.texts[start].lower()
        if end - start == 1 and low in _FIRST:
            return self._first_person(start, phrase, within, author)
        if end - start == 1 and low in _IT:
            return self._it(start, phrase)
        if end - start == 1 and self._words.tags[start] in {"PRP", "PRP$"}:
            return self._pronoun(start, phrase)
        if self._holds_pronoun(start, end):
            return self._unnamed(start, end, phrase)
        return self._named(start, end, phrase) or self._described(start, end, phrase)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        texts = self._words.texts
        while start < end and (
            not any(c.isalnum() for c in texts[start]) or texts[start].lower() in _FRONT
        ):
            start += 1
        while end > start and (
            not any(c.isalnum() for c in texts[end - 1]) or _CLITIC.fullmatch(texts[end - 1])
        ):
            end -= 1
        return start, end

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """Widened to the names that it cuts: "Lee" of "Ann Lee" is Ann Lee."""
        for name in self._words.names_from(max(0, start - _FAR), end):
            first, last = name.start, name.end
            if (first, last) not in self._actor_of:
                continue
            if (first < start < last and end <= last) or start <= first < end < last:
                return min(start, first), max(end, last)
        return start, end

    def _with_list(self, start: int, end: int) -> int:
        """The end of the names behind a source that breaks off in "countries including"."""
        words = self._words
        if end - start < 2 or self._includes(end - 1, start) is None:
            return end
        stop = end
        for name in self._words.names_from(end, end + 2 * _FAR):
            between = {word.lower() for word in words.texts[stop : name.start]}
            if (name.start, name.end) not in self._actor_of or not between <= _GLUE:
                break
            stop = max(stop, name.end)
        return stop

    def _includes(self, at: int, start: int) -> int | None:
        """Where the examples begin if this word announces some ("including", "such as")."""
        low = self._words.texts[at].lower()
        before = self._words.texts[at - 1].lower() if at > start else ""
        if low == "them":
            return at + 1 if before == "among" else None
        if low not in _INCLUDING or not before:
            return None
        return at + 1 if low != "as" or before == "such" else None

    def _holds_pronoun(self, start: int, end: int) -> bool:
        """Whether it is a company such as "she and her husband"."""
        low = [word.lower() for word in self._words.texts[start:end]]
        return bool({"he", "she", "they", "i", "we"} & set(low)) and "and" in low

    # ---- pronouns

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
        for answer in answers:
            sure = answer.score >= _ENOUGH
            if (linked is None and sure) or answer.actor.number == linked:
                reason = why_target(phrase, target, answer.actor, answer.facts)
                return self._speaker(answer.actor, reason, answer.score)
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
            actor = self._actor_of.get((start, end))
            if actor is None:
                continue
            kinds = _KINDS if relative else {"organisation", "country", "document"}
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
        return self._speaker(actor, f"{clip(phrase)} = {actor.name}: {how}", 0.6)

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
        found = self._described(begin, end, words.phrase(begin, end))
        return replace(found, reason=f"{clip(phrase)} = {clip(found.name)}: the words before it")

    # ---- names

    def _named(self, start: int, end: int, phrase: str) -> Speaker | None:
        names = [n for n in self._tops(start, end) if (n.start, n.end) in self._actor_of]
        if not names:
            return self._seat(start, end, phrase)
        head = self._head(start, end)
        listed = self._list(start, end, names)
        if listed:
            told = {word.lower() for word in self._words.texts[start : names[0].start]}
            return self._group(listed, phrase, told)
        own = [n for n in names if n.start <= head < n.end]
        persons = [n for n in names if self._actor_of[n.start, n.end].kind == "person"]
        if own and own[0] in persons:
            return self._by_name(own[0], phrase)
        beside = self._apposed(start, end, persons)
        if beside is not None:
            return self._by_name(beside, phrase)
        if own:
            owner = self._holder(own[0], start, end, phrase)
            return owner or self._by_name(own[0], phrase, self._within_roles(start, end))
        return None

    def _tops(self, start: int, end: int) -> list[Name]:
        found: list[Name] = []
        for name in self._words.names_from(start, end):
            if name.end <= end and (not found or name.start >= found[-1].end):
                if (name.start, name.end) in self._actor_of:
                    found.append(name)
        return found

    def _head(self, start: int, end: int) -> int:
        """The last noun before a preposition, a comma or a verb."""
        words = self._words
        stop = end
        near = words.names_from(max(0, start - _FAR), end)
        for index in range(start + 1, end):
            inside = any(n.start < index < n.end for n in near if not n.inner)
            if inside:
                continue
            if words.tags[index] in _STOP or words.texts[index] in {",", "(", "–", "—", ";"}:
                stop = index
                break
        nouns = [i for i in range(start, stop) if words.tags[i].startswith("NN")]
        return nouns[-1] if nouns else stop - 1

    def _list(self, start: int, end: int, names: Sequence[Name]) -> list[Actor]:
        """The members of "France and Germany" or of "countries including France and Germany"."""
        words = self._words
        begin = start
        for index in range(start + 1, end):
            after = self._includes(index, start)
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
            and words.texts[i].lower() not in _GLUE
            and not is_role(words.texts[i])
        ]
        joined = any(words.texts[i].lower() in {"and", "or", "&"} for i in range(begin, end))
        if rest or not (joined or begin > start):
            return []
        members: list[Actor] = []
        for name in listed:
            actor = self._actor_of[name.start, name.end]
            if actor not in members:
                members.append(actor)
        return members

    def _group(self, members: Sequence[Actor], phrase: str, told: Collection[str]) -> Speaker:
        called = [self._called(actor) for actor in members]
        name = called[0] if len(called) == 1 else ", ".join(called[:-1]) + " and " + called[-1]
        kinds = {_KINDS.get(actor.kind, SpeakerType.GROUP) for actor in members}
        kind = kinds.pop() if len(kinds) == 1 else SpeakerType.GROUP
        if kind is SpeakerType.GROUP and not any(actor.kind == "person" for actor in members):
            # "countries including Callis": the text says what kind it is where nothing else does.
            said = (one for one, nouns in _LISTED_KINDS.items() if nouns.intersection(told))
            kind = next(said, kind)
        country = called[0] if kind is SpeakerType.COUNTRY and len(called) == 1 else ""
        return Speaker(
            name, kind, country=country, reason=f"{clip(phrase)} lists {name}", score=0.9
        )

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
        head = self._head(start, end)
        if is_role(words.texts[head]) and self._actor_of[name.start, name.end].kind != "person":
            return self._described(start, end, phrase)
        return None

    def _by_name(self, name: Name, phrase: str, roles: Roles | None = None) -> Speaker:
        actor = self._actor_of[name.start, name.end]
        seat = None if actor.kind == "person" else self._seat(name.start, name.end, phrase)
        if seat is not None and actor.kind not in {"country", "organisation"}:
            return seat
        speaker = self._speaker(actor, why_name(phrase, actor), min(1.0, 0.5 + name.score / 2))
        if roles is not None and roles.country and not speaker.country:
            speaker = replace(speaker, country=roles.country)
        return speaker

    def _within_roles(self, start: int, end: int) -> Roles:
        return parse_role(self._words, start, end, self._gazetteer)

    def _called(self, actor: Actor) -> str:
        if actor.kind == "country":
            known = self._gazetteer.country(actor.name)
            return known.name if known else actor.name
        return actor.name

    def _speaker(self, actor: Actor, reason: str, score: float) -> Speaker:
        kind = _KINDS.get(actor.kind, SpeakerType.ORGANISATION)
        name = self._called(actor)
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

    def _seat(self, start: int, end: int, phrase: str) -> Speaker | None:
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

    # ---- descriptions

    def _described(self, start: int, end: int, phrase: str) -> Speaker:
        words = self._words
        head = self._head(start, end)
        word = words.texts[head].lower()
        if word in DOCUMENTS:
            return self._document(start, end, phrase)
        many = words.tags[head] in {"NNS", "NNPS"} or word in COLLECTIVE
        if is_role(word) and not many:
            return self._office(start, end, phrase)
        if word in ORGANISATIONS and not many:
            return self._organisation(start, end, head, phrase)
        return self._unnamed(start, end, phrase)

    def _owned(self, start: int, end: int) -> str:
        """A phrase with the full name of whose it is: "Ann Lee's campaign" for "Lee's campaign"."""
        first = next((n for n in self._tops(start, end) if n.start == start), None)
        if first is None or first.end >= end:
            return ""
        actor = self._actor_of[first.start, first.end]
        if actor.kind != "person":
            return ""
        rest = self._words.text[first.span.end : self._words.places[end - 1][1]]
        return " ".join((self._called(actor) + rest).split())

    def _document(self, start: int, end: int, phrase: str) -> Speaker:
        roles = parse_role(self._words, start, end, self._gazetteer)
        for name in self._tops(start, end):
            actor = self._actor_of[name.start, name.end]
            if actor.kind == "document":
                speaker = self._speaker(actor, why_name(phrase, actor), 0.9)
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
            return self._speaker(best.actor, reason, best.score)
        if definite:
            holder = self._same_office(target.head, roles)
            if holder is not None:
                where = next((r.where for r in holder.roles if r.role), holder.role)
                reason = f"{clip(phrase)} = {holder.name}: called {clip(where)} in this document"
                return self._speaker(holder, reason, 0.75)
        return replace(
            self._unnamed(start, end, phrase),
            role=roles.role or target.head,
            organisation=roles.organisation,
            country=roles.country,
        )

    def _somebodys(self, start: int, end: int) -> bool:
        """Whether it is a person's person: "the minister's aide" is not the minister."""
        words = self._words
        return any(
            words.tags[index] == "POS"
            and (is_role(words.texts[index - 1]) or self._ends_person(index))
            for index in range(start + 1, end - 1)
        )

    def _ends_person(self, index: int) -> bool:
        near = self._words.names_from(max(0, index - _FAR), index)
        return any(n.end == index and n.kind == "person" for n in near)

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
                    return self._speaker(actor, reason, 0.7)
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

    def _unnamed(self, start: int, end: int, phrase: str) -> Speaker:
        roles = parse_role(self._words, start, end, self._gazetteer)
        return Speaker(
            self._owned(start, end) or _bare(phrase),
            SpeakerType.GROUP,
            organisation=roles.organisation,
            country=roles.country,
            reason=f"{clip(phrase)}: the text does not name them",
            score=0.6,
        )


def _bare(phrase: str) -> str:
    plain = " ".join(phrase.split())
    for article in ("the ", "a ", "an "):
        if plain.lower().startswith(article):
            return plain[len(article) :]
    return plain
