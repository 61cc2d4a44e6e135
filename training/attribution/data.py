"""Read PolNeAR and turn it into windows that the model can be trained on.

The corpus's texts stay where they are: nothing read here may be written into the repository.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from counterpoint.analysis.attribution.features import Sheet, make_sheet, tile
from counterpoint.analysis.attribution.words import Words, cut_words
from counterpoint.models.tokens import WordPieces

LIMIT = 254  # word pieces in a window, without the two that open and close it
SOURCE, CONTENT, CUE = 1, 2, 3
FOLDS = 2
HELD_OUT = 40


@dataclass(frozen=True, slots=True)
class Gold:
    """One true attribution in words: its cue as a range, its roles as sets."""

    cue: tuple[int, int]
    source: frozenset[int]
    content: frozenset[int]


@dataclass(frozen=True, slots=True)
class Article:
    """An article, cut into words, with its true attributions."""

    id: str
    text: str
    words: Words
    sheet: Sheet
    gold: tuple[Gold, ...]


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def split_train(
    rows: Sequence[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Part the train articles into those to train on and those kept out for the ranker."""
    order = list(range(len(rows)))
    random.Random(20161108).shuffle(order)
    held = set(order[:HELD_OUT])
    return (
        [row for number, row in enumerate(rows) if number not in held],
        [row for number, row in enumerate(rows) if number in held],
    )


def fold_of(article: str) -> int:
    """Which fold an article belongs to, by its id alone."""
    return hashlib.sha256(article.encode()).digest()[0] % FOLDS


def make_article(row: dict[str, Any], tokens: WordPieces) -> Article:
    """Cut a row into words and place its attributions on them."""
    words = cut_words(row["text"])
    gold = []
    for attribution in row.get("attributions", ()):
        roles = [_places(words, attribution[role]) for role in ("source", "cue", "content")]
        if roles[1] and roles[2]:
            cue = (min(roles[1]), max(roles[1]) + 1)
            gold.append(Gold(cue, frozenset(roles[0]), frozenset(roles[2])))
    return Article(row["id"], row["text"], words, make_sheet(words, tokens), tuple(gold))


def _places(words: Words, spans: Iterable[Sequence[int]]) -> set[int]:
    out: set[int] = set()
    for start, end in spans:
        out.update(range(bisect_right(words.ends, start), bisect_left(words.starts, end)))
    return out


# ------------------------------------------------------------------ other looks of the same text


class Disguise:
    """Changes what a text looks like, not what it says: quotation marks, layout, names.

    PolNeAR is one campaign in seven newspapers. A model that has learnt "Trump said" by heart, or
    one house's quotation marks, is worse elsewhere.
    """

    def __init__(self, articles: Sequence[Article], tokens: WordPieces) -> None:
        self._tokens = tokens
        inside: Counter[str] = Counter()
        lower: Counter[str] = Counter()
        for article in articles:
            words = article.words
            for here, word in enumerate(words.texts):
                if word.islower():
                    lower[word] += 1
                elif here and word.istitle() and words.sentences[here] == words.sentences[here - 1]:
                    inside[word] += 1
        self._names = [
            word
            for word, count in inside.most_common(4000)
            if count >= 3 and word.isalpha() and len(word) > 2 and lower[word.lower()] * 10 < count
        ]
        self._known = set(self._names)

    def __call__(self, article: Article, chance: random.Random) -> Sheet:
        """Give the article's figures, changed at random."""
        sheet = article.sheet
        texts = article.words.texts
        swap: dict[str, str] = {}
        style = chance.random()
        if style < 0.15:
            swap.update({"\u201c": '"', "\u201d": '"', "\u2019": "'", "\u2018": "'"})
        elif style < 0.25 and '"' in texts:
            swap['"'] = "\u201c"
        elif style < 0.30:
            swap.update({"\u201c": "\u00ab", "\u201d": "\u00bb", '"': "\u00ab"})
        if chance.random() < 0.3:
            mine = sorted({text for text in texts if text in self._known})
            swap.update((name, chance.choice(self._names)) for name in mine)
        if swap:
            pieces = list(sheet.pieces)
            for here, text in enumerate(texts):
                if text in swap:
                    pieces[here] = self._tokens.cut(swap[text])[:8] or pieces[here]
            offsets = [0]
            for cut in pieces:
                offsets.append(offsets[-1] + len(cut))
            sheet = replace(sheet, pieces=pieces, offsets=offsets)
        if chance.random() < 0.05:  # a text that lost its line breaks
            none = np.zeros_like(sheet.breaks)
            sheet = replace(sheet, breaks=none, paragraph=none)
        return sheet


