"""What to look at (Filter) and what network to make of it (NetworkSpec).

One meaning for command-line options, query strings, tables of ``counterpoint.toml`` and Python:
the fields below are the options, one to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from counterpoint.types.attribution import Act, Manner

__all__ = [
    "DOCUMENT_FIELDS",
    "Aggregation",
    "Duplicates",
    "Filter",
    "Kernel",
    "Mode",
    "NetworkKind",
    "NetworkSpec",
    "Normalisation",
    "TimeUnit",
]

DOCUMENT_FIELDS = ("author", "source", "section", "type", "id", "title")


class NetworkKind(StrEnum):
    """What is computed from the statements."""

    TWOMODE = "twomode"  # variable 1 by variable 2
    ONEMODE = "onemode"  # variable 1 by variable 1, through what they share in variable 2
    EVENTLIST = "eventlist"  # the selected statements themselves


class Mode(StrEnum):
    """Whose definitions are used."""

    STANDARD = "standard"  # the sane definition
    DNA = "dna"  # the numbers of Discourse Network Analyzer 3.1.2, its quirks included


class Aggregation(StrEnum):
    """What a cell makes of the qualifier."""

    IGNORE = "ignore"
    COMBINE = "combine"  # two-mode: which levels occur
    SUBTRACT = "subtract"  # two-mode: agreement minus disagreement; one-mode: congruence - conflict
    CONGRUENCE = "congruence"  # one-mode
    CONFLICT = "conflict"  # one-mode
    BOTH = "congruence & conflict"  # one-mode: a pair of networks, congruence first


class Normalisation(StrEnum):
    """What a cell is divided by."""

    NO = "no"
    ACTIVITY = "activity"  # two-mode: by row
    PROMINENCE = "prominence"  # two-mode: by column
    AVERAGE = "average"  # one-mode
    JACCARD = "jaccard"  # one-mode
    COSINE = "cosine"  # one-mode


class Duplicates(StrEnum):
    """Within what a repeated statement counts once."""

    INCLUDE = "include"  # every statement counts
    DOCUMENT = "document"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ACROSSRANGE = "acrossrange"
    COPIES = "copies"  # within a cluster of reused text


class TimeUnit(StrEnum):
    """What time windows are measured in; ``no`` means one network of everything."""

    NO = "no"
    EVENTS = "events"
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Kernel(StrEnum):
    """How statements near the middle of a window count more."""

    NO = "no"
    UNIFORM = "uniform"
    EPANECHNIKOV = "epanechnikov"
    TRIANGULAR = "triangular"
    GAUSSIAN = "gaussian"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements are meant; an empty field filters nothing.

    Values within a field combine as "or", fields as "and". ``since`` and ``until`` are both
    inclusive and compare with the document's date.
    """

    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    manners: tuple[Manner, ...] = ()
    acts: tuple[Act, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    min_score: float = 0.0
    text: str = ""  # words that the document or the statement must hold


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """How statements become a network; the words are those of Discourse Network Analyzer.

    Strings are taken for the enums, so ``NetworkSpec(kind="onemode")`` works.

    Attributes:
        statement_type: Label of the statement type; empty takes the only one or the first one
            with the two variables.
        variable1: Variable of the rows, or a document field (see ``variable1_document``).
        variable2: Variable of the columns, or that two row nodes share.
        qualifier: Variable of agreement, or None for none.
        variable1_document: Whether ``variable1`` names a document field; likewise the others.
        start: First document date, inclusive; None is the first date of all documents.
        stop: Last document date, inclusive.
        time_unit: Unit of the windows; ``no`` makes one network.
        time_size: Width of a window in that unit.
        indent: Kernel windows only where a full window fits.
        normalise_to_one: Divide each window's network by the sum of its cells.
        exclude: Values of variables that drop a statement (booleans as "0" and "1").
        invert: Keep, instead of drop, what ``exclude`` lists; likewise for the document fields.
        seed: Of whatever is drawn at random.

    Raises:
        ValueError: If a closed set does not have the value; the message lists what it has.
    """

    kind: NetworkKind = NetworkKind.TWOMODE
    mode: Mode = Mode.STANDARD
    statement_type: str = ""
    variable1: str = "organization"
    variable2: str = "concept"
    qualifier: str | None = "agreement"
    variable1_document: bool = False
    variable2_document: bool = False
    qualifier_document: bool = False
    aggregation: Aggregation = Aggregation.IGNORE
    normalisation: Normalisation = Normalisation.NO
    duplicates: Duplicates = Duplicates.INCLUDE
    isolates: bool = False
    start: datetime | None = None
    stop: datetime | None = None
    time_unit: TimeUnit = TimeUnit.NO
    time_size: int = 1
    kernel: Kernel = Kernel.NO
    indent: bool = False
    normalise_to_one: bool = False
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude_authors: tuple[str, ...] = ()
    exclude_sources: tuple[str, ...] = ()
    exclude_sections: tuple[str, ...] = ()
    exclude_types: tuple[str, ...] = ()
    invert: bool = False
    invert_authors: bool = False
    invert_sources: bool = False
    invert_sections: bool = False
    invert_types: bool = False
    seed: int = 1

    def __post_init__(self) -> None:
        closed = {
            "kind": NetworkKind,
            "mode": Mode,
            "aggregation": Aggregation,
            "normalisation": Normalisation,
            "duplicates": Duplicates,
            "time_unit": TimeUnit,
            "kernel": Kernel,
        }
        for name, options in closed.items():
            object.__setattr__(self, name, _one_of(options, getattr(self, name), name))
        if self.time_size < 0:
            raise ValueError(f"time_size is {self.time_size}; it must be 0 or more")
        lists = {name: tuple(values) for name, values in self.exclude.items()}
        object.__setattr__(self, "exclude", MappingProxyType(lists))
        for name in ("authors", "sources", "sections", "types"):
            object.__setattr__(self, f"exclude_{name}", tuple(getattr(self, f"exclude_{name}")))


_E = TypeVar("_E", bound=StrEnum)


def _one_of(options: type[_E], value: str, name: str) -> _E:
    try:
        return options(value)
    except ValueError:
        known = ", ".join(option.value for option in options)
        raise ValueError(f'{name} "{value}" does not exist; choose one of: {known}') from None
