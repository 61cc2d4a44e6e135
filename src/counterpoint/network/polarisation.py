"""Polarisation: the split into camps that agree within and contradict each other between.

A split is compared with the ideal of equally strong congruence inside the camps and equally strong
conflict between them. The distance from the ideal is the sum, over ordered pairs of nodes, of
|congruence - E| + |conflict| within a camp and of |congruence| + |conflict - F| between camps.

In mode ``standard`` the quality is the sum of all congruence and conflict less half the distance:
the best split is the nearest to the ideal. In mode ``dna`` it is half the distance itself, which
DNA maximises, so that its best split is the furthest from the ideal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.build import networks
from counterpoint.network.check import check
from counterpoint.types.network import Network, StatementTable
from counterpoint.types.selection import Aggregation, Kernel, Mode, NetworkKind, NetworkSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Algorithm", "Quality", "Search", "Split", "polarisation", "quality_of", "split"]


_PATIENCE = 30  # generations without a better split before the search ends


class Algorithm(StrEnum):
    """How the split is searched."""

    GREEDY = "greedy"  # swap two nodes while that helps; sizes stay as equal as possible
    GENETIC = "genetic"  # a population of splits that are crossed and mutated


@dataclass(frozen=True, slots=True)
class Search:
    """Settings of the search, in DNA's words.

    Attributes:
        algorithm: ``greedy`` or ``genetic``.
        clusters: Number of camps.
        parents: Size of the population.
        iterations: Most generations.
        elite: Share of the best that live on.
        mutation: Share of the nodes that a mutation moves.
        restarts: How often the search starts anew; the best result counts. None: 50 times for
            greedy, 5 times for genetic.
        seed: Of all that is drawn.
    """

    algorithm: Algorithm = Algorithm.GREEDY
    clusters: int = 2
    parents: int = 50
    iterations: int = 1000
    elite: float = 0.1
    mutation: float = 0.1
    restarts: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Split:
    """A split into camps.

    Attributes:
        labels: The nodes.
        memberships: Camp of each, from 0; numbered by the first node of each camp.
        quality: See the module.
        normalised: The quality by the sum of all congruence and conflict, 0 to 1.
        start: Begin, middle and end of the time window.
    """

    labels: tuple[str, ...]
    memberships: tuple[int, ...]
    quality: float
    normalised: float
    start: object = None
    middle: object = None
    stop: object = None


class Quality:
    """The quality of splits of one pair of networks."""

    def __init__(
        self,
        congruence: NDArray[np.float64],
        conflict: NDArray[np.float64],
        mode: Mode = Mode.STANDARD,
    ) -> None:
        self.mode = mode
        # DNA's networks can hold NaN (a qualifier with one value): no tie as far as camps go.
        self.congruence = np.nan_to_num(np.array(congruence, dtype=float))
        self.conflict = np.nan_to_num(np.array(conflict, dtype=float))
        for matrix in (self.congruence, self.conflict):
            np.fill_diagonal(matrix, 0.0)
        self.size = len(self.congruence)
        self.sums = float(np.abs(self.congruence).sum()), float(np.abs(self.conflict).sum())

    def of(self, memberships: NDArray[np.int64]) -> float:
        """Quality of one split."""
        tables = self.tables(np.bincount(memberships))
        return self.from_tables(tables, memberships)

    def normalised(self, quality: float) -> float:
        """The quality on a scale from 0 to 1."""
        total = self.sums[0] + self.sums[1]
        return quality / total if total else 0.0

    def tables(self, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
        """What each pair of nodes contributes if they are in camps g and h: [g, h, i, j]."""
        groups = len(sizes)
        within = float((sizes * (sizes - 1)).sum())
        between = self.size * (self.size - 1) - within
        table = np.empty((groups, groups, self.size, self.size))
        for g in range(groups):
            for h in range(groups):
                if g == h:
                    share = sizes[g] * (sizes[g] - 1) / within if within else 0.0
                    ideal = share * (self.sums[0] / within) if within else 0.0
                    table[g, h] = np.abs(self.congruence - ideal) + np.abs(self.conflict)
                else:
                    share = sizes[g] * sizes[h] / between if between else 0.0
                    ideal = share * (self.sums[1] / between) if between else 0.0
                    table[g, h] = np.abs(self.congruence) + np.abs(self.conflict - ideal)
                np.fill_diagonal(table[g, h], 0.0)
        if self.mode is Mode.STANDARD:
            table = 2 * (np.abs(self.congruence) + np.abs(self.conflict)) - table
        return table

    def from_tables(self, tables: NDArray[np.float64], memberships: NDArray[np.int64]) -> float:
        """Quality of a split whose camps have the sizes that the tables are for."""
        nodes = np.arange(self.size)
        pairs = tables[memberships[:, None], memberships[None, :], nodes[:, None], nodes[None, :]]
        return float(pairs.sum()) / 2


def quality_of(congruence: Network, conflict: Network, memberships: Sequence[int]) -> Split:
    """Quality of a given split.

    Raises:
        InputError: If it does not name a camp for each node.
    """
    if len(memberships) != len(congruence.rows):
        raise InputError(
            f"the split names {len(memberships)} nodes, the network has {len(congruence.rows)}",
            hint="give one camp for each node, in the order of the network",
        )
    quality = Quality(congruence.dense, conflict.dense, congruence.mode)
    camps = np.asarray(memberships, dtype=np.int64)
    value = quality.of(camps) if len(camps) else 0.0
    return Split(
        congruence.rows, tuple(int(one) for one in camps), value, quality.normalised(value)
    )


def polarisation(
    table: StatementTable, spec: NetworkSpec, search: Search | None = None
) -> Iterator[Split]:
    """The best split of each time window, or of everything.

    In mode ``dna`` smoothed windows use the subtract network in both places, as DNA does.

    Args:
        table: Statements of one type.
        spec: Variables, windows and filters; aggregation and normalisation are set here.
        search: Settings of the search.
    """
    search = search or Search()
    spec = replace(spec, kind=NetworkKind.ONEMODE)
    twice = spec.mode is Mode.DNA and spec.kernel is not Kernel.NO
    wanted = (
        (Aggregation.SUBTRACT, Aggregation.SUBTRACT)
        if twice
        else (Aggregation.CONGRUENCE, Aggregation.CONFLICT)
    )
    first, second = (
        networks(table, check(table, replace(spec, aggregation=one))) for one in wanted
    )
    for congruence, conflict in zip(first, second, strict=True):
        if spec.kernel in (Kernel.NO, Kernel.GAUSSIAN):
            yield split(congruence, conflict, search)
        else:
            yield split(*_active(congruence, conflict), search)


def _active(congruence: Network, conflict: Network) -> tuple[Network, Network]:
    """Both networks without the nodes that have no tie in either."""
    there = np.zeros(len(congruence.rows), dtype=bool)
    for one in (congruence, conflict):
        tied = one.row_codes != one.column_codes
        there[one.row_codes[tied]] = True
    return _only(congruence, there), _only(conflict, there)


def _only(network: Network, there: NDArray[np.bool_]) -> Network:
    numbers = np.cumsum(there) - 1
    kept = there[network.row_codes] & there[network.column_codes]
    labels = tuple(network.rows[int(at)] for at in np.flatnonzero(there))
    return replace(
        network,
        rows=labels,
        columns=labels,
        row_codes=numbers[network.row_codes[kept]],
        column_codes=numbers[network.column_codes[kept]],
        weights=network.weights[kept],
        row_attributes={},
        column_attributes={},
        evidence_of=None,
    )


def split(congruence: Network, conflict: Network, search: Search) -> Split:
    """The best split of one pair of networks.

    Raises:
        InputError: If there are fewer nodes than camps.
    """
    size = len(congruence.rows)
    window = {"start": congruence.start, "middle": congruence.middle, "stop": congruence.stop}
    if search.clusters < 1:
        raise InputError("a split needs at least one camp", hint="choose 2 or more")
    if size < search.clusters:
        return Split(congruence.rows, tuple(range(size)), 0.0, 0.0, **window)
    quality = Quality(congruence.dense, conflict.dense, congruence.mode)
    draw = np.random.default_rng(search.seed)
    greedy = search.algorithm is Algorithm.GREEDY
    run = _greedy if greedy else _genetic
    restarts = (50 if greedy else 5) if search.restarts is None else search.restarts
    best, value = np.zeros(size, dtype=np.int64), -np.inf
    for _ in range(max(1, restarts)):
        found = run(quality, search, draw)
        reached = quality.of(found)
        if reached > value:
            best, value = found, reached
    camps = _numbered(best)
    return Split(congruence.rows, camps, value, quality.normalised(value), **window)


def _numbered(camps: NDArray[np.int64]) -> tuple[int, ...]:
    """Camps by the order of their first nodes, so that equal splits look equal."""
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(int(one), len(numbers)) for one in camps)


def _even(size: int, clusters: int, draw: np.random.Generator) -> NDArray[np.int64]:
    camps: NDArray[np.int64] = draw.permutation(np.arange(size) % clusters)
    return camps


def _greedy(quality: Quality, search: Search, draw: np.random.Generator) -> NDArray[np.int64]:
    camps = _even(quality.size, search.clusters, draw)
    return _climb(quality, quality.tables(np.bincount(camps, minlength=search.clusters)), camps)


def _climb(
    quality: Quality, tables: NDArray[np.float64], camps: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Swap two nodes of different camps while the quality rises; sizes stay, so do the tables."""
    both = tables + tables.transpose(1, 0, 3, 2)  # what a pair counts in both directions
    nodes = np.arange(quality.size)
    groups = np.arange(len(tables))
    camps = camps.copy()
    while True:
        # ties[i, g]: what i and all others count if i were in camp g
        ties = both[groups[None, :, None], camps[None, None, :], nodes[:, None, None], nodes].sum(2)
        best = (1e-12 * max(1.0, sum(quality.sums)), -1, -1)
        for i in range(quality.size):
            others = np.flatnonzero(camps[i + 1 :] != camps[i]) + i + 1
            if not len(others):
                continue
            g, h = camps[i], camps[others]
            gain = ties[i, h] - ties[i, g] + ties[others, g] - ties[others, h]
            # i and j themselves: each row counted the other as if it stayed
            gain -= both[h, h, i, others] - both[g, h, i, others]
            gain -= both[g, g, others, i] - both[h, g, others, i]
            gain += both[h, g, i, others] - both[g, h, i, others]
            top = int(np.argmax(gain))
            if gain[top] > best[0]:
                best = (float(gain[top]), i, int(others[top]))
        _, i, j = best
        if i < 0:
            return camps
        camps[i], camps[j] = camps[j], camps[i]


