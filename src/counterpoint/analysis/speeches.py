"""Speeches whose header names who gives them: the text's own voice is a person of a country."""

from __future__ import annotations

import re
from dataclasses import replace

from counterpoint.analysis.delegations import country_of_speech
from counterpoint.analysis.reasons import clip
from counterpoint.types import Document, Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["own_country", "speaker_of_speech"]

_SPEAKER = frozenset({"speaker"})
_OFFICE = frozenset({"post", "office", "position", "role"})
_POLITE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|H\.\s?E|His Excellency|Her Excellency)\b\.?\s+)+"
)
_OWN = re.compile(r"(?:my|our)\s+(?:own\s+)?(?:country|delegation|government|nation)\Z", re.I)
_LEAST = 0.5
_LONGEST = 200


def speaker_of_speech(document: Document, gazetteer: Gazetteer) -> Speaker | None:
    """Who gives a speech, by the fields of its header; nothing without a field ``speaker``.

    The country is read off the speech itself, or off the office.

    Args:
        document: With what its record held beside the text in ``extra``.
        gazetteer: Known countries.
    """
    told = " ".join(_field(document, _SPEAKER).split())
    name = _POLITE.sub("", told, count=1) if _POLITE.match(told) else told
    if not name or len(name) > _LONGEST:
        return None
    office = " ".join(_field(document, _OFFICE).split())[:_LONGEST]
    found = country_of_speech(document.text, gazetteer, speaker=name, post=office)
    sure = found is not None and found.score >= _LEAST
    reason = f"{name} gives this speech: its header says so"
    return Speaker(
        name,
        SpeakerType.PERSON,
        role=office,
        country=found.country if found is not None and sure else "",
        reason=f"{reason}; {found.reason}" if found is not None and sure else reason,
        score=0.98,
    )


def own_country(words: str, speech: Speaker) -> Speaker | None:
    """The country itself, where a speech speaks of "my delegation" or "our country"."""
    plain = " ".join(words.split())
    if not speech.country or not _OWN.match(plain):
        return None
    return replace(
        speech,
        name=speech.country,
        type=SpeakerType.COUNTRY,
        role="",
        reason=f"{clip(plain)} = {speech.country}: for which {speech.name} speaks",
        score=0.9,
    )


def _field(document: Document, names: frozenset[str]) -> str:
    return next((v for key, v in document.extra.items() if key.casefold() in names), "")
