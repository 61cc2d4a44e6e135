"""Find quotations: where quoted text starts and where it ends.

News text breaks the simple rule "marks come in pairs" in four ways:

* a text mixes curly, straight, low and angle marks, and two apostrophes in place of a mark;
* a quotation over several paragraphs opens each paragraph again and closes once;
* a quotation holds another one, in marks of another kind;
* a mark never closes, because of a typo or because it was an inch sign.

So marks are paired within a paragraph, and a mark that stays open costs its own paragraph, never
the document. A single mark counts only where it cannot be an apostrophe: it opens after a space or
another mark and closes before one, and a paragraph with a lone one is read as if it had none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from counterpoint.analysis.near import touching
from counterpoint.analysis.segment import find_paragraphs
from counterpoint.types import Manner, Span

__all__ = ["Ending", "Quotation", "find_quotations", "manner_of"]

_MARK = re.compile(
    "``|\u2018\u2018|\u2019\u2019|''|[\u201c\u201d\u201e\u201f\u00ab\u00bb\"\u2018\u2019'\u201a]"
)
_CLOSERS = {
    "\u201c": {"\u201d"},
    "\u201f": {"\u201d"},
    "\u201e": {"\u201c", "\u201d"},
    "\u00ab": {"\u00bb"},
    "\u00bb": {"\u00ab"},
    '"': {'"'},
    "``": {"''", "\u2019\u2019"},
    "\u2018\u2018": {"\u2019\u2019", "''"},
    "''": {"''"},
    "\u2018": {"\u2019"},
    "\u201a": {"\u2018", "\u2019"},
    "'": {"'"},
}
_SINGLE = {"\u2018", "\u201a", "'", "\u2019"}
_DEEPEST = 4
_LONGEST_SINGLE = 2_000
_WORD = re.compile(r"\w+")
_INCHES = re.compile(r"\d\Z")


class Ending(Enum):
    """How a quotation ends."""

    CLOSED = "closed"
    CONTINUED = "continued"  # the next paragraph opens with the same mark
    UNCLOSED = "unclosed"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted text within one paragraph, marks included, and the quotations that it holds."""

    span: Span
    ending: Ending
    inner: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    text: str
    start: int
    end: int
    may_open: bool
    may_close: bool
    after_s: bool


def find_quotations(
    text: str, paragraphs: Sequence[Span] | None = None, *, single: bool = True
) -> Iterator[Quotation]:
    """Yield the quotations of a text in reading order; they never overlap.

    Args:
        text: Text of a document.
        paragraphs: Its paragraphs; those of ``find_paragraphs`` when not given.
        single: Whether single marks can open a quotation of their own, as in British papers.

    Yields:
        One quotation per paragraph that it runs through. An unclosed one ends with its paragraph,
        so that a stray mark cannot swallow what follows.

    Example:
        >>> text = "“We heard ‘never’ too often,” the minister said."
        >>> [quotation.span.of(text) for quotation in find_quotations(text)]
        ['“We heard ‘never’ too often,”']
    """
    parts = list(find_paragraphs(text) if paragraphs is None else paragraphs)
    for paragraph, following in zip_longest(parts, parts[1:]):
        yield from _in_paragraph(text, paragraph, following, single=single)


def manner_of(text: str, content: Sequence[Span], quotations: Sequence[Span]) -> Manner:
    """How a content is given: by the share of its words that stand in quotation marks."""
    words = inside = 0
    for piece in content:
        for match in _WORD.finditer(text, piece.start, piece.end):
            words += 1
            inside += bool(touching(quotations, Span(match.start(), match.start() + 1)))
    if words and inside == words:
        return Manner.DIRECT
    return Manner.MIXED if inside else Manner.INDIRECT


def _in_paragraph(
    text: str, paragraph: Span, following: Span | None, *, single: bool
) -> Iterator[Quotation]:
    marks = list(_marks(text, paragraph))
    place = 0
    while place < len(marks):
        mark = marks[place]
        place += 1
        if not mark.may_open or (mark.text in _SINGLE and not single):
            continue
        close, inner = _close(marks, place, mark)
        if close is not None:
            yield Quotation(Span(mark.start, marks[close].end), Ending.CLOSED, tuple(inner))
            place = close + 1
        elif mark.text not in _SINGLE and not _is_inch_sign(text, mark):
            again = following is not None and text.startswith(mark.text, following.start)
            ending = Ending.CONTINUED if again else Ending.UNCLOSED
            yield Quotation(Span(mark.start, paragraph.end), ending)
            return


def _close(marks: Sequence[_Mark], place: int, opened: _Mark) -> tuple[int | None, list[Span]]:
    """Number of the mark that closes an open one, and the quotations that lie between."""
    inner: list[Span] = []
    held: list[_Mark] = []
    limit = opened.end + _LONGEST_SINGLE if opened.text in _SINGLE else None
    for number in range(place, len(marks)):
        mark = marks[number]
        if limit is not None and mark.start > limit:
            break
        if held and mark.may_close and mark.text in _CLOSERS[held[-1].text]:
            inner.append(Span(held.pop().start, mark.end))
        elif mark.may_close and mark.text in _CLOSERS[opened.text]:
            if not _is_possessive(marks, number):
                return number, sorted(inner)
        elif mark.may_open and mark.text != opened.text and len(held) < _DEEPEST:
            held.append(mark)
    return None, []


def _is_possessive(marks: Sequence[_Mark], number: int) -> bool:
    """Whether a single mark after an s stands in a quotation that closes further on."""
    mark = marks[number]
    if mark.text not in _SINGLE or not mark.after_s:
        return False
    for place in range(number + 1, len(marks)):
        later = marks[place]
        if later.start > mark.start + _LONGEST_SINGLE:
            return False
        if later.text in _SINGLE and later.may_open:
            return False
        if later.text == mark.text and later.may_close and not later.after_s:
            return True
    return False


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        yield _Mark(
            match.group(), start, end, *_directions(match.group(), before, after), before in "sS"
        )


def _directions(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark can open and whether it can close, from the characters around it."""
    if mark in ("\u2019", "'"):
        opens = mark == "'" and not before.isalnum() and after.isalnum()
        return opens, not after.isalnum() and not before.isspace()
    if mark == "\u2018":
        return not before.isalnum(), False
    if mark == "\u00bb":
        return not after.isspace(), True
    if mark in ('"', "''"):
        tight = after.isspace() and not before.isspace()
        return not tight, not (before.isspace() and not after.isspace())
    return mark in _CLOSERS, mark not in ("\u201f", "\u201e", "\u201a", "``", "\u2018\u2018")


def _is_inch_sign(text: str, mark: _Mark) -> bool:
    return mark.text in ('"', "''") and bool(
        _INCHES.search(text, max(0, mark.start - 1), mark.start)
    )
