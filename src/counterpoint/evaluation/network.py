"""Networks against gold: pairs, signs and weights, article by article and over a collection.

A predicted name stands for the gold entity of its article that it fits best; an edge with an end
that fits none is counted apart, since gold names only the salient entities. All edges of an article
from one source to one target make one signed edge.
"""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

__all__ = ["GoldNetwork", "NetworkFigures", "NetworkScores", "best_fit", "score_networks"]

Triple = tuple[str, str, int]
_NOBODY = frozenset({"None", "Not in the list", ""})
_ACTORS = frozenset({"People", "Organization", "GPE"})
_TITLES = frozenset(
    "mr mrs ms dr president vice prime minister senator sen rep representative gov governor mayor "
    "secretary judge justice general gen former speaker leader the".split()
)
_READ_AS = {
    "gop": ("republican",),
    "us": ("united", "states"),
    "usa": ("united", "states"),
    "america": ("united", "states"),
    "uk": ("united", "kingdom"),
    "britain": ("united", "kingdom"),
}
VIEWS = ("pair", "signed", "undirected", "actors", "concepts")


@dataclass(frozen=True, slots=True)
class GoldNetwork:
    """The gold edges of one article.

    Attributes:
        entities: Name to type, in the order of the list.
        stances: Source, target and sign.
    """

    entities: Mapping[str, str | None]
    stances: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """Precision, recall and F1 of one view of the edges."""

    precision: float
    recall: float
    f1: float
    right: int
    predicted: int
    gold: int
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class NetworkScores:
    """How edges agree with gold.

    Attributes:
        views: Figures of directed pairs, signed pairs (the headline), undirected signed pairs, and
            signed pairs toward actors and toward things.
        sign: Share of right signs among the pairs that are right.
        shared: How many pairs are right.
        unmatched: Edges with an end that gold does not name.
        edges: All predicted edges.
        pearson: Correlation of the summed signed weights over the collection.
        strong_sign: Share of right signs among pairs with a gold weight of at least 2.
        strong: How many such pairs there are.
    """

    views: Mapping[str, NetworkFigures]
    sign: float
    shared: int
    unmatched: int
    edges: int
    pearson: float
    strong_sign: float
    strong: int

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Article:
    counts: dict[str, tuple[int, int, int]]
    signs: tuple[int, int]
    unmatched: int
    edges: int
    gold: Counter[tuple[str, str]]
    found: Counter[tuple[str, str]]


def score_networks(
    pairs: Iterable[tuple[GoldNetwork, Sequence[Triple]]], *, samples: int = 0, seed: int = 1
) -> NetworkScores:
    """Compare the edges of articles.

    Args:
        pairs: For each article its gold and its predicted edges.
        samples: Number of resamples of the articles for intervals; 0 for none.
        seed: Same seed, same intervals.
    """
    articles = [_compare(gold, found) for gold, found in pairs]
    views = {view: _figures(articles, view) for view in VIEWS}
    if samples:
        views = _with_intervals(views, articles, samples, seed)
    hits = sum(article.signs[0] for article in articles)
    shared = sum(article.signs[1] for article in articles)
    pearson, strong_sign, strong = _collection(articles)
    return NetworkScores(
        views,
        hits / shared if shared else 0.0,
        shared,
        sum(article.unmatched for article in articles),
        sum(article.edges for article in articles),
        pearson,
        strong_sign,
        strong,
    )


def best_fit(name: str, entities: Iterable[str]) -> str | None:
    """The entity that a name stands for, or None.

    Example:
        >>> best_fit("President Lee's", ["Mary Ford", "Ann Lee"])
        'Ann Lee'
    """
    own = _words(name)
    listed = list(entities)
    for entity in listed:
        if own and own == _words(entity):
            return entity
    stems = {word[:6] for word in own}
    best: tuple[tuple[float, int], str] | None = None
    for entity in listed:
        other = {word[:6] for word in _words(entity)}
        common = stems & other
        longer = max(len(stems), len(other))
        if not common or not (stems <= other or other <= stems or 2 * len(common) >= longer):
            continue
        value = (len(common) / longer, sum(map(len, common)))
        if best is None or value > best[0]:
            best = value, entity
    return best[1] if best else None


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    plain = re.sub(r"['\u2019]s\b", "", plain).replace(".", "")
    found = [w for word in re.findall(r"[^\W_]+", plain) for w in _READ_AS.get(word, (word,))]
    return tuple(word for word in found if word not in _TITLES) or tuple(found)


