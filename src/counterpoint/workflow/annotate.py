"""Find the statements of documents: the whole reading path, one document after the other."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from counterpoint.types import AnnotatedDocument, Document
from counterpoint.types.judgement import Failure
from counterpoint.workflow.known import gazetteer_state, load_resolver

if TYPE_CHECKING:
    from counterpoint.analysis.pipeline import Stage
    from counterpoint.analysis.stages import Finder

__all__ = ["Engine", "ReadingOptions", "annotate", "engine_name", "is_read"]

logger = logging.getLogger(__name__)


class Engine(Enum):
    """What finds the statements."""

    AUTO = "auto"  # the model; the rules where none is installed
    MODEL = "model"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How statements are looked for; the defaults suit a person who just names a file."""

    engine: Engine = Engine.AUTO
    model: str = ""  # "large" or a folder of a bundle; empty: the one that comes along
    min_score: float | None = (
        None  # least probability to be right; the engine's own where not given
    )
    author: bool = False  # also the author's own voice
    nested: bool = True  # also who is quoted within whose statement
    speakers: bool = True  # resolve who speaks
    gazetteer: str = ""  # file of known actors over the built-in ones


def annotate(
    documents: Iterable[Document], *, options: ReadingOptions | None = None
) -> Iterator[AnnotatedDocument | Failure]:
    """Yield each document with its statements, in order; a failure where one could not be read.

    Args:
        documents: Any number of documents; a few are held in memory at a time.
        options: How to look for statements.

    Raises:
        ModelError: If the model is asked for and not there, before the first document.
        InputError: If the gazetteer cannot be read, before the first document.
    """
    from counterpoint.analysis.pipeline import run_stages

    options = options or ReadingOptions()
    return run_stages(_stages(options, gazetteer_state(options.gazetteer)), documents)


def engine_name(options: ReadingOptions) -> str:
    """What finds the statements under these options: the name of the model, or "rules"."""
    return str(getattr(_finder(options.engine, options.model), "name", "model"))


def is_read(document: Document) -> bool:
    """Whether statements are looked for in this document: they are found in English only."""
    from counterpoint.analysis.stages import is_read as reads

    return reads(document)


@lru_cache(maxsize=4)
def _stages(options: ReadingOptions, gazetteer: tuple[int, int]) -> tuple[Stage, ...]:
    from counterpoint.analysis import stages as steps

    chain: list[Stage] = [
        steps.SegmentStage(),
        steps.QuotationStage(),
        steps.AttributionStage(_finder(options.engine, options.model), options.min_score),
    ]
    chain.append(steps.NestingStage(deep=options.nested))
    if options.author:
        chain.append(steps.AuthorStage())
    if options.min_score:
        chain.append(steps.ScoreStage(options.min_score))
    if options.speakers:
        chain.append(steps.SpeakerStage(load_resolver(options.gazetteer)))
    chain.append(steps.ActStage())
    return tuple(chain)


@lru_cache(maxsize=2)
def _finder(engine: Engine, model: str) -> Finder:
    from counterpoint.analysis.rules import RuleFinder
    from counterpoint.errors import ModelError

    if engine is Engine.RULES:
        return RuleFinder()
    try:
        return _load_model(model)
    except ModelError as error:
        if engine is Engine.MODEL or model:
            raise
        logger.warning("%s; statements are found by rules instead", error)
        return RuleFinder()


def _load_model(model: str) -> Finder:
    from counterpoint.errors import ModelError

    try:
        from counterpoint.analysis.attribution import AttributionModel
    except ImportError as error:
        raise ModelError("no attribution model is installed", hint="use --engine rules") from error
    return AttributionModel.named(model)
