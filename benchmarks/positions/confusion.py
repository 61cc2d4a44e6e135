"""What the positions network confuses on gold sentences, as tables for its card.

    python benchmarks/positions/confusion.py ../shared/data [--model FOLDER] [--rows 800] [--write]

Two tables: sides on concepts (VAST dev, whose neutral is "off topic"), and sides toward actors
(DSE dev, both directions of each pair). Rows are the true side (-1, 0, 1), columns the side that
``counterpoint positions`` would keep. Error bars of a corpus that nobody has judged are drawn from
them. With ``--write`` they replace those on the card.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from pathlib import Path

import numpy as np

from counterpoint.analysis.positions.coding import CodingOptions
from counterpoint.analysis.positions.concept import read_concepts
from counterpoint.models.bundle import bundled
from counterpoint.types import Span
from counterpoint.workflow.positions import side_toward
from counterpoint.workflow.stance import load_positions

TRUE = {"con": 0, "neutral": 1, "pro": 2}


def read(path, rows):
    """The first rows of a set in an order of chance."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    order = np.random.default_rng(1).permutation(len(found))[:rows]
    return [found[int(at)] for at in order]


def concepts(model, rows):
    """Counts of sides on concepts, among the texts that are taken to speak of them."""
    options = CodingOptions()
    counts = np.zeros((3, 3), int)
    readings = read_concepts(model, [(row["text"], row["topic"]) for row in rows])
    for row, reading in zip(rows, readings, strict=True):
        if reading.about < options.about:
            continue
        sure = max(reading.lean, 1 - reading.lean)
        side = 1 if sure < options.decided else (2 if reading.lean >= 0.5 else 0)
        counts[TRUE[row["label"]], side] += 1
    return counts


def pairs(model, rows):
    """Counts of sides toward actors, from the first to the second name and back."""
    counts = np.zeros((3, 3), int)
    items = [
        (r["text"], *(Span(r[one]["start"], r[one]["end"]) for one in ("a", "b"))) for r in rows
    ]
    for row, scores in zip(rows, model.pairs(items).labels, strict=True):
        for one, good, bad in (("a", 1, 3), ("b", 2, 4)):
            other = "b" if one == "a" else "a"
            true = {f"{one}_pos_{other}": 2, f"{one}_neg_{other}": 0}.get(row["label"], 1)
            side = side_toward(float(scores[good]), float(scores[bad]))
            counts[true, 1 + (side or 0)] += 1
    return counts


def table(name, gold, counts):
    """One table of a card."""
    shown = ", ".join(str(row) for row in counts.tolist())
    return (
        f"[confusion.{name}]  # rows the true side -1, 0, 1; columns the machine's\n"
        f'gold = "{gold}"\ncounts = [{shown}]\n'
    )


def main():
    """Print the tables, or put them on the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default="")
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    model = load_positions(options.model)
    topics = read(options.data / "vast" / "dev.jsonl.gz", options.rows)
    named = read(options.data / "dse" / "dev.jsonl.gz", options.rows * 2)
    text = table("concept", f"VAST, dev part, {len(topics):,} texts", concepts(model, topics))
    text += "\n" + table("pair", f"DSE, dev part, {len(named):,} sentences", pairs(model, named))
    print(text)
    if options.write:
        card = (Path(options.model) if options.model else bundled("positions-en")) / "card.toml"
        kept = re.sub(
            r"(?ms)^\[confusion\..*?(?=^\[[a-z]|\Z)", "", card.read_text(encoding="utf-8")
        )
        card.write_text(kept.rstrip() + "\n\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main()
