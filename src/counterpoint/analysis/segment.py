"""Paragraphs and sentences: stretches of a text that never overlap and never leave it.

A paragraph is a line. Where a text is wrapped by hand (lines of like length, a blank line between
paragraphs), a paragraph is a block of such lines instead.

A sentence ends at a full stop, question or exclamation mark with the closing marks behind it,
unless the stop belongs to an abbreviation ("Sen."), an initial ("J. Smith"), a figure ("3.5"), a
name of dots ("U.S.") that goes on, or the next word begins small (“No!” he said).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import quantiles

from counterpoint.types import Span

__all__ = ["find_paragraphs", "find_sentences"]

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_BREAK = re.compile(r"\n|\r\n?|\u2028|\u2029|\x0b|\x0c")
_STOP = re.compile(
    r"(?<![.!?\u2026\u203d])[.!?\u2026\u203d]++"
    r"(?:['\"\u2019\u201d\u00bb\u201c)\]])*+(?=\s)"
)
_WORD_BEFORE = re.compile(r"[^\s(\[\u201c\u2018\"'\u00ab\u2014\u2013-]*\Z")
_NEXT = re.compile(r"\s+(?:[\"'\u201c\u2018\u00ab\u201e(\[\u2014\u2013-]\s?)*(\w?)")
_NEXT_WORD = re.compile(r"\s+[\"'\u201c\u2018\u00ab\u201e(\[]*(\w+)")

_ALWAYS_GO_ON = frozenset(
    "mr mrs ms messrs mme dr prof sen sens rep reps gov govs gen lt col capt sgt maj adm cmdr rev "
    "hon st mt ft pres supt det insp amb atty vs cf viz e.g i.e approx ca".split()
)
# These end a sentence when the next word is one that likes to begin one.
_OFTEN_GO_ON = frozenset(
    "jan feb mar apr jun jul aug sept sep oct nov dec inc corp ltd co llc bros dept est etc al jr "
    "sr ph.d a.m p.m u.s u.k u.n e.u u.s.s.r d.c no nos vol fig ave blvd rd ala ariz ark calif "
    "colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa "
    "tenn tex vt va wash wis wyo".split()
)
_NUMBER_FOLLOWS = frozenset("no nos vol fig pp p art sec ch".split())
_BEGINNERS = frozenset(
    "the a an this that these those he she it they we you i his her its their our my but and or so "
    "yet however in on at by for with from after before when while if as since though although "
    "because there here what who why how where once not no some many most all both each every one "
    "two also still instead meanwhile then now another other according asked".split()
)
_WRAPPED = (50, 100)  # lengths between which lines of a text wrapped by hand lie


def find_paragraphs(text: str) -> tuple[Span, ...]:
    r"""Paragraphs of a text in reading order, without the white space around them.

    Example:
        >>> [span.of("One. \n\n Two.") for span in find_paragraphs("One. \n\n Two.")]
        ['One.', 'Two.']
    """
    lines = [span for match in _LINE.finditer(text) if (span := _trim(text, *match.span()))]
    if not _is_wrapped(text, lines):
        return tuple(lines)
    return tuple(_join_blocks(text, lines))


def find_sentences(text: str, paragraphs: Sequence[Span] | None = None) -> tuple[Span, ...]:
    """Sentences of a text in reading order; each lies within one paragraph.

    Args:
        text: Any text.
        paragraphs: Stretches to cut; those of ``find_paragraphs`` when not given.

    Example:
        >>> text = "Sen. Ann Lee met J. P. Roe. “No!” she said."
        >>> [span.of(text) for span in find_sentences(text)]
        ['Sen. Ann Lee met J. P. Roe.', '“No!” she said.']
    """
    found: list[Span] = []
    for paragraph in find_paragraphs(text) if paragraphs is None else paragraphs:
        found.extend(_cut(text, paragraph))
    return tuple(found)


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        if match.end() < paragraph.end and _ends_sentence(text, start, match):
            if span := _trim(text, start, match.end()):
                yield span
            start = match.end()
    if span := _trim(text, start, paragraph.end):
        yield span


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    first = following.group(1) if following else ""
    if first and first.islower():
        return False
    marks = match.group()
    if marks[0] != "." or marks.startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(start, match.start() - 40), match.start())
    word = before.group().casefold() if before else ""
    return not _goes_on(word, text, match.end(), closed=len(marks) > 1)


def _goes_on(word: str, text: str, end: int, *, closed: bool) -> bool:
    """Whether a stop after this word is part of the word, so that the sentence goes on."""
    if closed or not word:
        return False
    following = _NEXT_WORD.match(text, end)
    after = following.group(1) if following else ""
    if word in _ALWAYS_GO_ON:
        return True
    if word in _NUMBER_FOLLOWS:
        return after[:1].isdigit() or (word not in _OFTEN_GO_ON and len(word) == 1)
    if word in _OFTEN_GO_ON or "." in word:
        return after.casefold() not in _BEGINNERS
    return len(word) == 1 and word.isalpha() and (word != "i" or after[1:2].islower())


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Whether the lines of a text were broken by hand at one width."""
    if len(lines) < 6 or not any(
        len(_BREAK.findall(text, one.end, two.start)) > 1 for one, two in pairwise(lines)
    ):
        return False
    inner = [
        len(one)
        for one, two in pairwise(lines)
        if len(_BREAK.findall(text, one.end, two.start)) == 1
    ]
    if len(inner) < 4 or max(map(len, lines)) > _WRAPPED[1]:
        return False
    return quantiles(inner, n=4)[0] >= _WRAPPED[0]


def _join_blocks(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    start, end = lines[0].start, lines[0].end
    for line in lines[1:]:
        if len(_BREAK.findall(text, end, line.start)) > 1:
            yield Span(start, end)
            start = line.start
        end = line.end
    yield Span(start, end)


def _trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space at its edges; nothing when no more is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
