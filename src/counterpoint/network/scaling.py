"""Ideal points: actors on one or two axes, by item response theory.

Each concept is a question that an actor answers with agree or disagree (or on an ordered scale).
The chance of agreeing depends on where the actor stands, how strongly the concept divides
(discrimination) and how easily it is agreed to (difficulty):

    z[i, j] = discrimination[j] . position[i] - difficulty[j] + normal error,   agree if z > 0

with independent normal priors. Positions are drawn by Gibbs sampling with the latent z filled in
(Albert and Chib 1993, Journal of the American Statistical Association 88), all chains at once in
numpy. The ordered form has one cut more for each further answer.

The axes of such a model have no direction of their own: mirrored positions fit equally well, and
in two dimensions turned ones. By default every draw is turned onto a common reference
(orthogonal Procrustes) and the actor named by ``right`` ends up on the positive side. With
``align=False`` nothing is turned; means are then near zero when the chains visit both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoint.errors import InputError

__all__ = ["Estimate", "Scaling", "ScalingOptions", "recode_answers", "scale_actors"]

Floats = NDArray[np.float64]
_WIDEST_CUT = 20.0  # cuts between ordered answers stay below this


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalingOptions:
    """How to sample.

    Args:
        dimensions: 1 or 2.
        ordinal: Whether answers are on an ordered scale instead of 0 and 1.
        draws: Draws kept in all, over the chains.
        burn_in: First draws of each chain that are thrown away.
        thin: Keep every n-th draw.
        chains: Chains that run side by side.
        seed: Start of the random numbers.
        position_variance: Prior variance of positions.
        item_precision: Prior precision of discrimination and difficulty.
        align: Whether draws are turned onto a common reference.
        right: Actor that is put on the positive side of the first axis; "" for the one that lies
            furthest out.
        probability: Share of the draws within an interval.
    """

    dimensions: int = 1
    ordinal: bool = False
    draws: int = 4000
    burn_in: int = 500
    thin: int = 2
    chains: int = 8
    seed: int = 1
    position_variance: float = 1.0
    item_precision: float = 0.25
    align: bool = True
    right: str = ""
    probability: float = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """Posterior mean of one quantity, with its shortest interval; one number per dimension."""

    name: str
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scaling:
    """Where actors stand, and what each concept tells about it.

    ``mixing`` is the largest ratio of the variance between and within chains over all positions
    (Gelman and Rubin's R-hat); above 1.1 more draws are needed. ``fit`` is the share of answers
    that the mean positions predict.
    """

    positions: tuple[Estimate, ...]
    discrimination: tuple[Estimate, ...]
    difficulty: tuple[Estimate, ...]
    dimensions: int
    seed: int
    mixing: float
    fit: float


def recode_answers(
    agree: NDArray[Any],
    disagree: NDArray[Any],
    *,
    threshold: float | None = None,
    missing: float | None = None,
    ordinal: bool = False,
) -> Floats:
    """Counts of agreement and disagreement as answers of an item response model.

    Args:
        agree: Actors by concepts, how often the actor agreed.
        disagree: The same for disagreement.
        threshold: An answer needs this share of the other side to be mixed: with 0.25, an actor
            who agrees in more than three quarters of the statements agrees. None: every actor who
            did both is mixed. Above 1 it is read as per cent, above 0.5 as its complement.
        missing: Answer of an actor who is mixed (binary) or silent; None leaves it out (NaN).
        ordinal: 1 disagree, 2 mixed, 3 agree instead of 0 and 1; mixed is then an answer.

    Returns:
        Answers; NaN for none.
    """
    total = agree + disagree
    share = np.divide(agree, total, out=np.full(agree.shape, np.nan), where=total > 0)
    edge = _edge(threshold)
    with np.errstate(invalid="ignore"):
        no, yes = share <= edge, share >= 1 - edge
    blank = np.nan if missing is None else float(missing)
    if ordinal:
        mixed = (total > 0) & ~no & ~yes
        return np.select([no, yes, mixed], [1.0, 3.0, 2.0], default=blank)
    return np.select([no, yes], [0.0, 1.0], default=blank)


def _edge(threshold: float | None) -> float:
    edge = 0.0 if threshold is None else float(threshold)
    if edge < 0 or edge > 100:
        raise InputError(
            f"threshold {threshold} is not a share", hint="give a share from 0 to 0.5, as 0.25"
        )
    edge = edge / 100 if edge > 1 else edge
    return 1 - edge if edge > 0.5 else edge


def scale_actors(
    answers: Floats,
    actors: Sequence[str],
    concepts: Sequence[str],
    options: ScalingOptions | None = None,
) -> Scaling:
    """Sample positions of actors from their answers.

    Args:
        answers: Actors by concepts: 0 and 1, or for ``ordinal`` ordered numbers; NaN for none.
        actors: Names of the rows.
        concepts: Names of the columns.
        options: How to sample.

    Raises:
        InputError: If there is nothing to scale, or an answer does not fit the model.
    """
    options = options or ScalingOptions()
    codes = _checked(answers, actors, concepts, options)
    sampler = _Sampler(codes, options)
    positions, items = sampler.run()
    mean_items = items.mean(axis=(0, 1)) if not options.align else None
    if options.align:
        positions, items = _align(positions, items)
        positions, items = _orient(positions, items, actors, options.right)
        mean_items = items.mean(axis=(0, 1))
    thetas = positions.reshape(-1, *positions.shape[2:])
    flat = items.reshape(-1, *items.shape[2:])
    return Scaling(
        positions=_estimates(actors, thetas, options.probability),
        discrimination=_estimates(concepts, flat[:, :, 1:], options.probability),
        difficulty=_estimates(concepts, flat[:, :, :1], options.probability),
        dimensions=options.dimensions,
        seed=options.seed,
        mixing=_mixing(positions),
        fit=_fit(codes, thetas.mean(axis=0), mean_items) if not options.ordinal else np.nan,
    )


def _checked(
    answers: Floats, actors: Sequence[str], concepts: Sequence[str], options: ScalingOptions
) -> Floats:
    """Answers as 0, 1, 2, ... with NaN, after the checks that a user can act on."""
    if options.dimensions not in (1, 2):
        raise InputError(f"dimensions {options.dimensions}: only 1 and 2 are computed")
    if answers.shape != (len(actors), len(concepts)):
        raise ValueError(f"answers are {answers.shape}, names {len(actors)} x {len(concepts)}")
    if options.right and options.right not in actors:
        raise InputError(f'the actor "{options.right}" is not among those that are scaled')
    if min(answers.shape) < 2 or np.isfinite(answers).sum() < 2:
        raise InputError(
            f"nothing to scale: {len(actors)} actors and {len(concepts)} concepts are left",
            hint="scaling needs at least two actors who speak on two concepts; loosen the filters",
        )
    kinds = np.unique(answers[np.isfinite(answers)])
    if not options.ordinal and not set(kinds) <= {0.0, 1.0}:
        raise InputError(
            f"binary scaling takes 0 and 1, but there is the answer {kinds[-1]:g}",
            hint="choose the ordinal model",
        )
    return answers.astype(float) if not options.ordinal else _ranks(answers, kinds)


def _ranks(answers: Floats, kinds: Floats) -> Floats:
    ranks = np.searchsorted(kinds, answers).astype(float)
    ranks[~np.isfinite(answers)] = np.nan
    return ranks


class _Sampler:
    """Gibbs sampling of all chains at once; the first axis of every array is the chain."""

    def __init__(self, codes: Floats, options: ScalingOptions) -> None:
        self.options = options
        self.seen = np.isfinite(codes)
        self.codes = np.where(self.seen, codes, 0).astype(int)
        self.random = np.random.default_rng(options.seed)
        self.levels = max(2, int(self.codes.max()) + 1)
        chains, (actors, concepts) = options.chains, codes.shape
        self.positions = self.random.normal(size=(chains, actors, options.dimensions))
        self.items = self.random.normal(size=(chains, concepts, options.dimensions + 1))
        steps = np.arange(self.levels - 1, dtype=float)
        self.cuts = np.broadcast_to(steps, (chains, concepts, self.levels - 1)).copy()

    def run(self) -> tuple[Floats, Floats]:
        """Positions and items, each (chain, draw, name, dimension)."""
        keep = -(-self.options.draws // self.options.chains)
        positions, items = [], []
        for step in range(self.options.burn_in + keep * self.options.thin):
            latent = self._latent()
            self._draw_items(latent)
            self._draw_positions(latent)
            past = step - self.options.burn_in
            if past >= 0 and past % self.options.thin == 0:
                positions.append(self.positions.copy())
                items.append(self.items.copy())
        return np.stack(positions, axis=1), np.stack(items, axis=1)

    def _latent(self) -> Floats:
        mean = self.positions @ self.items[:, :, 1:].transpose(0, 2, 1) - self.items[:, None, :, 0]
        chains, concepts = self.cuts.shape[:2]
        ends = np.concatenate(
            [
                np.full((chains, concepts, 1), -np.inf),
                self.cuts,
                np.full((chains, concepts, 1), np.inf),
            ],
            axis=2,
        )
        column = np.arange(concepts)[None, :]
        low = ends[:, column, self.codes]
        high = ends[:, column, self.codes + 1]
        latent = mean.copy()
        seen = np.broadcast_to(self.seen, mean.shape)
        shift = mean[seen]
        latent[seen] = shift + _truncated(low[seen] - shift, high[seen] - shift, self.random)
        if self.levels > 2:
            self._draw_cuts(latent)
        return latent

    def _draw_cuts(self, latent: Floats) -> None:
        """Each cut lies evenly between the answers on its two sides; the first stays at 0."""
        for level in range(1, self.levels - 1):
            below = np.where(self.seen & (self.codes <= level), latent, -np.inf).max(axis=1)
            above = np.where(self.seen & (self.codes > level), latent, np.inf).min(axis=1)
            lowest = np.maximum(below, self.cuts[:, :, level - 1])
            upper = self.cuts[:, :, level + 1] if level + 1 < self.levels - 1 else _WIDEST_CUT
            highest = np.maximum(np.minimum(above, upper), lowest)
            self.cuts[:, :, level] = lowest + (highest - lowest) * self.random.random(lowest.shape)

    def _draw_items(self, latent: Floats) -> None:
        chains, actors = self.positions.shape[:2]
        design = np.concatenate([np.full((chains, actors, 1), -1.0), self.positions], axis=2)
        masked = self.seen.astype(float)
        precision = np.einsum("cik,cil,ij->cjkl", design, design, masked, optimize=True)
        precision += self.options.item_precision * np.eye(design.shape[2])
        target = np.einsum("cik,cij->cjk", design, latent * masked)
        self.items = self._normal(precision, target)

    def _draw_positions(self, latent: Floats) -> None:
        slope = self.items[:, :, 1:]
        masked = self.seen.astype(float)
        precision = np.einsum("cjk,cjl,ij->cikl", slope, slope, masked, optimize=True)
        precision += np.eye(slope.shape[2]) / self.options.position_variance
        target = np.einsum("cjk,cij->cik", slope, (latent + self.items[:, None, :, 0]) * masked)
        self.positions = self._normal(precision, target)

    def _normal(self, precision: Floats, target: Floats) -> Floats:
        """Draws from normals given by their precision and precision times mean."""
        root = np.linalg.cholesky(precision)
        mean = np.linalg.solve(precision, target[..., None])
        noise = self.random.normal(size=target.shape)[..., None]
        return np.asarray((mean + np.linalg.solve(np.swapaxes(root, -1, -2), noise))[..., 0])


def _truncated(low: Floats, high: Floats, random: np.random.Generator) -> Floats:
    """Standard normals between bounds, by rejection (Robert 1995, Statistics and Computing 5)."""
    flip = high < -low  # work on the side where the lower bound is nearer to zero
    left, right = np.where(flip, -high, low), np.where(flip, -low, high)
    drawn = np.empty_like(left)
    waiting = np.arange(left.size)
    while waiting.size:
        a, b = left[waiting], right[waiting]
        value, accepted = _propose(a, b, random)
        done = waiting[accepted]
        drawn[done] = value[accepted]
        waiting = waiting[~accepted]
    return np.where(flip, -drawn, drawn)


def _propose(a: Floats, b: Floats, random: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
    """One proposal each: normal, exponential in a tail, or even within a narrow stretch."""
    finite = np.isfinite(b)
    width = np.where(finite, b - np.where(np.isfinite(a), a, -40.0), np.inf)
    tail = a > 0.4
    narrow = width < np.where(tail, 1 / np.maximum(a, 0.4), 1.5)
    rate = (a + np.sqrt(np.maximum(a, 0) ** 2 + 4)) / 2
    start = np.where(np.isfinite(a), a, 0.0)
    chance = random.random(a.size)
    normal = random.normal(size=a.size)
    exponential = start + random.exponential(size=a.size) / np.where(tail, rate, 1.0)
    even = start + np.where(narrow, width, 0.0) * random.random(a.size)
    value = np.where(narrow, even, np.where(tail, exponential, normal))
    lowest = np.maximum(start, 0.0) ** 2
    limit = np.where(
        narrow,
        np.exp(np.minimum((lowest - even**2) / 2, 0.0)),
        np.where(tail, np.exp(-((exponential - np.where(tail, rate, 0.0)) ** 2) / 2), 1.0),
    )
    return value, (chance <= limit) & (value >= a) & (value <= b)


def _align(positions: Floats, items: Floats) -> tuple[Floats, Floats]:
    """Turn every draw onto the mean of all (generalised Procrustes, without scaling)."""
    flat = positions.reshape(-1, *positions.shape[2:])
    slopes = items.reshape(-1, *items.shape[2:])
    spread = (flat**2).sum(axis=(1, 2))
    reference = flat[int(np.argmax(spread))]
    for _ in range(10):
        turn = _turns(flat, reference)
        mean = np.einsum("dik,dkl->il", flat, turn) / len(flat)
        if np.allclose(mean, reference, atol=1e-6):
            break
        reference = mean
    turn = _turns(flat, reference)
    turned = np.einsum("dik,dkl->dil", flat, turn)
    items_turned = slopes.copy()
    items_turned[:, :, 1:] = np.einsum("djk,dkl->djl", slopes[:, :, 1:], turn)
    return turned.reshape(positions.shape), items_turned.reshape(items.shape)


def _turns(flat: Floats, reference: Floats) -> Floats:
    left, _, right = np.linalg.svd(np.einsum("dik,il->dkl", flat, reference))
    return np.asarray(left @ right)


def _orient(
    positions: Floats, items: Floats, actors: Sequence[str], right: str
) -> tuple[Floats, Floats]:
    """Put the axes along the widest spread and the chosen actor on the positive side."""
    mean = positions.mean(axis=(0, 1))
    _, _, axes = np.linalg.svd(mean - mean.mean(axis=0))
    turn = axes.T
    placed = mean @ turn
    for axis in range(placed.shape[1]):
        chosen = int(np.argmax(np.abs(placed[:, axis])))
        if axis == 0 and right:
            chosen = list(actors).index(right)
        if placed[chosen, axis] < 0:
            turn[:, axis] = -turn[:, axis]
    items = items.copy()
    items[..., 1:] = items[..., 1:] @ turn
    return positions @ turn, items


def _estimates(names: Sequence[str], draws: Floats, probability: float) -> tuple[Estimate, ...]:
    ordered = np.sort(draws, axis=0)
    inside = max(1, int(np.ceil(probability * len(ordered))))
    widths = ordered[inside - 1 :] - ordered[: len(ordered) - inside + 1]
    start = np.argmin(widths, axis=0)
    low = np.take_along_axis(ordered, start[None], axis=0)[0]
    high = np.take_along_axis(ordered, start[None] + inside - 1, axis=0)[0]
    mean = draws.mean(axis=0)
    return tuple(
        Estimate(name, *(tuple(float(x) for x in part[at]) for part in (mean, low, high)))
        for at, name in enumerate(names)
    )


def _mixing(positions: Floats) -> float:
    chains, draws = positions.shape[:2]
    if chains < 2 or draws < 4:
        return float("nan")
    within = positions.var(axis=1, ddof=1).mean(axis=0)
    between = positions.mean(axis=1).var(axis=0, ddof=1)
    return float(np.sqrt((draws - 1) / draws + between / np.maximum(within, 1e-12)).max())


def _fit(codes: Floats, positions: Floats, items: Floats | None) -> float:
    if items is None:
        return float("nan")
    latent = positions @ items[:, 1:].T - items[:, 0]
    seen = np.isfinite(codes)
    return float(((latent > 0) == (codes > 0.5))[seen].mean())
