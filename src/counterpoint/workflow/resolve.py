"""Resolve given pronouns and nominals of texts to the names of who is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.types import Span
from counterpoint.workflow.bulk import BadRecord, BulkTotals, Record, RecordError, run_bulk
from counterpoint.workflow.known import load_resolver

if TYPE_CHECKING:
    from counterpoint.analysis.speakers import SpeakerResolver

__all__ = ["resolve_in_bulk", "resolve_record"]

_HINT = (
    'a line holds {"id", "text", "targets": [{"start", "end"}, ...]} and, where known, '
    '"sentences": [[start, end], ...] and "speakers": [name or null for each sentence]'
)


def resolve_in_bulk(
    source: str | Path,
    target: str | Path,
    *,
    gazetteer: str = "",
    restart: bool = False,
    report: Callable[[BadRecord], None],
) -> BulkTotals:
    """Resolve the targets of every record of a JSON Lines file.

    Raises:
        InputError: If the source or the gazetteer cannot be read, or the target holds something
            else.
        ModelError: If the models are missing.
    """
    resolver = load_resolver(gazetteer)
    return run_bulk(
        source,
        target,
        check=_check,
        work=lambda records: [resolve_record(resolver, record) for record in records],
        report=report,
        batch=8,
        restart=restart,
    )


def resolve_record(resolver: SpeakerResolver, record: Record) -> dict[str, Any]:
    """``{"id", "resolved", "names"}`` of one record."""
    targets = [Span(one["start"], one["end"]) for one in record.get("targets") or ()]
    sentences = [Span(start, end) for start, end in record.get("sentences") or ()]
    names, resolved = resolver.resolve_targets(
        record["text"], targets, sentences=sentences, marks=record.get("speakers") or ()
    )
    return {
        "id": record["id"],
        "resolved": [
            {"start": span.start, "end": span.end, "name": name}
            for span, name in zip(targets, resolved, strict=True)
        ],
        "names": [{"start": span.start, "end": span.end, "type": kind} for span, kind in names],
    }


def _check(record: Record) -> None:
    text = record.get("text")
    if not isinstance(text, str):
        raise RecordError('"text" is missing or not a text', hint=_HINT)
    targets = record.get("targets", [])
    if not isinstance(targets, list):
        raise RecordError('"targets" is not a list', hint=_HINT)
    for number, one in enumerate(targets):
        if not isinstance(one, dict):
            raise RecordError(f"target {number} is not an object", hint=_HINT)
        _check_span(one.get("start"), one.get("end"), len(text), f"target {number}")
    sentences = record.get("sentences") or []
    if not isinstance(sentences, list):
        raise RecordError('"sentences" is not a list', hint=_HINT)
    last = 0
    for number, one in enumerate(sentences):
        if not isinstance(one, Sequence) or isinstance(one, str) or len(one) != 2:
            raise RecordError(f"sentence {number} is not [start, end]", hint=_HINT)
        _check_span(one[0], one[1], len(text), f"sentence {number}")
        if one[0] < last:
            raise RecordError(f"sentence {number} begins before the one before it", hint=_HINT)
        last = one[0]
    _check_speakers(record.get("speakers"), len(sentences))


def _check_speakers(speakers: object, sentences: int) -> None:
    if speakers is None:
        return
    if not isinstance(speakers, list) or len(speakers) != sentences:
        raise RecordError('"speakers" does not have one entry for each sentence', hint=_HINT)
    if any(one is not None and not isinstance(one, str) for one in speakers):
        raise RecordError('"speakers" holds something that is no name and not null', hint=_HINT)


def _check_span(start: object, end: object, length: int, what: str) -> None:
    whole = type(start) is int and type(end) is int
    if not whole or not 0 <= start < end <= length:  # type: ignore[operator]
        raise RecordError(
            f"{what}: {start!r} to {end!r} is no place in a text of {length} characters",
            hint=_HINT,
        )
