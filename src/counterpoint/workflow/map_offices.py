"""Whom an office without a name means in the texts of a government: its own holder.

"The President said no such thing" in a text that the White House publishes is about the President
of the United States, however often the same text names other presidents.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from counterpoint.types import AnnotatedDocument, Document, Speaker, SpeakerType
from counterpoint.types.gazetteer import Gazetteer
from counterpoint.workflow.map_people import People

__all__ = ["Offices", "offices_of", "speakers_at_home"]

_OFFICE = re.compile(
    r"\b(vice president|president|prime minister|chancellor|king|queen|press secretary)\Z", re.I
)
_CLEAR = 2  # times as often as anybody else


@dataclass(frozen=True, slots=True)
class Offices:
    """Who holds which office in the texts of a government, year by year."""

    held: Mapping[tuple[str, int], Mapping[str, str]]

    def of(self, document: Document, gazetteer: Gazetteer) -> Mapping[str, str]:
        """The offices of a document, each with the name of its holder; none without a government.

        Args:
            document: A text.
            gazetteer: Known bodies.
        """
        key = _key(document, gazetteer)
        return self.held.get(key, {}) if key else {}


def offices_of(
    documents: Iterable[AnnotatedDocument], gazetteer: Gazetteer, people: People
) -> Offices:
    """Learn from whoever speaks for a government with which office.

    Args:
        documents: With statements.
        gazetteer: Known bodies.
        people: What the corpus calls everybody.
    """
    counts: dict[tuple[str, int], dict[str, Counter[str]]] = defaultdict(dict)
    for one in documents:
        key = _key(one.document, gazetteer)
        for speaker in speakers_at_home(one, gazetteer) if key else ():
            office = _OFFICE.search(speaker.role.strip())
            if key and office:
                name = people.name_of(speaker.name)
                counts[key].setdefault(office.group(1).casefold(), Counter())[name] += 1
    return Offices(
        {
            key: {office: name for office, names in some.items() if (name := _holder(names))}
            for key, some in counts.items()
        }
    )


def speakers_at_home(one: AnnotatedDocument, gazetteer: Gazetteer) -> Iterator[Speaker]:
    """The speakers of turns in what their own government publishes, once a turn.

    Args:
        one: A document with statements.
        gazetteer: Known bodies.
    """
    from counterpoint.analysis.turn_speakers import government_of
    from counterpoint.analysis.turns import is_turn

    host = government_of(one.document, gazetteer)
    for statement in one.statements if host else ():
        speaker = statement.speaker
        if speaker and speaker.type is SpeakerType.PERSON and is_turn(statement):
            if host and speaker.country == host.country:
                yield speaker


def _key(document: Document, gazetteer: Gazetteer) -> tuple[str, int] | None:
    from counterpoint.analysis.turn_speakers import government_of

    body = government_of(document, gazetteer)
    if body is None:
        return None
    return body.name, document.published.year if document.published else 0


def _holder(names: Counter[str]) -> str:
    (name, most), *others = names.most_common(2)
    return "" if others and most < _CLEAR * others[0][1] else name
