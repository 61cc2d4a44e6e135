"""Who is meant by "he", "I" or "the minister"? Pronouns and nominals to the actors of a document.

Not a general coreference system: each target is given to one actor that the text names, or to
nobody. A linear ranker weighs what speaks for each candidate (distance, grammar, gender,
quotations, marks of speakers, shared offices); ``training/speakers/train_ranker.py`` fits it.
Pronouns are taken in reading order and count as mentions of whom they were given to.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Words
from counterpoint.analysis.persons import COLLECTIVE, FEMALE, KIN, MALE, is_person_word, same_office
from counterpoint.errors import ModelError

__all__ = [
    "FEATURES",
    "GROUPS",
    "Answer",
    "Ranker",
    "Scene",
    "Target",
    "by_turns",
    "candidates",
    "features",
    "make_target",
    "pronouns",
]

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_I = frozenset("i me my mine myself".split())
_WE = frozenset("we us our ours ourselves".split())
_YOU = frozenset("you your yours yourself yourselves".split())
_THEY = frozenset("they them their theirs themselves themself".split())
_REFLEXIVE = frozenset("himself herself myself".split())
GROUPS = ("he", "i", "we", "you", "they", "nominal", "plural")
FEATURES = (
    "bias", "before", "same sentence", "sentence before", "two or three before", "far",
    "distance", "same paragraph", "subject", "possessive", "pronoun", "name", "first", "second",
    "third", "last", "alone", "count before", "count", "main", "early", "gender",
    "gender unknown", "parallel", "topic", "same quotation", "outside", "sayer", "speaker",
    "speaker before", "speaker after", "has turns", "most turns", "people", "group", "unseen",
    "only after", "distance after", "same role", "same office", "same organisation",
    "apposition", "predicate", "inside", "own possessor", "full name", "has role", "object of",
    "paragraph subject", "quoted sayer", "no turns sayer", "nominal definite near", "kin",
    "turn partner", "country people", "people without turns", "most people",
)  # fmt: skip
_SAYS = frozenset(
    """said says say saying told tells added asked asks argued argues explained wrote writes writing
    replied stated noted insisted claimed warned announced declared continued concluded recalled
    tweeted called responded acknowledged admitted thinks thought believes remarked observed
    commented urged suggested testified responded joked quipped""".split()
)
_NEAR = 6  # candidates that are looked at
_FEW = 64  # actors up to which each is held against each pronoun
_FAR = 400  # mentions that are walked back or forth where there are more
_WIDEST = 44  # words of a name with what may stand between it and a target
_MOST_MAIN = 12  # of those that are named most


@dataclass(frozen=True, slots=True)
class Target:
    """A pronoun or nominal to resolve, by its words."""

    start: int
    end: int
    group: str
    head: str  # lower case
    gender: str = ""

    @property
    def pronoun(self) -> bool:
        """Whether it is a pronoun."""
        return self.group not in {"nominal", "plural"}


@dataclass(frozen=True, slots=True)
class _Seen:
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
    seen: dict[int, list[_Seen]] = field(default_factory=dict)
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
            sharing = (one for one in self.actors if one.roles and _shares(target, one))
            found.update((one.number, one) for one in sharing)
        if target.group in {"we", "plural", "they"}:
            found.update((one.number, one) for one in self._peoples[:_MOST_MAIN])
        return [one for one in found.values() if _compatible(target, one)]

    def _first(self, target: Target, numbers: Sequence[int]) -> dict[int, Actor]:
        """The first few of some actors that may be meant."""
        fitting = (one for one in dict.fromkeys(numbers) if _compatible(target, self.actors[one]))
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


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is meant, how sure that is, and what spoke for it."""

    actor: Actor
    score: float
    facts: Mapping[str, float]


def _mention(words: Words, start: int, end: int, *, pronoun: bool) -> _Seen:
    head = end - 1
    role = words.roles[head]
    following = words.texts[end] if end < len(words) else ""
    own = following in {"'s", "’s", "'", "’"} or words.tags[start] == "PRP$"
    return _Seen(start, end, pronoun, role in {"nsubj", "nsubjpass"} and not own, own)


def make_target(words: Words, start: int, end: int) -> Target:
    """The target that covers some words."""
    low = words.texts[start].lower()
    if end - start == 1 or (end - start == 2 and words.texts[start + 1].startswith(("'", "’"))):
        for group, gender, forms in (
            ("he", "m", _HE), ("he", "f", _SHE), ("i", "", _I), ("we", "", _WE),
            ("you", "", _YOU), ("they", "", _THEY),
        ):  # fmt: skip
            if low in forms:
                return Target(start, end, group, low, gender)
    head = _head(words, start, end)
    word = words.texts[head].lower()
    many = words.tags[head] in {"NNS", "NNPS"} or word in COLLECTIVE or word == "people"
    gender = "m" if word in MALE else "f" if word in FEMALE else ""
    return Target(start, end, "plural" if many else "nominal", word, gender)


