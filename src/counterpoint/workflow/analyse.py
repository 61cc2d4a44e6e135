"""Find the statements of a corpus: what is not yet analysed with this configuration."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from counterpoint import __version__
from counterpoint.store.corpus import Corpus
from counterpoint.types import AnnotatedDocument, Document
from counterpoint.types.judgement import Coder, CoderKind, Failure
from counterpoint.workflow.annotate import ReadingOptions, annotate, engine_name, is_read
from counterpoint.workflow.engines import in_order
from counterpoint.workflow.known import gazetteer_digest

__all__ = ["AnalyseProgress", "AnalyseTotals", "analyse"]

_MOST_DOCUMENTS = 16
_MOST_CHARACTERS = 100_000
_SECONDS = 1.0  # what is found is kept at least this often


@dataclass(slots=True)
class AnalyseTotals:
    """What a run did."""

    done: int = 0
    before: int = 0  # analysed with this configuration already
    statements: int = 0
    failed: int = 0
    foreign: int = 0  # not English
    run: int = 0


@dataclass(frozen=True, slots=True)
class AnalyseProgress:
    """Where a run is."""

    done: int
    total: int
    statements: int


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process needs to annotate batches."""

    options: ReadingOptions

    def __call__(self, batch: Sequence[Document]) -> list[AnnotatedDocument | Failure]:
        """Each document with its statements, in order."""
        return list(annotate(batch, options=self.options))


def analyse(
    corpus: Corpus,
    *,
    options: ReadingOptions | None = None,
    jobs: int = 1,
    progress: Callable[[AnalyseProgress], None] = lambda progress: None,
) -> AnalyseTotals:
    """Find and keep the statements of all documents that this configuration has not read yet.

    Stopped at any moment and started again, it goes on with what is not kept; documents that
    failed are tried again.

    Args:
        corpus: Which one.
        options: How statements are looked for: the configuration.
        jobs: Processes.
        progress: Called whenever something was kept.
    """
    options = options or ReadingOptions()
    name = engine_name(options)
    identity = _identity(options) | {"engine": name}
    run = corpus.begin(
        "analyse",
        Coder(name, CoderKind.MODEL),
        identity | {"version": __version__},
        identity=identity,
        resume=True,
    )
    total = corpus.count_unread(run)
    totals = AnalyseTotals(before=corpus.count_documents() - total, run=run)
    keeper = _Keeper(corpus, run, totals, total, progress)
    results = in_order(_Work(options), _batches(corpus.unread(run)), jobs=jobs)
    with closing(results), closing(keeper):
        for found in results:
            keeper.take(found)
    if totals.done or totals.failed:
        corpus.end(run, _counts(corpus, run, totals))
    return totals


class _Keeper:
    """Collects findings and keeps them about once a second; on any stop it keeps the rest."""

    def __init__(
        self,
        corpus: Corpus,
        run: int,
        totals: AnalyseTotals,
        total: int,
        progress: Callable[[AnalyseProgress], None],
    ) -> None:
        self._corpus, self._run = corpus, run
        self._totals, self._total, self._progress = totals, total, progress
        self._waiting: list[AnnotatedDocument | Failure] = []
        self._kept_at = time.monotonic()

    def take(self, found: Iterable[AnnotatedDocument | Failure]) -> None:
        """Take what was found in a batch."""
        self._waiting += found
        if time.monotonic() - self._kept_at >= _SECONDS or len(self._waiting) >= 500:
            self.close()

    def close(self) -> None:
        """Keep what is waiting."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        annotated = [one for one in waiting if isinstance(one, AnnotatedDocument)]
        failures = [one for one in waiting if isinstance(one, Failure)]
        self._totals.statements += self._corpus.keep(self._run, annotated, failures)
        self._totals.done += len(annotated)
        self._totals.failed += len(failures)
        self._totals.foreign += sum(not is_read(one.document) for one in annotated)
        self._kept_at = time.monotonic()
        self._progress(
            AnalyseProgress(
                self._totals.done + self._totals.failed, self._total, self._totals.statements
            )
        )


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if len(batch) >= _MOST_DOCUMENTS or size >= _MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _identity(options: ReadingOptions) -> dict[str, Any]:
    """The configuration: of a gazetteer what it holds, not where it lies."""
    told = _plain(asdict(options))
    held = gazetteer_digest(told.pop("gazetteer"))
    return told | ({"gazetteer": held} if held else {})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in values.items()}


def _counts(corpus: Corpus, run: int, totals: AnalyseTotals) -> dict[str, int]:
    before = next((one.counts for one in corpus.runs() if one.key == run), {})
    return {
        "documents": before.get("documents", 0) + totals.done,
        "statements": before.get("statements", 0) + totals.statements,
        "failed": totals.failed,
    }
