"""Stages run in a checked order, and one document never stops a run."""

from dataclasses import dataclass, replace

import pytest

from counterpoint.analysis.pipeline import check_order, run_stages
from counterpoint.analysis.rules import RuleFinder
from counterpoint.analysis.stages import AttributionStage, QuotationStage, SegmentStage
from counterpoint.errors import ConfigError
from counterpoint.types import AnnotatedDocument, Document
from counterpoint.types.judgement import Failure


@dataclass(frozen=True)
class Fragile:
    """Fails on a batch that holds a text with the word "bad"."""

    name: str = "fragile"
    requires: frozenset = frozenset()
    provides: frozenset = frozenset({"marks"})

    def run(self, batch):
        if any("bad" in one.document.text for one in batch):
            raise ZeroDivisionError("cannot be done")
        return [replace(one, paragraphs=()) for one in batch]


def test_stage_without_what_it_needs_is_named_before_anything_is_read():
    stages = [SegmentStage(), AttributionStage(RuleFinder()), QuotationStage()]

    with pytest.raises(ConfigError, match=r'"attribution" needs quotations') as caught:
        list(run_stages(stages, iter([])))

    assert "put quotations before it" in caught.value.hint


def test_whole_chain_is_in_order():
    check_order([SegmentStage(), QuotationStage(), AttributionStage(RuleFinder())])


def test_only_the_culprit_fails_and_the_order_is_kept():
    texts = ["good", "bad", "better", "bad again", "best"]
    found = list(run_stages([Fragile()], [Document(text, text) for text in texts]))

    assert [
        item.document.id if isinstance(item, AnnotatedDocument) else item for item in found
    ] == [
        "good",
        Failure("bad", "fragile", "ZeroDivisionError: cannot be done"),
        "better",
        Failure("bad again", "fragile", "ZeroDivisionError: cannot be done"),
        "best",
    ]


def test_documents_are_read_as_they_are_needed():
    def endless():
        number = 0
        while True:
            number += 1
            yield Document(str(number), "x" * 1000)

    assert next(run_stages([Fragile()], endless())).document.id == "1"
