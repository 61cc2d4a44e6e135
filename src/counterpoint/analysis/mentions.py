"""Find the names in a text: persons, organisations, countries, places, documents and others.

The tagger gives two layers (a name, and a name within it: "University of *California*"), and a
second opinion from a parser's types, which tells countries, laws and peoples apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter, itemgetter

from counterpoint.analysis.name_mending import mend_names
from counterpoint.analysis.persons import is_role
from counterpoint.analysis.segment import find_paragraphs, find_sentences
from counterpoint.analysis.tagger import Found, Tagger, flags_of
from counterpoint.analysis.wordlist import split_words
from counterpoint.types import Span
from counterpoint.types.gazetteer import Gazetteer, surface

__all__ = ["Name", "Words", "names_at", "read_words"]

_MOST_WORDS = 40  # of a name; what is longer is none
_OFFICE = 4.0  # how much "spokesperson" before "Ann Lee" speaks for a person
_LONGEST = 2000  # words of a paragraph that are tagged at a time
_OPEN, _CLOSE = frozenset('“"„«'), frozenset('”"»')
_ROADS = frozenset({"US", "U.S."})
_NUMBERED = re.compile(r"U\.?S\.?[- ]\d{1,3}\b(?![.,%]\d|%)")
_LAWS = frozenset(
    "act treaty constitution agreement bill resolution charter law protocol declaration convention "
    "decree accord accords amendment code pact statute ordinance directive regulation".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, by its words.

    Attributes:
        start: First word.
        end: Past the last word.
        span: Its place in the text.
        text: As it stands there; of a road ("US 75") with its number.
        coarse: person, organization, place or other, as GUM's scheme has it.
        kind: person, organisation, country, place, document, group or other.
        score: How sure the tagger is, 0 to 1.
        inner: Whether it stands within another name.
    """

    start: int
    end: int
    span: Span
    text: str
    coarse: str
    kind: str
    score: float
    inner: bool = False


