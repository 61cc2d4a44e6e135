"""Fit what turns values into decisions, on the articles that training did not see, and write the
card.

    python -m training.attribution.rank --bundle .cache/bundles/attribution-en --kind int8

Thresholds are chosen and the ranker is fitted through onnxruntime, on the answers of the very
files that will ship. The 40 articles are used crosswise: edges are drawn and probabilities given by
fits that did not see the article, and from these come the calibration and the cut-off.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from counterpoint.analysis.attribution.calibrate import widen
from counterpoint.analysis.attribution.decode import FIGURES, Found, Reading, Thresholds, decode
from counterpoint.analysis.attribution.edges import Edges, Page, redraw
from counterpoint.analysis.attribution.model import make
from counterpoint.analysis.attribution.network import Limits, Network
from counterpoint.evaluation.attribution import (
    KINDS,
    ROLES,
    GoldDocument,
    bare,
    matched,
    score_attributions,
)
from counterpoint.models.bundle import bundled
from counterpoint.models.session import Session
from counterpoint.models.tokens import WordPieces
from counterpoint.models.words import SCALES, TABLE, WordTable
from training.attribution import data
from training.attribution.edges import as_json, fit_edges, word_odds
from training.bundles import WORDS, digest, pack, used

FOLDS = 8


def gold_of(row: dict) -> GoldDocument:
    """Give a row's gold as the evaluation reads it."""
    return GoldDocument(
        row["id"], row["text"], tuple(row["attributions"]), tuple(map(tuple, row["discard"]))
    )


class Set:
    """Articles with the network's values for them."""

    def __init__(self, rows: Sequence[dict], network: Network, tokens: WordPieces) -> None:
        self.articles = [data.make_article(row, tokens) for row in rows]
        self.gold = [gold_of(row) for row in rows]
        self.readings: list[Reading] = []
        for article in self.articles:
            self.readings += network.read([article.sheet])
        self.pages = [
            Page(reading, article.sheet, article.words)
            for reading, article in zip(self.readings, self.articles, strict=True)
        ]

    def decode(self, thresholds: Thresholds) -> list[list[Found]]:
        """Decode all of them."""
        return [
            decode(reading, article.sheet, thresholds)
            for reading, article in zip(self.readings, self.articles, strict=True)
        ]

    def redraw(self, found: Sequence[Sequence[Found]], edges: Edges) -> list[list[Found]]:
        """Draw the edges of all of them."""
        return [redraw(some, page, edges) for some, page in zip(found, self.pages, strict=True)]

    def fit_edges(self, found: Sequence[Sequence[Found]], places: Sequence[int], odds) -> Edges:
        """Fit the edges on some of the articles."""
        return fit_edges(
            [self.pages[k] for k in places],
            [self.articles[k] for k in places],
            [found[k] for k in places],
            odds,
        )

    def redraw_crosswise(self, found: Sequence[Sequence[Found]], odds) -> list[list[Found]]:
        """Draw each article's edges by a fit that did not see it."""
        out = [list(some) for some in found]
        for fold in range(FOLDS):
            seen = [k for k in range(len(found)) if k % FOLDS != fold]
            edges = self.fit_edges(found, seen, odds)
            for k in range(fold, len(found), FOLDS):
                out[k] = redraw(found[k], self.pages[k], edges)
        return out

    def labels(self, found: Sequence[Sequence[Found]]) -> list[list[bool]]:
        """Tell which candidates are right."""
        return [
            matched(gold, [bare(make(article.words, one, 0.0)) for one in some])
            for gold, article, some in zip(self.gold, self.articles, found, strict=True)
        ]

    def score(
        self, found: Sequence[Sequence[Found]], scores: Sequence[Sequence[float]], least: float
    ):
        """Score what is at least so probable."""
        predicted = {
            gold.id: [
                bare(make(article.words, one, s))
                for one, s in zip(some, values, strict=True)
                if s >= least
            ]
            for gold, article, some, values in zip(
                self.gold, self.articles, found, scores, strict=True
            )
        }
        return score_attributions(self.gold, predicted, bootstrap=1000)


