"""Pictures from statements: one function per kind, each giving a picture with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

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

__all__ = ["PLOTS", "PlotOptions", "plot"]


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
        intervals: Draws for error bars: ties that could as well be zero are drawn pale.
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
    if kind == "network" and options.intervals:
        return _network(table, spec, options, (place, wanted))
    return PLOTS[kind](table, spec, options)


def _network(
    table: StatementTable,
    spec: NetworkSpec,
    options: PlotOptions,
    origin: tuple[str, Filter] | None = None,
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


def _bars(table: StatementTable, spec: NetworkSpec, options: PlotOptions) -> Drawn:
    from counterpoint.network.bars import bars
    from counterpoint.writers.svg_charts import Bar, BarPicture, draw_bars

    found = bars(table, spec)
    left = [at for at, level in enumerate(found.levels) if _is_against(level, found.levels)]
    right = [at for at in range(len(found.levels)) if at not in left]
    rows = [
        Bar(
            label,
            tuple(float(counts[at]) for at in right),
            tuple(float(counts[at]) for at in reversed(left)),
        )
        for label, counts in zip(found.labels, found.counts, strict=True)
    ]
    rows.sort(key=lambda bar: (-(sum(bar.left) + sum(bar.right)), bar.label))
    total = sum(sum(counts) for counts in found.counts)
    picture = BarPicture(
        bars=rows,
        title=options.title or f"How often each {spec.variable1} is named",
        subtitle=f"{total} statements" + (f", by {spec.qualifier}" if spec.qualifier else ""),
        notes=[_level_note(found.levels)],
        facts=facts(spec, table),
    )
    levels = [str(level) for level in found.levels]
    numbers = [[label, *counts] for label, counts in zip(found.labels, found.counts, strict=True)]
    twin = PageTable("Statements", [found.variable, *levels], numbers)
    most = rows[0].label if rows else "none"
    sentence = f"{len(rows)} entries, {total} statements; the most on {most}."
    return Drawn(draw_bars(picture), sentence, [twin])


def _is_against(level: int | str, levels: Sequence[int | str]) -> bool:
    if set(levels) <= {0, 1} and len(levels) == 2:
        return level == 0
    return isinstance(level, int) and level < 0


def _level_note(levels: Sequence[int | str]) -> str:
    if len(levels) <= 2 and set(levels) <= {0, 1}:
        return ""
    shown = ", ".join(str(level) for level in levels[:12])
    return f"From the middle outwards: levels {shown}; a fuller colour is further out."


def _timeline(table: StatementTable, spec: NetworkSpec, options: PlotOptions) -> Drawn:
    from counterpoint.network.build import event_list
    from counterpoint.writers.svg_time import Panel, TimelinePicture, draw_timeline

    by = options.by or spec.variable2
    chosen = event_list(table, replace(spec, variable2=by))
    if not len(chosen):
        raise InputError("no statement is left after the filters", hint="loosen the filters")
    column = chosen.variables.get(by) or chosen.documents.fields.get(by)
    if column is None:
        known = ", ".join(f'"{name}"' for name in chosen.variables)
        raise InputError(f'no variable "{by}"', hint=f"variables: {known}")
    of_document = by not in chosen.variables
    periods, places = _periods(chosen, options.period)
    yes = _agrees(chosen, spec)
    counts: dict[str, tuple[list[float], list[float]]] = {}
    for row in range(len(chosen)):
        value = column.value(int(chosen.document_rows[row]) if of_document else row)
        if value in (None, ""):
            continue
        sides = counts.setdefault(str(value), ([0.0] * len(periods), [0.0] * len(periods)))
        sides[0 if yes[row] else 1][places[row]] += 1
    order = sorted(counts, key=lambda name: (-sum(map(sum, counts[name])), name))
    picture = TimelinePicture(
        periods=periods,
        panels=[Panel(name, *counts[name]) for name in order],
        title=options.title or f"Statements on each {by} by {options.period}",
        subtitle=f"{len(chosen)} statements",
        facts=facts(spec, table) | {"period": options.period, "by": by},
    )
    rows = [
        [name, f"{start:%Y-%m-%d}", int(counts[name][0][at]), int(counts[name][1][at])]
        for name in order
        for at, (start, _) in enumerate(periods)
        if counts[name][0][at] or counts[name][1][at]
    ]
    twin = PageTable("Statements per period", [by, "from", "agreement", "disagreement"], rows)
    sentence = f"{len(chosen)} statements on {len(order)} of {by}, in {len(periods)} periods."
    return Drawn(draw_timeline(picture), sentence, [twin])


def _agrees(table: StatementTable, spec: NetworkSpec) -> list[bool]:
    """Whether each statement counts upwards: agreement, a level of 0 or more, or no qualifier."""
    column = table.variables.get(spec.qualifier or "")
    if column is None or column.is_text:
        return [True] * len(table)
    least = 1 if column.kind is VariableKind.BOOLEAN else 0
    return [int(code) >= least for code in column.codes]


def _periods(
    table: StatementTable, period: str
) -> tuple[list[tuple[datetime, datetime]], list[int]]:
    """Calendar periods from the first to the last statement, and the period of each statement."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    days = [start + timedelta(seconds=int(date)) for date in table.dates]
    first, last = _floor(min(days), period), max(days)
    periods: list[tuple[datetime, datetime]] = []
    here = first
    while here <= last:
        following = _next(here, period)
        periods.append((here, following))
        here = following
        if len(periods) > 5000:
            raise InputError(
                f"more than 5,000 periods of one {period}", hint="choose a longer --period"
            )
    starts = [begin for begin, _ in periods]
    from bisect import bisect_right

    return periods, [bisect_right(starts, day) - 1 for day in days]


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
