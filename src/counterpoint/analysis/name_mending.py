"""Mend what the tagger got wrong in ways that the text itself shows.

A hyphen is a word of its own, so that a name may be cut there ("Timor-Leste", "Anne-Sophie Roux");
what stands in brackets in a transcript ("(Laughter.)") is nobody's name; and what opens a question
("Will Joe Roe come?", "Q  Roe said") or follows a dash is no part of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from counterpoint.analysis.persons import TITLES, gender_of_name
from counterpoint.types import Span
from counterpoint.types.gazetteer import Gazetteer

if TYPE_CHECKING:
    from counterpoint.analysis.mentions import Name, Words

__all__ = ["mend_names"]

_NOTE = re.compile(
    r"[(\[]\s*(?:(?:and|more|some|the|in|of|from|prolonged|continued|sustained|general|audience|"
    r"laughter|laughs?|laughing|chuckles?|applause|cheers?|cheering|boos?|crosstalk|cross-talk|"
    r"inaudible|indiscernible|unintelligible|pause|silence|music|off-mike|off-mic|"
    r"interruption|gasps?|sighs?|whistling)[\s,.;–—-]*)+[)\]]",
    re.IGNORECASE,
)
_SPEECH = "state of the union"  # which is no union
_POLITE = frozenset("mr mrs ms dr".split())
_DASHES = frozenset("—–") | {"--"}
_ASKS = "Q"  # what reporters are called in a transcript
_AUXILIARIES = frozenset("Will Would Did Does Do Has Have Is Are Was Were Can Could Should".split())
_HOUSES = frozenset("Center Centre Institute Foundation Library Museum Hospital Airport".split())
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_HYPHENS = frozenset("-‐‑")
_LONGEST = 8  # words of a name that is joined
_LONGEST_NOTE = 60  # characters before a name in it


def mend_names(words: Words, names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """The names without stage notes, those that a hyphen cut made whole.

    Args:
        words: The words of the text.
        names: Its names, in the order of their first words.
        gazetteer: Tells which names with a hyphen are known.
    """
    speeches = [name.span for name in names if name.text.casefold().startswith(_SPEECH)]
    kept = [
        _trimmed(words, name)
        for name in names
        if not _in_note(words, name)
        and "<" not in name.text  # "Kingdom <s>off</s> of": what a transcript strikes out
        and name.text.casefold().rstrip(".") not in _POLITE
        and not any(name.inner and speech.covers(name.span) for speech in speeches)
    ]
    kept = _whole_countries(words, kept, gazetteer)
    kept.sort(key=lambda name: (name.start, -name.end))
    joined = list(_joined(words, kept, gazetteer))
    if not joined:
        return kept
    tails = {whole.text.partition(" ")[2] for whole in joined if whole.kind == "person"}
    whole_at = {at: whole for whole in joined for at in range(whole.start, whole.end)}
    out = [
        replace(name, coarse="person", kind="person") if name.text in tails else name
        for name in kept
        if name.start not in whole_at or name.end > whole_at[name.start].end
    ]
    return sorted([*out, *joined], key=lambda name: (name.start, -name.end))


def _whole_countries(words: Words, names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """The names, those made whole that are part of a country's: "Islamic Republic of *Iran*"."""
    at = {place: name for name in names for place in range(name.start, name.end)}
    whole: list[Name] = []
    held: set[int] = set()
    for start, word in enumerate(words.texts):
        if start in held or word not in gazetteer.openings:
            continue
        for end in range(min(start + _LONGEST, len(words)), start + 1, -1):
            part = next((at[place] for place in range(start, end) if place in at), None)
            if part is None:
                break
            if words.texts[end - 1] in _POSSESSIVE or not gazetteer.country(
                words.phrase(start, end)
            ):
                continue
            span = Span(words.places[start][0], words.places[end - 1][1])
            text = span.of(words.text)
            given = replace(part, start=start, end=end, span=span, text=text, inner=False)
            whole.append(replace(given, coarse="place", kind="country"))
            held.update(range(start, end))
            break
    kept = (name for name in names if held.isdisjoint((name.start, name.end - 1)))
    return [*whole, *kept]


