"""Which training lines are doubtful? What a network finds in articles that it was not trained on.

    for k in 0 1; do
      python -m training.attribution.train --run fold-$k --without $k --minutes 22 --seed 4$k
      python -m training.attribution.export --run fold-$k --out .cache/bundles/fold-$k
      python -m training.attribution.rank --bundle .cache/bundles/fold-$k --kind int8 --write
    done
    python -m training.attribution.folds .cache/bundles/fold-0 .cache/bundles/fold-1

On a processor without bfloat16 the training wants `--fp32`. Each network reads the half that it
did not see. A line of the gold that it does not find is doubtful, and so is a statement of which it
is sure (0.9) and that no line holds. Where several people annotated an article, the table tells how
often the others found the lines that the network found, and those that it did not: only if the
second share is clearly lower does a doubtful line say something about the line and not about the
network.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

from counterpoint.analysis.attribution import AttributionModel
from counterpoint.analysis.attribution.model import make
from counterpoint.analysis.attribution.words import cut_words
from counterpoint.evaluation.attribution import GoldDocument, bare, matched
from counterpoint.evaluation.ruler import Ruler
from training.attribution import data
from training.attribution.train import CACHE

SURE = 0.9


def main() -> None:
    """Read each half with the network that did not see it, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundles", type=Path, nargs=data.FOLDS, help="the k-th without fold k")
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--out", type=Path, default=CACHE / "doubtful.jsonl")
    args = parser.parse_args()
    models = [AttributionModel.load(bundle) for bundle in args.bundles]
    rows, _ = data.split_train(list(data.read_rows(args.data / "train.jsonl.gz")))
    by_kind: dict[str, list[bool]] = defaultdict(list)
    by_people: dict[bool, list[bool]] = defaultdict(list)
    extra: list[bool] = []
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with args.out.open("w", encoding="utf-8") as out:
        for row in rows:
            text, ruler = row["text"], Ruler(row["text"])
            model = models[data.fold_of(str(row["id"]))]
            words = cut_words(text)
            ranked = [
                (bare(make(words, found, score)), score) for found, score in model.rank([words])[0]
            ]
            given = [one for one, score in ranked if score >= model.min_score]
            gold = GoldDocument(row["id"], text, tuple(row["attributions"]))
            sure = [one for one, score in ranked if score >= SURE]
            extra += [not right for right in matched(gold, sure)]
            for roles in row["attributions"]:
                if not roles["content"]:
                    continue
                alone = GoldDocument(row["id"], text, (roles,))
                found = any(matched(alone, given))
                by_kind[ruler.kind(ruler.tokens(roles["content"]))].append(found)
                for other in (row.get("other_annotations") or {}).values():
                    by_people[found].append(any(matched(alone, other)))
                if not found:
                    out.write(json.dumps({"id": row["id"], "line": roles}) + "\n")
    lines = [found for some in by_kind.values() for found in some]
    print(f"{len(rows)} articles, {len(lines)} lines; doubtful ones in {args.out}\n")
    print("| kind | lines | found by the network that did not see them, % |\n| --- | --- | --- |")
    for kind, some in (("all", lines), *sorted(by_kind.items())):
        print(f"| {kind} | {len(some)} | {100 * sum(some) / len(some):.1f} |")
    share = 100 * sum(extra) / max(1, len(extra))
    print(
        f"\nof {len(extra)} statements with a score of {SURE} or more, {share:.1f} % match no line"
    )
    print("\n| lines in articles of several people | judged | found by another person, % |")
    print("| --- | --- | --- |")
    for found, name in ((True, "found by the network"), (False, "not found by it")):
        some = by_people[found]
        print(f"| {name} | {len(some)} | {100 * sum(some) / max(1, len(some)):.1f} |")


if __name__ == "__main__":
    main()
