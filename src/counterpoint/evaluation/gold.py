"""Gold rows, checked: a wrong offset in gold makes every figure wrong without a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from counterpoint.errors import InputError
from counterpoint.evaluation.attribution import ROLES, GoldDocument, Roles

__all__ = ["gold_document", "roles_of"]

_HINT = (
    'each line holds {"id", "text", "attributions":'
    ' [{"source": [[start, end], ...], "cue", "content"}]}'
)


def gold_document(row: object, *, where: str) -> GoldDocument:
    """Make a gold document from a row of JSON Lines.

    Args:
        row: What the line holds.
        where: File and line, for the message.

    Raises:
        InputError: If something is missing or a span does not fit the text.
    """
    if not isinstance(row, dict):
        raise InputError(f"{where}: expected an object", hint=_HINT)
    ident, text, found = row.get("id"), row.get("text"), row.get("attributions")
    if not isinstance(ident, str) or not isinstance(text, str) or not isinstance(found, list):
        raise InputError(f"{where}: 'id', 'text' or 'attributions' is missing", hint=_HINT)
    discard = _spans(row.get("discard"), len(text), f"{where}, discard")
    attributions = tuple(
        roles_of(one, length=len(text), where=f"{where}, attribution {number}")
        for number, one in enumerate(found)
    )
    return GoldDocument(ident, text, attributions, tuple(discard))


def roles_of(row: object, *, length: int, where: str) -> Roles:
    """Give the spans of an attribution by role, checked against the length of the text."""
    if not isinstance(row, Mapping):
        raise InputError(f"{where}: expected an object", hint=_HINT)
    return {role: _spans(row.get(role), length, f"{where}, {role}") for role in ROLES}


def _spans(value: Any, length: int, where: str) -> list[tuple[int, int]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"{where}: expected a list of [start, end]", hint=_HINT)
    return sorted(
        span for span in (_span(one, length, where) for one in value) if span[1] > span[0]
    )


def _span(value: Any, length: int, where: str) -> tuple[int, int]:
    whole = isinstance(value, Sequence) and [type(part) for part in value] == [int, int]
    if not whole or not 0 <= value[0] <= value[1] <= length:
        raise InputError(f"{where}: {str(value)[:40]} is no span of the text", hint=_HINT)
    return value[0], value[1]