# ------------------------------------------------------------------ windows and batches


@dataclass(frozen=True, slots=True)
class Cut:
    """A window of an article, as it looks in this epoch."""

    article: Article
    sheet: Sheet
    start: int
    end: int

    @property
    def pieces(self) -> int:
        """Number of word pieces in it."""
        return self.sheet.offsets[self.end] - self.sheet.offsets[self.start]


def epoch_batches(
    articles: Sequence[Article], *, seed: int, size: int, disguise: Disguise | None
) -> list[list[Cut]]:
    """Cut all articles anew and batch windows of like length, in random order."""
    chance = random.Random(seed)
    cuts = []
    for article in articles:
        if not len(article.sheet):
            continue
        sheet = disguise(article, chance) if disguise else article.sheet
        first = chance.randint(40, LIMIT)
        cuts += [Cut(article, sheet, start, end) for start, end in tile(sheet, LIMIT, first)]
    cuts = [cut for cut in cuts if cut.pieces <= LIMIT]
    chance.shuffle(cuts)
    batches = []
    for pool in range(0, len(cuts), size * 50):
        some = sorted(cuts[pool : pool + size * 50], key=lambda cut: cut.pieces)
        batches += [some[low : low + size] for low in range(0, len(some), size)]
    chance.shuffle(batches)
    return batches


@dataclass(frozen=True, slots=True)
class Inputs:
    """A batch for the encoder."""

    ids: np.ndarray  # batch x pieces
    mask: np.ndarray
    shape: np.ndarray
    breaks: np.ndarray
    quoted: np.ndarray
    first: np.ndarray  # batch x words: place of each word's first piece


def encode(cuts: Sequence[Cut], tokens: WordPieces) -> Inputs:
    """Lay windows side by side, filled up to the longest."""
    pieces = max(cut.pieces for cut in cuts) + 2
    words = max(cut.end - cut.start for cut in cuts)
    ids = np.full((len(cuts), pieces), tokens.padding, dtype=np.int64)
    mask, shape, breaks, quoted = (np.zeros_like(ids) for _ in range(4))
    first = np.zeros((len(cuts), words), dtype=np.int64)
    for row, cut in enumerate(cuts):
        sheet = cut.sheet
        some = sheet.pieces[cut.start : cut.end]
        flat = [piece for word in some for piece in word]
        count = len(flat)
        ids[row, : count + 2] = [tokens.first, *flat, tokens.last]
        mask[row, : count + 2] = 1
        lengths = np.array([len(word) for word in some])
        for target, column in (
            (shape, sheet.shape),
            (breaks, sheet.breaks),
            (quoted, sheet.quoted),
        ):
            target[row, 1 : count + 1] = np.repeat(column[cut.start : cut.end], lengths)
        first[row, : len(some)] = (
            1 + np.array(sheet.offsets[cut.start : cut.end]) - sheet.offsets[cut.start]
        )
    return Inputs(ids, mask, shape, breaks, quoted, first)


def tag_targets(cuts: Sequence[Cut], words: int) -> np.ndarray:
    """BIO of cue, source and content for each word; -100 where there is none."""
    out = np.full((3, len(cuts), words), -100, dtype=np.int64)
    for row, cut in enumerate(cuts):
        out[:, row, : cut.end - cut.start] = 0
        for gold in cut.article.gold:
            cue = set(range(*gold.cue))
            for layer, places in enumerate((cue, gold.source, gold.content)):
                for place in places:
                    if cut.start <= place < cut.end:
                        out[layer, row, place - cut.start] = 2 if place - 1 in places else 1
    return out


def role_targets(article: Article, gold: Gold | None, low: int, width: int, end: int) -> np.ndarray:
    """Role of each word around a cue; -100 past the window's end."""
    out = np.zeros(width, dtype=np.int64)
    if gold is not None:
        for role, places in (
            (SOURCE, gold.source),
            (CONTENT, gold.content),
            (CUE, range(*gold.cue)),
        ):
            for place in places:
                if low <= place < low + width:
                    out[place - low] = role
    out[max(0, end - low) :] = -100
    return out
