"""One name for each person of a map: what a whole corpus calls somebody who is named in many ways.

Speakers are linked to actors; whoever is only spoken of is not. "Joe Roe" in one text, "ROE" in the
marks of a transcript and "Roe" in another are one person here if the corpus names one Roe far more
often in full than any other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterpoint.actors.names import compare_persons, fold, skeleton
from counterpoint.types import AnnotatedDocument, SpeakerType

__all__ = ["People", "family_of", "people_of"]

_JOINED = re.compile(r",|&|\band\b")
_GENERATION = re.compile(r", ([JS]r\b)")
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_LINKED = 5  # a speaker's name was linked and looked at: it counts as so many mentions
_SAME = 0.9  # least likeness of two names of one person
_SHARE = 0.75  # of all full names of a family, for the family name alone to be that person
_LEAST = 2  # times that the full name stands somewhere


@dataclass(frozen=True, slots=True)
class People:
    """The persons that a corpus names.

    Attributes:
        full: A full name, folded (no accents or capitals), to the one that is used for its bearer.
        alone: A family name, folded, to the full name of whom it means.
    """

    full: Mapping[str, str]
    alone: Mapping[str, str]

    def name_of(self, name: str) -> str:
        """The name that the map uses; the same name where the corpus does not tell.

        Args:
            name: Of a person, as a text has it.
        """
        name = _spelled(name)
        key = fold(name)
        if " " in name:
            return self.full.get(key, name)
        return self.alone.get(key, name)


def people_of(documents: Iterable[AnnotatedDocument]) -> People:
    """Learn what everybody is called, from all documents of a corpus.

    Args:
        documents: With statements, and with mentions where these were kept.
    """
    counts = _counts(documents)
    families: dict[str, list[str]] = defaultdict(list)  # however they are written
    for name, times in counts.most_common():
        if " " in name and name[:1].isupper() and times >= _LEAST and not _JOINED.search(name):
            families[skeleton(family_of(name))].append(name)
    full: dict[str, str] = {}
    bearers: dict[str, Counter[str]] = defaultdict(Counter)
    for names in families.values():
        chosen = _bearers(names)
        full |= {fold(name): bearer for name, bearer in chosen.items()}
        for name, bearer in chosen.items():
            bearers[family_of(name)][bearer] += counts[name]
    alone: dict[str, str] = {}
    for family, named in bearers.items():
        best, most = named.most_common(1)[0]
        if most >= _SHARE * named.total():
            alone[family] = best
    same = _begun(full, counts)
    return People(
        {key: same.get(name, name) for key, name in full.items()},
        {key: same.get(name, name) for key, name in alone.items()},
    )


def _bearers(names: Sequence[str]) -> dict[str, str]:
    """The full names of a family, the commonest first, each with the one used for its bearer."""
    chosen: dict[str, str] = {}
    for name in names:
        same = {
            bearer
            for bearer in set(chosen.values())
            if all(
                compare_persons(name, known).score >= _SAME
                for known, other in chosen.items()
                if other == bearer
            )
        }
        chosen[name] = same.pop() if len(same) == 1 else name
    return chosen


def _begun(full: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, str]:
    """Of "Ana Roe" and the only name that begins with it, "Ana Roe Paz", the rarer to the other."""
    begins: dict[str, set[str]] = defaultdict(set)
    for name in set(full.values()):
        words = name.split()
        for end in range(2, len(words)):
            begins[fold(" ".join(words[:end]))].add(name)
    found: dict[str, str] = {}
    for key, name in full.items():
        longer = begins.get(key, set()) - {name}
        if len(longer) == 1:
            rare, common = sorted((name, *longer), key=lambda one: counts[one])
            found[rare] = common
    return found


def family_of(name: str) -> str:
    """The family name of a full name, folded: "lee" for "Ann Lee", "roh" for "Roh Tae Min"."""
    from counterpoint.analysis.persons import family_first

    words = name.split()
    if family_first(name):
        return fold(words[0])
    while len(words) > 2 and fold(words[-1]).strip(".") in _SUFFIXES:
        words.pop()
    return fold(words[-1].rstrip(","))


def _counts(documents: Iterable[AnnotatedDocument]) -> Counter[str]:
    """How often persons are named so."""
    counts: Counter[str] = Counter()
    for one in documents:
        for statement in one.statements:
            speaker = statement.speaker
            if speaker and speaker.type is SpeakerType.PERSON:
                counts[speaker.name] += _LINKED
        for mention in one.mentions:
            if mention.type is SpeakerType.PERSON:
                counts[_spelled(mention.name)] += 1
    return counts


def _spelled(name: str) -> str:
    """A name without a comma or the capitals of a mark: "ROE" is Roe; what may be letters stays."""
    name = _GENERATION.sub(r" \1", name)
    words = name.split()
    if not name.isupper() or all(len(word) < 4 for word in words):
        return name
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)
