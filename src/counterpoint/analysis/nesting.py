"""Statements within statements: who is quoted within whose words.

A model that was trained on outer statements only finds no inner ones, so the contents are read once
more by the rules. An inner one is kept when it names a source of its own: what the outer speaker
says of himself ("I believe ...") is no other voice. What somebody cannot or should not say ("cannot
call itself a guest") is said by nobody, and of a doubtful one the rules must be surer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterpoint.analysis.acts import act_of
from counterpoint.analysis.near import touching
from counterpoint.analysis.rules import find_attributions
from counterpoint.types import Act, Attribution, Manner, Span, Statement

__all__ = ["arrange", "find_nested", "link_parents"]

_SELF = frozenset("i we you us me they who which that it this these those".split())
_MARKS = "\"'\u201c\u201d\u2018\u2019\u201e\u201f\u00ab\u00bb "
_LEAST = 0.3  # how sure the rules must be of an inner statement
_SURE = 0.5  # where its cue is no plain word of saying or wanting, or its content a question
_NO_SOURCE = frozenset(
    """not never let lets letting make makes making to how what when where why whether if because
    so as than there here""".split()
)
_UNREAL = frozenset("can cannot can't could couldn't may might must should shouldn't".split())
_STANDS = frozenset({Act.SUPPORTS, Act.OPPOSES, Act.WANTS})  # "cannot accept" is a stand
_QUESTIONS = frozenset("who what when where why how which whose".split())
_PERCEIVED = frozenset("see sees saw seen hear hears heard find finds found decide decides".split())
_TIMES = frozenset("in on at during before after last this next since until".split())
_MOST_WORDS = 15  # of a source
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
    taken = {place for one in attributions for place in _places(one.cue)}
    found: list[Attribution] = []
    for outer in attributions:
        if outer.manner is Manner.AUTHOR:
            continue
        for piece in _pieces(text, outer, sentences):
            for inner in find_attributions(piece.of(text)):
                moved = _move(inner, piece.start)
                if _is_other_voice(text, moved) and taken.isdisjoint(_places(moved.cue)):
                    found.append(replace(moved, score=min(moved.score, outer.score) * _DAMP))
                    taken.update(_places(moved.cue))
    return tuple(sorted(found, key=lambda one: one.cue[0].start))


def arrange(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The same statements in text order, each once and linked to the one that it lies within."""
    ordered = sorted({one.id: one for one in statements}.values(), key=_place)
    linked = link_parents([one.attribution for one in ordered])
    return tuple(
        replace(
            one,
            attribution=found,
            parent_id="" if found.parent is None else ordered[found.parent].id,
        )
        for one, found in zip(ordered, linked, strict=True)
    )


def _place(statement: Statement) -> tuple[int, int, int]:
    found = statement.attribution
    spans = sorted([*found.source, *found.cue, *found.content])
    marks = found.cue or found.content
    return spans[0].start if spans else 0, marks[0].start if marks else 0, len(spans)


def link_parents(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The same attributions, each with the index of the smallest one whose content holds it."""
    marks = sorted(
        (spans[0].start, index)
        for index, one in enumerate(attributions)
        if one.manner is not Manner.AUTHOR and (spans := one.cue or one.content)
    )
    pieces = sorted(
        (piece.start, piece.end, index)
        for index, one in enumerate(attributions)
        if one.manner is not Manner.AUTHOR
        for piece in one.content
    )
    parents: dict[int, int | None] = {}
    open_pieces: list[tuple[int, int, int]] = []
    begun = 0
    for place, index in marks:
        while begun < len(pieces) and pieces[begun][0] <= place:
            open_pieces.append(pieces[begun])
            begun += 1
        open_pieces = [piece for piece in open_pieces if piece[1] > place]
        around = sorted({piece[2] for piece in open_pieces} - {index})
        parents[index] = _smallest(attributions, index, around)
    return tuple(replace(one, parent=parents.get(index)) for index, one in enumerate(attributions))


def _smallest(attributions: Sequence[Attribution], index: int, around: Sequence[int]) -> int | None:
    """The smallest of these whose content holds the cue and a part of the content."""
    own = attributions[index]
    marks = own.cue or own.content
    size = sum(map(len, own.content))
    holding = [
        other
        for other in around
        if sum(map(len, attributions[other].content)) > size  # so that nobody is his own ancestor
        and all(any(piece.covers(mark) for piece in attributions[other].content) for mark in marks)
        and (not own.content or _share(attributions[other].content, own.content))
    ]
    return min(holding, key=lambda other: sum(map(len, attributions[other].content)), default=None)


def _share(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _pieces(text: str, outer: Attribution, sentences: Sequence[Span]) -> Iterator[Span]:
    """The sentences of a content, without the marks around them."""
    for content in outer.content:
        for sentence in touching(sentences, content):
            start = max(sentence.start, content.start)
            end = min(sentence.end, content.end)
            while start < end and text[start] in _MARKS:
                start += 1
            while start < end and text[end - 1] in _MARKS:
                end -= 1
            if end - start > 8:
                yield Span(start, end)


def _is_other_voice(text: str, inner: Attribution) -> bool:
    source = _words(text, inner.source)
    if not source or not inner.content or inner.score < _LEAST:
        return False
    if len(source) > _MOST_WORDS or not _NO_SOURCE.isdisjoint(source):
        return False
    if len(source) == 1 and source[0] in _SELF:
        return False
    cue = _words(text, inner.cue)
    if not _UNREAL.isdisjoint(cue) and act_of(" ".join(cue)) not in _STANDS:
        return False
    content = _words(text, inner.content)
    first = content[:1]
    if len(content) <= 3 and not _TIMES.isdisjoint(first):  # "announced in January"
        return False
    doubtful = not _QUESTIONS.isdisjoint(first) or not _PERCEIVED.isdisjoint(cue)
    return not doubtful or inner.score >= _SURE


def _words(text: str, spans: Sequence[Span]) -> list[str]:
    return " ".join(span.of(text) for span in spans).casefold().replace("\u2019", "'").split()


def _places(spans: Sequence[Span]) -> Iterator[int]:
    return (place for span in spans for place in range(span.start, span.end))


def _move(inner: Attribution, by: int) -> Attribution:
    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(span.start + by, span.end + by) for span in spans)

    return replace(
        inner, source=moved(inner.source), cue=moved(inner.cue), content=moved(inner.content)
    )
