"""Fit where people begin and end a source, cue or content.

What a word does at the edges of spans is counted on the articles that the network was trained on:
gold alone. How that weighs against the network's values is fitted on the articles that it did not
see, since on the others it is surer than it should be.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from counterpoint.analysis.attribution.decode import Found
from counterpoint.analysis.attribution.edges import (
    EDGE_FIGURES,
    ROLES,
    SIDES,
    Edges,
    Habit,
    Page,
    lay_out,
    move,
    put,
    runs,
    spans_of,
)
from training.attribution.data import Article, Gold

MOST = {"cue": 99.0, "source": 99.0, "content": 0.3}
LEAST_COUNT = 20  # of a word at or within spans; rarer ones have no odds
SAME = 0.3  # least overlap of contents for a candidate to be drawn like a gold attribution
STRENGTH = 3.0


def spans_in(gold: Gold, role: str) -> list[tuple[int, int]]:
    """Give the unbroken spans of a role."""
    return [gold.cue] if role == "cue" else runs(sorted(getattr(gold, role)))


def word_odds(articles: Sequence[Article]) -> dict[str, dict[str, tuple[float, ...]]]:
    """Count words at the edges of gold spans against those within, by role."""
    out = {}
    for role in ROLES:
        edge: list[Counter[str]] = [Counter() for _ in range(4)]
        within: list[Counter[str]] = [
            Counter() for _ in range(2)
        ]  # after the first, before the last
        for article in articles:
            words = [text.lower() for text in article.words.texts]
            for gold in article.gold:
                for start, end in spans_in(gold, role):
                    edge[0][words[start]] += 1
                    edge[1].update(words[max(0, start - 1) : start])
                    edge[2][words[end - 1]] += 1
                    edge[3].update(words[end : end + 1])
                    within[0].update(words[start + 1 : end])
                    within[1].update(words[start : end - 1])
        pairs = list(zip(edge, (within[0], within[1], within[1], within[0]), strict=True))
        known = sorted({word for counter in edge for word in counter})
        out[role] = {
            word: tuple(
                round(math.log((at[word] + 2) / (inner[word] + 2)), 2)
                if at[word] + inner[word] >= LEAST_COUNT
                else 0.0
                for at, inner in pairs
            )
            for word in known
            if any(at[word] + inner[word] >= LEAST_COUNT for at, inner in pairs)
        }
    return out


def aim(one: Found, article: Article, role: str) -> list[tuple[int, int]]:
    """Give the gold spans that a candidate's spans of a role should be."""
    if role == "cue":
        start, end = one.cue
        return [gold.cue for gold in article.gold if gold.cue[0] < end and start < gold.cue[1]]
    mine = set(one.content)
    alike = [len(gold.content & mine) / len(gold.content | mine) for gold in article.gold]
    if not alike or max(alike) < SAME:
        return []
    return spans_in(article.gold[int(np.argmax(alike))], role)


def examples(
    page: Page, article: Article, found: Sequence[Found], numbers, habit: Habit, role: str
):
    """Give, by side, the figures of the places of each span, which are open, which is true."""
    drawn, owners = spans_of(found, numbers, role)
    out: dict[str, list] = {side: [] for side in SIDES}
    if not drawn.spans:
        return out
    for side in SIDES:
        places = lay_out(page, page.odds(habit), drawn, side)
        for row, ((start, end), owner) in enumerate(zip(drawn.spans, owners, strict=True)):
            near = [
                (min(end, last) - max(start, first), first, last)
                for first, last in aim(found[owner], article, role)
                if first < end and start < last
            ]
            if not near:
                continue
            _, first, last = max(near)
            true = first if side == "start" else last - 1
            here = np.flatnonzero(places.open[row] & (places.words[row] == true))
            if len(here):
                out[side].append((places.figures[row], places.open[row], int(here[0])))
    return out


def fit_side(rows: Sequence[tuple]) -> np.ndarray:
    """Fit the weights under which the true places win, as a conditional logit."""
    x = np.stack([figures for figures, _, _ in rows])
    is_open = np.stack([some for _, some, _ in rows])
    true = np.array([place for _, _, place in rows])
    scale = x[is_open].std(0) + 1e-6
    x = x / scale
    bar = np.where(is_open, 0.0, -1e9)
    each = np.arange(len(true))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value = x @ weights + bar
        value -= value.max(1, keepdims=True)
        share = np.exp(value)
        share /= share.sum(1, keepdims=True)
        slope = np.einsum("np,npf->f", share, x) - x[each, true].sum(0)
        fit = -np.log(share[each, true] + 1e-30).sum()
        return fit + STRENGTH / 2 * weights @ weights, slope + STRENGTH * weights

    best = minimize(loss, np.zeros(EDGE_FIGURES), jac=True, method="L-BFGS-B")
    return np.round(best.x / scale, 5)


def fit_edges(
    pages: Sequence[Page],
    articles: Sequence[Article],
    found: Sequence[Sequence[Found]],
    odds: dict[str, dict[str, tuple[float, ...]]],
) -> Edges:
    """Fit all roles, each on candidates whose roles before it are drawn anew."""
    now = [list(some) for some in found]
    numbers = [
        [page.numbers[one.cue] for one in some] for page, some in zip(pages, found, strict=True)
    ]
    habits = {}
    for role in ROLES:
        blank = Habit(odds[role], {side: np.zeros(EDGE_FIGURES) for side in SIDES}, MOST[role])  # type: ignore[arg-type]
        rows: dict[str, list] = {side: [] for side in SIDES}
        for page, article, some, mine in zip(pages, articles, now, numbers, strict=True):
            for side, more in examples(page, article, some, mine, blank, role).items():
                rows[side] += more
        habit = Habit(blank.words, {side: fit_side(rows[side]) for side in SIDES}, MOST[role])
        habits[role] = habit
        for place, (page, some, mine) in enumerate(zip(pages, now, numbers, strict=True)):
            drawn, owners = spans_of(some, mine, role)
            if drawn.spans:
                now[place] = put(some, owners, move(page, drawn, habit), role)
    return Edges(habits)


def as_json(edges: Edges) -> str:
    """Write the habits as a bundle holds them."""
    table = {
        role: {
            "most": habit.most,
            **{side: weights.tolist() for side, weights in habit.sides.items()},
            "words": habit.words,
        }
        for role, habit in edges.habits.items()
    }
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"
