"""Measure links across documents, countries of speeches and speakers of turns against gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError
from counterpoint.evaluation.actors import (
    PairScores,
    names_in_full,
    score_pairs,
    turn_gold,
)
from counterpoint.types import SpeakerType
from counterpoint.types.actor import Voice
from counterpoint.types.gazetteer import Gazetteer
from counterpoint.workflow.gold_rows import gold_rows
from counterpoint.workflow.known import load_gazetteer, load_resolver

__all__ = ["ActorScores", "Share", "evaluate_actors"]

_HINT = (
    "GOLD is GUM (mentions with Wikipedia titles), speeches of the UN General Debate (speaker, "
    "post, iso3) or transcripts (text, title)"
)
_TYPES = {
    "person": SpeakerType.PERSON,
    "organisation": SpeakerType.ORGANISATION,
    "country": SpeakerType.COUNTRY,
    "document": SpeakerType.DOCUMENT,
    "place": SpeakerType.ORGANISATION,
}
_SAME = 0.85


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some cases are right, and examples of those that are not."""

    right: int
    cases: int
    wrong: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The share that is right."""
        return self.right / self.cases if self.cases else 0.0


@dataclass(frozen=True, slots=True)
class ActorScores:
    """Figures of one gold; those that it does not allow are missing."""

    links: PairScores | None = None  # all pairs of mentions
    across: PairScores | None = None  # pairs of mentions of different documents
    countries: Share | None = None
    turns: Share | None = None


def evaluate_actors(gold: str | Path, *, gazetteer: str = "") -> ActorScores:
    """Score what GOLD allows: links, countries of speeches, or speakers of turns.

    Raises:
        InputError: If the file holds none of these.
    """
    rows = gold_rows(gold)
    first = next(rows, None)
    if first is None or not isinstance(first[1], dict):
        raise InputError(f"{gold}: nothing to score", hint=_HINT)
    table = (row for _, row in chain([first], rows))
    known = load_gazetteer(gazetteer)
    if "mentions" in first[1] and "chains" in first[1]:
        return _links(table, known, gazetteer)
    if "iso3" in first[1]:
        return ActorScores(countries=_countries(table, known))
    if "text" in first[1]:
        return ActorScores(turns=_turns(table))
    raise InputError(f"{gold}: neither mentions, speeches nor transcripts", hint=_HINT)


def _links(rows: Iterable[Mapping[str, Any]], known: Gazetteer, gazetteer: str) -> ActorScores:
    """Link the named mentions of gold: their places and types are given, the rest is ours."""
    from counterpoint.actors.link import link_voices

    resolver = load_resolver(gazetteer)
    titles: dict[tuple[str, Any], str] = {}
    voice_of: dict[tuple[str, Any], int] = {}
    voices: list[Voice] = []
    for row in rows:
        places = {}
        for one in row["mentions"]:
            kind = {"person": "person", "organization": "organisation", "place": "place"}.get(
                one["type"]
            )
            if one.get("form") == "name" and one.get("name") and one.get("wiki") and kind:
                place = tuple(one["name"])
                places[place] = kind
                titles[str(row["id"]), place] = one["wiki"]
        for actor in resolver.actors_at(row["text"], places):
            voices.append(
                Voice(
                    len(voices),
                    str(row["id"]),
                    actor.name,
                    _TYPES.get(actor.kind, SpeakerType.ORGANISATION),
                    actor.role,
                    actor.organisation,
                    actor.country,
                )
            )
            for name in actor.names:
                voice_of[str(row["id"]), (name.span.start, name.span.end)] = len(voices) - 1
    linked = link_voices(voices, gazetteer=known)
    ids = {link.voice: link.actor_id for link in linked.links}
    found = {key: ids.get(voice_of[key]) if key in voice_of else None for key in titles}
    return ActorScores(score_pairs(titles, found), score_pairs(titles, found, across=True))


def _countries(rows: Iterable[Mapping[str, Any]], known: Gazetteer) -> Share:
    from babel.core import get_global

    from counterpoint.analysis.delegations import country_of_speech

    codes = get_global("territory_aliases")
    names = {actor.id: actor.name for actor in known.actors}
    right = cases = 0
    wrong: list[str] = []
    for row in rows:
        short = (codes.get(row["iso3"]) or [""])[0]
        want = names.get(short, str(row["country"]).strip())
        told = country_of_speech(
            row["text"], known, speaker=row.get("speaker") or "", post=row.get("post") or ""
        )
        cases += 1
        if told is not None and told.country == want:
            right += 1
        else:
            wrong.append(f"{row['id']}: {told.country if told else 'nothing'}, not {want}")
    return Share(right, cases, tuple(wrong))


def _turns(rows: Iterable[Mapping[str, Any]]) -> Share:
    from counterpoint.actors.names import compare_persons, person_name

    right = cases = 0
    wrong: dict[str, int] = {}
    for mark, want, said in _spoken(rows):
        cases += 1
        person = person_name(said) if said else None
        full = person is not None and bool(person.given)
        if full and compare_persons(said, want).score >= _SAME:
            right += 1
        else:
            told = f"{mark}: {said or 'nothing'}, not {want}"
            wrong[told] = wrong.get(told, 0) + 1
    ranked = sorted(wrong, key=lambda told: -wrong[told])
    return Share(right, cases, tuple(f"{told} ({wrong[told]} turns)" for told in ranked))


def _spoken(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Turns whose speaker's full name stands in the document: mark, gold, what we say."""
    from counterpoint.analysis.transcripts import find_turns, name_of_mark

    gold = turn_gold()
    for row in rows:
        title, text = str(row.get("title") or ""), row["text"]
        known: dict[str, str | None] = {}
        for turn in find_turns(text):
            want = gold.get(turn.label)
            if want is not None and turn.label not in known:
                told = names_in_full(want, f"{title}\n{text}")
                known[turn.label] = name_of_mark(turn.label, text, title) if told else None
            said = known.get(turn.label)
            if want is not None and said is not None:
                yield turn.label, want, said
