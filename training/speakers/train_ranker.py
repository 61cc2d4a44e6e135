"""Fit the ranker of pronouns and nominals on GUM train; cross-validated by documents.

    python -m training.speakers.train_ranker BUNDLE_FOLDER [--out ranker.json]

BUNDLE_FOLDER holds the name tagger; the weights are written beside it.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path("../shared/bench").resolve()))
from counterpoint.analysis.clues import FEATURES, features
from counterpoint.analysis.coreference import Ranker, by_turns
from counterpoint.analysis.entities import find_actors
from counterpoint.analysis.marks import actors_of_marks
from counterpoint.analysis.mentions import read_words
from counterpoint.analysis.scene import Scene, candidates
from counterpoint.analysis.tagger import Tagger
from counterpoint.analysis.targets import GROUPS, make_target, pronouns
from counterpoint.models.gazetteer import built_in
from counterpoint.types import Span
from training.speakers.silver import SHARED, read

sys.path.insert(0, str((SHARED.parent / "bench").resolve()))
import score_mentions

INDEX = {name: i for i, name in enumerate(FEATURES)}
WEIGHT_GUM_SPEECH = 1.0


class Doc:
    """A gold document with its scene, and for each target the number of the right actor."""

    def __init__(self, row, tagger):
        self.row = row
        text = row["text"]
        gazetteer = built_in()
        self.words = read_words(
            text, tagger, gazetteer, sentences=[Span(*s) for s in row["sentences"]]
        )
        self.actors = find_actors(self.words, gazetteer)
        self.marks = []
        if row.get("speakers"):
            self.marks, _ = actors_of_marks(row["speakers"], self.actors)
        spans = {}
        for m in row["mentions"]:
            if m["form"] == "name" and m.get("name"):
                size = m["end"] - m["start"]
                key = tuple(m["name"])
                if key not in spans or size < spans[key][0]:
                    spans[key] = (size, m["chain"])
        self.chain_of = {}
        for actor in self.actors:
            votes = collections.Counter()
            for n in actor.names:
                for (a, b), (_, chain) in spans.items():
                    if a < n.span.end and n.span.start < b:
                        votes[chain] += (min(b, n.span.end) - max(a, n.span.start)) / (
                            max(b, n.span.end) - min(a, n.span.start)
                        )
            if votes:
                self.chain_of[actor.number] = votes.most_common(1)[0][0]
            elif not actor.names:
                for chain, c in row["chains"].items():
                    if (
                        c["name"]
                        and "".join(c["name"].split()).lower()
                        == "".join(actor.name.split()).lower()
                    ):
                        self.chain_of[actor.number] = chain
        votes = collections.defaultdict(collections.Counter)
        for m in row["mentions"]:
            if (
                m["form"] == "pronoun"
                and self.marks
                and text[m["start"] : m["end"]].lower() in {"i", "me", "my", "myself"}
            ):
                first, _ = self.words.within(m["start"], m["end"])
                number = (
                    self.marks[self.words.sentence[first]]
                    if self.words.sentence[first] < len(self.marks)
                    else -1
                )
                votes[number][m["chain"]] += 1
        for number, counter in votes.items():
            if number >= 0 and number not in self.chain_of:
                self.chain_of[number] = counter.most_common(1)[0][0]
        self.scored = score_mentions.targets(row, {"person"})
        self.targets = []
        for m in row["mentions"]:
            chain = row["chains"][m["chain"]]
            if chain["type"] != "person" or m["form"] == "name":
                continue
            first, last = self.words.within(m["start"], m["end"])
            if last > first:
                self.targets.append(
                    (make_target(self.words, first, last), m["chain"], (m["start"], m["end"]))
                )
        self.targets.sort(key=lambda t: (t[0].start, t[0].end))
        self.gold_at = {t.start: chain for t, chain, _ in self.targets if t.pronoun}

    def scene(self):
        return Scene(self.words, self.actors, self.marks)

    def right(self, chain):
        return {number for number, c in self.chain_of.items() if c == chain}

    def cases(self, ranker=None):
        """Per target: group, feature rows, the right ones; pronouns by the ranker or by gold."""
        scene = self.scene()
        spoken = {t.start: t for t in pronouns(self.words)}
        out = []
        plan = sorted(
            [(t.start, 1, t, c, s) for t, c, s in self.targets]
            + [(w, 0, t, None, None) for w, t in spoken.items()],
            key=lambda x: (x[0], x[1]),
        )
        for _, real, target, chain, span in plan:
            if real:
                told = by_turns(scene, target)
                kept = (
                    [(0, a.actor) for a in told] if told is not None else candidates(scene, target)
                )
                right = self.right(chain)
                rows = [features(scene, target, actor, rank) for rank, actor in kept]
                good = [actor.number in right for _, actor in kept]
                out.append(
                    (
                        target.group if told is None else "turns",
                        rows,
                        good,
                        self,
                        chain,
                        span,
                        [a for _, a in kept],
                    )
                )
                continue
            if ranker is not None:
                answers = ranker.rank(scene, target)
                if answers and answers[0].score >= 0.5:
                    scene.take(target, answers[0].actor.number)
            else:
                right = self.right(self.gold_at.get(target.start, "-"))
                if right:
                    scene.take(target, min(right))
        return out


def fit(cases, strength=0.15, spread=0.6):
    """Weights by group around common ones; softmax over the candidates and nobody."""
    n, g = len(FEATURES), len(GROUPS)
    cases = [case for case in cases if case[0] != "turns"]
    gi = {name: i for i, name in enumerate(GROUPS)}
    most = max((len(case[1]) for case in cases), default=1)
    x = np.zeros((len(cases), most, n), dtype=np.float32)
    real = np.zeros((len(cases), most + 1), dtype=bool)
    good = np.zeros((len(cases), most + 1), dtype=bool)
    which = np.array([gi[case[0]] for case in cases])
    for c, (_, rows, right, *_) in enumerate(cases):
        for i, row in enumerate(rows):
            for name, value in row.items():
                x[c, i, INDEX[name]] = value
        real[c, : len(rows)] = True
        good[c, : len(rows)] = right
        good[c, most] = not any(right)
    real[:, most] = True
    order = [np.flatnonzero(which == i) for i in range(g)]

    def loss(theta):
        common, own, nobody = theta[:n], theta[n : n + n * g].reshape(g, n), theta[n + n * g :]
        z = np.full(real.shape, -1e9)
        z[:, :most] = np.einsum("ckn,cn->ck", x, (common + own)[which].astype(np.float32))
        z[:, most] = nobody[which]
        z[~real] = -1e9
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        right = (p * good).sum(1) + 1e-12
        d = p - np.where(good, p / right[:, None], 0.0)
        v = np.einsum("ck,ckn->cn", d[:, :most].astype(np.float32), x)
        grad_o = np.stack([v[rows].sum(0) for rows in order])
        grad_n = np.array([d[rows, most].sum() for rows in order])
        total = (
            -np.log(right).sum()
            + strength * (common @ common)
            + spread * (own * own).sum()
            + 0.01 * (nobody @ nobody)
        )
        grad = [
            v.sum(0) + 2 * strength * common,
            (grad_o + 2 * spread * own).ravel(),
            grad_n + 0.02 * nobody,
        ]
        return total, np.concatenate(grad).astype(np.float64)

    start = np.zeros(n + n * g + g)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    theta = best.x
    own = theta[n : n + n * g].reshape(g, n)
    weights = {"all": {f: round(float(theta[i]), 4) for f, i in INDEX.items()}}
    for name, i in gi.items():
        weights[name] = {f: round(float(own[i, j]), 4) for f, j in INDEX.items()}
    weights["nobody"] = {name: round(float(theta[n + n * g + i]), 4) for name, i in gi.items()}
    return weights


def score(docs, ranker, show=None):
    """Accuracy by the scorer's groups, and how well the scores tell right from wrong."""
    n = collections.defaultdict(collections.Counter)
    bins = collections.defaultdict(lambda: [0, 0.0, 0])
    for doc in docs:
        scene_cases = doc.cases(ranker)
        for group, rows, good, _, _chain, span, actors in scene_cases:
            if span not in doc.scored:
                continue
            gold_chain, groups = doc.scored[span]
            z = []
            for row in rows:
                w = ranker._weights.get(group, {})
                z.append(sum(w.get(k, 0.0) * v for k, v in row.items()))
            name = actors[int(np.argmax(z))].name if z else None
            want = doc.row["chains"][gold_chain]["name"]
            said = score_mentions.normal(name) if name else ""
            ok = bool(said) and said == score_mentions.normal(want)
            for key in ["total", *groups]:
                n[key]["n"] += 1
                n[key]["right"] += ok
                n[key]["any right candidate"] += any(good)
                n[key]["chain"] += bool(z) and good[int(np.argmax(z))]
            if show is not None and not ok:
                text = doc.row["text"]
                show.append(
                    (
                        doc.row["id"],
                        groups,
                        text[max(0, span[0] - 80) : span[0]]
                        + "[["
                        + text[span[0] : span[1]][:60]
                        + "]]"
                        + text[span[1] : span[1] + 30],
                        "said",
                        name,
                        "gold",
                        want,
                        "reachable",
                        any(good),
                    )
                )
    del bins
    return {
        k: (
            round(v["right"] / v["n"], 3),
            v["n"],
            round(v["any right candidate"] / v["n"], 3),
            round(v["chain"] / v["n"], 3),
        )
        for k, v in n.items()
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle")
    parser.add_argument("--out", default="")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--show", type=int, default=0)
    o = parser.parse_args()
    tagger = Tagger(Path(o.bundle))
    began = time.process_time()
    train = [Doc(r, tagger) for r in read(SHARED / "gum/train.jsonl.gz")]
    dev = [Doc(r, tagger) for r in read(SHARED / "gum/dev.jsonl.gz")]
    forced = [(i, c) for i, d in enumerate(train) for c in d.cases()]
    print("read", round(time.process_time() - began), "CPU s,", len(forced), "cases", flush=True)
    shown = [] if o.show else None
    results = collections.defaultdict(float)
    counts = collections.Counter()
    for k in range(o.folds):
        first = Ranker(fit([c for i, c in forced if i % o.folds != k]))
        cases = [c for i, d in enumerate(train) if i % o.folds != k for c in d.cases(first)]
        ranker = Ranker(fit(cases))
        print("fold", k, round(time.process_time() - began), "CPU s", flush=True)
        held = [d for i, d in enumerate(train) if i % o.folds == k]
        for key, (acc, n, reach, chain) in score(held, ranker, shown).items():
            results[key] += np.array([acc, reach, chain]) * n
            counts[key] += n
    print(
        "cross-validated on train:",
        {k: (*np.round(results[k] / counts[k], 3).tolist(), counts[k]) for k in sorted(counts)},
    )
    first = Ranker(fit([c for _, c in forced]))
    weights = fit([c for d in train for c in d.cases(first)])
    print("dev:", score(dev, Ranker(weights), shown))
    for line in (shown or [])[: o.show]:
        print(line)
    (Path(o.out) if o.out else Path(o.bundle) / "ranker.json").write_text(
        json.dumps({"weights": weights}, indent=0), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