def fit(figures: np.ndarray, labels: np.ndarray, strength: float):
    """Fit the regression; give mean, scale, weights, bias."""
    x = widen(figures)
    mean, scale = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit((x - mean) / scale, labels)
    return mean, scale, model.coef_[0], float(model.intercept_[0])


def apply(ranker, figures: np.ndarray) -> np.ndarray:
    """Give probabilities."""
    mean, scale, weights, bias = ranker
    return 1 / (1 + np.exp(-(((widen(figures) - mean) / scale) @ weights + bias)))


def flat(found: Sequence[Sequence[Found]]) -> np.ndarray:
    """Lay the figures of all candidates in rows."""
    return np.array([one.figures for some in found for one in some]).reshape(-1, len(FIGURES))


def crosswise(found, labels, strength: float) -> list[list[float]]:
    """Probabilities of each article's candidates from a ranker that did not see it."""
    out: list[list[float]] = [[] for _ in found]
    for fold in range(FOLDS):
        seen = [k for k in range(len(found)) if k % FOLDS != fold]
        ranker = fit(
            flat([found[k] for k in seen]),
            np.array([label for k in seen for label in labels[k]]),
            strength,
        )
        for k in range(fold, len(found), FOLDS):
            out[k] = apply(ranker, flat([found[k]])).tolist() if found[k] else []
    return out


def best_cut(some: Set, found, scores) -> tuple[float, float]:
    """Give the cut-off with the best relation F1, and that F1."""
    labels = some.labels(found)
    pairs = sorted(
        (
            pair
            for some_scores, some_labels in zip(scores, labels, strict=True)
            for pair in zip(some_scores, some_labels, strict=True)
        ),
        reverse=True,
    )
    gold = sum(len(g.attributions) for g in some.gold)
    best, cut, right = 0.0, 0.5, 0
    for number, (score, label) in enumerate(pairs, 1):
        right += label
        f1 = 2 * right / (number + gold)
        if f1 > best:
            best, cut = f1, score
    return cut, best


def steady_cut(some: Set, found, scores, tolerance: float) -> float:
    """Give the cut-off around which the relation F1 is best, not where chance lifts it.

    Of cut-offs that differ by no more than the tolerance the highest is taken.
    """
    pairs = [
        pair
        for some_scores, some_labels in zip(scores, some.labels(found), strict=True)
        for pair in zip(some_scores, some_labels, strict=True)
    ]
    gold = sum(len(g.attributions) for g in some.gold)
    grid = np.round(np.arange(0.2, 0.7, 0.01), 2)
    kept = [[label for score, label in pairs if score >= cut] for cut in grid]
    f1 = np.array([2 * sum(right) / (len(right) + gold) for right in kept])
    around = np.convolve(f1, np.ones(11) / 11, "valid")
    return float(grid[5 + int(np.flatnonzero(around >= around.max() - tolerance)[-1])])


def calibrate(ranker, scores: Sequence[float], labels: Sequence[bool]):
    """Scale a ranker so that its odds on articles it did not see are those of being right."""
    mean, scale, weights, bias = ranker
    value = np.clip(scores, 1e-4, 1 - 1e-4)
    model = LogisticRegression(C=1e6).fit(np.log(value / (1 - value))[:, None], labels)
    factor, shift = float(model.coef_[0, 0]), float(model.intercept_[0])
    return (mean, scale, factor * weights, factor * bias + shift), (factor, shift)


def scaled(scores: Sequence[Sequence[float]], by: tuple[float, float]) -> list[list[float]]:
    """Scale probabilities likewise."""
    factor, shift = by
    out = []
    for some in scores:
        value = np.clip(some, 1e-4, 1 - 1e-4)
        odds = factor * np.log(value / (1 - value)) + shift
        out.append((1 / (1 + np.exp(-odds))).tolist())
    return out


