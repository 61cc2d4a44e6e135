"""Pictures from statements: one function per kind, each giving a picture with its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.types import (
    Filter,
    Network,
    NetworkKind,
    NetworkSpec,
    StatementId,
    StatementTable,
    TimeUnit,
    VariableKind,
)
from counterpoint.workflow.corpus_place import fit_spec
from counterpoint.workflow.drawn import Drawn, page_statements
from counterpoint.workflow.networks import summary, tie_name
from counterpoint.workflow.statements_in import select_statements
from counterpoint.writers.picture_page import PageTable, PageTie

if TYPE_CHECKING:
    from counterpoint.writers.svg_network import PictureNode, PictureTie

__all__ = ["PLOTS", "PlotOptions", "plot"]

_MOST_COUNTED = 100_000  # statements; beyond, only a page tells how many a tie rests on
_SHOWN_PER_TIE = 200  # statements of a tie that a page opens
_SIGNS = {"agreement": "agree", "disagreement": "disagree", "both": "mixed"}


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
        intervals: Bootstrap draws of documents: ties that could as well be zero are drawn pale.
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
    table = select_statements(place, wanted, statement_type=spec.statement_type, texts=needed)
    spec = fit_spec(place, spec, table)
    if not len(table):
        raise InputError(
            f"{place}: no statement is left after the filters", hint="loosen the filters"
        )
    return PLOTS[kind](table, spec, options)


def _network(table: StatementTable, spec: NetworkSpec, options: PlotOptions) -> Drawn:
    from counterpoint.network.build import network
    from counterpoint.writers.svg_network import NetworkPicture, draw_network

    if spec.time_unit is not TimeUnit.NO:
        raise InputError(
            "a picture shows one network, not one per window",
            hint="choose a stretch with --start and --stop, or plot phases or polarisation",
        )
    made = network(table, spec)
    shown, left_out = _strongest(made, options)
    counted = options.linked or made.statement_count <= _MOST_COUNTED
    nodes, ties = _places(made if counted else replace(made, evidence_of=None), shown, spec.seed)
    if options.intervals:
        ties = _with_bounds(table, spec, made, (nodes, ties), options.intervals)
    nodes, grouped = _with_groups(made, nodes, spec.seed, options.groups)
    actors, shared = made.row_variable or "row", made.column_variable or "column"
    title = options.title or _network_title(made)
    facts = _facts(spec, table) | {"nodes": len(nodes), "ties": len(ties)}
    picture = NetworkPicture(
        nodes=nodes,
        ties=ties,
        title=title,
        subtitle=_subtitle(made),
        notes=[
            "Line width shows the weight of a tie, size the sum of a node's ties. "
            f"Places by stress majorisation, seed {spec.seed}.",
            left_out,
            _pale_note(ties, options.intervals),
            grouped,
        ],
        facts=facts,
        shape_names=(actors, shared),
        linked=options.linked,
    )
    found = [_tie_heading(nodes, tie, made) for tie in ties]
    page_ties = [
        PageTie(words, tie.statement_ids, tie.count) for words, tie in zip(found, ties, strict=True)
    ]
    rows = [
        [nodes[t.source].label, nodes[t.target].label, w, t.weight, t.count]
        for t, w in zip(ties, (tie_name(made, tie.weight) for tie in ties), strict=True)
    ]
    heads = [actors, actors if made.kind is NetworkKind.ONEMODE else shared]
    extra = ["low", "high"] if options.intervals else []
    if extra:
        rows = [[*row, *(tie.bounds or ("", ""))] for row, tie in zip(rows, ties, strict=True)]
    table_twin = PageTable(
        "All ties of the picture", [*heads, "meaning", "weight", "statements", *extra], rows
    )
    wanted = {one for tie in ties for one in tie.statement_ids}
    return Drawn(
        draw_network(picture),
        summary(made),
        [table_twin],
        page_ties,
        page_statements(table, wanted),
    )


def _with_groups(
    made: Network, nodes: list[PictureNode], seed: int, method: str
) -> tuple[list[PictureNode], str]:
    if not method:
        return nodes, ""
    from counterpoint.network.leiden import find_communities

    found = find_communities(made, method=method, seed=seed)
    group = dict(zip(found.labels, found.memberships, strict=True))
    count = len(set(found.memberships))
    note = f"Colours: {count} groups by {method.capitalize()}, modularity {found.modularity:.2f}."
    return [replace(node, group=group[node.label]) for node in nodes], note


def _with_bounds(
    table: StatementTable,
    spec: NetworkSpec,
    made: Network,
    drawn: tuple[list[PictureNode], list[PictureTie]],
    draws: int,
) -> list[PictureTie]:
    from counterpoint.workflow.networks import Made, tie_bounds

    nodes, ties = drawn
    bounds = tie_bounds(Made(table, (made,), spec), draws)
    return [
        replace(tie, bounds=bounds.get((nodes[tie.source].label, nodes[tie.target].label)))
        for tie in ties
    ]


def _pale_note(ties: Sequence[PictureTie], draws: int) -> str:
    if not draws:
        return ""
    pale = sum(one.bounds is not None and one.bounds[0] <= 0 <= one.bounds[1] for one in ties)
    return (
        f"Pale: {pale} of {len(ties)} ties, whose 95 % interval over documents holds zero "
        f"({draws} draws)."
    )


def _network_title(made: Network) -> str:
    name = (made.row_variable or "row").capitalize()
    if made.kind is NetworkKind.TWOMODE:
        return f"{name} by {made.column_variable or 'column'}"
    words = {
        "congruence": "that take the same positions",
        "conflict": "that take opposite positions",
        "subtract": "that side with and against each other",
    }
    return f"{name}s {words.get(str(made.aggregation), 'that speak on the same')}"


def _subtitle(made: Network) -> str:
    parts = [str(made.aggregation)]
    if str(made.normalisation) != "no":
        parts.append(f"normalised by {made.normalisation}")
    parts.append(f"{made.statement_count} statements")
    if made.start and made.stop:
        parts.append(f"{made.start:%Y-%m-%d} to {made.stop:%Y-%m-%d}")
    return ", ".join(parts)


def _tie_heading(nodes: Sequence[PictureNode], tie: PictureTie, made: Network) -> str:
    word = tie_name(made, tie.weight)
    weight = f"{tie.weight:.4g}".replace("-", "−")
    return f"{nodes[tie.source].label} – {nodes[tie.target].label}: {word} {weight}".strip()


@dataclass(frozen=True, slots=True)
class _Shown:
    nodes: list[int]
    ties: list[tuple[int, int, float]]  # by place in ``nodes``


def _strongest(made: Network, options: PlotOptions) -> tuple[_Shown, str]:
    """The nodes and ties that are drawn, and what was left out in words."""
    import numpy as np

    rows, columns = made.shape
    onemode = made.kind is NetworkKind.ONEMODE
    source = made.row_codes
    target = made.column_codes + (0 if onemode else rows)
    keep = (source < target) if onemode else np.ones(len(source), dtype=bool)
    keep &= np.abs(made.weights) >= options.min_weight
    source, target, weights = source[keep], target[keep], made.weights[keep]
    size = rows if onemode else rows + columns
    strength = np.zeros(size)
    np.add.at(strength, source, np.abs(weights))
    np.add.at(strength, target, np.abs(weights))
    order = np.lexsort((np.arange(size), -strength))
    nodes = sorted(int(at) for at in order[: options.nodes])
    if not onemode or strength.any():
        nodes = [at for at in nodes if strength[at] > 0 or _isolate_wanted(made)]
    place = np.full(size, -1)
    place[nodes] = np.arange(len(nodes))
    inside = (place[source] >= 0) & (place[target] >= 0)
    source, target, weights = source[inside], target[inside], weights[inside]
    strongest = np.lexsort((target, source, -np.abs(weights)))[: options.ties]
    ties = [
        (int(place[source[at]]), int(place[target[at]]), float(weights[at])) for at in strongest
    ]
    drawn = {place for tie in ties for place in tie[:2]}
    stay = [at for at in range(len(nodes)) if at in drawn or not strength[nodes[at]]]
    again = {at: place for place, at in enumerate(stay)}
    nodes = [nodes[at] for at in stay]
    ties = [(again[source], again[target], weight) for source, target, weight in ties]
    notes = []
    if len(nodes) < int((strength > 0).sum()):
        notes.append(f"{len(nodes)} of {int((strength > 0).sum())} nodes are shown")
    if len(ties) < int(inside.sum()):
        notes.append(f"the {len(ties)} strongest of {int(inside.sum())} ties are shown")
    left_out = "; ".join(notes)
    return _Shown(nodes, ties), (left_out[:1].upper() + left_out[1:] + ".") if left_out else ""


def _isolate_wanted(made: Network) -> bool:
    return len(made.rows) <= 80 and made.kind is NetworkKind.ONEMODE


def _places(made: Network, shown: _Shown, seed: int) -> tuple[list[PictureNode], list[PictureTie]]:
    import numpy as np

    from counterpoint.network.layout import place_nodes
    from counterpoint.writers.svg_network import PictureNode, PictureTie

    rows = len(made.rows)
    onemode = made.kind is NetworkKind.ONEMODE
    sources = np.array([tie[0] for tie in shown.ties], dtype=np.int64)
    targets = np.array([tie[1] for tie in shown.ties], dtype=np.int64)
    weights = np.array([tie[2] for tie in shown.ties])
    against = np.array([tie_name(made, tie[2]) == "disagreement" for tie in shown.ties], dtype=bool)
    pulls = np.where(against & (str(made.aggregation) != "conflict"), -np.abs(weights), weights)
    places = place_nodes(len(shown.nodes), sources, targets, pulls, seed=seed)
    strength = np.zeros(len(shown.nodes))
    np.add.at(strength, sources, np.abs(weights))
    np.add.at(strength, targets, np.abs(weights))
    nodes = [
        PictureNode(
            made.rows[at] if at < rows else made.columns[at - rows],
            float(places[place, 0]),
            float(places[place, 1]),
            float(strength[place]),
            column=at >= rows,
        )
        for place, at in enumerate(shown.nodes)
    ]
    ties = []
    for source, target, weight in shown.ties:
        one, two = shown.nodes[source], shown.nodes[target]
        ids, count = _first_statements(made, one, two if onemode else two - rows)
        sign = _SIGNS.get(tie_name(made, weight), "plain")
        ties.append(PictureTie(source, target, weight, sign, ids, count))
    return nodes, ties


def _first_statements(made: Network, row: int, column: int) -> tuple[tuple[StatementId, ...], int]:
    """The first statements of a cell, and how many there are: a tie may rest on a million."""
    if made.evidence_of is None:
        return (), 0
    places = made.evidence_of(row, column)
    ids = (made.statement_ids[int(at)] for at in places[:_SHOWN_PER_TIE])
    return tuple(one if isinstance(one, str) else int(one) for one in ids), len(places)


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
        facts=_facts(spec, table),
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
        facts=_facts(spec, table) | {"period": options.period, "by": by},
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


def _facts(spec: NetworkSpec, table: StatementTable) -> dict[str, Any]:
    """The settings that differ from the defaults, the seed always."""
    plain = NetworkSpec()
    found: dict[str, Any] = {"seed": spec.seed, "statement_type": table.statement_type}
    for name in NetworkSpec.__dataclass_fields__:
        value = getattr(spec, name)
        if value != getattr(plain, name) and name not in found:
            found[name] = dict(value) if name == "exclude" else str(value)
    for name in ("variable1", "variable2", "aggregation", "normalisation", "duplicates", "mode"):
        found.setdefault(name, str(getattr(spec, name)))
    return found


def _later(name: str) -> Callable[[StatementTable, NetworkSpec, PlotOptions], Drawn]:
    def draw(table: StatementTable, spec: NetworkSpec, options: PlotOptions) -> Drawn:
        from counterpoint.workflow import plot_measures

        found: Drawn = getattr(plot_measures, name)(table, spec, options, _facts(spec, table))
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
