"""Tag words: which belong to a name, of what type, what part of speech and what role they have.

A small convolutional network over hashed word features (a window of four words to each
side), in plain numpy. Everything that depends on the word alone is computed once per different
word; the rest is a few matrix products over the whole document.

The weights are one ``.npz`` without pickles; ``training/speakers/train_tagger.py`` writes it with
the same feature functions as are used here.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoint.errors import ModelError

__all__ = [
    "FLAGS",
    "HASHES",
    "Found",
    "Tagged",
    "Tagger",
    "WordPieces",
    "flags_of",
    "hashes_of",
    "shape_of",
]

HASHES = {"norm": 24576, "prefix": 2048, "suffix": 4096, "shape": 512}
FLAGS = 8
_PIECES = 2
_MOST_PIECES = 8
_SURELY_NOT = -0.01
_KEPT = 50_000
_AT_ONCE = 6_000  # words: bounds the memory
_LAYERS = ("outer", "inner", "silver")


def shape_of(word: str) -> str:
    """Shape of a word: letters and digits by class, runs cut at three ("Stoltenberg" -> "Xxxx")."""
    out: list[str] = []
    last, run = "", 0
    for char in word[:24]:
        kind = (
            ("X" if char.isupper() else "x") if char.isalpha() else "d" if char.isdigit() else char
        )
        run = run + 1 if kind == last else 1
        last = kind
        if run <= 3:
            out.append(kind)
    return "".join(out)


@lru_cache(maxsize=200_000)
def hashes_of(word: str) -> tuple[int, int, int, int, int]:
    """Rows of a word in the tables: twice its lower form, prefix, suffix, shape."""
    low = word.lower()
    norm = low.encode("utf-8", "surrogatepass")
    return (
        zlib.crc32(b"n" + norm) % HASHES["norm"],
        zlib.crc32(b"m" + norm) % HASHES["norm"],
        zlib.crc32(b"p" + low[:3].encode("utf-8", "surrogatepass")) % HASHES["prefix"],
        zlib.crc32(b"s" + low[-3:].encode("utf-8", "surrogatepass")) % HASHES["suffix"],
        zlib.crc32(b"h" + shape_of(word).encode("utf-8", "surrogatepass")) % HASHES["shape"],
    )


def flags_of(words: Sequence[str], first: Sequence[bool], quoted: Sequence[bool]) -> NDArray[Any]:
    """Figures of each word's place in one paragraph.

    Args:
        words: The words of the paragraph.
        first: Whether a word begins a sentence.
        quoted: Whether it stands in quotation marks.
    """
    count = len(words)
    out = np.zeros((count, FLAGS), dtype=np.float32)
    letters = [word for word in words if word[:1].isalpha()]
    capitals = sum(word[:1].isupper() for word in letters)
    shouted = sum(word.isupper() and len(word) > 1 for word in letters)
    heading = count < 30 and words[-1] not in {".", "!", "?", "”", '"', ":"}
    titled = capitals >= 0.6 * max(1, len(letters)) and len(letters) > 3
    out[:, 1] = heading
    out[:, 2] = titled
    out[:, 3] = shouted > 0.6 * max(1, len(letters)) and len(letters) > 2
    for index, word in enumerate(words):
        out[index, 0] = first[index]
        out[index, 4] = quoted[index]
        out[index, 5] = word.isupper() and len(word) > 1
        out[index, 6] = word[:1].isupper() and not first[index]
    out[0, 7] = 1.0
    return out


class WordPieces:
    """Longest pieces first, as in WordPiece, over a vocabulary of lower-case words."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._rows = {piece: row for row, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    def rows(self, word: str) -> tuple[int, ...]:
        """Rows of the pieces of a word; empty if the vocabulary does not cover it."""
        low = word.lower()
        if low not in self._known:
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[low] = self._cut(low)
        return self._known[low]

    def _cut(self, low: str) -> tuple[int, ...]:
        rows: list[int] = []
        start = 0
        while start < len(low) and len(rows) < _MOST_PIECES:
            for end in range(min(len(low), start + 20), start, -1):
                row = self._rows.get(("##" if start else "") + low[start:end])
                if row is not None:
                    rows.append(row)
                    start = end
                    break
            else:
                return ()
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class Found:
    """A name: its words (first, past the last), its type, how sure both are."""

    start: int
    end: int
    kind: str
    score: float
    kinds: dict[str, float]  # log-probability of each type, given that it is a name


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tagger says of the words of a paragraph."""

    names: list[list[Found]]  # by layer: names, names within them, names of the parser's scheme
    tags: list[str]
    roles: list[str]
    hidden: NDArray[Any]


class Tagger:
    """The network, loaded from its folder.

    Args:
        folder: Holds ``tagger.npz`` and ``tagger.json``.

    Raises:
        ModelError: If a file is missing or does not fit.
    """

    def __init__(self, folder: Path) -> None:
        try:
            settings = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
            with np.load(folder / "tagger.npz", allow_pickle=False) as arrays:
                weights = {key: np.asarray(arrays[key]) for key in arrays.files}
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"{folder}: the name tagger cannot be loaded ({error})",
                hint="install Counterpoint again; its wheel holds the folder speakers-en",
            ) from error
        self.heads: dict[str, list[str]] = settings["heads"]
        self._layers = int(settings["layers"])
        self._pieces = WordPieces(settings["vocabulary"])
        self._weights = {
            key: value.astype(np.float32) if value.dtype != np.int8 else value
            for key, value in weights.items()
        }
        self._vectors: dict[str, NDArray[Any]] = {}
        self._kinds = {name: _rows_of_kinds(self.heads[name]) for name in _LAYERS}
        self._scores = {name: _moves(self.heads[name]) for name in _LAYERS}

    def tag(self, paragraphs: Sequence[tuple[Sequence[str], NDArray[Any]]]) -> list[Tagged]:
        """Tag paragraphs, each given as its words and their flags."""
        out: list[Tagged] = []
        batch: list[tuple[Sequence[str], NDArray[Any]]] = []
        size = 0
        for one in paragraphs:
            if batch and size + len(one[0]) > _AT_ONCE:
                out.extend(self._tag(batch))
                batch, size = [], 0
            batch.append(one)
            size += len(one[0])
        return [*out, *self._tag(batch)]

    def _tag(self, paragraphs: Sequence[tuple[Sequence[str], NDArray[Any]]]) -> list[Tagged]:
        words: list[str] = []
        flags: list[NDArray[Any]] = []
        edges: list[tuple[int, int]] = []
        gap = np.zeros((1, FLAGS), dtype=np.float32)
        real: list[NDArray[Any]] = []
        for piece, figures in paragraphs:
            edges.append((len(words), len(words) + len(piece)))
            words.extend(piece)
            words.append("\n")
            flags.extend((figures, gap))
            real.append(np.append(np.ones(len(piece), dtype=np.float32), np.float32(0)))
        if not words:
            return []
        hidden = self._encode(words, np.concatenate(flags), np.concatenate(real)[:, None])
        values = {name: self._head(name, hidden) for name in self.heads}
        best = {name: values[name].argmax(1) for name in ("tag", "role")}
        kinds = {
            layer: np.stack([values[layer][:, at].max(1) for at in self._kinds[layer].values()], 1)
            for layer in _LAYERS
        }
        return [
            Tagged(
                [self._names(layer, values[layer][a:b], kinds[layer][a:b]) for layer in _LAYERS],
                [self.heads["tag"][row] for row in best["tag"][a:b]],
                [self.heads["role"][row] for row in best["role"][a:b]],
                hidden[a:b],
            )
            for a, b in edges
        ]

    def _encode(self, words: list[str], flags: NDArray[Any], real: NDArray[Any]) -> NDArray[Any]:
        weights = self._weights
        index: dict[str, int] = {}
        place = np.fromiter((index.setdefault(w, len(index)) for w in words), dtype=np.int64)
        rows = np.array([hashes_of(word) for word in index], dtype=np.int64)
        parts = [
            weights["norm"][rows[:, 0]] + weights["norm"][rows[:, 1]],
            weights["prefix"][rows[:, 2]],
            weights["suffix"][rows[:, 3]],
            weights["shape"][rows[:, 4]],
            self._static(list(index)),
        ]
        alone = np.concatenate(parts, axis=1) @ weights["first.word"] + weights["first.bias"]
        mixed = alone[place] + flags @ weights["first.flag"]
        hidden = _norm(_maxout(mixed), weights["first.scale"], weights["first.shift"]) * real
        for layer in range(self._layers):
            window = np.zeros((len(words), 3 * hidden.shape[1]), dtype=np.float32)
            width = hidden.shape[1]
            window[:, width : 2 * width] = hidden
            window[1:, :width] = hidden[:-1]
            window[:-1, 2 * width :] = hidden[1:]
            new = _maxout(window @ weights[f"{layer}.weight"] + weights[f"{layer}.bias"])
            scale, shift = weights[f"{layer}.scale"], weights[f"{layer}.shift"]
            hidden = (hidden + _norm(new, scale, shift)) * real
        out: NDArray[Any] = hidden
        return out

    def _static(self, words: list[str]) -> NDArray[Any]:
        table, step = self._weights["static"], self._weights["static.step"]
        out = np.zeros((len(words), table.shape[1]), dtype=np.float32)
        for index, word in enumerate(words):
            vector = self._vectors.get(word)
            if vector is None:
                if len(self._vectors) > _KEPT:
                    self._vectors.clear()
                rows = list(self._pieces.rows(word))
                mean = table[rows].mean(0, dtype=np.float32) if rows else out[index]
                vector = self._vectors[word] = np.array(mean * step, dtype=np.float32)
            out[index] = vector
        return out

    def _head(self, name: str, hidden: NDArray[Any]) -> NDArray[Any]:
        raw = hidden @ self._weights[f"{name}.head"] + self._weights[f"{name}.head.bias"]
        top = raw - raw.max(1, keepdims=True)
        out: NDArray[Any] = top - np.log(np.exp(top).sum(1, keepdims=True))
        return out

    def _names(self, layer: str, values: NDArray[Any], kinds: NDArray[Any]) -> list[Found]:
        labels = self.heads[layer]
        outside = labels.index("O")
        found: list[Found] = []
        for first, last in _stretches(values[:, outside]):
            part = values[first:last]
            path = _viterbi(part, self._scores[layer], outside)
            begin = 0
            for here, row in enumerate(path):
                prefix, _, kind = labels[row].partition("-")
                if prefix in {"B", "S"}:
                    begin = here
                if prefix in {"E", "S"}:
                    name = part[begin : here + 1]
                    least = min(name[at, path[begin + at]] for at in range(len(name)))
                    means = kinds[first + begin : first + here + 1].mean(0).tolist()
                    told = dict(zip(self._kinds[layer], means, strict=True))
                    score = float(np.exp(least))
                    found.append(Found(first + begin, first + here + 1, kind, score, told))
        return found


def _stretches(outside: NDArray[Any]) -> list[tuple[int, int]]:
    """Runs of words that may be of a name, by the log-probability of each that it is not."""
    places = np.flatnonzero(outside < _SURELY_NOT)
    if not len(places):
        return []
    cuts = np.flatnonzero(np.diff(places) > 1)
    starts = [int(places[0]), *(int(places[at + 1]) for at in cuts)]
    ends = [*(int(places[at]) + 1 for at in cuts), int(places[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def _maxout(values: NDArray[Any]) -> NDArray[Any]:
    half = values.shape[1] // _PIECES
    out: NDArray[Any] = np.maximum(values[:, :half], values[:, half:])
    return out


def _norm(values: NDArray[Any], scale: NDArray[Any], shift: NDArray[Any]) -> NDArray[Any]:
    centred = values - values.mean(1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(1, keepdims=True) + 1e-5)
    out: NDArray[Any] = centred / spread * scale + shift
    return out


def _rows_of_kinds(labels: Sequence[str]) -> dict[str, list[int]]:
    """For each type the rows of its labels."""
    kinds = sorted({label[2:] for label in labels if label != "O"})
    return {kind: [i for i, label in enumerate(labels) if label[2:] == kind] for kind in kinds}


def _moves(labels: Sequence[str]) -> NDArray[Any]:
    """Which label may follow which in the scheme begin, inside, end, single: 0 or a great loss."""
    out = np.full((len(labels), len(labels)), -1e4, dtype=np.float32)
    for before, left in enumerate(labels):
        for after, right in enumerate(labels):
            opened = left[0] in "BI"
            goes_on = right[0] in "IE"
            same = left[2:] == right[2:]
            if (opened and goes_on and same) or (not opened and not goes_on):
                out[before, after] = 0.0
    return out


def _viterbi(values: NDArray[Any], moves: NDArray[Any], outside: int) -> list[int]:
    """The best allowed path; before and after the paragraph no name is open."""
    count, labels = values.shape
    back = np.zeros((count, labels), dtype=np.int64)
    score = values[0] + moves[outside]
    everyone = np.arange(labels)
    for here in range(1, count):
        paths = score[:, None] + moves
        back[here] = paths.argmax(0)
        score = paths[back[here], everyone] + values[here]
    path = [int((score + moves[:, outside]).argmax())]
    for here in range(count - 1, 0, -1):
        path.append(int(back[here, path[-1]]))
    return path[::-1]
