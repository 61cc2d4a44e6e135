"""Train and measure the trees that tell the article from the page around it.

    python -m training.layout.train --articles ../shared/data/articles            # measures
    python -m training.layout.train --articles ../shared/data/articles --write    # and writes

The figures are out of fold: each site is judged by trees that never saw a page of it. What is
written is trained on all pages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from counterpoint.evaluation.readers import BodyScore, score_bodies
from counterpoint.readers.features import LINE_FEATURES
from counterpoint.readers.page_features import PAGE_FEATURES
from training.layout.data import Case, load_pages, load_texts, more_texts

TARGET = Path(__file__).parents[2] / "src" / "counterpoint" / "readers" / "data"
SETTINGS = {
    "max_iter": 120,
    "learning_rate": 0.08,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 20,
    "l2_regularization": 5.0,
    "max_features": 0.3,
    "random_state": 0,
    "early_stopping": False,
    "max_bins": 63,
}
THRESHOLDS = {"page": 0.35, "lines": 0.4}  # as in readers/html.py and readers/layout.py


def fit(cases: list[Case]) -> HistGradientBoostingClassifier:
    rows = np.concatenate([case.rows for case in cases])
    labels = np.concatenate([case.labels for case in cases])
    weights = np.concatenate([case.weights for case in cases])
    model = HistGradientBoostingClassifier(**SETTINGS)
    return model.fit(rows, labels, sample_weight=weights / weights.mean())


def out_of_fold(cases: list[Case], kinds: set[str], folds: int) -> list[np.ndarray | None]:
    sites = sorted({case.site for case in cases})
    np.random.default_rng(0).shuffle(sites)
    fold_of = {site: number % folds for number, site in enumerate(sites)}
    answers: list[np.ndarray | None] = [None] * len(cases)
    for fold in range(folds):
        model = fit([case for case in cases if fold_of[case.site] != fold])
        for number, case in enumerate(cases):
            if fold_of[case.site] == fold and case.kind in kinds:
                answers[number] = model.predict_proba(case.rows)[:, 1]
    return answers


def measure(
    cases: list[Case], answers: list[np.ndarray | None], threshold: float
) -> dict[str, BodyScore]:
    scores = {}
    for kind in sorted(
        {case.kind for case, answer in zip(cases, answers, strict=True) if answer is not None}
    ):
        pairs = []
        for case, answer in zip(cases, answers, strict=True):
            if case.kind == kind and answer is not None:
                kept = [line for line, p in zip(case.lines, answer, strict=True) if p > threshold]
                pairs.append((case.gold, "\n\n".join(kept)))
        scores[kind] = score_bodies(pairs)
    return scores


def export(model: HistGradientBoostingClassifier, names: tuple[str, ...]) -> dict[str, object]:
    """The trees as plain numbers, as readers/trees.py reads them."""
    table: dict[str, list] = {
        key: [] for key in ("roots", "feature", "threshold", "left", "right", "value")
    }
    depth = 0
    for (tree,) in model._predictors:
        base = len(table["feature"])
        table["roots"].append(base)
        for number, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            table["feature"].append(0 if leaf else int(node["feature_idx"]))
            table["threshold"].append(0.0 if leaf else float(f"{node['num_threshold']:.9g}"))
            table["left"].append(base + (number if leaf else int(node["left"])))
            table["right"].append(base + (number if leaf else int(node["right"])))
            table["value"].append(round(float(node["value"]), 6) if leaf else 0.0)
            depth = max(depth, int(node["depth"]))
    return {
        "format": 1,
        "names": list(names),
        "base": float(np.ravel(model._baseline_prediction)[0]),
        "depth": depth,
        **table,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--write", action="store_true", help="train on all pages and write")
    parser.add_argument("--no-measure", action="store_true")
    given = parser.parse_args()
    digest = hashlib.sha256((given.articles / "ground-truth.json").read_bytes()).hexdigest()
    pages = load_pages(given.articles)
    texts = load_texts(given.articles) + more_texts(pages)
    jobs = (
        ("page", pages, {"html"}, PAGE_FEATURES),
        ("lines", texts, {"region", "page", "clean"}, LINE_FEATURES),
    )
    for name, cases, kinds, names in jobs:
        if not given.no_measure:
            answers = out_of_fold(cases, kinds, given.folds)
            for kind, score in measure(cases, answers, THRESHOLDS[name]).items():
                print(
                    f"{kind:<8} {score.count:4} texts  F1 {score.f1:.4f}  "
                    f"precision {score.precision:.4f}  recall {score.recall:.4f}  (out of fold)",
                    flush=True,
                )
        if given.write:
            TARGET.mkdir(exist_ok=True)
            place = TARGET / f"{name}.json"
            table = export(fit(cases), names) | {"trained_on": digest}
            place.write_text(json.dumps(table, separators=(",", ":")) + "\n")
            print(f"wrote {place.name}, {place.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