def _trimmed(words: Words, name: Name) -> Name:
    """The name without what is no part of it, as what it is."""
    if name.text.casefold().startswith(_SPEECH):
        return replace(name, coarse="other", kind="other")
    if name.kind != "person":
        return name
    start, end = name.start, name.end
    if name.inner:
        house = end < len(words) and words.texts[end] in _HOUSES
        return replace(name, coarse="", kind="other") if house else name
    for at in range(start + 1, end):
        if words.texts[at] in _DASHES:
            end = at
            break
    first = words.texts[start]
    opens = start == 0 or words.sentence[start] != words.sentence[start - 1]
    opens = opens or words.texts[start - 1] == _ASKS
    if end - start > 1 and first == _ASKS:
        start += 1
    elif end - start > 2 and opens and first in _AUXILIARIES:
        start += 1
    behind = words.texts[end] if end < len(words) else ""
    if (start, end) == (name.start, name.end) and behind not in _HOUSES:
        return name
    kind = name.kind
    if behind in _HOUSES and words.sentence[end] == words.sentence[start] and end - start > 1:
        end, kind = end + 1, "organisation"  # "the Penn Roe *Center*"
    span = Span(words.places[start][0], words.places[end - 1][1])
    coarse = name.coarse if kind == name.kind else "organization"
    return replace(
        name, start=start, end=end, span=span, text=span.of(words.text), coarse=coarse, kind=kind
    )


def _in_note(words: Words, name: Name) -> bool:
    """Whether a name stands in a note such as "(Laughter.)"."""
    end = name.span.start
    start = max(0, end - _LONGEST_NOTE)
    at = max(words.text.rfind("(", start, end), words.text.rfind("[", start, end))
    if at < 0:
        return False
    found = _NOTE.match(words.text, at)
    return found is not None and name.span.end <= found.end()


def _joined(words: Words, names: Sequence[Name], gazetteer: Gazetteer) -> Iterator[Name]:
    starting = {name.start: name for name in names if not name.inner}
    alone = {name.text for name in names if not _tight(words, name.start - 1)}
    done = 0
    for left in names:
        if left.inner or left.start < done or not _tight(words, left.end):
            continue
        right = starting.get(left.end + 1)
        end = right.end if right is not None else left.end + 2
        kind = _kind(words, left, right, end, alone, gazetteer)
        if kind == "person":
            end = _to_the_end(words, end, starting, alone)
        if kind and end - left.start <= _LONGEST:
            span = Span(left.span.start, words.places[end - 1][1])
            coarse = {"country": "place", "organisation": "organization"}.get(kind, kind)
            text = span.of(words.text)
            yield replace(left, end=end, span=span, text=text, coarse=coarse, kind=kind)
            done = end


def _to_the_end(words: Words, end: int, starting: Mapping[int, Name], alone: set[str]) -> int:
    """Where a person's name ends that goes on behind its hyphen: "Anne-Sophie *Roux-Lange*"."""
    following = starting.get(end)
    if following is not None and words.places[end - 1][1] + 1 == words.places[end][0]:
        if words.sentence[end] == words.sentence[end - 1]:
            end = following.end
    while _tight(words, end) and words.texts[end + 1] not in alone:
        end += 2
    return end


def _tight(words: Words, at: int) -> bool:
    """Whether a word is a hyphen between two words, the second one with a capital."""
    if not 0 < at < len(words) - 1 or words.texts[at] not in _HYPHENS:
        return False
    (_, before), (start, end), (after, _) = words.places[at - 1 : at + 2]
    return before == start and end == after and words.texts[at + 1][:1].isupper()


def _kind(
    words: Words,
    left: Name,
    right: Name | None,
    end: int,
    alone: set[str],
    gazetteer: Gazetteer,
) -> str:
    """What kind of actor the whole is, or nothing if the two parts are two."""
    whole = words.phrase(left.start, end)
    if gazetteer.country(whole):
        return "country"
    if known := gazetteer.find(whole):
        return known[0].type.value
    first, second = words.texts[left.end - 1], words.texts[left.end + 1]
    if {first.lower(), second.lower()} & TITLES:
        return ""
    if gender_of_name(first) and gender_of_name(second):
        return "person"  # Anne-Sophie
    single = right is None or right.end - right.start == 1
    if left.kind == "person" and left.end - left.start > 1 and single and second not in alone:
        return "person"  # Kari Holm-Berg; but not "the Ann Lee-Reed talks" where a Reed is named
    return ""
