"""The attribution model stays as good as it was measured, on a fast part of dev.

The floors lie about two points under what was reached on these articles. Lowering one is an act of
its own, with its reason in the changelog.
"""

import gzip
import hashlib
import json

import pytest

from counterpoint.analysis.attribution import AttributionModel
from counterpoint.evaluation.attribution import bare, score_attributions
from counterpoint.evaluation.gold import gold_document

pytestmark = [pytest.mark.quality, pytest.mark.shared]
ARTICLES = 16
DIGEST = "548d9e19d424cbd2"
FLOORS = {"relation": 78.0, "found": 81.5}
FRAGMENT_FLOORS = {"source": 84.5, "cue": 76.5, "content": 71.0}


@pytest.fixture(scope="module")
def lines(shared):
    with gzip.open(shared / "data/polnear/dev.jsonl.gz", "rb") as rows:
        return [line for line, _ in zip(rows, range(ARTICLES), strict=False)]


def test_floors(lines):
    digest = hashlib.sha256(b"".join(lines)).hexdigest()[:16]
    documents = [gold_document(json.loads(line), where="dev") for line in lines]
    found = AttributionModel.load().find([document.text for document in documents])
    predicted = {
        document.id: [bare(one) for one in some]
        for document, some in zip(documents, found, strict=True)
    }
    scores = score_attributions(documents, predicted)
    reached = {name: round(100 * scores.relations[name].f1, 1) for name in FLOORS}
    fragments = {
        role: round(100 * scores.spans[role]["fragment"].f1, 1) for role in FRAGMENT_FLOORS
    }

    assert digest == DIGEST, f"the data changed: {digest}; reached on them {reached}"
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), reached
    assert all(fragments[role] >= least for role, least in FRAGMENT_FLOORS.items()), fragments
