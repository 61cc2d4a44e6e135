"""Do labels depend on who is named? Swap countries and parties in our own sentences.

    python benchmarks/positions/name_swaps.py tests/analysis/positions/data/signs.tsv [--json]

In every sentence with marked names one of them is exchanged for each of twelve countries and then
for each of six parties. A changed label is one that differs from the label which most of the names
of the same kind get in that sentence.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from counterpoint.workflow.evaluate_positions import read_marked
from counterpoint.workflow.stance import StanceOptions, StanceTask, stances

COUNTRIES = (
    "Norway China Russia Israel Iran Germany Nigeria Brazil India Turkey Mexico Japan"
).split()
KINDS = ("countries", "parties")
PARTIES = "Republicans|Democrats|Conservatives|Liberals|Greens|Socialists".split("|")


def swapped(row, key, name):
    """The row with another name at one marked place."""
    start, end = row[key]["start"], row[key]["end"]
    by = len(name) - (end - start)
    out = {**row, "text": row["text"][:start] + name + row["text"][end:]}
    for other in ("a", "b", "target"):
        if other in row:
            move = by if row[other]["start"] > start else 0
            out[other] = {
                "start": row[other]["start"] + move,
                "end": row[other]["end"] + (by if other == key else move),
            }
    return out


def audit(path, kinds=(COUNTRIES, PARTIES)):
    """Share of changed labels, and which names they fall on."""
    changed: Counter = Counter()
    asked: Counter = Counter()
    sentences = 0
    for task, keys in ((StanceTask.TARGET, ("target",)), (StanceTask.PAIR, ("a", "b"))):
        rows = [row for row in read_marked(Path(path)) if row["task"] == task.value]
        sentences += len(rows)
        for names in kinds:
            for key in keys:
                made = [swapped(row, key, name) for row in rows for name in names]
                found = [a["label"] for a in stances(made, options=StanceOptions(task=task))]
                for number in range(len(rows)):
                    labels = found[number * len(names) : (number + 1) * len(names)]
                    most = Counter(labels).most_common(1)[0][0]
                    for name, label in zip(names, labels, strict=True):
                        asked[name] += 1
                        changed[name] += label != most
    return {
        "sentences": sentences,
        "swaps": sum(asked.values()),
        "changed_share": sum(changed.values()) / sum(asked.values()),
        "by_kind": {
            kind: sum(changed[name] for name in names) / max(1, sum(asked[name] for name in names))
            for kind, names in zip(KINDS, kinds, strict=False)
        },
        "by_name": {name: changed[name] / asked[name] for name in asked},
    }


def main():
    """Print the audit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = audit(options.sentences)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['swaps']:,} swaps in {found['sentences']} sentences")
    print(f"changed labels: {100 * found['changed_share']:.1f} %")
    for kind, share in found["by_kind"].items():
        print(f"among {kind}: {100 * share:.1f} %")
    for name, share in sorted(found["by_name"].items(), key=lambda one: -one[1]):
        print(f"  {name:14} {100 * share:.1f} %")


if __name__ == "__main__":
    main()
