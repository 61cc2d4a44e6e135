"""Words that describe somebody and name nobody, and lists of several: neither is one actor.

"Officials", "the President", "this month's report" are different ones in each text; "France and
Germany" are two. Both stay open, with the reason.
"""

from __future__ import annotations

import re

from counterpoint.actors.names import person_name
from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import Gazetteer

__all__ = ["members", "why_open"]

_BETWEEN = re.compile(r",? and |, (?!Inc|Ltd|LLC|Jr|Sr)")
# Before a name proper these do not stand; before a description they do.
_POINTING = frozenset(
    """a an the this that these those other another some any all both each every many most more few
    several various certain such no one two three four five his her its our their my your successive
    recent new former current last next own same senior top local independent unnamed anonymous
    unknown leading previous
    """.split()
)
# One word for many, or for anybody; capitals say nothing, since sentences begin with them.
_ANYBODY = frozenset(
    """everyone everybody someone somebody anyone anybody nobody none people persons others men
    women
    children parents families friends neighbors neighbours citizens residents voters taxpayers
    workers employees employers companies businesses firms investors consumers customers users
    readers writers authors editors critics supporters opponents observers analysts experts
    economists scientists researchers scholars academics historians engineers doctors nurses
    teachers
    students lawyers judges prosecutors police officers soldiers troops veterans officials leaders
    ministers senators congressmen lawmakers legislators politicians diplomats ambassadors
    governors
    mayors advisers advisors aides staff activists protesters demonstrators campaigners journalists
    reporters correspondents media newspapers sources witnesses victims survivors patients refugees
    migrants immigrants farmers fishermen hackers terrorists rebels militants attackers gunmen fans
    players coaches states countries nations governments authorities sides parties partners allies
    members representatives delegates participants respondents commentators columnists bloggers
    posters skeptics sceptics pundits pollsters organisers organizers executives shareholders
    traders bankers brokers donors volunteers locals villagers passengers drivers owners tenants
    """.split()
)
_RULING = frozenset({"administration", "government", "campaign", "regime"})
_KINDS_OF_RULE = frozenset(
    """conservative liberal labour labor republican democratic socialist federal national central
    local military civilian interim coalition caretaker minority opposition state provincial city
    """.split()
)
_OF = frozenset({"of", "for", "on", "in", "at", "to"})
_PAPERS = frozenset("data report reports study survey statement speech paper website".split())


def members(name: str, kind: SpeakerType, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The several that a name lists; nothing where it names one.

    Example:
        >>> from counterpoint.models.gazetteer import built_in
        >>> members("France, Spain and the Netherlands", SpeakerType.COUNTRY, built_in())
        ('France', 'Spain', 'Netherlands')
        >>> members("Trinidad and Tobago", SpeakerType.COUNTRY, built_in())
        ()
    """
    if " and " not in name or gazetteer.find(name):
        return ()
    parts = tuple(part.strip().removeprefix("the ") for part in _BETWEEN.split(name))
    proper = len(parts) > 1 and all(part[:1].isupper() for part in parts)
    if not proper or kind is SpeakerType.DOCUMENT:
        return ()
    if kind in {SpeakerType.ORGANISATION, SpeakerType.GROUP}:
        # "Food and Drug Administration" is one: only what is known tells the one from the other.
        known = sum(bool(gazetteer.find(part)) for part in parts)
        return parts if known == len(parts) or (known and kind is SpeakerType.GROUP) else ()
    return parts


def why_open(name: str, kind: SpeakerType, gazetteer: Gazetteer) -> str:
    """Why a name that the gazetteer does not know is nobody's across documents; else nothing.

    Example:
        >>> from counterpoint.models.gazetteer import built_in
        >>> why_open("Economists", SpeakerType.GROUP, built_in())
        'Economists: a group without a name'
        >>> why_open("Kari Lund", SpeakerType.PERSON, built_in())
        ''
    """
    several = members(name, kind, gazetteer)
    if several:
        return f"{name}: {len(several)} speakers, {', '.join(several)}"
    words = name.split()
    if not words:
        return "no name"
    check = {
        SpeakerType.PERSON: _open_person,
        SpeakerType.AUTHOR: _open_author,
        SpeakerType.GROUP: _open_group,
        SpeakerType.DOCUMENT: _open_document,
        SpeakerType.ORGANISATION: _open_organisation,
    }.get(kind)
    told = check(name, words, gazetteer) if check else ""
    return f"{name}: {told}" if told else ""


def _open_person(name: str, words: list[str], gazetteer: Gazetteer) -> str:
    if person_name(name) is None:
        return "an office, and no name"
    if not any(word[:1].isupper() for word in words) and _cased(name):
        return "a description, and no name"
    if words[0].lower() in _POINTING and len(words) > 1:
        return "a description, and no name"
    return ""


def _open_author(name: str, words: list[str], gazetteer: Gazetteer) -> str:
    if name.lower() == "the author":
        return "no name that could be another document's"
    return _open_person(name, words, gazetteer)


def _open_group(name: str, words: list[str], gazetteer: Gazetteer) -> str:
    proper = all(not _cased(word) or word[:1].isupper() for word in words) and len(name) > 1
    if not proper or words[0].lower() in _POINTING or words[-1].lower() in _ANYBODY:
        return "a group without a name"
    if person_name(name) is None or person_name(words[-1]) is None:
        return "an office, and no name"
    many = words[-1].endswith("s") and not words[-1].endswith("ss")
    if _cased(name) and not many and gazetteer.demonym(words[-1]) is None:
        return "a group without a name"  # "Reality": a group is many
    return ""


def _open_document(name: str, words: list[str], gazetteer: Gazetteer) -> str:
    proper = name[:1].isupper() and len(words) > 1
    last = words[-1]
    if not proper or words[0].lower() in _POINTING or last.lower() in _PAPERS:
        return "no name that could be another document's"
    if _cased(last) and not last[:1].isupper():
        return "no name that could be another document's"
    return ""


def _open_organisation(name: str, words: list[str], gazetteer: Gazetteer) -> str:
    if words[0].lower() in _POINTING - {"the", "one", "new", "independent", "top", "local"}:
        return "a description, and no name"
    at = next((i for i, word in enumerate(words) if word in _OF and i), len(words)) - 1
    head = words[at]
    if not _cased(head) or head != head.lower() or "." in head:
        return ""
    before = words[at - 1] if at else ""
    if head in _RULING and before[:1].isupper() and before.lower() not in _KINDS_OF_RULE:
        return ""  # "the Biden administration"
    return "a description, and no name"


def _cased(words: str) -> bool:
    """Whether the letters have a great and a small form: "Комитет", not "委員会"."""
    return words.lower() != words.upper()
