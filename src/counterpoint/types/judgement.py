"""Judgements of coders, runs of machines, and what failed.

Nothing here is ever overwritten. A judgement is added, or retracted with a time; what is shown is
the last live judgement over the finding. A model is a coder like a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

__all__ = [
    "Coder",
    "CoderKind",
    "Failure",
    "Judgement",
    "Run",
    "Status",
    "Step",
    "StepKind",
    "Verdict",
]


class Verdict(Enum):
    """What a coder says about a statement."""

    ACCEPT = "accept"
    REJECT = "reject"
    CHANGE = "change"  # one field holds another value
    UNSURE = "unsure"


class Status(Enum):
    """Where a statement stands: its last live verdict."""

    OPEN = "open"  # nobody has judged it
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CHANGED = "changed"
    UNSURE = "unsure"


class CoderKind(Enum):
    """A person or a run of a model: the same thing to everyone who reads."""

    PERSON = "person"
    MODEL = "model"


class StepKind(Enum):
    """What a person can do and undo."""

    JUDGE = "judge"
    MERGE = "merge"
    SPLIT = "split"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class Coder:
    """Who found or judged."""

    name: str
    kind: CoderKind = CoderKind.PERSON


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict of one coder on one statement.

    ``field_name`` and ``value`` are filled for CHANGE only. The statement is named by its id, which
    depends on the document and the spans alone, so a judgement outlives the run that it judged.
    """

    statement_id: str
    verdict: Verdict
    coder: str
    made_at: datetime
    field_name: str = ""
    value: str = ""
    reason: str = ""
    retracted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a person as the history shows it; undo and redo work on steps."""

    key: int
    kind: StepKind
    coder: str
    made_at: datetime
    summary: str  # a sentence: "Ana rejected s12…"
    reason: str = ""
    retracted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of work of the machine over a corpus, with all that is needed to repeat it."""

    key: int
    kind: str  # add, analyse, link, import, carry
    coder: str
    started_at: datetime
    finished_at: datetime | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    retracted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A document (or a place in an input) that a stage could not do, and why."""

    document_id: str
    stage: str
    message: str
    place: str = ""  # file and line, where there is no document
    run: int | None = None
