"""Statements within statements: who is quoted within whose words.

A model that was trained on outer statements only finds no inner ones, so the contents are read once
more by the rules. An inner one is kept when it names a source of its own: what the outer speaker
says of himself ("I believe ...") is no other voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterpoint.analysis.rules import find_attributions
from counterpoint.types import Attribution, Manner, Span

__all__ = ["find_nested", "link_parents"]

_SELF = frozenset("i we you us me they who which that it this these those".split())
_MARKS = "\"'\u201c\u201d\u2018\u2019\u201e\u201f\u00ab\u00bb "
_LEAST = 0.3  # how sure the rules must be of an inner statement
_DAMP = 0.8  # an inner one is right at most as often as its outer one


def find_nested(
    text: str, attributions: Sequence[Attribution], sentences: Sequence[Span]
) -> tuple[Attribution, ...]:
    """Inner attributions that lie within the contents of others, in text order.

    Args:
        text: Text of the document.
        attributions: The outer ones.
        sentences: Sentences of the text.
    """
    taken = [span for one in attributions for span in one.cue]
    found: list[Attribution] = []
    for outer in attributions:
        if outer.manner is Manner.AUTHOR:
            continue
        for piece in _pieces(text, outer, sentences):
            for inner in find_attributions(piece.of(text)):
                moved = _move(inner, piece.start)
                if _is_other_voice(text, moved) and not _touches(moved.cue, taken):
                    found.append(replace(moved, score=min(moved.score, outer.score) * _DAMP))
                    taken.extend(moved.cue)
    return tuple(sorted(found, key=lambda one: one.cue[0].start))


def link_parents(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The same attributions, each with the index of the smallest one whose content holds it."""
    return tuple(
        replace(one, parent=_parent(attributions, index)) for index, one in enumerate(attributions)
    )


def _parent(attributions: Sequence[Attribution], index: int) -> int | None:
    own = attributions[index]
    marks = own.cue or own.content
    best: int | None = None
    size = 0
    for other, candidate in enumerate(attributions):
        if other == index or candidate.manner is Manner.AUTHOR or own.manner is Manner.AUTHOR:
            continue
        if not all(any(piece.covers(mark) for piece in candidate.content) for mark in marks):
            continue
        length = sum(map(len, candidate.content))
        if own.content and not any(
            piece.overlaps(inner) for piece in candidate.content for inner in own.content
        ):
            continue
        if best is None or length < size:
            best, size = other, length
    return best


def _pieces(text: str, outer: Attribution, sentences: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a content, without the marks around them."""
    for content in outer.content:
        for sentence in sentences:
            if not sentence.overlaps(content):
                continue
            start = max(sentence.start, content.start)
            end = min(sentence.end, content.end)
            while start < end and text[start] in _MARKS:
                start += 1
            while start < end and text[end - 1] in _MARKS:
                end -= 1
            if end - start > 8:
                yield Span(start, end)


def _is_other_voice(text: str, inner: Attribution) -> bool:
    words = " ".join(span.of(text) for span in inner.source).casefold().split()
    if not words or not inner.content or inner.score < _LEAST:
        return False
    return not (len(words) == 1 and words[0] in _SELF)


def _touches(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for span in spans for other in others)


def _move(inner: Attribution, by: int) -> Attribution:
    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(span.start + by, span.end + by) for span in spans)

    return replace(
        inner, source=moved(inner.source), cue=moved(inner.cue), content=moved(inner.content)
    )