@dataclass(slots=True)
class Words:
    """The words of a text in columns, with the names among them."""

    text: str
    places: list[tuple[int, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    quotation: list[int] = field(default_factory=list)  # -1 outside
    names: list[Name] = field(default_factory=list)
    sentence_start: list[int] = field(default_factory=list)  # first word of each sentence

    def __len__(self) -> int:
        return len(self.places)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Words that a stretch of the text touches: first, past the last."""
        first = bisect_right(self.places, start, key=itemgetter(1))
        last = bisect_left(self.places, end, key=itemgetter(0))
        return first, max(first, last)

    def names_from(self, start: int, end: int) -> list[Name]:
        """Names whose first word is one of these, in order."""
        first = bisect_left(self.names, start, key=attrgetter("start"))
        last = bisect_left(self.names, end, key=attrgetter("start"))
        return self.names[first:last]

    def phrase(self, start: int, end: int) -> str:
        """The text of some words."""
        return self.text[self.places[start][0] : self.places[end - 1][1]] if end > start else ""


def read_words(
    text: str,
    tagger: Tagger,
    gazetteer: Gazetteer,
    *,
    paragraphs: Sequence[Span] = (),
    sentences: Sequence[Span] = (),
) -> Words:
    """Cut a text into words, tag them and find its names.

    Args:
        text: Any text.
        tagger: The name tagger.
        gazetteer: Tells countries from other places.
        paragraphs: Of the text, where they are known.
        sentences: Of the text, where they are known.
    """
    out = Words(text)
    paragraphs = tuple(paragraphs) or find_paragraphs(text)
    sentences = tuple(sentences) or find_sentences(text, paragraphs)
    batch = []
    bounds: list[tuple[int, int]] = []
    for number, paragraph in enumerate(paragraphs):
        places = split_words(text, paragraph.start, paragraph.end)
        if places:
            here = len(out.places)
            cuts = [*range(here, here + len(places), _LONGEST), here + len(places)]
            bounds.extend(pairwise(cuts))
            out.places.extend(places)
            out.paragraph.extend([number] * len(places))
    out.texts = [text[a:b] for a, b in out.places]
    _sentences(out, sentences)
    _quotations(out, bounds)
    for start, end in bounds:
        first = [i == start or out.sentence[i] != out.sentence[i - 1] for i in range(start, end)]
        quoted = [mark >= 0 for mark in out.quotation[start:end]]
        words = out.texts[start:end]
        batch.append((words, flags_of(words, first, quoted)))
    found: list[tuple[int, Found, bool]] = []
    second: list[tuple[int, Found]] = []
    for (start, _), tagged in zip(bounds, tagger.tag(batch), strict=True):
        out.tags.extend(tagged.tags)
        out.roles.extend(tagged.roles)
        for layer, within in ((tagged.names[0], False), (tagged.names[1], True)):
            found.extend((start, one, within) for one in layer)
        second.extend((start, one) for one in tagged.names[2])
    found = [one for one in found if one[1].end - one[1].start <= _MOST_WORDS]
    second = [one for one in second if one[1].end - one[1].start <= _MOST_WORDS]
    out.names.extend(_names(out, found, second, gazetteer))
    out.names.sort(key=lambda name: (name.start, -name.end))
    out.names = mend_names(out, out.names, gazetteer)
    return out


def names_at(
    words: Words, places: Mapping[tuple[int, int], str], gazetteer: Gazetteer
) -> list[Name]:
    """Names whose places in the text and types are known already."""
    found: list[Name] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        first, last = words.within(start, end)
        kind = places[start, end]
        text = _road(words, last) or words.text[start:end]
        if kind != "person" and gazetteer.country(text):
            kind = "country"
        inner = bool(found) and found[-1].span.end >= end
        if last > first:
            found.append(Name(first, last, Span(start, end), text, kind, kind, 1.0, inner))
    return found


def _road(words: Words, end: int) -> str:
    """The name of a road whose first word ends here ("US 75", "US-75"): it is no country."""
    if not 0 < end < len(words) or words.texts[end - 1] not in _ROADS:
        return ""
    if end > 1 and words.texts[end - 2].lower() == "the":  # "in the US 75 percent"
        return ""
    begin, stop = words.places[end - 1][0], words.places[min(end + 1, len(words) - 1)][1]
    found = _NUMBERED.match(words.text[begin:stop])
    return found.group() if found else ""


def _sentences(out: Words, sentences: Sequence[Span]) -> None:
    number = -1
    upcoming = iter(sentences)
    following = next(upcoming, None)
    for index, (start, _) in enumerate(out.places):
        while following is not None and start >= following.start:
            number += 1
            following = next(upcoming, None)
        out.sentence.append(max(0, number))
        while len(out.sentence_start) <= max(0, number):
            out.sentence_start.append(index)


def _quotations(out: Words, bounds: Sequence[tuple[int, int]]) -> None:
    number = -1
    for start, end in bounds:
        inside = False
        for word in out.texts[start:end]:
            if not inside and word in _OPEN:
                inside, number = True, number + 1
                out.quotation.append(number)
            elif inside and word in _CLOSE:
                out.quotation.append(number)
                inside = False
            else:
                out.quotation.append(number if inside else -1)


def _names(
    out: Words,
    found: Sequence[tuple[int, Found, bool]],
    second: Sequence[tuple[int, Found]],
    gazetteer: Gazetteer,
) -> list[Name]:
    other = {(offset + one.start, offset + one.end): one.kind for offset, one in second}
    ends = {end: kind for (_, end), kind in other.items()}
    votes = _votes(out, found, gazetteer)
    names = []
    for offset, one, within in found:
        start, end = offset + one.start, offset + one.end
        span = Span(out.places[start][0], out.places[end - 1][1])
        words = span.of(out.text)
        told = votes[surface(words).lower()]
        coarse = max(told, key=lambda kind: told[kind])
        words = _road(out, end) or words
        opinion = other.get((start, end)) or ends.get(end, "")
        kind = _kind(out, start, end, coarse, opinion, gazetteer)
        names.append(Name(start, end, span, words, coarse, kind, one.score, within))
    names.extend(_further(out, names, second, gazetteer))
    return names


def _votes(
    out: Words, found: Sequence[tuple[int, Found, bool]], gazetteer: Gazetteer
) -> dict[str, dict[str, float]]:
    """Types of each different name, over all its places in the text: it has but one."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    persons: dict[str, float] = defaultdict(float)
    written: dict[str, set[str]] = defaultdict(set)
    for offset, one, _ in found:
        words = out.phrase(offset + one.start, offset + one.end)
        written[surface(words).lower()].add(words)
        for kind, value in one.kinds.items():
            votes[surface(words).lower()][kind] += max(value, -4.0)
        if one.kind == "person" and one.end - one.start > 1:
            persons[out.texts[offset + one.end - 1].lower()] += 1.5
        if one.end - one.start > 1 and _after_office(out, offset + one.start):
            votes[surface(words).lower()]["person"] += _OFFICE
    for word, told in votes.items():
        if word in persons:
            told["person"] += persons[word]
        elif any(gazetteer.country(w) or gazetteer.seat(w) for w in written[word]):
            told["place"] += 4.0
    return votes


def _after_office(out: Words, start: int) -> bool:
    """Whether an office in small letters stands right before: "spokesperson Ann Lee"."""
    before = out.texts[start - 1] if start else ""
    return before.islower() and is_role(before)


def _further(
    out: Words, names: Sequence[Name], second: Sequence[tuple[int, Found]], gazetteer: Gazetteer
) -> list[Name]:
    """Names of the parser's scheme alone: nationality words, countries, laws."""
    more = []
    spans = {(name.start, name.end) for name in names}
    ordered = sorted(names, key=attrgetter("start"))
    for offset, one in second:
        start, end = offset + one.start, offset + one.end
        if one.kind not in {"gpe", "norp", "law", "organization"} or (start, end) in spans:
            continue
        near = ordered[
            bisect_left(ordered, start - _MOST_WORDS, key=attrgetter("start")) : bisect_left(
                ordered, end, key=attrgetter("start")
            )
        ]
        held = [n for n in near if start < n.end]
        if one.kind in {"norp", "law"} and any(n.kind == "person" for n in held):
            continue
        span = Span(out.places[start][0], out.places[end - 1][1])
        kind = {"gpe": "place", "norp": "group", "law": "document"}.get(one.kind, "organisation")
        if kind == "place" and gazetteer.country(span.of(out.text)):
            kind = "country"
        score = 0.9 * one.score
        more.append(Name(start, end, span, span.of(out.text), "", kind, score, inner=True))
    return more


def _kind(out: Words, start: int, end: int, coarse: str, second: str, gazetteer: Gazetteer) -> str:
    words = _road(out, end) or out.phrase(start, end)
    country = gazetteer.country(words)
    if country and coarse in {"place", "organization", "other"}:
        return "country"
    known = gazetteer.find(words)
    if known and coarse != "person":
        return "organisation"
    if out.texts[end - 1].lower() in _LAWS and coarse != "person" and end - start > 1:
        return "document"
    if second == "law" and coarse == "other":
        return "document"
    if coarse == "person":
        return "group" if second == "norp" or gazetteer.demonym(words) else "person"
    if second == "norp":
        return "group"
    return {"organization": "organisation", "place": "place"}.get(coarse, "other")
