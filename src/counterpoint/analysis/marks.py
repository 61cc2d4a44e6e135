"""Marks of speakers ("ShimonPeres", "MS. PSAKI") to the actors that a document names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.persons import TITLES, gender_of_name

__all__ = ["actors_of_marks", "spell_out"]

_HUMP = re.compile(r"(?<=[a-zà-ÿ.])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^\w]+")


def spell_out(mark: str) -> str:
    """A mark as a name: words apart, capitals only where they belong.

    Example:
        >>> spell_out("ShimonPeres"), spell_out("MS. PSAKI"), spell_out("JohnFKennedy")
        ('Shimon Peres', 'Ms. Psaki', 'John F Kennedy')
    """
    words = [part for word in mark.strip(" :").split() for part in _HUMP.split(word) if part]
    shouted = len(mark) > 2 and mark.upper() == mark
    return " ".join(word.capitalize() if shouted and len(word) > 1 else word for word in words)


def _plain(words: str) -> str:
    return _NOT_WORD.sub("", words).lower()


def _match(mark: str, actors: Sequence[Actor]) -> Actor | None:
    parts = [p for p in spell_out(mark).split() if p.lower() not in TITLES] or [mark]
    whole = _plain("".join(parts))
    last = _plain(parts[-1])
    best: tuple[int, int] | None = None
    chosen = None
    for actor in actors:
        forms = {_plain(form) for form in (actor.name, *actor.forms)}
        ends = {_plain(form.split()[-1]) for form in actor.forms if form.split()}
        begins = {_plain(form.split()[0]) for form in actor.forms if form.split()}
        fit = (
            4 if whole in forms or _plain(mark) in forms
            else 3 if any(len(f) > 4 and (whole.endswith(f) or f.endswith(whole)) for f in forms)
            else 2 if last in ends and len(last) > 2
            else 1 if len(parts) == 1 and last in begins
            else 0
        )  # fmt: skip
        if fit and (best is None or (fit, len(actor.names)) > best):
            best, chosen = (fit, len(actor.names)), actor
    return chosen


def actors_of_marks(
    marks: Sequence[str | None], actors: list[Actor]
) -> tuple[list[int], dict[str, int]]:
    """For each sentence the number of the actor that speaks it, or -1.

    A mark that no name of the document fits becomes an actor of its own, named by the mark.

    Args:
        marks: For each sentence its mark, or nothing.
        actors: Of the document; further ones are appended.
    """
    known: dict[str, int] = {}
    persons = [actor for actor in actors if actor.kind == "person"]
    for mark in dict.fromkeys(mark for mark in marks if mark):
        actor = _match(mark, persons) or _match(mark, actors)
        if actor is None:
            name = spell_out(mark)
            actor = Actor(len(actors), "person", name, forms=[name])
            actor.gender = gender_of_name(name.split()[0]) if name else ""
            actors.append(actor)
            persons.append(actor)
        known[mark] = actor.number
    return [known[mark] if mark else -1 for mark in marks], known