def _genetic(quality: Quality, search: Search, draw: np.random.Generator) -> NDArray[np.int64]:
    clusters, parents = search.clusters, max(2, search.parents)
    population = np.asarray([_even(quality.size, clusters, draw) for _ in range(parents)])
    sizes = np.bincount(population[0], minlength=clusters)
    elites = min(parents - 1, max(1, round(search.elite * parents)))
    swaps = round(search.mutation * quality.size / 2)
    worth = _Worth(quality, clusters)
    history: list[tuple[float, ...]] = []
    scores = worth.of(population)
    for _ in range(max(1, search.iterations)):
        scaled = _summary(scores)
        history.append(tuple(round(quality.normalised(one), 2) for one in scaled))
        settled = len(history) >= 10 and len(set(history[-10:])) == 1
        stuck = len(history) > _PATIENCE and history[-1][0] <= history[-1 - _PATIENCE][0]
        if settled or stuck:
            break
        kept = population[np.argsort(-scores, kind="stable")[:elites]]
        fitness = scores - scores.min() + 1e-9
        fitness = fitness / fitness.sum()
        wanted = parents - elites
        firsts = draw.choice(parents, size=wanted, p=fitness)
        fair = draw.choice(parents, size=wanted, p=fitness)
        seconds = np.where(draw.random(wanted) < 0.5, fair, draw.integers(parents, size=wanted))
        children = [
            _mutated(_cross(population[one], population[other], sizes, draw), swaps, draw)
            for one, other in zip(firsts, seconds, strict=True)
        ]
        population = np.concatenate([kept, np.asarray(children)])
        scores = worth.of(population)
    best = population[int(np.argmax(scores))]
    return _climb(quality, quality.tables(np.bincount(best, minlength=clusters)), best)