def _head(words: Words, start: int, end: int) -> int:
    stop = end
    for index in range(start + 1, end):
        if words.tags[index] in {"IN", "WDT", "WP", ",", "TO", "VBG", "VBN", "WRB"} or (
            words.tags[index] == "CC"
        ):
            stop = index
            break
    nouns = [i for i in range(start, stop) if words.tags[i].startswith("NN")]
    last = nouns[-1] if nouns else stop - 1
    people = [i for i in nouns if is_person_word(words.texts[i])]
    return last if last in people or not people else people[-1]


def pronouns(words: Words) -> list[Target]:
    """Every pronoun of a person in the text, in order."""
    found = []
    for index, text in enumerate(words.texts):
        low = text.lower()
        if low in _HE or low in _SHE or (low in _I and text != "i"):
            found.append(make_target(words, index, index + 1))
    return found


def _compatible(target: Target, actor: Actor) -> bool:
    if target.group == "he":
        wrong = actor.gender and target.gender and actor.gender != target.gender
        return actor.kind == "person" and not actor.plural and not wrong
    if target.group in {"i", "you"}:
        return actor.kind == "person" and not actor.plural
    if target.group == "nominal":
        wrong = actor.gender and target.gender and actor.gender != target.gender
        return actor.kind == "person" and not wrong
    return actor.kind in {"person", "group"}


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
        or _main(scene, actor)
        or (people and (actor.plural or actor.kind == "group") and _main_people(scene, actor))
        or (not target.pronoun and _shares(target, actor))
    ]


def _ranked(scene: Scene, target: Target, actors: Sequence[Actor]) -> list[Actor]:
    ranked = []
    for actor in actors:
        if not _compatible(target, actor):
            continue
        starts = scene.starts[actor.number]
        place = bisect_left(starts, target.start)
        if not target.pronoun and place < len(starts) and starts[place] < target.end:
            continue  # "Lee's adviser" is not Lee
        last = _last(scene, actor.number, target.start)
        gap = target.start - last.word if last else 0
        later = bisect_left(starts, target.start + 1)
        after = starts[later] - target.start if later < len(starts) else 10**6
        ranked.append((0 if last else 1, gap if last else after, actor.number, actor))
    ranked.sort(key=lambda item: item[:3])
    return [item[3] for item in ranked]


def _shares(target: Target, actor: Actor) -> bool:
    return any(same_office(target.head, word) for roles in actor.roles for word in roles.words)


def _main_people(scene: Scene, actor: Actor) -> bool:
    return len(actor.names) == scene.most["people"]


def _main(scene: Scene, actor: Actor) -> bool:
    return len(actor.names) == scene.most[actor.kind]


def _last(scene: Scene, number: int, word: int) -> _Seen | None:
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


def features(scene: Scene, target: Target, actor: Actor, rank: int) -> dict[str, float]:
    """What speaks for and against an actor, by the names of FEATURES; zeros are left out."""
    words = scene.words
    out: dict[str, float] = {"bias": 1.0}
    last = _last(scene, actor.number, target.start)
    here = words.sentence[target.start]
    if last is not None:
        _before(scene, target, actor, last, out)
        out[("first", "second", "third")[rank] if rank < 3 else "last"] = 1.0
    else:
        out["only after"] = 1.0
        nearest = min((abs(n.start - target.start) for n in actor.names), default=400)
        out["distance after"] = math.log1p(nearest) / 5
    names_before = bisect_left(scene.starts[actor.number], target.start)
    out["count before"] = math.log1p(names_before)
    out["count"] = math.log1p(len(actor.names))
    out["main"] = float(_main(scene, actor))
    early = [n for n in actor.names[:1] if words.sentence[n.start] <= 2]
    out["early"] = float(bool(early))
    out["full name"] = float(" " in actor.name)
    out["has role"] = float(any(r.role for r in actor.roles))
    out["people"] = float(actor.plural)
    out["group"] = float(actor.kind == "group")
    if target.gender:
        out["gender"] = float(actor.gender == target.gender)
        out["gender unknown"] = float(not actor.gender)
    _turns(scene, target, actor, out)
    _quotation(scene, target, actor, here, out)
    if not target.pronoun:
        _nominal(scene, target, actor, last, out)
    return {key: value for key, value in out.items() if value}


