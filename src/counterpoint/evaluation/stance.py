"""Labels against gold: macro F1, accuracy, the F1 without the neutral label, calibration."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from counterpoint.errors import InputError

__all__ = [
    "Calibration",
    "LabelFigures",
    "LabelScores",
    "calibration",
    "calibration_error",
    "score_labels",
]


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """Precision, recall and F1 of one label."""

    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int


@dataclass(frozen=True, slots=True)
class LabelScores:
    """How labels agree with gold.

    Attributes:
        rows: How many were compared.
        macro_f1: Mean F1 of the labels that gold has.
        accuracy: Share of right labels.
        polar_f1: Mean F1 without the neutral label, where one was named.
        labels: Figures of each label.
        intervals: 95 % intervals of the means, by name, from resampled rows or groups of rows.
    """

    rows: int
    macro_f1: float
    accuracy: float
    polar_f1: float | None
    labels: Mapping[str, LabelFigures]
    intervals: Mapping[str, tuple[float, float]]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def score_labels(
    gold: Sequence[str],
    predicted: Sequence[str],
    *,
    neutral: str = "",
    groups: Sequence[Hashable] | None = None,
    samples: int = 0,
    seed: int = 1,
) -> LabelScores:
    """Compare labels.

    Args:
        gold: The right labels.
        predicted: The found labels, in the same order.
        neutral: The label that the polar F1 leaves out.
        groups: What each row belongs to; whole groups are resampled.
        samples: Number of resamples for the intervals; 0 for none.
        seed: Same seed, same intervals.

    Raises:
        InputError: If the lengths differ or there is nothing to compare.
    """
    if not gold or len(gold) != len(predicted):
        raise InputError(
            f"{len(gold)} gold labels and {len(predicted)} predictions", hint="give one of each"
        )
    classes = sorted(set(gold))
    counted = Counter(zip(gold, predicted, strict=True))
    labels = {name: _figures(counted, name) for name in classes}
    means = _means(counted, classes, neutral)
    return LabelScores(
        len(gold),
        means["macro_f1"],
        means["accuracy"],
        means.get("polar_f1"),
        labels,
        _intervals(gold, predicted, classes, neutral, groups, samples, seed),
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far scores are from the share that is right.

    Attributes:
        error: Expected calibration error.
        chance: The error that exact scores would have on so few rows, by chance alone.
    """

    error: float
    chance: float


def calibration(
    sure: Sequence[float], right: Sequence[bool], *, rounds: int = 200, seed: int = 0
) -> Calibration:
    """The calibration error, beside that of exact scores, drawn anew so many times.

    Args:
        sure: Score of each answer, 0 to 1.
        right: Whether it is right.
        rounds: How often rows are drawn.
        seed: Of the draws.
    """
    draw = random.Random(seed)  # noqa: S311 - no secret
    drawn = [
        calibration_error(sure, [draw.random() < score for score in sure]) for _ in range(rounds)
    ]
    return Calibration(calibration_error(sure, right), sum(drawn) / max(1, rounds))


def calibration_error(sure: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """Expected calibration error: how far scores are from the share that is right."""
    error = 0.0
    for number in range(bins):
        inside = [
            (score, hit)
            for score, hit in zip(sure, right, strict=True)
            if min(int(score * bins), bins - 1) == number
        ]
        if inside:
            gap = sum(score for score, _ in inside) - sum(hit for _, hit in inside)
            error += abs(gap) / len(sure)
    return error


def _figures(counted: Mapping[tuple[str, str], int], name: str) -> LabelFigures:
    right = counted.get((name, name), 0)
    gold = sum(number for (wanted, _), number in counted.items() if wanted == name)
    said = sum(number for (_, found), number in counted.items() if found == name)
    return LabelFigures(
        right / said if said else 0.0,
        right / gold if gold else 0.0,
        2 * right / (gold + said) if gold + said else 0.0,
        gold,
        said,
    )


def _means(
    counted: Mapping[tuple[str, str], int], classes: Sequence[str], neutral: str
) -> dict[str, float]:
    found = {name: _figures(counted, name) for name in classes}
    found = {name: one for name, one in found.items() if one.gold or one.predicted}
    right = sum(number for (wanted, said), number in counted.items() if wanted == said)
    out = {
        "macro_f1": sum(one.f1 for one in found.values()) / len(found),
        "accuracy": right / sum(counted.values()),
    }
    polar = [one.f1 for name, one in found.items() if name != neutral]
    if neutral and polar:
        out["polar_f1"] = sum(polar) / len(polar)
    return out


def _intervals(
    gold: Sequence[str],
    predicted: Sequence[str],
    classes: Sequence[str],
    neutral: str,
    groups: Sequence[Hashable] | None,
    samples: int,
    seed: int,
) -> dict[str, tuple[float, float]]:
    if not samples:
        return {}
    members: dict[Hashable, list[tuple[str, str]]] = {}
    for number, pair in enumerate(zip(gold, predicted, strict=True)):
        members.setdefault(groups[number] if groups else number, []).append(pair)
    cells = list(members.values())
    draw = random.Random(seed)  # noqa: S311 - statistics, not secrets
    runs: dict[str, list[float]] = {}
    for _ in range(samples):
        drawn = Counter(pair for cell in draw.choices(cells, k=len(cells)) for pair in cell)
        for name, value in _means(drawn, classes, neutral).items():
            runs.setdefault(name, []).append(value)
    return {name: _middle(sorted(values)) for name, values in runs.items()}


def _middle(values: Sequence[float]) -> tuple[float, float]:
    last = len(values) - 1
    return values[int(0.025 * last)], values[round(0.975 * last)]
