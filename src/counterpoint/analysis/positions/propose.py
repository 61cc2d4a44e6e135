"""Entities of an article, where nobody has listed any: its names, and the things it keeps naming.

Names come from the mentions of the document where there are some, else from words with capitals.
Things are runs of two or three small words that return ("the death penalty", "a border wall").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from counterpoint.analysis.positions.naming import Entity
from counterpoint.types import AnnotatedDocument, SpeakerType

__all__ = ["propose_entities"]

_MOST = 40
_MOST_THINGS = 8  # those that return most
_TYPES = {
    SpeakerType.PERSON: "People",
    SpeakerType.ORGANISATION: "Organization",
    SpeakerType.COUNTRY: "GPE",
    SpeakerType.GROUP: "Organization",
}
_NAME = re.compile(
    r"[A-Z][\w'’.\-]*(?:\s+(?:(?:of|the|and|for|de|van|von|al|bin)\s+)*[A-Z][\w'’.\-]*)*"
)
_RUN = re.compile(r"[a-z][a-z\-]+(?: [a-z][a-z\-]+)+")
_PARTIES = ("Republican Party", "Democratic Party")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
_SMALL = frozenset(
    "a an the this that these those and or but nor so yet if then than as at by for from in into "
    "of on onto to up out off over under with without about after before between against during "
    "since until while who whom whose which what when where why how he she it they we you i him "
    "her them us his its their our your my me is are was were be been being am do does did has "
    "have had will would can could shall should may might must not no also just only very more "
    "most much many few all any some each both such other another same own there here said say "
    "says told tell added asked called made make made take took get got go went come came see saw "
    "know think want wants because however though although including according last first next "
    "new old several one two three year years week month day time people way part".split()
)
_OPENERS = _SMALL | frozenset("still meanwhile yes well mr mrs ms dr".split())
_THING = re.compile(r"(?:tion|sion|ment|ity|ism|ship|ance|ence|ure|probe|wall|law|bill|ban|war)s?$")


def propose_entities(document: AnnotatedDocument, countries: Collection[str] = ()) -> list[Entity]:
    """Propose entities, names first.

    Args:
        document: With mentions, if they were found.
        countries: Names of countries, to tell them from persons.
    """
    text = document.document.text
    names = list(_mentioned(document)) or list(_capitals(text, countries))
    things = [Entity(thing, "Topic") for thing in _things(text, document.document.title)]
    things = things[:_MOST_THINGS]
    seen: set[str] = set()
    out = []
    for entity in [*names, *things]:
        key = entity.name.casefold()
        if key not in seen:
            seen.add(key)
            out.append(entity)
    return out[:_MOST]


def _mentioned(document: AnnotatedDocument) -> Iterator[Entity]:
    counts: Counter[tuple[str, str]] = Counter()
    for mention in document.mentions:
        if mention.type in _TYPES and mention.name:
            counts[mention.name, _TYPES[mention.type]] += 1
    for (name, kind), _ in counts.most_common():
        yield Entity(name, kind)


def _capitals(text: str, countries: Collection[str]) -> Iterator[Entity]:
    found: Counter[str] = Counter()
    for match in _NAME.finditer(text):
        words = re.sub(r"['’]s$", "", match.group().rstrip(".,'’")).split()
        while words and words[0].casefold().rstrip(".") in _OPENERS:
            words.pop(0)
        if words and not _DAYS.intersection(word.casefold() for word in words):
            found[" ".join(words)] += 1
    for party in _PARTIES:
        stem = party[:6]
        if sum(number for name, number in found.items() if name.startswith(stem)) > 1:
            yield Entity(party, "Organization")
    full = [name for name in found if " " in name]
    lasts = {name.split()[-1] for name in full}
    for name, number in found.most_common():
        if name in lasts or (number < 2 and " " not in name):
            continue
        if any(name.startswith(party[:6]) for party in _PARTIES):
            continue
        kind = "GPE" if name in countries else "People" if 1 < len(name.split()) < 4 else ""
        yield Entity(name, kind or "Organization")


def _things(text: str, title: str) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for match in _RUN.finditer(text):
        words = match.group().split()
        for size in (2, 3):
            for here in range(len(words) - size + 1):
                part = words[here : here + size]
                if not _SMALL.intersection(part) and not part[-1].endswith(("ly", "ed", "ing")):
                    counts[" ".join(part)] += 1
        for word in words:
            if _THING.search(word) and len(word) > 5:
                counts[word] += 1
    head = title.casefold()
    for phrase, number in counts.most_common(200):
        enough = 2 if " " in phrase else 4
        if number >= enough or (" " in phrase and phrase in head):
            yield phrase
