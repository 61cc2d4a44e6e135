"""Statements as a table for people, as wide as the terminal."""

from __future__ import annotations

import re
import shutil
import textwrap
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterpoint.types import AnnotatedDocument, Statement

__all__ = ["closing_line", "statement_table"]

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_NARROW, _WIDE = 60, 160
_MOST_LINES = 3
_FIXED = (8, 13, 5)  # manner, act, place


def statement_table(
    annotated: AnnotatedDocument, *, heading: bool = False, width: int | None = None
) -> str:
    """The statements of a document, one below the other.

    Args:
        annotated: The document with its statements.
        heading: Whether its title comes first.
        width: Columns; those of the terminal when not given.
    """
    columns = _columns(width or shutil.get_terminal_size((100, 24)).columns)
    lines = [_title(annotated, sum(columns) + 2 * (len(columns) - 1))] if heading else []
    if not annotated.statements:
        lines.append("No statements found.")
        return "\n".join([*lines, ""])
    rows = [("Speaker", "Manner", "Act", "Statement", "Place")]
    lines += _row(rows[0], columns)
    lines.append("  ".join("-" * column for column in columns))
    starts = [paragraph.start for paragraph in annotated.paragraphs]
    ids = {statement.id for statement in annotated.statements}
    for statement in annotated.statements:
        lines += _row(
            _cells(annotated, statement, starts, nested=statement.parent_id in ids), columns
        )
    return "\n".join([*lines, ""])


def closing_line(documents: int, statements: int, speakers: int) -> str:
    """What was done, in one line."""
    texts = "1 document" if documents == 1 else f"{documents:,} documents"
    found = "1 statement" if statements == 1 else f"{statements:,} statements"
    people = "1 speaker" if speakers == 1 else f"{speakers:,} speakers"
    return f"{found} by {people} in {texts}."


def _columns(width: int) -> tuple[int, int, int, int, int]:
    width = min(max(width, _NARROW), _WIDE)
    manner, act, place = _FIXED
    rest = width - manner - act - place - 8
    speaker = max(14, min(32, rest * 3 // 10))
    return speaker, manner, act, rest - speaker, place


def _title(annotated: AnnotatedDocument, width: int) -> str:
    document = annotated.document
    title = clean(document.title or document.path or document.id)
    return "\n".join(textwrap.wrap(title, width)) + "\n"


def _cells(
    annotated: AnnotatedDocument, statement: Statement, starts: Sequence[int], *, nested: bool
) -> tuple[str, str, str, str, str]:
    text = annotated.document.text
    found = statement.attribution
    content = " … ".join(span.of(text) for span in found.content)
    place = found.cue or found.content
    paragraph = bisect_right(starts, place[0].start) if place else 0
    return (
        ("  ↳ " if nested else "") + clean(_speaker(text, statement)),
        found.manner.value,
        ("not: " if found.negated else "") + found.act.value,
        clean(content),
        f"¶ {paragraph}",
    )


def _speaker(text: str, statement: Statement) -> str:
    if statement.speaker is not None:
        about = ", ".join(
            part for part in (statement.speaker.role, statement.speaker.organisation) if part
        )
        return f"{statement.speaker.name} ({about})" if about else statement.speaker.name
    return " ".join(span.of(text) for span in statement.attribution.source) or "(not named)"


def clean(words: str) -> str:
    """Words on one line, without what could steer a terminal."""
    return _UNSAFE.sub("\ufffd", _SPACE.sub(" ", words)).strip()


def _row(cells: Sequence[str], columns: Sequence[int]) -> list[str]:
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, columns, strict=True)]
    height = max(map(len, wrapped))
    return [
        "  ".join(
            _pad(column[line] if line < len(column) else "", width)
            for column, width in zip(wrapped, columns, strict=True)
        ).rstrip()
        for line in range(height)
    ]


def _wrap(cell: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in cell.split(" "):
        while _width(word) > width:
            head = _cut(word, width)
            lines.append(head)
            word = word[len(head) :]
        if lines and _width(lines[-1]) + 1 + _width(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > _MOST_LINES:
        lines = lines[:_MOST_LINES]
        lines[-1] = _cut(lines[-1], width - 1) + "…"
    return lines or [""]


def _pad(words: str, width: int) -> str:
    return words + " " * max(0, width - _width(words))


def _width(words: str) -> int:
    return sum(map(_columns_of, words))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(words: str, width: int) -> str:
    taken = 0
    for number, character in enumerate(words):
        taken += _columns_of(character)
        if taken > width:
            return words[:number] or words[:1]
    return words
