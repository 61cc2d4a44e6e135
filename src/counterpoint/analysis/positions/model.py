"""The positions model: one small encoder, all heads at once.

A sentence that is asked about several pairs of names is read once, with all of them marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoint.analysis.positions.frames import denied_clause
from counterpoint.analysis.positions.inputs import (
    LONGEST,
    MARKERS,
    encode_marked,
    encode_names,
    encode_plain,
    encode_topic,
    encode_toward,
)
from counterpoint.analysis.positions.neutral import neutral_names
from counterpoint.models.bundle import bundled, open_bundle
from counterpoint.models.session import Session
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import WordTable, read_array, read_table
from counterpoint.types import Span

__all__ = ["PAIR_LABELS", "QUADS", "PairScores", "PositionModel", "TopicScores"]

PAIR_LABELS = ("neutral", "a_pos_b", "b_pos_a", "a_neg_b", "b_neg_a")
QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")
_TURNED = [0, 2, 1, 4, 3]  # the columns with a and b exchanged
_MOST_MARKS = 6  # names of a sentence that are read together
_MOST_PIECES = 4096  # of a batch, padding included
_MOST_ROWS = 64
_LEAST_ROWS, _LONGER = 8, 1.1  # a batch that large is closed before a row that much longer
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """Probabilities for pairs of names.

    Attributes:
        labels: One row per pair, columns as in :data:`PAIR_LABELS`.
        quads: What the first does to the second, columns as in :data:`QUADS`.
    """

    labels: Array
    quads: Array


@dataclass(frozen=True, slots=True, eq=False)
class TopicScores:
    """Probabilities for texts and topics.

    Attributes:
        side: For the topic, if it is one of the two (claims).
        stance: Against, neither, for (things and names).
        about: That the text is about the topic at all.
    """

    side: Array
    stance: Array
    about: Array


@dataclass(frozen=True, slots=True)
class _Question:
    """A row to read, and between which places of it something is asked."""

    pieces: list[int]
    at: tuple[tuple[int, int], ...] = ((0, 0),)
    split: int = 0


class PositionModel:
    """Answers questions about sentences.

    Args:
        path: Folder of a bundle; without one, the bundle that comes with the package.

    Attributes:
        name: Name of the bundle, with its version.
        digest: Digest of its files.
    """

    def __init__(self, path: Path | None = None) -> None:
        bundle = open_bundle(path or bundled("positions-en"), task="positions")
        self.name, self.digest = bundle.name, bundle.digest
        self._pieces = WordPieces.read(bundle.file("vocab.txt"))
        markers = read_array(bundle.file("markers.npy"))
        self._table = read_table(bundle).laid_over(markers, MARKERS)
        self._session = Session(bundle.file("model.onnx.gz"))
        self._fit: dict[str, Any] = dict(bundle.card.get("calibration", {}))

    def targets(self, items: Sequence[tuple[str, Span]]) -> Array:
        """How sentences show a marked actor: probabilities of negative, neutral, positive."""
        questions, turned = [], []
        for text, span in items:
            clause = denied_clause(text)
            turned.append(clause is not None and clause.covers(span))
            if clause is not None and turned[-1]:
                text = clause.of(text)
                span = Span(span.start - clause.start, span.end - clause.start)
            words, (here,) = neutral_names(text, (span,))
            numbers, at = encode_marked(self._pieces, words, [(here.start, here.end)])
            questions.append(_Question(numbers, (at,)))
        scores = _softmax(self._fitted("target", self._run(questions, "target")))
        flipped = np.asarray(turned, dtype=bool)
        scores[flipped] = scores[flipped][:, ::-1]
        return scores

    def pairs(
        self, items: Sequence[tuple[str, Span, Span]], texts: Sequence[int] = ()
    ) -> PairScores:
        """Who is for or against whom among two marked actors.

        Args:
            items: Sentences with two names each.
            texts: Of which text each item is. Items of one text and one sentence are read together,
                which is faster; without it each is read alone, so that no answer depends on what
                else is asked.
        """
        groups = _together(items, texts or range(len(items)))
        questions, order = [], []
        for group in groups:
            for some, question in self._marked([items[number] for number in group]):
                questions.append(question)
                order += [group[one] for one in some]
        labels, quads = self._run_all(questions, ("pair", "quad"))
        back = np.argsort(np.asarray(order, dtype=np.int64), kind="stable")
        labels, quads = labels[back], quads[back]
        turned = np.asarray([b.start < a.start for _, a, b in items], dtype=bool)
        labels[turned] = labels[turned][:, _TURNED]  # the fit knows the first name as "a"
        labels = self._fitted("pair", labels)
        labels[turned] = labels[turned][:, _TURNED]
        return PairScores(_softmax(labels), _softmax(quads))

    def _marked(
        self, group: Sequence[tuple[str, Span, Span]]
    ) -> Iterator[tuple[list[int], _Question]]:
        """Questions for the pairs of one sentence: one, if it is short enough to be read whole."""
        marks = tuple(dict.fromkeys(span for _, *pair in group for span in pair))
        words, spans = neutral_names(group[0][0], marks)
        where = [(span.start, span.end) for span in spans]
        if len(group) == 1:
            numbers, at = encode_marked(self._pieces, words, where)
            yield [0], _Question(numbers, (at,))
            return
        numbers, places = encode_names(self._pieces, words, where)
        if len(numbers) <= LONGEST:
            found = dict(zip(marks, places, strict=True))
            asked = tuple((found[a], found[b]) for _, a, b in group)
            yield list(range(len(group))), _Question(numbers, asked)
            return
        for number, one in enumerate(group):
            for _, question in self._marked([one]):
                yield [number], question

    def topics(self, items: Sequence[tuple[str, str]]) -> TopicScores:
        """What texts say for or against a topic."""
        made = [encode_topic(self._pieces, text, topic) for text, topic in items]
        return self._crossed([_Question(numbers, split=split) for numbers, split in made])

    def toward(self, items: Sequence[tuple[str, str, str]]) -> TopicScores:
        """What texts mean between a holder and a target that are only named beside them."""
        made = [encode_toward(self._pieces, *item) for item in items]
        return self._crossed([_Question(numbers, split=split) for numbers, split in made])

    def vectors(self, texts: Sequence[str]) -> Array:
        """Vectors of length one; like meanings lie near each other."""
        questions = [_Question(encode_plain(self._pieces, text)) for text in texts]
        return self._run(questions, "vector")

    def _crossed(self, questions: list[_Question]) -> TopicScores:
        side, stance, about = self._run_all(questions, ("side", "stance", "about"))
        return TopicScores(
            _sigmoid(self._fitted("side", side)),
            _softmax(self._fitted("stance", stance)),
            _sigmoid(self._fitted("about", about)),
        )

    def _fitted(self, head: str, logits: Array) -> Array:
        """Logits made into calibrated ones, by the temperature and the shifts on the card."""
        fit = self._fit.get(head, {})
        scaled = logits / float(fit.get("temperature", 1.0))
        shift = np.asarray(fit.get("shift", 0.0), dtype=np.float32)
        return np.asarray(scaled + shift, dtype=np.float32)

    def _run(self, questions: list[_Question], head: str) -> Array:
        return self._run_all(questions, (head,))[0]

    def _run_all(self, questions: list[_Question], heads: Sequence[str]) -> list[Array]:
        wanted = [self._session.outputs.index(head) for head in heads]
        if not questions:
            return [_nothing(head) for head in heads]
        order = sorted(range(len(questions)), key=lambda i: len(questions[i].pieces))
        parts: list[list[Array]] = [[] for _ in heads]
        for start, stop in _cuts([len(questions[i].pieces) for i in order]):
            feeds = _feeds([questions[i] for i in order[start:stop]], self._table)
            outputs = self._session.run(feeds)
            for part, index in zip(parts, wanted, strict=True):
                part.append(outputs[index])
        firsts = np.cumsum([0, *(len(question.at) for question in questions)])
        asked = [firsts[i] + place for i in order for place in range(len(questions[i].at))]
        back = np.argsort(np.asarray(asked), kind="stable")
        return [np.concatenate(part)[back] for part in parts]


def _together(items: Sequence[tuple[str, Span, Span]], texts: Sequence[int]) -> list[list[int]]:
    """Which pairs are read together: those of one sentence whose names do not overlap."""
    groups: dict[tuple[int, str], list[tuple[list[int], list[Span]]]] = {}
    for number, (sentence, *pair) in enumerate(items):
        text = (
            -1 - number if pair[0].overlaps(pair[1]) else texts[number]
        )  # such a pair stays alone
        known = groups.setdefault((text, sentence), [])
        group = next((one for one in known if _fits(pair, one[1])), None)
        if group is None:
            group = ([], [])
            known.append(group)
        group[0].append(number)
        group[1].extend(span for span in pair if span not in group[1])
    return [numbers for known in groups.values() for numbers, _ in known]


def _fits(pair: Sequence[Span], marked: Sequence[Span]) -> bool:
    new = [span for span in pair if span not in marked]
    return len(marked) + len(new) <= _MOST_MARKS and not any(
        one.overlaps(other) for one in new for other in marked
    )


_WIDTHS = {"target": 3, "pair": 5, "quad": 4, "side": 1, "stance": 3, "about": 1, "vector": 384}


def _nothing(head: str) -> Array:
    width = _WIDTHS[head]
    return np.zeros(0 if width == 1 else (0, width), np.float32)


def _cuts(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Batches of rising lengths, each bounded in rows, in pieces and in what is padded."""
    out, start = [], 0
    for index, length in enumerate(lengths):
        rows = index - start + 1
        full = rows > _MOST_ROWS or rows * length > _MOST_PIECES
        longer = rows > _LEAST_ROWS and length > _LONGER * lengths[start]
        if rows > 1 and (full or longer):
            out.append((start, index))
            start = index
    out.append((start, len(lengths)))
    return out


def _feeds(questions: Sequence[_Question], table: WordTable) -> dict[str, NDArray[Any]]:
    width = max(len(question.pieces) for question in questions)
    ids = np.zeros((len(questions), width), np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, question in enumerate(questions):
        length = len(question.pieces)
        ids[row, :length] = question.pieces
        mask[row, :length] = 1
        if question.split:
            types[row, question.split : length] = 1
    at = np.asarray([at for question in questions for at in question.at], np.int64)
    rows = np.repeat(np.arange(len(questions)), [len(question.at) for question in questions])
    return {"words": table.vectors(ids), "mask": mask, "types": types, "rows": rows, "at": at}


def _softmax(logits: Array) -> Array:
    if not len(logits):
        return logits
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def _sigmoid(logits: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))), dtype=np.float32)
