"""Do the intervals hold? Coverage of the truth over simulated corpora, and what a width costs.

    python benchmarks/positions/coverage.py [--runs 400] [--json]

Every run makes a corpus of statements by actors on concepts with true positions, a machine whose
errors differ by label and by edge, and a sample of judgements; then it counts how often the truth
lies in the interval: of plain counting (a binomial interval around the machine's figure), and of
the corrected estimate.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from counterpoint.network.intervals import corrected_share, corrected_totals, draw_sample

STATEMENTS, ACTORS, CONCEPTS = 4000, 10, 6


def corpus(draw):
    """True and machine labels, scores and edges."""
    actor = draw.choice(ACTORS, STATEMENTS, p=_zipf(ACTORS))
    concept = draw.choice(CONCEPTS, STATEMENTS, p=_zipf(CONCEPTS))
    edge = actor * CONCEPTS + concept
    lean = draw.beta(0.7, 0.7, size=ACTORS * CONCEPTS)
    neutral = 0.25
    roll = draw.random(STATEMENTS)
    true = np.where(roll < neutral, 0, np.where(draw.random(STATEMENTS) < lean[edge], 1, -1))
    # errors: more for agreement than for disagreement, and more on some edges than on others
    hard = draw.uniform(0.05, 0.35, size=ACTORS * CONCEPTS)[edge]
    rate = np.clip(hard * np.where(true == 1, 1.4, np.where(true == 0, 1.0, 0.6)), 0, 0.6)
    wrong = draw.random(STATEMENTS) < rate
    other = np.where(
        true == 1,
        draw.choice([0, -1], STATEMENTS, p=[0.7, 0.3]),
        np.where(
            true == 0,
            draw.choice([1, -1], STATEMENTS, p=[0.25, 0.75]),
            draw.choice([0, 1], STATEMENTS, p=[0.7, 0.3]),
        ),
    )
    machine = np.where(wrong, other, true)
    score = np.clip(1 - rate + draw.normal(0, 0.08, STATEMENTS), 0.35, 0.99)
    return true, machine, score, edge


def _zipf(count):
    weights = 1 / np.arange(1, count + 1) ** 0.7
    return weights / weights.sum()


def run(runs, size, seed):
    """Coverage and width for one size of sample."""
    draw = np.random.default_rng(seed)
    hits = {key: [] for key in ("edges naive", "edges", "share naive", "share")}
    widths = {"edges": [], "share": []}
    for number in range(runs):
        true, machine, score, edge = corpus(draw)
        sample = draw_sample(score, size, seed=number, groups=edge)
        judged = np.full(STATEMENTS, np.nan)
        judged[sample.rows] = true[sample.rows]
        for key, found in corrected_totals(machine, judged, sample.probabilities, edge).items():
            rows = edge == key
            if rows.sum() < 20:
                continue
            wanted = true[rows].sum()
            hits["edges"].append(found.low <= wanted <= found.high)
            widths["edges"].append((found.high - found.low) / rows.sum())
            reach = 1.96 * np.std(machine[rows]) * np.sqrt(rows.sum())
            hits["edges naive"].append(abs(machine[rows].sum() - wanted) <= reach)
        sample = draw_sample(score, size, seed=number)
        judged = np.full(STATEMENTS, np.nan)
        judged[sample.rows] = true[sample.rows]
        found = corrected_share(machine, judged, sample.probabilities)
        wanted = np.sum(true == 1) / np.sum(true != 0)
        hits["share"].append(found.low <= wanted <= found.high)
        widths["share"].append(found.high - found.low)
        polar = np.sum(machine != 0)
        naive = np.sum(machine == 1) / polar
        hits["share naive"].append(
            abs(naive - wanted) <= 1.96 * np.sqrt(naive * (1 - naive) / polar)
        )
    return (
        {key: 100 * float(np.mean(value)) for key, value in hits.items()},
        {key: float(np.median(value)) for key, value in widths.items()},
    )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    table = {size: run(options.runs, size, options.seed) for size in (100, 200, 400, 800)}
    if options.json:
        print(json.dumps({str(k): {"coverage": v[0], "width": v[1]} for k, v in table.items()}))
        return
    print(f"{options.runs} simulated corpora of {STATEMENTS} statements; coverage in % (95 wanted)")
    print("judged   edges: counted  corrected  +- a statement   share: counted  corrected  +-")
    for size, (hits, widths) in table.items():
        edges = f"{hits['edges naive']:15.1f} {hits['edges']:10.1f} {widths['edges'] / 2:15.3f}"
        share = f"{hits['share naive']:16.1f} {hits['share']:10.1f} {widths['share'] / 2:6.3f}"
        print(f"{size:6} {edges} {share}")


if __name__ == "__main__":
    main()
