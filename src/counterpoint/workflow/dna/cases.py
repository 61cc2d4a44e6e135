"""One case: a database, a kind of result and DNA's settings in; DNA's result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import isnan
from pathlib import Path
from typing import Any

from counterpoint.errors import CounterpointError, InputError
from counterpoint.network.backbone import (
    annealed_backbone,
    evaluate_backbone,
    nested_backbone,
    temperature,
)
from counterpoint.network.bars import bars
from counterpoint.network.build import network, networks
from counterpoint.network.check import check
from counterpoint.network.distances import Distance, distances, spectrum
from counterpoint.network.multiclust import multiclust
from counterpoint.network.phases import phases
from counterpoint.network.polarisation import Algorithm, Search, polarisation, quality_of
from counterpoint.network.recode import recode
from counterpoint.network.scaling import Estimate, scale_actors
from counterpoint.network.select import select
from counterpoint.readers.dna import read_dna
from counterpoint.types.network import Network, StatementTable
from counterpoint.types.selection import (
    Aggregation,
    Kernel,
    Mode,
    NetworkKind,
    NetworkSpec,
    TimeUnit,
)
from counterpoint.workflow.dna.settings import recoding_of, scaling_of, spec_of
from counterpoint.workflow.dna.shapes import r_estimate, r_stamp, shape_of

__all__ = ["KINDS", "run_case"]

Settings = Mapping[str, Any]
_RESTARTS = 150  # sets from which the search for a backbone starts besides annealing
_PLAIN: Mapping[str, Any] = {  # what backbones are always made from
    "kind": NetworkKind.ONEMODE,
    "time_unit": TimeUnit.NO,
    "kernel": Kernel.NO,
}


def run_case(case: Mapping[str, Any], databases: Path) -> dict[str, Any]:
    """Compute one case in mode ``dna``.

    Args:
        case: ``database`` (a file name), ``kind`` and ``settings``.
        databases: Folder that holds the database.

    Returns:
        The output in the shape of the reference results; ``{"error": ...}`` where DNA fails.

    Raises:
        InputError: If the case itself cannot be understood.
    """
    name, kind = str(case.get("database", "")), str(case.get("kind", ""))
    if kind not in KINDS:
        raise InputError(f'kind "{kind}" does not exist', hint=f"kinds: {', '.join(KINDS)}")
    if not name or Path(name).name != name:
        raise InputError(
            f'"{name}" is not the name of a database', hint="give the name of a file in the folder"
        )
    settings = case.get("settings")
    if not isinstance(settings, Mapping):
        raise InputError("the case has no settings", hint='give {"settings": {...}}')
    table = _statements(databases / name, str(settings.get("statement_type") or ""))
    try:
        return KINDS[kind](table, settings)
    except CounterpointError as error:
        return {"error": f"DNA computes nothing here: {error}"}


@lru_cache(maxsize=4)
def _statements(path: Path, statement_type: str) -> StatementTable:
    return read_dna(path, statement_type)


def _networks(table: StatementTable, settings: Settings) -> dict[str, Any]:
    spec = check(table, spec_of(settings))
    smoothed = spec.kernel is not Kernel.NO
    found = list(networks(table, spec))
    output: dict[str, Any] = {}
    method = settings.get("distance")
    if method is not None:
        output["distance"] = distances(found, method=Distance(method), mode=Mode.DNA).tolist()
    output["results"] = [shape_of(one, smoothed=smoothed) for one in found]
    output["filtered_statement_ids"] = _kept(table, spec)
    return output


def _kept(table: StatementTable, spec: NetworkSpec) -> list[int]:
    kept: list[int] = table.ids[select(table, spec).kept].tolist()
    return kept


def _event_list(table: StatementTable, settings: Settings) -> dict[str, Any]:
    spec = check(table, spec_of(settings))
    return {"filtered_statement_ids": _kept(table, spec)}


def _bars(table: StatementTable, settings: Settings) -> dict[str, Any]:
    found = bars(table, spec_of(settings))
    names = sorted(name for name in found.attributes if name != "colour")
    columns = [found.attributes.get("colour", ("#000000",) * len(found.labels))]
    columns += [found.attributes[name] for name in names]
    return {
        "variable": found.variable,
        "values": list(found.labels),
        "counts": [list(row) for row in found.counts],
        "levels": list(found.levels),
        "attributes": [list(row) for row in zip(*columns, strict=True)],
        "attribute_variables": ["Color", *names],
    }


def _eigen(table: StatementTable, settings: Settings) -> dict[str, Any]:
    found = network(table, spec_of(settings, time_unit=TimeUnit.NO, kernel=Kernel.NO))
    return {"network": shape_of(found), "eigenvalues": spectrum(found).tolist()}


def _nested(table: StatementTable, settings: Settings) -> dict[str, Any]:
    spec = check(table, spec_of(settings, **_PLAIN))
    steps = nested_backbone(table, spec)
    chosen = select(table, spec)
    result = {
        "method": "nested",
        "iteration": [step.iteration for step in steps],
        "entities": [step.concept for step in steps],
        "backboneLoss": [step.backbone_loss for step in steps],
        "redundantLoss": [step.redundant_loss for step in steps],
        "numStatements": [step.statements for step in steps],
        "numStatementsFull": len(chosen.kept),
        "start": chosen.start,
        "stop": chosen.stop,
    }
    return {"result": result}


def _evaluate(table: StatementTable, settings: Settings) -> dict[str, Any]:
    concepts = settings.get("backbone_entities") or []
    penalty = float(settings.get("penalty") or 0)
    spec = spec_of(settings, **_PLAIN)
    losses = evaluate_backbone(table, spec, concepts, penalty=penalty)
    return {"result": list(losses)}


def _annealed(table: StatementTable, settings: Settings) -> dict[str, Any]:
    size = settings.get("backbone_size")
    iterations = int(settings.get("iterations") or 10_000)
    found = annealed_backbone(
        table,
        spec_of(settings, seed=int(settings.get("seed") or 1), **_PLAIN),
        size=None if size is None else int(size),
        penalty=float(settings.get("penalty") or 0),
        iterations=iterations,
        restarts=_RESTARTS,
    )
    first = range(1, min(iterations, 10) + 1)
    return {
        "backbone": list(found.backbone),
        "redundant": list(found.redundant),
        "unpenalized_backbone_loss": found.backbone_loss,
        "unpenalized_redundant_loss": found.redundant_loss,
        "temperature_first10": [temperature(at, iterations) for at in first],
    }


def _pair(table: StatementTable, settings: Settings) -> tuple[Network, Network]:
    parts = (Aggregation.CONGRUENCE, Aggregation.CONFLICT)
    first, second = (
        network(
            table,
            spec_of(settings, aggregation=part, **_PLAIN),
        )
        for part in parts
    )
    return first, second


def _quality(table: StatementTable, settings: Settings) -> dict[str, Any]:
    congruence, conflict = _pair(table, settings)
    qualities = []
    for memberships in settings.get("memberships") or []:
        found = quality_of(congruence, conflict, memberships)
        qualities.append(
            {
                "memberships": list(memberships),
                "quality": found.quality,
                "quality_normalized": found.normalised,
            }
        )
    shapes = {"congruence": shape_of(congruence), "conflict": shape_of(conflict)}
    return {"qualities": qualities, **shapes}


def _polarisation(table: StatementTable, settings: Settings) -> dict[str, Any]:
    search = Search(
        algorithm=Algorithm(str(settings.get("algorithm") or "greedy")),
        clusters=int(settings.get("num_clusters") or 2),
        parents=int(settings.get("num_parents") or 50),
        iterations=int(settings.get("num_iterations") or 1000),
        elite=float(settings.get("elite_percentage") or 0.1),
        mutation=float(settings.get("mutation_percentage") or 0.1),
        seed=int(settings.get("seed") or 1),
    )
    spec = spec_of(settings, kind=NetworkKind.ONEMODE)
    scaled = bool(settings.get("normalize_scores"))
    runs: list[dict[str, Any]] = []
    names: list[str] = []
    for found in polarisation(table, spec, search):
        names = list(found.labels)
        value = found.normalised if scaled else found.quality
        runs.append({"final_max_q": value, "memberships": list(found.memberships)})
    best = max((run["final_max_q"] for run in runs), default=0.0)
    return {"names": names, "best_of_runs": best, "runs": runs}


def _multiclust(table: StatementTable, settings: Settings) -> dict[str, Any]:
    spec = spec_of(settings)
    found = multiclust(
        table, spec, groups=int(settings.get("k") or 0), most=int(settings.get("k_max") or 5)
    )
    chosen = select(table, spec)
    best = max(found, key=lambda one: one.modularity, default=None)
    return {
        "modularity": [
            {"i": 1, "method": one.method, "k": one.groups, "modularity": one.modularity}
            for one in found
        ],
        "memberships": [
            {"i": 1, "method": one.method, "node": label, "cluster": group + 1}
            for one in found
            for label, group in zip(one.labels, one.memberships, strict=True)
        ],
        "max_mod": [
            {
                "i": 1,
                "start": r_stamp(chosen.start),
                "stop": r_stamp(chosen.stop),
                "max_mod": best.modularity,
                "max_method": best.method,
                "k": max(one.groups for one in found),
            }
        ]
        if best
        else [],
    }


def _recode(table: StatementTable, settings: Settings) -> dict[str, Any]:
    found = recode(table, spec_of(settings), recoding_of(settings))
    return {
        "rows": list(found.rows),
        "cols": list(found.columns),
        "matrix": [
            [None if isnan(cell) else int(cell) for cell in row] for row in found.matrix.tolist()
        ],
    }


def _phases(table: StatementTable, settings: Settings) -> dict[str, Any]:
    methods = tuple(settings.get("cluster_methods") or ("single",))
    found = phases(
        table,
        spec_of(settings),
        methods=methods,
        distance=Distance(str(settings.get("distance_method") or "absdiff")),
        least=int(settings.get("k_min") or 2),
        most=int(settings.get("k_max") or 6),
    )
    output: dict[str, Any] = {
        "modularity": found.modularity,
        "states": [state + 1 for state in found.states],
        "dates": [f"{one:%Y-%m-%dT%H:%M:%S}" for one in found.times if one],
        "stress": found.stress,
    }
    if methods == ("single",):
        output["distmat"] = found.distances.tolist()
    return output


def _scaled(table: StatementTable, settings: Settings) -> dict[str, Any]:
    answers = recode(table, spec_of(settings), recoding_of(settings))
    options = scaling_of(settings)
    found = scale_actors(answers.matrix, answers.rows, answers.columns, options)

    def rows(estimates: Sequence[Estimate]) -> list[dict[str, Any]]:
        return [r_estimate(one, options.dimensions) for one in estimates]

    return {
        "ability": rows(found.positions),
        "discrimination": rows(found.discrimination),
        "difficulty": rows(found.difficulty),
    }


KINDS: dict[str, Callable[[StatementTable, Settings], dict[str, Any]]] = {
    "network": _networks,
    "eventlist": _event_list,
    "timewindow": _networks,
    "file": _event_list,
    "barplot": _bars,
    "eigen": _eigen,
    "backbone_nested": _nested,
    "backbone_evaluate": _evaluate,
    "backbone_fixed": _annealed,
    "backbone_penalty": _annealed,
    "quality": _quality,
    "polarization": _polarisation,
    "multiclust": _multiclust,
    "recode": _recode,
    "phase": _phases,
    "scale": _scaled,
}
