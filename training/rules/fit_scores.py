"""Fit how often each cue and pattern of the rules is right, on articles with gold attributions.

    python training/rules/fit_scores.py TRAIN.jsonl.gz [DEV.jsonl.gz]

writes src/counterpoint/analysis/rules/scores.json: the weights of a logistic regression over the
cue's verb, its form, the pattern of the content and whether a source was found. A relation is right
as the scorer counts it. With DEV the reliability there is printed.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from counterpoint.analysis.rules import find_attributions, finder
from counterpoint.analysis.rules.scores import features_of
from counterpoint.evaluation.attribution import bare, matched
from counterpoint.evaluation.gold import gold_document

TARGET = Path(__file__).parents[2] / "src/counterpoint/analysis/rules/scores.json"
LEAST = 0.05  # weights nearer to zero are left out


def examples(path):
    """Features of every find of the rules, and whether it is right."""
    features, right = [], []

    def record(cue, pattern, *, has_source):
        features.append(features_of(cue, pattern, has_source=has_source))
        return 0.5

    kept, finder.score_of = finder.score_of, record
    try:
        for line in gzip.open(path, "rt", encoding="utf-8"):
            document = gold_document(json.loads(line), where=path)
            found = find_attributions(document.text)
            right += matched(document, [bare(one) for one in found])
    finally:
        finder.score_of = kept
    return features, np.array(right)


def reliability(probabilities, right, bins=10):
    """Expected calibration error over equally filled bins."""
    order = np.argsort(probabilities)
    error = 0.0
    for part in np.array_split(order, bins):
        gap = abs(probabilities[part].mean() - right[part].mean())
        error += gap * len(part) / len(order)
    return error


def main(train, dev=None):
    features, right = examples(train)
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(names, 1) for names in features])
    model = LogisticRegression(C=0.5, max_iter=1000).fit(table, right)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    kept = {name: round(float(w), 2) for name, w in sorted(weights.items()) if abs(w) >= LEAST}
    bias = {"bias": round(float(model.intercept_[0]), 3)}
    TARGET.write_text(json.dumps(bias | kept, indent=0) + "\n", encoding="utf-8")
    print(f"{len(right)} finds, {right.mean():.3f} right, {len(kept)} weights")
    if dev:
        features, right = examples(dev)
        table = vectorizer.transform([dict.fromkeys(names, 1) for names in features])
        probabilities = model.predict_proba(table)[:, 1]
        print(f"dev: {len(right)} finds, ECE {reliability(probabilities, right):.3f}")
        for least in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9):
            over = right[probabilities >= least]
            print(f"  at least {least}: {len(over)} finds, {over.mean():.3f} right")


if __name__ == "__main__":
    main(*sys.argv[1:])
