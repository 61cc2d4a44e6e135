"""Simple baselines of positions: what no network is needed for.

The most frequent label of the train part; words of cooperation and of conflict, counted; a linear
model on TF-IDF of words and word pairs (with the marked names as words of their own, or with the
topic's words beside the text's), trained on the train part; for whole articles the first entity of
a sentence against the second. ``table.py`` prints them beside the network. TF-IDF needs
scikit-learn (the extra ``network``).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter

from counterpoint.analysis.positions.evidence import find_places
from counterpoint.analysis.positions.lexicon import quad_prior
from counterpoint.analysis.positions.model import QUADS
from counterpoint.analysis.positions.named import Entity
from counterpoint.analysis.segment import find_sentences
from counterpoint.evaluation.network import GoldNetwork, score_networks
from counterpoint.types import AnnotatedDocument, Document


def read(path):
    """Rows of a set, packed or plain."""
    opened = gzip.open if str(path).endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def frequent(train, gold, label):
    """The label that the train part has most often, for every row."""
    most = Counter(str(row[label]) for row in train).most_common(1)[0][0]
    return [most] * len(gold)


def lexicon(train, gold, label):
    """By the words of cooperation and conflict; who stands first is for or against the second."""
    labels = {str(row[label]) for row in train}
    return [_by_words(row, labels) for row in gold]


def _by_words(row, labels):
    prior = quad_prior(row["text"])
    if QUADS[0] in labels:
        return QUADS[max(range(4), key=lambda number: prior[number])]
    lean = prior[0] + prior[1] - prior[2] - prior[3]
    neutral = next((one for one in ("neutral", "0") if one in labels), None)
    if neutral and not lean:
        return neutral
    for positive, negative in (("a_pos_b", "a_neg_b"), ("pro", "con"), ("1", "-1")):
        if positive in labels:
            return positive if lean > 0 else negative
    raise SystemExit(f"labels {sorted(labels)} have no sign")


def tfidf(train, gold, label):
    """A linear model on words and word pairs."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=4, max_iter=300, class_weight="balanced"),
    )
    model.fit([_words(row) for row in train], [str(row[label]) for row in train])
    return [str(one) for one in model.predict([_words(row) for row in gold])]


def _words(row):
    """Text of a row with what is asked about it."""
    text = row["text"]
    for key, mark in (("target", "TTT"), ("a", "AAA"), ("b", "BBB"), ("source", "SSS")):
        value = row.get(key)
        if isinstance(value, dict) and value.get("mention"):
            text = text.replace(value["mention"], f" {mark} ", 1)
        elif isinstance(value, str):
            text += f" {mark}_{value}"
    return text + " " + " ".join(f"topic_{word}" for word in str(row.get("topic", "")).split())


def first_against_second(articles):
    """Edges by order alone, entities given: whoever stands first is against who stands behind."""
    pairs = []
    for row in articles:
        text = " ".join(sentence["text"] for sentence in row["sentences"])
        document = AnnotatedDocument(Document(row["id"], text), sentences=find_sentences(text))
        entities = [Entity(one["name"], one["type"] or "") for one in row["entities"]]
        _, places = find_places(document, entities)
        found = {(one.source, one.target) for one in places if not one.turned}
        edges = [(entities[a].name, entities[b].name, -1) for a, b in sorted(found)]
        types = {one["name"]: one["type"] for one in row["entities"]}
        gold = tuple((s["source"], s["target"], int(s["label"])) for s in row["stances"])
        pairs.append((GoldNetwork(types, gold), edges))
    return score_networks(pairs)
