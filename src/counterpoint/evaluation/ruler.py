"""What attributions are measured in: words, and which of them stand in quotation marks.

This is a ruler of its own and shares no code with what it measures, so that a mistake in the
analysis cannot hide in the measurement.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

__all__ = ["DIRECT", "INDIRECT", "MIXED", "Ruler", "stretches"]

DIRECT, MIXED, INDIRECT = "direct", "mixed", "indirect"
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019\-][^\W_]+)*|[^\s]")
_MARK = re.compile("[\u201c\u201f\u00ab]|[\u201d\u00bb]|``|\u2018\u2018|\u2019\u2019|''|\"")
_ONLY_OPENS = frozenset(["\u201c", "\u201f", "\u00ab", "``", "\u2018\u2018"])
_ONLY_CLOSES = frozenset(["\u201d", "\u00bb", "\u2019\u2019"])


class Ruler:
    """A text cut into tokens.

    Args:
        text: The text that all spans point into.

    Attributes:
        starts: Where each token begins.
        ends: Where each token ends.
        solid: Tokens with a letter or digit.
        quoted: Tokens inside double quotation marks.
    """

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        solid = []
        for number, match in enumerate(_TOKEN.finditer(text)):
            self.starts.append(match.start())
            self.ends.append(match.end())
            if any(character.isalnum() for character in match.group()):
                solid.append(number)
        self.solid = frozenset(solid)
        self.quoted = self._in(_quotations(text))

    def tokens(self, spans: Iterable[Sequence[int]]) -> frozenset[int]:
        """Give the tokens that share a character with any of the spans."""
        out: set[int] = set()
        for start, end in spans:
            out.update(range(bisect_right(self.ends, start), bisect_left(self.starts, end)))
        return frozenset(out)

    def kind(self, content: frozenset[int]) -> str:
        """Tell whether a content is quoted wholly, partly or not at all."""
        words = content & self.solid
        inside = len(words & self.quoted)
        if not inside:
            return INDIRECT
        return DIRECT if inside == len(words) else MIXED

    def _in(self, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
        """Give the tokens that begin within any of the spans."""
        out: set[int] = set()
        for start, end in spans:
            out.update(range(bisect_left(self.starts, start), bisect_left(self.starts, end)))
        return frozenset(out)


def stretches(tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Give the first and last token of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for token in sorted(tokens):
        if runs and runs[-1][1] == token - 1:
            runs[-1] = (runs[-1][0], token)
        else:
            runs.append((token, token))
    return runs


def _quotations(text: str) -> list[tuple[int, int]]:
    """Give the stretches in double quotation marks; an open one ends with its line."""
    out = []
    place = 0
    for line in text.split("\n"):
        opened = None
        for match in _MARK.finditer(line):
            mark = match.group()
            if opened is None:
                opened = None if mark in _ONLY_CLOSES else match.start()
            elif mark not in _ONLY_OPENS:
                out.append((place + opened, place + match.end()))
                opened = None
        if opened is not None:
            out.append((place + opened, place + len(line)))
        place += len(line) + 1
    return out
