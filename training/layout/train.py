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
import statistics
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from counterpoint.evaluation.readers import BodyScore, score_bodies
from counterpoint.readers.features import LINE_FEATURES
from counterpoint.readers.html import choose_blocks
from counterpoint.readers.kinds import name_lines
from counterpoint.readers.layout import LINES_THRESHOLD
from counterpoint.readers.page_features import PAGE_FEATURES
from counterpoint.readers.second_look import SECOND_FEATURES, second_features
from counterpoint.types import RegionKind
from training.layout.data import Case, load_pages, load_texts, more_texts

Trained = HistGradientBoostingClassifier

TARGET = Path(__file__).parents[2] / "src" / "counterpoint" / "readers" / "data"
COMMON = {
    "learning_rate": 0.07,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 20,
    "l2_regularization": 5.0,
    "max_bins": 63,
    "random_state": 0,
    "early_stopping": False,
}
FIRST = {
    "page": COMMON | {"max_iter": 130, "max_features": 0.3},
    "lines": COMMON | {"max_iter": 150, "max_features": 0.2},
}
SECOND = COMMON | {
    "max_iter": 40,
    "learning_rate": 0.08,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 40,
    "l2_regularization": 10.0,
}
SEEN = {"html", "region", "page", "clean"}  # what is measured; containers only train


def fit(rows: list[np.ndarray], cases: list[Case], settings: dict) -> Trained:
    weights = np.concatenate([case.weights for case in cases])
    labels = np.concatenate([case.labels for case in cases])
    model = HistGradientBoostingClassifier(**settings)
    return model.fit(np.concatenate(rows), labels, sample_weight=weights / weights.mean())


@dataclass(frozen=True, slots=True)
class Folds:
    """A way to part the sites: how many folds, and the number of the draw."""

    count: int = 6
    draw: int = 0

    def numbers(self, cases: list[Case]) -> list[int]:
        """Fold of each case: all pages of a site are in one."""
        sites = sorted({case.site for case in cases})
        np.random.default_rng(self.draw).shuffle(sites)
        fold_of = {site: number % self.count for number, site in enumerate(sites)}
        return [fold_of[case.site] for case in cases]


def out_of_fold(
    rows: list[np.ndarray], cases: list[Case], settings: dict, folds: Folds
) -> list[np.ndarray]:
    """Answers for each measured case from trees that saw no page of its site."""
    numbers = folds.numbers(cases)
    answers = [np.zeros(0)] * len(cases)
    for fold in range(folds.count):
        kept = [at for at, number in enumerate(numbers) if number != fold]
        model = fit([rows[at] for at in kept], [cases[at] for at in kept], settings)
        for at, number in enumerate(numbers):
            if number == fold and cases[at].kind in SEEN:
                answers[at] = model.predict_proba(rows[at])[:, 1]
    return answers


def body_of(case: Case, likely: np.ndarray) -> str:
    """The body as the readers would give it: threshold, then the rules."""
    if case.kind == "html":
        votes = case.rows[:, PAGE_FEATURES.index("precise")]
        chosen = choose_blocks(likely, votes, [len(line) for line in case.lines])
        hints: list[str] | None = [""] * len(case.lines)
    else:
        chosen, hints = likely > LINES_THRESHOLD, None
    named = name_lines(case.lines, [bool(kept) for kept in chosen], hints=hints)
    kept = [
        line for line, kind in zip(case.lines, named.kinds, strict=True) if kind is RegionKind.BODY
    ]
    return "\n\n".join(kept)


class Report:
    """Scores of several draws of the folds, printed one by one and as their mean."""

    def __init__(self) -> None:
        self.scores: dict[str, list[BodyScore]] = {}

    def add(self, cases: list[Case], answers: list[np.ndarray], draw: int) -> None:
        for kind in sorted({case.kind for case in cases} & SEEN):
            score = score_bodies(
                (case.gold, body_of(case, answer))
                for case, answer in zip(cases, answers, strict=True)
                if case.kind == kind
            )
            self.scores.setdefault(kind, []).append(score)
            print(
                f"{kind:<8} {score.count:4} texts  F1 {score.f1:.4f}  precision "
                f"{score.precision:.4f}  recall {score.recall:.4f}  (out of fold, draw {draw})",
                flush=True,
            )

    def close(self) -> None:
        for kind, scores in self.scores.items():
            f1, precision, recall = (
                statistics.fmean(getattr(score, name) for score in scores)
                for name in ("f1", "precision", "recall")
            )
            low, high = min(score.f1 for score in scores), max(score.f1 for score in scores)
            print(
                f"{kind:<8} mean of {len(scores)} draws  F1 {f1:.4f} ({low:.4f} to {high:.4f})  "
                f"precision {precision:.4f}  recall {recall:.4f}"
            )


def train_page(
    cases: list[Case], draws: int, report: Report
) -> dict[str, tuple[Trained, tuple[str, ...]]]:
    rows = [case.rows for case in cases]
    for draw in range(draws):
        report.add(cases, out_of_fold(rows, cases, FIRST["page"], Folds(draw=draw)), draw)
    return {"page": (fit(rows, cases, FIRST["page"]), PAGE_FEATURES)}


def train_lines(
    cases: list[Case], draws: int, report: Report
) -> dict[str, tuple[Trained, tuple[str, ...]]]:
    """Two looks: the second trees learn from what the first ones say of sites unseen.

    What is written learns from the first draw.
    """
    rows = [case.rows for case in cases]
    seen = [at for at, case in enumerate(cases) if case.kind in SEEN]
    some = [cases[at] for at in seen]
    first_looks: list[np.ndarray] = []
    for draw in range(draws):
        folds = Folds(draw=draw)
        first = out_of_fold(rows, cases, FIRST["lines"], folds)
        looks = [second_features(first[at], rows[at]) for at in seen]
        report.add(some, out_of_fold(looks, some, SECOND, folds), draw)
        first_looks = first_looks or looks
    return {
        "lines": (fit(rows, cases, FIRST["lines"]), LINE_FEATURES),
        "lines-second": (fit(first_looks, some, SECOND), SECOND_FEATURES),
    }


def export(model: Trained, names: tuple[str, ...]) -> dict[str, object]:
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
    parser.add_argument("--draws", type=int, default=1, help="ways to draw the six folds")
    parser.add_argument("--only", choices=["page", "lines"], help="one of the two models")
    parser.add_argument("--write", action="store_true", help="train on all pages and write")
    given = parser.parse_args()
    if given.draws < 1:
        parser.error("--draws must be 1 or more")
    digest = hashlib.sha256((given.articles / "ground-truth.json").read_bytes()).hexdigest()
    pages = load_pages(given.articles, with_rows=given.only != "lines")
    trained = {}
    report = Report()
    if given.only != "lines":
        trained |= train_page(pages, given.draws, report)
    if given.only != "page":
        texts = load_texts(given.articles) + more_texts(pages)
        trained |= train_lines(texts, given.draws, report)
    report.close()
    if given.write:
        write(trained, digest)


def write(trained: dict[str, tuple[Trained, tuple[str, ...]]], digest: str) -> None:
    TARGET.mkdir(exist_ok=True)
    for name, (model, names) in trained.items():
        place = TARGET / f"{name}.json"
        table = export(model, names) | {"trained_on": digest}
        place.write_text(json.dumps(table, separators=(",", ":")) + "\n")
        print(f"wrote {place.name}, {place.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
