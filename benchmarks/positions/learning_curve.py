"""What do judgements of coders buy? Macro F1 with 0, 20, 50, 100 and 200 of them.

    python benchmarks/positions/learning_curve.py ../shared/data [--draws 10] [--rows 500] [--json]

Of each set (Claim stance dev; VAST dev, which nothing was trained on and which has five hundred
topics) so many rows are drawn as judgements, the small head of ``counterpoint positions --learn``
learns from them, and the other rows are measured. The weights of the head's kernel were chosen on
these two sets.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from pathlib import Path

import numpy as np

from counterpoint.analysis.positions.concept import read_concepts
from counterpoint.analysis.positions.head import Example, HeadInput, fit_head
from counterpoint.evaluation.stance import score_labels
from counterpoint.workflow.stance import load_positions

SIZES = (0, 20, 50, 100, 200)
SIDES = {"con": -1, "neutral": 0, "pro": 1}


def read(path, rows):
    """Rows of a set, at most so many, in an order of chance."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    order = np.random.default_rng(1).permutation(len(found))[:rows]
    return [found[int(at)] for at in order]


def labels(readings, *, neutral):
    """The answers as labels of the set."""
    return [
        "neutral" if neutral and one.about < 0.5 else ("pro" if one.lean >= 0.5 else "con")
        for one in readings
    ]


def curve(model, rows, draws):
    """Macro F1 for each number of judgements, mean and spread over draws; and seconds to learn."""
    neutral = any(row["label"] == "neutral" for row in rows)
    topics = list(dict.fromkeys(row["topic"] for row in rows))
    asked = HeadInput(
        read_concepts(model, [(row["text"], row["topic"]) for row in rows], about=neutral),
        model.vectors([row["text"][:2000] for row in rows]),
        np.asarray([topics.index(row["topic"]) for row in rows], dtype=np.int64),
    )
    vectors = model.vectors(topics)
    gold = np.asarray([row["label"] for row in rows])
    found = {}
    for size in SIZES:
        scores, seconds = [], 0.0
        for seed in range(draws):
            order = np.random.default_rng(seed).permutation(len(rows))
            judged, rest = order[:size], order[max(SIZES) :]  # always the same rows are measured
            started = time.perf_counter()
            examples = [Example(SIDES[str(label)]) for label in gold[judged]]
            head = fit_head(asked.take(judged), examples, vectors)
            seconds = max(seconds, time.perf_counter() - started)
            answers = labels(head.read(asked.take(rest)), neutral=neutral)
            scores.append(100 * score_labels(gold[rest].tolist(), answers).macro_f1)
        found[size] = (float(np.mean(scores)), float(np.std(scores)), seconds)
    return found


def main():
    """Print the curves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--model", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    model = load_positions(options.model)
    found = {
        name: curve(model, read(options.data / f"{name}/dev.jsonl.gz", options.rows), options.draws)
        for name in ("claimstance", "vast")
    }
    if options.json:
        print(json.dumps(found))
        return
    print(f"macro F1 (spread over {options.draws} draws) by the number of judgements")
    print(f"{'':12}" + "".join(f"{size:>14}" for size in SIZES))
    for name, by_size in found.items():
        cells = "".join(f"{mean:8.1f} ({spread:3.1f})" for mean, spread, _ in by_size.values())
        print(f"{name:12}{cells}")
    slowest = max(one[2] for by_size in found.values() for one in by_size.values())
    print(f"learning took at most {slowest:.2f} s")


if __name__ == "__main__":
    main()
