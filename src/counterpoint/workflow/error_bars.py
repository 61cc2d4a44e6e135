"""Error bars of networks: from judgements, from gold sentences, or from drawing documents again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.store.samples import Design, design_of
from counterpoint.types import (
    Aggregation,
    Filter,
    Network,
    NetworkKind,
    NetworkSpec,
    Normalisation,
    StatementTable,
    TimeUnit,
)
from counterpoint.workflow.corpus_network import View, statement_table
from counterpoint.workflow.corpus_place import is_corpus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counterpoint.network.corrected import CodedRows
    from counterpoint.network.intervals import Estimate

__all__ = [
    "DRAWS",
    "ErrorBars",
    "Gold",
    "Learnt",
    "error_bars",
    "gold_confusion",
    "has_sides",
    "how_judged",
    "learnt",
    "share_name",
    "with_bars",
]

DRAWS = 400
_LEAST_JUDGED = 10  # below, a sample says too little
_SIDES = 3

_Cells = Mapping[tuple[str, str], "Estimate"]


@dataclass(frozen=True, slots=True, eq=False)
class ErrorBars:
    """Corrected estimates with 95 % intervals.

    Attributes:
        cells: For each network, tie to estimate.
        shares: For each network, concept (or actor) to the share of agreement; "" of all.
        measures: For each network, measure to estimate.
        sentence: Where the intervals come from.
    """

    cells: tuple[_Cells, ...]
    shares: tuple[Mapping[str, Estimate], ...]
    measures: tuple[Mapping[str, Estimate], ...]
    sentence: str

    @property
    def corrected(self) -> bool:
        """Whether estimates differ from what was counted; they do not if documents are drawn."""
        return any(one.method != "documents" for cells in self.cells for one in cells.values())


@dataclass(frozen=True, slots=True, eq=False)
class Gold:
    """What a model confuses on gold sentences, as its card says.

    Attributes:
        counts: Rows the true side (-1, 0, 1), columns the machine's.
        source: Which gold sentences.
        model: Name of the bundle.
    """

    counts: NDArray[np.float64]
    source: str
    model: str


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What is known of a machine's errors in a corpus.

    Attributes:
        confusion: Counts; rows the true side (-1, 0, 1), columns the machine's.
        method: ``judged`` or ``gold``: where they come from.
        by_design: Whether figures are corrected by a sample, statement by statement.
        sentence: All that in words.
    """

    confusion: NDArray[np.float64]
    method: str
    by_design: bool
    sentence: str


def error_bars(
    place: str,
    made: tuple[StatementTable, tuple[Network, ...], NetworkSpec],
    *,
    wanted: Filter | None = None,
    level: str = "organisation",
    targets: bool = False,
    draws: int = DRAWS,
) -> ErrorBars:
    """Error bars for networks that were made.

    Of a corpus that a machine has coded they say how wrong the coding may be; of a file that people
    have coded, how much hangs on which documents there are.

    Args:
        place: What the statements were read from.
        made: The statements, the networks, and their specification.
        wanted: Which statements are meant.
        level: Who acts, in a corpus.
        targets: Whether the networks are of speakers and whom they are for or against.
        draws: How often is drawn, where something is drawn.

    Raises:
        InputError: If there are no error bars for such a network.
    """
    table, networks, spec = made
    if spec.kind is NetworkKind.EVENTLIST:
        raise InputError(
            "error bars are those of a network, and an event list is none",
            hint="leave out --intervals",
        )
    if spec.time_unit is TimeUnit.EVENTS or spec.kernel != "no":
        raise InputError(
            "there are no error bars for windows of events or kernels",
            hint="use windows of time, as in --time-unit months, without --kernel",
        )
    if not networks or not len(table):
        nothing: tuple[dict[str, Estimate], ...] = tuple({} for _ in networks)
        cells: tuple[_Cells, ...] = tuple({} for _ in networks)
        return ErrorBars(cells, nothing, nothing, "There is nothing to give error bars to.")
    if not is_corpus(place) or not has_sides(table, spec):
        return _of_documents(table, networks, spec, draws)
    with Corpus(place) as corpus:
        with corpus.reading() as connection:
            design = design_of(connection)
        views = [
            statement_table(corpus, wanted, level, targets=targets, view=view)
            for view in (View.FOUND, View.JUDGED)
        ]
    kind = "pair" if targets else "concept"
    return _of_coding((views[0], views[1]), design, (table, networks, spec), kind, draws)


