"""The coding desk: one statement at a time, judged, corrected, undone. No screen in here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.rows import parse_spans
from counterpoint.store.samples import drawn_ids
from counterpoint.types import Filter, Span
from counterpoint.types.judgement import Coder, Verdict
from counterpoint.workflow.corpus import statements

__all__ = ["Card", "Desk"]

_FIELDS = (
    *("id", "document_id", "title", "outlet", "published", "speaker", "manner", "act", "negated"),
    *("content", "content_spans", "source_spans", "cue_spans", "score", "status"),
    *("speaker_reason", "organisation", "country"),
)
_WORD = re.compile(r"\S+")
_RECENT = 9


@dataclass(frozen=True, slots=True)
class Card:
    """One statement as it is shown, with the text around it."""

    values: dict[str, Any]
    text: str

    def spans(self, part: str) -> tuple[Span, ...]:
        """Where the source, the cue or the content stands."""
        return parse_spans(self.values[f"{part}_spans"])


@dataclass(slots=True)
class Desk:
    """The statements that a filter selects, in order, and what a coder does with them.

    Every act is stored when it is made.
    """

    corpus: Corpus
    coder: Coder
    selection: Filter = field(default_factory=Filter)
    statuses: Sequence[str] = ()
    drawn: bool = False  # only what was drawn as a sample, in an order of chance
    ids: list[str] = field(default_factory=list)
    at: int = 0
    recent: list[str] = field(default_factory=list)  # concepts, the last used first
    _documents: list[str] = field(default_factory=list)
    _text: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """Find the statements."""
        found = list(
            statements(
                self.corpus,
                self.selection,
                fields=("id", "document_id"),
                statuses=self.statuses,
            )
        )
        if self.drawn:
            with self.corpus.reading() as connection:
                wanted = drawn_ids(connection)
            found = sorted(row for row in found if row[0] in wanted)  # ids are as good as chance
        if not found:
            draw = "draw a sample (counterpoint sample), or " if self.drawn else ""
            raise InputError(
                "there is no statement to code", hint=f"{draw}loosen the filters, or analyse first"
            )
        self.ids = [row[0] for row in found]
        self._documents = [row[1] for row in found]

    def card(self) -> Card:
        """The statement at hand, as it stands now."""
        document = self._documents[self.at]
        selection = Filter(documents=(document,))
        rows = (
            dict(zip(_FIELDS, row, strict=True))
            for row in statements(self.corpus, selection, fields=_FIELDS)
        )
        found = next((row for row in rows if row["id"] == self.ids[self.at]), None)
        if found is None:
            raise InputError("this statement is shown no more; somebody undid its run")
        if self._text[0] != document:
            self._text = (document, next(self.corpus.documents(ids=[document])).text)
        return Card(found, self._text[1])

    def move(self, steps: int) -> bool:
        """Go to another statement; says whether there was one."""
        wanted = self.at + steps
        if not 0 <= wanted < len(self.ids):
            return False
        self.at = wanted
        return True

    def move_document(self, steps: int) -> bool:
        """Go to the first statement of the next or the previous document."""
        order = list(dict.fromkeys(self._documents))
        wanted = order.index(self._documents[self.at]) + steps
        if not 0 <= wanted < len(order):
            return False
        self.at = self._documents.index(order[wanted])
        return True

    def find(self, words: str) -> bool:
        """Go to the next statement whose content, speaker or title holds the words."""
        wanted = words.casefold()
        fields = ("id", "content", "speaker", "title")
        rows = list(statements(self.corpus, self.selection, fields=fields, statuses=self.statuses))
        holding = {row[0] for row in rows if wanted in " ".join(map(str, row[1:])).casefold()}
        for step in range(1, len(self.ids) + 1):
            place = (self.at + step) % len(self.ids)
            if self.ids[place] in holding:
                self.at = place
                return True
        return False

    def judge(self, verdict: Verdict, **changes: str) -> str:
        """Judge the statement at hand; gives a sentence."""
        self.corpus.judge(self.ids[self.at], verdict, self.coder, changes=changes or None)
        if "concept" in changes:
            concept = changes["concept"]
            self.recent = [concept, *(one for one in self.recent if one != concept)][:_RECENT]
        said = ", ".join(f"{name} is {value}" for name, value in changes.items())
        done = {"accept": "accepted", "reject": "rejected", "unsure": "marked as unsure"}
        return f"{said or done[verdict.value]}, {self.left()} left"

    def left(self) -> int:
        """How many of the statements nobody has judged yet."""
        found = statements(self.corpus, self.selection, fields=("id",), statuses=("open",))
        open_ids = {row[0] for row in found}
        return sum(id in open_ids for id in self.ids)

    def undo(self) -> str:
        """Take back the coder's last act, and go to its statement."""
        return self._turned("undone", self.corpus.undo(by=self.coder.name))

    def redo(self) -> str:
        """Do again what the coder undid last."""
        return self._turned("done again", self.corpus.redo(by=self.coder.name))

    def _turned(self, word: str, step: Any) -> str:
        match = re.search(r"\bs[0-9a-f]{20}\b", step.summary)
        if match and match[0] in self.ids:
            self.at = self.ids.index(match[0])
        return f"{word}: {step.summary}"

    def moved(self, card: Card, spans: tuple[Span, ...], side: str, steps: int) -> tuple[Span, ...]:
        """The content with its start or end moved by words; never empty, never over another."""
        text = card.text
        if side == "start":
            places = [match.start() for match in _WORD.finditer(text)]
            first = spans[0]
            here = _nearest(places, first.start)
            start = places[max(0, min(here + steps, len(places) - 1))]
            return (Span(start, first.end), *spans[1:]) if start < first.end else spans
        places = [match.end() for match in _WORD.finditer(text)]
        last = spans[-1]
        here = _nearest(places, last.end)
        end = places[max(0, min(here + steps, len(places) - 1))]
        return (*spans[:-1], Span(last.start, end)) if end > last.start else spans


def _nearest(places: Sequence[int], wanted: int) -> int:
    return min(range(len(places)), key=lambda at: abs(places[at] - wanted))
