"""Phases of a debate: points in time whose networks resemble each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.build import networks
from counterpoint.network.clusters import concor, cut, linkage, medoids, numbered
from counterpoint.network.communities import (
    edge_betweenness,
    fast_greedy,
    leading_eigenvector,
    modularity,
    walktrap,
)
from counterpoint.network.distances import Distance, distances
from counterpoint.network.mds import nonmetric_scaling
from counterpoint.types.network import StatementTable
from counterpoint.types.selection import NetworkSpec, TimeUnit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["METHODS", "Phases", "phases"]

Cutter = Callable[[int], "NDArray[np.int64]"]  # number of phases -> states
Grouper = Callable[["NDArray[np.float64]", int], Cutter]  # distances, seed -> cutter


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """Points in time and the phase that each belongs to.

    Attributes:
        times: Middle of each window.
        states: Phase of each, from 0.
        method: The cluster method with the highest modularity.
        modularity: Of the phases in the graph of similarities.
        distances: Between the networks, divided by the largest.
        path: A point in the plane for each window; see ``mds``.
        stress: How badly the points fit, in percent.
    """

    times: tuple[datetime | None, ...]
    states: tuple[int, ...]
    method: str
    modularity: float
    distances: NDArray[np.float64]
    path: NDArray[np.float64]
    stress: float


def phases(
    table: StatementTable,
    spec: NetworkSpec,
    *,
    methods: Sequence[str] = ("single", "average", "complete", "ward", "pam", "concor"),
    distance: Distance = Distance.ABSDIFF,
    least: int = 2,
    most: int = 6,
) -> Phases:
    """Find the phases of a debate.

    Args:
        table: Statements of one type.
        spec: Networks in time windows; all labels are in every window.
        methods: Cluster methods to try; see ``METHODS``.
        distance: How networks are compared.
        least: Fewest phases.
        most: Most phases.

    Raises:
        InputError: If there are fewer than three windows, or a method does not exist.
    """
    unknown = [name for name in methods if name not in METHODS]
    if unknown or not methods:
        raise InputError(
            f'cluster method "{", ".join(unknown)}" does not exist',
            hint=f"methods: {', '.join(METHODS)}",
        )
    if spec.time_unit is TimeUnit.NO:
        raise InputError("phases need time windows", hint="choose a time unit and a size")
    found = list(networks(table, replace(spec, isolates=True)))
    if len(found) < 3:
        raise InputError(
            f"only {len(found)} time windows: too few for phases", hint="choose smaller windows"
        )
    apart = distances(found, method=distance, mode=spec.mode)
    largest = float(apart.max())
    apart = apart / largest if largest else apart
    method, states, value = _best(apart, methods, (least, most, spec.seed))
    scaled = nonmetric_scaling(apart + 1e-12 * (1 - np.eye(len(apart))))
    return Phases(
        times=tuple(one.middle for one in found),
        states=tuple(int(one) for one in states),
        method=method,
        modularity=value,
        distances=apart,
        path=scaled.points,
        stress=scaled.stress,
    )


def _best(
    apart: NDArray[np.float64], methods: Sequence[str], plan: tuple[int, int, int]
) -> tuple[str, NDArray[np.int64], float]:
    least, most, seed = plan
    alike = 1.0 - apart
    np.fill_diagonal(alike, 0.0)
    best: tuple[str, NDArray[np.int64], float] | None = None
    for name in methods:
        cutter = METHODS[name](apart, seed)
        for groups in range(least, min(most, len(apart) - 1) + 1):
            states = cutter(groups)
            value = modularity(alike, states)
            if best is None or value > best[2]:
                best = name, states, value
    if best is None:
        raise InputError(
            f"there are no {least} to {most} phases among {len(apart)} windows",
            hint="choose fewer phases, or smaller windows",
        )
    return best


def _alike(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    alike = 1.0 - apart
    np.fill_diagonal(alike, 0.0)
    return alike


def _hierarchical(method: str) -> Grouper:
    return lambda apart, _: _cutter(linkage(apart, method), len(apart))


def _merging(merge: Callable[[NDArray[np.float64]], list[tuple[int, int]]]) -> Grouper:
    return lambda apart, _: _cutter(merge(_alike(apart)), len(apart))


def _cutter(merges: list[tuple[int, int]], size: int) -> Cutter:
    return lambda groups: cut(merges, size, groups)


def _kmeans(points: NDArray[np.float64], groups: int, seed: int) -> NDArray[np.int64]:
    """Lloyd's algorithm on the rows, the best of ten starts."""
    draw = np.random.default_rng(seed)
    best, least = np.zeros(len(points), dtype=np.int64), np.inf
    for _ in range(10):
        centres = points[draw.permutation(len(points))[:groups]]
        member = np.full(len(points), -1)
        for _ in range(100):
            apart = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
            now = apart.argmin(axis=1)
            if bool((now == member).all()):
                break
            member = now
            for group in np.unique(member):
                centres[group] = points[member == group].mean(axis=0)
        cost = float(apart.min(axis=1).sum())
        if cost < least:
            best, least = member, cost
    return numbered(best)


def _spectral(apart: NDArray[np.float64], groups: int, seed: int) -> NDArray[np.int64]:
    """K-means on the eigenvectors of the smallest eigenvalues of the normalised Laplacian."""
    alike = _alike(apart)
    degrees = alike.sum(axis=1)
    root = np.divide(1.0, np.sqrt(degrees), out=np.zeros_like(degrees), where=degrees > 0)
    laplacian = np.eye(len(alike)) - root[:, None] * alike * root[None, :]
    vectors = np.linalg.eigh(laplacian)[1][:, :groups]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return _kmeans(vectors / np.where(lengths > 0, lengths, 1.0), groups, seed)


METHODS: dict[str, Grouper] = {
    "single": _hierarchical("single"),
    "average": _hierarchical("average"),
    "complete": _hierarchical("complete"),
    "ward": _hierarchical("ward"),
    "kmeans": lambda apart, seed: lambda groups: _kmeans(apart, groups, seed),
    "pam": lambda apart, _: lambda groups: medoids(apart, groups),
    "spectral": lambda apart, seed: lambda groups: _spectral(apart, groups, seed),
    "concor": lambda apart, _: lambda _groups: concor(1.0 - apart),
    "fastgreedy": _merging(fast_greedy),
    "walktrap": _merging(walktrap),
    "leading_eigen": lambda apart, _: lambda _groups: leading_eigenvector(_alike(apart)),
    "edge_betweenness": _merging(edge_betweenness),
}
