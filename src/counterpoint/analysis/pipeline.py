"""Run stages over documents: their order checked first, in batches, failures kept apart."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from counterpoint.errors import ConfigError, CounterpointError
from counterpoint.types import AnnotatedDocument, Document
from counterpoint.types.judgement import Failure

__all__ = ["Stage", "check_order", "run_stages"]

logger = logging.getLogger(__name__)

_MOST_DOCUMENTS = 16
_MOST_CHARACTERS = 60_000


class Stage(Protocol):
    """One step over documents: what it needs, what it gives, and a batch to a batch."""

    @property
    def name(self) -> str:
        """What failures call it."""

    @property
    def requires(self) -> frozenset[str]:
        """Layers that must be there before."""

    @property
    def provides(self) -> frozenset[str]:
        """Layers that are there afterwards."""

    def run(self, batch: Sequence[AnnotatedDocument]) -> Sequence[AnnotatedDocument]:
        """The same documents in the same order, with more in them."""


def check_order(stages: Sequence[Stage]) -> None:
    """Check that each stage finds what it requires.

    Raises:
        ConfigError: If one does not; the message names the stage that would provide it.
    """
    there: set[str] = set()
    for stage in stages:
        missing = sorted(stage.requires - there)
        if missing:
            givers = [other.name for other in stages if other.provides & set(missing)]
            raise ConfigError(
                f'stage "{stage.name}" needs {", ".join(missing)}, which no stage before it gives',
                hint=f"put {', '.join(givers)} before it" if givers else "add a stage that does",
            )
        there |= stage.provides


def run_stages(
    stages: Sequence[Stage], documents: Iterable[Document]
) -> Iterator[AnnotatedDocument | Failure]:
    """Yield each document with what was found in it, in order; a failure where a stage could not.

    When a batch fails it is run again one document at a time, so that only the culprit is lost.

    Raises:
        ConfigError: If the order of the stages is wrong, before the first document is read.
    """
    check_order(stages)
    for batch in _batches(documents):
        yield from _run_batch(stages, [AnnotatedDocument(document) for document in batch])


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and (
            len(batch) >= _MOST_DOCUMENTS or size + len(document.text) > _MOST_CHARACTERS
        ):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.text)
    if batch:
        yield batch


def _run_batch(
    stages: Sequence[Stage], batch: Sequence[AnnotatedDocument]
) -> Iterator[AnnotatedDocument | Failure]:
    current = batch
    for stage in stages:
        try:
            current = stage.run(current)
        except CounterpointError:
            raise  # a missing model, say: the next document would meet it too
        except Exception as error:
            if len(batch) > 1:
                logger.info("stage %s failed on a batch; one document at a time", stage.name)
                for one in batch:
                    yield from _run_batch(stages, [one])
            else:
                logger.debug(
                    "stage %s failed on %s", stage.name, batch[0].document.id, exc_info=True
                )
                message = f"{type(error).__name__}: {error}"[:300]
                yield Failure(batch[0].document.id, stage.name, message, batch[0].document.path)
            return
    yield from current
