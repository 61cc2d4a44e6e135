"""Pictures from statements: one function per kind, each giving a picture with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.types import (
    Filter,
    NetworkSpec,
    StatementTable,
    TimeUnit,
    VariableKind,
)
from counterpoint.workflow.corpus_place import fit_spec
from counterpoint.workflow.drawn import Drawn
from counterpoint.workflow.plot_network import draw_made, facts
from counterpoint.workflow.statements_in import select_statements
from counterpoint.writers.picture_page import PageTable

if TYPE_CHECKING:
    from counterpoint.network.corrected_counts import Sided
    from counterpoint.workflow.count_bars import CountBars, Counted

__all__ = ["NO_INTERVALS", "PLOTS", "PlotOptions", "plot"]


_ALWAYS = (-(2**62), 2**62)  # first and last second
_Origin = tuple[str, Filter]  # what the statements were read from, and which were meant


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotOptions:
    """What a picture needs beside the specification of the network.

    Args:
        title: Above the picture; empty for a plain one.
        nodes: Most nodes that are drawn, those with the most ties first.
        ties: Most ties that are drawn, the strongest first.
        min_weight: Ties below this are left out, whatever their sign.
        period: day, week, month, quarter or year; timeline only.
        by: Variable of the panels of a timeline, or of the rows of agreement.
        dimensions: Of scaling.
        ordinal: Scaling with disagree, mixed, agree instead of disagree, agree.
        threshold: Scaling: share of other statements up to which an actor still counts as agreeing.
        right: Actor on the right side of the scale.
        draws: Draws of scaling, and bootstrap samples of agreement.
        method: Of clustering (phases) or of the search (polarisation).
        linked: Whether ties lead to their statements on the same page.
        intervals: Draws for error bars: ties that could as well be zero are drawn pale, counts of
            bars and timelines get a line from the lower to the upper end.
        targets: Whom the speakers of a corpus are for or against, instead of concepts.
        level: Who acts, in a corpus.
        groups: ``leiden`` or ``louvain``: colour the nodes by group, and name it in the table.
    """

    title: str = ""
    nodes: int = 80
    ties: int = 600
    min_weight: float = 0.0
    period: str = "month"
    by: str = ""
    dimensions: int = 1
    ordinal: bool = False
    threshold: float | None = None
    right: str = ""
    draws: int = 0
    method: str = ""
    linked: bool = False
    intervals: int = 0
    groups: str = ""
    targets: bool = False
    level: str = "organisation"


def plot(
    kind: str,
    place: str,
    spec: NetworkSpec,
    wanted: Filter | None = None,
    options: PlotOptions | None = None,
) -> Drawn:
    """Draw one picture.

    Args:
        kind: One of ``PLOTS``.
        place: As for ``load_statements``.
        spec: How statements become a network, as far as the kind needs it.
        wanted: Which statements are meant.
        options: What the picture needs beside.

    Raises:
        InputError: If nothing is left to draw, or the specification does not fit.
    """
    options, wanted = options or PlotOptions(), wanted or Filter()
    if options.intervals and kind in NO_INTERVALS:
        why, instead = NO_INTERVALS[kind]
        raise InputError(f"plot {kind} takes no --intervals: {why}", hint=instead)
    needed = options.linked or kind == "agreement" or bool(wanted.text)
    table = select_statements(
        place,
        wanted,
        statement_type=spec.statement_type,
        texts=needed,
        level=options.level,
        targets=options.targets,
    )
    spec = fit_spec(place, spec, table)
    if not len(table):
        raise InputError(
            f"{place}: no statement is left after the filters",
            hint="loosen the filters; of a corpus, --level person shows persons of no organisation",
        )
    if options.intervals:
        return _WITH_INTERVALS[kind](table, spec, options, (place, wanted))
    return PLOTS[kind](table, spec, options)


def _network(
    table: StatementTable,
    spec: NetworkSpec,
    options: PlotOptions,
    origin: _Origin | None = None,
) -> Drawn:
    from counterpoint.network.build import network
    from counterpoint.workflow.error_bars import error_bars, with_bars

    if spec.time_unit is not TimeUnit.NO:
        raise InputError(
            "a picture shows one network, not one per window",
            hint="choose a stretch with --start and --stop, or plot phases or polarisation",
        )
    made = network(table, spec)
    if origin is not None:
        bars = error_bars(
            origin[0],
            (table, (made,), spec),
            wanted=origin[1],
            level=options.level,
            targets=options.targets,
            draws=options.intervals,
        )
        made = with_bars((made,), bars)[0]
    return draw_made(made, table, spec, options)


def _bars(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, origin: _Origin | None = None
) -> Drawn:
    from counterpoint.network.bars import bars
    from counterpoint.writers.svg_charts import Bar, BarPicture, draw_bars

    found = bars(table, spec)
    left = [at for at, level in enumerate(found.levels) if _is_against(level, found.levels)]
    right = [at for at in range(len(found.levels)) if at not in left]
    known = _bounds_of_bars(table, spec, options, origin)
    rows = [
        Bar(
            label,
            tuple(float(counts[at]) for at in right),
            tuple(float(counts[at]) for at in reversed(left)),
            known.bounds(known.counts.agree, (label, 0)) if known else None,
            known.bounds(known.counts.disagree, (label, 0)) if known else None,
        )
        for label, counts in zip(found.labels, found.counts, strict=True)
    ]
    rows.sort(key=lambda bar: (-(sum(bar.left) + sum(bar.right)), bar.label))
    total = sum(sum(counts) for counts in found.counts)
    picture = BarPicture(
        bars=rows,
        title=options.title or f"How often each {spec.variable1} is named",
        subtitle=f"{total} statements" + (f", by {spec.qualifier}" if spec.qualifier else ""),
        notes=[_level_note(found.levels), *(known.notes() if known else ())],
        facts=facts(spec, table) | ({"intervals": options.intervals} if known else {}),
    )
    levels = [str(level) for level in found.levels]
    numbers: list[list[Any]] = [
        [label, *counts] for label, counts in zip(found.labels, found.counts, strict=True)
    ]
    if known:
        levels += [*known.heads("for"), *known.heads("against"), *known.heads("share for")]
        parts = (known.counts.agree, known.counts.disagree, known.counts.shares)
        for row in numbers:
            row += [one for part in parts for one in known.bounds(part, (row[0], 0)) or ("",) * 3]
    twin = PageTable("Statements", [found.variable, *levels], numbers)
    most = rows[0].label if rows else "none"
    sentence = f"{len(rows)} entries, {total} statements; the most on {most}."
    return Drawn(draw_bars(picture), sentence, [twin])


def _bounds_of_bars(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, origin: _Origin | None
) -> CountBars | None:
    if origin is None:
        return None
    from counterpoint.network.bars import sided_bars
    from counterpoint.workflow.count_bars import Counted

    counted = Counted(
        spec.variable1,
        spec.variable1_document,
        lambda one: sided_bars(one, spec, _is_against),
        [_ALWAYS],
    )
    return _counted_bars(table, spec, options, origin, counted)


def _counted_bars(
    table: StatementTable,
    spec: NetworkSpec,
    options: PlotOptions,
    origin: _Origin,
    counted: Counted,
) -> CountBars:
    from counterpoint.workflow.count_bars import count_bars

    return count_bars(
        origin[0],
        table,
        spec,
        counted,
        wanted=origin[1],
        level=options.level,
        targets=options.targets,
        draws=options.intervals,
    )


def _is_against(level: int | str, levels: Sequence[int | str]) -> bool:
    if set(levels) <= {0, 1} and len(levels) == 2:
        return level == 0
    return isinstance(level, int) and level < 0


def _level_note(levels: Sequence[int | str]) -> str:
    if len(levels) <= 2 and set(levels) <= {0, 1}:
        return ""
    shown = ", ".join(str(level) for level in levels[:12])
    return f"From the middle outwards: levels {shown}; a fuller colour is further out."


def _timeline(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, origin: _Origin | None = None
) -> Drawn:
    from counterpoint.network.build import event_list
    from counterpoint.writers.svg_time import Panel, TimelinePicture, draw_timeline

    by = options.by or spec.variable2
    spec = replace(spec, variable2=by)
    chosen = event_list(table, spec)
    if not len(chosen):
        raise InputError("no statement is left after the filters", hint="loosen the filters")
    if by not in chosen.variables and by not in chosen.documents.fields:
        known = ", ".join(f'"{name}"' for name in chosen.variables)
        raise InputError(f'no variable "{by}"', hint=f"variables: {known}")
    spec = replace(spec, variable2_document=by not in chosen.variables)
    periods = _periods(chosen, options.period)
    sided = _sided(chosen, spec, periods)
    counts: dict[str, tuple[list[float], list[float]]] = {}
    for (name, at), (down, up) in zip(sided.places()[0], sided.counts().tolist(), strict=True):
        sides = counts.setdefault(name, ([0.0] * len(periods), [0.0] * len(periods)))
        sides[0][at], sides[1][at] = up, down
    order = sorted(counts, key=lambda name: (-sum(map(sum, counts[name])), name))
    bars = None
    if origin is not None:
        from counterpoint.workflow.count_bars import Counted

        again = Counted(
            by,
            spec.variable2_document,
            lambda one: _sided(event_list(one, spec), spec, periods),
            [(int(start.timestamp()), int(stop.timestamp()) - 1) for start, stop in periods],
        )
        bars = _counted_bars(table, spec, options, origin, again)
    about = {"intervals": options.intervals} if bars else {}
    picture = TimelinePicture(
        periods=periods,
        panels=[
            Panel(
                name,
                *counts[name],
                *(bars.row(part, name, len(periods)) for part in bars.sides()) if bars else (),
            )
            for name in order
        ],
        title=options.title or f"Statements on each {by} by {options.period}",
        subtitle=f"{len(sided.codes)} statements",
        notes=bars.notes() if bars else (),
        facts=facts(spec, table) | {"period": options.period, "by": by} | about,
    )
    rows: list[list[Any]] = []
    for name in order:
        for at, (start, _) in enumerate(periods):
            up, down = counts[name][0][at], counts[name][1][at]
            found = [bars.bounds(part, (name, at)) for part in bars.sides()] if bars else []
            if up or down or any(found):
                more = [one for bounds in found for one in bounds or ("",) * 3]
                rows.append([name, f"{start:%Y-%m-%d}", int(up), int(down), *more])
    heads = [*bars.heads("for"), *bars.heads("against")] if bars else []
    twin = PageTable(
        "Statements per period", [by, "from", "agreement", "disagreement", *heads], rows
    )
    sentence = f"{len(sided.codes)} statements on {len(order)} of {by}, in {len(periods)} periods."
    return Drawn(draw_timeline(picture), sentence, [twin])


def _sided(
    chosen: StatementTable, spec: NetworkSpec, periods: Sequence[tuple[datetime, datetime]]
) -> Sided:
    """What a timeline counts: statements with a value and, if there is a qualifier, a side."""
    import numpy as np

    from counterpoint.network.corrected_counts import Sided
    from counterpoint.network.values import column_of, has_value

    column = column_of(chosen, spec.variable2, document=spec.variable2_document)
    names = [str(value) if value not in (None, "") else "" for value in column.values()]
    labels = list(dict.fromkeys(names))
    there = np.asarray([bool(name) for name in names], dtype=bool)
    agrees = np.ones(len(chosen), dtype=bool)
    qualifier = chosen.variables.get(spec.qualifier or "")
    if qualifier is not None and not qualifier.is_text:
        agrees = qualifier.codes >= (1 if qualifier.kind is VariableKind.BOOLEAN else 0)
        there &= has_value(qualifier)
    places = {label: at for at, label in enumerate(labels)}
    starts = np.asarray([int(start.timestamp()) for start, _ in periods], dtype=np.int64)
    rows = np.flatnonzero(there)
    return Sided(
        labels,
        np.asarray([places[name] for name in names], dtype=np.int64)[rows],
        (np.searchsorted(starts, chosen.dates, side="right") - 1)[rows],
        agrees[rows],
        chosen.document_rows[rows],
    )


def _periods(table: StatementTable, period: str) -> list[tuple[datetime, datetime]]:
    """Calendar periods from the first to the last statement."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    first = start + timedelta(seconds=int(table.dates.min()))
    last = start + timedelta(seconds=int(table.dates.max()))
    periods: list[tuple[datetime, datetime]] = []
    here = _floor(first, period)
    while here <= last:
        following = _next(here, period)
        periods.append((here, following))
        here = following
        if len(periods) > 5000:
            raise InputError(
                f"more than 5,000 periods of one {period}", hint="choose a longer --period"
            )
    return periods


