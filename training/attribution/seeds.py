"""Mean and spread of what bundles reach that differ in the seed of their training alone.

    python -m training.attribution.seeds BUNDLE BUNDLE BUNDLE [--cards]

Each is run as it ships, as `counterpoint evaluate attribution` does, on dev and on the texts that
are not PolNeAR. The figure of the train articles kept out, on which ranker and cut-off were
fitted crosswise, is what `rank.py` wrote into the card; with `--cards` so are all others, as large
bundles take long. The spread is the standard deviation
between seeds (n - 1).
"""

from __future__ import annotations

import argparse
import re
import tomllib
from pathlib import Path

from counterpoint.evaluation.attribution import KINDS, ROLES, AttributionScores
from counterpoint.workflow.annotate import ReadingOptions
from counterpoint.workflow.evaluate import evaluate_attribution
from training.tables import print_table

OTHER = Path("tests/quality/gold/other-texts.json")


def figures(scores: AttributionScores) -> dict[str, float]:
    """The figures of the table, in percent."""
    found = {"relation F1": scores.relations["relation"].f1}
    found |= {f"{kind}": scores.kinds[kind]["relation"].f1 for kind in KINDS}
    found |= {"found": scores.relations["found"].f1}
    found |= {f"fragments: {role}": scores.spans[role]["fragment"].f1 for role in ROLES}
    return {name: 100 * value for name, value in found.items()}


def measured(bundle: Path, data: Path) -> dict[str, float]:
    """Everything that is told of one bundle."""
    options = ReadingOptions(model=str(bundle))
    scores, calibration = evaluate_attribution(data / "polnear" / "dev.jsonl.gz", options=options)
    out = figures(scores)
    if calibration is not None:
        out["calibration error of what is found"] = calibration.error
    other, _ = evaluate_attribution(OTHER, texts=data, options=options)
    out["relation F1, not PolNeAR"] = 100 * other.relations["relation"].f1
    card = tomllib.loads((bundle / "card.toml").read_text(encoding="utf-8"))
    out["relation F1, kept out"] = card["scores"]["held_out_relation_f1"]
    return out


def told(bundle: Path) -> dict[str, float]:
    """What `rank.py` wrote into the card of one bundle."""
    scores = tomllib.loads((bundle / "card.toml").read_text(encoding="utf-8"))["scores"]
    values = [float(value) for value in re.findall(r"\d+\.\d+", scores["dev"])]
    names = ("relation F1", "precision", "recall", *KINDS, "found")
    names += tuple(f"fragments: {role}" for role in ROLES)
    out = dict(zip(names, values, strict=True))
    out["calibration error of what is found"] = scores["dev_calibration_error"]
    out["relation F1, kept out"] = scores["held_out_relation_f1"]
    return out


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundles", type=Path, nargs="+")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cards", action="store_true", help="as the cards tell, nothing is run")
    args = parser.parse_args()
    runs = []
    for bundle in args.bundles:
        runs.append(told(bundle) if args.cards else measured(bundle, args.data))
        print(f"{bundle}: relation F1 {runs[-1]['relation F1']:.2f}", flush=True)
    print_table([bundle.name for bundle in args.bundles], runs)


if __name__ == "__main__":
    main()