def reliability(scores: Sequence[float], labels: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    s, truth = np.array(scores), np.array(labels, dtype=float)
    place = np.minimum((s * bins).astype(int), bins - 1)
    return float(
        sum(abs(s[place == b].sum() - truth[place == b].sum()) for b in range(bins))
        / max(1, len(s))
    )


def search(some: Set, start: Thresholds, strength: float) -> Thresholds:
    """Change one threshold at a time while the crosswise F1 rises."""
    grids = {
        "content": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55),
        "source": (0.25, 0.35, 0.45, 0.55),
        "source_word": (0.25, 0.35, 0.45),
        "crumb": (0.02, 0.05, 0.1, 0.2, 0.35),
        "lost": (0.4, 0.5, 0.6, 0.75),
        "gap": (1, 3, 5),
    }

    def value(thresholds: Thresholds) -> float:
        found = some.decode(thresholds)
        return best_cut(some, found, crosswise(found, some.labels(found), strength))[1]

    best, top = start, value(start)
    for name, grid in grids.items():
        for option in grid:
            trial = replace(best, **{name: option})
            got = value(trial)
            if got > top + 1e-4:
                best, top = trial, got
        print(name, getattr(best, name), f"{100 * top:.2f}", flush=True)
    return best


def flatten(lists: Sequence[Sequence]) -> list:
    """Join lists."""
    return [value for some in lists for value in some]


def describe(result) -> str:
    """Say a result in one line."""
    relation = result.relations["relation"]
    kinds = " / ".join(f"{100 * result.kinds[k]['relation'].f1:.1f}" for k in KINDS)
    fragments = " / ".join(f"{100 * result.spans[r]['fragment'].f1:.1f}" for r in ROLES)
    return (
        f"relation F1 {100 * relation.f1:.2f} (P {100 * relation.precision:.1f},"
        f" R {100 * relation.recall:.1f}), {'/'.join(KINDS)} {kinds},"
        f" found {100 * result.relations['found'].f1:.1f},"
        f" fragments {'/'.join(ROLES)} {fragments}"
    )


