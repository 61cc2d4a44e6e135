"""Find attributions with the trained model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from counterpoint.analysis.attribution.calibrate import Ranker
from counterpoint.analysis.attribution.decode import Found, Reading, Thresholds, decode
from counterpoint.analysis.attribution.edges import Edges, Page, redraw
from counterpoint.analysis.attribution.features import Sheet, make_sheet
from counterpoint.analysis.attribution.network import Limits, Network
from counterpoint.analysis.attribution.words import Words, cut_words, split_words
from counterpoint.errors import ModelError
from counterpoint.models.bundle import Bundle, bundled, find_bundle, open_bundle
from counterpoint.models.session import Session
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import read_table
from counterpoint.types import Attribution, Manner, Span

__all__ = ["TASK", "AttributionModel"]

TASK = "attribution"
_DEFAULT = "attribution-en"
_EDGES = "edges.json"
_WORDS_AT_ONCE = 20_000
_Settings = TypeVar("_Settings", Limits, Thresholds)


class AttributionModel:
    """Finds who is said to have said what.

    Args:
        bundle: A checked bundle for the task `attribution`.

    Attributes:
        name: Name of the bundle.
        digest: SHA-256 of its files.
        min_score: Least probability of what is given, unless told otherwise.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.name = bundle.name
        self.digest = bundle.digest
        self._tokens = WordPieces.read(bundle.file("vocab.txt"))
        self._network = Network(
            Session(bundle.file("encoder.onnx.gz")),
            Session(bundle.file("roles.onnx.gz")),
            self._tokens,
            read_table(bundle),
            _settings(Limits, bundle.card.get("limits", {})),
        )
        self._thresholds = _settings(Thresholds, bundle.card.get("thresholds", {}))
        self._ranker = Ranker.of(bundle.card.get("ranker", {}))
        self._edges = Edges.read(bundle.file(_EDGES)) if _EDGES in bundle.card["files"] else None
        self.min_score = float(bundle.card.get("min_score", 0.5))

    @classmethod
    def load(cls, path: Path | None = None) -> AttributionModel:
        """Load the model.

        Args:
            path: Folder of its bundle; the one that comes with the package if none is given.

        Raises:
            ModelError: If there is no whole bundle for the task.
        """
        return cls(open_bundle(path or bundled(_DEFAULT), task=TASK))

    @classmethod
    def named(cls, model: str) -> AttributionModel:
        """Load the model that a user means: ``large``, a folder, or nothing for the default.

        Raises:
            ModelError: If there is no such model, or it is damaged.
        """
        return cls.load(find_bundle(model, _DEFAULT))

    def find(
        self,
        texts: Sequence[str],
        *,
        sentences: Sequence[Sequence[Span]] | None = None,
        skip: Sequence[Sequence[Span]] | None = None,
        min_score: float | None = None,
    ) -> list[tuple[Attribution, ...]]:
        """Find the attributions of some texts, each text's in order of their first words.

        Args:
            texts: English texts, with a line break between paragraphs.
            sentences: Not needed: the model knows sentences by the rule that it was trained with.
                Taken so
                that every way of finding attributions is called alike.
            skip: For each text, regions that are not read (page furniture). No span touches one.
            min_score: Least probability of what is given; the bundle's own if none is given.
        """
        least = self.min_score if min_score is None else min_score
        regions = skip if skip is not None else [()] * len(texts)
        parts = [
            (number, part)
            for number, (text, skipped) in enumerate(zip(texts, regions, strict=True))
            for part in split_words(cut_words(text, skip=skipped), _WORDS_AT_ONCE)
        ]
        found: list[list[Attribution]] = [[] for _ in texts]
        for some in _portions(parts):
            ranked = self.rank([words for _, words in some], least=least)
            for (number, words), candidates in zip(some, ranked, strict=True):
                found[number] += [make(words, one, score) for one, score in candidates]
        return [tuple(sorted(some, key=_place)) for some in found]

    def rank(
        self, texts: Sequence[Words], *, least: float = 0.0
    ) -> list[list[tuple[Found, float]]]:
        """Give the candidates of some texts, in words, with their probabilities.

        Args:
            texts: The words of each.
            least: Less probable candidates are left out.
        """
        sheets = [make_sheet(words, self._tokens) for words in texts]
        return [
            self._rank(reading, sheet, words, least)
            for reading, sheet, words in zip(self._network.read(sheets), sheets, texts, strict=True)
        ]

    def _rank(
        self, reading: Reading, sheet: Sheet, words: Words, least: float
    ) -> list[tuple[Found, float]]:
        found = decode(reading, sheet, self._thresholds)
        scores = self._ranker.probabilities([one.figures for one in found])
        kept = [(one, s) for one, s in zip(found, scores, strict=True) if s >= least]
        if self._edges is None or not kept:
            return kept
        drawn = redraw([one for one, _ in kept], Page(reading, sheet, words), self._edges)
        return list(zip(drawn, (score for _, score in kept), strict=True))


def make(words: Words, found: Found, score: float) -> Attribution:
    """Turn an attribution in words into one in code points."""
    solid = [place for place in found.content if words.solid[place]]
    inside = sum(words.quotations[place] >= 0 for place in solid)
    if not inside:
        manner = Manner.INDIRECT
    else:
        manner = Manner.DIRECT if inside == len(solid) else Manner.MIXED
    return Attribution(
        source=_spans(words, found.source),
        cue=_spans(words, range(*found.cue)),
        content=_spans(words, found.content),
        manner=manner,
        score=round(score, 4),
    )


def _spans(words: Words, places: Sequence[int]) -> tuple[Span, ...]:
    """Join words into spans; each lies within one paragraph."""
    runs: list[list[int]] = []
    for place in places:
        if (
            runs
            and runs[-1][-1] == place - 1
            and words.paragraphs[place] == words.paragraphs[place - 1]
        ):
            runs[-1].append(place)
        else:
            runs.append([place])
    return tuple(Span(words.starts[run[0]], words.ends[run[-1]]) for run in runs)


def _place(attribution: Attribution) -> tuple[int, int]:
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    return min(span.start for span in spans), attribution.cue[0].start


def _portions(parts: Sequence[tuple[int, Words]]) -> Iterator[list[tuple[int, Words]]]:
    """Group parts of texts so that what is read at once has a bounded number of words."""
    group: list[tuple[int, Words]] = []
    size = 0
    for part in parts:
        if group and size + len(part[1]) > _WORDS_AT_ONCE:
            yield group
            group, size = [], 0
        group.append(part)
        size += len(part[1])
    if group:
        yield group


def _settings(kind: type[_Settings], table: Mapping[str, Any]) -> _Settings:
    """Make settings from a table of a card, which may name only what exists."""
    unknown = table.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise ModelError(
            f"the card sets {', '.join(sorted(unknown))}, which this version does not know",
            hint="update counterpoint, or name another bundle",
        )
    return kind(**table)
