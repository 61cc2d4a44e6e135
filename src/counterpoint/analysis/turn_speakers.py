"""Who speaks the turns of a transcript: name, office, organisation and country behind each mark.

A government publishes what its own people say. Whoever the heading of such a text names, or who
speaks there with an office, is of its country, and a spokesperson or its head of that very body,
unless the text says otherwise: "President Roe of Norland" is a guest, and so is a head of
government who is not the first that the heading names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.marks import spell_out
from counterpoint.analysis.persons import SPEAKS_FOR
from counterpoint.analysis.reasons import clip
from counterpoint.analysis.transcripts import (
    UPPER,
    Turn,
    name_of_mark,
    office_before,
    unnamed_mark,
)
from counterpoint.types import Document, Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer, KnownActor

__all__ = ["government_of", "speakers_of_turns"]

_GUEST = re.compile(
    r"\b(?:(?<!vice )president|prime minister|premier|chancellor|king|queen|prince|emperor|empress|"
    r"emir|sheikh|sultan|pope|taoiseach|secretary[- ]general|(?:foreign|prime|defen[cs]e) minister|"
    r"minister|ambassador|high commissioner|excellency)\b",
    re.I,
)
_OUTSIDE = re.compile(
    r"\b(?:ceo|chief executive|founder|owner|reporter|journalist|editor|anchor|professor|student|"
    r"teacher|pastor|bishop|reverend|survivor|former|actor|actress|singer|author|farmer|union)\b",
    re.I,
)
_AIDE = re.compile(
    r"\A(?:(?:special|deputy|senior|principal) )*(?:assistant|advis[eo]r|counsell?or) |"
    r"\b(?:advis[eo]r|assistant|counsell?or|director|coordinator|secretary)\Z",
    re.I,
)
_JOINED = re.compile(r",|\band\b")
_ELECTED = re.compile(
    r"\b(?:governor|mayor|senator|congress(?:wo)?man|representative|speaker|delegate|councill?or)\b",
    re.I,
)
_CAP = rf"[{UPPER}][\w'’.\-]*"
_REST = rf"(?: {_CAP}){{0,2}}"  # of a name: "King Leo IV of Norland"
_COUNTRY = rf"(?P<home>{_CAP}(?: (?:of|and|the|{_CAP})){{0,6}})"


@dataclass(frozen=True, slots=True)
class _Heading:
    """The heading of a document, and the government whose text it is."""

    title: str
    host: KnownActor | None


def government_of(document: Document, gazetteer: Gazetteer) -> KnownActor | None:
    """The body of a government that publishes a document, or None.

    Args:
        document: With its outlet.
        gazetteer: Known bodies.
    """
    found = gazetteer.find(document.outlet) if document.outlet else ()
    if len(found) == 1 and found[0].role == "government" and found[0].country:
        return found[0]
    return None


def speakers_of_turns(
    turns: Sequence[Turn], document: Document, actors: Sequence[Actor], gazetteer: Gazetteer
) -> dict[str, Speaker]:
    """The speaker behind each mark of a transcript.

    Args:
        turns: The turns.
        document: The transcript.
        actors: Who is named in it.
        gazetteer: Known countries and bodies.
    """
    told: dict[str, Speaker] = {}
    heading = _Heading(document.title, government_of(document, gazetteer))
    for turn in turns:
        label = turn.label
        if label in told:
            continue
        unnamed = unnamed_mark(label)
        if unnamed:
            reason = f"the mark {clip(label)} names nobody"
            told[label] = Speaker(unnamed, SpeakerType.GROUP, reason=reason, score=0.9)
            continue
        name = name_of_mark(label, document.text, document.title)
        if not name:
            reason = f"the document does not say who {clip(label)} is"
            told[label] = Speaker(spell_out(label), SpeakerType.GROUP, reason=reason, score=0.5)
            continue
        told[label] = _named(label, name, heading, actors, gazetteer)
    return told


def _named(
    label: str, name: str, heading: _Heading, actors: Sequence[Actor], gazetteer: Gazetteer
) -> Speaker:
    actor = next((a for a in actors if a.kind == "person" and name in (a.name, *a.forms)), None)
    where = "the heading" if name in heading.title else "this document"
    role = (actor.role if actor else "") or office_before(name, heading.title)
    organisation, country = (actor.organisation, actor.country) if actor else ("", "")
    reason = f"the mark {clip(label)} = {name}: named so in {where}"
    speaker = Speaker(
        name,
        SpeakerType.PERSON,
        role=role,
        organisation=organisation,
        country=country or _country_told(name, heading.title, gazetteer),
        reason=reason,
        score=0.95 if " " in name else 0.8,
    )
    return _at_home(label, speaker, heading)


def _at_home(label: str, speaker: Speaker, heading: _Heading) -> Speaker:
    """The speaker with body and country of the government whose text it is, if that is theirs."""
    host = heading.host
    if host is None or speaker.country not in ("", host.country):
        return speaker
    office = f"{label} {speaker.role}"
    place = _place(speaker.name, heading.title)
    second = place is not None and bool(_JOINED.search(heading.title[:place]))
    guest = _GUEST.search(label) or (_GUEST.search(speaker.role) and not _AIDE.search(speaker.role))
    outside = bool(_OUTSIDE.search(office))
    if SPEAKS_FOR.search(office):
        heads = own = True
    elif outside or guest:
        named = place is not None or (label.startswith("THE ") and not outside)
        own = named and not second
        heads = own and not outside
    else:
        heads, own = False, place is not None
    if own:
        body = host.name if heads else ""
        reason = f"{speaker.reason}; speaks for {host.name}, whose text it is"
        organisation = speaker.organisation or body
        return replace(speaker, organisation=organisation, country=host.country, reason=reason)
    official = speaker.role or speaker.organisation or _ELECTED.search(label)
    if official and not outside and not guest:
        reason = f"{speaker.reason}; speaks in a text of {host.name}"
        return replace(speaker, country=host.country, reason=reason)
    return speaker


def _place(name: str, title: str) -> int | None:
    """Where a heading names somebody, by any part of the name but an initial."""
    words = (rf"\b{re.escape(part)}\b" for part in _parts(name))
    return min(
        (found.start() for word in words for found in re.finditer(word, title)), default=None
    )


def _country_told(name: str, title: str, gazetteer: Gazetteer) -> str:
    """The country that a heading names behind somebody: "President Roe of Norland"."""
    for part in _parts(name):
        for found in re.finditer(rf"\b{re.escape(part)}\b{_REST},? of (?:the )?{_COUNTRY}", title):
            words = found.group("home").split()
            for end in range(len(words), 0, -1):
                home = gazetteer.country(" ".join(words[:end]).rstrip(".,"))
                if home is not None:
                    return home.name
    return ""


def _parts(name: str) -> Iterator[str]:
    words = name.split()
    yield from (word for word in (words[-1:] + words[:-1]) if len(word.rstrip(".")) > 2)
