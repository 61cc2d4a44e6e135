"""Name a speaker as the user's own gazetteer does.

Only what the user brought renames: the built-in actors keep the name that the text gives them, and
linking joins them later.
"""

from __future__ import annotations

from dataclasses import replace

from counterpoint.analysis.reasons import clip
from counterpoint.types import Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer, KnownActor, surface

__all__ = ["name_known"]

_PERSONS = {SpeakerType.PERSON, SpeakerType.AUTHOR}


def name_known(speaker: Speaker | None, words: str, gazetteer: Gazetteer) -> Speaker | None:
    """The speaker with name, kind, office and home as the user's gazetteer tells them.

    Args:
        speaker: As the text alone tells.
        words: Of the source; they count before the speaker's name.
        gazetteer: Of the user, over the built-in one.
    """
    if speaker is None or not gazetteer.own:
        return speaker
    for told in (words, speaker.name):
        known = gazetteer.of_user(told) if told else None
        if known is not None and _may_be(speaker, told, known):
            return _as_known(speaker, told, known)
    return speaker


def _may_be(speaker: Speaker, told: str, known: KnownActor) -> bool:
    if speaker.type is SpeakerType.GROUP or surface(told) == surface(speaker.name):
        return True  # nobody else is meant: the text says no more than these words
    return (speaker.type in _PERSONS) == (known.type is SpeakerType.PERSON)


def _as_known(speaker: Speaker, told: str, known: KnownActor) -> Speaker:
    named = speaker.name == known.name
    reason = f"{clip(told)} = {known.name}: known to the gazetteer ({known.source})"
    person = known.type is SpeakerType.PERSON
    return replace(
        speaker,
        name=known.name,
        type=known.type,
        role=speaker.role or (known.role if person else ""),
        organisation=(speaker.organisation or known.organisation) if person else "",
        country=speaker.country or known.country,
        reason=speaker.reason if named and speaker.type is known.type else reason,
        score=speaker.score if named else max(speaker.score, 0.95),
    )
