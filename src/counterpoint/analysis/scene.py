"""A document's words and actors, and who was mentioned where: whom a pronoun may mean."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Words
from counterpoint.analysis.persons import same_office
from counterpoint.analysis.targets import Target, may_be

__all__ = [
    "Scene",
    "Seen",
    "candidates",
    "is_main",
    "is_main_people",
    "last_mention",
    "shares_office",
]

_NEAR = 6  # candidates that are looked at
_FEW = 64  # actors up to which each is held against each pronoun
_FAR = 400  # mentions that are walked back or forth where there are more
_WIDEST = 44  # words of a name with what may stand between it and a target
_MOST_MAIN = 12  # of those that are named most


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention of an actor."""

    word: int
    end: int
    pronoun: bool
    subject: bool
    possessive: bool


@dataclass(slots=True)
class Scene:
    """A document's words and actors, and who was mentioned where so far.

    Args:
        words: The words of the document.
        actors: Those that may be meant.
        marks: For each sentence the actor that speaks it, by its number, or -1.
    """

    words: Words
    actors: Sequence[Actor]
    marks: Sequence[int] = ()
    seen: dict[int, list[Seen]] = field(default_factory=dict)
    links: dict[int, int] = field(default_factory=dict)  # word of a resolved pronoun -> actor
    starts: dict[int, list[int]] = field(default_factory=dict)  # first words of an actor's names
    most: dict[str, int] = field(default_factory=dict)  # most names of an actor, by kind
    timeline: list[tuple[int, int]] = field(default_factory=list)  # word and actor of a mention
    named: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, actor of a name
    _mains: dict[str, list[Actor]] = field(default_factory=dict)
    _peoples: list[Actor] = field(default_factory=list)
    _said: dict[int, set[str]] = field(default_factory=dict)
    _order: dict[Target, list[Actor]] = field(default_factory=dict)
    _turns: dict[int, int] = field(default_factory=dict)
    _partners: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for actor in self.actors:
            self.starts[actor.number] = sorted(name.start for name in actor.names)
            people = ["people"] if actor.plural or actor.kind == "group" else []
            for kind in (actor.kind, *people):
                self.most[kind] = max(self.most.get(kind, 0), len(actor.names))
            self.seen[actor.number] = [
                _mention(self.words, name.start, name.end, pronoun=False)
                for name in actor.names
                if not name.inner or actor.kind != "person" or len(actor.names) == 1
            ]
        for actor in self.actors:
            self.named.extend((n.start, n.end, actor.number) for n in actor.names)
            self.timeline.extend((one.word, actor.number) for one in self.seen[actor.number])
            if len(actor.names) == self.most[actor.kind]:
                self._mains.setdefault(actor.kind, []).append(actor)
            if actor.plural or actor.kind == "group":
                if len(actor.names) == self.most["people"]:
                    self._peoples.append(actor)
        self.named.sort()
        self.timeline.sort()
        for mark in self.marks:
            if mark >= 0:
                self._turns[mark] = self._turns.get(mark, 0) + 1

    def take(self, target: Target, number: int) -> None:
        """Note that a pronoun was given to an actor."""
        self.links[target.start] = number
        seen = self.seen.setdefault(number, [])
        made = _mention(self.words, target.start, target.end, pronoun=True)
        seen.insert(bisect_left(seen, made.word, key=lambda s: s.word), made)
        insort(self.timeline, (made.word, number))
        self._order.clear()

    def beside(self, target: Target) -> set[int]:
        """Actors whose name stands beside a target, as in "the minister, Ann Lee"."""
        low = bisect_left(self.named, (target.start - _WIDEST,))
        high = bisect_left(self.named, (target.end + 2,))
        texts = self.words.texts
        return {
            number
            for start, end, number in self.named[low:high]
            if _stand_beside(texts, target, start, end)
        }

    def order(self, target: Target) -> list[Actor]:
        """Who may be meant: the nearest before, then those named after; of many only these."""
        if target not in self._order:
            if len(self._order) > _FEW:
                self._order.clear()
            some = self.actors if len(self.actors) <= _FEW else self._around(target)
            self._order[target] = _ranked(self, target, some)
        return self._order[target]

    def _around(self, target: Target) -> list[Actor]:
        """Actors mentioned near a target, and those that are meant wherever they stand."""
        here = bisect_left(self.timeline, (target.start,))
        before = self.timeline[max(0, here - _FAR) : here]
        found = self._first(target, [number for _, number in reversed(before)])
        if len(found) < _NEAR:
            behind = bisect_left(self.named, (target.start + 1,))
            after = self.named[behind : behind + _FAR]
            found |= self._first(target, [number for _, _, number in after])
        further = {self.mark(target.start), *self.partners(target.start), self.most_turns()}
        further |= self.beside(target)
        for number in sorted(further - {-1}):
            found[number] = self.actors[number]
        for actors in self._mains.values():
            found.update((one.number, one) for one in actors[:_MOST_MAIN])
        if not target.pronoun:
            sharing = (one for one in self.actors if one.roles and shares_office(target, one))
            found.update((one.number, one) for one in sharing)
        if target.group in {"we", "plural", "they"}:
            found.update((one.number, one) for one in self._peoples[:_MOST_MAIN])
        return [one for one in found.values() if may_be(target, one)]

    def _first(self, target: Target, numbers: Sequence[int]) -> dict[int, Actor]:
        """The first few of some actors that may be meant."""
        fitting = (one for one in dict.fromkeys(numbers) if may_be(target, self.actors[one]))
        return {number: self.actors[number] for number in islice(fitting, _NEAR)}

    def said_of(self, actor: Actor) -> set[str]:
        """Words of an actor's roles and before the last of its names, lower case."""
        if actor.number not in self._said:
            said = {word for roles in actor.roles for word in roles.words}
            said |= {w.lower() for n in actor.names for w in n.text.split()[:-1]}
            self._said[actor.number] = said
        return self._said[actor.number]

    def mark(self, word: int) -> int:
        """The actor that speaks the sentence of a word, or -1."""
        sentence = self.words.sentence[word]
        return self.marks[sentence] if sentence < len(self.marks) else -1

    def partners(self, word: int) -> tuple[int, int]:
        """Who spoke before and who speaks after the turn of a word."""
        here = self.words.sentence[word]
        if here not in self._partners:
            own = self.marks[here] if here < len(self.marks) else -1
            before = next((m for m in reversed(self.marks[:here]) if m >= 0 and m != own), -1)
            after = next((m for m in self.marks[here + 1 :] if m >= 0 and m != own), -1)
            self._partners[here] = (before, after)
        return self._partners[here]

    def turns(self, number: int) -> int:
        """How many sentences an actor speaks."""
        return self._turns.get(number, 0)

    def asks(self, word: int) -> bool:
        """Whether the turn of a word ends with a question."""
        words = self.words
        own = self.mark(word)
        sentence = words.sentence[word]
        while sentence + 1 < len(self.marks) and self.marks[sentence + 1] == own:
            sentence += 1
        starts = words.sentence_start
        end = starts[sentence + 1] if sentence + 1 < len(starts) else len(words)
        return "?" in words.texts[max(0, end - 3) : end]

    def turn_takers(self) -> frozenset[int]:
        """Everybody who speaks a sentence."""
        return frozenset(self._turns)

    def most_turns(self) -> int:
        """Who speaks most, or -1."""
        return max(self._turns, key=lambda n: self._turns[n], default=-1)


