"""Names, resolved pronouns and links stay as good as they were measured, on GUM dev.

The floors lie about two points under what was reached. Lowering one is an act of its own, with its
reason in the changelog.
"""

import hashlib

import pytest

from counterpoint.workflow.evaluate_actors import evaluate_actors
from counterpoint.workflow.evaluate_speakers import evaluate_speakers

pytestmark = [pytest.mark.quality, pytest.mark.shared]
DIGEST = "ec981cdfaac3cefc"
NAMES = {"exact": 0.815, "typed": 0.66}
RESOLVED = {"total": 0.75, "he_she": 0.89, "i_you": 0.68, "they": 0.60, "nominal": 0.55}
LINKS = {"precision": 0.97, "recall": 0.89}
ACROSS = {"precision": 0.97, "recall": 0.94}


@pytest.fixture(scope="module")
def dev(shared):
    path = shared / "data/gum/dev.jsonl.gz"
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] == DIGEST, "the data changed"
    return path


def test_names_and_who_is_meant(dev):
    scores = evaluate_speakers(dev)
    names = {key: scores.names[key]["f1"] for key in NAMES}
    resolved = {key: scores.resolved[key]["accuracy"] for key in RESOLVED}

    assert all(names[key] >= floor for key, floor in NAMES.items()), names
    assert all(resolved[key] >= floor for key, floor in RESOLVED.items()), resolved


def test_links_across_documents(dev):
    scores = evaluate_actors(dev)

    assert scores.links.precision >= LINKS["precision"], scores.links
    assert scores.links.recall >= LINKS["recall"], scores.links
    assert scores.across.precision >= ACROSS["precision"], scores.across
    assert scores.across.recall >= ACROSS["recall"], scores.across