def toml(card: dict) -> str:
    """Write a card: values first, then its tables."""
    lines = [
        f"{key} = {json.dumps(value)}" for key, value in card.items() if not isinstance(value, dict)
    ]
    for key, table in card.items():
        if isinstance(table, dict):
            lines += ["", f"[{key}]"] + [
                f"{json.dumps(k)} = {json.dumps(v)}" for k, v in table.items()
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit and write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--kind", choices=("fp32", "int8", "shipped"), default="int8")
    parser.add_argument("--overlap", type=int, default=64)
    parser.add_argument("--around", type=int, default=128)
    parser.add_argument("--least-cue", type=float, default=0.1)
    parser.add_argument("--strength", type=float, default=0.3)
    parser.add_argument(
        "--tolerance",
        type=float,
        default=0.0,
        help="relation F1 (0 to 1) given up for a higher cut-off, hence fewer wrong statements",
    )
    parser.add_argument("--search", action="store_true", help="choose the thresholds anew")
    parser.add_argument("--name", default="attribution-en-1")
    parser.add_argument("--base", default="all-MiniLM-L6-v2 (Apache-2.0)", help="for the card")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    tokens = WordPieces.read(bundled(WORDS) / "vocab.txt")
    own = (args.bundle / TABLE).exists()
    place = args.bundle if own else bundled(WORDS)
    limits = Limits(overlap=args.overlap, around=args.around, least_cue=args.least_cue)
    ending = "onnx.gz" if args.kind == "shipped" else f"{args.kind}.onnx"
    network = Network(
        Session(args.bundle / f"encoder.{ending}"),
        Session(args.bundle / f"roles.{ending}"),
        tokens,
        WordTable(np.load(place / TABLE, mmap_mode="r"), np.load(place / SCALES)),
        limits,
    )
    seen, held = data.split_train(list(data.read_rows(args.data / "train.jsonl.gz")))
    kept = Set(held, network, tokens)
    thresholds = search(kept, Thresholds(), args.strength) if args.search else Thresholds()
    plain = kept.decode(thresholds)
    odds = word_odds([data.make_article(row, tokens) for row in seen])
    found = kept.redraw_crosswise(plain, odds)
    labels = kept.labels(found)
    scores = crosswise(found, labels, args.strength)
    flat_labels = np.array([label for some in labels for label in some])
    ranker, by = calibrate(
        fit(flat(found), flat_labels, args.strength), flatten(scores), flat_labels
    )
    scores = scaled(scores, by)
    cut = steady_cut(kept, found, scores, args.tolerance)
    result = kept.score(found, scores, cut)
    held_f1 = result.relations["relation"].f1
    print(f"held out, crosswise: {describe(result)}, cut-off {cut:.3f}")
    print(f"candidates {sum(map(len, found))}, of them right {sum(map(sum, labels))}")
    held_error = reliability(flatten(scores), flat_labels)
    print(f"held out, crosswise: ECE {held_error:.4f}")
    edges = kept.fit_edges(plain, range(len(plain)), odds)

    dev = Set(list(data.read_rows(args.data / "dev.jsonl.gz")), network, tokens)
    dev_found = dev.redraw(dev.decode(thresholds), edges)
    dev_scores = [apply(ranker, flat([some])).tolist() if some else [] for some in dev_found]
    result = dev.score(dev_found, dev_scores, cut)
    values, right = np.array(flatten(dev_scores)), np.array(flatten(dev.labels(dev_found)))
    dev_error = reliability(values, right)
    found_error = reliability(values[values >= cut], right[values >= cut])
    print(
        f"dev: {describe(result)}, ECE of all {dev_error:.4f}, of what is found {found_error:.4f}"
    )
    print(f"dev, with the best cut-off: {100 * best_cut(dev, dev_found, dev_scores)[1]:.2f}")
    if not args.write:
        return
    files = {}
    for name in ("encoder", "roles"):
        final = args.bundle / f"{name}.onnx.gz"
        if args.kind != "shipped":
            pack(args.bundle / f"{name}.{ending}").replace(final)
        files[final.name] = digest(final)
    (args.bundle / "edges.json").write_text(as_json(edges), encoding="utf-8")
    files["edges.json"] = digest(args.bundle / "edges.json")
    tables = (TABLE, SCALES)
    if own:
        files |= {name: digest(args.bundle / name) for name in tables}
    card = {
        "name": args.name,
        "task": "attribution",
        "language": "en",
        "labels": ["source", "cue", "content"],
        "min_score": round(cut, 4),
        "licence": "Apache-2.0",
        "base": args.base,
        "data": "PolNeAR v1.0.0, train part, without its texts; 40 of 840 articles for the ranker",
        "training": "python -m training.attribution.train; see training/attribution/README.md",
        "seeds": 1,
        "intended_use": "reading English news and counting who says what; not for other languages",
        "known_failures": [
            "contents of one to three words",
            "attributions without a source",
            "cues that are nouns, rare words or whole phrases",
            "attributions within the content of another (not annotated in the data)",
        ],
        "counterpoint": "0.1",
        "files": files,
        f"uses.{WORDS}": used("vocab.txt", *(() if own else tables)),
        "limits": {"overlap": args.overlap, "around": args.around, "least_cue": args.least_cue},
        "thresholds": asdict(thresholds),
        "scores": {
            "dev": describe(result),
            "dev_relation_f1_interval": [round(100 * value, 1) for value in result.interval],
            "dev_calibration_error": round(found_error, 4),
            "dev_calibration_error_of_all_candidates": round(dev_error, 4),
            "held_out_relation_f1": round(100 * held_f1, 2),
        },
        "ranker": {
            "mean": [round(float(v), 6) for v in ranker[0]],
            "scale": [round(float(v), 6) for v in ranker[1]],
            "weights": [round(float(v), 6) for v in ranker[2]],
            "bias": round(ranker[3], 6),
        },
    }
    (args.bundle / "card.toml").write_text(toml(card), encoding="utf-8")


if __name__ == "__main__":
    main()
