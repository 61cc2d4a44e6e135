"""Voices by their names: each different name once, with what its voices tell of it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from counterpoint.actors.descriptions import why_open
from counterpoint.actors.names import fold, organisation_key, person_name
from counterpoint.types.actor import Voice
from counterpoint.types.attribution import SpeakerType
from counterpoint.types.gazetteer import Gazetteer, KnownActor

__all__ = ["NOBODY", "Form", "Forms", "read_forms"]

NOBODY = -1
_GENERIC = frozenset(
    """ministry foreign interior defence defense finance health education justice labour labor
    environment agriculture trade transport department state government administration cabinet
    parliament senate congress assembly national house representatives commons lords police army
    navy air force military forces armed supreme court high central bank president presidency prime
    minister office ministers council party opposition embassy treasury election commission
    intelligence service security attorney general prosecutor public constitutional federal city
    mayor governor board committee agency authority authorities company university hospital school
    team club union association newspaper and of the for affairs
    """.split()
)
_PERSONAL = {SpeakerType.PERSON, SpeakerType.AUTHOR}


@dataclass(slots=True)
class Form:
    """A name with everything that its voices tell."""

    number: int
    kind: SpeakerType
    name: str
    spellings: Counter[str] = field(default_factory=Counter)
    voices: int = 0
    statements: int = 0
    organisations: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    first: date | None = None
    last: date | None = None
    known: KnownActor | None = None

    def best_name(self) -> str:
        """The spelling that is used most; the longer of equals."""
        return max(self.spellings, key=lambda name: (self.spellings[name], len(name), name))


@dataclass(slots=True)
class Forms:
    """All forms, and for each voice the forms of its name, its organisation and its country."""

    forms: list[Form] = field(default_factory=list)
    keys: array[int] = field(default_factory=lambda: array("q"))
    of_name: array[int] = field(default_factory=lambda: array("q"))
    of_organisation: array[int] = field(default_factory=lambda: array("q"))
    of_country: array[int] = field(default_factory=lambda: array("q"))
    days: list[date | None] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: list[SpeakerType] = field(default_factory=list)


class _Reader:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.out = Forms()
        self.by_key: dict[tuple[str, str], int] = {}
        self.cache: dict[tuple[SpeakerType, str, str], int] = {}
        self.same: dict[str, str] = {}

    def keep(self, text: str) -> str:
        return self.same.setdefault(text, text)

    def form(self, kind: SpeakerType, name: str, country: str) -> int:
        asked = (kind, name, country)
        if asked not in self.cache:
            self.cache[asked] = self._make(kind, name, country)
        return self.cache[asked]

    def _make(self, kind: SpeakerType, name: str, country: str) -> int:
        known = self._known(kind, name)
        if known is not None:
            return self._slot(known.type, f"={known.id}", known.name, known)
        if kind in _PERSONAL:
            person = person_name(name)
            if person is None or why_open(name, kind, self.gazetteer):
                return NOBODY
            key = " ".join((*person.words, person.suffix)).strip()
            return self._slot(SpeakerType.PERSON, key, name)
        key = organisation_key(name)
        general = kind is SpeakerType.ORGANISATION and bool(key) and set(key.split()) <= _GENERIC
        if not general and why_open(name, kind, self.gazetteer):
            return NOBODY
        if kind in {SpeakerType.DOCUMENT, SpeakerType.GROUP}:
            return self._slot(kind, fold(name), name)
        if not key:
            return NOBODY
        if general:
            # English texts that name no country mean the one of the United States.
            told = country or ("United States" if key == "congress" else "")
            home = self._of_country(key, told) if told else None
            if home is not None:
                return self._slot(home.type, f"={home.id}", home.name, home)
            own = f"{key} / {fold(country)}"
            return self._slot(kind, own, f"{name} ({country})") if country else NOBODY
        return self._slot(kind, key, name)

    def _of_country(self, key: str, country: str) -> KnownActor | None:
        """The known organisation of a country whose name ends with these words."""
        found = []
        for actor in self.gazetteer.actors:
            if actor.type is SpeakerType.ORGANISATION and actor.country == country:
                names = [organisation_key(name) for name in (actor.name, *actor.aliases)]
                chamber = key != "house" or any("house of" in name for name in names)
                if chamber and any(name == key or name.endswith(" " + key) for name in names):
                    found.append(actor)
        return found[0] if len(found) == 1 else None

    def _slot(self, kind: SpeakerType, key: str, name: str, known: KnownActor | None = None) -> int:
        slot = (kind.value, key)
        if slot not in self.by_key:
            self.by_key[slot] = len(self.out.forms)
            shown = " ".join(name.split())
            self.out.forms.append(Form(len(self.out.forms), kind, shown, known=known))
        return self.by_key[slot]

    def _known(self, kind: SpeakerType, name: str) -> KnownActor | None:
        found = [a for a in self.gazetteer.find(name) if _may_be(kind, a.type)]
        countries = [a for a in found if a.type is SpeakerType.COUNTRY]
        if kind is SpeakerType.COUNTRY and countries:
            return countries[0]
        return found[0] if len(found) == 1 else None

    def read(self, voice: Voice) -> None:
        out = self.out
        number = self.form(voice.type, voice.name, voice.country)
        whole = (
            self.form(SpeakerType.ORGANISATION, voice.organisation, voice.country)
            if voice.organisation
            else NOBODY
        )
        home = (
            self.form(SpeakerType.COUNTRY, voice.country, voice.country)
            if voice.country
            else NOBODY
        )
        out.keys.append(voice.key)
        out.of_name.append(number)
        out.of_organisation.append(whole)
        out.of_country.append(home)
        out.days.append(voice.day)
        out.roles.append(self.keep(voice.role))
        out.documents.append(self.keep(voice.document_id))
        out.names.append(self.keep(voice.name))
        out.kinds.append(voice.type)
        for held in {whole, home} - {NOBODY, number}:
            form = out.forms[held]
            form.spellings[voice.organisation if held == whole else voice.country] += 1
        if number != NOBODY:
            self._note(out.forms[number], voice)

    def _note(self, form: Form, voice: Voice) -> None:
        form.spellings[voice.name] += 1
        form.voices += 1
        form.statements += voice.statements
        if voice.organisation:
            form.organisations[organisation_key(voice.organisation)] += 1
        if voice.country:
            form.countries[fold(voice.country)] += 1
        if voice.role:
            form.roles[fold(voice.role)] += 1
        if voice.day is not None:
            form.first = min(form.first, voice.day) if form.first else voice.day
            form.last = max(form.last, voice.day) if form.last else voice.day


def _may_be(kind: SpeakerType, known: SpeakerType) -> bool:
    if kind in _PERSONAL:
        return known is SpeakerType.PERSON
    if kind is SpeakerType.GROUP:
        return False
    return known is not SpeakerType.PERSON


def read_forms(voices: Iterable[Voice], gazetteer: Gazetteer) -> Forms:
    """Read voices once; what they hold in common is kept once."""
    reader = _Reader(gazetteer)
    for voice in voices:
        reader.read(voice)
    return reader.out