def _before(scene: Scene, target: Target, actor: Actor, last: _Seen, out: dict[str, float]) -> None:
    words = scene.words
    here, there = words.sentence[target.start], words.sentence[last.word]
    gap = here - there
    out["before"] = 1.0
    name = (
        "same sentence" if gap <= 0 else "sentence before" if gap == 1
        else "two or three before" if gap <= 3 else "far"
    )  # fmt: skip
    out[name] = 1.0
    out["distance"] = math.log1p(target.start - last.word) / 5
    out["same paragraph"] = float(words.paragraph[target.start] == words.paragraph[last.word])
    out["subject"] = float(last.subject)
    out["possessive"] = float(last.possessive)
    out["pronoun" if last.pronoun else "name"] = 1.0
    role = words.roles[target.end - 1] if target.end <= len(words) else ""
    subject = role in {"nsubj", "nsubjpass"}
    out["parallel"] = float(subject and last.subject)
    opens = scene.words.sentence_start[here] if here < len(words.sentence_start) else 0
    out["topic"] = float(gap == 1 and last.subject and target.start - opens <= 2)
    if gap <= 0 and role in {"dobj", "pobj", "dative"} and last.subject:
        out["object of"] = float(target.head not in _REFLEXIVE)
    if words.paragraph[target.start] == words.paragraph[last.word]:
        seen = scene.seen[actor.number]
        middle = bisect_left(seen, target.start, key=lambda s: s.word)
        paragraph = words.paragraph[target.start]
        begin = next(
            (
                s
                for s in seen[max(0, middle - 40) : middle]
                if s.subject and words.paragraph[s.word] == paragraph
            ),
            None,
        )
        out["paragraph subject"] = float(begin is not None and begin.word < target.start)
    if actor.kind == "person" and target.group == "he":
        out["alone"] = float(_alone(scene, target, actor))


def _alone(scene: Scene, target: Target, actor: Actor) -> bool:
    """Whether nobody else who may be meant was mentioned in the paragraph so far."""
    paragraph = scene.words.paragraph[target.start]
    nearest = (one for one in scene.order(target)[:2] if one.number != actor.number)
    other = next(nearest, None)
    last = _last(scene, other.number, target.start) if other is not None else None
    return last is None or scene.words.paragraph[last.word] != paragraph


def _turns(scene: Scene, target: Target, actor: Actor, out: dict[str, float]) -> None:
    people = actor.plural or actor.kind == "group"
    if people:
        out["most people"] = float(_main_people(scene, actor))
        out["people without turns"] = float(not scene.marks)
    if not scene.marks:
        return
    speaker = scene.mark(target.start)
    before, after = scene.partners(target.start)
    out["speaker"] = float(speaker == actor.number)
    out["speaker before"] = float(before == actor.number and speaker >= 0)
    out["speaker after"] = float(after == actor.number and speaker >= 0)
    out["turn partner"] = float(before == after == actor.number and speaker >= 0)
    out["has turns"] = float(scene.turns(actor.number) > 0)
    out["most turns"] = float(scene.most_turns() == actor.number)
    out["unseen"] = float(not actor.names)


def _quotation(
    scene: Scene, target: Target, actor: Actor, here: int, out: dict[str, float]
) -> None:
    words = scene.words
    quotation = words.quotation[target.start]
    paragraph = words.paragraph[target.start]
    seen = scene.seen.get(actor.number, [])
    middle = bisect_left(seen, target.start, key=lambda s: s.word)
    near = [
        s
        for s in seen[max(0, middle - 40) : middle + 40]
        if abs(words.sentence[s.word] - here) <= 2 or words.paragraph[s.word] == paragraph
    ]
    says = any(words.quotation[s.word] < 0 and s.subject and _says(words, s) for s in near)
    if quotation >= 0:
        out["same quotation"] = float(any(words.quotation[s.word] == quotation for s in near))
        out["outside"] = float(any(words.quotation[s.word] < 0 for s in near))
        out["quoted sayer"] = float(says)
    else:
        out["sayer"] = float(says)
        if not scene.marks:
            out["no turns sayer"] = float(says)
    if target.group in {"we", "plural", "they"} and actor.kind == "group":
        out["country people"] = float(len(actor.names) > 1)


def _says(words: Words, seen: _Seen) -> bool:
    low = [w.lower() for w in words.texts[max(0, seen.word - 2) : min(len(words), seen.end + 4)]]
    return any(word in _SAYS for word in low)


