"""Measure positions against gold: labels of sentences, and networks of articles."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from counterpoint.errors import InputError
from counterpoint.evaluation.network import GoldNetwork, NetworkScores, Triple, score_networks
from counterpoint.evaluation.stance import Calibration, LabelScores, calibration, score_labels
from counterpoint.workflow.annotate import ReadingOptions
from counterpoint.workflow.edges import EdgesOptions, edges_of
from counterpoint.workflow.stance import StanceOptions, StanceTask, stances

__all__ = [
    "NetworkQuestion",
    "StanceQuestion",
    "evaluate_network",
    "evaluate_stance",
    "read_marked",
]

_BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceQuestion:
    """What is measured.

    Attributes:
        task: What is asked.
        label: Gold field that holds the right label.
        neutral: Label that the polar F1 leaves out.
        no_neutral: Topics: answer only pro or con.
        where: Only gold rows with these values.
        unseen: A file of rows; gold rows with a text that stands there are left out.
        by: Gold field by whose values the rows are also measured apart.
        model: Folder of another bundle.
        samples: Resamples for intervals.
    """

    task: StanceTask
    label: str = "label"
    neutral: str = ""
    no_neutral: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    unseen: str = ""
    by: str = ""
    model: str = ""
    samples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkQuestion:
    """What is measured of whole articles."""

    entities: bool  # whether the entities are given
    model: str = ""
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    samples: int = 0


def evaluate_stance(
    gold: str | Path, question: StanceQuestion
) -> tuple[dict[str, LabelScores], Calibration, list[dict[str, Any]]]:
    """Answer gold rows and compare.

    Args:
        gold: JSON Lines in the shape of the task with the right label, plain or gzip; or a ``.tsv``
            file of marked sentences (see :func:`read_marked`).
        question: What is asked and measured.

    Returns:
        Scores of all rows and of each group, the calibration, and the wrong answers.

    Raises:
        InputError: If the gold cannot be read or lacks something.
    """
    rows = [row for row in _gold_rows(gold, question) if _fits(row, question)]
    if not rows:
        raise InputError(f"{gold}: no row is left to measure", hint="check --where and --task")
    options = StanceOptions(
        task=question.task, neutral=not question.no_neutral, model=question.model
    )
    answers: list[dict[str, Any]] = []
    for start in range(0, len(rows), _BATCH):
        answers += stances(rows[start : start + _BATCH], options=options)
    wanted = [str(row[question.label]) for row in rows]
    found = [str(answer.get(question.label, answer["label"])) for answer in answers]
    scores = {"all": _scored(wanted, found, question)}
    if question.by:
        for value in sorted({str(row.get(question.by, "")) for row in rows}):
            part = [n for n, row in enumerate(rows) if str(row.get(question.by, "")) == value]
            scores[value] = _scored([wanted[n] for n in part], [found[n] for n in part], question)
    sure = [answer["scores"].get(label, 0.0) for answer, label in zip(answers, found, strict=True)]
    right = [a == b for a, b in zip(wanted, found, strict=True)]
    wrong = [
        {**answer, "gold": label, "text": row["text"]}
        for row, answer, label, hit in zip(rows, answers, wanted, right, strict=True)
        if not hit
    ]
    return scores, calibration(sure, right), wrong


def evaluate_network(gold: str | Path, question: NetworkQuestion) -> NetworkScores:
    """Draw the edges of gold articles and compare.

    Args:
        gold: JSON Lines with ``id``, ``sentences``, ``entities`` and ``stances``.
        question: What is given and measured.
    """
    options = EdgesOptions(reading=question.reading, model=question.model)
    pairs: list[tuple[GoldNetwork, Sequence[Triple]]] = []
    for row in _read(Path(gold)):
        try:
            record = {
                "id": str(row["id"]),
                "text": " ".join(sentence["text"] for sentence in row["sentences"]),
                "title": row.get("title", ""),
            }
            entities = {one["name"]: one["type"] for one in row["entities"]}
            given = [(s["source"], s["target"], int(s["label"])) for s in row["stances"]]
        except (KeyError, TypeError) as error:
            raise InputError(
                f"{gold}: an article lacks {error}",
                hint="each line holds id, sentences, entities and stances",
            ) from None
        if question.entities:
            record["entities"] = [{"name": name, "type": kind} for name, kind in entities.items()]
        edges = edges_of([record], options=options)[0]["edges"]
        found = [(edge["source"], edge["target"], int(edge["label"])) for edge in edges]
        pairs.append((GoldNetwork(entities, tuple(given)), found))
    return score_networks(pairs, samples=question.samples)


def read_marked(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a table of marked sentences: kind, task, label, text and topic, divided by tabs.

    ``[A:name]`` and ``[B:name]`` mark a pair, ``[T:name]`` a target.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < 4:
            raise InputError(f"{path}, line {number}: needs kind, task, label and text")
        kind, task, label, marked = cells[:4]
        row: dict[str, Any] = {"id": f"line {number}", "kind": kind, "task": task, "label": label}
        row |= _unmarked(marked)
        if len(cells) > 4 and cells[4]:
            row["topic"] = cells[4]
        yield row


def _unmarked(marked: str) -> dict[str, Any]:
    names = {"A": "a", "B": "b", "T": "target"}
    out: dict[str, Any] = {}
    text = ""
    rest = marked
    while "[" in rest:
        before, _, rest = rest.partition("[")
        inside, _, rest = rest.partition("]")
        key, _, name = inside.partition(":")
        text += before
        out[names[key]] = {"start": len(text), "end": len(text) + len(name), "mention": name}
        text += name
    return {**out, "text": text + rest}


def _scored(wanted: list[str], found: list[str], question: StanceQuestion) -> LabelScores:
    return score_labels(wanted, found, neutral=question.neutral, samples=question.samples)


def _gold_rows(gold: str | Path, question: StanceQuestion) -> Iterator[dict[str, Any]]:
    path = Path(gold)
    if path.suffix == ".tsv":
        yield from (row for row in read_marked(path) if row["task"] == question.task.value)
        return
    for number, row in enumerate(_read(path), 1):
        if not isinstance(row.get("text"), str) or row.get(question.label) is None:
            raise InputError(f'{gold}, line {number}: "text" or "{question.label}" is missing')
        yield {**row, "id": str(row.get("id", number))}


def _fits(row: Mapping[str, Any], question: StanceQuestion) -> bool:
    if question.unseen:
        seen = _texts(question.unseen)
        if row["text"].strip().casefold() in seen:
            return False
    return all(str(row.get(key)) == value for key, value in question.where.items())


_SEEN: dict[str, frozenset[str]] = {}


def _texts(path: str) -> frozenset[str]:
    if path not in _SEEN:
        rows = _read(Path(path))
        _SEEN[path] = frozenset(str(row.get("text", "")).strip().casefold() for row in rows)
    return _SEEN[path]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise InputError(f"{path}, line {number}: not a JSON object")
                    yield row
    except FileNotFoundError:
        raise InputError(f"{path}: no such file", hint="name a gold file") from None
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error})", hint="JSON Lines or .gz") from None


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return cast("IO[str]", gzip.open(path, "rt", encoding="utf-8"))
    return path.open(encoding="utf-8")
