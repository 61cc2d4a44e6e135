"""Add documents to a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from counterpoint import __version__
from counterpoint.readers import ReadFailure
from counterpoint.store.corpus import Corpus
from counterpoint.store.documents import Added, Outcome
from counterpoint.types import Document
from counterpoint.types.judgement import Coder, CoderKind, Failure

__all__ = ["AddTotals", "add"]

_MOST_DOCUMENTS = 100
_MOST_CHARACTERS = 2_000_000


@dataclass(slots=True)
class AddTotals:
    """What became of the inputs."""

    added: int = 0
    known: int = 0
    corrected: list[Added] = field(default_factory=list)
    failed: int = 0

    @property
    def done(self) -> int:
        """Documents that are in the corpus now."""
        return self.added + self.known + len(self.corrected)


def add(
    corpus: Corpus,
    inputs: Iterable[Document | ReadFailure],
    *,
    report: Callable[[ReadFailure], None] = lambda failure: None,
    progress: Callable[[int], None] = lambda count: None,
) -> AddTotals:
    """Add what a reader gives; a batch is kept whole or not at all.

    Args:
        corpus: Where to.
        inputs: Documents, and failures of reading, which are recorded in the run.
        report: Called with each failure.
        progress: Called with the number of documents of each batch that is kept.
    """
    totals = AddTotals()
    who = Coder(f"reader {__version__}", CoderKind.MODEL)
    run = corpus.begin("add", who, {"version": __version__})
    batch: list[Document] = []

    def keep() -> None:
        counts = Counter(one.outcome for one in _kept(corpus, batch, run, totals))
        totals.added += counts[Outcome.ADDED]
        totals.known += counts[Outcome.KNOWN]
        progress(len(batch))
        batch.clear()

    size = 0
    try:
        for item in inputs:
            if isinstance(item, ReadFailure):
                totals.failed += 1
                corpus.fail(run, Failure("", "read", item.reason, item.place))
                report(item)
                continue
            batch.append(item)
            size += len(item.text)
            if len(batch) >= _MOST_DOCUMENTS or size >= _MOST_CHARACTERS:
                keep()
                size = 0
    finally:  # what was read before a stop or an error is kept
        if batch:
            keep()
    corpus.end(
        run,
        {
            "added": totals.added,
            "known": totals.known,
            "corrected": len(totals.corrected),
            "failed": totals.failed,
        },
    )
    return totals


def _kept(corpus: Corpus, batch: list[Document], run: int, totals: AddTotals) -> list[Added]:
    added = corpus.add(batch, run)
    totals.corrected += [one for one in added if one.outcome is Outcome.CORRECTED]
    return added
