"""What speaks for and against an actor that a pronoun or a nominal may mean, in numbers."""

from __future__ import annotations

import math
from bisect import bisect_left

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Words
from counterpoint.analysis.persons import KIN, same_office
from counterpoint.analysis.scene import Scene, Seen, is_main, is_main_people, last_mention
from counterpoint.analysis.targets import Target

__all__ = ["FEATURES", "features"]

_REFLEXIVE = frozenset("himself herself myself".split())
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


def features(scene: Scene, target: Target, actor: Actor, rank: int) -> dict[str, float]:
    """What speaks for and against an actor, by the names of FEATURES; zeros are left out."""
    words = scene.words
    out: dict[str, float] = {"bias": 1.0}
    last = last_mention(scene, actor.number, target.start)
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
    out["main"] = float(is_main(scene, actor))
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


def _before(scene: Scene, target: Target, actor: Actor, last: Seen, out: dict[str, float]) -> None:
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
    last = last_mention(scene, other.number, target.start) if other is not None else None
    return last is None or scene.words.paragraph[last.word] != paragraph


def _turns(scene: Scene, target: Target, actor: Actor, out: dict[str, float]) -> None:
    people = actor.plural or actor.kind == "group"
    if people:
        out["most people"] = float(is_main_people(scene, actor))
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


def _says(words: Words, seen: Seen) -> bool:
    low = [w.lower() for w in words.texts[max(0, seen.word - 2) : min(len(words), seen.end + 4)]]
    return any(word in _SAYS for word in low)


def _nominal(
    scene: Scene, target: Target, actor: Actor, last: Seen | None, out: dict[str, float]
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
