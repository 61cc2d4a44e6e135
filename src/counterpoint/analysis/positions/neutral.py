"""Read a country as a country and a party as a party, whichever it is.

What a sentence says of an actor must not depend on which country or party is named in it. Before
the model reads a marked name that is one, it is exchanged for a fixed other of its kind, so that
equal sentences get equal answers by construction.
"""

from __future__ import annotations

from functools import cache

from counterpoint.models.gazetteer import built_in
from counterpoint.types import Span

__all__ = ["neutral_names"]

_COUNTRIES = ("Norway", "Portugal", "Chile", "Ghana", "Nepal", "Estonia")
_PARTIES = ("Conservatives", "Liberals", "Greens", "Centrists", "Socialists", "Nationalists")
_PARTY_NAMES = frozenset(
    "republicans democrats conservatives liberals greens socialists labour tories centrists "
    "nationalists progressives libertarians populists".split()
)


def neutral_names(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The text with marked countries and parties exchanged, and where the marks are then.

    Example:
        >>> neutral_names("Kenya left.", (Span(0, 5),))
        ('Norway left.', (Span(start=0, end=6),))
    """
    order = sorted(range(len(spans)), key=lambda number: spans[number])
    out, moved, done = "", list(spans), 0
    for place, number in enumerate(order):
        span = spans[number]
        if span.start < done:
            return text, spans  # names that overlap stay as they are
        name = _stand_in(span.of(text), place) or span.of(text)
        out += text[done : span.start]
        moved[number] = Span(len(out), len(out) + len(name))
        out += name
        done = span.end
    return out + text[done:], tuple(moved)


def _stand_in(name: str, place: int) -> str:
    bare = name.removeprefix("the ").removeprefix("The ")
    if bare in _countries():
        return _COUNTRIES[place % len(_COUNTRIES)]
    if bare.casefold() in _PARTY_NAMES:
        return name[: len(name) - len(bare)] + _PARTIES[place % len(_PARTIES)]
    return ""


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        name
        for actor in built_in().actors
        if actor.id.isupper() or actor.country == actor.name
        for name in (actor.name, *actor.aliases)
    )
