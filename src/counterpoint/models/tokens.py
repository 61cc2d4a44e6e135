"""Text to word pieces, with nothing but a vocabulary file.

This reads the ``vocab.txt`` of an uncased BERT and cuts words exactly as BERT's own tokenizer does:
control characters go, Chinese characters stand alone, accents and case go, punctuation is split
off, and what is left is cut greedily into the longest pieces that the vocabulary has. The
``tokenizers`` package does the same faster, but brings a download client along, and the price
does not matter here: news repeats its words, so nearly every word is answered from a cache.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from counterpoint.errors import ModelError

__all__ = ["WordPieces"]

_CACHE_SIZE = 200_000
_LONGEST_CACHED = 64
_LONGEST_PART = 100
_CJK = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """An uncased WordPiece vocabulary and the words that it has already cut.

    Args:
        vocabulary: Number of each piece; a piece inside a word begins with ``##``.

    Attributes:
        first: Number of the piece that opens a sequence (``[CLS]``).
        last: Number of the piece that closes it (``[SEP]``).
        padding: Number of the piece that fills it up (``[PAD]``).
        unknown: Number of the piece for what the vocabulary cannot spell (``[UNK]``).
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        missing = {"[CLS]", "[SEP]", "[PAD]", "[UNK]"} - vocabulary.keys()
        if missing:
            raise ModelError(
                f"the vocabulary lacks {', '.join(sorted(missing))}",
                hint="the model bundle is damaged; install counterpoint again",
            )
        self._vocabulary = vocabulary
        self._cache: dict[str, tuple[int, ...]] = {}
        self.first = vocabulary["[CLS]"]
        self.last = vocabulary["[SEP]"]
        self.padding = vocabulary["[PAD]"]
        self.unknown = vocabulary["[UNK]"]

    @classmethod
    def read(cls, path: Path) -> WordPieces:
        """Read a vocabulary file: one piece a line, numbered from 0."""
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(
                f"cannot read the vocabulary {path}: {error}",
                hint="the model bundle is damaged; install counterpoint again",
            ) from None
        if lines and not lines[-1]:
            lines.pop()
        return cls({piece.rstrip("\r"): number for number, piece in enumerate(lines)})

    def __len__(self) -> int:
        return len(self._vocabulary)

    def cut(self, text: str) -> tuple[int, ...]:
        """Give the numbers of the pieces of a word or short text; empty if none is left."""
        pieces = self._cache.get(text)
        if pieces is None:
            pieces = tuple(number for part in _parts(text) for number in self._cut_part(part))
            if len(text) <= _LONGEST_CACHED:
                if len(self._cache) >= _CACHE_SIZE:
                    self._cache.clear()
                self._cache[text] = pieces
        return pieces

    def _cut_part(self, part: str) -> list[int]:
        if len(part) > _LONGEST_PART:
            return [self.unknown]
        vocabulary = self._vocabulary
        pieces = []
        start = 0
        while start < len(part):
            mark = "##" if start else ""
            for end in range(len(part), start, -1):
                number = vocabulary.get(mark + part[start:end])
                if number is not None:
                    pieces.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return pieces


def _parts(text: str) -> list[str]:
    """Clean and split a text as BERT's basic tokenizer does."""
    if text.isascii() and text.isalnum():
        return [text.lower()]
    spaced = "".join(_clean(character) for character in text)
    plain = "".join(
        character
        for character in unicodedata.normalize("NFD", spaced)
        if unicodedata.category(character) != "Mn"
    ).lower()
    return "".join(
        f" {character} " if _is_punctuation(character) else character for character in plain
    ).split()


def _clean(character: str) -> str:
    if character in "\t\n\r":
        return " "
    code = ord(character)
    category = unicodedata.category(character)
    if code in (0, 0xFFFD) or category in ("Cc", "Cf", "Cs", "Co"):
        return ""
    if category == "Zs":
        return " "
    if code >= 0x3400 and any(low <= code <= high for low, high in _CJK):
        return f" {character} "
    return character


def _is_punctuation(character: str) -> bool:
    code = ord(character)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(character).startswith("P")
