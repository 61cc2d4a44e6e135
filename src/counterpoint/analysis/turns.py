"""The turns of a transcript as statements, in one order with the statements within them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from counterpoint.analysis.near import merge_spans, touching
from counterpoint.analysis.nesting import arrange
from counterpoint.analysis.transcripts import Turn
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Manner,
    Span,
    Speaker,
    Statement,
    statement_id,
)

__all__ = ["is_turn", "with_turns"]

_SCORE = 0.98
_SAME = 0.9  # share of a turn's words from which on a statement says nothing but the turn


def with_turns(
    annotated: AnnotatedDocument, turns: Sequence[Turn], told: Mapping[str, Speaker]
) -> AnnotatedDocument:
    """The document with a statement for each turn; its marks are the sources.

    What was found within a turn gets it as its parent. What was found of the mark itself, or is
    the whole turn once more, gives way to the turn.

    Args:
        annotated: The document with what was found in it.
        turns: Its turns.
        told: The speaker of each mark.
    """
    spoken = [turn for turn in turns if turn.content]
    if not spoken:
        return annotated
    marks = [_mark(turn) for turn in turns]
    said = merge_spans(span for turn in spoken for span in turn.content)
    kept = [one for one in annotated.statements if not _gives_way(one, marks, said, spoken)]
    added = [_statement(annotated.document.id, turn, told.get(turn.label)) for turn in spoken]
    return replace(annotated, statements=arrange([*kept, *added]))


def is_turn(statement: Statement) -> bool:
    """Whether a statement is a turn of a transcript: its cue is what stands behind the mark."""
    said = statement.attribution
    if said.manner is not Manner.DIRECT or len(said.source) != 1 or len(said.cue) != 1:
        return False
    return said.cue[0].start == said.source[0].end and len(said.cue[0]) == 1


def _mark(turn: Turn) -> Span:
    """The mark with all that stands before what is said: colon, note in brackets."""
    end = turn.content[0].start if turn.content else turn.mark.end + 1
    return Span(turn.mark.start, max(turn.mark.end + 1, end))


def _statement(document: str, turn: Turn, speaker: Speaker | None) -> Statement:
    cue = Span(turn.mark.end, turn.mark.end + 1)
    attribution = Attribution((turn.mark,), (cue,), turn.content, Manner.DIRECT, _SCORE)
    return Statement(statement_id(document, attribution), document, attribution, speaker)


def _gives_way(
    statement: Statement, marks: Sequence[Span], said: Sequence[Span], turns: Sequence[Turn]
) -> bool:
    found = statement.attribution
    if found.manner is Manner.AUTHOR:  # what is said in a turn is not the author's
        return any(touching(said, span) or touching(marks, span) for span in found.content)
    if any(touching(marks, span) for span in (*found.source, *found.cue)):
        return True
    return bool(found.content) and _is_whole_turn(found.content, turns)


def _is_whole_turn(content: Sequence[Span], turns: Sequence[Turn]) -> bool:
    low, high = 0, len(turns)
    while low < high:  # the first turn that ends behind the content's beginning
        middle = (low + high) // 2
        if turns[middle].content[-1].end <= content[0].start:
            low = middle + 1
        else:
            high = middle
    if low == len(turns):
        return False
    own = turns[low].content
    shared = sum(
        min(one.end, span.end) - max(one.start, span.start)
        for span in content
        for one in touching(own, span)
    )
    return shared >= _SAME * sum(map(len, own))
