"""Do the intervals hold? Coverage of the truth over simulated corpora, and what a width costs.

    python benchmarks/positions/coverage.py [--runs 400] [--json]

Every run makes a corpus of statements by actors on concepts with true positions, a machine whose
errors differ by label and by edge, and a sample of judgements; then it counts how often the truth
lies in the interval: of plain counting (a binomial interval around the machine's figure), and of
the corrected estimate. Edges are those between actors and concepts, ties those between actors;
measures are the mean weight of the ties, their mean strength, and the share of them above zero.
Plain counting gives a measure no interval; it is right there if it is within a tenth of the truth.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from counterpoint.network.corrected import CodedRows
from counterpoint.network.corrected_pairs import corrected_pairs
from counterpoint.network.intervals import corrected_share, corrected_totals, draw_sample
from counterpoint.types import Network, NetworkKind

STATEMENTS, ACTORS, CONCEPTS = 4000, 10, 6
KINDS = ("edges", "ties", "measures", "share")
FIRST = np.iinfo(np.int64).min
UPPER = np.triu_indices(ACTORS, 1)


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


def tied(labels, edge):
    """Ties between actors: congruence minus conflict."""
    sums = np.bincount(edge, labels, minlength=ACTORS * CONCEPTS).reshape(ACTORS, CONCEPTS)
    return sums @ sums.T


def measured(weights):
    """The measures by their names."""
    return {
        "mean weight": weights.mean(),
        "share of ties above zero": (weights > 0).mean(),
        "mean strength of ties": np.abs(weights).mean(),
    }


def pairs_of(machine, judged, chances, edge, seed):
    """Corrected ties and measures."""
    rows = CodedRows(
        sources=[f"a{one // CONCEPTS}" for one in edge],
        targets=[f"c{one % CONCEPTS}" for one in edge],
        machine=machine.astype(float),
        people=judged,
        chances=chances,
        classes=machine.astype(float),
        dates=np.zeros(len(edge), np.int64),
        weights={},
    )
    names = tuple(f"a{one}" for one in range(ACTORS))
    counted = Network(
        NetworkKind.ONEMODE,
        names,
        names,
        UPPER[0],
        UPPER[1],
        tied(machine, edge)[UPPER],
        aggregation="subtract",
    )
    return corrected_pairs(rows, counted, counted, (FIRST, 0), seed=seed)


def run(runs, size, seed):
    """Coverage and width for one size of sample."""
    draw = np.random.default_rng(seed)
    hits = {f"{kind}{naive}": [] for kind in KINDS for naive in ("", " naive")}
    widths = {"edges": [], "share": []}
    for number in range(runs):
        true, machine, score, edge = corpus(draw)
        sample = draw_sample(score, size, seed=number, groups=edge)
        judged = np.full(STATEMENTS, np.nan)
        judged[sample.rows] = true[sample.rows]
        chances = sample.probabilities
        for key, found in corrected_totals(machine, judged, chances, edge).items():
            rows = edge == key
            if rows.sum() < 20:
                continue
            wanted = true[rows].sum()
            hits["edges"].append(found.low <= wanted <= found.high)
            widths["edges"].append((found.high - found.low) / rows.sum())
            reach = 1.96 * np.std(machine[rows]) * np.sqrt(rows.sum())
            hits["edges naive"].append(abs(machine[rows].sum() - wanted) <= reach)
        wanted = tied(true, edge)
        ties, figures = pairs_of(machine, judged, chances, edge, number)
        truths = [wanted[int(one[1:]), int(two[1:])] for one, two in ties]
        for truth, found in zip(truths, ties.values(), strict=True):
            hits["ties"].append(found.low <= truth <= found.high)
            hits["ties naive"].append(abs(found.counted - truth) <= 0.1 * abs(truth))
        for name, truth in measured(np.asarray(truths)).items():
            found = figures[name]
            hits["measures"].append(found.low <= truth <= found.high)
            hits["measures naive"].append(abs(found.counted - truth) <= 0.1 * abs(truth))
        shared(hits, widths, (true, machine, score), (size, number))
    return (
        {key: 100 * float(np.mean(value)) for key, value in hits.items()},
        {key: float(np.median(value)) for key, value in widths.items()},
    )


def shared(hits, widths, labels, asked):
    """The share of agreement, from a sample drawn for it."""
    true, machine, score = labels
    size, seed = asked
    sample = draw_sample(score, size, seed=seed)
    judged = np.full(STATEMENTS, np.nan)
    judged[sample.rows] = true[sample.rows]
    found = corrected_share(machine, judged, sample.probabilities)
    wanted = np.sum(true == 1) / np.sum(true != 0)
    hits["share"].append(found.low <= wanted <= found.high)
    widths["share"].append(found.high - found.low)
    polar = np.sum(machine != 0)
    naive = np.sum(machine == 1) / polar
    reach = 1.96 * np.sqrt(naive * (1 - naive) / polar)
    hits["share naive"].append(abs(naive - wanted) <= reach)


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
    heads = "".join(f"{kind:>11} corrected" for kind in KINDS)
    print(f"judged{heads}   +- of an edge, a statement   +- of the share")
    for size, (hits, widths) in table.items():
        cells = "".join(f"{hits[kind + ' naive']:11.1f}{hits[kind]:10.1f}" for kind in KINDS)
        print(f"{size:6}{cells}{widths['edges'] / 2:20.3f}{widths['share'] / 2:24.3f}")


if __name__ == "__main__":
    main()