def _floor(day: datetime, period: str) -> datetime:
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "week":
        return midnight - timedelta(days=midnight.weekday())
    if period == "month":
        return midnight.replace(day=1)
    if period == "quarter":
        return midnight.replace(day=1, month=(midnight.month - 1) // 3 * 3 + 1)
    return midnight.replace(day=1, month=1) if period == "year" else midnight


def _next(day: datetime, period: str) -> datetime:
    if period in ("day", "week"):
        return day + timedelta(days=1 if period == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[period]
    number = day.year * 12 + day.month - 1 + months
    return day.replace(year=number // 12, month=number % 12 + 1)


def _later(name: str) -> Callable[[StatementTable, NetworkSpec, PlotOptions], Drawn]:
    def draw(table: StatementTable, spec: NetworkSpec, options: PlotOptions) -> Drawn:
        from counterpoint.workflow import plot_measures

        found: Drawn = getattr(plot_measures, name)(table, spec, options, facts(spec, table))
        return found

    return draw


PLOTS: dict[str, Callable[[StatementTable, NetworkSpec, PlotOptions], Drawn]] = {
    "network": _network,
    "timeline": _timeline,
    "bars": _bars,
    "polarisation": _later("polarisation"),
    "phases": _later("phases"),
    "scaling": _later("scaling"),
    "backbone": _later("backbone"),
    "agreement": _later("agreement"),
}
_WITH_INTERVALS: dict[str, Callable[[StatementTable, NetworkSpec, PlotOptions, _Origin], Drawn]] = {
    "network": _network,
    "timeline": _timeline,
    "bars": _bars,
}
_WINDOWS = (
    "counterpoint network INPUT --intervals --time-unit months gives ties, shares and measures of "
    "each window with intervals"
)
NO_INTERVALS = {
    "polarisation": (
        "it is the quality of the best of all splits, and what is drawn again, labels or "
        "documents, blurs the camps once more, so that intervals would miss the truth",
        _WINDOWS,
    ),
    "phases": ("distances between windows have no error bars", _WINDOWS),
    "backbone": ("the order of leaving has no error bars", "leave it out"),
    "scaling": ("positions have intervals of their own", "leave it out; --draws sets how often"),
    "agreement": (
        "coefficients have intervals of their own",
        "leave it out; --draws sets how often",
    ),
}
