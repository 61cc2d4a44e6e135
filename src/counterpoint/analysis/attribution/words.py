"""Cut a text into words as the scorer counts them, with what is known of each word's place.

A word is a run of letters, digits and inner apostrophes or hyphens, or one other visible character.
Beside each word stand its paragraph (text between line breaks), its sentence (by a light rule that
training and reading share, so that the model never meets another segmenter than its own) and the
quotation in double marks that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from counterpoint.types import Span

__all__ = ["Words", "cut_words", "quotations", "split_words"]

_WORD = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*|\S")
_MARK = re.compile("\n|[\u201c\u201f\u00ab]|[\u201d\u00bb]|``|\u2018\u2018|\u2019\u2019|''|\"")
_OPENING = {"\u201c", "\u201f", "\u00ab", "``", "\u2018\u2018"}
_CLOSING = {"\u201d", "\u00bb", "\u2019\u2019"}
_STOPS = {".", "!", "?", "\u2026"}
_AFTER_STOP = {".", "!", "?", "\u2026", '"', "'", "\u201d", "\u2019", "\u00bb", ")", "]"}
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen sens rep reps gov govs gen lt col capt sgt maj adm cmdr rev hon st"
    " messrs vs no nos jan feb mar apr jun jul aug sept sep oct nov dec etc inc corp ltd co dept"
    " est fig".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in columns.

    Attributes:
        texts: The words as they stand.
        starts: Where each begins in the text.
        ends: Where each ends.
        paragraphs: Number of its paragraph; a skipped region ends one.
        sentences: Number of its sentence.
        quotations: Number of the quotation that it stands in, or -1.
        solid: Whether it has a letter or digit.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]
    paragraphs: list[int]
    sentences: list[int]
    quotations: list[int]
    solid: list[bool]

    def __len__(self) -> int:
        return len(self.starts)


def cut_words(text: str, *, skip: Sequence[Span] = ()) -> Words:
    """Cut a text into words.

    Args:
        text: Any text, with a line break between paragraphs.
        skip: Regions that are not read (page furniture); a word that touches one is left out, and
            what stands after it is another paragraph.
    """
    words = Words([], [], [], [], [], [], [])
    gaps = sorted((region.start, region.end) for region in skip if region.end > region.start)
    marked = [*quotations(text), (len(text) + 1, len(text) + 1)]
    gap = quotation = paragraph = before = 0
    reached = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while gap < len(gaps) and gaps[gap][1] <= start:
            reached = max(reached, gaps[gap][1])
            gap += 1
        if gap < len(gaps) and gaps[gap][0] < end:
            continue
        while marked[quotation][1] <= start:
            quotation += 1
        if words.starts and (reached > before or text.find("\n", before, start) >= 0):
            paragraph += 1
        before = end
        word = match.group()
        words.texts.append(word)
        words.starts.append(start)
        words.ends.append(end)
        words.paragraphs.append(paragraph)
        words.quotations.append(quotation if marked[quotation][0] <= start else -1)
        words.solid.append(len(word) > 1 or word.isalnum())
    words.sentences.extend(_sentences(words))
    return words


def split_words(words: Words, most: int) -> Iterator[Words]:
    """Part a very long text, at the beginning of a paragraph or sentence where there is one.

    Args:
        words: The words of the text.
        most: Most words in a part.
    """
    start = 0
    while start < len(words):
        end = min(start + most, len(words))
        if end < len(words):
            for column in (words.paragraphs, words.sentences):
                cut = next(
                    (k for k in range(end, start + most // 2, -1) if column[k] != column[k - 1]), 0
                )
                if cut:
                    end = cut
                    break
        yield Words(*(getattr(words, field.name)[start:end] for field in fields(words)))
        start = end


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quotations in double marks begin and end, marks included.

    One that is left open runs to the end of its paragraph, as when it goes on in the next.
    """
    opened: int | None = None
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark == "\n":
            if opened is not None:
                yield opened, match.start()
            opened = None
        elif opened is None:
            if mark not in _CLOSING:
                opened = match.start()
        elif mark not in _OPENING:
            yield opened, match.end()
            opened = None
    if opened is not None:
        yield opened, len(text)


def _sentences(words: Words) -> Iterator[int]:
    texts, paragraphs = words.texts, words.paragraphs
    number = 0
    ended = False
    for here, word in enumerate(texts):
        if here and paragraphs[here] != paragraphs[here - 1]:
            number += 1
            ended = False
        elif ended and word not in _AFTER_STOP:
            if not word[0].islower():
                number += 1
            ended = False
        elif ended and word not in _STOPS and words.starts[here] > words.ends[here - 1]:
            number += 1  # an opening mark with a space before it
            ended = False
        if word in _STOPS:
            ended = ended or word != "." or _may_end(words, here)
        yield number


def _may_end(words: Words, here: int) -> bool:
    """Tell whether the full stop at a place can end a sentence."""
    if not here or words.ends[here - 1] != words.starts[here]:
        return True
    word = words.texts[here - 1]
    return not (len(word) == 1 and word.isalpha()) and word.lower() not in _ABBREVIATIONS
