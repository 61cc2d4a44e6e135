"""How many edges are right from a score on, and how many of all sides are found so.

    python benchmarks/positions/by_score.py GOLD... [--model FOLDER]

GOLD is JSON Lines with "id", "sentences", "entities" and "stances", such as ``articles.jsonl`` and
``articles-fresh.jsonl`` beside this file; the entities are given.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import baselines

from counterpoint.errors import CounterpointError
from counterpoint.workflow.edges import EdgesOptions, edges_of

SCORES = (0.1, 0.3, 0.5, 0.65, 0.75, 0.85)


def hits(rows, model):
    """Score of every edge, and whether gold has it with the same sign."""
    records = [
        {
            "id": str(row["id"]),
            "text": " ".join(sentence["text"] for sentence in row["sentences"]),
            "title": row.get("title", ""),
            "entities": [{"name": one["name"], "type": one["type"]} for one in row["entities"]],
        }
        for row in rows
    ]
    found = edges_of(records, options=EdgesOptions(model=model))
    for row, one in zip(rows, found, strict=True):
        gold = {(side["source"], side["target"]): side["label"] for side in row["stances"]}
        for edge in one["edges"]:
            yield edge["score"], gold.get((edge["source"], edge["target"])) == edge["label"]


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--model", default="")
    given = parser.parse_args()
    for path in given.gold:
        try:
            rows = baselines.read(path)
            wanted = sum(len(row["stances"]) for row in rows)
            known = list(hits(rows, given.model))
            if not rows:
                raise ValueError("the file is empty")
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}: no gold articles as JSON Lines: {error}") from None
        for least in SCORES:
            right = [hit for score, hit in known if score >= least]
            share = 100 * sum(right) / max(1, len(right))
            print(
                f"{path.name}, from {least}: {len(right)} edges, {share:.0f} % right, "
                f"{100 * sum(right) / max(1, wanted):.0f} % of {wanted} sides found"
            )


if __name__ == "__main__":
    try:
        main()
    except (CounterpointError, OSError, ValueError, KeyError) as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(2)
