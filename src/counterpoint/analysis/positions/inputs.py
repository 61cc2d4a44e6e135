"""Sentences and questions as the numbers that the positions model reads.

Training makes its rows with the very same functions.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterpoint.models.tokens import WordPieces

__all__ = [
    "CLOSE",
    "LONGEST",
    "LONGEST_TOPIC",
    "MARKERS",
    "OPEN",
    "TOWARD",
    "cut_words",
    "encode_marked",
    "encode_names",
    "encode_plain",
    "encode_topic",
    "encode_toward",
]

MARKERS = 1  # the first of four pieces, [unused0] to [unused3], whose vectors are the bundle's own
OPEN, CLOSE, TOWARD = 2, 3, 4
LONGEST, LONGEST_TOPIC = 120, 40
_LONGEST_NAME = 12
_TAIL = 8  # pieces that stay after the last marker when a sentence is cut


def cut_words(pieces: WordPieces, text: str) -> list[int]:
    """Numbers of the pieces of a text."""
    return [number for word in text.split() for number in pieces.cut(word)]


def encode_marked(
    pieces: WordPieces, text: str, spans: Sequence[tuple[int, int]]
) -> tuple[list[int], tuple[int, int]]:
    """Pieces of a sentence with marks around one or two names, and the places of the opening marks.

    Args:
        pieces: The vocabulary.
        text: The sentence.
        spans: Start and end of one or two names that do not overlap; with one, both places are its.
    """
    numbers, places = encode_names(pieces, text, spans)
    if len(numbers) > LONGEST:
        low = max(0, min(min(places) - LONGEST // 3, len(numbers) - LONGEST))
        if max(places) - low > LONGEST - _TAIL:
            low = max(0, max(places) - LONGEST + _TAIL)
        numbers = numbers[low : low + LONGEST]
        places = [max(0, place - low) for place in places]
    return numbers, (places[0], places[-1])


def encode_names(
    pieces: WordPieces, text: str, spans: Sequence[tuple[int, int]]
) -> tuple[list[int], list[int]]:
    """Pieces of a whole sentence with marks around its names, and the places of the opening marks.

    Args:
        pieces: The vocabulary.
        text: The sentence.
        spans: Start and end of each name; none overlaps another.
    """
    numbers: list[int] = [pieces.first]
    places = [0] * len(spans)
    done = 0
    for index in sorted(range(len(spans)), key=lambda i: spans[i]):
        start = max(spans[index][0], done)
        end = max(spans[index][1], start)
        numbers += cut_words(pieces, text[done:start])
        places[index] = len(numbers)
        numbers += [OPEN, *cut_words(pieces, text[start:end]), CLOSE]
        done = end
    numbers += [*cut_words(pieces, text[done:]), pieces.last]
    return numbers, places


def encode_topic(pieces: WordPieces, text: str, topic: str) -> tuple[list[int], int]:
    """Pieces of a text and a topic, and where the topic begins."""
    return _joined(pieces, text, cut_words(pieces, topic)[:LONGEST_TOPIC])


def encode_toward(pieces: WordPieces, text: str, holder: str, target: str) -> tuple[list[int], int]:
    """Pieces of a text and of "holder toward target", and where that begins."""
    names = [cut_words(pieces, name)[:_LONGEST_NAME] for name in (holder, target)]
    return _joined(pieces, text, [*names[0], TOWARD, *names[1]])


def encode_plain(pieces: WordPieces, text: str) -> list[int]:
    """Pieces of a text alone."""
    return [pieces.first, *cut_words(pieces, text)[: LONGEST - 2], pieces.last]


def _joined(pieces: WordPieces, text: str, topic: list[int]) -> tuple[list[int], int]:
    head = encode_plain(pieces, text)
    return [*head, *topic, pieces.last], len(head)
