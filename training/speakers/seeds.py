"""Mean and spread of what speakers' bundles reach that differ in the seed of their training alone.

    python -m training.speakers.seeds FOLDER FOLDER FOLDER

Each folder holds a tagger and a ranker that was fitted on it; both are run as they ship, as
`counterpoint evaluate speakers` does, on GUM dev. The spread is the standard deviation between
seeds (n - 1).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from counterpoint.workflow.evaluate_speakers import evaluate_speakers
from training.speakers.silver import SHARED
from training.tables import print_table


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    args = parser.parse_args()
    runs = []
    for folder in args.folders:
        scores = evaluate_speakers(SHARED / "gum/dev.jsonl.gz", bundle=folder)
        figures = {f"names, {name}": 100 * value["f1"] for name, value in scores.names.items()}
        figures |= {name: 100 * one["accuracy"] for name, one in scores.resolved.items()}
        runs.append(figures)
    print_table([folder.name for folder in args.folders], runs)


if __name__ == "__main__":
    main()
