"""Stance in bulk: one question a record, one answer a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.types import Span
from counterpoint.workflow.bulk import BadRecord, BulkTotals, Record, RecordError, run_bulk

if TYPE_CHECKING:
    from counterpoint.analysis.positions.model import PositionModel

__all__ = ["StanceOptions", "StanceTask", "load_positions", "stance_in_bulk", "stances"]

_NONE = 0.5  # from there on, not about the topic or on neither side
_EVEN = 0.5  # of what is for or against


class StanceTask(StrEnum):
    """What is asked."""

    TARGET = "target"  # how the sentence shows an actor
    PAIR = "pair"  # who is for or against whom
    CONCEPT = "concept"  # for or against a topic
    RELATION = "relation"  # the sign and the class between two given actors


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceOptions:
    """What is asked and how it is answered."""

    task: StanceTask
    neutral: bool = True  # concept: whether "neither, or not about it" is an answer
    model: str = ""
    restart: bool = False


@lru_cache(maxsize=2)
def load_positions(path: str = "") -> PositionModel:
    """The positions model of a folder, or the one that comes along."""
    from counterpoint.analysis.positions.model import PositionModel

    return PositionModel(Path(path) if path else None)


def stance_in_bulk(
    source: str | Path,
    target: str | Path,
    *,
    options: StanceOptions,
    report: Callable[[BadRecord], None],
) -> BulkTotals:
    """Answer every record of a JSON Lines file.

    Raises:
        InputError: If the source cannot be read, or the target holds something else.
        ModelError: If the model is missing or damaged.
    """
    load_positions(options.model)
    return run_bulk(
        source,
        target,
        check=_CHECKS[options.task],
        work=lambda records: stances(records, options=options),
        report=report,
        batch=256,
        restart=options.restart,
    )


def stances(records: Sequence[Record], *, options: StanceOptions) -> list[dict[str, Any]]:
    """Answers to some records: ``{"id", "label", "scores"}``."""
    model = load_positions(options.model)
    if options.task is StanceTask.TARGET:
        return _targets(model, records)
    if options.task is StanceTask.PAIR:
        return _pairs(model, records)
    if options.task is StanceTask.RELATION:
        return _relations(model, records)
    return _concepts(model, records, neutral=options.neutral)


def _targets(model: PositionModel, records: Sequence[Record]) -> list[dict[str, Any]]:
    scores = model.targets([(r["text"], _span(r, "target")) for r in records])
    labels = (-1, 0, 1)
    return [_answer(record, labels, row) for record, row in zip(records, scores, strict=True)]


def _pairs(model: PositionModel, records: Sequence[Record]) -> list[dict[str, Any]]:
    from counterpoint.analysis.positions.model import PAIR_LABELS

    items = [(r["text"], _span(r, "a"), _span(r, "b")) for r in records]
    scores = model.pairs(items).labels
    return [_answer(record, PAIR_LABELS, row) for record, row in zip(records, scores, strict=True)]


def _concepts(
    model: PositionModel, records: Sequence[Record], *, neutral: bool
) -> list[dict[str, Any]]:
    from counterpoint.analysis.positions.concept import read_concepts

    answers = []
    items = [(r["text"], r["topic"]) for r in records]
    readings = read_concepts(model, items, about=neutral)
    for record, reading in zip(records, readings, strict=True):
        polar = (1 - reading.lean, reading.lean)
        if not neutral:
            answers.append(_answer(record, ("con", "pro"), polar))
            continue
        none = max(1 - reading.about, reading.neither if reading.short else 0.0)
        scores = {"con": polar[0] * (1 - none), "neutral": none, "pro": polar[1] * (1 - none)}
        label = "neutral" if none >= _NONE else ("pro" if reading.lean >= _EVEN else "con")
        answers.append({"id": record["id"], "label": label, "scores": _rounded(scores)})
    return answers


def _relations(model: PositionModel, records: Sequence[Record]) -> list[dict[str, Any]]:
    from counterpoint.analysis.positions.relation import Asked, read_relations

    asked = [
        Asked(
            record["text"],
            _name(record, "source"),
            _name(record, "target"),
            _place(record, "source"),
            _place(record, "target"),
            str(record.get("source_type") or ""),
            str(record.get("target_type") or ""),
        )
        for record in records
    ]
    answers = []
    for record, found in zip(records, read_relations(model, asked), strict=True):
        scores = {"1": found.positive, "-1": 1 - found.positive, **found.quads}
        quad = max(found.quads, key=lambda name: found.quads[name])
        answers.append(
            {"id": record["id"], "label": found.sign, "quad": quad, "scores": _rounded(scores)}
        )
    return answers


def _answer(record: Record, labels: Sequence[Any], row: Sequence[float]) -> dict[str, Any]:
    best = max(range(len(labels)), key=lambda index: row[index])
    scores = {str(label): float(value) for label, value in zip(labels, row, strict=True)}
    return {"id": record["id"], "label": labels[best], "scores": _rounded(scores)}


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {label: round(float(value), 4) for label, value in scores.items()}


# --- checks -------------------------------------------------------------------------------------


def _span(record: Record, name: str) -> Span:
    return Span(record[name]["start"], record[name]["end"])


def _name(record: Record, name: str) -> str:
    value = record[name]
    return str(value["mention"] if isinstance(value, dict) else value)


def _place(record: Record, name: str) -> Span | None:
    value = record[name]
    return _span(record, name) if isinstance(value, dict) and value["start"] is not None else None


def _check_span(record: Record, name: str) -> None:
    value = record.get(name)
    if not isinstance(value, dict):
        raise RecordError(f'has no "{name}"', hint=f'write "{name}": {{"start": 0, "end": 5}}')
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int:
        raise RecordError(f'"{name}" needs whole numbers as "start" and "end"')
    if not 0 <= start <= end <= len(record["text"]):
        raise RecordError(
            f'"{name}" [{start}, {end}) lies outside the text of {len(record["text"])} characters',
            hint="offsets are counted in code points",
        )


def _check_target(record: Record) -> None:
    _check_span(record, "target")


def _check_pair(record: Record) -> None:
    _check_span(record, "a")
    _check_span(record, "b")


def _check_concept(record: Record) -> None:
    topic = record.get("topic")
    if not isinstance(topic, str) or not topic.strip():
        raise RecordError('has no "topic"', hint='write "topic": "a claim or a thing"')


def _check_relation(record: Record) -> None:
    for name in ("source", "target"):
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            continue
        if not isinstance(value, dict) or not isinstance(value.get("mention"), str):
            raise RecordError(
                f'has no "{name}"',
                hint=f'write "{name}": "a name" or {{"start": 0, "end": 5, "mention": "a name"}}',
            )
        if value.get("start") is not None:
            _check_span(record, name)


_CHECKS: dict[StanceTask, Callable[[Record], None]] = {
    StanceTask.TARGET: _check_target,
    StanceTask.PAIR: _check_pair,
    StanceTask.CONCEPT: _check_concept,
    StanceTask.RELATION: _check_relation,
}