def _compare(gold: GoldNetwork, found: Sequence[Triple]) -> _Article:
    types = dict(gold.entities)
    for source, target, _ in gold.stances:
        types.setdefault(source, None)
        types.setdefault(target, None)
    types = {name: kind for name, kind in types.items() if name not in _NOBODY}
    wanted: Counter[tuple[str, str]] = Counter()
    for source, target, sign in gold.stances:
        if source in types and target in types:
            wanted[source, target] += sign
    fits = {name: best_fit(name, types) for edge in found for name in edge[:2]}
    said: Counter[tuple[str, str]] = Counter()
    unmatched = 0
    for source, target, sign in found:
        ends = fits[source], fits[target]
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            unmatched += 1
        else:
            said[ends[0], ends[1]] += sign
    actors = {name for name, kind in types.items() if kind in _ACTORS}
    counts = {
        "pair": (len(wanted.keys() & said.keys()), len(said), len(wanted)),
        "signed": _agreeing(wanted, said),
        "undirected": _agreeing(_both_ways(wanted), _both_ways(said)),
        "actors": _agreeing(*(_toward(edges, actors, inside=True) for edges in (wanted, said))),
        "concepts": _agreeing(*(_toward(edges, actors, inside=False) for edges in (wanted, said))),
    }
    shared = [pair for pair in wanted if pair in said]
    hits = sum(_sign(wanted[pair]) == _sign(said[pair]) != 0 for pair in shared)
    return _Article(counts, (hits, len(shared)), unmatched, len(found), wanted, said)


def _agreeing(
    wanted: Mapping[tuple[str, str], int], said: Mapping[tuple[str, str], int]
) -> tuple[int, int, int]:
    right = sum(
        _sign(weight) != 0 and pair in said and _sign(said[pair]) == _sign(weight)
        for pair, weight in wanted.items()
    )
    return right, len(said), len(wanted)


def _both_ways(edges: Mapping[tuple[str, str], int]) -> Counter[tuple[str, str]]:
    out: Counter[tuple[str, str]] = Counter()
    for (source, target), weight in edges.items():
        out[min(source, target), max(source, target)] += weight
    return out


def _toward(
    edges: Mapping[tuple[str, str], int], actors: set[str], *, inside: bool
) -> dict[tuple[str, str], int]:
    return {pair: weight for pair, weight in edges.items() if (pair[1] in actors) is inside}


def _figures(articles: Iterable[_Article], view: str) -> NetworkFigures:
    right = predicted = gold = 0
    for article in articles:
        one = article.counts[view]
        right, predicted, gold = right + one[0], predicted + one[1], gold + one[2]
    return NetworkFigures(
        right / predicted if predicted else 0.0,
        right / gold if gold else 0.0,
        2 * right / (predicted + gold) if predicted + gold else 0.0,
        right,
        predicted,
        gold,
    )


def _with_intervals(
    views: Mapping[str, NetworkFigures], articles: Sequence[_Article], samples: int, seed: int
) -> dict[str, NetworkFigures]:
    draw = random.Random(seed)  # noqa: S311 - statistics, not secrets
    drawn = [draw.choices(articles, k=len(articles)) for _ in range(samples)]
    out = {}
    for view, figures in views.items():
        values = sorted(_figures(part, view).f1 for part in drawn)
        low, high = values[int(0.025 * samples)], values[min(samples - 1, int(0.975 * samples))]
        out[view] = NetworkFigures(
            figures.precision,
            figures.recall,
            figures.f1,
            figures.right,
            figures.predicted,
            figures.gold,
            (low, high),
        )
    return out


def _collection(articles: Iterable[_Article]) -> tuple[float, float, int]:
    gold: Counter[tuple[str, str]] = Counter()
    said: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for pair, weight in article.gold.items():
            gold[pair] += weight
        for pair, weight in article.found.items():
            said[pair] += weight
    keys = gold.keys() | said.keys()
    strong = [pair for pair in gold if abs(gold[pair]) >= 2]
    right = sum(_sign(gold[pair]) == _sign(said[pair]) for pair in strong)
    pearson = _pearson([gold[k] for k in keys], [said[k] for k in keys])
    return pearson, right / len(strong) if strong else 0.0, len(strong)


def _pearson(x: Sequence[int], y: Sequence[int]) -> float:
    if not x:
        return 0.0
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    top = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    low = math.sqrt(sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y))
    return top / low if low else 0.0


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
