"""Words that stand for a person who is named elsewhere: offices, descriptions and pronouns.

"The president" is whoever the text calls "President Lee"; "the Ohio Democrat" and "she" are the
person named last before them that fits.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from counterpoint.analysis.persons import gender_of_name
from counterpoint.analysis.positions.described import find_described
from counterpoint.analysis.positions.named import Entity, Named
from counterpoint.types import Span

__all__ = ["DESCRIBED", "find_stand_ins"]

_ROLES = (
    "vice president|president|prime minister|chancellor|senator|governor|mayor|secretary of state|"
    "defen[cs]e secretary|press secretary|secretary|chief justice|judge|justice|general|"
    "house speaker|speaker|congressman|congresswoman|chairman|chairwoman|director|"
    "attorney general|(?:senate |house )?(?:minority|majority) leader|foreign minister|"
    "special counsel|king|queen|pope|ambassador|minister|commissioner|premier|colonel|admiral|"
    "captain|councillor|commander|envoy|bishop|archbishop|ombudsman|prosecutor|coach|rector"
)
_ROLE = re.compile(rf"\b[Tt]he ((?i:{_ROLES}))\b(?!-| of\b| [A-Z])")
_BEFORE = re.compile(rf"(?<![-\w])((?:former|ex|vice|late|deputy)[ -])?({_ROLES})\s*$", re.I)
_AFTER = re.compile(rf"\s*,\s*(?:the )?({_ROLES})\b", re.I)
DESCRIBED = re.compile(
    r"\b[Tt]he (?:[a-z]+[- ])?(?:[A-Z][\w.]+ ){1,3}"
    r"(?:Republican|Democrat|senator|congressman|congresswoman|lawmaker|governor|mayor)\b"
    r"(?! [A-Z]| (?:senator|lawmaker|leader|candidate|nominee|president|represent|congress))"
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|[Hh]imself|[Hh]erself)\b")
_THEY = re.compile(r"\b(?:[Tt]hey|[Tt]hem|[Tt]heir)\b")
_FEMALE = frozenset("she her herself".split())
_REACH = 40  # code points in which an office stands before a name


def find_stand_ins(
    text: str,
    sentences: Sequence[Span],
    entities: Sequence[Entity],
    named: Sequence[Named],
    spoken: Mapping[Span, int],
) -> list[Named]:
    """Offices, descriptions and pronouns.

    Args:
        text: The text.
        sentences: Its sentences.
        entities: The list.
        named: Where their names stand, in text order.
        spoken: Contents of statements, with the entity that speaks; "he" within is somebody else.
    """
    persons = [
        one
        for one in named
        if entities[one.entity].kind == "person" and text[one.span.start].isupper()
    ]
    taken = [one.span for one in named]
    offices = {one.office: number for number, one in enumerate(entities) if one.office}
    out = [one for one in _offices(text, persons, offices) if _free(one.span, taken)]
    holders = sorted([*persons, *out], key=lambda one: one.span)
    taken = sorted([*taken, *(one.span for one in out)])
    for one in find_described(text, entities, named):
        if _free(one.span, taken):
            out.append(one)
    finder = _Antecedents(text, sentences, entities, holders, spoken)
    out += _groups(text, sentences, entities, named, taken)
    for pattern, sure in ((DESCRIBED, 0.6), (_PRONOUN, 0.5)):
        for match in pattern.finditer(text):
            span = Span(*match.span())
            entity = finder.of(span, "" if pattern is DESCRIBED else match.group().casefold())
            if entity is not None and _free(span, taken):
                out.append(Named(span, entity, sure, full=False))
    return out


def _groups(
    text: str,
    sentences: Sequence[Span],
    entities: Sequence[Entity],
    named: Sequence[Named],
    taken: Sequence[Span],
) -> Iterator[Named]:
    """Each "they" that stands for a group named in the plural, here or in the sentence before."""
    groups = [
        one
        for one in named
        if entities[one.entity].kind == "organisation" and one.span.of(text).endswith("s")
    ]
    starts = [one.span.start for one in groups]
    opening = [sentence.start for sentence in sentences]
    for match in _THEY.finditer(text):
        number = bisect_right(opening, match.start()) - 1
        last = bisect_left(starts, match.start()) - 1
        if last < 0 or number < 0 or groups[last].span.start < opening[max(0, number - 1)]:
            continue
        span = Span(*match.span())
        if _free(span, taken):
            yield Named(span, groups[last].entity, 0.4, full=False)


def _free(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span overlaps none of some spans that are in order and apart."""
    here = bisect_left(taken, span)
    near = taken[max(0, here - 1) : here + 1]
    return not any(span.overlaps(one) for one in near)


def _offices(text: str, persons: Sequence[Named], known: Mapping[str, int]) -> Iterator[Named]:
    """The offices that stand alone, each for its known holder or whom the text mostly calls so."""
    held: dict[str, Counter[int]] = defaultdict(Counter)
    for one in persons:
        before = _BEFORE.search(text[max(0, one.span.start - _REACH) : one.span.start])
        inside = re.match(rf"({_ROLES})\s", one.span.of(text), re.I)
        after = _AFTER.match(text, one.span.end)
        if inside:
            held[inside.group(1).casefold()][one.entity] += 2
        elif before and not before.group(1):
            held[before.group(2).casefold()][one.entity] += 2
        elif after:
            held[after.group(1).casefold()][one.entity] += 1
    holders: dict[str, int | None] = {role: _holder(counts) for role, counts in held.items()}
    holders.update(known)
    for match in _ROLE.finditer(text):
        who = holders.get(match.group(1).casefold())
        if who is not None:
            yield Named(Span(*match.span()), who, 0.7, full=False)


def _holder(counts: Counter[int]) -> int | None:
    """Whom the text calls so, unless it calls several so about as often."""
    (who, most), *others = counts.most_common(2)
    return None if others and most < 2 * others[0][1] else who


class _Antecedents:
    """Who a pronoun or a description stands for."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        entities: Sequence[Entity],
        persons: Sequence[Named],
        spoken: Mapping[Span, int],
    ) -> None:
        self._persons = persons
        self._starts = [one.span.start for one in persons]
        self._opening = [sentence.start for sentence in sentences]
        self._spoken = sorted(spoken.items())
        self._gender = {
            one.entity: gender_of_name(entities[one.entity].name.split()[0]) for one in persons
        }

    def of(self, span: Span, pronoun: str) -> int | None:
        """The person, or None; without a pronoun, of either sex."""
        number = bisect_right(self._opening, span.start) - 1
        last = bisect_right(self._starts, span.start) - 1
        if last < 0 or number < 0:
            return None
        wrong = "" if not pronoun else "m" if pronoun in _FEMALE else "f"
        speaker = self._speaker(span)
        fitting = [
            one
            for one in self._persons[max(0, last - 12) : last + 1]
            if one.entity != speaker and (not wrong or self._gender[one.entity] != wrong)
        ]
        near = [one for one in fitting if one.span.start >= self._opening[number]]
        if near and pronoun:
            return near[0].entity
        floor = self._opening[max(0, number - (2 if pronoun else 3))]
        far = [one for one in fitting if floor <= one.span.start < self._opening[number]]
        return far[-1].entity if far else None

    def _speaker(self, span: Span) -> int | None:
        for content, entity in self._spoken:
            if content.covers(span):
                return entity
        return None
