"""One name for each person of a map: what a whole corpus calls somebody who is named in many ways.

Speakers are linked to actors; whoever is only spoken of is not. "Joe Roe" in one text, "ROE" in the
marks of a transcript and "Roe" in another are one person here if the corpus names one Roe far more
often in full than any other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterpoint.actors.names import compare_persons
from counterpoint.types import AnnotatedDocument, SpeakerType

__all__ = ["People", "family_of", "people_of"]

_JOINED = re.compile(r",|&|\band\b")
_LINKED = 5  # a speaker's name was linked and looked at: it counts as so many mentions
_SAME = 0.9  # least likeness of two names of one person
_SHARE = 0.75  # of all full names of a family, for the family name alone to be that person
_LEAST = 2  # times that the full name stands somewhere


@dataclass(frozen=True, slots=True)
class People:
    """The persons that a corpus names.

    Attributes:
        full: A full name, folded, to the one that is used for its bearer.
        alone: A family name, folded, to the full name of whom it means.
    """

    full: Mapping[str, str]
    alone: Mapping[str, str]

    def name_of(self, name: str) -> str:
        """The name that the map uses; the same name where the corpus does not tell.

        Args:
            name: Of a person, as a text has it.
        """
        key = name.casefold()
        if " " in name:
            return self.full.get(key, _spelled(name))
        return self.alone.get(key, _spelled(name))


def people_of(documents: Iterable[AnnotatedDocument]) -> People:
    """Learn what everybody is called, from all documents of a corpus.

    Args:
        documents: With statements, and with mentions where these were kept.
    """
    counts = _counts(documents)
    families: dict[str, list[str]] = defaultdict(list)
    for name, times in counts.most_common():
        if " " in name and name[:1].isupper() and times >= _LEAST and not _JOINED.search(name):
            families[family_of(name)].append(name)
    full: dict[str, str] = {}
    alone: dict[str, str] = {}
    for family, names in families.items():
        groups: Counter[str] = Counter()
        for name in names:
            same = [known for known in groups if compare_persons(name, known).score >= _SAME]
            chosen = same[0] if len(same) == 1 else name
            groups[chosen] += counts[name]
            full[name.casefold()] = chosen
        best, times = groups.most_common(1)[0]
        if times >= _SHARE * groups.total():
            alone[family] = best
    return People(full, alone)


def family_of(name: str) -> str:
    """The family name of a full name, folded: "lee" for "Ann Lee", "roh" for "Roh Tae Min"."""
    from counterpoint.analysis.persons import family_first

    return name.split()[0 if family_first(name) else -1].casefold()


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
    """A name without the capitals of a mark: "ROE" is Roe; what may be letters stays."""
    words = name.split()
    if not name.isupper() or all(len(word) < 4 for word in words):
        return name
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)
