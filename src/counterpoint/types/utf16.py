"""Positions in UTF-16 units (what Java programs count) and in code points (what we count).

They differ only behind characters beyond the basic plane: emoji, some Han characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

__all__ = ["from_utf16", "to_utf16"]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def to_utf16(text: str, positions: Iterable[int]) -> list[int]:
    """Code-point positions of a text as UTF-16 positions; beyond the end they go on in step.

    Example:
        >>> to_utf16("a\U0001f600b", [0, 1, 2, 3])
        [0, 1, 3, 4]
    """
    wide = _wide(text)
    return [at + bisect_left(wide, at) for at in positions]


def from_utf16(text: str, positions: Iterable[int]) -> list[int]:
    """UTF-16 positions of a text as code-point positions.

    A position inside a pair of surrogates goes to the start of its character.

    Example:
        >>> from_utf16("a\U0001f600b", [0, 1, 2, 3, 4])
        [0, 1, 1, 2, 3]
    """
    wide = _wide(text)
    if not wide:
        return list(positions)
    ends = [at + index + 1 for index, at in enumerate(wide)]  # unit of each second half
    return [at - bisect_left(ends, at + 1) for at in positions]


def _wide(text: str) -> list[int]:
    if text.isascii():
        return []
    return [match.start() for match in _ASTRAL.finditer(text)]
