"""For which country does somebody speak? Told by the words of the speech itself.

Speakers name their own country in ways in which they name no other: "my country, X", "the
Government of X", "we in X", "X reaffirms its commitment", early and to the end. Each country that
is named gets figures of that kind; a linear model weighs them. Its weights were fitted on speeches
in the General Debate of the United Nations (``training/speakers/fit_delegations.py``).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import Gazetteer, KnownActor

__all__ = ["WEIGHTS", "SpeaksFor", "country_of_speech", "figures"]

_WORD = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w.]*")
_LEADS = (
    ("behalf", re.compile(r"\bon behalf of [^.]{0,80}$")),
    ("formal", re.compile(
        r"(?:Government|people|peoples|Republic|Kingdom|State|Commonwealth|delegation|Parliament|"
        r"President|citizens|greetings|independence|nation)(?: and [\w ]{0,25})? "
        r"(?:of|from) (?:the )?$")),
    ("we in", re.compile(r"\b(?:[Ww]e|us|here|home|back) in (?:the )?$")),
    ("my", re.compile(r"\b(?:[Mm]y|[Oo]ur)(?: [\w-]+){0,3},? (?:the )?$")),
    ("in", re.compile(r"\b[Ii]n (?:the )?$")),
    ("opens", re.compile(r"(?:[.!?\n]|^)[ \n]*(?:The )?$")),
    ("against", re.compile(
        r"\b(?:against|by|with|between|against the|to|support|crisis in|situation in|war in|"
        r"conflict in|people of) (?:the )?$")),
)  # fmt: skip
_FOLLOWS = (
    ("acts", re.compile(
        r",? (?:has|have|is|will|reaffirms?|reiterates?|welcomes?|supports?|believes?|remains?|"
        r"continues?|attache[sd]?|calls?|stands?|joins?|joined|notes?|urges?|condemns?|wishes|"
        r"therefore|fully|strongly|also|considers?|looks? forward|appreciates?|commends?|takes?|"
        r"recognizes?|hopes?|aligns?|ratified|adopted|hosted|was one|was the first|once again)\b")),
    ("possessive", re.compile(
        r"['’]s? (?:commitment|position|view|foreign policy|contribution|efforts|candida|national|"
        r"experience|own|support|vision|priorit|development|membership|accession|presidency)")),
)  # fmt: skip
_OWN = re.compile(
    r"\b(?:my country|our country|my people|our people|my Government|our Government|"
    r"my delegation|our nation|my nation|our|my)\b"
)
_NOT_ALONE = frozenset({"latin", "central", "african", "pan", "native", "north", "south", "inter"})
_NEAR = 90
_UNIONS = frozenset({"European Union"})  # speaks beside countries

# Fitted by training/speakers/fit_delegations.py on the speeches of 2016 to 2021.
WEIGHTS: dict[str, float] = {
    "direct": 0.64, "demonym": 0.64, "share": -1.49, "behalf": 1.27, "formal": 1.65, "we in": 2.16,
    "my": -0.22, "in": 0.55, "opens": 1.67, "against": -1.61, "acts": 1.83, "possessive": 1.16,
    "near own": 0.01, "spread": 2.86, "first": 1.35, "last": 0.75,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpeaksFor:
    """A country that a speech speaks for, how sure that is, and why."""

    country: str
    score: float
    reason: str


@dataclass(slots=True)
class _Seen:
    places: list[int] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def country_of_speech(
    text: str, gazetteer: Gazetteer, *, speaker: str = "", post: str = ""
) -> SpeaksFor | None:
    """The country that a speech speaks for, or nothing if none is named.

    Args:
        text: The speech.
        gazetteer: Known countries.
        speaker: Name of who speaks, for the reason.
        post: Their office, which may name the country.
    """
    told = _in_post(post, gazetteer)
    if told is not None:
        return SpeaksFor(told.name, 0.99, f"the office of the speaker names it: {post}")
    rated = {
        name: sum(WEIGHTS[key] * value for key, value in facts.items())
        for name, facts in figures(text, gazetteer).items()
    }
    if not rated:
        return None
    best = max(rated, key=lambda name: (rated[name], name))
    top = rated[best]
    score = 1 / sum(math.exp(max(-50.0, value - top)) for value in rated.values())
    who = f"{speaker}: " if speaker else ""
    reason = f"{who}{best} is the country that this speech names as its own"
    return SpeaksFor(best, round(score, 4), reason)


def figures(text: str, gazetteer: Gazetteer) -> dict[str, dict[str, float]]:
    """For each country that a text names, how it is named."""
    seen: dict[str, _Seen] = defaultdict(_Seen)
    total = 0
    for start, end, name, kind in _named(text, gazetteer):
        held = seen[name]
        held.places.append(start)
        held.counts[kind] += 1
        total += 1
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        for key, pattern in _LEADS:
            held.counts[key] += bool(pattern.search(before))
        for key, pattern in _FOLLOWS:
            held.counts[key] += bool(kind == "direct" and pattern.match(after))
        held.counts["near own"] += bool(_OWN.search(before[-50:]) or _OWN.search(after[:50]))
    out = {}
    for name, held in seen.items():
        facts = {key: math.log1p(value) for key, value in held.counts.items() if value}
        facts["share"] = len(held.places) / total
        facts["spread"] = len({10 * place // (len(text) + 1) for place in held.places}) / 10
        facts["first"] = float(held.places[0] < len(text) / 8)
        facts["last"] = float(held.places[-1] > len(text) * 7 / 8)
        out[name] = facts
    return out


def _named(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str, str]]:
    table = _table(gazetteer)
    plain = text.replace("’", "'")
    reached = 0
    for found in _WORD.finditer(plain):
        if found.start() < reached:
            continue
        for name, country, kind in table.get(found.group().rstrip("."), ()):
            end = found.start() + len(name)
            if plain.startswith(name, found.start()) and not plain[end : end + 1].isalnum():
                before = plain[max(0, found.start() - 16) : found.start()].lower()
                last = before.replace("-", " ").split()[-1:] or [""]
                if kind == "demonym" and last[0] in _NOT_ALONE:
                    break
                reached = end
                yield found.start(), end, country, kind
                break


def _in_post(post: str, gazetteer: Gazetteer) -> KnownActor | None:
    words = post.split()
    for size in range(min(7, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            found = gazetteer.country(" ".join(words[start : start + size]))
            if found is not None:
                return found
    return None


_Table = dict[str, list[tuple[str, str, str]]]
_TABLES: dict[int, tuple[Gazetteer, _Table]] = {}


def _table(gazetteer: Gazetteer) -> _Table:
    """Names of countries by their first word, the longest first; made once for a gazetteer."""
    held = _TABLES.get(id(gazetteer))
    if held is None or held[0] is not gazetteer:
        _TABLES.clear()
        held = _TABLES[id(gazetteer)] = (gazetteer, _made(gazetteer))
    return held[1]


def _made(gazetteer: Gazetteer) -> _Table:
    table: _Table = defaultdict(list)
    for actor in gazetteer.actors:
        if actor.type is not SpeakerType.COUNTRY and actor.name not in _UNIONS:
            continue
        named = [(name, "direct") for name in (actor.name, *actor.aliases)]
        for name, kind in [*named, *((word, "demonym") for word in actor.demonyms)]:
            plain = name.removeprefix("the ").removeprefix("The ").replace("’", "'")
            first = _WORD.match(plain)
            if first:
                table[first.group().rstrip(".")].append((plain, actor.name, kind))
    for names in table.values():
        names.sort(key=lambda item: -len(item[0]))
    return dict(table)
