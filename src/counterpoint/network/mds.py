"""Pictures of distances: points whose distances have the same order (Kruskal 1964)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Scaled", "classical_scaling", "nonmetric_scaling"]


_GOOD = 0.01  # percent of stress; less is not worth a step


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Points in the plane and how badly they fit.

    Attributes:
        points: One row per object.
        stress: Kruskal's stress-1 in percent.
    """

    points: NDArray[np.float64]
    stress: float


def classical_scaling(distances: NDArray[np.float64], dimensions: int = 2) -> NDArray[np.float64]:
    """Torgerson's scaling: the main axes of the doubly centred squared distances."""
    size = len(distances)
    centre = np.eye(size) - 1 / max(size, 1)
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    order = np.argsort(-values)[:dimensions]
    points = vectors[:, order] * np.sqrt(np.maximum(values[order], 0.0))
    signs = np.where(points.sum(axis=0) < 0, -1.0, 1.0)
    found = np.zeros((size, dimensions))
    found[:, : points.shape[1]] = points * signs
    return found


def nonmetric_scaling(
    distances: NDArray[np.float64],
    *,
    dimensions: int = 2,
    iterations: int = 50,
    tolerance: float = 1e-3,
) -> Scaled:
    """Non-metric scaling from the classical solution, by a variable metric method (Nash 1990).

    Args:
        distances: Symmetric matrix; only the order of its cells counts.
        dimensions: Of the picture.
        iterations: Most steps.
        tolerance: Stop when a step improves the stress by less than this share.
    """
    size = len(distances)
    points = classical_scaling(distances, dimensions)
    if size < 3:
        return Scaled(points, 0.0)
    pairs = np.triu_indices(size, 1)
    fit = _Fit(np.argsort(distances[pairs], kind="stable"), pairs, (size, dimensions))
    best, stress = _minimise(fit, points.T.ravel(), iterations, tolerance)
    return Scaled(best.reshape(dimensions, size).T, stress)


class _Fit:
    """Stress of a configuration and its gradient."""

    def __init__(
        self,
        order: NDArray[np.int64],
        pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
        shape: tuple[int, int],
    ) -> None:
        self._order = order
        self._pairs = pairs
        self._shape = shape

    def __call__(self, flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        size, dimensions = self._shape
        points = flat.reshape(dimensions, size)
        i, j = self._pairs
        across = points[:, i] - points[:, j]
        lengths = np.sqrt((across**2).sum(axis=0))
        fitted = np.empty_like(lengths)
        fitted[self._order] = _monotone(lengths[self._order])
        misfit = float(((lengths - fitted) ** 2).sum())
        scale = float((lengths**2).sum())
        if scale == 0:
            return 0.0, np.zeros_like(flat)
        stress = 100 * np.sqrt(misfit / scale)
        if misfit == 0:
            return float(stress), np.zeros_like(flat)
        slope = (lengths - fitted) / misfit - lengths / scale
        pull = (
            stress
            * across
            * np.divide(slope, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        )
        gradient = np.zeros_like(points)
        for axis in range(dimensions):
            gradient[axis] = np.bincount(i, pull[axis], minlength=size)
            gradient[axis] -= np.bincount(j, pull[axis], minlength=size)
        return float(stress), gradient.ravel()


def _monotone(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest sequence that never falls (pool adjacent violators)."""
    means: list[float] = []
    counts: list[int] = []
    for value in values.tolist():
        mean, count = value, 1
        while means and means[-1] > mean:
            mean = (mean * count + means[-1] * counts[-1]) / (count + counts[-1])
            count += counts.pop()
            means.pop()
        means.append(mean)
        counts.append(count)
    return np.repeat(means, counts)


def _minimise(
    fit: _Fit, start: NDArray[np.float64], iterations: int, tolerance: float
) -> tuple[NDArray[np.float64], float]:
    """Variable metric with backtracking (Nash 1990, algorithm 21)."""
    at = start.copy()
    value, gradient = fit(at)
    inverse = np.eye(len(at))
    fresh = steps = 1  # in which step the metric was last set to the identity, and which it is
    while steps < iterations:
        if fresh == steps:
            inverse = np.eye(len(at))
        direction = -inverse @ gradient
        slope = float(direction @ gradient)
        before, moved = at, False
        if slope < 0:
            at, new_value, new_gradient, length = _step(fit, before, value, (direction, slope))
            moved = length > 0
            change = abs(new_value - value) > tolerance * (abs(value) + tolerance)
            if moved and not (change and new_value > _GOOD):
                value, moved = new_value, False
        if not moved:
            if fresh == steps:
                break
            fresh = steps
            continue
        old, value, gradient = gradient, new_value, new_gradient
        steps += 1
        inverse, good = _updated(inverse, length * direction, gradient - old)
        if not good or steps - fresh > 2 * len(at):
            fresh = steps
    return at, value


def _step(
    fit: _Fit,
    before: NDArray[np.float64],
    value: float,
    course: tuple[NDArray[np.float64], float],
) -> tuple[NDArray[np.float64], float, NDArray[np.float64], float]:
    """Go along a direction as far as helps; the length is 0 if nothing does."""
    direction, slope = course
    length = 1.0
    while True:
        at = before + length * direction
        if not bool((10.0 + at != 10.0 + before).any()):
            return at, value, direction, 0.0
        found, gradient = fit(at)
        if np.isfinite(found) and found <= value + slope * length * 1e-4:
            return at, found, gradient, length
        length *= 0.2


def _updated(
    inverse: NDArray[np.float64], moved: NDArray[np.float64], change: NDArray[np.float64]
) -> tuple[NDArray[np.float64], bool]:
    """The inverse Hessian by Broyden, Fletcher, Goldfarb and Shanno."""
    along = float(moved @ change)
    if along <= 0:
        return inverse, False
    turned = inverse @ change
    factor = 1 + float(change @ turned) / along
    outer = np.outer(moved, turned)
    return inverse + (factor * np.outer(moved, moved) - outer - outer.T) / along, True
