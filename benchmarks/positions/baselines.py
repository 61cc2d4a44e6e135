"""Simple baselines for every row of the table of positions, in one run.

    python benchmarks/positions/baselines.py ../shared/data

Most frequent label, and a linear model on TF-IDF of words and word pairs (with the marked names as
words of their own, or with the topic's words beside the text's), trained on the train part.
Needs scikit-learn (the extra ``network``).
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from counterpoint.evaluation.stance import score_labels


def read(path):
    """Rows of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def words(row):
    """Text of a row with what is asked about it."""
    text = row["text"]
    for key, mark in (("target", "TTT"), ("a", "AAA"), ("b", "BBB"), ("source", "SSS")):
        value = row.get(key)
        if isinstance(value, dict) and value.get("mention"):
            text = text.replace(value["mention"], f" {mark} ", 1)
        elif isinstance(value, str):
            text += f" {mark}_{value}"
    return text + " " + " ".join(f"topic_{word}" for word in str(row.get("topic", "")).split())


def main():
    """Print the table."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    sets = [
        ("newsmtsc rw", "newsmtsc/train", "newsmtsc/dev_rw", "label"),
        ("newsmtsc mt", "newsmtsc/train", "newsmtsc/dev_mt", "label"),
        ("dse", "dse/train", "dse/dev", "label"),
        ("perspectrum", "perspectrum/train", "perspectrum/dev", "label"),
        ("claimstance", "claimstance/train", "claimstance/dev", "label"),
        ("vast", "vast/train", "vast/dev", "label"),
        ("plv quads", "plv/train", "plv/dev", "quad"),
        ("seesaw given", "seesaw/train", "seesaw/dev", "label"),
    ]
    print(f"{'macro F1 / accuracy':16} most frequent   TF-IDF (trained on the set)")
    for name, train, dev, label in sets:
        rows, gold = (
            read(options.data / f"{train}.jsonl.gz"),
            read(options.data / f"{dev}.jsonl.gz"),
        )
        wanted = [str(row[label]) for row in gold]
        most = Counter(str(row[label]) for row in rows).most_common(1)[0][0]
        simple = score_labels(wanted, [most] * len(wanted))
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(C=4, max_iter=300, class_weight="balanced"),
        )
        model.fit([words(row) for row in rows], [str(row[label]) for row in rows])
        linear = score_labels(wanted, [str(x) for x in model.predict([words(row) for row in gold])])
        print(
            f"{name:16} {100 * simple.macro_f1:6.1f} / {100 * simple.accuracy:4.1f}"
            f" {100 * linear.macro_f1:6.1f} / {100 * linear.accuracy:4.1f}"
        )


if __name__ == "__main__":
    main()
