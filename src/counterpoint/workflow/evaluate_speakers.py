"""Measure names, resolved pronouns and actors against gold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoint.errors import InputError
from counterpoint.evaluation.speakers import (
    GoldText,
    Place,
    SpeakerScores,
    gold_text,
    score_speakers,
)
from counterpoint.workflow.gold_rows import gold_rows
from counterpoint.workflow.known import load_resolver
from counterpoint.workflow.resolve import resolve_record

if TYPE_CHECKING:
    from counterpoint.analysis.speakers import SpeakerResolver

__all__ = ["evaluate_speakers"]


def evaluate_speakers(
    gold: str | Path,
    predicted: str | Path | None = None,
    *,
    gazetteer: str = "",
    bundle: Path | None = None,
) -> SpeakerScores:
    """Score names and resolved targets on gold texts.

    Args:
        gold: JSON Lines with mentions and chains, plain or gzip.
        predicted: Lines of ``counterpoint resolve``; when not given, the texts are resolved now.
        gazetteer: Further known actors.
        bundle: Folder of another bundle of speakers than the one that comes with Counterpoint.

    Raises:
        InputError: If a file does not hold what it should.
        ModelError: If the bundle is missing or damaged.
    """
    texts = [gold_text(row, where=where) for where, row in gold_rows(gold)]
    if not texts:
        raise InputError(f"{gold}: no texts", hint="name a JSON Lines file with gold")
    names: dict[str, Mapping[Place, str]] = {}
    resolved: dict[str, Mapping[Place, str | None]] = {}
    if predicted is not None:
        answers = _predictions(predicted)
    else:
        answers = _answers(texts, load_resolver(gazetteer, bundle))
    for id, (found, given) in answers.items():
        names[id], resolved[id] = found, given
    return score_speakers(texts, names, resolved)


_Answer = tuple[dict[Place, str], dict[Place, str | None]]


def _answers(texts: list[GoldText], resolver: SpeakerResolver) -> dict[str, _Answer]:
    out = {}
    for text in texts:
        record = {
            "id": text.id,
            "text": text.text,
            "targets": [{"start": start, "end": end} for start, end in sorted(text.targets)],
            "sentences": text.sentences,
            "speakers": text.speakers,
        }
        out[text.id] = _answer(resolve_record(resolver, record))
    return out


def _predictions(path: str | Path) -> dict[str, _Answer]:
    out: dict[str, _Answer] = {}
    for where, row in gold_rows(path):
        if not isinstance(row, dict) or str(row.get("id")) in out:
            raise InputError(f"{where}: expected an object with an id of its own")
        try:
            out[str(row["id"])] = _answer(row)
        except (KeyError, TypeError) as error:
            raise InputError(
                f"{where}: not a line of counterpoint resolve ({error!r})",
                hint='each line holds {"id", "resolved": [...], "names": [...]}',
            ) from None
    return out


def _answer(row: Mapping[str, object]) -> _Answer:
    names, resolved = row["names"], row["resolved"]
    if not isinstance(names, list) or not isinstance(resolved, list):
        raise TypeError("names and resolved are lists")
    return (
        {(one["start"], one["end"]): str(one.get("type", "other")) for one in names},
        {(one["start"], one["end"]): one["name"] for one in resolved},
    )
