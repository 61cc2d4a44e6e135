"""Count what lies beyond the spans in gold that tells spans alone.

Such gold cannot say whether an act is right; it shows how acts, negation and nesting are spread
over real news, and whether cues with a word of negation in them are read as negated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoint.analysis.acts import read_cue
from counterpoint.analysis.nesting import find_nested
from counterpoint.analysis.segment import find_sentences
from counterpoint.errors import InputError
from counterpoint.evaluation.attribution import ROLES, GoldDocument
from counterpoint.evaluation.gold import gold_document
from counterpoint.types import Act, Attribution, Manner, Span
from counterpoint.workflow.gold_rows import gold_rows

__all__ = ["ActCounts", "count_acts"]

_NEGATION = re.compile(r"\b(?:not|never|no|nor|neither|cannot)\b|n['\u2019]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActCounts:
    """How often each act was read in gold statements.

    Attributes:
        texts: Number of texts.
        acts: Statements by act.
        negated: Of them, those read as negated.
        nested: Statements found within the content of another.
        negation_words: Statements whose cue holds a word of negation.
        negated_of_them: Of these, those read as negated.
    """

    texts: int
    acts: Mapping[str, int]
    negated: Mapping[str, int]
    nested: int
    negation_words: int
    negated_of_them: int

    @property
    def statements(self) -> int:
        """Number of gold statements."""
        return sum(self.acts.values())

    def rows(self) -> list[tuple[str, ...]]:
        """Give the counts as a table: a head, then a row an act, the most frequent first."""
        rows: list[tuple[str, ...]] = [("act", "statements", "share, %", "negated")]
        for act, count in sorted(self.acts.items(), key=lambda item: (-item[1], item[0])):
            share = f"{100 * count / self.statements:.1f}"
            rows.append((act, str(count), share, str(self.negated.get(act, 0))))
        return rows

    def as_json(self) -> dict[str, Any]:
        """Give the counts as plain values."""
        return {
            "texts": self.texts,
            "statements": self.statements,
            "acts": dict(self.acts),
            "negated": dict(self.negated),
            "nested": self.nested,
            "cues_with_negation": self.negation_words,
            "negated_of_them": self.negated_of_them,
        }


def count_acts(gold: str | Path) -> ActCounts:
    """Read act, negation and nesting from the spans of gold attributions, and count them.

    Args:
        gold: JSON Lines with `id`, `text` and `attributions`, plain or gzip.

    Raises:
        InputError: If the file does not hold what it should.
    """
    acts: Counter[str] = Counter()
    negated: Counter[str] = Counter()
    texts = nested = words = of_them = 0
    for where, row in gold_rows(gold):
        document = gold_document(row, where=where)
        statements = list(_statements(document))
        sentences = find_sentences(document.text)
        texts += 1
        nested += len(find_nested(document.text, statements, sentences))
        for one in statements:
            act, is_negated = _read(document.text, one, sentences)
            acts[act.value] += 1
            negated[act.value] += is_negated
            if any(_NEGATION.search(span.of(document.text)) for span in one.cue):
                words += 1
                of_them += is_negated
    if not acts:
        raise InputError(
            f"{gold}: no attributions", hint="name a JSON Lines file with gold attributions"
        )
    return ActCounts(texts, acts, negated, nested, words, of_them)


def _read(text: str, one: Attribution, sentences: Sequence[Span]) -> tuple[Act, bool]:
    cue = one.cue[0]
    around = next((sentence for sentence in sentences if sentence.overlaps(cue)), cue)
    reading = read_cue(text, one, around)
    return reading.act, reading.negated


def _statements(document: GoldDocument) -> Iterator[Attribution]:
    for roles in document.attributions:
        source, cue, content = (
            tuple(Span(start, end) for start, end in roles[role]) for role in ROLES
        )
        if cue and content:
            yield Attribution(source, cue, content, Manner.INDIRECT, 1.0)
