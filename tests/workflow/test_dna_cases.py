"""DNA's own results come out again: every public reference case beside the checkout."""

import json
import math
import statistics

import pytest

from counterpoint.workflow.dna.cases import run_case

pytestmark = pytest.mark.shared

GROUPS = [
    "backbone_evaluate",
    "backbone_nested",
    "backbone_sa",
    "barplot",
    "dates",
    "distance",
    "document_level",
    "document_qualifier",
    "duplicates",
    "eigen",
    "events_window",
    "excludes",
    "file",
    "kernel",
    "multiclust",
    "onemode",
    "phase",
    "polarization",
    "quality",
    "recode",
    "scale",
    "time_window",
    "twomode",
    "variables",
]


def cases_of(shared, group):
    for path in sorted((shared / "data/dna/reference").glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        if case["group"] == group:
            yield case


def first_difference(found, wanted, path="output"):
    """Where two outputs differ by more than 1e-6; None if nowhere."""
    if isinstance(wanted, dict):
        for key in wanted:
            if key not in found:
                return f"{path}.{key} is missing"
            difference = first_difference(found[key], wanted[key], f"{path}.{key}")
            if difference:
                return difference
        return None
    if isinstance(wanted, list):
        if len(found) != len(wanted):
            return f"{path} has {len(found)} parts instead of {len(wanted)}"
        for at, (one, other) in enumerate(zip(found, wanted, strict=True)):
            difference = first_difference(one, other, f"{path}[{at}]")
            if difference:
                return difference
        return None
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        near = isinstance(found, int | float) and math.isclose(
            found, wanted, rel_tol=1e-6, abs_tol=1e-6
        )
        return None if near else f"{path} is {found} instead of {wanted}"
    return None if found == wanted else f"{path} is {found!r} instead of {wanted!r}"


def renumbered(groups):
    numbers = {}
    return [numbers.setdefault(one, len(numbers)) for one in groups]


def with_plain_numbers(kind, output):
    """Group numbers are arbitrary: number groups by their first member."""
    if kind == "phase":
        return {**output, "states": renumbered(output["states"])}
    if kind == "multiclust":
        methods = {row["method"] for row in output["memberships"]}
        rows = []
        for method in sorted(methods):
            mine = [row for row in output["memberships"] if row["method"] == method]
            numbers = renumbered([row["cluster"] for row in mine])
            rows += [{**row, "cluster": at} for row, at in zip(mine, numbers, strict=True)]
        return {**output, "memberships": rows}
    return output


def penalised(output, settings):
    size = len(output["backbone"])
    count = size + len(output["redundant"])
    penalty = settings.get("penalty", 0) if "backbone_size" not in settings else 0
    return output["unpenalized_backbone_loss"] * math.exp(-penalty * (count - size) / count)


def problem(case, shared):
    found, wanted = run_case(case, shared / "data/dna"), case["output"]
    kind = case["kind"]
    if "error" in wanted:
        return None if "error" in found else "DNA fails here, and so must we"
    if "error" in found:
        return found["error"]
    if kind in ("backbone_fixed", "backbone_penalty"):
        ours, theirs = penalised(found, case["settings"]), penalised(wanted, case["settings"])
        heat = ("temperature_first10",)
        difference = first_difference(
            {key: found[key] for key in heat}, {key: wanted[key] for key in heat}
        )
        return difference or (None if ours <= theirs + 1e-9 else f"loss {ours} beyond {theirs}")
    if kind == "polarization":
        ours, theirs = found["best_of_runs"], wanted["best_of_runs"]
        return None if ours >= theirs - 1e-9 else f"quality {ours} below {theirs}"
    if kind == "scale":
        return scale_problem(found, wanted)
    wanted = {key: value for key, value in wanted.items() if key != "file"}
    return first_difference(with_plain_numbers(kind, found), with_plain_numbers(kind, wanted))


def scale_problem(found, wanted):
    """Posterior means of two samplers: difficulties must agree but for chance.

    Positions are not compared: the reference chain changes sides so often that its means are noise
    around 0.
    """
    ours = {row["Row.names"]: row["mean"] for row in found["difficulty"]}
    theirs = {row["Row.names"]: row["mean"] for row in wanted["difficulty"]}
    names = sorted(theirs)
    if sorted(ours) != names or len(found["ability"]) != len(wanted["ability"]):
        return "other concepts or actors"

    correlation = statistics.correlation([ours[n] for n in names], [theirs[n] for n in names])
    return None if correlation >= 0.99 else f"correlation {correlation}"


@pytest.mark.parametrize("group", GROUPS)
def test_reference_cases_of_group(group, shared):
    cases = list(cases_of(shared, group))
    problems = {case["id"]: problem(case, shared) for case in cases}

    assert cases
    assert {name: what for name, what in problems.items() if what} == {}


def test_no_group_is_forgotten(shared):
    found = {
        json.loads(path.read_text(encoding="utf-8"))["group"]
        for path in (shared / "data/dna/reference").glob("*.json")
    }

    assert found == set(GROUPS)
