"""The attribution model holds beyond PolNeAR: other kinds of text, annotated for this purpose.

One annotation each, so nothing is known of how far people would agree. The floors lie a few points
under what was reached.
"""

from pathlib import Path

import pytest

from counterpoint.workflow.evaluate import evaluate_attribution

pytestmark = pytest.mark.quality
GOLD = Path(__file__).parent / "gold"
FLOORS_OWN = {"relation": 86.5, "found": 88.0}
FLOORS_OTHER = {"relation": 79.0, "found": 81.0}


def reached(scores, floors):
    return {name: round(100 * scores.relations[name].f1, 1) for name in floors}


def test_texts_of_our_own():
    scores, _ = evaluate_attribution(GOLD / "own-texts.jsonl")

    got = reached(scores, FLOORS_OWN)
    assert all(got[name] >= floor for name, floor in FLOORS_OWN.items()), got


@pytest.mark.shared
def test_texts_of_other_kinds(shared):
    scores, _ = evaluate_attribution(GOLD / "other-texts.json", texts=shared / "data")

    got = reached(scores, FLOORS_OTHER)
    assert all(got[name] >= floor for name, floor in FLOORS_OTHER.items()), got
