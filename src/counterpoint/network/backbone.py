"""Backbones: the concepts that carry the structure of a one-mode network.

The loss of a set of concepts is the distance between the spectrum of the full network and that of
the network made from the set's statements alone (``distances.spectrum``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, exp

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.concepts import Layers, Sums
from counterpoint.types.network import StatementTable
from counterpoint.types.selection import NetworkSpec

__all__ = [
    "Annealed",
    "NestedStep",
    "annealed_backbone",
    "evaluate_backbone",
    "nested_backbone",
    "temperature",
]


_FEW = 20_000  # sets of concepts that are tried one and all


@dataclass(frozen=True, slots=True)
class NestedStep:
    """One concept that leaves the backbone.

    Attributes:
        iteration: Number of the step, from 1.
        concept: Which one leaves.
        backbone_loss: Loss of the backbone without it.
        redundant_loss: Loss of the set of all that have left.
        statements: How many statements the backbone has left.
    """

    iteration: int
    concept: str
    backbone_loss: float
    redundant_loss: float
    statements: int


@dataclass(frozen=True, slots=True)
class Annealed:
    """The best backbone that a search found.

    Attributes:
        backbone: Its concepts, in order.
        redundant: The other concepts.
        loss: What was minimised: penalised, unless the size was fixed.
        backbone_loss: Loss of the backbone, not penalised.
        redundant_loss: Loss of the other concepts, not penalised.
        losses: The best loss so far after each iteration.
    """

    backbone: tuple[str, ...]
    redundant: tuple[str, ...]
    loss: float
    backbone_loss: float
    redundant_loss: float
    losses: tuple[float, ...]


def nested_backbone(table: StatementTable, spec: NetworkSpec) -> list[NestedStep]:
    """Leave out one concept after the other, always the one whose loss is least.

    Concepts with exactly the same loss leave together, the last first.

    Args:
        table: Statements of one type.
        spec: The one-mode network; ``mode`` says whose spectrum decides.
    """
    layers = Layers(table, spec)
    backbone = list(range(len(layers.concepts)))
    inside, outside = layers.sums(backbone), layers.sums(())
    left = int(layers.statements.sum())
    steps: list[NestedStep] = []
    while backbone:
        losses = layers.losses(inside, backbone)
        least = float(losses.min())
        for at in reversed(np.flatnonzero(losses == least).tolist()):
            concept = backbone.pop(at)
            inside.change(layers, concept, -1.0)
            outside.change(layers, concept, 1.0)
            left -= int(layers.statements[concept])
            steps.append(
                NestedStep(
                    iteration=len(steps) + 1,
                    concept=layers.concepts[concept],
                    backbone_loss=least,
                    redundant_loss=layers.loss(outside),
                    statements=left,
                )
            )
    return steps


def evaluate_backbone(
    table: StatementTable, spec: NetworkSpec, concepts: Sequence[str], *, penalty: float = 0.0
) -> tuple[float, float]:
    """Penalised losses of a set of concepts and of all others.

    Raises:
        InputError: If the statements do not hold one of the concepts.
    """
    layers = Layers(table, spec)
    unknown = [one for one in concepts if one not in layers.concepts]
    if unknown:
        raise InputError(
            f'"{unknown[0]}" is no {spec.variable2} of the selected statements',
            hint=f"there are: {', '.join(layers.concepts[:20])}",
        )
    search = _Search(layers, penalty)
    chosen = frozenset(layers.concepts.index(one) for one in concepts)
    others = frozenset(range(len(layers.concepts))) - chosen
    return search.penalised(chosen), search.penalised(others)


def temperature(iteration: int, iterations: int) -> float:
    """How easily a worse set is accepted at an iteration (from 1); falls from 1 to 0."""
    return 1 - 1 / (1 + exp(-(-5 + 12 * iteration / iterations)))


def annealed_backbone(
    table: StatementTable,
    spec: NetworkSpec,
    *,
    size: int | None = None,
    penalty: float = 3.5,
    iterations: int = 10_000,
    polish: bool = True,
    restarts: int = 0,
) -> Annealed:
    """Search the best backbone by simulated annealing, from ``spec.seed``.

    Args:
        table: Statements of one type.
        spec: The one-mode network.
        size: Number of concepts of the backbone; None lets the penalty decide.
        penalty: How much small backbones are preferred; not used with a size.
        iterations: How many sets to try.
        polish: Whether to go on from the best set to the nearest one that no single move improves.
        restarts: From how many random sets besides to go on in the same way. Where there are not
            many sets at all, each is tried instead.

    Raises:
        InputError: If there are too few concepts for the size.
    """
    layers = Layers(table, spec)
    count = len(layers.concepts)
    if size is not None and not 0 < size < count:
        raise InputError(
            f"a backbone of {size} of {count} concepts does not work",
            hint=f"choose a size from 1 to {count - 1}",
        )
    if iterations < 1 or count == 0:
        raise InputError(
            "there is nothing to search: no concepts, or no iterations",
            hint="check the filters and the number of iterations",
        )
    search = _Search(layers, 0.0 if size is not None else penalty)
    best, losses = _anneal(search, count, (size, iterations, spec.seed))
    if polish:
        draw = np.random.default_rng((spec.seed, 1))
        starts = [best, *(_random_set(draw, count, size) for _ in range(restarts))]
        sizes = range(1, count) if size is None else range(size, size + 1)
        if restarts and sum(comb(count, one) for one in sizes) <= _FEW:
            ends = [frozenset(some) for one in sizes for some in combinations(range(count), one)]
        else:
            ends = [_polished(search, start, count, fixed=size is not None) for start in starts]
        best = min([best, *ends], key=search.penalised)
    others = frozenset(range(count)) - best
    return Annealed(
        backbone=tuple(layers.concepts[at] for at in sorted(best)),
        redundant=tuple(layers.concepts[at] for at in sorted(others)),
        loss=search.penalised(best),
        backbone_loss=search.loss(best),
        redundant_loss=search.loss(others),
        losses=tuple(losses),
    )


class _Search:
    """Losses of sets, each computed once; a set is made from the last one that was asked for."""

    def __init__(self, layers: Layers, penalty: float) -> None:
        self._layers = layers
        self._penalty = penalty
        self._known: dict[frozenset[int], float] = {}
        self._at: frozenset[int] = frozenset()
        self._sums: Sums = layers.sums(())

    def loss(self, chosen: frozenset[int]) -> float:
        if chosen not in self._known:
            if len(chosen ^ self._at) > len(chosen):
                self._sums = self._layers.sums(sorted(chosen))
            else:
                for one in self._at - chosen:
                    self._sums.change(self._layers, one, -1.0)
                for one in chosen - self._at:
                    self._sums.change(self._layers, one, 1.0)
            self._at = chosen
            self._known[chosen] = self._layers.loss(self._sums)
        return self._known[chosen]

    def penalised(self, chosen: frozenset[int]) -> float:
        count = len(self._layers.concepts)
        share = (count - len(chosen)) / count if count else 0.0
        return self.loss(chosen) * exp(-self._penalty * share)


def _anneal(
    search: _Search, count: int, plan: tuple[int | None, int, int]
) -> tuple[frozenset[int], list[float]]:
    size, iterations, seed = plan
    draw = np.random.default_rng(seed)
    chosen = frozenset(draw.permutation(count)[: size or 1].tolist())
    current = search.penalised(chosen)
    best, least = chosen, current
    losses = []
    for iteration in range(1, iterations + 1):
        proposed = _move(draw, chosen, count, fixed=size is not None)
        loss = search.penalised(proposed)
        better = loss < current
        if better or draw.random() < exp(-(loss - current)) * temperature(iteration, iterations):
            chosen, current = proposed, loss
            if better and loss <= least:
                best, least = chosen, loss
        losses.append(least)
    return best, losses


def _random_set(draw: np.random.Generator, count: int, size: int | None) -> frozenset[int]:
    wanted = int(draw.integers(1, max(2, count // 2 + 1))) if size is None else size
    return frozenset(draw.permutation(count)[:wanted].tolist())


def _move(
    draw: np.random.Generator, chosen: frozenset[int], count: int, *, fixed: bool
) -> frozenset[int]:
    moves = ["swap"] if 0 < len(chosen) < count else []
    if not fixed:
        moves += ["remove"] if len(chosen) >= 2 else []
        moves += ["add"] if len(chosen) <= count - 2 else []
    if not moves:
        return chosen
    move = moves[int(draw.integers(len(moves)))]
    inside = sorted(chosen)
    changed = set(chosen)
    if move in ("swap", "add"):
        outside = sorted(set(range(count)) - chosen)
        changed.add(outside[int(draw.integers(len(outside)))])
    if move in ("swap", "remove"):
        changed.discard(inside[int(draw.integers(len(inside)))])
    return frozenset(changed)


def _polished(search: _Search, best: frozenset[int], count: int, *, fixed: bool) -> frozenset[int]:
    """Take the best single move until none improves."""
    while True:
        outside = sorted(set(range(count)) - best)
        moves = [best - {one} | {other} for one in sorted(best) for other in outside]
        if not fixed:
            moves += [best - {one} for one in sorted(best) if len(best) > 1]
            moves += [best | {other} for other in outside if len(best) < count - 1]
        nearest = min(moves, key=search.penalised, default=best)
        if search.penalised(nearest) >= search.penalised(best):
            return best
        best = nearest
