"""An entity of a list, and a place where a text names it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from counterpoint.types import Span

__all__ = ["Entity", "Named"]

_KINDS = {
    "people": "person",
    "person": "person",
    "organization": "organisation",
    "organisation": "organisation",
    "gpe": "country",
    "country": "country",
}
_GROUPS = frozenset(
    "party parties committee administration government department council congress senate house "
    "campaign court union association coalition group team democrats republicans conservatives "
    "liberals lawmakers senators representatives officials lawyers prosecutors voters supporters "
    "protesters activists critics leaders members states people families victims migrants "
    "immigrants workers students teachers police officers troops soldiers media press public "
    "community americans".split()
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity of a list.

    Attributes:
        name: Its name.
        type: What it is: People, GPE, Topic ...; may be empty.
        office: Whom "the president" and the like mean where no name stands, whatever else the text
            calls so; in lower case.
    """

    name: str
    type: str = ""
    office: str = ""

    @property
    def kind(self) -> str:
        """Person, organisation, country or thing; people of a group are an organisation."""
        return _kind(self.name, self.type)


@lru_cache(maxsize=4096)
def _kind(name: str, type_: str) -> str:
    kind = _KINDS.get(type_.casefold(), "thing" if type_ else "")
    last = name.split()[-1].casefold() if name.split() else ""
    return "organisation" if kind == "person" and last in _GROUPS else kind


@dataclass(frozen=True, slots=True)
class Named:
    """A place where an entity is named.

    Attributes:
        span: The words.
        entity: Number of the entity in the list.
        sure: How surely it is meant, 0 to 1.
        full: Whether it is a name, not a pronoun or a role.
    """

    span: Span
    entity: int
    sure: float
    full: bool = True
