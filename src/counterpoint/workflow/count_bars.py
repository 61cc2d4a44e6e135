"""Error bars of counts of statements for and against, as bars and timelines show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterpoint.store.corpus import Corpus
from counterpoint.store.samples import Design, design_of
from counterpoint.types import (
    Aggregation,
    Column,
    Filter,
    NetworkKind,
    NetworkSpec,
    Normalisation,
    StatementTable,
    TimeUnit,
)
from counterpoint.workflow.corpus_network import View, statement_table
from counterpoint.workflow.corpus_place import is_corpus
from counterpoint.workflow.error_bars import DRAWS, has_sides, learnt

if TYPE_CHECKING:
    from counterpoint.network.corrected_counts import SideCounts, Sided
    from counterpoint.network.intervals import Estimate

    _Part = dict[tuple[str, int], Estimate]

__all__ = ["CountBars", "Counted", "count_bars"]

_EACH = "how often named"  # 1 for a statement, 2 if it names the same a second time, and so on


Bounds = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a picture counts.

    Attributes:
        variable: By which variable.
        document: Whether it is one of documents.
        sided: Counts statements, by the same labels and periods each time.
        stretches: First and last second of each period.
    """

    variable: str
    document: bool
    sided: Callable[[StatementTable], Sided]
    stretches: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class CountBars:
    """Estimates of what a picture counts, and where they come from."""

    counts: SideCounts
    sentence: str
    corrected: bool

    def sides(self) -> tuple[_Part, _Part]:
        """What is for, and what is against."""
        return self.counts.agree, self.counts.disagree

    def bounds(self, part: _Part, key: tuple[str, int]) -> Bounds | None:
        """Estimate, low and high of a figure."""
        one = part.get(key)
        return None if one is None or one.value != one.value else (one.value, one.low, one.high)

    def row(self, part: _Part, name: str, periods: int) -> list[Bounds | None]:
        """The bounds of all periods."""
        return [self.bounds(part, (name, at)) for at in range(periods)]

    def heads(self, what: str) -> list[str]:
        """Of three columns of a table."""
        first = "estimate" if self.corrected else "counted"
        return [f"{what}: {first}", f"{what}: low", f"{what}: high"]

    def notes(self) -> list[str]:
        """What the lines in a picture are, and where they come from."""
        if not self.corrected:
            return ["Bars show what was counted, lines the interval.", self.sentence]
        return [
            "Bars show what was counted; a line shows the interval of the corrected count, and its "
            "dot the estimate.",
            self.sentence,
        ]


def count_bars(
    place: str,
    table: StatementTable,
    spec: NetworkSpec,
    counted: Counted,
    *,
    wanted: Filter | None = None,
    level: str = "organisation",
    targets: bool = False,
    draws: int = DRAWS,
) -> CountBars:
    """Error bars for what a picture counts.

    Args:
        place: What the statements were read from.
        table: The statements as they are shown.
        spec: Which of them count, and by which qualifier.
        counted: What is counted.
        wanted: Which statements are meant.
        level: Who acts, in a corpus.
        targets: Whether sides are those toward actors.
        draws: How often is drawn, where something is drawn.

    Raises:
        InputError: If there are too many statements to draw, or but one document.
    """
    if not is_corpus(place) or not has_sides(table, spec):
        from counterpoint.network.corrected_counts import counts_of_documents

        found = counts_of_documents(counted.sided(table), draws=draws, seed=spec.seed)
        sentence = (
            f"95 % intervals from {draws:,} draws of the documents (which documents there are, not "
            "how right the coding is)."
        )
        return CountBars(found, sentence, corrected=False)
    with Corpus(place) as corpus:
        with corpus.reading() as connection:
            design = design_of(connection)
        found_view, judged_view = (
            statement_table(corpus, wanted, level, targets=targets, view=view)
            for view in (View.FOUND, View.JUDGED)
        )
    kind = "pair" if targets else "concept"
    return _of_coding((table, found_view, judged_view), design, (spec, counted), kind, draws)


def _of_coding(
    tables: tuple[StatementTable, StatementTable, StatementTable],
    design: Design,
    made: tuple[NetworkSpec, Counted],
    kind: str,
    draws: int,
) -> CountBars:
    from counterpoint.network.corrected import JudgedSample, coded_rows
    from counterpoint.network.corrected_counts import corrected_counts, redrawn_counts

    shown, machine, people = tables
    spec, counted = made
    sums = replace(
        spec,
        kind=NetworkKind.TWOMODE,
        variable1=_EACH,
        variable1_document=False,
        variable2=counted.variable,
        variable2_document=counted.document,
        aggregation=Aggregation.SUBTRACT,
        normalisation=Normalisation.NO,
        time_unit=TimeUnit.NO,
    )
    views = (_with_each(machine, counted), _with_each(people, counted))
    sample = JudgedSample(design.chances, design.drawn, design.judged)
    rows = coded_rows(*views, sample, sums, signed=True)
    frame = {str(id) for id in machine.ids.tolist()}
    single = spec.duplicates == "include"
    known = learnt(rows, frame, design, kind, by_design=single)
    if known.by_design:
        found = corrected_counts(rows, counted.stretches)
        return CountBars(found, known.sentence, corrected=True)
    found = redrawn_counts(
        shown,
        spec,
        known.confusion,
        counted.sided,
        known=design.judged,
        draws=draws,
        method=known.method,
    )
    return CountBars(found, known.sentence, corrected=True)


def _with_each(table: StatementTable, counted: Counted) -> StatementTable:
    """The statements with a variable that tells rows of one statement on one label apart."""
    from counterpoint.network.values import column_of

    seen: dict[tuple[str, int], int] = {}
    each = []
    column = column_of(table, counted.variable, document=counted.document)
    for key in zip(table.ids.tolist(), column.codes.tolist(), strict=True):
        seen[key] = seen.get(key, 0) + 1
        each.append(str(seen[key]))
    return replace(table, variables={**table.variables, _EACH: Column.of_texts(each)})
