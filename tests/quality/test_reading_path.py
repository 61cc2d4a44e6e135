"""The reading path stays as good as it was: the rules on a part of dev, and the first input."""

import gzip
import json

import pytest

from counterpoint.analysis.rules import RuleFinder
from counterpoint.evaluation.attribution import bare, score_attributions
from counterpoint.evaluation.gold import gold_document
from counterpoint.types import AnnotatedDocument
from counterpoint.workflow.annotate import Engine, ReadingOptions, annotate
from counterpoint.workflow.read import read_inputs

pytestmark = [pytest.mark.quality, pytest.mark.shared]
ARTICLES = 30
FLOOR_RULES = 57.0

# Who must be heard in the first input at least how often (his tour, the others once each).
HEARD = {
    "Jens Stoltenberg": 4,
    "Mao Ning": 1,
    "France and Germany": 1,
    "Ferdinand Romualdez Marcos Jr.": 1,
    "Li Haidong": 1,
}


def test_rules_on_dev(shared):
    with gzip.open(shared / "data/polnear/dev.jsonl.gz", "rb") as rows:
        lines = [line for line, _ in zip(rows, range(ARTICLES), strict=False)]
    documents = [gold_document(json.loads(line), where="dev") for line in lines]
    found = RuleFinder().find([document.text for document in documents])
    predicted = {
        document.id: [bare(one) for one in some]
        for document, some in zip(documents, found, strict=True)
    }

    reached = 100 * score_attributions(documents, predicted).relations["relation"].f1
    assert reached >= FLOOR_RULES


@pytest.mark.parametrize(
    ("engine", "absent"),
    [
        pytest.param(Engine.MODEL, set(), id="model"),
        pytest.param(Engine.RULES, {"Ferdinand Romualdez Marcos Jr."}, id="rules"),
    ],
)
def test_first_input(shared, engine, absent):
    path = shared / "data/seed/nato-asia-pacific.txt"
    options = ReadingOptions(engine=engine)
    (found,) = annotate(read_inputs([str(path)]), options=options)
    assert isinstance(found, AnnotatedDocument)
    named = [one for one in found.statements if one.speaker]
    counts = {name: sum(one.speaker.name == name for one in named) for name in HEARD}

    assert {name for name, least in HEARD.items() if counts[name] < least} <= absent
    denied = [one for one in named if one.attribution.negated]
    assert any(
        one.speaker.name == "Jens Stoltenberg" and one.attribution.act.value == "demands"
        for one in denied
    )
