"""Concepts proposed for a corpus without a codebook: clusters of contents with a label.

K-means on the sentence vectors from a seed, labels from the words that set a cluster apart. They
are proposals: nothing uses them before a person has accepted, merged or renamed them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Proposal", "propose_concepts"]

_WORD = re.compile(r"[A-Za-z][a-z]{2,}")
_ROUNDS = 30
_TYPICAL = 5
_SMALL = frozenset(
    "the and for that this with from have has had are was were will would can could should not but "
    "they them their our ours you your his her its who what when where which than then there here "
    "been being into over more most very also just only some any all out about after before said "
    "say says must may might shall does did doing done make made one two new because while still "
    "even such these those through other many much people".split()
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed concept.

    Attributes:
        label: Its words.
        size: How many contents it has.
        typical: Places of its most typical contents, nearest first.
    """

    label: str
    size: int
    typical: tuple[int, ...]


def propose_concepts(
    texts: Sequence[str], vectors: NDArray[np.float32], *, count: int, seed: int
) -> list[Proposal]:
    """Group contents and name the groups, largest first.

    Args:
        texts: The contents.
        vectors: Their vectors, of length one.
        count: How many groups to make.
        seed: Same seed, same groups.
    """
    count = min(count, len(texts))
    if count < 1:
        return []
    groups, centres = _k_means(vectors, count, seed)
    words = [{w.casefold() for w in _WORD.findall(text)} - _SMALL for text in texts]
    whole = Counter(word for found in words for word in found)
    out = []
    taken: set[str] = set()
    for group in np.argsort(-np.bincount(groups, minlength=count), kind="stable"):
        members = np.flatnonzero(groups == group)
        if not len(members):
            continue
        near = members[np.argsort(-(vectors[members] @ centres[group]), kind="stable")]
        label = _label([words[n] for n in members], whole, len(texts), taken)
        taken.add(label)
        out.append(Proposal(label, len(members), tuple(int(n) for n in near[:_TYPICAL])))
    return out


def _k_means(
    vectors: NDArray[np.float32], count: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    draw = np.random.default_rng(seed)
    centres = vectors[[int(draw.integers(len(vectors)))]]
    for _ in range(count - 1):
        far = np.clip(1 - (vectors @ centres.T).max(axis=1), 1e-9, None) ** 2
        pick = int(draw.choice(len(vectors), p=far / far.sum()))
        centres = np.concatenate([centres, vectors[[pick]]])
    groups = np.zeros(len(vectors), np.int64)
    for _ in range(_ROUNDS):
        new = np.asarray((vectors @ centres.T).argmax(axis=1), np.int64)
        if (new == groups).all():
            break
        groups = new
        for group in range(count):
            members = vectors[groups == group]
            if len(members):
                mean = members.mean(axis=0)
                centres[group] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return groups, centres


def _label(members: Sequence[set[str]], whole: Counter[str], total: int, taken: set[str]) -> str:
    inside = Counter(word for found in members for word in found)
    size = len(members)

    def apart(word: str) -> float:
        share = inside[word] / size
        outside = (whole[word] - inside[word] + 0.5) / (total - size + 1)
        return share * float(np.log((share + 1e-3) / outside))

    best = sorted(inside, key=lambda word: (-apart(word), word))[:3]
    label = ", ".join(best) or "other"
    number = 2
    unique = label
    while unique in taken:
        unique = f"{label} ({number})"
        number += 1
    return unique