def with_bars(networks: tuple[Network, ...], bars: ErrorBars) -> tuple[Network, ...]:
    """The networks with their intervals, for files."""
    import numpy as np

    out = []
    for one, cells in zip(networks, bars.cells, strict=True):
        rows = []
        for i, j in zip(one.row_codes, one.column_codes, strict=True):
            source, target = one.rows[int(i)], one.columns[int(j)]
            found = cells.get((source, target)) or cells.get((target, source))
            rows.append((found.value, found.low, found.high) if found else (np.nan,) * _SIDES)
        intervals = np.asarray(rows, dtype=np.float64).reshape(-1, _SIDES)
        out.append(replace(one, intervals=intervals, interval_note=bars.sentence))
    every = zip(out, bars.shares, bars.measures, strict=True)
    return tuple(replace(one, measures=_named(shares, more)) for one, shares, more in every)


def _named(
    shares: Mapping[str, Estimate], measures: Mapping[str, Estimate]
) -> dict[str, tuple[float, float, float, float]]:
    """All figures of a network by their names: counted, estimate, low and high."""
    named = {share_name(name): one for name, one in shares.items()} | dict(measures)
    return {name: (one.counted, one.value, one.low, one.high) for name, one in named.items()}


def share_name(target: str) -> str:
    """What the share of agreement on a concept, or of all, is called."""
    return f"share of agreement on {target}" if target else "share of agreement"


def has_sides(table: StatementTable, spec: NetworkSpec) -> bool:
    """Whether a corpus's statements have sides that a machine has coded, and the sides count."""
    column = table.variables.get("agreement")
    if column is None or not ({"concept", "target"} & set(table.variables)):
        return False
    return spec.qualifier == "agreement" and not (
        column.missing is not None and bool(column.missing.all())
    )


def _of_coding(
    views: tuple[StatementTable, StatementTable],
    design: Design,
    made: tuple[StatementTable, tuple[Network, ...], NetworkSpec],
    kind: str,
    draws: int,
) -> ErrorBars:
    from counterpoint.network.corrected import (
        JudgedSample,
        coded_rows,
        corrected_shares,
        is_linear,
        redrawn_networks,
        stretch_of,
    )
    from counterpoint.network.corrected_pairs import is_quadratic

    table, networks, spec = made
    sample = JudgedSample(design.chances, design.drawn, design.judged)
    signed = str(spec.aggregation) != "ignore"
    rows = coded_rows(*views, sample, spec, signed=signed)
    sides = rows if signed else coded_rows(*views, sample, spec, signed=True)
    frame = {str(id) for id in views[0].ids.tolist()}
    linear = is_linear(spec) or is_quadratic(spec)
    known = learnt(sides, frame, design, kind, by_design=linear)
    if known.by_design:
        return _by_design(rows, sides, made, known.sentence)
    redrawn = redrawn_networks(
        table, spec, known.confusion, known=design.judged, draws=draws, method=known.method
    )
    shares = redrawn.shares
    if known.method == "judged":
        by_judgement = (corrected_shares(sides, *stretch_of(one)) for one in networks)
        shares = tuple({**a, **b} for a, b in zip(shares, by_judgement, strict=True))
    return ErrorBars(redrawn.cells, shares, redrawn.measures, known.sentence)


def learnt(
    sides: CodedRows, frame: set[str], design: Design, kind: str, *, by_design: bool
) -> Learnt:
    """What judgements tell of the machine's errors, or gold sentences if there are too few.

    Args:
        sides: What the machine and what people say, by side.
        frame: Ids of the statements that are meant.
        design: How the judgements came about.
        kind: ``concept`` for sides on concepts, ``pair`` for sides toward actors.
        by_design: Whether a sample could correct the figures statement by statement.
    """
    from counterpoint.network.corrected import confusion_of

    enough = len(design.drawn & frame) >= _LEAST_JUDGED
    gold = None if enough else gold_confusion(kind)
    return Learnt(
        confusion=confusion_of(sides) if gold is None else gold.counts,
        method="judged" if gold is None else "gold",
        by_design=enough and by_design,
        sentence=_told(design, frame, gold, by_design=enough and by_design),
    )


