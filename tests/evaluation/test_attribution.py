"""Attributions are measured as the reference scorer measures them."""

import json
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.evaluation.attribution import GoldDocument, score_attributions
from counterpoint.evaluation.gold import gold_document

TEXT = (
    "\u201cWe shall rebuild the bridge,\u201d said Ada Quill. Bo Rask thinks that tolls are"
    " \u201ctoo high\u201d now.\nIt was reported that rain fell.\n\u201cOne.\n"
    "\u201cTwo,\u201d he said."
    "\n''Never,'' she wrote, ''again.'' Read more: \u00abshare\u00bb"
)


def spans(*parts):
    return [(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


def roles(source, cue, content):
    return {"source": spans(*source), "cue": spans(*cue), "content": spans(*content)}


GOLD = (
    roles(["Ada Quill"], ["said"], ["\u201cWe shall rebuild the bridge,\u201d"]),
    roles(["Bo Rask"], ["thinks"], ["that tolls are \u201ctoo high\u201d now"]),
    roles([], ["was reported"], ["that rain fell"]),
    roles(["he"], [" said."], ["\u201cOne.\n\u201cTwo,\u201d"]),
    roles(["she"], ["wrote"], ["''Never,''", "''again.''"]),
)


def document(attributions=GOLD, discard=()):
    return GoldDocument("a", TEXT, tuple(attributions), tuple(discard))


def test_gold_against_itself_is_all_right():
    scores = score_attributions([document()], {"a": GOLD})

    assert {ratio.f1 for ratio in scores.relations.values()} == {1.0}
    assert {ratio.f1 for row in scores.spans.values() for ratio in row.values()} == {1.0}
    assert scores.kind_counts == {"direct": (3, 3), "mixed": (1, 1), "indirect": (1, 1)}


def test_nothing_found_is_nothing_right():
    scores = score_attributions([document()], {})

    assert (scores.relations["relation"].f1, scores.gold, scores.predicted) == (0.0, 5, 0)


@pytest.mark.parametrize(
    ("found", "right"),
    [
        pytest.param(
            roles(["Quill"], ["said"], ["shall rebuild the bridge"]), 1, id="half-is-enough"
        ),
        pytest.param(roles(["Quill"], ["said"], ["the bridge"]), 0, id="too-little-content"),
        pytest.param(
            roles(["Bo Rask"], ["said"], ["We shall rebuild the bridge"]), 0, id="wrong-source"
        ),
        pytest.param(roles([], ["said"], ["We shall rebuild the bridge"]), 0, id="no-source"),
        pytest.param(
            roles([], ["was reported"], ["that rain fell"]), 1, id="rightly-without-source"
        ),
        pytest.param(roles(["It"], ["was reported"], ["that rain fell"]), 0, id="source-too-much"),
    ],
)
def test_when_a_relation_is_right(found, right):
    scores = score_attributions([document()], {"a": [found]})

    assert scores.relations["relation"].recall == right / 5


def test_what_lies_in_discarded_text_is_left_out():
    scores = score_attributions(
        [document(discard=spans("It was reported that rain fell."))], {"a": GOLD}
    )

    assert (scores.gold, scores.predicted, scores.left_out) == (4, 4, (1, 1))


def random_case(seed):
    chance = random.Random(seed)
    out = []
    for _ in range(chance.randint(0, 8)):
        found = dict(chance.choice(GOLD))
        for role in found:
            if chance.random() < 0.4:
                start = chance.randint(0, len(TEXT) - 1)
                found[role] = [(start, min(len(TEXT), start + chance.randint(1, 40)))]
            if chance.random() < 0.1:
                found[role] = []
        out.append(found)
    return out


@pytest.mark.shared
def test_every_figure_equals_the_reference_scorer(tmp_path, shared):
    gold, predicted = [], {}
    with (tmp_path / "gold").open("w") as gold_file, (tmp_path / "found").open("w") as found_file:
        for seed in range(40):
            true, found = random_case(seed), random_case(1000 + seed)
            discard = spans("It was reported that rain fell.") if seed % 3 == 0 else []
            row = {"id": str(seed), "text": TEXT, "attributions": true, "discard": discard}
            gold_file.write(json.dumps(row) + "\n")
            found_file.write(json.dumps({"id": str(seed), "attributions": found}) + "\n")
            gold.append(gold_document(json.loads(json.dumps(row)), where="test"))
            predicted[str(seed)] = found
    command = [
        sys.executable,
        str(shared / "bench" / "score_attribution.py"),
        "--json",
        "--bootstrap",
    ]
    done = subprocess.run(
        [*command, "200", "--", str(tmp_path / "gold"), str(tmp_path / "found")],
        capture_output=True,
        check=True,
    ).stdout
    reference = json.loads(done)

    ours = score_attributions(gold, predicted, bootstrap=200).as_json()

    assert same(reference, ours) == []


def same(reference, ours, where=""):
    """Say where the reference has a figure that ours lacks or gives otherwise."""
    if isinstance(reference, dict):
        left = {"tp", "articles_without_prediction"} | (
            {"gold", "predicted"} if where.startswith(".spans") else set()
        )
        return [
            line
            for key, value in reference.items()
            if key not in left
            for line in same(
                value, ours.get(key) if isinstance(ours, dict) else None, f"{where}.{key}"
            )
        ]
    return [] if reference == pytest.approx(ours) else [f"{where}: {reference} and not {ours}"]


@settings(max_examples=50)
@given(st.integers(0, 10_000))
def test_figures_stay_between_nothing_and_all(seed):
    scores = score_attributions([document()], {"a": random_case(seed)}, bootstrap=20)

    ratios = [
        *scores.relations.values(),
        *(r for row in scores.spans.values() for r in row.values()),
    ]
    assert all(
        0 <= value <= 1 for ratio in ratios for value in (ratio.precision, ratio.recall, ratio.f1)
    )
    assert (
        scores.relations["strict"].f1
        <= scores.relations["relation"].f1
        <= scores.relations["found"].f1
    )
    assert 0 <= scores.interval[0] <= scores.interval[1] <= 1


@pytest.mark.parametrize(
    "row",
    [
        [],
        {"id": "a", "text": "b"},
        {"id": "a", "text": "b", "attributions": [{"source": [[0, 2]]}]},
        {"id": "a", "text": "b", "attributions": [{"source": [[1, 0]]}]},
        {"id": "a", "text": "b", "attributions": [{"source": [[True, 1]]}]},
        {"id": "a", "text": "b", "attributions": [{"source": ["01"]}]},
        {"id": "a", "text": "b", "attributions": [{"source": 5}]},
        {"id": "a", "text": "b", "attributions": ["source"]},
    ],
)
def test_bad_gold_is_named(row):
    with pytest.raises(InputError, match="gold, line 3"):
        gold_document(row, where="gold, line 3")