def _nominal(
    scene: Scene, target: Target, actor: Actor, last: _Seen | None, out: dict[str, float]
) -> None:
    words = scene.words
    said = scene.said_of(actor)
    out["same role"] = float(target.head in said)
    out["same office"] = float(any(same_office(target.head, word) for word in said))
    place = words.phrase(target.start, target.end).lower()
    homes = {r.organisation.lower() for r in actor.roles} | {r.country.lower() for r in actor.roles}
    out["same organisation"] = float(any(home and home in place for home in homes))
    out["apposition"] = float(actor.number in scene.beside(target))
    at = target.start - 1
    if at > 0 and words.texts[at].lower() in {
        "is",
        "was",
        "became",
        "as",
        "be",
        "been",
        "remained",
        "become",
    }:
        near = any(
            s.end >= at - 4 and s.end <= at and words.sentence[s.word] == words.sentence[at]
            for s in scene.seen.get(actor.number, [])
        )
        out["predicate"] = float(near)
    inside = [n for n in range(target.start, target.end) if scene.links.get(n) == actor.number]
    out["own possessor"] = float(bool(inside))
    first = words.texts[target.start].lower()
    if first in {"the", "this", "that"} and last is not None:
        gap = words.sentence[target.start] - words.sentence[last.word]
        out["nominal definite near"] = float(gap <= 2)
    out["kin"] = float(target.head in KIN)


def by_turns(scene: Scene, target: Target) -> list[Answer] | None:
    """First and second person where marks tell who speaks; nothing where they do not.

    "I" is who speaks. "You" is whom the speaker talks to: who spoke before, or after a question.
    "We" in a conversation is the side that speaks; in a speech of one person it is the people that
    the speech names most ("Americans"), where it names one.
    """
    if target.group not in {"i", "we", "you"} or not scene.marks:
        return None
    speaker = scene.mark(target.start)
    if speaker < 0:
        return None
    before, after = scene.partners(target.start)
    alone = len(scene.turn_takers()) == 1
    if target.group == "you":
        asks = scene.asks(target.start)
        partner = after if after >= 0 and (asks or before < 0) else before
        if partner < 0:
            return None
        return [Answer(scene.actors[partner], 0.8, {"turn partner": 1.0})]
    if target.group == "we" and alone:
        people = [a for a in scene.actors if a.plural or a.kind == "group"]
        known = [a for a in people if len(a.names) > 1]
        if known:
            most = max(known, key=lambda a: len(a.names))
            return [Answer(most, 0.6, {"most people": 1.0})]
    quoted = scene.words.quotation[target.start] >= 0
    return [Answer(scene.actors[speaker], 0.7 if quoted else 0.95, {"speaker": 1.0})]


class Ranker:
    """The linear ranker: one weight a feature, and one a feature and group of targets."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = {
            group: {
                name: weights.get("all", {}).get(name, 0.0) + weights.get(group, {}).get(name, 0.0)
                for name in FEATURES
            }
            for group in GROUPS
        }
        self._nobody = dict(weights.get("nobody", {}))

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """Read the weights.

        Raises:
            ModelError: If the file is missing or damaged.
        """
        try:
            return cls(json.loads(path.read_text(encoding="utf-8"))["weights"])
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{path}: the weights cannot be loaded ({error})",
                hint="install Counterpoint again; its wheel holds the folder speakers-en",
            ) from error

    def rank(self, scene: Scene, target: Target) -> list[Answer]:
        """Who may be meant, best first; the scores and that of nobody add up to 1."""
        told = by_turns(scene, target)
        if told is not None:
            return told
        weights = self._weights[target.group]
        found = []
        for rank, actor in candidates(scene, target):
            facts = features(scene, target, actor, rank)
            found.append(
                (sum(weights[name] * value for name, value in facts.items()), actor, facts)
            )
        if not found:
            return []
        nobody = self._nobody.get(target.group, 0.0)
        top = max(nobody, *(value for value, _, _ in found))
        total = math.exp(nobody - top) + sum(math.exp(value - top) for value, _, _ in found)
        answers = [
            Answer(actor, math.exp(value - top) / total, facts) for value, actor, facts in found
        ]
        return sorted(answers, key=lambda answer: -answer.score)

    def follow(self, scene: Scene, *, least: float = 0.5) -> None:
        """Give pronouns to somebody, in reading order, where that is sure enough."""
        for target in pronouns(scene.words):
            answers = self.rank(scene, target)
            if answers and answers[0].score >= least:
                scene.take(target, answers[0].actor.number)