def _summary(scores: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(scores.max()), float(scores.mean()), float(scores.std())


class _Worth:
    """Qualities of many splits at once; tables are made once per sizes of camps."""

    def __init__(self, quality: Quality, clusters: int) -> None:
        self._quality = quality
        self._clusters = clusters
        self._tables: dict[tuple[int, ...], NDArray[np.float64]] = {}

    def of(self, population: NDArray[np.int64]) -> NDArray[np.float64]:
        nodes = np.arange(population.shape[1])
        sizes = (population[:, :, None] == np.arange(self._clusters)).sum(axis=1)
        scores = np.zeros(len(population))
        for key in {tuple(row) for row in sizes.tolist()}:
            if key not in self._tables:
                self._tables[key] = self._quality.tables(np.asarray(key))
            at = np.flatnonzero((sizes == np.asarray(key)).all(axis=1))
            camps = population[at]
            pairs = self._tables[key][
                camps[:, :, None], camps[:, None, :], nodes[:, None], nodes[None, :]
            ]
            scores[at] = pairs.sum(axis=(1, 2)) / 2
        return scores


def _cross(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    sizes: NDArray[np.int64],
    draw: np.random.Generator,
) -> NDArray[np.int64]:
    """Each node from one of two parents, camps renamed for overlap, sizes put right."""
    clusters = len(sizes)
    overlap = np.zeros((clusters, clusters))
    np.add.at(overlap, (second, first), 1.0)
    names = np.full(clusters, -1)
    for _ in range(clusters):  # the largest overlap first
        g, h = divmod(int(np.argmax(overlap)), clusters)
        names[g] = h
        overlap[g, :], overlap[:, h] = -1.0, -1.0
    child = np.where(draw.random(len(first)) < 0.5, first, names[second])
    wanted = np.sort(sizes)[::-1]
    found = np.bincount(child, minlength=clusters)
    target = np.empty(clusters, dtype=np.int64)
    target[np.argsort(-found, kind="stable")] = wanted
    short = [g for g in range(clusters) for _ in range(max(0, int(target[g] - found[g])))]
    for g in range(clusters):
        surplus = int(found[g] - target[g])
        for node in draw.permutation(np.flatnonzero(child == g))[: max(0, surplus)].tolist():
            child[node] = short.pop()
    return child


def _mutated(camps: NDArray[np.int64], swaps: int, draw: np.random.Generator) -> NDArray[np.int64]:
    camps = camps.copy()
    for _ in range(swaps):
        i, j = draw.integers(len(camps), size=2)
        camps[i], camps[j] = camps[j], camps[i]
    return camps
