"""Sides drawn from whole articles of our own, whose sides are all known."""

import json
from pathlib import Path

import pytest

from counterpoint.workflow.evaluate_positions import NetworkQuestion, evaluate_network

ARTICLES = Path(__file__).parents[2] / "benchmarks" / "positions" / "articles.jsonl"
ROWS = [json.loads(line) for line in ARTICLES.read_text("utf-8").splitlines()]


def test_every_side_of_the_gold_is_between_two_that_the_article_names():
    for row in ROWS:
        text = " ".join(sentence["text"] for sentence in row["sentences"])
        names = {entity["name"] for entity in row["entities"]}
        pairs = [(side["source"], side["target"]) for side in row["stances"]]
        assert all(name in text for name in names), row["id"]
        assert {name for pair in pairs for name in pair} <= names, row["id"]
        assert len(set(pairs)) == len(pairs), row["id"]
        assert all(source != target for source, target in pairs), row["id"]
        assert all(0 <= side["sentence"] < len(row["sentences"]) for side in row["stances"])
        assert {side["label"] for side in row["stances"]} <= {1, -1}


@pytest.mark.parametrize(("entities", "floor"), [(True, 0.60), (False, 0.44)], ids=["given", "raw"])
def test_sides_are_found_in_articles(entities, floor):
    found = evaluate_network(ARTICLES, NetworkQuestion(entities=entities))

    assert found.views["signed"].f1 >= floor
