"""How sure is the sign between two given actors, and what one does to the other?

    python benchmarks/positions/calibrate_relations.py ../shared/data [--rows 1500]

Fits one temperature for signs on the train part of SEESAW and one for the four classes on that of
PLV (by log loss; the labels do not change), and tells the calibration error on both dev parts,
with the temperatures of ``counterpoint.analysis.positions.relation`` and with those. Nothing else
is learned from these two sets: their licences allow measuring.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import baselines
import numpy as np

from counterpoint.analysis.positions import relation
from counterpoint.errors import CounterpointError
from counterpoint.evaluation.stance import calibration_error
from counterpoint.workflow.stance import StanceOptions, StanceTask, load_positions, stances

GRID = np.round(np.arange(0.6, 5.01, 0.1), 1)


def scores(path, labels, label, most, model):
    """Log scores of some rows, as they are without a temperature, and the right columns."""
    rows = baselines.read(path)
    if most < len(rows):
        rows = random.Random(1).sample(rows, most)
    load_positions(model)
    options = StanceOptions(task=StanceTask.RELATION, model=model)
    found = stances(rows, options=options)
    values = np.array([[one["scores"][name] for name in labels] for one in found])
    gold = np.array([labels.index(str(row[label])) for row in rows])
    return np.log(np.clip(values, 1e-4, 1.0)), gold


def warmed(logs, temperature):
    """Probabilities at a temperature."""
    raised = np.exp(logs / temperature)
    return raised / raised.sum(1, keepdims=True)


def loss(logs, gold, temperature):
    """Log loss."""
    chances = warmed(logs, temperature)
    return -float(np.log(chances[np.arange(len(gold)), gold]).mean())


def error(logs, gold, temperature):
    """Calibration error."""
    chances = warmed(logs, temperature)
    return calibration_error(chances.max(1).tolist(), (chances.argmax(1) == gold).tolist())


def main():
    """Fit and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=1500)
    parser.add_argument("--model", default="")
    given = parser.parse_args()
    quads = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]
    for name, labels, label, now in (
        ("seesaw", ["-1", "1"], "label", relation.SURE_SIGN),
        ("plv", quads, "quad", relation.SURE_QUAD),
    ):
        parts = [
            scores(given.data / name / f"{part}.jsonl.gz", labels, label, given.rows, given.model)
            for part in ("train", "dev")
        ]
        plain = [(logs * now, gold) for logs, gold in parts]
        best = min(GRID, key=lambda value: loss(*plain[0], value))
        print(
            f"{name}: temperature {now} now, {best} fitted on train; calibration error on train "
            f"{error(*plain[0], now):.3f} and {error(*plain[0], best):.3f}, on dev "
            f"{error(*plain[1], now):.3f} and {error(*plain[1], best):.3f}; without any "
            f"{error(*plain[0], 1.0):.3f} and {error(*plain[1], 1.0):.3f}",
            flush=True,
        )


if __name__ == "__main__":
    try:
        main()
    except (CounterpointError, OSError, ValueError, KeyError) as error_:
        print(f"Error: {error_}", file=sys.stderr)
        sys.exit(2)
