"""Score links across documents, countries of speeches and speakers of turns.

Pairwise: two mentions belong together in gold when they have one title; precision is the share of
the pairs put together that gold puts together, recall the share of gold's pairs that were found. A
mention that was left open is in no pair.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["PairScores", "names_in_full", "score_pairs", "turn_gold"]

Key = tuple[str, Hashable]  # document, and what it is there


@dataclass(frozen=True, slots=True)
class PairScores:
    """Pairs of mentions: found together, right, and in gold."""

    found: int
    right: int
    gold: int
    mentions: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of gold's pairs that were found."""
        return self.right / self.gold if self.gold else 1.0


def score_pairs(
    gold: Mapping[Key, str], found: Mapping[Key, str | None], *, across: bool = False
) -> PairScores:
    """Score links of mentions pairwise.

    Args:
        gold: The title of each mention; a key begins with its document.
        found: The actor of each mention, or nothing.
        across: Count only pairs of different documents.
    """
    linked = {key: actor for key in gold if (actor := found.get(key)) is not None}

    def pairs(groups: Counter[Hashable], inner: Counter[Hashable]) -> int:
        total = sum(n * (n - 1) // 2 for n in groups.values())
        return total - (sum(n * (n - 1) // 2 for n in inner.values()) if across else 0)

    by_actor: Counter[Hashable] = Counter(linked.values())
    by_title: Counter[Hashable] = Counter(gold.values())
    both: Counter[Hashable] = Counter((linked[key], gold[key]) for key in linked)
    return PairScores(
        found=pairs(by_actor, Counter((key[0], actor) for key, actor in linked.items())),
        right=pairs(both, Counter((key[0], linked[key], gold[key]) for key in linked)),
        gold=pairs(by_title, Counter((key[0], title) for key, title in gold.items())),
        mentions=len(gold),
    )


@cache
def turn_gold() -> dict[str, str]:
    """Who stands behind marks of White House transcripts of 2021 to 2023, written down by hand."""
    source = resources.files("counterpoint.evaluation") / "turn_names.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["mark"]: row["name"] for row in rows}


def names_in_full(name: str, text: str) -> bool:
    """Whether a text holds a person's full name: its given name, then its family name.

    Example:
        >>> names_in_full("Joe Roe", "Joseph Roe"), names_in_full("Joe Roe", "with Joe A. Roe")
        (False, True)
    """
    first, *_, last = _plain(name).split()
    between = r"(?:\s+[^\W\d_]+\.?){0,2}\s+"
    forward = rf"\b{re.escape(first)}{between}{re.escape(last)}\b"
    backward = rf"\b{re.escape(last)}\s+{re.escape(first)}\b"
    return re.search(rf"{forward}|{backward}", _plain(text)) is not None


def _plain(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()
