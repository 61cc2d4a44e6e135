"""Pictures of measures: polarisation, phases, positions of actors, backbones, agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoint.errors import InputError
from counterpoint.network.agreement_coders import Coefficient, Level
from counterpoint.network.agreement_report import (
    MEANING,
    AgreementOptions,
    AgreementReport,
    Measure,
    agreement_report,
)
from counterpoint.network.build import event_list
from counterpoint.network.scaling import ScalingOptions, recode_answers, scale_actors
from counterpoint.types import (
    NetworkKind,
    NetworkSpec,
    Normalisation,
    StatementTable,
    TimeUnit,
    VariableKind,
)
from counterpoint.workflow.drawn import Drawn
from counterpoint.writers.picture_page import PageTable
from counterpoint.writers.svg_charts import (
    IntervalPicture,
    IntervalRow,
    StepPicture,
    draw_intervals,
    draw_steps,
)
from counterpoint.writers.svg_scaling import ScalingPicture, ScalingPoint, draw_scaling
from counterpoint.writers.svg_time import (
    LinePicture,
    LinePoint,
    PhasePicture,
    draw_line,
    draw_phases,
)

if TYPE_CHECKING:
    from counterpoint.workflow.plots import PlotOptions

__all__ = ["agreement", "backbone", "phases", "polarisation", "scaling"]

_COEFFICIENTS = {
    Coefficient.ALPHA: "alpha",
    Coefficient.COHEN: "Cohen's kappa",
    Coefficient.FLEISS: "Fleiss' kappa",
    Coefficient.PERCENT: "share of equal codes",
    Coefficient.UNITIZING: "unitizing alpha",
}


_PHASE_METHODS = ("single", "average", "complete", "ward", "pam", "concor")


def polarisation(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, facts: dict[str, Any]
) -> Drawn:
    """How far actors fall into camps, window by window."""
    from counterpoint.network.polarisation import Algorithm, Search
    from counterpoint.network.polarisation import polarisation as search_splits

    if spec.time_unit is TimeUnit.NO:
        raise InputError(
            "polarisation over time needs windows", hint="give --time-unit months --time-size 12"
        )
    known = ", ".join(one.value for one in Algorithm)
    if options.method and options.method not in [one.value for one in Algorithm]:
        raise InputError(f'no search "{options.method}"', hint=f"there are: {known}")
    algorithm = Algorithm(options.method or "greedy")
    spec = replace(spec, normalisation=Normalisation.AVERAGE)
    found = list(search_splits(table, spec, Search(algorithm=algorithm, seed=spec.seed)))
    points = [
        LinePoint(one.middle, one.normalised if len(one.labels) > 1 else None)
        for one in found
        if isinstance(one.middle, datetime)
    ]
    if not points:
        raise InputError("no window fits between the first and the last document")
    known_points = [point for point in points if point.value is not None]
    picture = LinePicture(
        points=points,
        title=options.title or "Polarisation over time",
        axis="normalised quality of the split into two camps",
        subtitle=f"{len(points)} windows of {spec.time_size} {spec.time_unit}, {algorithm} search",
        limits=(0.0, 1.0),
        notes=[f"1: all ties within camps agree and all between them conflict. Seed {spec.seed}."],
        facts=facts,
    )
    rows = [
        [f"{point.when:%Y-%m-%d}", point.value, len(one.labels)]
        for point, one in zip(points, found, strict=True)
    ]
    twin = PageTable("Polarisation", ["middle of the window", "score", "actors"], rows)
    best = max(known_points, key=lambda point: point.value or 0, default=None)
    sentence = f"{len(points)} windows."
    if best is not None:
        sentence = f"{len(points)} windows; highest ({best.value:.2f}) around {best.when:%Y-%m-%d}."
    return Drawn(draw_line(picture), sentence, [twin])


def phases(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, facts: dict[str, Any]
) -> Drawn:
    """When the network changes: distances between all windows, and phases of like windows."""
    from counterpoint.network.phases import phases as find_phases

    if spec.time_unit is TimeUnit.NO:
        raise InputError("phases need windows", hint="give --time-unit months --time-size 12")
    methods = (options.method,) if options.method else _PHASE_METHODS
    found = find_phases(table, spec, methods=methods)
    times = [one for one in found.times if one is not None]
    picture = PhasePicture(
        times=times,
        distances=np.asarray(found.distances).tolist(),
        states=[int(state) for state in found.states],
        title=options.title or "Phases of the network",
        subtitle=f"{len(times)} windows of {spec.time_size} {spec.time_unit}, {found.method}, "
        f"modularity {found.modularity:.2f}",
        notes=["The darker, the more two windows differ."],
        facts=facts | {"method": str(found.method)},
    )
    rows = [[f"{when:%Y-%m-%d}", int(s)] for when, s in zip(times, found.states, strict=True)]
    twin = PageTable("Phases", ["middle of the window", "phase"], rows)
    changes = [times[at] for at in range(1, len(times)) if found.states[at] != found.states[at - 1]]
    shown = ", ".join(f"{when:%Y-%m-%d}" for when in changes[:6])
    sentence = f"{len(set(found.states))} phases over {len(times)} windows; changes at {shown}."
    return Drawn(draw_phases(picture), sentence, [twin])


def scaling(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, facts: dict[str, Any]
) -> Drawn:
    """Where actors stand, from what they agree to and disagree with."""
    answers, actors, concepts = answer_matrix(table, spec, options)
    chosen = ScalingOptions(
        dimensions=options.dimensions,
        ordinal=options.ordinal,
        draws=options.draws or 4000,
        seed=spec.seed,
        right=options.right,
    )
    found = scale_actors(answers, actors, concepts, chosen)
    warning = (
        ""
        if found.mixing < 1.1
        else (f"The chains do not agree well (R-hat {found.mixing:.2f}): use more --draws.")
    )
    model = "ordinal" if options.ordinal else "binary"
    picture = ScalingPicture(
        points=[ScalingPoint(e.name, e.mean, e.low, e.high) for e in found.positions],
        title=options.title or f"Where each {spec.variable1} stands",
        subtitle=f"item response model ({model}), {len(actors)} actors, {len(concepts)} concepts",
        notes=[f"The direction of an axis has no meaning of its own. Seed {spec.seed}.", warning],
        facts=facts | {"draws": chosen.draws, "dimensions": options.dimensions},
    )
    twins = [_positions_table(found.positions, spec.variable1)]
    items = [
        [hard.name, *sharp.mean, *hard.mean]
        for sharp, hard in zip(found.discrimination, found.difficulty, strict=True)
    ]
    sharp_heads = ["discrimination", "second discrimination"][: options.dimensions]
    twins.append(PageTable("Concepts", [spec.variable2, *sharp_heads, "difficulty"], items))
    ordered = sorted(found.positions, key=lambda one: one.mean[0])
    sentence = f"{len(actors)} actors, from {ordered[0].name} to {ordered[-1].name}."
    return Drawn(draw_scaling(picture), sentence, twins)


def _positions_table(positions: Sequence[Any], name: str) -> PageTable:
    rows = [
        [one.name, *(x for part in zip(one.mean, one.low, one.high, strict=True) for x in part)]
        for one in positions
    ]
    parts = len(positions[0].mean) if positions else 1
    heads = [f"{what} {at + 1}" for at in range(parts) for what in ("mean", "low", "high")]
    return PageTable("Positions", [name, *heads], rows)


def answer_matrix(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions
) -> tuple[Any, list[str], list[str]]:
    """Answers of actors to concepts; concepts of one actor alone are left out."""
    chosen = event_list(table, spec)
    qualifier = chosen.variables.get(spec.qualifier or "")
    if qualifier is None or qualifier.kind not in (VariableKind.BOOLEAN, VariableKind.INTEGER):
        raise InputError(
            "scaling needs a qualifier that says agreement or disagreement",
            hint="name a boolean or integer variable with --qualifier",
        )
    rows, columns = (_codes(chosen, name) for name in (spec.variable1, spec.variable2))
    boolean = qualifier.kind is VariableKind.BOOLEAN
    agrees = qualifier.codes > 0
    disagrees = qualifier.codes == 0 if boolean else qualifier.codes < 0
    shape = (len(rows[1]), len(columns[1]))
    agree, disagree = np.zeros(shape), np.zeros(shape)
    used = (rows[0] >= 0) & (columns[0] >= 0)
    if qualifier.missing is not None:
        used &= ~qualifier.missing
    yes = used & agrees
    np.add.at(agree, (rows[0][yes], columns[0][yes]), 1)
    no = used & disagrees
    np.add.at(disagree, (rows[0][no], columns[0][no]), 1)
    answers = recode_answers(agree, disagree, threshold=options.threshold, ordinal=options.ordinal)
    columns_kept = np.isfinite(answers).sum(axis=0) >= 2
    rows_kept = np.isfinite(answers[:, columns_kept]).sum(axis=1) >= 1
    actors = [label for label, keep in zip(rows[1], rows_kept, strict=True) if keep]
    concepts = [label for label, keep in zip(columns[1], columns_kept, strict=True) if keep]
    return answers[np.ix_(rows_kept, columns_kept)], actors, concepts


def _codes(table: StatementTable, name: str) -> tuple[Any, list[str]]:
    column = table.variables.get(name)
    codes = None if column is None else column.codes
    if column is None and name in table.documents.fields:
        column = table.documents.fields[name]
        codes = column.codes[table.document_rows]
    if column is None or codes is None or not column.is_text:
        known = ", ".join(f'"{one}"' for one in table.variables)
        raise InputError(f'"{name}" is no variable with names', hint=f"variables: {known}")
    used = [at for at in np.unique(codes).tolist() if at >= 0 and column.labels[at]]
    used.sort(key=lambda at: column.labels[at])
    place = np.full(len(column.labels) + 1, -1)
    place[used] = np.arange(len(used))
    return place[codes], [column.labels[at] for at in used]


def backbone(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, facts: dict[str, Any]
) -> Drawn:
    """In which order concepts can be left out with the least loss."""
    from counterpoint.network.backbone import nested_backbone

    spec = replace(spec, kind=NetworkKind.ONEMODE)
    steps = nested_backbone(table, spec)
    if not steps:
        raise InputError("no statement is left after the filters", hint="loosen the filters")
    picture = StepPicture(
        steps=[(step.concept, step.backbone_loss) for step in steps],
        title=options.title or f"Which {spec.variable2} carries the network",
        subtitle=f"nested backbone of {spec.variable1}, {spec.aggregation}",
        axis="spectral loss of the network without it and all below it",
        notes=["Below: can be left out first. Above: carries the structure."],
        facts=facts,
    )
    rows = [
        [step.iteration, step.concept, step.backbone_loss, step.redundant_loss] for step in steps
    ]
    twin = PageTable("Steps", ["step", spec.variable2, "loss", "loss of those left out"], rows)
    last = steps[-1].concept
    sentence = f"{len(steps)} steps; {last} is left out last."
    return Drawn(draw_steps(picture), sentence, [twin])


def agreement(
    table: StatementTable, spec: NetworkSpec, options: PlotOptions, facts: dict[str, Any]
) -> Drawn:
    """How well coders agree, per variable, pair or document."""
    levels = {}
    if options.method:
        known = ", ".join(one.value for one in Level)
        if options.method not in [one.value for one in Level]:
            raise InputError(f'no level "{options.method}"', hint=f"there are: {known}")
        levels = dict.fromkeys(table.variables, Level(options.method))
    wanted = AgreementOptions(draws=options.draws or 1000, seed=spec.seed, levels=levels)
    return draw_agreement(agreement_report(table, wanted), options.by, options.title, facts)


def draw_agreement(
    report: AgreementReport, by: str = "", title: str = "", facts: dict[str, Any] | None = None
) -> Drawn:
    """A picture of a report: all coders, then pairs (by "coder") or documents."""
    measures = chosen_measures(report, by)
    rows = [
        IntervalRow(
            one.variable or "where statements lie",
            one.value,
            one.low,
            one.high,
            group=one.who,
            remark=f"{_COEFFICIENTS[one.coefficient]}, {one.units} units",
        )
        for one in measures
        if one.coefficient is not Coefficient.PERCENT
    ]
    lows = [v for one in rows for v in (one.value, one.low) if v is not None]
    picture = IntervalPicture(
        rows=rows,
        title=title or "How well the coders agree",
        subtitle=f"{', '.join(report.coders)}; {report.documents} documents, {report.units} units",
        axis="coefficient, with its 95 % interval over documents",
        marks=[(0.667, "tentative 0.667"), (0.8, "0.8 reliable")],
        limits=(min([0.0, *lows]), 1.0),
        kind="agreement",
        notes=[
            MEANING[one]
            for one in dict.fromkeys(measure.coefficient for measure in measures)
            if one is not Coefficient.PERCENT
        ],
        facts=facts or {},
    )
    heads = ["coders", "variable", "measure", "level", "value", "low", "high", "units"]
    numbers = [measure_row(one) for one in measures]
    twins = [PageTable("Agreement", heads, numbers)]
    differ = [
        [
            one.document_id,
            one.variable or "where statements lie",
            "; ".join(f"{coder}: {value or 'nothing'}" for coder, value in one.values),
            one.words,
        ]
        for one in report.disagreements
    ]
    twins.append(PageTable("Disagreements", ["document", "variable", "codes", "words"], differ))
    return Drawn(draw_intervals(picture), agreement_sentence(report), twins)


def chosen_measures(report: AgreementReport, by: str) -> list[Measure]:
    """The measures of a view: all coders and pairs ("coder"), or documents ("document")."""
    if by == "document":
        return [one for one in report.measures if one.scope == "document"]
    if by == "variable":
        return [one for one in report.measures if one.scope == "all"]
    return [one for one in report.measures if one.scope != "document"]


def measure_row(one: Measure) -> list[Any]:
    """A measure as a row of a table."""
    name = _COEFFICIENTS[one.coefficient]
    where = one.variable or "where statements lie"
    return [one.who, where, name, one.level, one.value, one.low, one.high, one.units]


def agreement_sentence(report: AgreementReport) -> str:
    """What was found, in one sentence."""
    alphas = {
        one.variable: one.value
        for one in report.measures
        if one.scope == "all" and one.coefficient is Coefficient.ALPHA and one.value is not None
    }
    parts = [
        f"{len(report.coders)} coders, {report.documents} documents that at least two of them "
        f"coded, {report.units} units, {len(report.disagreements)} disagreements"
    ]
    if alphas:
        worst = min(alphas, key=lambda name: alphas[name])
        parts.append(f"least agreement on {worst} (alpha {alphas[worst]:.2f})")
    return "; ".join(parts) + "."
