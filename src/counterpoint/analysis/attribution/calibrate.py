"""One probability from a candidate's figures: a logistic regression, fitted by `training/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from counterpoint.analysis.attribution.decode import FIGURES
from counterpoint.errors import ModelError

__all__ = ["Ranker", "widen"]

Floats: TypeAlias = npt.NDArray[np.float64]


def widen(figures: Sequence[Sequence[float]]) -> Floats:
    """Lay figures out for the regression: each of them, its square, and a few products."""
    x = np.asarray(figures, dtype=np.float64).reshape(-1, len(FIGURES))
    valid, overlap = x[:, 2], x[:, 4]
    source, quoted = x[:, 7], x[:, 11]
    none, length = x[:, 8], x[:, 9]
    products = [
        valid * overlap,
        valid * quoted,
        overlap * quoted,
        overlap * length,
        valid * source,
        none * valid,
        none * quoted,
        x[:, 3] * none,
    ]
    return np.concatenate([x, x[:, [0, 2, 4, 9]] ** 2, np.stack(products, 1)], axis=1)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights of the regression.

    Attributes:
        mean: Taken from each figure.
        scale: By which it is then divided.
        weights: Its weight.
        bias: The constant.
    """

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Ranker:
        """Read the weights from a table of a model card."""
        try:
            ranker = cls(
                tuple(float(value) for value in table["mean"]),
                tuple(float(value) for value in table["scale"]),
                tuple(float(value) for value in table["weights"]),
                float(table["bias"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"the card's ranker cannot be read: {error}", hint="install counterpoint again"
            ) from None
        size = widen([[0.0] * len(FIGURES)]).shape[1]
        if not len(ranker.mean) == len(ranker.scale) == len(ranker.weights) == size:
            raise ModelError(
                f"the card's ranker weighs {len(ranker.weights)} figures, not {size}",
                hint="the bundle was made for another version of counterpoint",
            )
        return ranker

    def probabilities(self, figures: Sequence[Sequence[float]]) -> list[float]:
        """Give the probability of each candidate's whole relation to be right."""
        if not figures:
            return []
        x = (widen(figures) - np.array(self.mean)) / np.array(self.scale)
        value = np.clip(x @ np.array(self.weights) + self.bias, -30.0, 30.0)
        probabilities: list[float] = (1.0 / (1.0 + np.exp(-value))).tolist()
        return probabilities