def _by_design(
    rows: CodedRows,
    sides: CodedRows,
    made: tuple[StatementTable, tuple[Network, ...], NetworkSpec],
    sentence: str,
) -> ErrorBars:
    """Ties, shares and measures corrected by the judgements of a sample."""
    from counterpoint.network.build import networks as make
    from counterpoint.network.corrected import (
        corrected_cells,
        corrected_shares,
        is_linear,
        stretch_of,
    )
    from counterpoint.network.corrected_pairs import corrected_measures, corrected_pairs

    table, networks, spec = made
    cells: list[_Cells] = []
    measures: list[Mapping[str, Estimate]] = []
    plain = make(table, replace(spec, normalisation=Normalisation.NO))
    for one, bare in zip(networks, plain, strict=True):
        stretch = stretch_of(one)
        if is_linear(spec):
            cells.append(corrected_cells(rows, *stretch))
            measures.append(corrected_measures(cells[-1], seed=spec.seed))
        else:
            ties, figures = corrected_pairs(sides, one, bare, stretch, seed=spec.seed)
            cells.append(ties)
            measures.append(figures)
    shares = tuple(corrected_shares(sides, *stretch_of(one)) for one in networks)
    return ErrorBars(tuple(cells), shares, tuple(measures), sentence)


def _of_documents(
    table: StatementTable, networks: tuple[Network, ...], spec: NetworkSpec, draws: int
) -> ErrorBars:
    """Documents drawn again; each window of time for itself."""
    from counterpoint.network.bootstrap import bootstrap
    from counterpoint.network.intervals import Estimate

    cells: list[_Cells] = []
    for one in networks:
        part = spec
        if spec.time_unit is not TimeUnit.NO:
            part = replace(spec, time_unit=TimeUnit.NO, start=one.start, stop=one.stop)
        part = replace(part, aggregation=Aggregation(one.aggregation))
        found = bootstrap(table, part, draws=draws)
        rows, columns = found.network.rows, found.network.columns
        dense = found.network.dense
        cells.append(
            {
                (rows[i], columns[j]): Estimate(
                    float(dense[i, j]),
                    float(found.low[i, j]),
                    float(found.high[i, j]),
                    float(dense[i, j]),
                    0,
                    "documents",
                )
                for i, j in zip(found.network.row_codes, found.network.column_codes, strict=True)
            }
        )
    sentence = (
        f"95 % intervals from {draws:,} draws of the documents (which documents there are, not how "
        "right the coding is)."
    )
    none: tuple[Mapping[str, Estimate], ...] = tuple({} for _ in networks)
    return ErrorBars(tuple(cells), none, none, sentence)


def gold_confusion(kind: str, model: str = "") -> Gold:
    """What the positions model confuses on gold sentences, from its card.

    Args:
        kind: ``concept`` for sides on concepts, ``pair`` for sides toward actors.
        model: Folder of another positions bundle.

    Raises:
        InputError: If the card does not say.
    """
    import numpy as np

    from counterpoint.models.bundle import bundled, open_bundle

    bundle = open_bundle(Path(model) if model else bundled("positions-en"), task="positions")
    told: Mapping[str, Any] = bundle.card.get("confusion", {}).get(kind, {})
    counts = np.asarray(told.get("counts", ()), dtype=np.float64)
    if counts.shape != (_SIDES, _SIDES):
        raise InputError(
            f"the card of the model {bundle.name} does not say what it confuses",
            hint="judge a sample instead: counterpoint sample CORPUS --for network -o to-judge.csv",
        )
    return Gold(counts, str(told.get("gold", "gold sentences")), bundle.name)


def how_judged(design: Design) -> str:
    """How the judgements came about, in a sentence; empty without a judged sample."""
    if not design.drawn:
        return ""
    words = f"{len(design.drawn):,} of {design.asked:,} statements that were drawn have been judged"
    others = len(design.judged) - len(design.drawn)
    return words + (f", and {others:,} others" if others else "")


def _told(design: Design, frame: set[str], gold: Gold | None, *, by_design: bool) -> str:
    outside = len(frame - set(design.chances) - design.judged) if design.chances else 0
    if gold is not None:
        judged = how_judged(design)
        why = "nobody has judged a drawn sample"
        if judged:
            why = f"only {judged[0].lower() + judged[1:]}"
        elif design.judged:
            why = f"the {len(design.judged):,} judged statements were not drawn as a sample"
        return (
            f"95 % intervals from what the model {gold.model} confuses on gold sentences "
            f"({gold.source}), since {why}: they hold as far as these texts are like those."
        )
    how = (
        "corrected by judgements with their chances of being drawn (prediction-powered inference)"
        if by_design
        else "drawn again from what the machine confuses in judged statements"
    )
    sentence = f"95 % intervals, {how} ({how_judged(design)})."
    if outside:
        sentence += f" {outside:,} statements were not there when the sample was drawn."
    return sentence
