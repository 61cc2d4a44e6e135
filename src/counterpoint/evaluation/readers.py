"""How well articles are read: the body by four-word runs, the day, the authors.

The body measure is the one of the article extraction benchmark of Zyte (Scrapinghub): precision
and recall over the multiset of four-word runs of each page, averaged over pages; F1 of the two
averages. A page with an empty answer has no precision there; it is counted in ``empty``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "BodyScore",
    "FactScore",
    "name_keys",
    "score_bodies",
    "score_facts",
]

_TOKEN = re.compile(r"\w+")
_RUN = 4


@dataclass(frozen=True, slots=True)
class BodyScore:
    """Body precision, recall and F1 over some pages."""

    count: int
    f1: float
    precision: float
    recall: float
    empty: int


@dataclass(frozen=True, slots=True)
class FactScore:
    """Share of pages with the right day; authors by name."""

    count: int
    date_right: float
    authors_f1: float
    authors_precision: float
    authors_recall: float


def score_bodies(pairs: Iterable[tuple[str, str]]) -> BodyScore:
    """Score answers against gold bodies.

    Args:
        pairs: Gold body and answered body of each page.
    """
    precisions: list[float] = []
    recalls: list[float] = []
    count = empty = 0
    for gold, answer in pairs:
        count += 1
        wanted, found = _runs(gold), _runs(answer)
        both = (wanted & found).total()
        if found:
            precisions.append(both / found.total())
        else:
            empty += 1
        if wanted:
            recalls.append(both / wanted.total())
    precision, recall = _mean(precisions), _mean(recalls)
    return BodyScore(count, _f1(precision, recall), precision, recall, empty)


def score_facts(
    pairs: Iterable[tuple[tuple[str, Sequence[str]], tuple[str, Sequence[str]]]],
) -> FactScore:
    """Score days and authors against gold.

    Args:
        pairs: Gold and answer of each page, each an ISO day (or nothing) and names.
    """
    count = right = both = extra = missing = 0
    for (gold_day, gold_names), (day, names) in pairs:
        count += 1
        right += gold_day[:10] == day[:10]
        wanted, found = name_keys(gold_names), name_keys(names)
        both += len(wanted & found)
        extra += len(found - wanted)
        missing += len(wanted - found)
    precision = both / (both + extra) if both + extra else 0.0
    recall = both / (both + missing) if both + missing else 0.0
    return FactScore(
        count, right / count if count else 0.0, _f1(precision, recall), precision, recall
    )


def name_keys(names: Sequence[str]) -> frozenset[str]:
    """Names in a form for comparing: no case, no points; "A and B" are two."""
    parts = (part for name in names for part in re.split(r",|;|&|\band\b", name))
    keys = (" ".join(_TOKEN.findall(part.casefold())) for part in parts)
    return frozenset(key for key in keys if key)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    last = max(1, len(tokens) - _RUN + 1)
    return Counter(run for at in range(last) if (run := tuple(tokens[at : at + _RUN])))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