def _mention(words: Words, start: int, end: int, *, pronoun: bool) -> Seen:
    head = end - 1
    role = words.roles[head]
    following = words.texts[end] if end < len(words) else ""
    own = following in {"'s", "’s", "'", "’"} or words.tags[start] == "PRP$"
    return Seen(start, end, pronoun, role in {"nsubj", "nsubjpass"} and not own, own)


def candidates(scene: Scene, target: Target) -> list[tuple[int, Actor]]:
    """Actors that may be meant with their rank: the nearest before, then those named after."""
    ranked = scene.order(target)
    spare = {scene.mark(target.start), *scene.partners(target.start), scene.most_turns()}
    spare |= scene.beside(target)
    people = target.group in {"we", "plural", "they"}
    return [
        (rank, actor)
        for rank, actor in enumerate(ranked)
        if rank < _NEAR
        or actor.number in spare
        or is_main(scene, actor)
        or (people and (actor.plural or actor.kind == "group") and is_main_people(scene, actor))
        or (not target.pronoun and shares_office(target, actor))
    ]


def _ranked(scene: Scene, target: Target, actors: Sequence[Actor]) -> list[Actor]:
    ranked = []
    for actor in actors:
        if not may_be(target, actor):
            continue
        starts = scene.starts[actor.number]
        place = bisect_left(starts, target.start)
        if not target.pronoun and place < len(starts) and starts[place] < target.end:
            continue  # "Lee's adviser" is not Lee
        last = last_mention(scene, actor.number, target.start)
        gap = target.start - last.word if last else 0
        later = bisect_left(starts, target.start + 1)
        after = starts[later] - target.start if later < len(starts) else 10**6
        ranked.append((0 if last else 1, gap if last else after, actor.number, actor))
    ranked.sort(key=lambda item: item[:3])
    return [item[3] for item in ranked]


def shares_office(target: Target, actor: Actor) -> bool:
    """Whether a nominal names an office that an actor holds."""
    return any(same_office(target.head, word) for roles in actor.roles for word in roles.words)


def is_main_people(scene: Scene, actor: Actor) -> bool:
    """Whether no people or group is named more often."""
    return len(actor.names) == scene.most["people"]


def is_main(scene: Scene, actor: Actor) -> bool:
    """Whether no actor of its kind is named more often."""
    return len(actor.names) == scene.most[actor.kind]


def last_mention(scene: Scene, number: int, word: int) -> Seen | None:
    """The last mention of an actor before a word."""
    seen = scene.seen.get(number, [])
    place = bisect_left(seen, word, key=lambda s: s.word)
    return seen[place - 1] if place else None


def _stand_beside(texts: Sequence[str], target: Target, start: int, end: int) -> bool:
    if target.end == start or end == target.start:
        return True
    if start == target.end + 1 and texts[target.end] in {",", "–", "—", "("}:
        return True
    if end + 1 == target.start and texts[end] in {",", "–", "—", "("}:
        return True
    # Ann Lee, 42, a doctor
    return end + 3 == target.start and texts[end] == "," and texts[end + 2] == ","
