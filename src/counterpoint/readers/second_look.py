"""A second look at each line, once it is known what the first one made of its neighbours.

The first trees judge each line by its shape and surroundings; the second ones see the first ones'
answers around it, so that a short paragraph between two certain ones is kept and a lone sentence
among links is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from counterpoint.readers.features import LINE_FEATURES, best_stretch

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SECOND_FEATURES", "second_features"]

_REACH = 4
_WINDOWS = (3, 8, 20)
_CARRIED = (
    "log_words", "log_characters", "ends_sentence", "inner_ends", "function_words", "capitalised",
    "is_long", "is_short", "kinds_together", "repeated", "copy", "shared_words", "shared_names",
    "like_title", "after_title", "place", "strict_inside", "lax_inside", "since_long",
    "until_long", "credit", "related", "account", "log_lines",
)  # fmt: skip
_OUTSIDE = -7.0  # log-odds beyond the ends of a text
_PRICE = 0.35

SECOND_FEATURES: tuple[str, ...] = (
    *(f"odds{step:+d}" for step in range(-_REACH, _REACH + 1)),
    *(f"{name}~{width}" for width in _WINDOWS for name in ("likely", "likely_words")),
    "since_likely", "until_likely", "inside", "from_start", "from_end",
    "likely_before", "log_likely_words", "likely_share", *_CARRIED,
)  # fmt: skip


def second_features(likely: NDArray[np.float64], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """One row of numbers for each line, in the order of :data:`SECOND_FEATURES`.

    Args:
        likely: What the first trees answered.
        rows: The features of the lines; they begin with those of :data:`LINE_FEATURES`.
    """
    size = len(likely)
    words = np.expm1(rows[:, LINE_FEATURES.index("log_words")].astype(np.float64))
    parts = [*_odds_around(likely), *_means(likely, words), *_hull(likely, words)]
    told = words * likely
    total = max(1.0, float(told.sum()))
    parts.append((np.cumsum(told) - told) / total)
    parts.append(np.full(size, np.log1p(total)))
    parts.append(np.full(size, told.sum() / max(1.0, float(words.sum()))))
    carried = rows[:, [LINE_FEATURES.index(name) for name in _CARRIED]]
    return np.concatenate([np.stack(parts, axis=1), carried], axis=1).astype(np.float32)


def _odds_around(likely: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    clipped = np.clip(likely, 0.003, 0.997)
    odds = np.log(clipped / (1 - clipped))
    padded = np.concatenate([np.full(_REACH, _OUTSIDE), odds, np.full(_REACH, _OUTSIDE)])
    return [padded[at : at + len(odds)] for at in range(2 * _REACH + 1)]


def _means(likely: NDArray[np.float64], words: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    size = len(likely)
    here = np.arange(size)
    sums = [
        np.concatenate([[0.0], np.cumsum(values)]) for values in (likely, words * likely, words)
    ]
    found = []
    for width in _WINDOWS:
        first, last = np.maximum(0, here - width), np.minimum(size, here + width + 1)
        plain, told, all_words = (total[last] - total[first] for total in sums)
        found += [plain / (last - first), told / np.maximum(1.0, all_words)]
    return found


def _hull(likely: NDArray[np.float64], words: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Distances to the nearest likely lines, and place in the best stretch of them."""
    here = np.arange(len(likely))
    yes = likely > 0.5
    since = here - np.maximum.accumulate(np.where(yes, here, -99))
    until = np.minimum.accumulate(np.where(yes, here, 10**6)[::-1])[::-1] - here
    start, end = best_stretch((np.minimum(words, 40.0) + 3.0) * (likely - _PRICE))
    inside = (here >= start) & (here < end)
    return [
        np.minimum(since, 40).astype(np.float64),
        np.minimum(until, 40).astype(np.float64),
        inside.astype(np.float64),
        np.clip(here - start, -30, 30).astype(np.float64),
        np.clip(end - 1 - here, -30, 30).astype(np.float64),
    ]
