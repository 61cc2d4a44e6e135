"""What the model is told of a word beside its pieces, and where its windows lie.

Training and reading share this module: a feature exists once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from counterpoint.analysis.attribution.words import Words
from counterpoint.models.tokens import WordPieces

__all__ = [
    "BREAKS",
    "PARAGRAPH_STEPS",
    "PUNCTUATION",
    "QUOTES",
    "QUOTE_RELATIONS",
    "SENTENCE_STEPS",
    "SHAPES",
    "WORD_STEPS",
    "Sheet",
    "Window",
    "head_range",
    "make_sheet",
    "overlapping_windows",
    "relations",
    "tile",
]

Integers: TypeAlias = npt.NDArray[np.int64]

SHAPES = 8
BREAKS = 4
QUOTES = 2
WORD_STEPS = 29
SENTENCE_STEPS = 9
PARAGRAPH_STEPS = 7
QUOTE_RELATIONS = 4
PIECES_A_WORD = 8
PUNCTUATION = 5

_STEP_STARTS = np.array([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text in numbers: one row of figures a word.

    Attributes:
        pieces: Word pieces of each word, at least one and at most eight.
        offsets: Number of pieces before each word, and of all at the end.
        shape: Case of the word.
        breaks: 1 where a paragraph begins, 2 in the first paragraph, 3 for both.
        quoted: 1 inside double quotation marks.
        quotation: Which quotation, or -1.
        sentence: Number of the sentence.
        paragraph: Number of the paragraph.
    """

    pieces: list[tuple[int, ...]]
    offsets: list[int]
    shape: Integers
    breaks: Integers
    quoted: Integers
    quotation: Integers
    sentence: Integers
    paragraph: Integers

    def __len__(self) -> int:
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class Window:
    """Words that the encoder reads together, and those of them that it answers for.

    Attributes:
        start: First word.
        end: Word after the last.
        owned_start: First word answered for.
        owned_end: Word after the last answered for.
    """

    start: int
    end: int
    owned_start: int
    owned_end: int


def make_sheet(words: Words, tokens: WordPieces) -> Sheet:
    """Turn words into the figures that the model reads."""
    unknown = (tokens.unknown,)
    pieces = [tokens.cut(text)[:PIECES_A_WORD] or unknown for text in words.texts]
    offsets = [0]
    for cut in pieces:
        offsets.append(offsets[-1] + len(cut))
    paragraph = np.array(words.paragraphs, dtype=np.int64)
    quotation = np.array(words.quotations, dtype=np.int64)
    begins = np.ones(len(words), dtype=np.int64)
    begins[1:] = paragraph[1:] != paragraph[:-1]
    return Sheet(
        pieces=pieces,
        offsets=offsets,
        shape=np.array([shape_of(text) for text in words.texts], dtype=np.int64),
        breaks=begins + 2 * (paragraph == 0),
        quoted=(quotation >= 0).astype(np.int64),
        quotation=quotation,
        sentence=np.array(words.sentences, dtype=np.int64),
        paragraph=paragraph,
    )


def shape_of(word: str) -> int:
    """Give the case of a word as a number."""
    if word.islower():
        return 0
    if not word[0].isalnum():
        return PUNCTUATION
    if word.isalpha() or not any(character.isdigit() for character in word):
        if len(word) == 1:
            return 6 if word.isupper() else 7
        if word[1:].islower():
            return 1
        return 2 if word.isupper() else 3
    return 4


def tile(sheet: Sheet, limit: int, first: int | None = None) -> Iterator[tuple[int, int]]:
    """Cut a text into windows without overlap, each ending where a paragraph or sentence does.

    Args:
        sheet: The text.
        limit: Most pieces in a window.
        first: Most pieces in the first window, if other.
    """
    start = 0
    while start < len(sheet):
        end = _window_end(sheet, start, limit if first is None else first)
        first = None
        yield start, end
        start = end


def overlapping_windows(sheet: Sheet, limit: int, overlap: int) -> list[Window]:
    """Cut a text into windows that share some words, each word owned by one of them.

    Within what two windows share, the border lies nearer to its beginning: a word needs more of
    what follows it than of what precedes it.

    Args:
        sheet: The text.
        limit: Most pieces in a window.
        overlap: About how many pieces two neighbours share.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(sheet):
        end = _window_end(sheet, start, limit)
        spans.append((start, end))
        if end == len(sheet):
            break
        back = bisect_left(sheet.offsets, sheet.offsets[end] - overlap)
        start = max(_sentence_start(sheet, back, end), start + 1)
    borders = [0]
    for (_, end), (following, _) in pairwise(spans):
        borders.append(following + (2 * (end - following)) // 5)
    borders.append(len(sheet))
    return [
        Window(start, end, low, high)
        for (start, end), low, high in zip(spans, borders, borders[1:], strict=False)
    ]


def _window_end(sheet: Sheet, start: int, limit: int) -> int:
    offsets = sheet.offsets
    end = max(bisect_right(offsets, offsets[start] + limit) - 1, start + 1)
    if end >= len(sheet):
        return len(sheet)
    nearest = bisect_left(offsets, offsets[start] + (3 * limit) // 4)
    for level in (sheet.paragraph, sheet.sentence):
        for place in range(end, max(nearest, start + 1) - 1, -1):
            if level[place] != level[place - 1]:
                return place
    return end


def _sentence_start(sheet: Sheet, back: int, end: int) -> int:
    for place in range(back, end):
        if place and sheet.sentence[place] != sheet.sentence[place - 1]:
            return place
    return back


def head_range(start: int, end: int, cue: tuple[int, int], width: int) -> tuple[int, int]:
    """Give the words of a window that a cue's roles are looked for in: those around the cue."""
    middle = (cue[0] + cue[1]) // 2
    low = max(start, min(middle - width // 2, end - width))
    return low, min(low + width, end)


def relations(
    sheet: Sheet, lows: Integers, width: int, cues: Sequence[tuple[int, int]]
) -> tuple[Integers, Integers, Integers, Integers]:
    """Tell how each word around a cue stands to it.

    Args:
        sheet: The text.
        lows: First word looked at, for each cue.
        width: How many words are looked at; past the end of the text the last one is repeated.
        cues: First word of each cue, and the word after its last.

    Returns:
        Buckets of the distance in words, in sentences and in paragraphs, and the relation of
        quotation (none, another one, the cue's own, in the cue); each with a row a cue.
    """
    index = np.minimum(lows[:, None] + np.arange(width)[None, :], len(sheet) - 1)
    bounds = np.array(cues, dtype=np.int64).reshape(-1, 2)
    first, last = bounds[:, :1], bounds[:, 1:] - 1
    step = np.where(index < first, index - first, np.where(index > last, index - last, 0))
    bucket = np.searchsorted(_STEP_STARTS, np.abs(step), side="right")
    words = np.where(step < 0, -bucket, bucket) + len(_STEP_STARTS)
    sentences = np.clip(sheet.sentence[index] - sheet.sentence[first], -4, 4) + 4
    paragraphs = np.clip(sheet.paragraph[index] - sheet.paragraph[first], -3, 3) + 3
    own = sheet.quotation[index]
    quotes = np.where(own < 0, 0, np.where(own == sheet.quotation[first], 2, 1))
    quotes = np.where(step == 0, 3, quotes)
    return words, sentences, paragraphs, quotes
